from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages_made import drawn, every, packages

from detente.bargaining import admissible
from detente.bargaining.admissible import rooms, share
from detente.bargaining.draws import Uniform, central
from detente.bargaining.issues import Issue, Party, Stance
from detente.bargaining.packages import Package
from detente.record.position import Interval


def one_deal(low: float, high: float, *, walk_away: float = 0.0) -> Package:
    """A is unsure what the only deal is worth to it; B gains by it for certain."""
    return Package(
        issues=[Issue(id="deal", levels=["none", "deal"])],
        parties=[
            Party(
                name="A",
                utilities={"deal": {"none": -9, "deal": {"low": low, "value": (low + high) / 2, "high": high}}},
                walk_away=walk_away,
            ),
            Party(name="B", utilities={"deal": {"none": -9, "deal": 1}}),
        ],
    )


def test_the_range_is_the_share_of_the_interval_above_walking_away() -> None:
    rng = np.random.default_rng(7)
    assert one_deal(-1, 3).bargaining_range(rng, 8000).value == pytest.approx(0.75, abs=0.02)
    assert one_deal(-1, 3, walk_away=2).bargaining_range(rng, 8000).value == pytest.approx(0.25, abs=0.02)


def test_certain_inputs_give_all_or_nothing() -> None:
    rng = np.random.default_rng(0)
    assert one_deal(1, 1).bargaining_range(rng, 50).value == 1.0
    none = one_deal(-1, -1).bargaining_range(rng, 10)
    # Wilson (1927) for 0 of 10: z2 / (n + z2)
    assert (none.value, none.low) == (0.0, 0.0)
    assert none.high == pytest.approx(3.8414588 / 13.8414588, abs=1e-6)


def test_a_package_no_better_than_walking_away_for_one_is_no_range() -> None:
    assert one_deal(0, 0).bargaining_range(np.random.default_rng(0), 10).value == 0.0


@given(packages())
def test_the_room_is_the_largest_smallest_gain_as_a_share_of_each_partys_span(package: Package) -> None:
    worth = np.array([w for _, w in every(package)])
    walk = np.array([party.walk_away.value for party in package.parties])
    span = worth.max(axis=0) - worth.min(axis=0)
    plain = ((worth - walk) / np.where(span > 0, span, 1)).min(axis=1).max()
    assert rooms(package, central)[0] == pytest.approx(np.clip(plain, -1, 1))


def test_the_room_of_many_packages_is_that_of_listing_them(monkeypatch) -> None:
    package = drawn(4, 4, 3, seed=11)
    wide = {**package.to_dict()["parties"][0], "walk_away": {"low": -0.5, "value": 0.1, "high": 1.5}}
    package = Package.from_dict({**package.to_dict(), "parties": [wide, *package.to_dict()["parties"][1:]]})
    reader = Uniform.of(package.inputs(), np.random.default_rng(2), draws=40)
    listed = rooms(package, reader)
    monkeypatch.setattr(admissible, "LISTABLE", 10)
    assert np.allclose(rooms(package, reader), listed)
    assert listed.std() > 0


def test_a_red_line_is_never_wider_than_a_trade() -> None:
    rng = np.random.default_rng(5)
    wide = {"low": 40, "value": 55, "high": 70}
    package = Package(
        issues=[Issue(id=i, levels=["0", "30", "60", "100"], places=[0, 30, 60, 100]) for i in ("a", "b")],
        parties=[
            Party(name="A", stances={i: Stance(place=100, limit=wide, salience=s) for i, s in (("a", 1), ("b", 0.3))}),
            Party(name="B", stances={i: Stance(place=0, limit=wide, salience=s) for i, s in (("a", 0.3), ("b", 1))}),
        ],
    )
    reader = Uniform.of(package.inputs(), rng, draws=400)
    trade, barred = rooms(package, reader), rooms(package.read_as("red line"), reader)
    assert np.all(barred <= trade + 1e-12)
    assert (trade > 0).mean() > (barred > 0).mean()


def test_the_input_that_decides_the_range_comes_first() -> None:
    package = one_deal(-1, 1)
    party = package.parties[1]
    idle = party.replace(utilities={"deal": {"none": -9, "deal": {"low": 1, "value": 2, "high": 3}}})
    found = package.replace(parties=(package.parties[0], idle)).admissible(np.random.default_rng(3), draws=2000)
    (first, moved), (second, idle_moved) = found.drivers()
    assert (first, second) == ("parties.A.utilities.deal.deal", "parties.B.utilities.deal.deal")
    assert moved.value == pytest.approx(1.0, abs=0.01)
    assert idle_moved.low < 0 < idle_moved.high


def test_the_offers_say_who_would_sign() -> None:
    package = one_deal(-1, 1).replace(offers=({"name": "o", "levels": {"deal": "deal"}, "by": "B"},))
    signs = package.admissible(np.random.default_rng(1), draws=4000).offers["o"].mean(axis=0)
    assert signs[0] == pytest.approx(0.5, abs=0.03)
    assert signs[1] == 1.0


def test_the_same_generator_gives_the_same_answer() -> None:
    ask = [one_deal(-1, 1).bargaining_range(np.random.default_rng(9), 500) for _ in range(2)]
    assert ask[0] == ask[1]


@given(st.floats(-5, 5), st.floats(0, 5))
def test_draws_stay_inside_their_interval(low: float, width: float) -> None:
    number = Interval(low=low, value=low, high=low + width)
    values = Uniform.of({"x": number}, np.random.default_rng(0), draws=50)("x", number)
    assert values.min() >= number.low
    assert values.max() <= number.high


def test_inputs_shared_by_two_models_are_drawn_alike() -> None:
    a, b = Interval(low=0, value=0, high=1), Interval(low=10, value=10, high=11)
    reader = Uniform.of({"x": a}, np.random.default_rng(4), draws=20)
    assert np.allclose(reader("x", a) + 10, reader("x", b))


def test_a_share_lies_inside_its_interval() -> None:
    found = share(np.array([True] * 30 + [False] * 10))
    # Wilson for 30 of 40
    assert (round(found.low, 4), found.value, round(found.high, 4)) == (0.5981, 0.75, 0.8581)
