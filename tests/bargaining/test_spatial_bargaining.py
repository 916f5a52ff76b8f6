from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detente.bargaining.ktab import BargainingRules, Table, beats, coalitions, contests, election, utility
from detente.bargaining.spatial import SpatialModel
from detente.errors import ModelError

STRENGTHS = arrays(np.float64, (4, 4), elements=st.floats(0.01, 10))
EVERY_ELECTION = pytest.mark.parametrize("rule", ["conditional", "markov incentive", "markov uniform"])


def duel(**fields: object) -> SpatialModel:
    """Two actors at the ends, one three times as capable."""
    actors = [
        {"name": "a", "position": 0, "salience": 1, "capability": 3},
        {"name": "b", "position": 100, "salience": 1, "capability": 1},
    ]
    return SpatialModel.from_dict({"actors": actors, "account": "spatial bargaining", **fields})


def test_the_chance_to_win_follows_the_strengths_and_sets_the_risk() -> None:
    start = duel().forecast(rounds=1).rounds[0]
    assert start.winning == {"a": pytest.approx(0.75), "b": pytest.approx(0.25)}
    assert start.risk == {"a": pytest.approx(1.0), "b": pytest.approx(-0.5)}


def test_the_stronger_proposes_a_point_between_by_squared_salience_and_chance() -> None:
    # weights (3/4)^2 and (1/4)^2: a tenth of the way; all vote for it, a with 3 x .49, b against with .445
    path = duel().forecast(rounds=1)
    assert path.rounds[1].positions == {"a": (pytest.approx(10.0),), "b": (pytest.approx(10.0),)}
    assert {move.kind for move in path.rounds[1].moves} == {"bargain"}
    plain = duel(bargaining={"interpolation": "s1p1"}).forecast(rounds=1)
    # weights 3/4 and 1/4: a quarter of the way
    assert plain.rounds[1].positions["a"] == (pytest.approx(25.0),)


def test_of_two_options_every_election_gives_the_stronger_its_share() -> None:
    strength = np.array([[1e-8, 3.0], [1.0, 1e-8]])
    for rule in ("conditional", "markov uniform"):
        assert election(strength, BargainingRules(election=rule)) == pytest.approx([0.75, 0.25])


@pytest.mark.parametrize(("rule", "odds"), [("linear", 2), ("square", 4), ("quartic", 16), ("octic", 256)])
def test_twice_the_strength_wins_by_the_published_odds(rule, odds) -> None:
    chance = beats(np.array([[1.0, 2.0], [1.0, 1.0]]), BargainingRules(victory=rule))
    assert chance[0, 1] == pytest.approx(odds / (odds + 1))


@EVERY_ELECTION
@given(strength=STRENGTHS)
def test_chances_to_come_out_of_an_election_sum_to_one(rule, strength) -> None:
    found = election(strength, BargainingRules(election=rule))
    assert found.sum() == pytest.approx(1)
    assert (found >= 0).all()


@EVERY_ELECTION
@given(strength=STRENGTHS, order=st.permutations(range(4)))
def test_the_order_in_which_options_are_listed_does_not_matter(rule, strength, order) -> None:
    rules = BargainingRules(election=rule)
    shuffled = election(strength[np.ix_(order, order)], rules)
    assert shuffled == pytest.approx(election(strength, rules)[list(order)], abs=1e-7)


@EVERY_ELECTION
def test_a_markov_election_ends_where_a_step_of_it_changes_nothing(rule) -> None:
    strength = np.random.default_rng(3).random((5, 5)) + 0.1
    rules = BargainingRules(election=rule)
    p, win = election(strength, rules), beats(strength, rules)
    if rule == "conditional":
        assert p == pytest.approx(win.prod(axis=1) / win.prod(axis=1).sum())
        return
    incentive = strength * win + 1e-10 * np.eye(5)
    against = np.full((5, 5), 1 / 5) if rule == "markov uniform" else incentive / incentive.sum(axis=0)
    # the favourite j is challenged by i with chance against[i, j], and i wins with chance win[i, j]
    step = np.zeros(5)
    for j in range(5):
        for i in range(5):
            step[i] += p[j] * against[i, j] * win[i, j]
            step[j] += p[j] * against[i, j] * win[j, i]
    assert step == pytest.approx(p, abs=1e-9)


def test_utility_is_one_at_the_ideal_and_bends_with_risk() -> None:
    distance = np.array([0.0, 0.5, 1.0])
    assert utility(distance, np.zeros(1)).tolist() == [1.0, 0.5, 0.0]
    assert utility(distance, np.ones(1)).tolist() == [1.0, 0.75, 0.0]
    assert utility(distance, -np.ones(1)).tolist() == [1.0, 0.25, 0.0]


def test_votes_fall_on_the_side_an_actor_prefers() -> None:
    utilities = np.array([[1.0, 0.2], [0.1, 0.6]])
    weight = np.array([2.0, 4.0])
    proportional = coalitions(weight, utilities, BargainingRules())
    assert proportional[0, 1] == pytest.approx(2 * 0.8)
    assert proportional[1, 0] == pytest.approx(4 * 0.5)
    mixed = coalitions(weight, utilities, BargainingRules(voting="proportional and cubic"))
    assert mixed[0, 1] == pytest.approx(2 * (0.8 + 0.512) / 2)


def by_definition(table: Table, seen: np.ndarray, rules: BargainingRules, i: int, j: int) -> tuple[float, float]:
    """i's view of challenging j, one third party after another."""

    def cast(k: int, difference: float) -> float:
        shape = (difference + difference**3) / 2 if rules.voting == "proportional and cubic" else difference
        return float(table.capability[k] * table.salience[k].sum() * shape)

    u = seen[i]
    sides = [1e-10, 1e-10]
    for k in (i, j):
        own = cast(k, u[k, i] - u[k, j])
        sides[0 if own > 0 else 1] += abs(own)
    alone = list(sides)
    for n in set(range(len(u))) - {i, j}:
        leaning = cast(n, u[n, i] - u[n, j])
        with_n = (alone[0] + max(leaning, 0), alone[1] + max(-leaning, 0))
        p = with_n[0] / sum(with_n)
        to_i, to_j, own = u[n, i], u[n, j], u[n, n]
        # sums of the utilities of where i, j and n end up: n backs i and wins, backs i and loses, backs j ...
        ends = {
            "full": (3 * to_i, 3 * to_j, 3 * to_i, 3 * to_j),
            "semi": (2 * to_i + own, 3 * to_j, 3 * to_i, 2 * to_j + own),
            "free": (2 * to_i + own, 2 * to_j + own, 2 * to_i + own, 2 * to_j + own),
        }[rules.third_parties]
        lent = cast(n, p * ends[0] + (1 - p) * ends[1] - p * ends[2] - (1 - p) * ends[3])
        sides[0 if lent > 0 else 1] += abs(lent)
    chance = sides[0] / sum(sides)
    resists = table.salience[j].sum()
    contest = chance * 2 * u[i, i] + (1 - chance) * 2 * u[i, j]
    return chance, (1 - resists) * 2 * u[i, i] + resists * contest - u[i, i] - u[i, j]


@pytest.mark.parametrize("commitment", ["free", "semi", "full"])
@pytest.mark.parametrize("voting", ["proportional", "proportional and cubic"])
def test_challenges_are_seen_as_the_definition_has_them(commitment, voting) -> None:
    rng = np.random.default_rng(8)
    rules = BargainingRules(third_parties=commitment, voting=voting)
    place = rng.random((5, 2))
    table = Table(position=place, ideal=place, salience=rng.random((5, 2)) / 2, capability=rng.random(5) * 9)
    seen = rng.random((5, 5, 5))
    chance, gain = contests(table, seen, rules)
    for i in range(5):
        for j in set(range(5)) - {i}:
            assert (chance[i, j], gain[i, j]) == pytest.approx(by_definition(table, seen, rules, i, j))


def several(**fields: object) -> SpatialModel:
    def actor(name: str, x: float, y: float, capability: float, **more: object) -> dict:
        return {
            "name": name,
            "positions": {"x": x, "y": y},
            "saliences": {"x": 0.6, "y": 0.3},
            "capability": capability,
            **more,
        }

    actors = [actor("a", 0, 10, 5), actor("b", 90, 40, 3), actor("c", 50, 100, 4)]
    return SpatialModel.from_dict(
        {"actors": actors, "dimensions": ["x", "y"], "account": "spatial bargaining", **fields}
    )


def test_several_dimensions_are_bargained_over_together_and_stay_on_the_scale() -> None:
    path = several().forecast(rounds=8)
    assert len(path.rounds[0].median) == 2
    for each in path.rounds:
        assert all(0 <= at <= 100 for place in each.positions.values() for at in place)
        assert sum(each.winning.values()) >= 1 - 1e-9


def test_drawn_transitions_need_a_generator_and_repeat_with_it() -> None:
    drawn = several(bargaining={"transition": "drawn"})
    with pytest.raises(ModelError, match="pass rng"):
        drawn.forecast()
    paths = [drawn.forecast(rng=np.random.default_rng(5)) for _ in range(2)]
    assert paths[0] == paths[1]


def test_an_ideal_that_stays_behind_keeps_pulling() -> None:
    held = duel().to_dict()
    held["actors"][1]["ideals"] = {"b": 0.0}
    path = SpatialModel.from_dict(held).forecast(rounds=2)
    # b was moved to 10 but its ideal stays at 100, so holding 10 is worth a tenth to it
    assert path.rounds[1].positions["b"] == (pytest.approx(10.0),)
    assert path.rounds[1].winning == {"a": pytest.approx(1.0), "b": pytest.approx(1.0)}


def test_positions_that_count_as_one_share_their_chance() -> None:
    model = duel().to_dict()
    model["actors"].append({"name": "c", "position": 100, "salience": 0.5, "capability": 2})
    start = SpatialModel.from_dict(model).forecast(rounds=1).rounds[0]
    assert start.winning["b"] == start.winning["c"]
    assert start.winning["a"] + start.winning["b"] == pytest.approx(1)


def test_eight_actors_and_more_are_served() -> None:
    rng = np.random.default_rng(1)
    actors = [
        {"name": f"n{i}", "position": float(p), "salience": float(s), "capability": float(c)}
        for i, (p, s, c) in enumerate(rng.random((10, 3)) * [100, 0.9, 1] + [0, 0.1, 0.1])
    ]
    for account in ("expected utility", "spatial bargaining"):
        path = SpatialModel.from_dict({"actors": actors, "account": account}).forecast(rounds=5)
        assert 0 <= path.outcome <= 100
        assert len(path.of("n9")) == len(path.rounds)


def test_the_mean_of_several_dimensions_is_not_asked_for_as_one_number() -> None:
    with pytest.raises(ModelError, match="of one dimension"):
        several().mean()
    with pytest.raises(ModelError, match="the expected-utility account is of one dimension"):
        several(account="expected utility")
    with pytest.raises(ModelError, match="reported on one dimension"):
        several().constraints()


def test_saliences_share_one_attention() -> None:
    given_ = several().to_dict()
    given_["actors"][0]["saliences"] = {"x": 0.8, "y": 0.3}
    with pytest.raises(ModelError, match="sum to more than 1"):
        SpatialModel.from_dict(given_)
