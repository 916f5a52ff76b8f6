from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.expected_utility import ExpectedUtilityRules
from detente.bargaining.spatial import SpatialModel, Spoke
from detente.errors import ModelError
from detente.record.position import Interval, Position


def model(*actors: tuple[float, float, float], **fields: object) -> SpatialModel:
    """Actors as (position, salience, capability), named a, b, c ..."""
    spokes = [Spoke(name="abcdefghij"[i], position=p, salience=s, capability=c) for i, (p, s, c) in enumerate(actors)]
    return SpatialModel.from_dict({"actors": [spoke.model_dump() for spoke in spokes], **fields})


WILD = st.lists(
    st.tuples(st.floats(0, 100), st.floats(0.05, 1), st.floats(0.1, 50)), min_size=2, max_size=9
)  # fmt: skip


def test_the_mean_and_the_median_are_weighted_by_capability_times_salience() -> None:
    found = model((10, 0.9, 50), (60, 0.5, 40), (90, 0.8, 20))
    assert found.mean() == pytest.approx((45 * 10 + 20 * 60 + 16 * 90) / 81)
    assert found.median() == 10
    assert model((10, 0.5, 50), (60, 0.5, 40), (90, 0.8, 20)).median() == 60


def test_the_median_actor_is_the_condorcet_winner_on_one_line() -> None:
    assert model((10, 0.5, 50), (60, 0.5, 40), (90, 0.8, 20)).condorcet() == "b"
    # two against two: nobody beats both others
    assert model((0, 1, 1), (100, 1, 1)).condorcet() is None


def test_two_equals_at_the_ends_stay_where_they_are() -> None:
    path = model((0, 1, 1), (100, 1, 1)).forecast()
    assert path.settled
    assert path.rounds[-1].positions == {"a": (0.0,), "b": (100.0,)}


def test_the_weaker_of_two_gives_way_by_the_published_formulas() -> None:
    # chances 3/4 and 1/4; a draws fewer challenges than b, so the risk exponents are 2 and 1/2; seen by b, standing
    # still is worth 2 - 4 / sqrt 2, its own challenge 4/4 - 2 less that, a's 6/4 - 2/4 less that: b meets a part way
    path = model((0, 1, 3), (100, 1, 1)).forecast(rounds=1)
    first = path.rounds[1]
    assert first.risk == {"a": pytest.approx(2.0), "b": pytest.approx(0.5)}
    stay = 2 - 4 / math.sqrt(2)
    part = abs(-1 - stay) / (1 - stay)
    assert first.positions == {"a": (0.0,), "b": (pytest.approx(100 * (1 - part)),)}
    (move,) = first.moves
    assert (move.actor, move.other, move.kind) == ("b", "a", "compromise")


def test_against_all_contests_chances_are_smaller_and_the_same_actor_gives_up() -> None:
    rules = ExpectedUtilityRules(votes="all contests")
    # votes cast a to b and b to a double the denominator: 3/8 and 1/8; risk seen as before
    path = model((0, 1, 3), (100, 1, 1), expected_utility=rules).forecast(rounds=1)
    stay = 2 - 4 / math.sqrt(2)
    ours, theirs = 4 / 8 - 2 - stay, 12 / 8 - 2 - stay
    (move,) = path.rounds[1].moves
    assert ours < 0 < theirs < abs(ours)
    assert (move.kind, move.to) == ("capitulation", (0.0,))
    left_out = rules.replace(capitulation=False)
    assert model((0, 1, 3), (100, 1, 1), expected_utility=left_out).forecast(rounds=1).rounds[1].moves == ()


@given(WILD)
def test_nobody_leaves_the_span_of_the_opening_positions(actors) -> None:
    path = model(*actors).forecast(rounds=4)
    low, high = min(p for p, _, _ in actors), max(p for p, _, _ in actors)
    for each in path.rounds:
        assert all(low - 1e-9 <= at <= high + 1e-9 for (at,) in each.positions.values())
        assert all(0.5 - 1e-9 <= risk <= 2 + 1e-9 for risk in each.risk.values())


@given(WILD)
def test_mirroring_the_scale_mirrors_the_path(actors) -> None:
    if len({p for p, _, _ in actors}) < len(actors):
        return
    there = model(*actors).forecast(rounds=1)
    back = model(*((100 - p, s, c) for p, s, c in actors)).forecast(rounds=1)
    for name, (at,) in there.rounds[-1].positions.items():
        assert back.rounds[-1].positions[name][0] == pytest.approx(100 - at, abs=1e-6)


@given(WILD, st.floats(0.2, 5))
def test_the_unit_of_capability_does_not_matter(actors, unit: float) -> None:
    first = model(*actors).forecast(rounds=2).rounds[-1]
    second = model(*((p, s, c * unit) for p, s, c in actors)).forecast(rounds=2).rounds[-1]
    assert [at for (at,) in second.positions.values()] == pytest.approx([at for (at,) in first.positions.values()])


def test_actors_at_one_point_have_nothing_to_contest() -> None:
    path = model((50, 1, 3), (50, 0.2, 1), (50, 0.7, 9)).forecast()
    assert path.settled
    assert path.outcome == 50


def test_sensitivity_spans_the_outcomes_of_certain_inputs_and_names_what_moves_it() -> None:
    sure = model((0, 1, 1), (40, 1, 1), (100, 1, 1)).sensitivity(np.random.default_rng(0), draws=20, rounds=1)
    assert (sure.start.low, sure.start.value, sure.start.high) == (40, 40, 40)
    assert sure.drivers == ()
    given_ = model((0, 1, 1), (40, 1, 1), (100, 1, 1)).to_dict()
    given_["actors"][1]["position"] = {"low": 20, "value": 40, "high": 60}
    found = SpatialModel.from_dict(given_).sensitivity(np.random.default_rng(0), draws=4000, rounds=1)
    assert found.start.value == pytest.approx(40, abs=1)
    assert (found.start.low, found.start.high) == (pytest.approx(21, abs=0.5), pytest.approx(59, abs=0.5))
    assert found.drivers[0].path == "actors.b.position"
    assert found.open is None


def consenting(**fields: object) -> SpatialModel:
    actors = [
        {"name": "a", "position": 60, "salience": 1, "capability": 1, "veto": True},
        {"name": "b", "position": 80, "salience": 1, "capability": 1, "ratifies": "a"},
        {"name": "c", "position": 0, "salience": 1, "capability": 1},
    ]
    return SpatialModel.from_dict({"actors": actors, **fields})


def test_the_win_set_is_what_all_whose_consent_is_needed_prefer_to_the_status_quo() -> None:
    allowed = consenting(status_quo=50).constraints()
    assert allowed.accepts == {"a": (50.0, 70.0), "b": (50.0, 100.0)}
    assert (allowed.low, allowed.high) == (50.0, 70.0)
    assert allowed.blockers(65) == ()
    assert allowed.blockers(75) == ("a",)
    assert allowed.blockers(20) == ("a", "b")


def test_a_stated_limit_goes_before_the_status_quo_and_the_set_can_be_empty() -> None:
    given_ = consenting(status_quo=100).to_dict()
    given_["actors"][0]["limit"] = 55
    found = SpatialModel.from_dict(given_).constraints()
    assert found.accepts == {"a": (55.0, 65.0), "b": (60.0, 100.0)}
    given_["actors"][1]["limit"] = 75
    assert SpatialModel.from_dict(given_).constraints().low is None


def test_what_a_player_accepts_must_be_known() -> None:
    with pytest.raises(ModelError, match="what 'a' accepts is unknown"):
        consenting().constraints()


@given(WILD)
def test_a_model_survives_the_round_trip_through_a_plain_mapping(actors) -> None:
    found = model(*actors, status_quo={"low": 1, "value": 2, "high": 3, "reason": "as it is"})
    assert SpatialModel.from_dict(found.to_dict()) == found


def test_an_actor_without_a_place_stands_where_it_last_said_it_stood() -> None:
    def row(name: str, day: str, place: float, account: str = "") -> Position:
        at = Interval(low=place, value=place, high=place)
        cares = Interval(low=0.5, value=0.6, high=0.7)
        return Position(
            id=name, actor="a", issue="relief", as_of=dt.date.fromisoformat(day), statement="s",
            place=at, salience=cares, account=account,
        )  # fmt: skip

    rows = [row("p2", "2019-02-01", 30), row("p1", "2018-02-01", 90), row("p3", "2019-02-02", 70, "b's telling")]
    given_ = {
        "issue": "relief",
        "actors": [{"name": "a", "capability": 1}, {"name": "b", "position": 5, "salience": 1, "capability": 1}],
    }
    found = SpatialModel.from_dict(given_, rows).actor("a")
    assert found.position is not None
    assert found.salience is not None
    assert (found.position.value, found.position.source, found.salience.high) == (30, "p2", 0.7)
    early = SpatialModel.from_dict(given_, rows, as_of=dt.date(2018, 12, 31)).actor("a")
    told = SpatialModel.from_dict(given_, rows, account="b's telling").actor("a")
    assert early.position is not None
    assert told.position is not None
    assert (early.position.source, told.position.source) == ("p1", "p3")
    with pytest.raises(ModelError, match="'a' needs a position"):
        SpatialModel.from_dict(given_)


def spoke(**fields: object) -> dict:
    other = {"name": "b", "position": 5, "salience": 1, "capability": 1}
    return {"actors": [{"name": "a", "position": 50, "salience": 0.5, "capability": 1, **fields}, other]}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (spoke(salience=1.2), "salience 1.2 is outside 0..1"),
        (spoke(salience=0), "salience of 0 and takes no part"),
        (spoke(position=140), "position 140 is outside 0..100"),
        (spoke(position=math.nan), "nan is not a finite number"),
        (spoke(capability=0), "capability 0 must be above 0"),
        (spoke(name="b"), "actor 'b' is given twice"),
        (spoke(ratifies="d"), "unknown actor that 'a' ratifies for 'd'"),
        (spoke(ideals={"z": 1}), "unknown actor in the ideals of 'a' 'z'"),
        (spoke(ideals={"a": 0.7, "b": 0.7}), "sum to 1 at most"),
        ({**spoke(), "scale": [10, 10]}, "has no length"),
        ({**spoke(), "status_quo": 120}, "status_quo 120 is outside"),
        ({**spoke(), "dimensions": ["x"]}, "no positions on dimension 'x'"),
        ({"actors": spoke()["actors"][:1]}, "actors.*at least 2"),
        ({"actors": []}, "actors.*at least 2"),
        ({**spoke(), "colour": 1}, "colour: Extra inputs"),
        ("x", "a spatial model is a mapping"),
    ],
)
def test_bad_models_are_refused_with_the_place_and_the_fault(given, said) -> None:
    with pytest.raises(ModelError, match=said):
        SpatialModel.from_dict(given)


def test_bad_questions_are_refused() -> None:
    found = model((0, 1, 1), (100, 1, 1))
    with pytest.raises(ModelError, match="0 rounds"):
        found.forecast(rounds=0)
    with pytest.raises(ModelError, match="no actor 'z'"):
        found.forecast().of("z")
    with pytest.raises(ModelError, match="unknown actor 'z'"):
        found.actor("z")
