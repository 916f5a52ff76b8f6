"""Probabilities in words: the figure as it is read, and the sentence that it opens (ICD 203)."""

from __future__ import annotations

from detente.finding import likelihood


def opening(probability: float) -> str:
    """Open a sentence that goes on with "that ...".

    >>> opening(0.5)
    'There is a roughly even chance (about 50%)'
    >>> opening(0.9)
    'It is very likely (about 90%)'
    """
    said = likelihood(probability)
    start = f"There is {'a ' if said.startswith('roughly') else ''}{said}" if "chance" in said else f"It is {said}"
    return f"{start} ({in_words(probability)})"


def in_words(probability: float) -> str:
    """Write a probability as a rounded percentage; what is next to sure is not written as sure."""
    return (
        f"about {probability:.0%}"
        if 0.01 <= probability <= 0.99
        else f"{'under 1' if probability < 0.5 else 'over 99'} %"
    )


def points(share: float) -> str:
    """Write a share of the cooperative acts in points."""
    return f"{100 * share:.0f} points"
