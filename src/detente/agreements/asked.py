"""What a case asks of its agreements, and how its rows are pointed at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from detente.agreements.evidence import Reading, holders
from detente.agreements.ledger import Entry, Ledger, read_ledger
from detente.agreements.verification import with_reports
from detente.finding import EvidenceRef
from detente.record.agreement import Agreement, Evidence
from detente.record.background import Verification
from detente.record.position import Issue, Position, Term

METHOD = (
    "States follow the literature on social commitments (Singh; Chopra and Singh): a promise is conditional until its "
    "condition holds, detached while it binds, then satisfied or violated; expired where the condition never held in "
    "time, terminated where it was withdrawn before or released, pending while suspended. A deed done late undoes no "
    "violation. Disputed evidence moves no state. Scores run from 0 (not initiated) to 3 (full), as in the Peace "
    "Accords Matrix, by rules that name their reason; an analyst's own score stands beside."
)


@dataclass(frozen=True)
class Asked:
    """The agreements of a case with everything they are read with, the dyad asked about, and the day.

    Rows carry ``known_from``; only what was public by ``as_of`` is used.
    """

    agreements: tuple[Agreement, ...]
    as_of: dt.date
    dyad: tuple[str, str]
    window: tuple[dt.date, dt.date]
    terms: tuple[Term, ...] = ()
    reports: tuple[Verification, ...] = ()
    positions: tuple[Position, ...] = ()
    issues: tuple[Issue, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    grades: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def public(self) -> tuple[Agreement, ...]:
        """The agreements that were public by the day, with what inspectors reported, oldest first."""
        known = (each for each in self.agreements if max(each.known_from or each.date, each.date) <= self.as_of)
        return with_reports(sorted(known, key=lambda each: (each.date, each.id)), self.reports)

    @cached_property
    def known_terms(self) -> dict[str, Term]:
        """The contested terms by their ids."""
        return {term.id: term for term in self.terms}

    @cached_property
    def plain(self) -> Ledger:
        """The ledger under nobody's definition: every piece of evidence counts."""
        return self.ledger()

    def ledger(self, *, holder: str = "", debtor: str = "") -> Ledger:
        """The ledger under one holder's definitions, or for one debtor."""
        return read_ledger(self.public, self.known_terms, Reading(self.as_of, holder, debtor))

    @cached_property
    def holders(self) -> tuple[str, ...]:
        """Who held a public definition of any term on the day."""
        return tuple(dict.fromkeys(each for term in self.terms for each in holders(term, self.as_of)))

    def name(self, code: str) -> str:
        """An actor in prose."""
        return self.names.get(code, code)

    def refs(self, evidence: Iterable[Evidence]) -> tuple[EvidenceRef, ...]:
        """Pointers to what evidence rests on: the event it speaks of, else its source."""
        return tuple(dict.fromkeys(self._ref(each) for each in evidence if each.event or each.source))

    def _ref(self, evidence: Evidence) -> EvidenceRef:
        table, row = ("events", evidence.event) if evidence.event else ("sources", evidence.source)
        grade = self.grades.get(evidence.source, "")
        return EvidenceRef(table=table, id=row, date=evidence.date, text=evidence.text, grade=grade)

    def entry_refs(self, entry: Entry) -> tuple[EvidenceRef, ...]:
        """Pointers of one entry: the commitment itself, then what its state and score rest on."""
        own = EvidenceRef(table="commitments", id=entry.id, date=entry.agreement.date, text=entry.commitment.action)
        return (own, *self.refs(entry.counted))


def owed(entry: Entry) -> str:
    """Who owes whom, in codes."""
    made = entry.commitment
    return ", ".join(made.debtor)


def due_to(entry: Entry) -> str:
    """Who is owed, in codes; nobody where the promise has no creditor."""
    return ", ".join(entry.commitment.creditor) or "nobody"


def said(count: int, noun: str) -> str:
    """A count with its noun.

    >>> said(1, "commitment"), said(2, "commitment")
    ('1 commitment', '2 commitments')
    """
    return f"{count} {noun}{'' if count == 1 else 's'}"


def sentence(text: str) -> str:
    """A text that begins with a capital letter.

    >>> sentence("the gap")
    'The gap'
    """
    return text[:1].upper() + text[1:]
