"""What stands behind the events: meetings, measures, ties, capabilities, projects, goals, figures, inspections."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from detente.value import Value


class Meeting(Value):
    """Representatives met, or were to meet: level, place, outcome, and the document that came of it."""

    id: str
    date: dt.date
    date_end: dt.date | None = None
    place: str = ""
    level: Literal["summit", "minister", "envoy", "working", "military", "multilateral"]
    parties: tuple[str, ...]
    outcome: Literal["agreed", "partial", "failed", "held", "cancelled", "reinstated"]
    agreement: str = ""
    happening: str = ""
    source: str = ""
    known_from: dt.date | None = None
    note: str = ""


class Measure(Value):
    """A sanction by clause: what it forbids, whom it touches, what it is worth, and who can lift it.

    ``worth_low`` and ``worth_high`` are in millions of US dollars a year, with ``worth_basis`` naming the estimate.
    """

    id: str
    instrument: str
    clause: str = ""
    issuer: str
    target: str
    kind: str
    text: str
    adopted: dt.date
    ended: dt.date | None = None
    exemptions: str = ""
    lifted_by: tuple[str, ...]
    lifted_how: str = ""
    worth_low: float | None = None
    worth_high: float | None = None
    worth_basis: str = ""
    source: str = ""
    known_from: dt.date | None = None
    note: str = ""


class Tie(Value):
    """A standing bond between two actors: a treaty, a visit, trade, aid, a shared war."""

    id: str
    actor: str
    partner: str
    kind: Literal["alliance", "treaty", "diplomatic", "visit", "trade", "aid", "history", "role"]
    name: str
    since: dt.date
    until: dt.date | None = None
    role: str = ""
    source: str = ""
    known_from: dt.date | None = None
    note: str = ""


class Capability(Value):
    """What is known of a programme, a site or a system on a day, and how it is known."""

    id: str
    actor: str
    object: str
    category: Literal["site", "system", "stockpile", "test", "production"]
    date: dt.date
    finding: str
    value_low: float | None = None
    value_high: float | None = None
    unit: str = ""
    source: str = ""
    known_from: dt.date | None = None
    note: str = ""


class Verification(Value):
    """A report on whether something is so: who looked, from where, what was found, how surely."""

    id: str
    issuer: str
    date: dt.date
    object: str
    finding: Literal["activity", "no_activity", "compliance", "breach", "cannot_confirm"]
    access: Literal["on_site", "remote", "none"]
    certainty: Literal["confirmed", "probable", "possible"]
    text: str
    commitments: tuple[str, ...] = ()
    obligations: tuple[str, ...] = ()
    source: str = ""
    known_from: dt.date | None = None
    note: str = ""


class Project(Value):
    """A joint project, its status, and what blocks it."""

    id: str
    name: str
    parties: tuple[str, ...]
    status: Literal["planned", "running", "suspended", "closed"]
    since: dt.date
    blocked_by: tuple[str, ...] = ()
    source: str = ""
    known_from: dt.date | None = None
    note: str = ""


class Goal(Value):
    """What an actor is after, and which larger goal that serves."""

    id: str
    actor: str
    goal: str
    serves: str = ""
    since: dt.date
    source: str = ""
    known_from: dt.date | None = None
    note: str = ""


class Figure(Value):
    """A number with who compiled it, for which year, on which basis."""

    id: str
    measure: str
    subject: str
    partner: str = ""
    year: int
    value: float
    unit: str
    compiler: str
    basis: str = ""
    source: str = ""
    known_from: dt.date | None = None
    note: str = ""
