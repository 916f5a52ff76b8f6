"""Sentences in capitals alone, as cables and old wires are written, put into the case that a parser knows."""

from __future__ import annotations

import calendar
import re

from detente.reading.mentions import Mentions

# So many words make a sentence; fewer in capitals are a heading or a name.
LEAST = 4
_WORD = re.compile(r"[^\W\d_]+")
_CALENDAR = {name.lower() for name in (*calendar.month_name, *calendar.day_name) if name}
# Abbreviations and codes stay as they are.
_KEPT = frozenset({"abbreviation", "code"})


def shouted(text: str) -> bool:
    """Whether a sentence is written in capitals alone.

    >>> shouted("PERU CONDEMNED CHILE ON MONDAY."), shouted("Peru condemned Chile."), shouted("U.S. NAVY")
    (True, False, False)
    """
    return text.isupper() and len(_WORD.findall(text)) >= LEAST


def calmed(text: str, mentions: Mentions) -> str:
    """Return a sentence in capitals in usual case, letter for letter: names, months and days keep a capital.

    >>> calmed("PERU MET THE ENVOY ON MONDAY.", Mentions())
    'Peru met the envoy on Monday.'
    """
    names = [(m.start, m.end, m.actors[0].via in _KEPT) for m in mentions.found]

    def lowered(match: re.Match[str]) -> str:
        word, at = match.group(), match.start()
        named = next((kept for start, end, kept in names if start <= at < end), None)
        if named:
            return word
        low = word.lower()
        if len(low) != len(word):
            return word
        capital = named is not None or low in _CALENDAR or not text[:at].strip("\"'([- ")
        return word[0] + low[1:] if capital else low

    return _WORD.sub(lowered, text)
