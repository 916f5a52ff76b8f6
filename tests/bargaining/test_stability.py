"""Stable states: textbook answers, and the compiled passes against the definitions walked state by state."""

from __future__ import annotations

import pytest
from conflict_oracle import Oracle
from conflicts_made import conflicts
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.bargaining import Conflict
from detente.bargaining.conflict_parts import DecisionMaker
from detente.bargaining.stability import CONCEPTS
from detente.errors import ModelError


def held_against_the_oracle(conflict: Conflict) -> None:
    oracle, found = Oracle(conflict), conflict.stability()
    for concept in CONCEPTS:
        for name in conflict.names:
            assert found.stable(concept, name) == oracle.stable_states(concept, name), (concept, name)
        assert found.equilibria(concept) == oracle.equilibria(concept)


@settings(max_examples=1500, deadline=None)
@given(conflicts())
def test_compiled_stability_is_that_of_the_definitions(conflict: Conflict) -> None:
    held_against_the_oracle(conflict)


@settings(max_examples=600, deadline=None)
@given(conflicts(hidden=True))
def test_nobody_moves_to_or_from_a_state_it_misperceives(conflict: Conflict) -> None:
    held_against_the_oracle(conflict)


@settings(max_examples=150, deadline=None)
@given(conflicts(most=3, most_options=7))
def test_larger_conflicts_are_weighed_alike(conflict: Conflict) -> None:
    held_against_the_oracle(conflict)


@settings(max_examples=300, deadline=None)
@given(conflicts())
def test_concepts_imply_one_another_as_published(conflict: Conflict) -> None:
    found = conflict.stability()
    for name in conflict.names:
        nash, general, symmetric, sequential = (set(found.stable(c, name)) for c in ("R", "GMR", "SMR", "SEQ"))
        assert nash <= symmetric <= general
        assert nash <= sequential <= general


@settings(max_examples=200, deadline=None)
@given(conflicts(), st.randoms(use_true_random=False))
def test_the_order_of_decision_makers_changes_nothing(conflict: Conflict, random) -> None:
    makers = list(conflict.decision_makers)
    random.shuffle(makers)
    other = conflict.replace(decision_makers=tuple(makers))
    for name in conflict.names:
        assert other.stability().stable("SEQ", name) == conflict.stability().stable("SEQ", name)


def test_over_twenty_statements_rank_as_the_definition_does() -> None:
    says = [f"o{k % 6}" if k % 2 else f"not o{k * 5 % 6} and o{(k + 1) % 6}" for k in range(27)]
    options = [f"o{k}" for k in range(6)]
    conflict = Conflict(
        decision_makers=[DecisionMaker(name="A", options=options, preferences=says)], contradictions="rank"
    )
    oracle = Oracle(conflict)
    worth = [oracle.worth("A", state) for state in oracle.states]
    level = {each: rank + 1 for rank, each in enumerate(sorted(set(worth)))}
    assert conflict.payoffs("A") == tuple(level[each] for each in worth)


def test_in_the_prisoners_dilemma_restraint_is_stable_only_with_foresight() -> None:
    dilemma = Conflict(
        decision_makers=[
            DecisionMaker(name="Row", options=["row keeps"], preferences=['"column keeps"', 'not "row keeps"']),
            DecisionMaker(name="Column", options=["column keeps"], preferences=['"row keeps"', 'not "column keeps"']),
        ]
    )
    found = dilemma.stability()
    assert found.equilibria("R") == (1,)
    assert found.equilibria("SEQ") == (1, 4)
    assert dilemma.state(4).taken == ("row keeps", "column keeps")


def test_one_concept_may_be_asked_for_by_its_name_alone() -> None:
    conflict = Conflict(decision_makers=[DecisionMaker(name="A", options=["a"], preferences=["a"])])
    assert conflict.stability("SEQ").by_concept == {"SEQ": (2,)}


def test_an_unknown_concept_or_decision_maker_is_named() -> None:
    conflict = Conflict(decision_makers=[DecisionMaker(name="A", options=["a"], preferences=["a"])])
    with pytest.raises(ModelError, match="'SEG'; did you mean 'SEQ'"):
        conflict.stability(["SEG"])
    with pytest.raises(ModelError, match="unknown decision maker 'B'"):
        conflict.stability().stable("R", "B")
