"""What each party means by a contested word: overlap and gap over time, and what was published when.

A gap between definitions is a fact about words. It does not say whether a promise was kept: some agreements live by it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from detente.agreements.evidence import Reading, definition_of, holders
from detente.agreements.ledger import Entry, read_ledger
from detente.record.agreement import Agreement
from detente.record.position import Definition, Term

Change = Literal["first publication", "restatement", "changed"]
Meaning = Literal["known before", "restatement", "reinterpretation", "first said after"]


@dataclass(frozen=True)
class Overlap:
    """What two holders' definitions of a term shared from a day on, and what only one of them counted in."""

    since: dt.date
    one: str
    other: str
    shared: tuple[str, ...]
    only_one: tuple[str, ...]
    only_other: tuple[str, ...]

    @property
    def jaccard(self) -> float:
        """Shared items over all items that either counts in; 1 is full agreement, 0 none."""
        together = len(self.shared) + len(self.only_one) + len(self.only_other)
        return len(self.shared) / together if together else 1.0


@dataclass(frozen=True)
class Signing:
    """How a published definition sits with an agreement that its holder signed: days after it, negative before.

    After the signing, the items that the holder already counted in are a restatement, others a reinterpretation.
    """

    agreement: Agreement
    days_after: int
    meaning: Meaning


@dataclass(frozen=True)
class Publication:
    """A definition as it was published: whether it was new, and which items it added and dropped."""

    definition: Definition
    change: Change
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    signings: tuple[Signing, ...]


@dataclass(frozen=True)
class WordEffect:
    """One commitment under each holder's definition; ``differs`` where the word alone makes a difference."""

    plain: Entry
    under: dict[str, Entry]

    @property
    def differs(self) -> bool:
        """Whether state or score depends on whose definition is used."""
        return len({(entry.state, entry.scored.score) for entry in self.under.values()}) > 1


def overlaps(term: Term, *, as_of: dt.date) -> tuple[Overlap, ...]:
    """Return the overlap of each pair of holders from each day on which either definition changed, as known on a day.

    >>> word = Term(id="t", name="t", items=[{"id": "a", "name": "a"}, {"id": "b", "name": "b"}], definitions=[
    ...     {"holder": "FRA", "includes": ["a"], "published": "2020-01-01"},
    ...     {"holder": "DEU", "includes": ["a", "b"], "published": "2020-02-01"}])
    >>> [(each.since.isoformat(), each.jaccard) for each in overlaps(word, as_of=dt.date(2020, 3, 1))]
    [('2020-02-01', 0.5)]
    """
    order = [item.id for item in term.items]
    days = sorted(
        {day for each in term.definitions for day in (each.published, each.until) if day is not None and day <= as_of}
    )
    found: list[Overlap] = []
    last: dict[tuple[str, str], Overlap] = {}
    for day in days:
        for one, other in combinations(holders(term, day, known=as_of), 2):
            overlap = _overlap(term, one, other, day, as_of, order)
            before = last.get((one, other))
            if before is None or _sets(before) != _sets(overlap):
                last[one, other] = overlap
                found.append(overlap)
    return tuple(found)


def publications(term: Term, agreements: Iterable[Agreement], *, as_of: dt.date) -> tuple[Publication, ...]:
    """Return each definition that was public by a day: new or not, and before or after which signings.

    Signings are those by the holder of agreements that use the term.
    """
    using = [
        agreement
        for agreement in sorted(agreements, key=lambda each: each.date)
        if max(agreement.known_from or agreement.date, agreement.date) <= as_of
        and any(term.id in each.terms for each in agreement.commitments)
    ]
    public = [each for each in term.definitions if max(each.known_from or each.published, each.published) <= as_of]
    found = []
    before: dict[str, Definition] = {}
    for definition in sorted(public, key=lambda each: each.published):
        signed = tuple(_signing(term, definition, each) for each in using if definition.holder in each.parties)
        found.append(_publication(definition, before.get(definition.holder), signed))
        before[definition.holder] = definition
    return tuple(found)


def word_effects(agreements: Sequence[Agreement], terms: Iterable[Term], *, as_of: dt.date) -> tuple[WordEffect, ...]:
    """Return every commitment that uses a contested term, under each definition that was public by a day."""
    known = {term.id: term for term in terms}
    named = dict.fromkeys(holder for term in known.values() for holder in holders(term, as_of))
    public = [each for each in agreements if max(each.known_from or each.date, each.date) <= as_of]
    plain = read_ledger(public, known, Reading(as_of))
    under = {holder: read_ledger(public, known, Reading(as_of, holder)) for holder in named}
    found = []
    for place, entry in enumerate(plain):
        having = [
            holder
            for holder in named
            if any(definition_of(known[term], holder, as_of) for term in entry.commitment.terms)
        ]
        if having:
            found.append(WordEffect(entry, {holder: under[holder].entries[place] for holder in having}))
    return tuple(found)


def _overlap(term: Term, one: str, other: str, day: dt.date, known: dt.date, order: Sequence[str]) -> Overlap:
    first, second = (definition_of(term, holder, day, known=known) for holder in (one, other))
    a = frozenset(first.includes if first else ())
    b = frozenset(second.includes if second else ())
    shared, only_one, only_other = (tuple(item for item in order if item in part) for part in (a & b, a - b, b - a))
    return Overlap(day, one, other, shared, only_one, only_other)


def _sets(overlap: Overlap) -> tuple[tuple[str, ...], ...]:
    return overlap.shared, overlap.only_one, overlap.only_other


def _signing(term: Term, definition: Definition, agreement: Agreement) -> Signing:
    days = (definition.published - agreement.date).days
    meant = definition_of(term, definition.holder, agreement.date, known=definition.known_from or definition.published)
    meaning: Meaning = "known before"
    if days > 0 and meant is None:
        meaning = "first said after"
    elif days > 0 and meant is not None:
        meaning = "restatement" if set(meant.includes) == set(definition.includes) else "reinterpretation"
    return Signing(agreement, days, meaning)


def _publication(definition: Definition, before: Definition | None, signed: tuple[Signing, ...]) -> Publication:
    old = before.includes if before else ()
    added = tuple(item for item in definition.includes if item not in old)
    dropped = tuple(item for item in old if item not in definition.includes)
    change: Change = "first publication" if before is None else "changed" if added or dropped else "restatement"
    return Publication(definition, change, added, dropped, signed)
