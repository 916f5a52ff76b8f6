"""What ``case.yaml`` holds: the question, the parties, the dyads, the windows, the hypotheses."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field, model_validator

from detente.record.position import Issue
from detente.relations.links import Link
from detente.value import Value

Regime = Literal["continued", "stalemate", "relapse", "new", "other"]


class Party(Value):
    """An actor of the case and the part it plays."""

    code: str
    name: str
    role: str = ""


class Reference(Value):
    """The day that the question looks back to."""

    name: str
    date: dt.date


class Focus(Value):
    """The dyad that the question is asked of, and the day it is asked against."""

    dyad: tuple[str, str]
    reference: Reference


class Coalition(Value):
    """Actors expected to act alike toward another."""

    name: str
    members: tuple[str, ...] = Field(min_length=2)
    toward: str


class Stalemate(Value):
    """Contact goes on, and nobody moves on the main issues, for this many months."""

    contact_without_movement_months: int = Field(default=6, ge=1)


class NewPhase(Value):
    """Whether a new phase must differ from every earlier one, not only from the last."""

    differs_from_every_earlier_phase: bool = True


class Relapse(Value):
    """Whether a relapse must resemble an earlier phase."""

    resembles_an_earlier_phase: bool = True


class PhaseWords(Value):
    """The working definitions of the words in the question."""

    stalemate: Stalemate = Stalemate()
    new_phase: NewPhase = NewPhase()
    relapse: Relapse = Relapse()


class Hypothesis(Value):
    """One of several exclusive answers, with the probability it had before the evidence."""

    id: str
    regime: Regime
    prior: float = Field(ge=0, le=1)
    statement: str


class CaseFile(Value):
    """The whole of ``case.yaml``."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    question: str
    as_of: dt.date
    window: tuple[dt.date, dt.date]
    focus: Focus
    parties: tuple[Party, ...] = Field(min_length=2)
    dyads: tuple[tuple[str, str], ...] = ()
    coalitions: tuple[Coalition, ...] = ()
    links: tuple[Link, ...] = ()
    phases: PhaseWords = PhaseWords()
    hypotheses: tuple[Hypothesis, ...] = ()
    issues: tuple[Issue, ...] = ()
    memo: str = ""

    @model_validator(mode="after")
    def _consistent(self) -> CaseFile:
        if self.window[1] < self.window[0]:
            raise ValueError(f"window ends on {self.window[1]}, before it begins on {self.window[0]}")
        total = sum(hypothesis.prior for hypothesis in self.hypotheses)
        if self.hypotheses and abs(total - 1) > 0.001:
            raise ValueError(f"the priors of the hypotheses add up to {total:.3f}, not 1")
        return self

    @property
    def names(self) -> dict[str, str]:
        """How each party is written in prose."""
        return {party.code: party.name for party in self.parties}

    @property
    def all_dyads(self) -> tuple[tuple[str, str], ...]:
        """The focus dyad first, then the others."""
        return (self.focus.dyad, *(dyad for dyad in self.dyads if set(dyad) != set(self.focus.dyad)))
