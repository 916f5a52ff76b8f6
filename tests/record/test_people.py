from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import FormatError
from detente.record.actors import Actors
from detente.record.actortables import OFFICES, TABLES

PEOPLE = list(csv.DictReader((TABLES / "people.csv").open(encoding="utf-8")))


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("Sergei Naryshkin", "2020-01-15", "RUS/SPY"),
        ("Mark Milley", "2021-01-06", "USA/MIL"),
        ("Nancy Pelosi", "2022-08-02", "USA/LEG"),
        ("Joe Biden", "1995-06-01", "USA/LEG"),
        ("Joe Biden", "2022-06-01", "USA/GOV"),
        ("Stephane Dujarric", "2018-03-01", "UNO"),
        ("Yasser Arafat", "1988-11-15", "PSE/REB"),
        ("Yasser Arafat", "1999-11-15", "PSE/GOV"),
    ],
)
def test_a_person_reads_by_the_part_played_on_the_day(name: str, day: str, expected: str) -> None:
    assert str(Actors.load().resolve(name, on=dt.date.fromisoformat(day))) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("a French official", "FRA/GOV"),
        ("UN officials", "UNO"),
        ("Somali pirates", "SOM/CRM"),
        ("people in Kenya", "KEN/CVL"),
        ("Russian state television", "RUS/GOV"),
    ],
)
def test_weak_nouns_and_crowds_take_a_sector_of_their_own(phrase: str, expected: str) -> None:
    assert str(Actors.load().resolve(phrase)) == expected


def test_people_of_a_continent_are_nobody_in_particular() -> None:
    assert {reading.code for reading in Actors.load().candidates("Central American migrants")} == {""}


def test_agencies_say_which_body_they_belong_to() -> None:
    actors = Actors.load()
    assert {actors.actor(code).part_of for code in ("WHO", "HCR", "WFP", "KID")} == {"UNO"}
    assert actors.actor("NAT").part_of == ""


def test_rows_of_people_name_known_offices_and_a_source_and_stand_once() -> None:
    keys = [(row["actor"], row["person"], row["from"]) for row in PEOPLE]
    assert len(set(keys)) == len(keys)
    assert keys == sorted(keys)
    assert all(row["office"] in OFFICES and row["source"] for row in PEOPLE)


@given(st.text(max_size=60))
def test_whatever_is_written_every_reading_has_its_words_in_a_table(text: str) -> None:
    actors = Actors.load()
    codes = {*actors.codes(), ""}
    assert all(reading.code in codes for reading in actors.candidates(text))


@given(st.lists(st.sampled_from(["Zqrxv", "Blorbistan", "Vunteki", "Prime", "of", "the", "and"]), min_size=1))
def test_unknown_names_are_never_given_to_an_actor(words: list[str]) -> None:
    assert all(not reading.code for reading in Actors.load().candidates(" ".join(words)))


def test_a_person_of_an_unknown_actor_is_refused_with_the_line(tmp_path: Path) -> None:
    head = "code,kind,name,official_name,iso2,cow,gw,capital,since,until,part_of\n"
    (tmp_path / "states.csv").write_text(head + "FRA,state,France,,FR,,,Paris,,,\n", encoding="utf-8")
    (tmp_path / "people.csv").write_text(
        "actor,person,short_names,sector,office,from,to\nFRB,Jean Dupont,,GOV,other,2020-01,\n", encoding="utf-8"
    )
    with pytest.raises(FormatError, match=r"people.csv:2.*FRB"):
        Actors.from_tables(tmp_path)
