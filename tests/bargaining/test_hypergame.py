"""Hypergames: what each believes, what play makes of it, and one word with two meanings."""

from __future__ import annotations

import pytest
from conflicts_made import conflicts
from hypothesis import given, settings

from detente.bargaining import Conflict, DecisionMaker
from detente.bargaining.hypergame import Hypergame, View
from detente.bargaining.shared_word import SharedWord
from detente.errors import ModelError

ATTACK = Conflict(
    decision_makers=[
        DecisionMaker(name="Island", options=["guard the north", "guard the south"], preferences=[
            '"guard the north" if land', '"guard the south" if dive', 'not "guard the north"', 'not "guard the south"',
        ]),
        DecisionMaker(name="Fleet", options=["land", "dive"], preferences=["dive", "not land"]),
    ],
    infeasible=["land and dive"],
)  # fmt: skip


def test_a_hidden_option_surprises_the_one_who_does_not_know_of_it() -> None:
    game = Hypergame(conflict=ATTACK, views=[View(of="Island", hidden=["dive"])])
    assert [state.taken for state in game.believed("Island", "R")] == [()]
    assert [state.taken for state in game.believed("Fleet", "R")] == [("guard the south", "dive")]
    (play,) = game.plays("R")
    assert play.outcome.taken == ("dive",)
    (island, fleet) = play.surprises
    assert island.unseen
    assert not fleet.unseen
    assert "Fleet takes up 'dive'" in island.said
    assert (island.worth, fleet.worth) == ("worse", "neither better nor worse")
    # Once all is known, the island guards where it was struck.
    assert [way.said for way in play.after] == ["Island takes up 'guard the south'"]


@settings(max_examples=80, deadline=None)
@given(conflicts(most=3, most_options=4))
def test_where_all_see_the_same_the_hypergame_is_the_conflict(conflict: Conflict) -> None:
    game = Hypergame(conflict=conflict)
    assert game.equilibria("SEQ") == conflict.stability(["SEQ"]).equilibria("SEQ")
    for state in conflict.stability(["R"]).equilibria("R"):
        assert conflict.state(state) in game.believed(conflict.names[0], "R")


@settings(max_examples=60, deadline=None)
@given(conflicts(most=2, most_options=4))
def test_nobody_is_surprised_where_all_expect_the_same(conflict: Conflict) -> None:
    for play in Hypergame(conflict=conflict).plays("R"):
        states = set(play.expected.values())
        if len({state.number for state in states}) == 1:
            assert not play.surprises
            assert [len(way.moves) for way in play.after] == [0]


def test_a_mistaken_preference_shows_in_what_each_believes() -> None:
    real = Conflict(
        decision_makers=[
            DecisionMaker(name="A", options=["trust"], preferences=["trust if keep", "not trust if not keep"]),
            DecisionMaker(name="B", options=["keep"], preferences=["trust", "not keep"]),
        ]
    )
    game = Hypergame(conflict=real, views=[View(of="A", believes={"B": ["keep"]})])
    (play,) = game.plays("R")
    assert play.outcome.text == "YN"
    assert [surprise.party for surprise in play.surprises] == ["A", "B"]
    assert [surprise.worth for surprise in play.surprises] == ["worse", "better"]
    assert game.equilibria("R") == (1,)


def deal(**changes: object) -> SharedWord:
    fields = {
        "conflict": Conflict(
            decision_makers=[
                DecisionMaker(name="A", options=["a"], preferences=["b", "not a if not b"]),
                DecisionMaker(name="B", options=["b"], preferences=["a", "not b if not a"]),
            ]
        ),
        "word": "withdrawal",
        "carried_out_by": {"A": "a", "B": "b"},
        "duties": {"A": ["troops"], "B": ["guns", "mines"]},
        "meanings": {"A": ["troops", "guns", "mines"], "B": ["troops", "guns"]},
    }
    return SharedWord(**(fields | changes))


def test_each_does_what_it_means_and_reads_the_other_by_its_own_meaning() -> None:
    (signed,) = deal().signed("R")
    assert signed.believed.text == "YY"
    assert signed.surprised == ("A",)
    first = signed.turns[0]
    assert first.readings[0].undone == {"B": ("mines",)}
    assert [turn.mover for turn in signed.turns] == ["A", "B", ""]
    assert signed.end.text == "NN"
    assert signed.rests


def test_with_one_meaning_nobody_is_surprised_and_the_deal_holds() -> None:
    same = ["troops", "guns", "mines"]
    (signed,) = deal(meanings={"A": same, "B": same}).signed("R")
    assert signed.surprised == ()
    assert signed.end == signed.believed


def test_doing_more_than_the_other_asks_surprises_nobody() -> None:
    (signed,) = deal(meanings={"A": ["troops", "guns"], "B": ["troops", "guns", "mines"]}).signed("R")
    assert signed.surprised == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"carried_out_by": {"A": "b"}}, "unknown option of 'A' 'b'"),
        ({"meanings": {"A": ["tanks"]}}, "unknown item in the meaning of 'A'"),
        ({"duties": {"C": ["troops"]}}, "unknown party of duties 'C'"),
        ({"carried_out_by": {}}, "nobody carries out 'withdrawal'"),
    ],
)
def test_a_word_that_does_not_fit_its_conflict_is_refused(changes: dict[str, object], said: str) -> None:
    with pytest.raises(ModelError, match=said):
        deal(**changes)


def test_a_view_that_hides_a_party_s_own_option_is_refused() -> None:
    with pytest.raises(ModelError, match="who owns it"):
        Hypergame(conflict=ATTACK, views=[View(of="Fleet", hidden=["dive"])])
    with pytest.raises(ModelError, match="unknown decision maker with a view 'Flett'; did you mean 'Fleet'"):
        Hypergame(conflict=ATTACK, views=[View(of="Flett")])
