"""The question, answered: has a new phase begun since a day, and how sure can one be?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.relations.likelihoods import Reading
from detente.relations.phases import AS_STATED, Phases, find_phases
from detente.relations.regimes import Regimes, weigh
from detente.relations.segmentation import NONE
from detente.relations.timeline import dyad_acts, lay_out

if TYPE_CHECKING:
    import polars as pl

SEED = 20190228


@dataclass(frozen=True)
class Question:
    """What is asked: of which dyad, against which day, as of which day, with which priors and names."""

    dyad: tuple[str, str]
    names: Mapping[str, str]
    reference: tuple[str, dt.date]
    window: tuple[dt.date, dt.date]
    as_of: dt.date
    priors: Mapping[str, float]
    stalemate_months: int = 6

    @property
    def pair(self) -> str:
        """Both actors in prose."""
        return " and ".join(self.names.get(code, code) for code in self.dyad)


@dataclass(frozen=True)
class Answer:
    """The phases and regimes of one reading of the record."""

    phases: Phases
    regimes: Regimes

    @property
    def changed(self) -> float:
        """The probability of a phase, new or returned, that began since the day."""
        return self.regimes.probability["new"] + self.regimes.probability["relapse"]


def answer(
    events: pl.DataFrame, question: Question, *, as_of: dt.date | None = None, days: int = 28, none: float = NONE,
    reading: Reading = AS_STATED,
) -> Answer:  # fmt: skip
    """Answer the question from the events that were public by a day; the keywords vary what a reader may doubt."""
    day = as_of or question.as_of
    acts = dyad_acts(events, question.dyad, as_of=day)
    end = min(day, question.window[1])
    steps = lay_out(acts, window=(question.window[0], end), anchor=question.reference[1], days=days)
    phases = find_phases(steps, seed=SEED, none=none, reading=reading)
    regimes = weigh(phases, question.reference[1], priors=question.priors, stalemate_months=question.stalemate_months)
    return Answer(phases, regimes)
