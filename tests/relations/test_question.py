from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest

from detente.errors import ModelError
from detente.relations.answering import Question, answer
from detente.relations.phase_findings import phase_findings
from detente.relations.phases import find_phases, label
from detente.relations.timeline import dyad_acts, lay_out

REFERENCE = dt.date(2020, 1, 1)
WINDOW = (dt.date(2016, 1, 1), dt.date(2020, 12, 31))
PRIORS = {"continued": 0.35, "stalemate": 0.2, "relapse": 0.2, "new": 0.2, "other": 0.05}
TYPES = {1: "CONSULT", 2: "COOPERATE", 3: "REJECT", 4: "MOBILIZE"}


def record(rng: np.random.Generator, phases: list[tuple[dt.date, dt.date, tuple[float, ...], float]]) -> pl.DataFrame:
    """Acts between FRA and DEU: each phase has its mix of quad classes and its acts a month."""
    rows = []
    for start, end, mix, rate in phases:
        for day in range((end - start).days):
            for _ in range(rng.poisson(rate / 30.44)):
                quad = int(rng.choice(4, p=mix)) + 1
                date = start + dt.timedelta(days=day)
                rows.append((f"E{len(rows)}", date, quad))
    return pl.DataFrame(
        {
            "id": [r[0] for r in rows], "happening_id": [r[0] for r in rows], "date": [r[1] for r in rows],
            "known_from": [r[1] for r in rows], "source": ["FRA"] * len(rows), "target": ["DEU"] * len(rows),
            "quad": [r[2] for r in rows], "type": [TYPES[r[2]] for r in rows],
            "intensity": [{1: 2.5, 2: 6.0, 3: -4.0, 4: -7.0}[r[2]] for r in rows], "sentence": ["said"] * len(rows),
            "modality": ["actual"] * len(rows), "scope": ["dyadic"] * len(rows), "spoken_in": [None] * len(rows),
            "precision": ["day"] * len(rows),
        },
        schema_overrides={"spoken_in": pl.String()},
    )  # fmt: skip


def question(**changes: object) -> Question:
    values = {
        "dyad": ("FRA", "DEU"), "names": {}, "reference": ("the talks", REFERENCE), "window": WINDOW,
        "as_of": dt.date(2020, 12, 31), "priors": PRIORS,
    }  # fmt: skip
    return Question(**(values | changes))


HOSTILE, TALKS, OTHER = (0.05, 0.05, 0.3, 0.6), (0.5, 0.25, 0.2, 0.05), (0.05, 0.05, 0.85, 0.05)
MIDDLE, END = dt.date(2018, 1, 1), dt.date(2020, 12, 31)


@pytest.mark.parametrize(
    ("last", "expected"), [(TALKS, "continued"), (HOSTILE, "relapse"), (OTHER, "new")], ids=["none", "relapse", "new"]
)
def test_the_right_regime_leads_where_the_shift_can_be_seen(last: tuple[float, ...], expected: str) -> None:
    right = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        spans = [(WINDOW[0], MIDDLE, HOSTILE, 5.0), (MIDDLE, REFERENCE, TALKS, 5.0), (REFERENCE, END, last, 5.0)]
        given = answer(record(rng, spans), question())
        right += given.regimes.leading == expected
    assert right >= 16


def test_contact_without_movement_is_a_stalemate() -> None:
    right = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        mixed = (0.45, 0.15, 0.35, 0.05)
        still = (0.55, 0.0, 0.4, 0.05)
        spans = [(WINDOW[0], MIDDLE, HOSTILE, 8.0), (MIDDLE, REFERENCE, mixed, 8.0), (REFERENCE, END, still, 8.0)]
        given = answer(record(rng, spans), question())
        right += given.regimes.leading == "stalemate"
    assert right >= 16


def test_a_setback_after_which_talks_go_on_is_no_new_phase() -> None:
    right, back = 0, REFERENCE + dt.timedelta(days=60)
    for seed in range(20):
        rng = np.random.default_rng(seed)
        spans = [
            (WINDOW[0], MIDDLE, HOSTILE, 8.0), (MIDDLE, REFERENCE, TALKS, 8.0), (REFERENCE, back, HOSTILE, 8.0),
            (back, END, TALKS, 8.0),
        ]  # fmt: skip
        right += answer(record(rng, spans), question()).regimes.leading == "continued"
    assert right >= 16


def test_few_acts_since_the_day_cannot_tell_the_regimes_apart() -> None:
    told = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        spans = [(WINDOW[0], MIDDLE, HOSTILE, 4.0), (MIDDLE, REFERENCE, TALKS, 4.0), (REFERENCE, END, OTHER, 0.2)]
        told += answer(record(rng, spans), question()).regimes.told
    assert told <= 4


def test_the_chance_of_no_change_since_a_step_is_that_of_the_draws() -> None:
    rng = np.random.default_rng(3)
    phases = answer(record(rng, [(WINDOW[0], MIDDLE, HOSTILE, 2.0), (MIDDLE, END, TALKS, 2.0)]), question()).phases
    for first in (1, 20, 30, 50):
        share = np.mean([not (draw >= first).any() for draw in phases.draws])
        assert np.exp(phases.posterior.log_steady(first)) == pytest.approx(share, abs=0.03)


def test_a_day_after_nothing_can_be_told_and_the_priors_stay() -> None:
    rng = np.random.default_rng(1)
    spans = [(WINDOW[0], MIDDLE, HOSTILE, 5.0), (MIDDLE, END, TALKS, 5.0)]
    given = answer(record(rng, spans), question(as_of=REFERENCE + dt.timedelta(days=1)))
    assert not given.regimes.told
    assert given.regimes.probability["new"] == pytest.approx(PRIORS["new"] * 0.95 / 0.95, abs=0.12)


def test_probabilities_are_exclusive_and_add_up() -> None:
    rng = np.random.default_rng(2)
    given = answer(record(rng, [(WINDOW[0], END, TALKS, 4.0)]), question())
    assert sum(given.regimes.probability.values()) == pytest.approx(1.0)


def test_an_as_of_answer_sees_only_what_was_public_by_then() -> None:
    rng = np.random.default_rng(3)
    events = record(rng, [(WINDOW[0], MIDDLE, HOSTILE, 5.0), (MIDDLE, END, TALKS, 5.0)])
    day = dt.date(2019, 6, 1)
    later = events.with_columns(pl.when(pl.col("date") > day).then(4).otherwise(pl.col("quad")).alias("quad"))
    assert answer(events, question(), as_of=day).regimes == answer(later, question(), as_of=day).regimes
    assert answer(events, question()).regimes != answer(later, question()).regimes


def test_another_dyad_in_the_record_changes_nothing() -> None:
    rng = np.random.default_rng(4)
    events = record(rng, [(WINDOW[0], MIDDLE, HOSTILE, 5.0), (MIDDLE, END, TALKS, 5.0)])
    others = events.with_columns(pl.lit("ITA").alias("source"), ("X" + pl.col("id")).alias("id"))
    both = pl.concat([events, others.with_columns(("X" + pl.col("happening_id")).alias("happening_id"))])
    assert answer(events, question()).regimes == answer(both, question()).regimes


def test_swapping_the_dyad_changes_nothing() -> None:
    rng = np.random.default_rng(5)
    events = record(rng, [(WINDOW[0], MIDDLE, HOSTILE, 5.0), (MIDDLE, END, TALKS, 5.0)])
    assert answer(events, question()).regimes == answer(events, question(dyad=("DEU", "FRA"))).regimes


def test_a_change_is_found_where_it_was_made_and_carried_by_its_acts() -> None:
    rng = np.random.default_rng(6)
    events = record(rng, [(WINDOW[0], MIDDLE, HOSTILE, 6.0), (MIDDLE, END, TALKS, 6.0)])
    steps = lay_out(dyad_acts(events, ("FRA", "DEU")), window=WINDOW, anchor=REFERENCE)
    phases = find_phases(steps, seed=1)
    (boundary,) = phases.boundaries
    assert boundary.low <= MIDDLE <= boundary.high
    assert phases.phases[0].label == "hostility"


def test_labels_follow_the_stated_rule() -> None:
    overall = np.array([10.0, 10.0, 10.0, 10.0])
    assert label(np.array([0.0, 0, 0, 0]), overall) == "silence"
    assert label(np.array([0.0, 1, 2, 7]), overall) == "hostility"
    assert label(np.array([0.0, 1, 7, 2]), overall) == "strain"
    assert label(np.array([9.0, 1, 1, 1]), overall) == "talks"
    assert label(np.array([5.0, 5, 1, 1]), overall) == "thaw"
    assert label(np.array([3.0, 2, 3, 2]), overall) == "probing"


def test_one_happening_counts_once_for_a_mutual_dyad() -> None:
    rng = np.random.default_rng(7)
    events = record(rng, [(WINDOW[0], END, TALKS, 2.0)])
    mirrored = events.with_columns(
        pl.col("target").alias("source"), pl.col("source").alias("target"), ("M" + pl.col("id")).alias("id")
    )
    both = pl.concat([events, mirrored])
    assert len(dyad_acts(both, ("FRA", "DEU"))) == len(events)


def test_findings_say_what_they_rest_on() -> None:
    rng = np.random.default_rng(9)
    events = record(rng, [(WINDOW[0], MIDDLE, HOSTILE, 5.0), (MIDDLE, END, TALKS, 5.0)])
    main, *_ = phase_findings(events, question(), grades={})
    assert main.id == "phase-question"
    assert main.estimate is not None
    assert main.estimate.low <= main.estimate.value <= main.estimate.high
    assert main.confidence is not None
    assert main.confidence.level == "low"
    assert main.gaps
    assert main.would_change


def test_a_dyad_with_itself_and_an_empty_window_are_clear_faults() -> None:
    rng = np.random.default_rng(10)
    events = record(rng, [(WINDOW[0], END, TALKS, 2.0)])
    with pytest.raises(ModelError, match="both sides"):
        dyad_acts(events, ("FRA", "FRA"))
    with pytest.raises(ModelError, match="fewer than two steps"):
        lay_out((), window=(REFERENCE, REFERENCE), anchor=REFERENCE)
