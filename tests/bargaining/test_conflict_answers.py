"""Why a state is stable, in words, and what can come of the status quo."""

from __future__ import annotations

import pytest
from conflict_oracle import Oracle
from conflicts_made import conflicts
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.bargaining import Conflict, DecisionMaker, Option
from detente.errors import ModelError

DILEMMA = Conflict(
    options=[Option(id="r", name="keep the row"), Option(id="c", name="keep the column")],
    decision_makers=[
        DecisionMaker(name="Row", options=["r"], preferences=["c", "not r"]),
        DecisionMaker(name="Column", options=["c"], preferences=["r", "not c"]),
    ],
    status_quo="NN",
)


@settings(max_examples=300, deadline=None)
@given(conflicts(hidden=True), st.sampled_from(["R", "GMR", "SMR", "SEQ"]))
def test_a_state_is_stable_where_every_improvement_is_answered(conflict: Conflict, concept: str) -> None:
    found = conflict.stability([concept])
    for name in conflict.names:
        for state in conflict.states:
            answered = all(each.answered for each in conflict.improvements(state.number, name, concept))
            assert answered == (state.number in found.stable(concept, name))


@settings(max_examples=150, deadline=None)
@given(conflicts(hidden=True), st.sampled_from(["GMR", "SMR", "SEQ"]))
def test_an_answer_is_a_legal_sequence_of_the_others(conflict: Conflict, concept: str) -> None:
    oracle = Oracle(conflict)
    for name in conflict.names:
        for state in conflict.states:
            for each in conflict.improvements(state.number, name, concept):
                at, last = frozenset(each.move.to.taken), name
                for step in each.answer:
                    new = frozenset(step.to.taken)
                    assert step.by not in (last, name)
                    assert new in (oracle.better(step.by, at) if concept == "SEQ" else oracle.moves[step.by][at])
                    at, last = new, step.by
                if each.answer:
                    assert oracle.worth(name, at) <= oracle.worth(name, frozenset(state.taken))


def test_the_answer_is_told_in_words() -> None:
    row, column = DILEMMA.why("YY")
    assert row == (
        "Held back: Row drops 'keep the row', to state 3; but Column drops 'keep the column', to state 1, "
        "where Row is worse off than at first."
    )
    assert column.startswith("Held back: Column drops")
    assert DILEMMA.why("YY", "R")[0].endswith("and nothing that the others do takes the gain away.")
    assert DILEMMA.why("NN")[0] == "Row has nothing better to move to from state 1."


@settings(max_examples=150, deadline=None)
@given(conflicts(hidden=True), st.booleans(), st.data())
def test_what_can_come_of_a_state_is_what_legal_sequences_reach(conflict: Conflict, improving: bool, data) -> None:
    oracle = Oracle(conflict)
    start = data.draw(st.sampled_from(oracle.states))
    ways = conflict.ways(sorted(start), improving=improving)
    team = list(conflict.names)
    wanted = oracle.improved(start, team) if improving else oracle.reached(start, team)
    assert set(ways) == {oracle.number(state) for state in wanted | {start}}


def test_a_way_is_as_short_as_can_be_and_told_in_words() -> None:
    ways = DILEMMA.ways()
    assert {number: len(way.moves) for number, way in ways.items()} == {1: 0, 2: 1, 3: 1, 4: 2}
    assert ways[4].said == "Row takes up 'keep the row', then Column takes up 'keep the column'"
    assert ways[1].said == "where things stand"
    assert set(DILEMMA.ways(improving=True)) == {1}


def test_without_a_status_quo_a_start_is_asked_for() -> None:
    with pytest.raises(ModelError, match="names no status quo"):
        DILEMMA.replace(status_quo=None).ways()
