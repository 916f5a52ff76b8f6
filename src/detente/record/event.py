"""One event: an ordered pair of actors, what the first did to the second, and when.

Types, modes and contexts follow PLOVER (Political Language Ontology for Verifiable Event
Records, 2018); quad classes follow its division into verbal and material cooperation and conflict.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Literal, get_args

from pydantic import Field, model_validator

from detente.value import Value

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)

# Of what happened: actual, failed, denied. The rest are of what a speech act speaks of, and are never counted.
Modality = Literal[
    "actual", "failed", "denied",
    "planned", "promised", "demanded", "offered", "threatened", "recommended", "hypothetical",
]  # fmt: skip
HAPPENED: frozenset[Modality] = frozenset({"actual", "failed", "denied"})

Precision = Literal["day", "week", "month", "quarter", "year", "range"]

# Series: an act between two actors. Observations, domestic acts, and what only an author's text tells of ("told") are
# kept, and stay out of dyadic series.
Scope = Literal["dyadic", "observation", "domestic", "told"]


class Exchange(Value):
    """What is asked for what: ``asker`` wants ``want`` of ``asked`` and gives ``give`` for it.

    ``give_event`` and ``want_event`` name the half-events that the two sides stand for.
    """

    asker: str
    asked: str
    give: str
    want: str
    give_event: str | None = None
    want_event: str | None = None


class Event(Value):
    """One row of the record; a symmetric happening is two rows that share ``happening_id``.

    ``date`` is the day it happened (the first, if it lasted until ``date_end``), never the day it was
    reported; ``known_from`` is the day it was first published. ``start`` and ``end`` are code points,
    half-open, into the text as read. ``spoken_in`` names the speech act that a half-event belongs to;
    ``account`` names the teller where rival accounts of one happening are kept side by side.
    """

    id: str
    happening_id: str
    date: dt.date | None = None
    date_end: dt.date | None = None
    precision: Precision = "day"
    known_from: dt.date | None = None
    source: str
    source_sector: str = ""
    target: str | None = None
    target_sector: str = ""
    type: EventType
    mode: str = ""
    context: tuple[str, ...] = ()
    cameo: str = ""
    quad: int = Field(ge=1, le=4)
    source_quad: int | None = Field(default=None, ge=1, le=4)
    intensity: float = Field(ge=-10, le=10)
    severity: int = Field(default=0, ge=0, le=5)
    modality: Modality = "actual"
    scope: Scope = "dyadic"
    exchange: Exchange | None = None
    spoken_in: str | None = None
    confidence: float = Field(default=1.0, ge=0, le=1)
    coder: str = ""
    sentence: str = ""
    start: int | None = None
    end: int | None = None
    account: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Event:
        if self.date and self.date_end and self.date_end < self.date:
            raise ValueError(f"event {self.id}: ends on {self.date_end}, before it begins on {self.date}")
        return self

    @property
    def counted(self) -> bool:
        """Whether the row counts in series: it happened, and between two actors."""
        return self.modality == "actual" and self.scope == "dyadic"


class Report(Value):
    """One telling of an event: a sentence or a row, in a source; ``credibility`` (1-6) is of this telling alone."""

    id: str
    event_id: str
    happening_id: str
    source_id: str
    date: dt.date | None = None
    known_from: dt.date | None = None
    text: str = ""
    credibility: str = ""
    document: str = ""
    start: int | None = None
    end: int | None = None


def event_id(document: str, start: int, end: int, ordinal: int) -> str:
    """Return the id of a read event: document hash, span and ordinal, so corrections survive a better lexicon.

    >>> event_id("abc", 0, 10, 0) == event_id("abc", 0, 10, 0)
    True
    """
    digest = hashlib.blake2b(document.encode(), digest_size=6).hexdigest()
    return f"{digest}-{start}-{end}-{ordinal}"
