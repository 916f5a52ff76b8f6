"""The compiled pass: equal to the plain machine on anything, and refusing columns that do not fit together."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.agreements import bulk_kernel
from detente.agreements.bulk import DUTIES, columns, counts, states
from detente.agreements.bulk_tables import from_tables
from detente.agreements.ledger import ledger
from detente.agreements.lifecycle import MOVES, STATES, Move, Terms, state_at
from detente.errors import ModelError
from detente.record.agreement import Agreement, Commitment, Condition, Evidence
from detente.record.tabular import frame

terms = st.builds(
    Terms,
    duty=st.sampled_from(DUTIES),
    conditional=st.booleans(),
    owed=st.booleans(),
    antecedent_by=st.none() | st.integers(-2, 20),
    consequent_by=st.none() | st.integers(-2, 20),
    consequent_within=st.none() | st.integers(0, 8),
)
events = st.lists(st.tuples(st.integers(-2, 20), st.sampled_from(MOVES), st.integers(-2, 24)), max_size=10)
DAYS = range(-4, 27)
DAY = dt.date(2020, 1, 1)


@settings(max_examples=400)
@given(st.lists(st.tuples(terms, events), min_size=1, max_size=4))
def test_the_compiled_pass_equals_the_plain_machine(promises: list[tuple[Terms, list[tuple[int, Move, int]]]]) -> None:
    found = states(columns(promises), list(DAYS))
    for row, (made, happened) in zip(found, promises, strict=True):
        for code, day in zip(row, DAYS, strict=True):
            known = [(at, move) for at, move, since in happened if max(at, since) <= day]
            assert STATES[code] == state_at(made, known, day)


@settings(max_examples=400)
@given(terms, events)
def test_it_does_so_too_for_promises_that_were_made_at_once(made: Terms, happened: list[tuple[int, Move, int]]) -> None:
    course: list[tuple[int, Move, int]] = [(0, "create", 0), *((abs(at), move, 0) for at, move, _ in happened)]
    found = states(columns([(made, course)]), list(DAYS))[0]
    plain = [(at, move) for at, move, _ in course]
    assert [STATES[code] for code in found] == [state_at(made, plain, day) for day in DAYS]


def test_the_kernels_numbers_are_the_places_of_the_tables() -> None:
    for number, state in enumerate(STATES):
        assert getattr(bulk_kernel, state.upper()) == number
    names = {"antecedent_fails": "FAILS"}
    for number, move in enumerate(MOVES):
        assert getattr(bulk_kernel, names.get(move, move.upper())) == number
    for number, duty in enumerate(DUTIES):
        assert getattr(bulk_kernel, duty.upper()) == number


def test_counts_give_one_row_an_instant() -> None:
    made = columns([(Terms(conditional=False, consequent_by=5), [(0, "create", 0)])] * 3)
    frame = counts(states(made, [0, 6]), [0, 6])
    assert frame["detached"].to_list() == [3, 0]
    assert frame["violated"].to_list() == [0, 3]


def test_columns_that_do_not_fit_together_are_refused() -> None:
    made = columns([(Terms(), [(0, "create", 0), (3, "antecedent", 3)])])
    with pytest.raises(ModelError, match="order of time"):
        dataclasses.replace(made, at=np.array([3, 0]))
    with pytest.raises(ModelError, match="places"):
        dataclasses.replace(made, first=np.array([0]))
    assert states(columns([]), [1, 2]).shape == (0, 2)


def tables(agreements: list[Agreement]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The three tables as the record has them."""
    made = [(agreement.id, each) for agreement in agreements for each in agreement.commitments]
    promised = frame(Commitment, [each for _, each in made]).with_columns(
        pl.Series("agreement", [name for name, _ in made], dtype=pl.String)
    )
    rows = [(each.id, row) for _, each in made for row in each.evidence]
    seen = frame(Evidence, [row for _, row in rows]).with_columns(
        pl.Series("commitment", [name for name, _ in rows], dtype=pl.String)
    )
    return frame(Agreement, agreements), promised, seen


def agreement(**commitment: object) -> Agreement:
    made = {"id": "a-1", "debtor": ["FRA"], "creditor": ["DEU"], "action": "x", "kind": "achieve"} | commitment
    return Agreement.model_validate(
        {"id": "a", "title": "A", "date": DAY, "parties": ["FRA", "DEU"], "commitments": [made]}
    )


days = st.dates(DAY, dt.date(2020, 12, 31))
rows = st.builds(
    Evidence,
    date=days,
    date_end=st.none() | days,
    effect=st.sampled_from(Evidence.model_fields["effect"].annotation.__args__),  # type: ignore[union-attr]
    text=st.just("x"),
    known_from=st.none() | st.dates(DAY, dt.date(2021, 6, 30)),
    certainty=st.sampled_from(("confirmed", "disputed")),
).filter(lambda each: each.date_end is None or each.date_end >= each.date)
conditions = st.none() | st.builds(
    Condition,
    text=st.just("x"),
    defined=st.booleans(),
    depends_on=st.sampled_from(((), ("FRA",), ("ITA",))),
    due=st.none() | days,
)


@given(
    st.lists(rows, max_size=6).map(tuple), conditions, st.none() | days, st.none() | days,
    st.sampled_from(("achieve", "maintain", "effort", "unilateral")), st.none() | st.integers(0, 90), days,
)  # fmt: skip
def test_the_tables_of_a_record_give_the_states_of_the_ledger(
    evidence: tuple[Evidence, ...], condition: Condition | None, due: dt.date | None, starts: dt.date | None,
    kind: str, within: int | None, day: dt.date,
) -> None:  # fmt: skip
    made = agreement(
        kind=kind, due=due, starts=starts, condition=condition, evidence=evidence, due_days_after_condition=within
    )
    found = states(from_tables(*tables([made])), [day.toordinal()])
    assert STATES[found[0, 0]] == ledger([made], as_of=day)["a-1"].state


def test_what_waits_for_others_is_left_to_the_ledger() -> None:
    made = agreement(condition={"text": "after it", "after": ["a-0"]})
    with pytest.raises(ModelError, match="a-1: waits for a-0"):
        from_tables(*tables([made]))
