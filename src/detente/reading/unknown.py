"""Names that no table holds: reported so that a person can add them, never guessed at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.reading.candidates import Filter, topics
from detente.reading.mentions import CALENDAR, MentionFinder, Mentions

_RUN = re.compile(r"[A-Z][\w'-]*(?:\s+[A-Z][\w'-]*)*")
_WORD = re.compile(r"[\w'-]+")


class UnknownNames:
    """Finds runs of capitalised words that stand where an actor might and in no table."""

    def __init__(self, finder: MentionFinder, sieve: Filter) -> None:
        self._index = finder.actors.phrases()
        self._sieve = sieve

    def find(self, text: str, mentions: Mentions) -> Iterator[tuple[int, int]]:
        """Yield (start, end) of each unknown name in a sentence that tells of an act.

        A single word that opens the sentence counts only before a word that may tell of one.
        """
        if len(mentions.codes()) > 1:
            return
        taken = [(m.start, m.end) for m in mentions.found] + [(a, b) for a, b, _ in mentions.unsettled]
        for run in _RUN.finditer(text):
            start, end = run.span()
            if any(start < b and end > a for a, b in taken) or not self._strange(run.group()):
                continue
            opens = not text[:start].strip(" \"'(")
            if (not opens or self._acts(text, end)) and self._sieve.tells(text):
                yield start, end

    def _strange(self, name: str) -> bool:
        """Whether no word of a run is known as a name, a role, a day or a word of the lexicon."""
        parts = [part.lower().removesuffix("'s") for part in name.split()]
        known = any(p in self._index or p in CALENDAR or self._sieve.knows(p) for p in parts)
        return len(name) > 2 and parts[0] not in topics()["opener"] and not known

    def _acts(self, text: str, end: int) -> bool:
        following = _WORD.search(text, end)
        return following is not None and self._sieve.knows(following.group().lower())
