"""Findings and exhibits drawn on one self-contained page."""
