"""A conflict as a person writes it: its forms, its faults, and what becomes of one too large to list."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from conflict_oracle import Oracle
from conflicts_made import conflicts
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.bargaining import Conflict, DecisionMaker, Option, Statement
from detente.bargaining.conditions import written
from detente.errors import ModelError, TooLarge

GAME: dict[str, Any] = {
    "options": [{"id": "lift", "name": "lift sanctions"}, {"id": "close", "permitted": "fwd"}, "test"],
    "decision_makers": [
        {"name": "A", "options": ["lift"], "preferences": ["close", "not test", {"says": "lift iff close"}]},
        {"name": "B", "options": ["close", "test"], "preferences": ["lift", {"if": {"lift": "N"}, "then": "test"}]},
    ],
    "infeasible": [{"says": "close and test", "reason": "the site is closed"}],
}


def spoilt(**changes: Any) -> dict[str, Any]:
    return {**GAME, **changes}


def maker(**changes: Any) -> dict[str, Any]:
    first, second = GAME["decision_makers"]
    return spoilt(decision_makers=[{**first, **changes}, second])


def test_a_conflict_survives_a_round_trip() -> None:
    conflict = Conflict.from_dict(GAME)
    assert Conflict.from_dict(conflict.to_dict()) == conflict
    assert [state.text for state in conflict.states] == ["NNN", "YNN", "NYN", "YYN", "NNY", "YNY"]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("a and -b", "a and -b"),
        ({"a": "Y", "b": "N"}, "a and not b"),
        ([[0, "Y"], [1, "N"]], "#0 and not #1"),
        ({"members": [[["a", "Y"]], [["b", "N"]]], "compound": True}, "a or (not b)"),
        ({"if": "a", "then": "b or c"}, "(b or c) if a"),
        ({"iff": ["a", {"b": "N"}]}, "a iff (not b)"),
        ({"not": {"any": ["a", "b"]}}, "not (a or b)"),
        ({"two words": "Y"}, '"two words"'),
    ],
)
def test_a_condition_may_be_written_in_many_forms(form: Any, text: str) -> None:
    assert written(form) == text


def test_statements_rank_states_one_after_another() -> None:
    conflict = Conflict.from_dict(GAME)
    oracle = Oracle(conflict)
    for name in conflict.names:
        worth = [oracle.worth(name, state) for state in oracle.states]
        level = {each: rank + 1 for rank, each in enumerate(sorted(set(worth)))}
        assert conflict.payoffs(name) == tuple(level[each] for each in worth)


def test_importance_orders_statements_by_the_best_guess() -> None:
    listed = DecisionMaker(name="A", options=["x", "y"], preferences=["x", "y"])
    weighed = listed.replace(
        preferences=(
            Statement(says="y", importance={"low": 1, "value": 2, "high": 5}),
            Statement(says="x", importance={"low": 1, "value": 3, "high": 4}),
        )
    )
    assert Conflict(decision_makers=[weighed]).payoffs("A") == Conflict(decision_makers=[listed]).payoffs("A")


def test_comparisons_are_a_ranking() -> None:
    by_lines = DecisionMaker(name="A", options=["x", "y"], comparisons=["4 > 1 = 2", "2 > 3"])
    by_list = DecisionMaker(name="A", options=["x", "y"], ranking=[4, [1, 2], "NY"])
    assert Conflict(decision_makers=[by_lines]).payoffs("A") == Conflict(decision_makers=[by_list]).payoffs("A")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (spoilt(options=[*GAME["options"], "spy"]), "option 'spy' is owned by nobody"),
        (maker(options=["lift", "test"]), "option 'test' is owned by 'A' and by 'B'"),
        (maker(options=["lifd"]), "unknown option of 'A' 'lifd'; did you mean 'lift'"),
        (maker(preferences=["close", "not close"]), "A: the statements 'close' and 'not close' contradict each other"),
        (
            maker(preferences=["close or test", {"close": "N", "test": "N"}]),
            "'close or test' and 'not close and not test' contradict each other",
        ),
        (maker(preferences=["close and not close"]), "contradicts itself"),
        (maker(preferences=["clsoe"]), "unknown option in a statement of 'A': 'clsoe': 'clsoe'; did you mean 'close'"),
        (spoilt(infeasible=["close", "not close"]), "no state is feasible"),
        (spoilt(infeasible=["tset"]), "did you mean 'test'"),
        (maker(preferences=["close and"]), "an option is missing"),
        (maker(preferences=["(close"]), "a bracket is not closed"),
        (maker(preferences=[{"close": "maybe"}]), "say Y"),
        (maker(preferences=[], ranking=[1, 2, 3, 4, 5, 6, 2]), "cycle: 2 > 3 > 4 > 5 > 6 > 2"),
        (maker(preferences=[], ranking=[1, 2, 3, 4, 5]), "leaves out state 6"),
        (maker(preferences=[], ranking=[1, 2, 3, 4, 5, 7]), "states are numbered 1 to 6"),
        (maker(preferences=[], comparisons=["1 > 2 > 3", "3 > 1", "4 > 5 > 6"]), "cycle"),
        (maker(preferences=[], comparisons=["1 > 2", "3 > 4"]), "states 1 and 3 are not compared"),
        (maker(ranking=[1, 2, 3, 4, 5, 6]), "is given preferences and ranking"),
        (maker(preferences=[{"says": "close", "importance": float("nan")}, "test"]), "not a finite number"),
        (maker(preferences=[{"says": "close", "importance": 2}, "test"]), "no importance for 'test'"),
        (maker(preferences=["close", {"says": "test", "strength": 2}]), "no stronger than"),
        (spoilt(options=[{"id": "lift", "permitted": "sideways"}, "close", "test"]), "permitted"),
        (spoilt(decision_makers=[]), "decision_makers"),
        (spoilt(status_quo="YY"), "not 3 letters"),
        (spoilt(status_quo=["close", "test"]), "not feasible"),
        (["not", "a", "mapping"], "a conflict is a mapping"),
    ],
)
def test_a_fault_is_named_with_its_place(data: Any, said: str) -> None:
    with pytest.raises(ModelError) as caught:
        Conflict.from_dict(data).stability()
    assert said in str(caught.value)


def test_of_two_contradictory_statements_the_more_important_may_prevail() -> None:
    data = maker(preferences=["close", "not close"]) | {"contradictions": "rank"}
    assert Conflict.from_dict(data).payoffs("A") == Conflict.from_dict(maker(preferences=["close"])).payoffs("A")


def large(options: int = 40) -> Conflict:
    each = [f"o{k}" for k in range(options)]
    return Conflict(
        decision_makers=[
            DecisionMaker(
                name=f"D{k}", options=each[k * 10 : k * 10 + 10], preferences=[each[k * 10], each[k * 10 - 1]]
            )
            for k in range(options // 10)
        ]
    )


def test_states_too_many_to_list_are_refused_with_what_can_be_asked_instead() -> None:
    with pytest.raises(TooLarge, match=r"2\^40 states of 4 decision makers need about .* GB .*reduced.*sampled"):
        large().stability()


def test_a_conflict_too_large_to_list_is_reduced() -> None:
    conflict = large()
    held = {option.id: "N" for option in conflict.options[12:]}
    small = conflict.reduced(held)
    assert len(small.options) == 12
    assert small.stability().equilibria("R")


def test_a_conflict_too_large_to_list_is_sampled() -> None:
    found = large().sampled(np.random.default_rng(3), states=60, answers=20)
    assert found == large().sampled(np.random.default_rng(3), states=60, answers=20)
    # A state is Nash where each of four holds its own first wish: one in sixteen.
    assert found.shares["R"].low <= 1 / 16 <= found.shares["R"].high
    assert found.shares["R"].value <= found.shares["GMR"].high


@settings(max_examples=60, deadline=None)
@given(conflicts(most_options=4), st.integers(0, 2**16))
def test_what_sampling_settles_is_what_a_full_analysis_finds(conflict: Conflict, seed: int) -> None:
    found, full = conflict.sampled(np.random.default_rng(seed), states=20, answers=30), conflict.stability()
    feasible = {state.text: state.number for state in conflict.states}
    for concept in ("R", "GMR", "SEQ"):
        assert {feasible[text] for text in found.equilibria[concept]} <= set(full.equilibria(concept))
    nash = set(full.equilibria("R"))
    assert found.shares["R"].value == 1.0 or len(nash) < len(feasible)


@settings(max_examples=300, deadline=None)
@given(conflicts(hidden=True), st.data())
def test_a_reduced_conflict_is_the_part_of_the_graph_in_which_options_are_held(conflict: Conflict, data) -> None:
    assume(len(conflict.options) > 1)
    option = data.draw(st.sampled_from([o.id for o in conflict.options]))
    taken = data.draw(st.sampled_from(["Y", "N"]))
    try:
        small = conflict.reduced({option: taken})
    except ModelError:
        return
    whole = [state for state in conflict.states if (option in state.taken) == (taken == "Y")]
    assert [set(s.taken) - {option} for s in whole] == [set(s.taken) for s in small.states]
    for name in conflict.names:
        before = [conflict.payoffs(name)[state.number - 1] for state in whole]
        after = small.payoffs(name)
        assert [[a < b for a in before] for b in before] == [[a < b for a in after] for b in after]


def test_a_direct_ranking_is_reduced_too() -> None:
    conflict = Conflict(
        options=[Option(id="x"), Option(id="y")],
        decision_makers=[DecisionMaker(name="A", options=["x", "y"], ranking=[4, 1, [2, 3]])],
    )
    assert conflict.reduced({"y": "Y"}).payoffs("A") == (1, 2)


def test_the_form_in_which_conflicts_are_exchanged_is_read_in_both_spellings() -> None:
    wants = [[[[1, "Y"]], [[0, "N"]]], [[[0, "Y"]], [[1, "N"]]]]
    beside = {
        "options": [{"name": "p", "permitted": "both"}, {"name": "q", "permitted": "fwd"}],
        "decision_makers": [{"name": "A", "options": [0]}, {"name": "B", "options": [1]}],
        "preferences": [{"statements_most_important_first": want} for want in wants],
        "misperceptions": [[], []],
    }
    within = {
        "options": [{"name": "p", "permittedDirection": "both"}, {"name": "q", "permittedDirection": "fwd"}],
        "decision_makers": [
            {"name": "A", "options": [0], "statements": wants[0]},
            {"name": "B", "options": [1], "statements": wants[1]},
        ],
    }
    assert Conflict.from_dict(beside).stability().by_concept == Conflict.from_dict(within).stability().by_concept
