"""Who published what, when, and how far to trust it.

Grades follow the Admiralty system (STANAG 2511): the reliability of a source (A-F) and the
credibility of one piece of information (1-6) are judged apart.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from detente.value import Value

Reliability = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Literal["1", "2", "3", "4", "5", "6"]

RELIABILITY_WORDS: dict[str, str] = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
CREDIBILITY_WORDS: dict[str, str] = {
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}

Genre = Literal["primary", "report", "chronology", "reference", "analysis", "memo", "data", "knowledge"]
# Genres that report what happened; the acts that a text of any other kind tells of stay out of series.
REPORTING: frozenset[Genre] = frozenset({"primary", "report", "chronology", "data"})


class Source(Value):
    """One publication: an official text, a news report, a data set, an analyst's own knowledge.

    ``credibility`` is what its statements get unless a row says otherwise; ``secondhand`` names the
    party whose account it passes on.
    """

    id: str
    publisher: str
    title: str
    author: str = ""
    published: dt.date | None = None
    url: str = ""
    genre: Genre = "report"
    reliability: Reliability = "F"
    credibility: Credibility = "6"
    secondhand: str = ""
    note: str = ""

    @property
    def grade(self) -> str:
        """Reliability and credibility together, as analysts write them: ``B2``."""
        return f"{self.reliability}{self.credibility}"
