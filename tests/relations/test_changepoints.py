from __future__ import annotations

import itertools
import math
import time
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from detente.errors import ModelError
from detente.relations import breaks, changepoints
from detente.relations.cells import GaussianCells, count_cells, gaussian_cells
from detente.relations.segmentation import infer


def brute_force(table: np.ndarray, least: int, hazard: float, none: float) -> tuple[float, np.ndarray]:
    """All segmentations written out: the probability of no change, and of a change before each step."""
    n = table.shape[0]
    weights = {}
    for size in range(n):
        for cuts in itertools.combinations(range(1, n), size):
            edges = [0, *cuts, n]
            if cuts and min(b - a for a, b in itertools.pairwise(edges)) < least:
                continue
            prior = math.log(hazard) * size + math.log1p(-hazard) * (n - 1 - size)
            weights[cuts] = (prior, sum(table[a, b - a - 1] for a, b in itertools.pairwise(edges)))
    changed = {cuts: w for cuts, w in weights.items() if cuts}
    if not changed:
        return 1.0, np.zeros(n)
    mass = math.log(sum(math.exp(prior) for prior, _ in changed.values()))
    total = none * math.exp(weights[()][1]) + sum(
        (1 - none) * math.exp(prior - mass + data) for prior, data in changed.values()
    )
    change = np.zeros(n)
    for cuts, (prior, data) in changed.items():
        change[list(cuts)] += (1 - none) * math.exp(prior - mass + data) / total
    return none * math.exp(weights[()][1]) / total, change


@settings(max_examples=40)
@given(n=st.integers(3, 10), least=st.integers(1, 3), seed=st.integers(0, 10_000))
def test_the_posterior_equals_that_of_all_segmentations_written_out(n: int, least: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = rng.normal(-2, 1.5, (n, n))
    posterior = infer(table, least=least, expected=1.0, none=0.5)
    none, change = brute_force(table, least, posterior.scan.hazard, 0.5)
    assert posterior.no_change == pytest.approx(none, rel=1e-9)
    assert posterior.change == pytest.approx(change, abs=1e-9)


def test_draws_follow_the_posterior() -> None:
    rng = np.random.default_rng(4)
    table = rng.normal(-2, 1, (8, 8))
    posterior = infer(table)
    draws = posterior.sample(rng, 20_000)
    share = np.bincount(np.concatenate(draws), minlength=8) / len(draws)
    assert share == pytest.approx(posterior.change, abs=0.02)


def cells_of(y: np.ndarray, starts: np.ndarray, *, phi: float, trend: bool) -> GaussianCells:
    return gaussian_cells(y, starts, phi=phi, trend=trend, centre=0.0, spread=2.0, noise=1.0, shape=3.0, span=y.size)


@pytest.mark.parametrize("phi", [0.0, 0.6])
@pytest.mark.parametrize("trend", [False, True])
def test_the_evidence_of_a_segment_is_the_multivariate_t_of_its_linear_model(phi: float, trend: bool) -> None:
    rng = np.random.default_rng(1)
    n, shape, noise, spread = 7, 3.0, 1.0, 2.0
    y = rng.normal(size=n)
    found = cells_of(y, np.arange(n), phi=phi, trend=trend).rows(0, n)[0, n - 1]
    at = np.arange(n)
    design = np.column_stack([np.ones(n), at / n])[:, : 2 if trend else 1]
    prior = np.diag([(spread / noise) ** 2, 25 * (spread / noise) ** 2][: 2 if trend else 1])
    covariance = phi ** np.abs(at[:, None] - at[None, :]) / (1 - phi**2) if phi else np.eye(n)
    # ``noise`` is the standard deviation of the innovations; the process is stationary from its first step.
    scale = noise**2 * (covariance + design @ prior @ design.T)
    expected = stats.multivariate_t(np.zeros(n), scale, df=2 * shape).logpdf(y)
    assert found == pytest.approx(expected, rel=1e-6)


@settings(max_examples=30)
@given(
    y=st.lists(st.floats(-5, 5) | st.just(math.nan), min_size=6, max_size=14), seed=st.integers(0, 99),
    phi=st.sampled_from([0.0, 0.6, 0.9]), trend=st.booleans(),
)  # fmt: skip
def test_a_series_summed_up_in_blocks_has_the_evidence_of_its_points(
    y: list[float], seed: int, phi: float, trend: bool
) -> None:
    values, n = np.array(y), len(y)
    starts = np.flatnonzero(np.random.default_rng(seed).random(n) < 0.5)
    starts = np.unique(np.r_[0, starts])
    points = cells_of(values, np.arange(n), phi=phi, trend=trend).rows(0, n)
    blocks = cells_of(values, starts, phi=phi, trend=trend).rows(0, starts.size)
    edges = np.r_[starts, n]
    for i, j in itertools.combinations(range(edges.size), 2):
        assert blocks[i, j - i - 1] == pytest.approx(points[edges[i], edges[j] - edges[i] - 1], abs=1e-6)


def test_counts_have_the_evidence_that_integration_gives() -> None:
    from scipy.integrate import quad

    y, size, mean = np.array([3.0, 0.0, 7.0]), 2.0, 4.0
    found = count_cells(y, np.arange(3), size=size, mean=mean).rows(0, 3)[0, 2]

    def integrand(p: float) -> float:
        return float(stats.beta(1 + size, mean).pdf(p) * np.prod(stats.nbinom(size, p).pmf(y)))

    assert found == pytest.approx(math.log(quad(integrand, 0, 1)[0]), rel=1e-6)


def test_a_clear_shift_is_placed_to_the_point() -> None:
    rng = np.random.default_rng(2)
    y = np.r_[rng.normal(0, 1, 60), rng.normal(4, 1, 60)]
    found = changepoints(y)
    assert found.index == (60,)
    assert found.probability[0] > 0.95
    low, high = found.interval(0)
    assert low <= 60 <= high
    assert found.segments() == [(0, 60), (60, 120)]


def test_a_bend_of_a_trend_is_one_change_and_a_straight_line_none() -> None:
    rng = np.random.default_rng(3)
    straight = np.linspace(0, 20, 120) + rng.normal(0, 1, 120)
    assert changepoints(straight).index == ()
    bent = np.r_[np.linspace(0, 20, 60), np.linspace(20, 0, 60)] + rng.normal(0, 1, 120)
    (at,) = changepoints(bent).index
    assert abs(at - 60) <= 4


def test_a_wandering_series_is_not_cut_to_pieces() -> None:
    cut = [len(changepoints(np.cumsum(np.random.default_rng(s).normal(size=200))).index) for s in range(20)]
    assert sum(n == 0 for n in cut) >= 15


def test_counts_are_recognised_and_quiet_ones_left_alone() -> None:
    rng = np.random.default_rng(5)
    alarms = 0
    for _ in range(100):
        found = changepoints(rng.negative_binomial(2, 2 / (2 + 12), 148))
        assert found.model is not None
        assert found.model.shape == "counts"
        alarms += bool(found.index)
    assert alarms <= 6


def test_intervals_of_counts_cover_the_true_week() -> None:
    rng = np.random.default_rng(6)
    covered = []
    for _ in range(100):
        at = int(rng.integers(30, 118))
        y = np.r_[rng.negative_binomial(2, 2 / 17, at), rng.negative_binomial(2, 2 / 7, 148 - at)]
        found = changepoints(y)
        if found.index:
            covered.append(any(a <= at <= b for a, b in (found.interval(k) for k in range(len(found.index)))))
    assert len(covered) >= 90
    assert np.mean(covered) >= 0.9


@settings(max_examples=15)
@given(seed=st.integers(0, 1000), shift=st.floats(-1e3, 1e3), scale=st.floats(0.01, 100))
def test_another_unit_or_origin_changes_no_change(seed: int, shift: float, scale: float) -> None:
    rng = np.random.default_rng(seed)
    y = np.r_[rng.normal(0, 1, 30), rng.normal(3, 1, 30)]
    assert changepoints(y, kind="level").index == changepoints(shift + scale * y, kind="level").index


def test_reading_time_backwards_mirrors_the_changes() -> None:
    rng = np.random.default_rng(8)
    y = np.r_[rng.normal(0, 1, 40), rng.normal(4, 1, 60)]
    ahead, back = changepoints(y, kind="level"), changepoints(y[::-1], kind="level")
    assert [100 - i for i in back.index] == list(ahead.index)
    assert back.posterior[1:][::-1] == pytest.approx(ahead.posterior[1:], abs=1e-6)


def test_a_gap_is_no_value() -> None:
    rng = np.random.default_rng(9)
    y = np.r_[rng.normal(0, 1, 40), np.full(10, np.nan), rng.normal(5, 1, 40)]
    (at,) = changepoints(y).index
    assert 38 <= at <= 51


def test_the_same_series_gives_the_same_answer() -> None:
    y = np.random.default_rng(10).normal(size=80).cumsum()
    one, two = changepoints(y), changepoints(y)
    assert one.index == two.index
    assert np.array_equal(one.posterior, two.posterior)


@pytest.mark.parametrize("kind", ["level", "trend", "counts"])
@pytest.mark.parametrize("seed", range(3))
def test_a_long_series_gives_what_the_exact_answer_gives(
    kind: Literal["level", "trend", "counts"], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(seed)
    at, n = int(rng.integers(400, 1100)), 1500
    rise = np.clip(np.arange(n) - at, 0, None) / 60 if kind == "trend" else np.where(np.arange(n) < at, 0, 1.2)
    y = rng.negative_binomial(2, 2 / (2 + 3 * np.exp(rise))) if kind == "counts" else rise + rng.normal(size=n)
    exact = changepoints(y, kind=kind)
    monkeypatch.setattr(breaks, "EXACT", 1000)
    monkeypatch.setattr(breaks, "BLOCKS", 300)
    long = changepoints(y, kind=kind)
    assert (exact.exact, long.exact) == (True, False)
    assert long.any_probability == pytest.approx(exact.any_probability, abs=0.05)
    assert len(exact.index) == len(long.index) == 1
    low, high = exact.interval(0)
    assert low - 5 <= long.index[0] <= high + 5
    assert np.array(long.interval(0)) == pytest.approx(np.array([low, high]), abs=max(15, (high - low) // 2))


@pytest.mark.parametrize(("size", "mean"), [(1, 3), (2, 15), (5, 3)])
def test_long_quiet_counts_are_left_alone(size: int, mean: float) -> None:
    alarms = 0
    for seed in range(8):
        rng = np.random.default_rng([seed, size])
        alarms += bool(changepoints(rng.negative_binomial(size, size / (size + mean), 5000)).index)
    assert alarms <= 1


def test_single_wild_values_are_no_changes_and_hide_none() -> None:
    rng = np.random.default_rng(12)
    y = rng.normal(size=200)
    y[[20, 90, 91, 160]] = [40, -30, 25, 60]
    assert changepoints(y).index == ()
    y[120:] += 4
    (at,) = changepoints(y).index
    assert abs(at - 120) <= 2


def test_ten_million_points_are_read_in_bounded_time() -> None:
    y = np.random.default_rng(13).normal(size=10_000_000)
    y[6_000_000:] += 1.0
    began = time.process_time()
    (at,) = changepoints(y, kind="level").index
    assert abs(at - 6_000_000) < 100
    assert time.process_time() - began < 30


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.floats(allow_nan=True, allow_infinity=True) | st.integers(0, 10**9).map(float) | st.sampled_from([0.0, 1.0]),
        max_size=40,
    )
)
def test_any_list_of_numbers_has_a_clear_answer_or_a_clear_fault(y: list[float]) -> None:
    try:
        found = changepoints(y)
    except ModelError:
        assert any(math.isinf(value) or abs(value) > 1e150 for value in y)
        return
    assert 0.0 <= found.any_probability <= 1.0 + 1e-9
    assert np.isfinite(found.posterior).all()
    assert all(0 < k < len(y) for k in found.index)
    assert all(
        low <= at <= high
        for at, (low, high) in zip(found.index, map(found.interval, range(len(found.index))), strict=True)
    )


@pytest.mark.parametrize("y", [[], [1.0], [2.0] * 50, [math.nan] * 9, [1e9, 1e9, 1e9, 1e9]])
def test_what_cannot_change_has_no_change(y: list[float]) -> None:
    found = changepoints(y)
    assert (found.index, found.any_probability) == ((), 0.0)


def test_huge_counts_do_no_harm() -> None:
    y = np.r_[np.full(30, 10**9), np.full(30, 3 * 10**9)] + np.arange(60) % 7
    assert changepoints(y).index == (30,)


@pytest.mark.parametrize(
    ("y", "said"),
    [
        ([0.0, math.inf, 1.0, 2.0], "infinite"),
        ([[1.0, 2.0], [3.0, 4.0]], "one dimension"),
        (["a", "b"], "list of numbers"),
    ],
)
def test_what_is_no_series_is_a_clear_fault(y: list[object], said: str) -> None:
    with pytest.raises(ModelError, match=said):
        changepoints(y)


def test_counts_that_are_none_are_refused() -> None:
    with pytest.raises(ModelError, match="whole numbers"):
        changepoints([0.5, 1.5, 2.5, 9.5, 8.5], kind="counts")


def test_a_change_that_is_not_there_has_no_interval() -> None:
    with pytest.raises(ModelError, match="no change 3"):
        changepoints([0.0, 0.1] * 10).interval(3)


def test_what_differs_by_less_than_rounding_is_no_change() -> None:
    found = changepoints([0, 0, 0, 0, 1.1125369292536007e-308, 1, 0])
    assert found.index == ()
