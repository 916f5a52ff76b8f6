from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.record.duplicates import find_merges, merge_events, similarity
from detente.record.event import Event, Report
from detente.record.store import create_tables, insert_values

PAIRS = list(csv.DictReader((Path(__file__).parent / "retellings.csv").open(encoding="utf-8")))


def event(name: str, sentence: str, **changes: object) -> Event:
    values = {
        "id": name, "happening_id": name, "date": dt.date(2018, 5, 1), "source": "FRA", "target": "DEU",
        "type": "CONSULT", "quad": 1, "intensity": 1.0, "sentence": sentence, "known_from": dt.date(2018, 5, 1),
    }  # fmt: skip
    return Event(**(values | changes))


@pytest.fixture
def con() -> Iterator[object]:
    import duckdb

    with duckdb.connect() as opened:
        create_tables(opened)
        yield opened


def fill(con: object, *events: Event) -> None:
    insert_values(con, "events", events)
    reports = [Report(id=e.id, event_id=e.id, happening_id=e.happening_id, source_id=f"src-{e.id}") for e in events]
    insert_values(con, "reports", reports)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["id"])
def test_retellings_merge_and_near_duplicates_do_not(con: object, pair: dict[str, str]) -> None:
    later = dt.date.fromisoformat(pair["second_date"])
    fill(
        con,
        event("a", pair["first"], date=dt.date.fromisoformat(pair["first_date"])),
        event("b", pair["second"], date=later, known_from=later),
    )
    assert bool(find_merges(con)) == (pair["same"] == "yes")


def test_enough_near_duplicates_are_tried() -> None:
    assert sum(pair["same"] == "no" for pair in PAIRS) >= 30


def test_a_merged_row_keeps_its_report_and_stays_to_be_seen(con: object) -> None:
    fill(
        con,
        event("a", "Ministers of France and Germany met in Lyon to discuss steel."),
        event("b", "The ministers of France and Germany met in Lyon and discussed steel.", date=dt.date(2018, 5, 2)),
    )
    assert merge_events(con) == 1
    assert con.execute("select id from events").fetchall() == [("a",)]
    assert con.execute("select id, event_id from reports order by id").fetchall() == [("a", "a"), ("b", "a")]
    assert con.execute("select id, merged_into from merged").fetchall() == [("b", "a")]


@pytest.mark.parametrize(
    "difference",
    [
        {"type": "AGREE"}, {"target": "ITA"}, {"date": dt.date(2018, 5, 4)}, {"account": "FRA"},
        {"modality": "failed"}, {"precision": "month"},
    ],
    ids=str,
)  # fmt: skip
def test_rows_that_differ_in_what_they_are_never_merge(con: object, difference: dict[str, object]) -> None:
    sentence = "Ministers of France and Germany met in Lyon to discuss steel."
    fill(con, event("a", sentence), event("b", sentence, **difference))
    assert find_merges(con) == []


def test_two_rows_of_one_source_never_merge(con: object) -> None:
    sentence = "Ministers of France and Germany met in Lyon to discuss steel."
    fill(con, event("a", sentence), event("b", sentence))
    con.execute("update reports set source_id = 'one'")
    assert find_merges(con) == []


def test_an_event_set_apart_by_a_reviewer_is_left_alone(con: object) -> None:
    sentence = "Ministers of France and Germany met in Lyon to discuss steel."
    fill(con, event("a", sentence), event("b", sentence))
    assert find_merges(con, separate={"b"}) == []


def test_similarity_is_symmetric_and_full_for_the_same_sentence() -> None:
    one, other = "France sent two ships to Malta.", "Two ships were sent by France."
    assert similarity(one, other) == similarity(other, one)
    assert similarity(one, one) == 1.0
