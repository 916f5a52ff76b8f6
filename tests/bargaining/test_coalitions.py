"""Coalitions, foresight, simultaneous answers, unknown and graded preferences, against their definitions."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import pytest
from conflict_oracle import Oracle, State
from conflicts_made import conflicts
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.bargaining import Conflict, DecisionMaker, Statement
from detente.errors import ModelError

CONCEPTS = ("R", "GMR", "SMR", "SEQ")

CHICKEN = Conflict(
    decision_makers=[
        DecisionMaker(name="Row", options=["r"], ranking=["NY", "YY", "YN", "NN"]),
        DecisionMaker(name="Column", options=["c"], ranking=["YN", "YY", "NY", "NN"]),
    ]
)
DILEMMA = Conflict(
    decision_makers=[
        DecisionMaker(name="Row", options=["r"], preferences=["c", "not r"]),
        DecisionMaker(name="Column", options=["c"], preferences=["r", "not c"]),
    ]
)


@settings(max_examples=400, deadline=None)
@given(conflicts(most=3, most_options=4, hidden=True))
def test_coalition_stability_is_that_of_the_definitions(conflict: Conflict) -> None:
    oracle, found = Oracle(conflict), conflict.coalitions()
    for size in range(1, len(conflict.names) + 1):
        for team in combinations(conflict.names, size):
            for concept in CONCEPTS:
                wanted = [oracle.number(s) for s in oracle.states if oracle.coalition_stable(concept, team, s)]
                assert found.stable(concept, team) == tuple(wanted), (concept, team)


@settings(max_examples=150, deadline=None)
@given(conflicts(hidden=True))
def test_a_coalition_of_one_under_every_concept_but_seq_is_the_decision_maker(conflict: Conflict) -> None:
    found, single = conflict.coalitions(), conflict.stability()
    for name in conflict.names:
        for concept in ("R", "GMR", "SMR"):
            assert found.stable(concept, [name]) == single.stable(concept, name)
        # Coalitions among the others can only add answers.
        assert set(single.stable("SEQ", name)) <= set(found.stable("SEQ", [name]))


@settings(max_examples=500, deadline=None)
@given(conflicts(hidden=True))
def test_simultaneous_stability_is_that_of_the_definition(conflict: Conflict) -> None:
    oracle, found = Oracle(conflict), conflict.stability(["SIM"])
    for name in conflict.names:
        assert found.stable("SIM", name) == oracle.stable_states("SIM", name)


def foreseen(oracle: Oracle, depth: int, name: str) -> tuple[int, ...]:
    """Limited-move stability by recursion, as the definition has it."""

    @cache
    def end(depth: int, mover: str, state: State) -> State:
        best = state
        for new in oracle.moves[mover][state]:
            feared = new
            movers = [end(depth - 1, other, new) for other in oracle.makers if other != mover] if depth > 1 else []
            ends = [each for each in movers if each != new]
            if ends:
                feared = min(ends, key=lambda each: oracle.worth(mover, each))
            if oracle.worth(mover, feared) > oracle.worth(mover, best):
                best = feared
        return best

    return tuple(oracle.number(s) for s in oracle.states if end(depth, name, s) == s)


@settings(max_examples=200, deadline=None)
@given(conflicts(most=3, most_options=4, hidden=True), st.integers(1, 5))
def test_limited_moves_are_those_of_the_recursion(conflict: Conflict, depth: int) -> None:
    oracle, found = Oracle(conflict), conflict.limited_move(depth)
    for name in conflict.names:
        assert found.stable(f"L{depth}", name) == foreseen(oracle, depth, name)


@settings(max_examples=100, deadline=None)
@given(conflicts())
def test_looking_one_move_ahead_is_nash(conflict: Conflict) -> None:
    assert conflict.limited_move(1).equilibria("L1") == conflict.stability(["R"]).equilibria("R")


def test_non_myopic_players_keep_the_compromise_in_chicken_and_in_the_dilemma() -> None:
    # Brams and Wittman (1981), Kilgour (1984): the compromise is non-myopically stable in both games.
    assert 4 in CHICKEN.non_myopic().equilibria("NM")
    assert 4 in DILEMMA.non_myopic().equilibria("NM")


def test_in_the_dilemma_the_two_together_leave_what_neither_leaves_alone() -> None:
    together = DILEMMA.coalitions()
    assert DILEMMA.stability().equilibria("R") == (1,)
    assert together.improvements(["Row", "Column"], 1) == (4,)
    assert together.equilibria("SEQ") == (4,)
    assert together.equilibria("R", among=[["Row"], ["Column"]]) == (1,)


def test_an_empty_or_unknown_coalition_is_refused() -> None:
    with pytest.raises(ModelError, match="a coalition is empty"):
        DILEMMA.coalitions().stable("R", [])
    with pytest.raises(ModelError, match="unknown decision maker 'Rwo'; did you mean 'Row'"):
        DILEMMA.coalitions().stable("R", ["Rwo"])


@settings(max_examples=150, deadline=None)
@given(conflicts(hidden=True))
def test_where_all_is_known_every_kind_of_unknown_stability_is_the_plain_one(conflict: Conflict) -> None:
    plain = conflict.stability()
    for kind in ("a", "b", "c", "d"):
        found = conflict.uncertain(kind)
        for concept in CONCEPTS:
            assert found.equilibria(concept) == plain.equilibria(concept)


@settings(max_examples=150, deadline=None)
@given(conflicts(most_options=4), st.data())
def test_kinds_of_unknown_stability_stand_to_each_other_as_published(conflict: Conflict, data) -> None:
    makers = tuple(
        maker.replace(preferences=tuple(s.replace(unknown=data.draw(st.booleans())) for s in maker.preferences))
        for maker in conflict.decision_makers
    )
    unsure = conflict.replace(decision_makers=makers)
    found = {kind: unsure.uncertain(kind) for kind in ("a", "b", "c", "d")}
    for name in conflict.names:
        for concept in CONCEPTS:
            a, b, c, d = (set(found[kind].stable(concept, name)) for kind in ("a", "b", "c", "d"))
            assert a <= b <= d, concept
            assert a <= c <= d, concept


def test_an_unknown_direction_keeps_nobody_from_leaving_only_under_the_bold_kinds() -> None:
    lone = Conflict(
        decision_makers=[DecisionMaker(name="A", options=["x"], preferences=[Statement(says="x", unknown=True)])]
    )
    assert lone.uncertain("a").equilibria("R") == ()
    assert lone.uncertain("b").equilibria("R") == (1, 2)


def test_a_mild_answer_does_not_make_a_state_strongly_stable() -> None:
    def dilemma(strength: int) -> Conflict:
        wants = [Statement(says="c", strength=strength), Statement(says="not r")]
        return Conflict(
            decision_makers=[
                DecisionMaker(name="Row", options=["r"], preferences=wants),
                DecisionMaker(name="Column", options=["c"], preferences=["r", "not c"]),
            ]
        )

    assert 4 in dilemma(1).stability().stable("SEQ", "Row")
    assert 4 not in dilemma(1).strong().stable("SEQ", "Row")
    assert 4 in dilemma(2).strong().stable("SEQ", "Row")


@settings(max_examples=100, deadline=None)
@given(conflicts())
def test_strong_stability_of_the_lowest_degree_needs_an_answer_that_is_worse(conflict: Conflict) -> None:
    plain, strong = conflict.stability(), conflict.strong(1)
    for name in conflict.names:
        assert strong.stable("R", name) == plain.stable("R", name)
        for concept in ("GMR", "SMR", "SEQ"):
            assert set(strong.stable(concept, name)) <= set(plain.stable(concept, name))


def test_a_ranking_may_leave_a_pair_open_and_grade_its_steps() -> None:
    graded = {"states": [4, 2, 1, 3], "strength": [1, 3, 1], "unknown": [[1, 3]]}
    conflict = Conflict(decision_makers=[DecisionMaker(name="A", options=["x", "y"], ranking=graded)])
    assert conflict.uncertain("b").equilibria("R") == (4,)
    with pytest.raises(ModelError, match="2 strengths for 3 steps"):
        DecisionMaker(name="A", options=["x", "y"], ranking={"states": [4, 2, 1, 3], "strength": [1, 3]})
