from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

from detente.errors import AmbiguousName
from detente.record.actors import Actors, resolve
from detente.record.actortables import OFFICES

TABLE = Path(str(files("detente.record.data") / "office_holders.csv"))
ROWS = list(csv.DictReader(TABLE.open(encoding="utf-8")))
NOW = dt.date(2025, 12, 31)
ONE_AT_A_TIME = ("head_of_state", "head_of_government", "foreign_minister", "defence_minister", "head_of_body")
MINISTERS = ("head_of_state", "head_of_government", "foreign_minister")

# For part of the time since 2002 at least; Syria and Turkey had one for the rest.
WITHOUT_PREMIER = {"ARG", "BRA", "MEX", "ZAF", "IDN", "IRN", "SAU", "TUR", "SYR"}
CROWNED_ABROAD = {"AUS", "CAN"}
# The day from which a state's office is to be filled without a gap that STATED_GAPS does not name.
REQUIRED = {
    **{
        (state, office): "2002-12-01"
        for state in (
            "ARG", "AUS", "BRA", "CAN", "FRA", "DEU", "IND", "IDN", "ITA", "MEX", "SAU", "ZAF", "TUR", "GBR",
            "ISR", "PAK", "UKR", "SYR", "VNM", "IRN",
        )
        for office in MINISTERS
        if not (office == "head_of_government" and state in WITHOUT_PREMIER)
        and not (office == "head_of_state" and state in CROWNED_ABROAD)
    },
    ("KOR", "head_of_state"): "1948-08-15", ("KOR", "head_of_government"): "1988-02-25",
    ("KOR", "foreign_minister"): "1998-03-03", ("KOR", "defence_minister"): "1998-03-03",
    ("PRK", "leader"): "1948-09-09", ("PRK", "head_of_government"): "1948-09-09",
    ("PRK", "foreign_minister"): "1948-09-09", ("USA", "head_of_state"): "1945-08-15",
    ("USA", "foreign_minister"): "1945-08-15", ("USA", "defence_minister"): "1989-03-21",
    ("CHN", "leader"): "1949-10-01", ("CHN", "head_of_government"): "1949-10-01",
    ("CHN", "foreign_minister"): "1949-10-01", ("TWN", "head_of_state"): "1950-03-01",
    ("JPN", "head_of_state"): "1945-08-17", ("JPN", "head_of_government"): "1945-08-17",
    ("JPN", "foreign_minister"): "1945-09-17", ("SUN", "head_of_government"): "1945-08-15",
    ("SUN", "foreign_minister"): "1945-08-15", ("SUN", "leader"): "1945-08-15",
    ("RUS", "head_of_state"): "1991-12-25", ("RUS", "head_of_government"): "1992-06-15",
    ("RUS", "foreign_minister"): "1991-12-25", ("GBR", "head_of_government"): "1945-07-26",
    ("GBR", "foreign_minister"): "1945-07-27", ("FRA", "head_of_government"): "1945-01-01",
    ("DEU", "head_of_government"): "1949-09-15", ("UNO", "head_of_body"): "1945-10-24",
    ("IRN", "leader"): "2000-01-01", ("VNM", "leader"): "2000-01-01", ("CUB", "leader"): "2000-01-01",
    ("EUR", "head_of_body"): "2000-01-01", ("EUR", "foreign_minister"): "2000-01-01",
    ("IRL", "head_of_government"): "1990-01-01", ("IRL", "foreign_minister"): "1990-01-01",
    **{(body, "head_of_body"): "2000-01-01" for body in ("IAE", "NAT", "WHO", "IMF", "WBK", "WTO", "ASN")},
    ("AFU", "head_of_body"): "2002-07-09",
}  # fmt: skip
# Offices that stood empty, or that a deputy filled who is not in the table: the year in which the gap begins.
STATED_GAPS = {
    ("JPN", "foreign_minister", 1968), ("JPN", "head_of_government", 1980), ("KOR", "defence_minister", 2024),
    ("KOR", "foreign_minister", 2010), ("KOR", "head_of_government", 2002), ("KOR", "head_of_government", 2004),
    ("KOR", "head_of_government", 2006), ("KOR", "head_of_government", 2010), ("KOR", "head_of_government", 2015),
    ("KOR", "head_of_government", 2025), ("PAK", "foreign_minister", 2007), ("PAK", "foreign_minister", 2011),
    ("PAK", "foreign_minister", 2013), ("PAK", "foreign_minister", 2018), ("PRK", "foreign_minister", 2007),
    ("SYR", "head_of_state", 2024), ("UKR", "foreign_minister", 2007), ("UKR", "foreign_minister", 2009),
    ("UNO", "head_of_body", 1961), ("USA", "foreign_minister", 1992), ("WTO", "head_of_body", 2020),
    ("IRL", "foreign_minister", 2011),
}  # fmt: skip
ENVOYS = {
    "PRK": ["Kim Yong Chol", "Choe Son Hui", "Kim Hyok Chol", "Kim Kye Gwan", "Ri Su Yong", "Kim Yo Jong"],
    "KOR": ["Suh Hoon", "Chung Eui-yong", "Lee Do-hoon"],
    "CHN": ["Yang Jiechi", "Dai Bingguo", "Song Tao"],
    "USA": ["Stephen Biegun", "Sung Kim", "Stephen Bosworth", "John Bolton", "Nikki Haley", "Mike Pompeo"],
    "IRN": ["Ali Larijani", "Saeed Jalili", "Abbas Araghchi"],
}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text) if text else NOW


def terms(*, acting: bool) -> dict[tuple[str, str], list[tuple[dt.date, dt.date, str]]]:
    held = defaultdict(list)
    for row in ROWS:
        if acting or "Acting" not in row["title"]:
            held[row["actor"], row["office"]].append((day(row["from"]), day(row["to"]), row["person"]))
    return {key: sorted(found) for key, found in held.items()}


def gaps(held: list[tuple[dt.date, dt.date, str]], since: dt.date) -> list[tuple[dt.date, dt.date]]:
    found, end = [], since
    for start, until, _ in held:
        if start > end:
            found.append((end, start))
        end = max(end, until)
    return found


def test_every_row_names_a_known_actor_and_office_a_person_and_a_source() -> None:
    codes = Actors.load().codes()
    for row in ROWS:
        names = row["short_names"].split("|")
        assert row["actor"] in codes, row
        assert row["office"] in OFFICES, row
        assert row["title"], row
        assert row["source"], row
        assert row["person"] in names, row
        assert row["family_name"] in row["person"], row
        assert len(set(names)) == len(names), row
        assert all(name == name.strip() for name in names), row
        assert day(row["from"]) <= day(row["to"]) <= NOW, row


def test_no_row_stands_twice_and_rows_are_in_order() -> None:
    keys = [(row["actor"], row["office"], row["from"], row["person"], row["title"]) for row in ROWS]
    assert len(set(keys)) == len(keys)
    assert [key[:4] for key in keys] == sorted(key[:4] for key in keys)


def test_a_day_known_by_its_month_alone_is_the_first_and_says_so() -> None:
    for row in ROWS:
        if row["source"].endswith("(month)"):
            assert "-01" in {row["from"][-3:], row["to"][-3:]}, row


def test_two_people_share_an_office_on_the_day_of_handover_only() -> None:
    for key, held in terms(acting=False).items():
        if key[1] in ONE_AT_A_TIME:
            late = [(one, other) for (_, end, one), (start, _, other) in pairwise(held) if start < end]
            assert late == [], key


@pytest.mark.parametrize(("actor", "office"), REQUIRED)
def test_a_required_office_has_no_gap_of_a_month_that_is_not_stated(actor: str, office: str) -> None:
    held = terms(acting=True)[actor, office]
    found = gaps(held, dt.date.fromisoformat(REQUIRED[actor, office]))
    long = {(actor, office, start.year) for start, end in found if (end - start).days > 31}
    assert long - STATED_GAPS == set()


@pytest.mark.parametrize(("actor", "office"), REQUIRED)
def test_a_required_office_is_filled_at_the_end_of_2025_or_of_the_state(actor: str, office: str) -> None:
    last = max(until for _, until, _ in terms(acting=True)[actor, office])
    assert last == NOW or (actor == "SUN" and last.year == 1991)


def test_a_stated_gap_is_there() -> None:
    held = terms(acting=True)
    for actor, office, year in STATED_GAPS:
        found = gaps(held[actor, office], dt.date(1945, 1, 1))
        assert any(start.year == year and (end - start).days > 31 for start, end in found), (actor, office, year)


@pytest.mark.parametrize("actor", ENVOYS)
def test_the_envoys_of_the_talks_are_named(actor: str) -> None:
    assert set(ENVOYS[actor]) <= {row["person"] for row in ROWS if row["actor"] == actor}


def test_the_heads_of_a_hundred_states_are_named_for_2024() -> None:
    on = dt.date(2024, 6, 30)
    heads = ("head_of_state", "head_of_government", "leader")
    held = {row["actor"] for row in ROWS if row["office"] in heads and day(row["from"]) <= on <= day(row["to"])}
    assert len(held) >= 100


@pytest.mark.parametrize(
    ("name", "on", "expected"),
    [
        ("Moon", "2018-05-01", "KOR/GOV"), ("Moon Jae In", "2018-05-01", "KOR/GOV"), ("Moon", "2023-05-01", "KOR/ELI"),
        ("Kim", "2018-06-12", "PRK/GOV"), ("Kim Jong-un", "2018-06-12", "PRK/GOV"), ("Kim", "2021-06-12", "PRK/GOV"),
        ("Trump", "2019-02-28", "USA/GOV"), ("Trump", "2022-02-28", "USA/ELI"), ("Xi Jinping", "2019-01-08", "CHN/GOV"),
        ("Abe", "2018-01-01", "JPN/GOV"), ("Gorbachev", "1987-12-08", "SUN/GOV"), ("Yeltsin", "1995-01-01", "RUS/GOV"),
        ("Truman", "1950-06-27", "USA/GOV"), ("Blair", "1998-04-10", "GBR/GOV"), ("Ahern", "1998-04-10", "IRL/GOV"),
        ("Merkel", "2015-02-12", "DEU/GOV"), ("President Moon Jae-in", "2018-04-27", "KOR/GOV"),
        ("Pompeo", "2018-07-06", "USA/GOV"), ("Kim Yong Chol", "2018-06-01", "PRK/GOV"),
        ("Grossi", "2022-09-01", "IAE"),
        ("Stoltenberg", "2022-02-24", "NAT"), ("Zelenskyy", "2022-02-24", "UKR/GOV"),
        ("Araqchi", "2025-06-13", "IRN/GOV"),
        ("Stalin", "1950-06-25", "SUN/GOV"), ("Shevardnadze", "1987-09-15", "SUN/GOV"),
        ("Shevardnadze", "2000-01-01", "GEO/GOV"),
    ],
)  # fmt: skip
def test_a_name_on_a_day_is_the_person_who_held_office(name: str, on: str, expected: str) -> None:
    assert str(resolve(name, dt.date.fromisoformat(on))) == expected


def test_a_family_name_of_two_heads_is_ambiguous_and_says_so() -> None:
    with pytest.raises(AmbiguousName) as told:
        resolve("Kim", dt.date(1999, 6, 1))
    assert {"KOR/GOV", "PRK/GOV"} <= {candidate.split(" ")[0] for candidate in told.value.candidates}


def test_a_surname_that_a_greater_holder_bears_is_kept_for_the_greater() -> None:
    assert resolve("Kim Boo-kyum", dt.date(2021, 6, 12)).name == "Kim Boo-kyum"
    assert resolve("Kim", dt.date(2021, 6, 12)).name == "Kim Jong Un"
