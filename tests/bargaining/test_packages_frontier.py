from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from packages_made import drawn, every, packages, table

from detente.bargaining import deals
from detente.bargaining.frontier import maxima, merged, plain_maxima
from detente.bargaining.issues import Exclusion
from detente.bargaining.outcomes import blocks
from detente.bargaining.packages import Package
from detente.bargaining.solutions import picks
from detente.errors import TooLarge


def undominated(points: list[tuple[float, ...]]) -> set[tuple[float, ...]]:
    """The frontier as a set of worths, by its definition."""
    distinct = set(points)
    return {
        p
        for p in distinct
        if not any(q != p and all(b >= a for a, b in zip(p, q, strict=True)) for q in distinct)
    }  # fmt: skip


@given(packages())
@pytest.mark.parametrize("method", ["merge", "enumerate"])
def test_the_frontier_is_that_of_brute_force(method, package: Package) -> None:
    found = package.frontier(method=method)
    worths = [tuple(deal.worth.values()) for deal in found.deals]
    assert len(set(worths)) == len(worths)
    assert set(worths) == undominated([worth for _, worth in every(package)])
    assert found.packages == len(every(package))


@given(packages(parties=2))
def test_of_packages_worth_the_same_the_first_in_order_of_levels_stands_for_all(package: Package) -> None:
    first: dict[tuple[float, ...], dict[str, str]] = {}
    for levels, worth in every(package):
        first.setdefault(worth, levels)
    for deal in package.frontier(method="enumerate").deals:
        assert deal.levels == first[tuple(deal.worth.values())]


@given(packages(), st.data())
def test_exclusions_are_kept_by_both_methods(package: Package, data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from([i.id for i in package.issues]), min_size=1, max_size=2, unique=True))
    levels = {name: data.draw(st.sampled_from(package.issue(name).levels)) for name in names}
    left = [worth for chosen, worth in every(package) if any(chosen[i] != level for i, level in levels.items())]
    if not left:
        return
    barred = package.replace(excluded=(Exclusion(levels=levels),))
    for method in ("merge", "enumerate"):
        assert {tuple(deal.worth.values()) for deal in barred.frontier(method=method).deals} == undominated(left)


@given(arrays(np.float64, st.tuples(st.integers(1, 60), st.integers(1, 4)), elements=st.integers(-4, 4).map(float)))
def test_the_fast_maxima_are_the_plain_ones(worth: np.ndarray) -> None:
    assert maxima(worth).tolist() == plain_maxima(worth).tolist()


@pytest.mark.parametrize("parties", [2, 3, 4])
def test_the_fast_maxima_are_the_plain_ones_on_a_cloud(parties: int) -> None:
    worth = np.random.default_rng(parties).random((1500, parties))
    assert maxima(worth).tolist() == plain_maxima(worth).tolist()


def test_rounding_makes_no_frontier() -> None:
    # 0.1 + 0.2 and 0.3 are one number to a negotiator
    assert len(maxima(np.array([[0.1 + 0.2, 1.0], [0.3, 1.0 + 1e-16], [0.3, 1.0]]))) == 1


@given(packages())
def test_nash_maximises_the_product_of_gains(package: Package) -> None:
    walk = [party.walk_away.value for party in package.parties]
    suits = [w for _, w in every(package) if all(a >= d for a, d in zip(w, walk, strict=True))]
    deal = package.nash()
    assert (deal is None) == (not suits)
    if deal is not None:
        best = max(math.prod(a - d for a, d in zip(w, walk, strict=True)) for w in suits)
        assert math.isclose(math.prod(deal.gain.values()), best, abs_tol=1e-9)


@given(packages())
def test_kalai_smorodinsky_maximises_the_smallest_share_of_the_best_gain(package: Package) -> None:
    walk = np.array([party.walk_away.value for party in package.parties])
    suits = np.array([w for _, w in every(package) if all(np.array(w) >= walk)])
    deal = package.kalai_smorodinsky()
    if deal is None:
        assert len(suits) == 0
        return
    best = (suits - walk).max(axis=0)
    best = np.where(best > 0, best, 1)
    shares = ((suits - walk) / best).min(axis=1)
    assert math.isclose(min(np.array(list(deal.gain.values())) / best), shares.max(), abs_tol=1e-9)


@pytest.mark.parametrize("share", [0.3, 0.5, 0.8])
def test_kalai_smorodinsky_takes_the_point_where_the_ray_to_the_ideal_meets_the_frontier(share: float) -> None:
    # a concave frontier through a point of the ray: shares of the ideal gains (8, 5) are equal there
    package = table((8 + 1, 2), (1 + 8 * share, 2 + 5 * share), (1, 5 + 2), walk_away=(1, 2))
    deal = package.kalai_smorodinsky()
    assert deal is not None
    assert deal.levels == {"deal": "l1"}
    assert math.isclose(deal.gain["P0"] / 8, deal.gain["P1"] / 5)


@given(packages(), st.integers(1, 5), st.integers(-7, 7))
def test_nash_and_kalai_smorodinsky_do_not_depend_on_a_partys_unit_or_zero(package: Package, unit, zero) -> None:
    first, *rest = package.parties
    top = package.issues[0].id
    scaled = {issue: {level: unit * u.value for level, u in rated.items()} for issue, rated in first.utilities.items()}
    weight = first.weights[top].value
    if weight == 0:
        return
    scaled[top] = {level: worth + zero / weight for level, worth in scaled[top].items()}
    moved = first.replace(utilities=scaled, walk_away=unit * first.walk_away.value + zero)
    changed = package.replace(parties=(moved, *rest))
    for name in ("nash", "kalai_smorodinsky"):
        before, after = package.solution(name), changed.solution(name)
        assert (before is None) == (after is None)
        if before is not None and after is not None and before.ties == after.ties == 0:
            assert before.levels == after.levels


@settings(max_examples=12)
@given(packages(parties=2, most_issues=3))
def test_integer_programming_finds_the_whole_frontier_of_two(package: Package) -> None:
    by_milp, by_merging = package.frontier(method="milp"), package.frontier(method="merge")
    worths = [[list(deal.worth.values()) for deal in each.deals] for each in (by_milp, by_merging)]
    assert len(worths[0]) == len(worths[1])
    assert np.allclose(worths[0], worths[1], atol=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_integer_programming_finds_close_points_of_a_dense_frontier(seed: int) -> None:
    package = drawn(5, 5, 2, seed, opposed=0.9)
    by_milp, by_merging = package.frontier(method="milp"), package.frontier(method="merge")
    assert len(by_merging.deals) > 30
    assert [deal.levels for deal in by_milp.deals] == [deal.levels for deal in by_merging.deals]


@settings(max_examples=12)
@given(packages(most_issues=3))
def test_integer_programming_reaches_the_best_score_of_every_solution(package: Package) -> None:
    parts, table_ = blocks(package), package.worths()
    walk = table_.walk_away[0]
    points = merged(parts, table_.levels).worth
    for name in ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian"):
        deal = package.solution(name, method="milp")
        rows = picks(name, points, walk)
        assert (deal is None) == (len(rows) == 0)
        if deal is not None:
            best = [points[row] for row in rows]
            assert any(np.allclose(list(deal.worth.values()), point, atol=1e-6) for point in best), name


def test_where_merging_does_not_fit_integer_programming_takes_over_and_says_so(monkeypatch) -> None:
    def full(*_: object) -> None:
        raise TooLarge("9 part-packages stay undominated; up to 8 are kept")

    package = drawn(4, 4, 2, seed=5)
    merging = package.frontier(method="merge")
    nash = package.nash()
    monkeypatch.setattr(deals, "merged", full)
    found = package.frontier()
    assert (found.method, "integer programming" in found.note) == ("milp", True)
    assert [deal.levels for deal in found.deals] == [deal.levels for deal in merging.deals]
    assert package.nash() == nash
    with pytest.raises(TooLarge, match="9 part-packages"):
        package.frontier(method="merge")


def test_merging_refuses_what_would_not_fit() -> None:
    package = drawn(6, 6, 2, seed=2, opposed=0.9)
    with pytest.raises(TooLarge, match="up to 20 are kept"):
        merged(blocks(package), package.worths().levels, most=20)


def test_the_frontier_of_three_by_integer_programming_is_refused() -> None:
    with pytest.raises(TooLarge, match="of two parties"):
        drawn(2, 2, 3, seed=1).frontier(method="milp")


def test_nash_by_integer_programming_settles_beside_a_package_that_gains_one_party_nothing() -> None:
    package = Package.from_dict(
        {
            "issues": [
                {"id": "a", "levels": ["none", "some", "all"]},
                {"id": "b", "levels": ["no", "yes"]},
                {"id": "c", "levels": ["no", "yes"]},
            ],
            "parties": [
                {
                    "name": "one",
                    "utilities": {
                        "a": {"none": 0, "some": 0, "all": 3},
                        "b": {"no": 0, "yes": 6},
                        "c": {"no": -3, "yes": -4},
                    },
                    "walk_away": 5,
                },
                {
                    "name": "other",
                    "utilities": {
                        "a": {"none": 0, "some": 0, "all": 0},
                        "b": {"no": 6, "yes": 4},
                        "c": {"no": -2, "yes": 0},
                    },
                    "walk_away": 1,
                },
            ],
        }
    )
    deal = package.solution("nash", method="milp")
    assert deal is not None
    assert deal.levels == {"a": "all", "b": "yes", "c": "no"}
    assert deal.gain == {"one": 1.0, "other": 1.0}
