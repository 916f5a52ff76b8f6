from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import FormatError
from detente.record.actors import Actors
from detente.record.importers.dictionary import read_dictionaries

ACTORS = """<!-- a comment
over two lines -->
; another
ARCADIA_ [ARC]  # and a third
+ARCADIAN
PREMIER_VELEZ [ARCGOV 010120-090120]
	[ARCELI >090120]
OLD_GUARD [ARCMIL <19911226]
NOBODY [---]
"""
AGENTS = """!PERSON! = MAN, WOMEN
POLICE {} [~COP]
ATTORNEY_GENERAL {ATTORNEYS_GENERAL} [~GOV]
CONGRESS!PERSON! [~LEG]
"""


@pytest.fixture
def arcadia(tmp_path: Path) -> Actors:
    (tmp_path / "actors.txt").write_text(ACTORS, encoding="utf-8")
    (tmp_path / "agents.txt").write_text(AGENTS, encoding="utf-8")
    return read_dictionaries([tmp_path / "actors.txt", tmp_path / "agents.txt"])


def test_names_and_synonyms_stand_for_their_code(arcadia: Actors) -> None:
    assert {str(arcadia.resolve(name)) for name in ("Arcadia", "Arcadian")} == {"ARC"}
    assert arcadia.codes() == ("ARC",)


def test_a_code_holds_on_its_days_only(arcadia: Actors) -> None:
    assert str(arcadia.resolve("Premier Velez", dt.date(2005, 1, 1))) == "ARC/GOV"
    assert str(arcadia.resolve("Premier Velez", dt.date(2012, 1, 1))) == "ARC/ELI"
    assert str(arcadia.resolve("Old Guard", dt.date(1980, 1, 1))) == "ARC/MIL"


def test_roles_have_their_sectors_plurals_and_lists(arcadia: Actors) -> None:
    assert arcadia.sector_of("police") == "COP"
    assert arcadia.sector_of("attorneys general") == "GOV"
    assert arcadia.sector_of("congress women") == "LEG" or arcadia.sector_of("congresswomen") == "LEG"


def test_a_name_without_an_actor_is_none(arcadia: Actors) -> None:
    assert arcadia.candidates("Nobody") == ()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("ARCADIA\nBORDURIA [BOR]\n", 1, "has no code"),
        ("+ARCADIAN\n", 1, "never began"),
        ("ARCADIA [A]\n", 1, "no actor code"),
        ("ARCADIA [ARC <99]\n", 1, "no restriction of days"),
        ("ARCADIA [ARC <19991340]\n", 1, "no valid day"),
        ("\nTOWN!LIST! [ARC]\n", 2, "is not defined"),
    ],
)
def test_a_line_that_can_be_neither_is_named(tmp_path: Path, text: str, line: int, said: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=rf"a\.txt:{line}: .*{said}"):
        read_dictionaries([path])


@given(st.text(alphabet="AB_+[]{}~<>-!#;= \n\t0123456789", max_size=120))
def test_any_text_is_a_dictionary_or_a_clear_fault(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("dictionary") / "a.txt"
    path.write_text(text, encoding="utf-8")
    try:
        read_dictionaries([path])
    except FormatError as error:
        assert "a.txt" in str(error)  # noqa: PT017
