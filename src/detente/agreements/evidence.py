"""Which evidence counts: by what was public, whose act it was, how sure it is, and what a definition counts in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from detente.agreements.lifecycle import Move
from detente.record.agreement import Commitment, Evidence
from detente.record.position import Definition, Term

# What moves a state; progress, denial and evidence against are weighed, and move none.
MOVED_BY: Mapping[str, Move] = {
    "condition_holds": "antecedent",
    "condition_fails": "antecedent_fails",
    "fulfils": "consequent",
    "breach": "breach",
    "cure": "cure",
    "cancels": "cancel",
    "releases": "release",
    "suspends": "suspend",
    "resumes": "reactivate",
}
OF_ONE_DEBTOR = frozenset({"breach", "cure", "cancels", "denies", "against"})


@dataclass(frozen=True)
class Reading:
    """How evidence is read: as of a day, under one holder's definitions, for one debtor, with disputed rows or not."""

    as_of: dt.date
    holder: str = ""
    debtor: str = ""
    disputed: bool = False


def public_since(evidence: Evidence) -> dt.date:
    """The day a piece of evidence was first known: its own word for it, else the day it happened."""
    return evidence.known_from or evidence.date


def counted(
    commitment: Commitment, terms: Mapping[str, Term], reading: Reading
) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    """Return the evidence that counts, by date, and what a definition leaves out of what was public."""
    public = sorted(
        (each for each in commitment.evidence if max(public_since(each), each.date) <= reading.as_of),
        key=lambda each: each.date,
    )
    mine = [each for each in public if not _of_another(each, commitment, reading.debtor)]
    items = items_in(commitment, terms, reading)
    inside = [each for each in mine if items is None or not each.items or not items.isdisjoint(each.items)]
    return tuple(inside), tuple(each for each in mine if each not in inside)


def moves(evidence: Iterable[Evidence], *, disputed: bool = False) -> list[tuple[int, Move]]:
    """Return what moves a state, in days; disputed evidence moves none unless it is asked for.

    A deed counts from the day it is done; a breach that is over by itself is open on its own days only.
    """
    found: list[tuple[int, Move]] = []
    for each in evidence:
        move = MOVED_BY.get(each.effect)
        if move is None or (each.certainty == "disputed" and not disputed):
            continue
        last = (each.date_end or each.date).toordinal()
        found.append((last if move == "consequent" else each.date.toordinal(), move))
        if move == "breach" and each.date_end is not None:
            found.append((last + 1, "cure"))
    return found


def items_in(commitment: Commitment, terms: Mapping[str, Term], reading: Reading) -> frozenset[str] | None:
    """Return the items a holder counts in under the terms of a commitment; None where no definition applies."""
    if not reading.holder:
        return None
    held = [
        definition
        for term in commitment.terms
        if (definition := definition_of(terms[term], reading.holder, reading.as_of)) is not None
    ]
    return frozenset(item for definition in held for item in definition.includes) if held else None


def definition_of(term: Term, holder: str, day: dt.date, *, known: dt.date | None = None) -> Definition | None:
    """Return the definition that a holder stood by on a day; the newest where two overlap.

    Only what was public by ``known`` (by the same day, where it is not given) is seen.
    """
    held = [
        each
        for each in term.definitions
        if each.holder == holder
        and each.published <= day
        and (each.known_from or each.published) <= (known or day)
        and (each.until is None or day < each.until)
    ]
    return max(held, key=lambda each: each.published, default=None)


def holders(term: Term, day: dt.date, *, known: dt.date | None = None) -> list[str]:
    """Return who held a public definition of a term on a day, in the order of the table."""
    named = dict.fromkeys(each.holder for each in term.definitions)
    return [holder for holder in named if definition_of(term, holder, day, known=known) is not None]


def _of_another(evidence: Evidence, commitment: Commitment, debtor: str) -> bool:
    """A breach by one debtor is not the breach of another who owes the same."""
    return (
        bool(debtor) and evidence.effect in OF_ONE_DEBTOR and evidence.by in commitment.debtor and evidence.by != debtor
    )
