"""The machine of a commitment: known answers, and what must hold for any course of events."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.agreements.lifecycle import MOVES, STATES, Move, Terms, history, standing_at, state_at

PROMISE = Terms(antecedent_by=10, consequent_within=5)
CREATED: tuple[int, Move] = (0, "create")
HELD: tuple[int, Move] = (4, "antecedent")

terms = st.builds(
    Terms,
    duty=st.sampled_from(("achieve", "maintain", "effort")),
    conditional=st.booleans(),
    owed=st.booleans(),
    antecedent_by=st.none() | st.integers(0, 20),
    consequent_by=st.none() | st.integers(0, 20),
    consequent_within=st.none() | st.integers(0, 10),
)
events = st.lists(st.tuples(st.integers(-3, 25), st.sampled_from(MOVES)), max_size=9)


@pytest.mark.parametrize(
    ("course", "at", "state"),
    [
        ([], 20, "null"),
        ([CREATED, (11, "antecedent")], 11, "expired"),
        ([CREATED, (10, "antecedent")], 10, "detached"),
        ([CREATED, (10, "antecedent"), (15, "consequent")], 15, "satisfied"),
        ([CREATED, (10, "antecedent"), (16, "consequent")], 16, "violated"),
        ([CREATED, (2, "antecedent_fails")], 2, "expired"),
        ([CREATED, HELD, (5, "consequent"), (6, "cancel"), (7, "release")], 7, "satisfied"),
        ([CREATED, HELD, (5, "cancel"), (6, "consequent")], 6, "violated"),
        ([CREATED, (3, "release"), (4, "antecedent"), (5, "consequent")], 5, "terminated"),
        ([CREATED, HELD, (10, "release")], 10, "violated"),
        ([CREATED, (20, "consequent")], 20, "expired"),
        ([(-2, "antecedent"), CREATED], 0, "detached"),
        ([(-2, "antecedent"), CREATED], 6, "violated"),
        ([(-2, "cancel"), CREATED], 0, "conditional"),
        ([(12, "create")], 12, "expired"),
        ([CREATED, HELD, (4, "consequent")], 4, "satisfied"),
    ],
)
def test_deadlines_are_inclusive_and_verdicts_stand(course: list[tuple[int, Move]], at: int, state: str) -> None:
    assert state_at(PROMISE, course, at) == state


def test_a_deadline_does_not_fall_while_suspended_but_falls_on_resuming() -> None:
    course: list[tuple[int, Move]] = [CREATED, HELD, (6, "suspend"), (12, "reactivate")]
    assert [state_at(PROMISE, course, at) for at in (6, 11, 12)] == ["pending", "pending", "violated"]


def test_what_happens_in_a_suspension_is_remembered() -> None:
    course: list[tuple[int, Move]] = [CREATED, (2, "suspend"), (3, "antecedent"), (6, "reactivate")]
    assert state_at(PROMISE, course, 3) == "pending"
    assert state_at(PROMISE, course, 6) == "detached"
    assert state_at(PROMISE, [*course[:3], (5, "cancel")], 5) == "violated"
    assert state_at(PROMISE, [*course[:2], (5, "consequent")], 5) == "satisfied"
    assert state_at(PROMISE, [*course[:2], (5, "release")], 5) == "terminated"


def test_an_antecedent_that_came_too_late_in_a_suspension_is_not_remembered() -> None:
    course: list[tuple[int, Move]] = [CREATED, (2, "suspend"), (12, "antecedent"), (13, "reactivate")]
    assert state_at(PROMISE, course, 13) == "expired"


def test_a_condition_met_after_the_deed_was_due_violates_nothing() -> None:
    late = Terms(consequent_by=8)
    assert state_at(late, [CREATED, (9, "antecedent")], 9) == "expired"


def test_two_who_wait_for_each_other_both_expire() -> None:
    assert state_at(PROMISE, [CREATED], 11) == "expired"


def test_a_breach_of_what_is_kept_up_stands_until_it_is_cured() -> None:
    kept = Terms(duty="maintain", conditional=False, consequent_by=20)
    course: list[tuple[int, Move]] = [CREATED, (5, "breach"), (9, "cure")]
    assert [state_at(kept, course, at) for at in (4, 5, 8, 9, 20, 21)] == [
        "detached", "violated", "violated", "detached", "detached", "satisfied",
    ]  # fmt: skip
    assert state_at(kept, course[:2], 21) == "violated"
    assert state_at(kept, [*course[:2], (22, "cure")], 22) == "violated"
    assert state_at(kept, [*course[:2], (6, "cancel"), (7, "cure")], 7) == "violated"


def test_a_promise_to_nobody_is_withdrawn_and_a_try_is_never_violated() -> None:
    bare = Terms(conditional=False, owed=False)
    assert state_at(bare, [CREATED, (5, "cancel")], 5) == "terminated"
    effort = Terms(duty="effort", conditional=False, consequent_by=8)
    assert state_at(effort, [CREATED, (3, "breach")], 3) == "detached"
    assert state_at(effort, [CREATED], 9) == "expired"


@given(terms, events, st.integers(-5, 40))
def test_every_course_of_events_ends_in_a_known_state(terms: Terms, events: list[tuple[int, Move]], at: int) -> None:
    assert state_at(terms, events, at) in STATES


@given(terms, events, st.integers(-5, 30), st.integers(0, 20))
def test_a_final_state_never_changes(terms: Terms, events: list[tuple[int, Move]], at: int, later: int) -> None:
    now = standing_at(terms, events, at)
    if now.final:
        assert standing_at(terms, events, at + later) == now


@given(terms, events, st.integers(-5, 30))
def test_what_has_not_happened_yet_moves_nothing(terms: Terms, events: list[tuple[int, Move]], at: int) -> None:
    past = [event for event in events if event[0] <= at]
    assert state_at(terms, events, at) == state_at(terms, past, at)


@given(terms, events, st.integers(-1000, 1000), st.integers(-5, 30))
def test_states_do_not_depend_on_when_time_is_counted_from(
    terms: Terms, events: list[tuple[int, Move]], shift: int, at: int
) -> None:
    def moved(day: int | None) -> int | None:
        return None if day is None else day + shift

    later = Terms(
        terms.duty, terms.conditional, terms.owed,
        moved(terms.antecedent_by), moved(terms.consequent_by), terms.consequent_within,
    )  # fmt: skip
    assert state_at(later, [(day + shift, move) for day, move in events], at + shift) == state_at(terms, events, at)


@given(terms, st.lists(st.tuples(st.integers(-3, 25), st.sampled_from(MOVES)), max_size=9, unique_by=lambda e: e[0]))
def test_the_order_of_writing_does_not_matter(terms: Terms, events: list[tuple[int, Move]]) -> None:
    shuffled = random.Random(1).sample(events, len(events))
    assert history(terms, events, 30) == history(terms, shuffled, 30)


@given(terms, events)
def test_a_violation_by_deadline_is_not_undone_by_anything_later(terms: Terms, events: list[tuple[int, Move]]) -> None:
    now = standing_at(terms, events, 30)
    if now.state == "violated" and now.final:
        later: list[tuple[int, Move]] = [(31, move) for move in MOVES]
        assert state_at(terms, [*events, *later], 31) == "violated"


@given(events, st.integers(-5, 30))
def test_efforts_are_never_violated(events: list[tuple[int, Move]], at: int) -> None:
    assert state_at(Terms(duty="effort", consequent_by=9), events, at) != "violated"
