"""What one sentence tells, as a frozen value: who, to whom, which terms, numbers and days, asserted or denied.

Claims and rows of the record are read into the same value, so that they can be held against each other.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from detente.claims.numbers import Number
from detente.record.event import Precision


@dataclass(frozen=True, slots=True)
class Term:
    """A content word: how much it says, whether it is under a negation, its number if it is an ordinal.

    ``keys`` are its stem, the ideas that it stands for (``~``), the country that it lies in (``@``), or, of a person,
    the whole name (``&``).
    """

    text: str
    keys: tuple[str, ...]
    weight: float
    word: int
    negated: bool = False
    ordinal: int | None = None
    name: bool = False
    person: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """Days that a sentence names, and how they bound what it tells: in, near, since, before, after, until.

    ``bound`` is name where they only name a thing, as in "the ceasefire of 1994".
    """

    first: dt.date
    last: dt.date
    precision: Precision
    bound: str
    word: int = -1


@dataclass(frozen=True, slots=True)
class Anchor:
    """A happening that a clause counts from: "two days after the letter" is after, "the letter", and a gap of two days.

    ``bound`` is after, before, since, near or same.
    """

    bound: str
    told: Told
    gap: Number | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """One verb of a clause by its stem and ideas, who does it, and whether it is told as done."""

    keys: tuple[str, ...]
    doers: frozenset[str]
    real: bool = True


@dataclass(frozen=True)
class Told:
    """What a clause tells; offsets count into the text that was read.

    ``doers`` and ``others`` are actors by code (or code and name where several share a code), ``inner`` those who act
    in what is said, ``places`` those named only as places, ``speaker`` those to whom it is ascribed, ``earlier`` those
    of the sentence before. ``modal`` is that of the main verb; ``subject`` says whether it has one, named or not;
    ``inferred`` says that a pronoun points to the doers; ``deeds`` are all its verbs; ``topic`` holds the stems of the
    sentences before; ``named`` gives the words that name actors.
    """

    text: str
    start: int
    end: int
    doers: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    terms: tuple[Term, ...] = ()
    numbers: tuple[Number, ...] = ()
    days: tuple[Days, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    verbs: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    inner: frozenset[str] = frozenset()
    speaker: frozenset[str] = frozenset()
    negated: bool = False
    modal: str = ""
    present: bool = False
    past: bool = False
    subject: bool = False
    inferred: bool = False
    deeds: tuple[Deed, ...] = ()
    topic: frozenset[str] = frozenset()
    earlier: frozenset[str] = frozenset()
    named: tuple[tuple[frozenset[str], frozenset[int]], ...] = field(default=(), repr=False)

    @property
    def weight(self) -> float:
        """How much its content words say in all."""
        return sum(term.weight for term in self.terms)

    @property
    def actors(self) -> frozenset[str]:
        """Everyone who takes part: doers and others."""
        return self.doers | self.others
