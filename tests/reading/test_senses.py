"""One word, several acts: attacks in words and in arms, doers named elsewhere, and games that are no war."""

from __future__ import annotations

import pytest

from detente.reading import Coder
from detente.reading.drawing import explain_page


def codes(coder: Coder, text: str) -> set[tuple[str, str | None, str]]:
    told = (e for e in coder.code(text) if e.modality in ("actual", "failed") and not e.spoken_in)
    return {(e.source, e.target, e.cameo[:2]) for e in told}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Peruvian president launched a scathing attack on Chile.", ("PER", "CHL", "11")),
        ("Peru attacked Chile over its human rights record.", ("PER", "CHL", "11")),
        ("The Peruvian foreign minister attacked his Chilean counterpart, calling him a liar.", ("PER", "CHL", "11")),
        ("Peruvian troops attacked a Chilean base.", ("PER", "CHL", "19")),
        ("Peru called the Chilean ambassador a fool.", ("PER", "CHL", "11")),
        ("Peruvian soldiers killed two Chileans.", ("PER", "CHL", "19")),
        ("Peruvian gunmen killed two Chileans.", ("PER", "CHL", "18")),
        ("The delivery of Russian missiles by Peru to Chile went ahead.", ("PER", "CHL", "07")),
        ("Accused by Peru of spying, Chile closed its port.", ("PER", "CHL", "11")),
        ("Two Chileans captured by Peru were released on Friday.", ("PER", "CHL", "08")),
        ("Peru praised Brazil on a visit to Chile.", ("PER", "CHL", "04")),
        ("The Peruvian ambassador to Chile was summoned to the foreign ministry.", ("CHL", "PER", "11")),
        ("Peru demanded that Chile clarify its stance.", ("PER", "CHL", "10")),
        ("Peru suggested that Chile hold elections.", ("PER", "CHL", "02")),
        ("Peru phoned the Chilean president to congratulate him on his victory.", ("PER", "CHL", "05")),
        ("Peru is to sue Chile.", ("PER", "CHL", "13")),
    ],
)
def test_an_act_is_given_the_sense_its_words_speak_for(coder: Coder, text: str, expected: tuple[str, str, str]) -> None:
    assert expected in codes(coder, text)


def test_a_deed_without_a_doer_is_not_its_reporters(coder: Coder) -> None:
    assert codes(coder, "Ten people were killed in Iraq on Monday, US officials said.") == set()


def test_to_condemn_a_bombing_is_no_word_against_the_place_bombed(coder: Coder) -> None:
    assert not {row for row in codes(coder, "Peru condemned the bombing of a market in Nigeria.") if row[1] == "NGA"}


@pytest.mark.parametrize(
    "text",
    [
        "Brazil thrashed Japan 4-0 in a friendly in Lima.",
        "Spain's striker attacked from the start and Italy defended deep in the semi-final.",
        "Peruvian nurses fought malaria in Chile.",
        "Peru's firms fought a price war with Chile's.",
        "Peru warned its citizens against attacking Chile.",
    ],
)
def test_games_and_figures_of_speech_are_no_war(coder: Coder, text: str) -> None:
    assert not {row for row in codes(coder, text) if row[2] in ("18", "19")}


def test_a_ratified_treaty_and_a_planned_visit_are_one_sides_act(coder: Coder) -> None:
    assert codes(coder, "Peru ratified a treaty with Chile.") == {("PER", "CHL", "05")}
    assert codes(coder, "The Peruvian president will travel to Chile next week.") == {("PER", "CHL", "03")}


def test_the_parties_of_a_text_are_named_by_their_words(coder: Coder) -> None:
    rows = coder.code_unlisted("The Xyzzy League and the Frobnitz Front attacked villagers near the lake on Monday.")
    assert {(row.source, row.target) for row in rows} == {
        ("The Xyzzy League", "villagers"),
        ("the Frobnitz Front", "villagers"),
    }


def test_those_who_meet_are_both_source_and_target(coder: Coder) -> None:
    rows = coder.code_unlisted("The Xyzzy League held talks with the Frobnitz Front.")
    assert {(row.source, row.target) for row in rows} == {
        ("The Xyzzy League", "the Frobnitz Front"),
        ("the Frobnitz Front", "The Xyzzy League"),
    }


def test_the_page_of_reasons_is_complete_in_itself_and_escaped(coder: Coder) -> None:
    text = "Iran refused to meet Israel, which it had accused of bombing a plant in the desert near <b>Qom</b> & Yazd."
    page = explain_page(coder.read(text), title="a & b")
    assert "a &amp; b" in page
    assert page.count("<figure") >= 2
    assert "<b>Qom</b>" not in page
    assert "http" not in page.replace("http://www.w3.org", "")


def test_a_text_without_events_gives_a_page_that_says_so(coder: Coder) -> None:
    assert "No event was read" in explain_page(coder.read("It rained."), title="rain")


@pytest.mark.parametrize(
    "text",
    [
        "Nor has Peru attacked Chile since then.",
        "Peru did not attack Brazil, nor did it attack Chile.",
        "Peru neither condemned Brazil nor attacked Chile.",
    ],
)
def test_nor_denies_what_follows(coder: Coder, text: str) -> None:
    assert not {row for row in codes(coder, text) if row[1] == "CHL"}


def test_a_halt_to_tests_that_is_announced_is_no_test(coder: Coder) -> None:
    text = "The halt to nuclear tests that Pyongyang announced in April was still being kept."
    assert {row[2] for row in codes(coder, text)} == {"08"}


def test_a_subject_after_a_date_without_a_comma_acts(coder: Coder) -> None:
    text = "In the Pyongyang Declaration of September 2018 North Korea undertook to free a Japanese sailor."
    assert ("PRK", "JPN", "03") in codes(coder, text)
