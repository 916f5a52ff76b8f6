from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

from detente.errors import AmbiguousName
from detente.record.actors import resolve

TABLE = Path(str(files("detente.record.data") / "office_holders.csv"))
ROWS = list(csv.DictReader(TABLE.open(encoding="utf-8")))
HEADS = ("head_of_state", "head_of_government", "leader", "head_of_body")
STATES = [
    "ARG", "AUS", "BRA", "CAN", "CHN", "FRA", "DEU", "IND", "IDN", "ITA", "JPN", "KOR", "MEX", "RUS", "SAU", "ZAF",
    "TUR", "GBR", "USA", "EUR", "IRN", "ISR", "PAK", "UKR", "SYR", "CUB", "VNM",
]  # fmt: skip
NOW = dt.date(2025, 12, 31)

# Terms that rightly overlap: a deputy acted, or two held one office in turn on a day that sources give differently.
ACTING = "Acting"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text) if text else NOW


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['actor']}-{row['office']}-{row['person']}-{row['from']}")
def test_every_row_has_a_person_days_in_order_and_a_source(row: dict[str, str]) -> None:
    assert day(row["from"]) <= day(row["to"])
    assert row["person"]
    assert row["family_name"] in row["person"]
    assert row["person"] in row["short_names"].split("|")
    assert row["source"]
    assert len(row["actor"]) == 3


def test_nobody_holds_an_office_together_with_another_for_more_than_a_month() -> None:
    terms = defaultdict(list)
    for row in ROWS:
        single = row["office"] in ("head_of_state", "head_of_government", "foreign_minister")
        if single and ACTING not in row["title"]:
            terms[row["actor"], row["office"]].append((day(row["from"]), day(row["to"]), row["person"]))
    late = []
    for key, held in terms.items():
        held.sort()
        for (_, end, one), (start, _, other) in pairwise(held):
            if (end - start).days > 31:
                late.append((key, one, other))
    # Two presidents of parliament and state stood side by side in the Soviet Union.
    assert [key for key in late if key[0] != ("SUN", "head_of_state")] == []


@pytest.mark.parametrize("actor", ["KOR", "PRK", "USA", "CHN", "JPN"])
def test_the_main_states_have_a_head_on_every_new_year_since_they_began(actor: str) -> None:
    begin = {"KOR": 1949, "PRK": 1949, "USA": 1946, "CHN": 1950, "JPN": 1946}[actor]
    held = [row for row in ROWS if row["actor"] == actor and row["office"] in HEADS]
    # Councils and acting heads filled these stretches.
    missing = {("KOR", year) for year in (1963,)}
    for year in range(begin, 2026):
        on = dt.date(year, 1, 1)
        found = any(day(row["from"]) <= on <= day(row["to"]) for row in held)
        assert found or (actor, year) in missing, year


@pytest.mark.parametrize(
    "actor",
    [
        "ARG",
        "AUS",
        "BRA",
        "CAN",
        "CHN",
        "FRA",
        "DEU",
        "IND",
        "IDN",
        "ITA",
        "JPN",
        "KOR",
        "MEX",
        "RUS",
        "SAU",
        "ZAF",
        "TUR",
        "GBR",
        "USA",
        "EUR",
        "IRN",
        "ISR",
        "PAK",
        "UKR",
        "SYR",
        "CUB",
        "VNM",
    ],
)
def test_the_states_that_matter_most_have_heads_and_foreign_ministers_since_2003(actor: str) -> None:
    held = [row for row in ROWS if row["actor"] == actor]
    for year in range(2003, 2025):
        on = dt.date(year, 7, 15)
        heads = [r for r in held if r["office"] in HEADS and day(r["from"]) <= on <= day(r["to"])]
        assert heads, (actor, year)
    assert len({r["person"] for r in held if r["office"] == "foreign_minister"}) >= 2


@pytest.mark.parametrize(
    ("name", "on", "expected"),
    [
        ("Moon", "2018-05-01", "KOR/GOV"), ("Kim Jong Un", "2018-06-12", "PRK/GOV"), ("Kim", "2018-06-12", "PRK/GOV"),
        ("Trump", "2019-02-28", "USA/GOV"), ("Trump", "2022-02-28", "USA/ELI"), ("Xi Jinping", "2019-01-08", "CHN/GOV"),
        ("Abe", "2018-01-01", "JPN/GOV"), ("Gorbachev", "1987-12-08", "SUN/GOV"), ("Yeltsin", "1995-01-01", "RUS/GOV"),
        ("Truman", "1950-06-27", "USA/GOV"), ("Blair", "1998-04-10", "GBR/GOV"), ("Ahern", "1998-04-10", "IRL/GOV"),
        ("Merkel", "2015-02-12", "DEU/GOV"), ("President Moon Jae-in", "2018-04-27", "KOR/GOV"),
    ],
)  # fmt: skip
def test_a_name_on_a_day_is_the_person_who_held_office(name: str, on: str, expected: str) -> None:
    assert str(resolve(name, dt.date.fromisoformat(on))) == expected


def test_a_family_name_of_two_heads_is_ambiguous_and_says_so() -> None:
    with pytest.raises(AmbiguousName) as told:
        resolve("Kim", dt.date(1999, 6, 1))
    assert {"KOR/GOV", "PRK/GOV"} <= {candidate.split(" ")[0] for candidate in told.value.candidates}
