"""Sentences to events: who did what to whom, in what mode, and why it was read so."""

from __future__ import annotations

from detente.reading.coder import Coder, Reading, Undated
from detente.reading.readevent import Explanation, ReadEvent

__all__ = ["Coder", "Explanation", "ReadEvent", "Reading", "Undated"]
