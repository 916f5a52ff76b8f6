"""Agreements, their commitments, and the dated evidence that moves them.

The parts of a commitment follow the literature on social commitments (Singh 1999; Chopra and
Singh 2015): a debtor owes a creditor a consequent once an antecedent holds.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from detente.value import Value

CommitmentKind = Literal["achieve", "maintain", "effort", "unilateral"]

# What one dated piece of evidence does to a commitment.
Effect = Literal[
    "condition_holds",  # the antecedent came true
    "condition_fails",  # the antecedent can no longer come true
    "progress",  # something was done towards it
    "fulfils",  # the action was carried out
    "breach",  # the debtor acted against it
    "cure",  # a breach was made good
    "cancels",  # the debtor withdrew
    "releases",  # the creditor let the debtor off
    "suspends",
    "resumes",
    "denies",  # the debtor denies being bound
    "against",  # speaks against it without being a breach
]


class Condition(Value):
    """What must hold before a commitment binds.

    ``defined`` is false where the text never says what would meet it; ``depends_on`` names actors whose
    act is needed, ``after`` names commitments that must be satisfied first.
    """

    text: str
    defined: bool = True
    depends_on: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    due: dt.date | None = None


class Evidence(Value):
    """One dated piece of evidence about a commitment.

    ``items`` names the parts of a contested term that it touches; without them it counts under every definition.
    """

    date: dt.date
    effect: Effect
    text: str
    by: str = ""
    date_end: dt.date | None = None
    known_from: dt.date | None = None
    source: str = ""
    event: str = ""
    items: tuple[str, ...] = ()
    certainty: Literal["confirmed", "probable", "disputed"] = "confirmed"


class Score(Value):
    """An analyst's own judgement of implementation, 0 to 3, on a day (Peace Accords Matrix scale)."""

    as_of: dt.date
    score: int = Field(ge=0, le=3)
    reason: str = ""
    definition: str = ""


class Commitment(Value):
    """One promise: who owes what to whom, on which condition, by when, in which words."""

    id: str
    debtor: tuple[str, ...]
    creditor: tuple[str, ...] = ()
    action: str
    kind: CommitmentKind
    condition: Condition | None = None
    due: dt.date | None = None
    due_days_after_condition: int | None = Field(default=None, ge=0)
    starts: dt.date | None = None
    period: Literal["month", "quarter", "year"] = "year"
    wording: str = ""
    strength: Literal["shall", "agreed", "work_toward", "expressed_willingness", "oral"] = "agreed"
    terms: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    verifier: str = ""
    sector: str = ""
    ambiguity: str = ""
    evidence: tuple[Evidence, ...] = ()
    scores: tuple[Score, ...] = ()
    source: str = ""
    note: str = ""


class Agreement(Value):
    """A document or an oral understanding, and the commitments made in it."""

    id: str
    title: str
    date: dt.date
    parties: tuple[str, ...]
    form: Literal["signed", "joint_statement", "oral", "resolution", "unilateral"] = "signed"
    stage: Literal["pre-negotiation", "framework", "partial", "comprehensive", "implementation"] = "framework"
    refers_to: tuple[str, ...] = ()
    known_from: dt.date | None = None
    source: str = ""
    note: str = ""
    commitments: tuple[Commitment, ...] = ()
