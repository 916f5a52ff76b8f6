"""Claims and their verdicts: frozen values that the command line, the brief and notebooks share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from pydantic import Field, model_validator

from detente.claims.facts import Fact
from detente.finding import EvidenceRef
from detente.value import Value

Kind = Literal[
    "event", "count", "order", "quantity", "commitment", "position", "absence", "strength",
    "judgement", "forecast", "recommendation",
]  # fmt: skip
Verdict = Literal[
    "supported", "contradicted", "overstated", "disputed", "partly", "not_in_record", "not_checkable"
]  # fmt: skip
Sure = Literal["low", "moderate", "high"]
KINDS: tuple[Kind, ...] = get_args(Kind)
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
SHOWN = 4  # rows named for or against a claim


@dataclass(frozen=True)
class Ruling:
    """What a matcher finds: the verdict, why in one line, the facts for and against, and how sure that is."""

    verdict: Verdict
    reason: str
    support: tuple[Fact, ...] = ()
    against: tuple[Fact, ...] = ()
    sure: Sure = "moderate"


class Claim(Value):
    """One checkable statement of a text, and what it is worth; offsets are code points, half-open.

    ``low`` and ``high`` are the likelihood band of a forecast's words, ``question`` what will settle it.
    """

    text: str
    start: int = Field(ge=0)
    end: int
    kind: Kind
    verdict: Verdict
    reason: str
    evidence_for: tuple[EvidenceRef, ...] = ()
    evidence_against: tuple[EvidenceRef, ...] = ()
    sure: Sure = "moderate"
    low: float | None = None
    high: float | None = None
    question: str = ""

    @model_validator(mode="after")
    def _spans(self) -> Claim:
        if not self.start < self.end:
            raise ValueError(f"claim {self.text[:40]!r} has no words: {self.start}..{self.end}")
        return self


def refs(facts: Iterable[Fact]) -> tuple[EvidenceRef, ...]:
    """Return pointers to the first few facts, each row once."""
    found = {(fact.table, fact.id): fact.ref() for fact in facts}
    return tuple(found.values())[:SHOWN]
