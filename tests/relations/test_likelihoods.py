from __future__ import annotations

import datetime as dt
import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.integrate import quad

from detente.relations.likelihoods import DEGREES, Reading, intensities, log_table
from detente.relations.phases import boundary_drops, find_phases, trend
from detente.relations.segmentation import infer
from detente.relations.timeline import Act, Steps

DAY = dt.date(2020, 1, 1)


def laid_out(acts: list[tuple[int, int, float]], n: int) -> Steps:
    """Acts as (step, quad class, intensity) on steps of ten days."""
    starts = tuple(DAY + dt.timedelta(days=10 * k) for k in range(n))
    made = [
        Act(f"E{k}", starts[step], quad, "CONSULT", intensity, "said") for k, (step, quad, intensity) in enumerate(acts)
    ]
    return Steps(starts, 10, tuple(made), starts[-1] + dt.timedelta(days=9))


ACTS = st.lists(st.tuples(st.integers(0, 7), st.integers(1, 4), st.floats(-10, 10)), max_size=25)
READINGS = st.builds(
    Reading, mix=st.booleans(), intensity=st.booleans(), counts=st.booleans(), weight=st.sampled_from([0.5, 1.0]),
    mapping=st.sampled_from(["stated", "root"]), alike=st.sampled_from([0.0, 8.0]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(acts=ACTS, reading=READINGS)
def test_reading_time_backwards_mirrors_the_evidence_and_the_changes(
    acts: list[tuple[int, int, float]], reading: Reading
) -> None:
    n = 8
    ahead = log_table(laid_out(acts, n), reading)
    back = log_table(laid_out([(n - 1 - step, quad, value) for step, quad, value in acts], n), reading)
    for i, j in itertools.combinations(range(n + 1), 2):
        assert back[n - j, j - i - 1] == pytest.approx(ahead[i, j - i - 1], abs=1e-7)
    assert infer(back).change[1:][::-1] == pytest.approx(infer(ahead).change[1:], abs=1e-7)


@settings(max_examples=30, deadline=None)
@given(acts=ACTS)
def test_parts_of_a_reading_multiply(acts: list[tuple[int, int, float]]) -> None:
    steps = laid_out(acts, 8)
    alone = [Reading(intensity=False), Reading(mix=False), Reading(mix=False, intensity=False, counts=True)]
    whole = log_table(steps, Reading(counts=True))
    upper = np.add.outer(np.arange(8), np.arange(8)) < 8
    assert whole[upper] == pytest.approx(sum(log_table(steps, part) for part in alone)[upper], abs=1e-9)


def test_a_stretch_of_intensities_has_the_evidence_that_integration_gives() -> None:
    values = np.array([0.3, 1.9, -0.4, 6.0])
    found = intensities(np.zeros(4), values, 1)[0, 0]
    free = -4 * math.log(stats.t(DEGREES).pdf(0.0))  # the density's own constant, the same for every segmentation

    def integrand(level: float) -> float:
        return float(stats.norm.pdf(level) * np.prod(stats.t(DEGREES).pdf(values - level)))

    assert found == pytest.approx(math.log(quad(integrand, -8, 8)[0]) + free, abs=0.01)


def test_one_wild_act_makes_no_phase_and_a_lasting_rise_does() -> None:
    rng = np.random.default_rng(1)
    quiet = [(k, 3, -4.0 + rng.normal()) for k in range(30) for _ in range(3)]
    wild = [(step, quad, -10.0 if k == 45 else value) for k, (step, quad, value) in enumerate(quiet)]
    assert find_phases(laid_out(wild, 30), seed=1).any_change < 0.3
    risen = [(step, quad, value + (3.0 if step >= 15 else 0.0)) for step, quad, value in quiet]
    phases = find_phases(laid_out(risen, 30), seed=1)
    assert [phases.steps.step_of(boundary.date) for boundary in phases.boundaries] == [15]
    assert find_phases(laid_out(risen, 30), seed=1, reading=Reading(intensity=False)).any_change < 0.3


def test_a_rise_in_how_many_acts_there_are_shows_only_where_numbers_are_read() -> None:
    acts = [(k, 1, 2.0) for k in range(40) for _ in range(1 if k < 20 else 6)]
    assert find_phases(laid_out(acts, 40), seed=1).any_change < 0.5
    (boundary,) = find_phases(laid_out(acts, 40), seed=1, reading=Reading(counts=True)).boundaries
    assert boundary.date == DAY + dt.timedelta(days=200)


def test_the_probabilities_of_each_number_of_changes_add_up_and_agree_with_any_change() -> None:
    rng = np.random.default_rng(2)
    phases = find_phases(laid_out([(k, int(rng.integers(1, 5)), 0.0) for k in range(20)], 20), seed=1)
    assert sum(phases.number.values()) == pytest.approx(1.0)
    assert phases.number[0] == pytest.approx(1.0 - phases.any_change, abs=0.03)


def test_a_phase_warms_cools_or_stays_level_within_itself() -> None:
    def phase(quads: list[int]) -> str:
        return trend(laid_out([(k, quad, 0.0) for k, quad in enumerate(quads)], len(quads)).acts)

    assert phase([3] * 10 + [1] * 10) == "warming"
    assert phase([1] * 10 + [4] * 10) == "cooling"
    assert phase([1, 3] * 10) == "level"
    assert phase([3, 1, 3, 1, 1]) == "too few acts to tell"


def test_the_acts_that_carry_a_boundary_are_those_beside_it() -> None:
    acts = [(k, 4 if k < 8 else 1, 0.0) for k in range(16)]
    steps = laid_out(acts, 16)
    (first, drop), *_ = boundary_drops(find_phases(steps, seed=1), steps.starts[8])
    assert abs(steps.step_of(first.date) - 8) <= 4
    assert drop > 0.0
