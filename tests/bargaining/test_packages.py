from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from packages_made import drawn, packages, table

from detente.bargaining.issues import Exclusion, Issue, Offer, Party, Stance
from detente.bargaining.packages import Package
from detente.errors import ModelError, TooLarge

FOUR = table((10, 1), (8, 4), (5, 6), (2, 11))


@pytest.mark.parametrize(
    ("solution", "level"),
    # products 10 32 30 22; smallest shares of the best gains .09 .36 .5 .2; smallest gains 1 4 5 2; sums 11 12 11 13
    [("nash", "l1"), ("kalai_smorodinsky", "l2"), ("egalitarian", "l2"), ("utilitarian", "l3")],
)
@pytest.mark.parametrize("method", ["merge", "enumerate", "milp"])
def test_the_four_solutions_single_out_what_pencil_and_paper_do(solution, level, method) -> None:
    deal = FOUR.solution(solution, method=method)
    assert deal is not None
    assert deal.levels == {"deal": level}


def test_a_walk_away_value_rules_packages_out_and_moves_nash() -> None:
    deal = table((10, 1), (8, 4), (5, 6), (2, 11), walk_away=(0, 3.9)).nash()
    assert deal is not None
    # gains: 8 x 0.1, 5 x 2.1, 2 x 7.1
    assert deal.worth == {"P0": 2.0, "P1": 11.0}
    assert math.isclose(deal.gain["P1"], 7.1)


def test_no_solution_where_no_package_suits_everyone() -> None:
    package = table((10, 1), (2, 11), walk_away=(5, 5))
    assert package.nash() is None
    assert package.solution("egalitarian", method="milp") is None
    assert package.frontier().rational == 0


def test_ties_go_to_the_first_on_the_frontier_and_are_counted() -> None:
    deal = table((1, 3), (3, 1)).utilitarian()
    assert deal is not None
    assert deal.levels == {"deal": "l1"}
    assert deal.ties == 1


def test_worths_are_weighted_sums_over_issues() -> None:
    package = Package(
        issues=[Issue(id="a", levels=["x", "y"]), Issue(id="b", levels=["x", "y"])],
        parties=[
            Party(name="A", weights={"a": 2, "b": 0.5}, utilities={"a": {"x": 1, "y": 3}, "b": {"x": 4, "y": 0}}),
            Party(name="B", weights={"b": 0}, utilities={"a": {"x": 5, "y": 1}}),
        ],
    )
    deal = package.deal({"a": "y", "b": "x"})
    assert deal.worth == {"A": 8.0, "B": 1.0}


def test_relative_weights_are_divided_by_their_sum() -> None:
    party = {"weights": {"a": 3, "b": 1}, "utilities": {"a": {"x": 1}, "b": {"x": 0}}}
    given = {"issues": [{"id": "a", "levels": ["x"]}, {"id": "b", "levels": ["x"]}], "relative_weights": True}
    package = Package.from_dict({**given, "parties": [{"name": "A", **party}, {"name": "B", **party}]})
    assert package.deal({"a": "x", "b": "x"}).worth == {"A": 0.75, "B": 0.75}


def test_a_stance_is_worth_one_at_its_place_nothing_at_its_limit_and_less_beyond() -> None:
    package = Package(
        issues=[Issue(id="scope", levels=["none", "some", "half", "all"], places=[0, 20, 60, 100])],
        parties=[
            Party(name="A", stances={"scope": Stance(place=100, limit=60, salience=0.5)}),
            Party(name="B", stances={"scope": Stance(place=20, limit=60, salience=0.9)}),
        ],
    )
    worth = {level: package.deal({"scope": level}).worth for level in ("none", "some", "half", "all")}
    assert worth["all"]["A"] == 1.0
    assert worth["half"] == {"A": 0.0, "B": 0.0}
    assert worth["some"] == {"A": -1.0, "B": 1.0}
    assert worth["none"]["B"] == 0.5


def test_under_the_red_line_reading_nothing_beyond_a_limit_is_signed() -> None:
    package = Package(
        issues=[Issue(id="scope", levels=["none", "all"], places=[0, 100]), Issue(id="aid", levels=["no", "yes"])],
        parties=[
            Party(
                name="A",
                stances={"scope": Stance(place=100, limit=50)},
                utilities={"aid": {"no": 0, "yes": 5}},
            ),
            Party(name="B", stances={"scope": Stance(place=0)}, utilities={"aid": {"no": 0, "yes": 0}}),
        ],
    )
    barred = package.read_as("red line")
    assert barred.deal({"scope": "none", "aid": "yes"}).refused_by == ("A",)
    assert {deal.levels["scope"] for deal in package.frontier().deals} == {"none", "all"}
    assert {deal.levels["scope"] for deal in barred.frontier().deals} == {"all"}


def test_exclusions_take_combinations_off_the_table() -> None:
    package = drawn(3, 3, 2, seed=1)
    barred = package.replace(excluded=(Exclusion(levels={"i0": "l0", "i2": "l1"}),))
    assert (package.size, barred.size) == (27, 24)
    assert all(deal.levels["i0"] != "l0" or deal.levels["i2"] != "l1" for deal in barred.frontier().deals)


def test_waiting_shrinks_gains_over_no_deal_and_a_deadline_ends_them() -> None:
    given = {"a": {"none": 0, "deal": 2}}
    package = Package(
        issues=[Issue(id="a", levels=["none", "deal"])],
        parties=[
            Party(name="A", utilities=given, discount=0.5, walk_away=0.6),
            Party(name="B", utilities=given, deadline=3),
        ],
        no_deal={"a": "none"},
    )
    assert package.at(1).deal({"a": "deal"}).worth == {"A": 1.0, "B": 2.0}
    assert package.at(1).nash() is not None
    assert package.at(2).nash() is None
    assert package.replace(parties=(package.parties[1], package.parties[1].replace(name="C"))).at(4).nash() is None


def test_more_packages_than_can_be_listed_are_merged_exactly_and_it_is_said() -> None:
    package = drawn(10, 10, 2, seed=3).replace(id="large")
    frontier = package.frontier()
    assert frontier.packages == 10**10
    assert (frontier.method, "too many" in frontier.note) == ("merge", True)
    best = [sum(p.weights[i.id].value * max(u.value for u in p.utilities[i.id].values()) for i in package.issues)
            for p in package.parties]  # fmt: skip
    assert math.isclose(frontier.deals[0].worth["P0"], best[0])
    assert math.isclose(frontier.deals[-1].worth["P1"], best[1])
    sums = sum(
        max(sum(p.weights[i.id].value * p.utilities[i.id][level].value for p in package.parties) for level in i.levels)
        for i in package.issues
    )
    deal = package.utilitarian()
    assert deal is not None
    assert math.isclose(sum(deal.worth.values()), sums)
    with pytest.raises(TooLarge, match="take method 'merge' or 'milp'"):
        package.frontier(method="enumerate")


@given(packages())
def test_a_package_survives_the_round_trip_through_a_plain_mapping(package: Package) -> None:
    assert Package.from_dict(package.to_dict()) == package


def base() -> dict:
    utilities = {"a": {"x": 1, "y": 0}}
    return {
        "issues": [{"id": "a", "levels": ["x", "y"], "places": [0, 100]}],
        "parties": [{"name": "A", "utilities": utilities}, {"name": "B", "utilities": utilities}],
    }


def party(**fields: object) -> dict:
    given = base()
    given["parties"][0] = {"name": "A", **fields}
    return given


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({**base(), "issues": []}, "issues.*at least 1"),
        ({**base(), "issues": [{"id": "a", "levels": []}]}, "levels.*at least 1"),
        ({**base(), "issues": base()["issues"] * 2}, "issue 'a' is given twice"),
        ({**base(), "issues": [{"id": "a", "levels": ["x", "x"]}]}, "level 'x' is given twice"),
        ({**base(), "issues": [{"id": "a", "levels": ["x", "y"], "places": [0]}]}, "1 places for 2 levels"),
        ({**base(), "issues": [{"id": "a", "levels": ["x", "y"], "places": [0, 120]}]}, "120 is outside 0..100"),
        ({**base(), "parties": base()["parties"][:1]}, "parties.*at least 2"),
        ({**base(), "parties": [base()["parties"][0]] * 2}, "party 'A' is given twice"),
        (party(utilities={"a": {"x": math.nan, "y": 0}}), "nan is not a finite number"),
        (party(utilities={"a": {"x": math.inf, "y": 0}}), "inf is not a finite number"),
        (party(utilities={"a": {"x": "much", "y": 0}}), "given: 'much'"),
        (party(utilities={"a": {"x": {"low": 2, "value": 1, "high": 3}, "y": 0}}), "interval out of order"),
        (party(utilities={"a": {"x": 1}}), "no utility for level 'y' of 'a'"),
        (party(utilities={"a": {"x": 1, "z": 1}}), "unknown level of 'a'.*'z'"),
        (party(utilities={"b": {"x": 1}}), "unknown issue of party 'A' 'b'"),
        (party(), "'A' says nothing of issue 'a'"),
        (party(weights={"a": -1}, utilities={"a": {"x": 1, "y": 0}}), "weight of 'a' is -1"),
        (party(stances={"a": {"place": 20, "salience": 1.2}}), "salience 1.2 is outside 0..1"),
        (party(stances={"a": {"place": 120}}), "place 120 is outside 0..100"),
        (party(stances={"a": {"place": 20}}, utilities={"a": {"x": 1, "y": 0}}), "utilities and a stance"),
        (party(stances={"a": {"place": 20}}, weights={"a": 1}), "the salience is the weight"),
        (party(utilities={"a": {"x": 1, "y": 0}}, discount=0), "discount must lie above 0"),
        ({**base(), "no_deal": {"a": "z"}}, "unknown level of 'a' in no_deal 'z'"),
        ({**base(), "offers": [{"name": "o", "levels": {}}]}, "offer 'o' leaves issue 'a' open"),
        ({**base(), "excluded": [{"levels": {"a": "x"}}, {"levels": {"a": "y"}}]}, "leave no package"),
        ({**base(), "as_carried_out": True}, "needs a plan"),
        ({**base(), "plan": {"steps": [{"issues": ["a"]}]}}, "a plan needs no_deal"),
        ({**base(), "no_deal": {"a": "y"}, "plan": {"steps": [{"issues": ["b"]}]}}, "unknown issue of the plan 'b'"),
        ({**base(), "no_deal": {"a": "y"}, "plan": {"steps": [{"issues": ["a"]}], "default": {"C": 0.1}}}, "party of"),
        ({**base(), "no_deal": {"a": "y"}, "plan": {"steps": [{"issues": ["a"]}], "verification": 2}}, "outside 0..1"),
        ({**base(), "colour": "red"}, "colour: Extra inputs"),
        ([], "a package is a mapping"),
    ],
)  # fmt: skip
def test_bad_packages_are_refused_with_the_place_and_the_fault(given, said) -> None:
    with pytest.raises(ModelError, match=said):
        Package.from_dict(given)


def test_a_stance_needs_places_for_the_levels() -> None:
    given = party(stances={"a": {"place": 20}})
    del given["issues"][0]["places"]
    with pytest.raises(ModelError, match="a stance on 'a' needs places"):
        Package.from_dict(given)


def test_a_question_about_an_unknown_level_names_the_known_ones() -> None:
    with pytest.raises(ModelError, match=r"unknown level of 'deal' in the package 'l9'"):
        FOUR.deal({"deal": "l9"})
    with pytest.raises(ModelError, match="leaves issue 'deal' open"):
        FOUR.deal({})
    with pytest.raises(ModelError, match="0 draws"):
        FOUR.bargaining_range(np.random.default_rng(0), draws=0)


def test_offers_with_the_same_name_are_refused() -> None:
    offer = Offer(name="o", levels={"deal": "l0"})
    with pytest.raises(ModelError, match="offer 'o' is given twice"):
        FOUR.replace(offers=(offer, offer))
