"""Sentences to events: who did what to whom, in what mode, and why it was read so."""
