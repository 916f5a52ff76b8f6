"""Noun phrases resolved to an actor and a sector: a labelled set, full names by sound, and nobody invented."""

from __future__ import annotations

import datetime as dt
import json
import runpy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import UnknownName
from detente.record.actors import Actors, resolve
from detente.record.wording import fold

HERE = Path(__file__)
ROWS = [json.loads(line) for line in (HERE.parent / "data" / "phrases.jsonl").read_text(encoding="utf-8").splitlines()]
BENCHMARK = runpy.run_path(str(HERE.parents[2] / "benchmarks" / "actors.py"))
ACTORS = Actors.load()
DAY = dt.date(2022, 6, 1)


@pytest.mark.parametrize(("half", "floor"), [("seen", 0.95), ("blind", 0.90)])
def test_phrases_of_news_resolve_to_the_actor_and_sector_labelled_beforehand(half: str, floor: float) -> None:
    newest = max(filter(None, (BENCHMARK["asked_of"](row)[0] for row in ROWS)))
    some = [row for row in ROWS if row["half"] == half]
    judged = [BENCHMARK["right"](row["expected"], BENCHMARK["answer"](ACTORS, row, newest))["both"] for row in some]
    assert sum(judged) / len(judged) >= floor


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("Abdelfattah el-Sisi", "Abdel Fattah al-Sisi"),
        ("Muhammad Bin Salman", "Mohammed bin Salman"),
        ("Nuri al-Malki", ""),
        ("Aleksandr Lukashenka", "Alexander Lukashenko"),
        ("Sergey Shoygu", "Sergei Shoigu"),
        ("Jinping Xi", "Xi Jinping"),
        ("Moon Jaein", "Moon Jae-in"),
        ("KIM JONG-UN", "Kim Jong Un"),
        ("Bashar al-Asad", "Bashar al-Assad"),
    ],
)
def test_a_full_name_is_known_by_its_sound_and_a_like_one_is_not(written: str, same: str) -> None:
    found = ACTORS.candidates(written, DAY)
    assert [str(reading) for reading in found] == ([str(resolve(same, DAY))] if same else [])


def test_after_a_title_a_name_may_go_on_beyond_the_one_in_the_table() -> None:
    assert str(resolve("President Nicolas Maduro Moros", DAY)) == "VEN/GOV"
    assert str(resolve("President Luis Arce Catacora", DAY)) == "BOL/GOV"


@pytest.mark.parametrize(
    ("phrase", "code", "sector"),
    [
        ("Turkish-backed fighters", "", "UAF"),
        ("Saudi-led coalition", "SAU", None),
        ("Kurds in Iraq", "IRQ", None),
        ("Kurdish refugees in Germany", "KUR", "REF"),
        ("HMS Queen Elizabeth", "GBR", "MIL"),
        ("Senate hopeful", "", "PTY"),
        ("Mexico's Senate", "MEX", "LEG"),
        ("a medical team", "", "HLH"),
        ("a Kenyan medical team", "KEN", "HLH"),
        ("a Polish team", "POL", "GOV"),
        ("rebel soldiers", "", "REB"),
        ("a police sniper", "", "COP"),
        ("an army chaplain", "", "MIL"),
        ("a soldier's wife", "", "CVL"),
        ("a unionist politician", "", "PTY"),
        ("Emmanuel Macron's party", "FRA", "PTY"),
        ("Macron's spokesman", "FRA", "GOV"),
        ("US and Ukrainian troops", "USA", "MIL"),
        ("Americans in hospitals", "USA", ""),
        ("Russian-speaking residents of Estonia", "EST", "CVL"),
        ("a trade unionist", "", "LAB"),
        ("french troops", "FRA", "MIL"),
        ("ukraine's army", "UKR", "MIL"),
    ],
)
def test_each_part_of_a_phrase_has_its_say(phrase: str, code: str, sector: str | None) -> None:
    found = ACTORS.candidates(phrase, DAY)[0]
    assert found.code == code
    assert sector is None or found.sector == sector


NOBODY = st.lists(st.from_regex(r"(?:qua|zu|xe|bri|lop)(?:vix|zog|quam|xul)", fullmatch=True), min_size=1, max_size=5)


@given(NOBODY, st.sampled_from(["lower", "title", "upper"]))
def test_words_that_stand_in_no_table_are_nobody(parts: list[str], case: str) -> None:
    text = getattr(" ".join(parts), case)()
    assert not any(fold(part) in ACTORS.phrases() for part in parts)
    with pytest.raises(UnknownName):
        ACTORS.resolve(text, DAY)
