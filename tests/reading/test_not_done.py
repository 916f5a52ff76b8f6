"""What is nearly done, unlikely, falsely claimed or only advised is never coded as done."""

from __future__ import annotations

import pytest

from detente.reading import Coder


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Had Peru attacked Chile, Bolivia would have closed the border.", "hypothetical"),
        ("Peru almost attacked Chile.", "hypothetical"),
        ("Peru nearly signed a treaty with Chile.", "hypothetical"),
        ("A Peruvian attack on Chile is unlikely.", "hypothetical"),
        ("The claim that Peru bombed Chile is false.", "hypothetical"),
        ("It would be wise for Chile to lift sanctions on Peru.", "recommended"),
        ("It was hard for Chile to lift sanctions on Peru.", "hypothetical"),
        ("The best course is for Chile to lift sanctions on Peru.", "recommended"),
        ("Chile had better talk to Peru.", "recommended"),
        ("There is no evidence that Peru bombed Chile.", "hypothetical"),
        ("Peru allegedly bombed Chile.", "hypothetical"),
        ("A treaty between Peru and Chile would end the dispute.", "hypothetical"),
        ("Only a Peruvian withdrawal from Chile would bring peace.", "hypothetical"),
        ("A Peruvian invasion of Chile was averted.", "hypothetical"),
        ("Peru's threatened invasion of Chile alarmed Brazil.", "hypothetical"),
        ("The proposed treaty between Peru and Chile angered Brazil.", "planned"),
        ("Neither Peru nor Chile signed the treaty.", "failed"),
    ],
)
def test_what_is_not_said_to_be_done_is_not_coded_as_done(coder: Coder, text: str, modality: str) -> None:
    found = {e.modality for e in coder.code(text) if e.cameo[:2] not in ("03", "13")}
    assert found == {modality}


def test_what_is_almost_certain_to_have_been_is_still_told(coder: Coder) -> None:
    assert {e.modality for e in coder.code("Peru attacked Chile, and almost all ministers resigned.")} == {"actual"}


def test_what_is_named_as_known_may_yet_do_something(coder: Coder) -> None:
    events = coder.code("The war between Peru and Chile would last ten years.")
    assert {e.modality for e in events if e.type == "ASSAULT"} == {"actual"}


@pytest.mark.parametrize(
    ("text", "give", "want"),
    [
        ("Germany promised loans to Greece provided that Greece cut spending.", "loans", "cut spending"),
        ("Serbia agreed to recognise Kosovo as a quid pro quo for EU membership.", "recognise Kosovo", "EU membership"),
        ("Peru will recognise Chile only after Chile accepts the border.", "recognise Chile", "accepts the border"),
    ],
)
def test_provisos_and_a_quid_pro_quo_are_exchanges(coder: Coder, text: str, give: str, want: str) -> None:
    trade = next(e.exchange for e in coder.code(text) if e.exchange)
    assert give in trade.give
    assert want in trade.want


def test_whom_one_withdraws_from_does_not_withdraw(coder: Coder) -> None:
    events = coder.code("The withdrawal from Eritrea pleased Ethiopia.")
    assert all(e.source != "ERI" for e in events)


def test_the_latter_counts_from_what_stood_before_the_former(coder: Coder) -> None:
    events = coder.code("Kenya met Uganda. The former accused Rwanda of lying, while the latter praised Burundi.")
    found = {(e.source, e.target) for e in events if e.type != "CONSULT"}
    assert found == {("KEN", "RWA"), ("UGA", "BDI")}


def test_who_accuses_the_latter_is_not_the_latter(coder: Coder) -> None:
    events = coder.code("Kenya met Uganda. Rwanda accused the latter of lying.")
    assert ("RWA", "UGA", "ACCUSE") in {(e.source, e.target, e.type) for e in events}


@pytest.mark.parametrize(
    ("text", "a", "b"),
    [
        ("North and South Korea exchanged fire.", "PRK", "KOR"),
        ("East and West Germany signed a treaty.", "DDR", "DEU"),
        ("North and South Korean officials met.", "PRK", "KOR"),
    ],
)
def test_two_states_may_share_the_end_of_their_names(coder: Coder, text: str, a: str, b: str) -> None:
    assert {(e.source, e.target) for e in coder.code(text)} == {(a, b), (b, a)}


@pytest.mark.parametrize(
    ("words", "first", "last", "precision"),
    [
        ("in Q3 2018", "2018-07-01", "2018-09-30", "quarter"),
        ("in mid-2018", "2018-01-01", "2018-12-31", "year"),
        ("in April '18", "2018-04-01", "2018-04-30", "month"),
        ("in April ’98", "1998-04-01", "1998-04-30", "month"),
    ],
)
def test_short_forms_of_dates_are_read(coder: Coder, words: str, first: str, last: str, precision: str) -> None:
    event = coder.code(f"Kenya met Uganda {words}.", "2019-04-15")[0]
    assert (str(event.date), str(event.date_end), event.precision) == (first, last, precision)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("lift sanctions on Peru", "105"),
        ("hold talks with Peru", "106"),
        ("mediate between Peru and Bolivia", "108"),
        ("send food aid to Peru", "103"),
        ("hold elections", "104"),
        ("accept a ceasefire", "1056"),
    ],
)
def test_a_demand_has_the_code_of_what_is_demanded(coder: Coder, wanted: str, code: str) -> None:
    assert coder.code(f"Peru demanded that Chile {wanted}.")[0].cameo == code


def test_an_explanation_says_the_act_in_words_and_what_is_asked_for_what(coder: Coder) -> None:
    event = coder.code("Peru demanded that Chile lift sanctions in exchange for access to its port.")[0]
    assert "demand that target yields" in event.explain()
    assert "asks 'lift sanctions' of CHL, for 'access to its port'" in event.explain()


def test_the_drawing_marks_who_acts_and_not_the_treaty(coder: Coder) -> None:
    why = coder.code("Kenya and Uganda signed a treaty.")[0].explanation
    assert why
    assert {why.words[i][0]: role for i, role in why.roles} == {
        "Kenya": "source",
        "Uganda": "target",
        "signed": "trigger",
    }


def test_the_drawing_marks_both_leaders_where_they_are_meant(coder: Coder) -> None:
    events = coder.code("Kenya met Uganda in Arusha. In the end both leaders signed a treaty.")
    why = next(event.explanation for event in events if event.type == "AGREE")
    assert why
    assert {why.words[i][0] for i, role in why.roles if role == "source"} == {"leaders"}


def test_blame_for_a_thing_is_no_conviction(coder: Coder) -> None:
    assert coder.code("Kenya condemned Uganda for its raid.")[0].type == "ACCUSE"


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("KENYA CONDEMNED UGANDA OVER THE ATTACK.", ("KEN", "UGA", "ACCUSE", "None")),
        ("KENYA CONDEMNED THE U.S. ON 3 MAY 2018.", ("KEN", "USA", "ACCUSE", "2018-05-03")),
        ("NATO WARNED RUSSIA AGAINST AN INVASION.", ("NAT", "RUS", "THREATEN", "None")),
    ],
)
def test_a_cable_in_capitals_is_read(coder: Coder, text: str, row: tuple[str, ...]) -> None:
    event = coder.code(text)[0]
    assert (event.source, event.target, event.type, str(event.date)) == row
    assert event.sentence == text


def test_a_code_finer_than_the_table_is_named_by_its_class(coder: Coder) -> None:
    event = coder.code("Peru hacked Chile's computers.")[0]
    assert event.cameo == "176"
    assert "CAMEO 176: coerce" in event.explain()
