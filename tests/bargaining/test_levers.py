from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.lever_ranking import rank_levers
from detente.bargaining.levers import Change, Lever, pulled
from detente.bargaining.packages import Package
from detente.bargaining.spatial import SpatialModel
from detente.errors import ModelError


def wide(middle: float, half: float = 1.0) -> dict[str, float]:
    return {"low": middle - half, "value": middle, "high": middle + half}


def package(a: object, b: object) -> Package:
    """Signing is worth a to A and b to B; walking away is worth nothing."""
    return Package.from_dict(
        {
            "issues": [{"id": "deal", "levels": ["none", "signed"]}],
            "parties": [
                {"name": "A", "utilities": {"deal": {"none": -3, "signed": a}}},
                {"name": "B", "utilities": {"deal": {"none": -3, "signed": b}}},
            ],
        }
    )


def spatial() -> SpatialModel:
    actors = [
        {"name": "x", "position": 0, "salience": 1, "capability": 2},
        {"name": "y", "position": 100, "salience": 1, "capability": 1},
    ]
    return SpatialModel.from_dict({"actors": actors})


def lever(name: str, party: str, **how: object) -> Lever:
    return Lever(id=name, changes=[Change(field=f"package.p.parties.{party}.utilities.deal.signed", **how)])


class Toy:
    """A model of another kind: its stable states are those it holds."""

    def __init__(self, stable: list[str]) -> None:
        self.stable = stable

    def to_dict(self) -> dict[str, Any]:
        return {"stable": list(self.stable)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Toy:
        return cls(list(data["stable"]))


def test_a_change_sets_scales_or_moves_the_field_it_names_and_no_other() -> None:
    models = {"package.p": package(wide(0.0), 2), "spatial.s": spatial()}
    found = pulled(models, [lever("l", "A", shift=0.5)])
    changed = found["package.p"].party("A").utilities["deal"]["signed"]
    assert (changed.low, changed.value, changed.high) == (-0.5, 0.5, 1.5)
    assert found["package.p"].party("B") == models["package.p"].party("B")
    assert found["spatial.s"] is models["spatial.s"]
    assert pulled(models, [lever("l", "B", scale=0.5)])["package.p"].party("B").utilities["deal"]["signed"].value == 1
    assert pulled(models, [lever("l", "B", to=wide(7))])["package.p"].party("B").utilities["deal"]["signed"].low == 6


def test_a_negative_scale_keeps_the_interval_in_order() -> None:
    found = pulled({"package.p": package(wide(2.0), 1)}, [lever("l", "A", scale=-1)])["package.p"]
    changed = found.party("A").utilities["deal"]["signed"]
    assert (changed.low, changed.value, changed.high) == (-3, -2, -1)


def test_several_levers_add_up_in_order() -> None:
    found = pulled({"package.p": package(1, 1)}, [lever("a", "A", shift=1), lever("b", "A", scale=3)])
    assert found["package.p"].party("A").utilities["deal"]["signed"].value == 6


def test_a_field_left_at_its_default_can_be_set() -> None:
    change = Change(field="package.p.parties.A.deadline", to=2)
    assert pulled({"package.p": package(1, 1)}, [Lever(id="l", changes=[change])])["package.p"].party("A").deadline == 2


def test_an_element_of_a_list_is_found_by_its_place_too() -> None:
    change = Change(field="spatial.s.actors.1.capability", scale=4)
    found = pulled({"spatial.s": spatial()}, [Lever(id="l", changes=[change])])["spatial.s"]
    assert found.actor("y").capability.value == 4


def test_a_lever_that_lifts_an_interval_clear_of_walking_away_opens_the_rest_of_it() -> None:
    found = rank_levers(
        {"package.p": package(wide(0.0), 1)},
        [lever("half", "A", shift=0.5), lever("whole", "A", shift=1.0), lever("idle", "B", shift=1)],
        np.random.default_rng(2),
        6000,
    )
    assert found.base.value == pytest.approx(0.5, abs=0.02)
    effects = {effect.lever: effect for effect in found.effects}
    assert [effect.lever for effect in found.effects] == ["whole", "half", "idle"]
    assert effects["half"].change.value == pytest.approx(0.25, abs=0.02)
    assert effects["whole"].share.value == 1.0
    assert effects["idle"].change.value == 0.0
    # on the same draws a lever that only helps never closes a range
    assert effects["half"].change.low > 0
    assert found.told_apart("whole", "idle")


def test_levers_that_do_the_same_cannot_be_told_apart() -> None:
    found = rank_levers(
        {"package.p": package(wide(0.0), wide(0.0))},
        [lever("a", "A", shift=0.5), lever("b", "B", shift=0.5)],
        np.random.default_rng(3),
        3000,
    )
    (pair,) = found.comparisons
    assert not pair.told_apart
    assert pair.room.low < 0 < pair.room.high


def test_more_draws_do_not_tell_apart_what_the_inputs_leave_open() -> None:
    # A is helped for certain a little, B by an amount nobody knows
    unknown = package(wide(-0.2, 0.3), wide(-0.1, 2.0))
    levers = [lever("a", "A", shift=0.4), lever("b", "B", shift=0.4)]
    found = rank_levers({"package.p": unknown}, levers, np.random.default_rng(3), 20_000)
    (pair,) = found.comparisons
    assert pair.share.low > 0 or pair.share.high < 0
    assert not pair.told_apart


def test_two_levers_that_need_each_other_interact() -> None:
    found = rank_levers(
        {"package.p": package(-0.5, -0.5)},
        [lever("a", "A", shift=1), lever("b", "B", shift=1)],
        np.random.default_rng(0),
        50,
    )
    (both,) = found.together
    assert [effect.change.value for effect in found.effects] == [0.0, 0.0]
    assert (both.share.value, both.interaction.value) == (1.0, 1.0)


def test_two_levers_that_do_the_same_work_overlap() -> None:
    found = rank_levers(
        {"package.p": package(-0.5, 1)},
        [lever("a", "A", shift=1), lever("b", "A", shift=2)],
        np.random.default_rng(0),
        50,
    )
    assert found.together[0].interaction.value == -1.0


def test_outcomes_of_other_models_are_reported_beside() -> None:
    models = {"package.p": package(1, 1), "spatial.s": spatial(), "conflict.c": Toy(["s1", "s2"])}
    levers = [
        Lever(id="strength", changes=[Change(field="spatial.s.actors.y.capability", to=9)]),
        Lever(id="rules", changes=[Change(field="conflict.c.stable", to=["s2", "s3"])]),
    ]
    found = rank_levers(models, levers, np.random.default_rng(0), 20, rounds=1, stable=lambda model: model.stable)
    effects = {effect.lever: effect for effect in found.effects}
    # with twice the weight x holds the median, with a ninth of it y does
    assert effects["strength"].moves["spatial.s"].value == 100.0
    assert effects["rules"].moves["spatial.s"].value == 0.0
    (stable,) = effects["rules"].stable
    assert (stable.kept, stable.made, stable.ended) == (("s2",), ("s3",), ("s1",))
    assert effects["strength"].stable[0].made == ()


def test_a_lever_is_ranked_under_every_reading_of_the_same_evidence() -> None:
    def party(name: str, place: float, limit: float) -> dict[str, Any]:
        return {"name": name, "stances": {i: {"place": place, "limit": limit} for i in ("a", "b")}}

    talks = Package.from_dict(
        {
            "issues": [{"id": i, "levels": ["0", "50", "100"], "places": [0, 50, 100]} for i in ("a", "b")],
            "parties": [party("A", 100, 60), party("B", 0, 60)],
        }
    )
    # A signs nothing under 60 and B nothing over it, so only a limit of 50 lets them meet in the middle
    found = rank_levers(
        {"package.p": talks},
        [
            Lever(
                id="meet", changes=[Change(field=f"package.p.parties.A.stances.{i}.limit", to=45) for i in ("a", "b")]
            ),
            Lever(id="read", changes=[Change(field="package.p.reading", to="red line")]),
        ],
        np.random.default_rng(0),
        20,
    )
    effects = {effect.lever: effect for effect in found.effects}
    (reading,) = effects["meet"].read_otherwise
    assert "nothing beyond a stated limit is signed" in reading
    assert effects["meet"].read_otherwise[reading].value == 1.0
    assert effects["read"].read_otherwise == {}


@given(st.floats(0, 2), st.integers(0, 99))
def test_a_lever_that_only_raises_worths_never_lowers_the_share(shift: float, seed: int) -> None:
    found = rank_levers(
        {"package.p": package(wide(-0.3), wide(0.1))}, [lever("l", "A", shift=shift)], np.random.default_rng(seed), 100
    )
    assert found.effects[0].share.value >= found.base.value
    assert found.effects[0].change.value == pytest.approx(found.effects[0].share.value - found.base.value)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("package.q.parties.A.walk_away", "names no model.*'package.p'"),
        ("package.p.parties.C.walk_away", "unknown element.*'C'.*'A', 'B'"),
        ("package.p.partys.A.walk_away", "unknown part.*'partys'; did you mean 'parties'"),
        ("package.p.parties.A.utilities.deal.signd", "leaves 'package.p' unsound.*did you mean 'signed'"),
        ("package.p.parties.A.name.first", "nothing lies under 'first'"),
        ("package.p.parties.A.walkaway", "leaves 'package.p' unsound.*walkaway"),
    ],
)
def test_a_field_that_does_not_exist_is_refused_with_the_lever_and_the_mend(field, said) -> None:
    with pytest.raises(ModelError, match=f"lever 'l'.*{said}"):
        pulled({"package.p": package(1, 1)}, [Lever(id="l", changes=[Change(field=field, to=1)])])


def test_a_value_that_a_model_cannot_take_is_refused_with_the_lever() -> None:
    change = Change(field="spatial.s.actors.x.salience", scale=3)
    with pytest.raises(ModelError, match=r"lever 'l' leaves 'spatial.s' unsound: .*salience 3 is outside 0..1"):
        pulled({"spatial.s": spatial()}, [Lever(id="l", changes=[change])])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"field": "a.b"}, "one of to, scale and shift.*nothing"),
        ({"field": "a.b", "to": 1, "scale": 2}, "to and scale"),
        ({"field": "a.b", "scale": float("nan")}, "finite"),
        ({"field": ""}, "field"),
    ],
)
def test_a_change_says_one_thing(given, said) -> None:
    with pytest.raises(ModelError, match=said):
        Change(**given)


def test_only_numbers_are_scaled() -> None:
    change = Change(field="package.p.parties.A.name", scale=2)
    with pytest.raises(ModelError, match="'A' is neither a number nor an interval"):
        pulled({"package.p": package(1, 1)}, [Lever(id="l", changes=[change])])


def test_ranking_needs_levers_and_one_package() -> None:
    rng = np.random.default_rng(0)
    with pytest.raises(ModelError, match="no lever to rank"):
        rank_levers({"package.p": package(1, 1)}, [], rng)
    with pytest.raises(ModelError, match="lever 'l' is given twice"):
        rank_levers({"package.p": package(1, 1)}, [lever("l", "A", shift=1)] * 2, rng)
    with pytest.raises(ModelError, match=r"ranked on one package.*none"):
        rank_levers({"spatial.s": spatial()}, [Lever(id="l", changes=[Change(field="spatial.s.name", to="n")])], rng)
    two = {"package.p": package(1, 1), "package.q": package(-1, 1)}
    with pytest.raises(ModelError, match="name it with 'on'"):
        rank_levers(two, [lever("l", "A", shift=1)], rng)
    assert rank_levers(two, [lever("l", "A", shift=1)], rng, 10, on="package.q").base.value == 0.0
    with pytest.raises(ModelError, match="not both ranked here"):
        rank_levers({"package.p": package(1, 1)}, [lever("l", "A", shift=1)], rng, 10).told_apart("l", "m")
