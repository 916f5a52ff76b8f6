from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.record.duplicates import content_words
from detente.record.tellings import Act, best_match

FIRED = "Peru fired two missiles of long range over the coast of Chile at dawn."


def act(
    name: str = "K1",
    *,
    source: str = "PER",
    target: str | None = "CHL",
    kind: str = "MOBILIZE",
    quad: int = 4,
    modality: str = "actual",
    first: str = "2018-05-03",
    last: str | None = None,
    sentence: str = FIRED,
) -> Act:
    start = dt.date.fromisoformat(first)
    end = dt.date.fromisoformat(last) if last else start
    return Act(name, name, source, target, kind, quad, modality, start, end, last is None, content_words(sentence))


TOLD = act("T1", first="2018-05-01", last="2018-05-31", sentence="In May 2018 Peru fired two missiles over the coast.")


def test_a_month_and_the_same_words_find_the_act() -> None:
    found = best_match(TOLD, [act()])
    assert found
    assert (found.event, found.into) == ("T1", "K1")


@pytest.mark.parametrize(
    "other",
    [
        act(source="CHL", target="PER"),
        act(target="BOL"),
        act(quad=3, kind="THREATEN"),
        act(modality="failed"),
        act(first="2018-06-03"),
        act(sentence="Peru moved its fleet to the north."),
    ],
    ids=["roles swapped", "another target", "another class", "it failed", "another month", "other words"],
)
def test_what_differs_in_a_part_is_another_act(other: Act) -> None:
    assert best_match(TOLD, [other]) is None


def test_two_acts_that_fit_alike_leave_it_open() -> None:
    assert best_match(TOLD, [act("K1"), act("K2", first="2018-05-20")]) is None


def test_the_only_act_of_the_very_day_needs_few_words_in_common() -> None:
    told = act("T1", sentence="On 3 May 2018 Peru again fired over the sea.")
    found = best_match(told, [act()])
    assert found
    assert best_match(told, [act(), act("K2", sentence="Peru sent a ship.")]) is None


def test_another_type_of_the_class_needs_nearly_the_same_words() -> None:
    near = act(kind="ASSAULT")
    assert best_match(TOLD, [near])
    assert best_match(act("T1", sentence="Peru fired at the coast after talks broke down."), [near]) is None


DAYS = st.dates(dt.date(2018, 1, 1), dt.date(2018, 3, 1)).map(dt.date.isoformat)


@given(st.lists(DAYS, max_size=5), DAYS)
def test_the_order_of_the_record_does_not_matter(days: list[str], day: str) -> None:
    known = [act(f"K{n}", first=first) for n, first in enumerate(days)]
    told = act("T1", first=day)
    assert best_match(told, known) == best_match(told, known[::-1])
