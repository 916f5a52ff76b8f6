"""The question put again: to other readings of the record, and on earlier days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from detente.finding import Column, Table
from detente.relations.answering import Question, answer
from detente.relations.likelihoods import Reading
from detente.relations.odds import points

if TYPE_CHECKING:
    import polars as pl


def well_graded(grade: str) -> bool:
    """Tell whether an Admiralty grade is B2 or better."""
    return grade[0] in "AB" and grade[1] in "12"


def moved(events: pl.DataFrame, question: Question) -> Table:
    """How the answer moved: the same question, as it could have been answered on earlier days."""
    rows = []
    for ahead in (1, 15, 30, 60, 90, 180, 300):
        day = question.reference[1] + dt.timedelta(days=ahead)
        if day < question.as_of:
            rows.append(_as_of_row(events, question, day))
    rows.append(_as_of_row(events, question, question.as_of))
    return Table(
        title="How the answer moved",
        columns=(
            Column(key="as_of", label="as of"), Column(key="acts", label="acts since"),
            *(Column(key=name, label=name) for name in question.priors),
            Column(key="shift", label="smallest fall of the cooperative share that could have shown"),
        ),
        rows=tuple(rows),
        note="Each row uses only what was public by its day.",
    )  # fmt: skip


def _as_of_row(events: pl.DataFrame, question: Question, day: dt.date) -> tuple[dt.date | float | str, ...]:
    regimes = answer(events, question, as_of=day).regimes
    shift = "none" if regimes.shift is None else points(regimes.shift)
    return (day, regimes.acts, *(round(regimes.probability[name], 2) for name in question.priors), shift)


def variants(events: pl.DataFrame, question: Question, grades: Mapping[str, str]) -> list[tuple[str, float]]:
    """Return the probability of a new phase by each reading that a reader may prefer, as stated first."""
    import polars as pl

    good = [event for event, grade in grades.items() if well_graded(grade)]
    plain = answer(events, question).changed
    return [
        ("as stated", plain),
        ("steps of 14 days", answer(events, question, days=14).changed),
        ("steps of 42 days", answer(events, question, days=42).changed),
        ("an act counts for half", answer(events, question, reading=Reading(weight=0.5)).changed),
        ("the mix of classes alone", answer(events, question, reading=Reading(intensity=False)).changed),
        ("a prior by which phases are alike", answer(events, question, reading=Reading(alike=8.0)).changed),
        ("signed roots of intensity", answer(events, question, reading=Reading(mapping="root")).changed),
        ("how many acts there are, too", answer(events, question, reading=Reading(counts=True)).changed),
        ("prior of no change 0.2", answer(events, question, none=0.2).changed),
        ("prior of no change 0.8", answer(events, question, none=0.8).changed),
        ("only reports graded B2 or better", answer(events.filter(pl.col("id").is_in(good)), question).changed),
        *_without_one(events, question, grades),
    ]


def _without_one(events: pl.DataFrame, question: Question, grades: Mapping[str, str]) -> list[tuple[str, float]]:
    """The answer without one reliability of source, and without one kind of act, at a time."""
    import polars as pl

    found = []
    for letter in sorted({grade[0] for grade in grades.values()}):
        graded = [event for event, grade in grades.items() if grade[0] == letter]
        found.append((f"without sources graded {letter}", events.filter(~pl.col("id").is_in(graded))))
    found.append(("without words", events.filter(pl.col("quad").is_in([2, 4]))))
    found.append(("without deeds", events.filter(pl.col("quad").is_in([1, 3]))))
    return [(name, answer(some, question).changed) for name, some in found]


def sensitivity(variants: Sequence[tuple[str, float]]) -> Table:
    """Show what other readings make of the answer."""
    return Table(
        title="What another reading does to the answer",
        columns=(Column(key="reading", label="reading"), Column(key="p", label="probability of a new phase")),
        rows=tuple((name, round(value, 3)) for name, value in variants),
    )
