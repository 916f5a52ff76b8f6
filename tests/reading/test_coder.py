"""Whole sentences to events: actors, modality, half-events, exchange, reasons."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.reading import Coder
from detente.reading.drawing import explain_html


def triples(coder: Coder, text: str) -> set[tuple[str, str | None, str]]:
    return {(e.source, e.target, e.type) for e in coder.code(text) if e.modality == "actual" and not e.spoken_in}


def test_symmetric_events_give_both_directions_of_one_happening(coder: Coder) -> None:
    events = coder.code("Egypt held talks with Turkey.")
    assert {(e.source, e.target) for e in events} == {("EGY", "TUR"), ("TUR", "EGY")}
    assert len({e.happening_id for e in events}) == 1
    assert len({e.id for e in events}) == 2


def test_a_compound_phrase_names_every_actor(coder: Coder) -> None:
    found = triples(coder, "Senior Hungarian and Romanian officials condemned Serbia.")
    assert found == {("HUN", "SRB", "ACCUSE"), ("ROU", "SRB", "ACCUSE")}


def test_an_office_gives_the_actor_its_sector(coder: Coder) -> None:
    event = coder.code("The South Korean president criticised Japan.")[0]
    assert (event.source, event.source_sector, event.target) == ("KOR", "GOV", "JPN")


def test_both_leaders_and_they_mean_the_two_before(coder: Coder) -> None:
    events = coder.code("Kenya's president flew to Uganda. Both leaders signed a treaty.")
    assert {(e.source, e.target) for e in events if e.cameo == "057"} == {("KEN", "UGA"), ("UGA", "KEN")}


def test_a_pronoun_is_the_speaker(coder: Coder) -> None:
    assert ("IRN", "ISR", "ACCUSE") in triples(coder, "Iran said it had condemned Israel.")


def test_a_name_that_two_states_share_with_two_before_it_means_both(coder: Coder) -> None:
    found = triples(coder, "The two Koreas held talks.")
    assert found == {("KOR", "PRK", "CONSULT"), ("PRK", "KOR", "CONSULT")}


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Russia demanded that Japan return the islands.", "demanded"),
        ("Russia agreed to return the islands to Japan.", "promised"),
        ("Russia offered to return the islands to Japan.", "offered"),
        ("Russia threatened to bomb Japan.", "threatened"),
    ],
)
def test_what_a_speech_act_speaks_of_is_a_half_event(coder: Coder, text: str, modality: str) -> None:
    events = coder.code(text)
    spoken = [e for e in events if e.modality == "actual"]
    half = [e for e in events if e.spoken_in]
    assert len(spoken) == 1
    assert [e.modality for e in half] == [modality]
    assert half[0].spoken_in == spoken[0].id
    assert not half[0].counted


def test_the_asked_acts_in_what_is_demanded(coder: Coder) -> None:
    half = next(e for e in coder.code("Russia demanded that Japan return the islands.") if e.spoken_in)
    assert (half.source, half.target) == ("JPN", "RUS")


@pytest.mark.parametrize(
    "text",
    [
        "Peru should attack Chile.",
        "Peru must lift its sanctions on Chile.",
        "Peru needs to apologise to Chile.",
        "Peru may attack Chile.",
        "If Peru attacks Chile, prices will rise.",
        "Will Peru attack Chile?",
        "Peru did not attack Chile.",
        "It is unlikely that Peru will attack Chile.",
        "Peru considered attacking Chile.",
        "Rather than attack Chile, Peru built a port.",
    ],
)
def test_nothing_recommended_possible_or_denied_is_coded_as_done(coder: Coder, text: str) -> None:
    assert not [e for e in coder.code(text) if e.modality == "actual"]


def test_a_failed_agreement_is_no_cooperation(coder: Coder) -> None:
    events = coder.code("Peru and Chile failed to reach an agreement.")
    assert {(e.type, e.modality) for e in events} == {("REJECT", "failed")}


def test_give_and_want_are_linked(coder: Coder) -> None:
    event = coder.code("Russia demanded that Japan lift sanctions in exchange for access to the islands.")[0]
    assert event.exchange is not None
    assert (event.exchange.asker, event.exchange.asked) == ("RUS", "JPN")
    assert event.exchange.give == "access to the islands"
    assert event.exchange.want == "lift sanctions"
    assert event.exchange.want_event is not None


def test_a_condition_is_what_is_wanted(coder: Coder) -> None:
    event = coder.code("Spain will not lift the embargo until Cuba frees the prisoners.")[0]
    assert event.exchange is not None
    assert event.exchange.want == "Cuba frees the prisoners"


def test_events_without_a_dated_reader_stay_undated_and_say_so(coder: Coder) -> None:
    reading = coder.read("Iran condemned Israel.", dt.date(2019, 4, 10))
    assert reading.events[0].date is None
    assert [(u.start, u.end) for u in reading.undated] == [(0, 22)]
    assert reading.undated[0].reason


def test_events_explain_themselves(coder: Coder) -> None:
    event = coder.code("Iran refused to meet Israel.")[0]
    why = event.explain()
    assert "refused" in why
    assert "operators" in why
    assert "IRN" in why
    assert "ISR" in why
    drawing = explain_html(event)
    assert drawing.count("<path") >= 4
    assert "refused" in drawing


def test_the_drawing_escapes_the_text(coder: Coder) -> None:
    event = coder.code("Iran <script>alert(1)</script> condemned Israel.")
    assert all("<script" not in explain_html(e) for e in event)


def test_ids_depend_on_the_text_and_the_span_alone(coder: Coder) -> None:
    text = "Iran condemned Israel. Egypt held talks with Turkey."
    first, second = coder.code(text), coder.code(text)
    assert [e.id for e in first] == [e.id for e in second]
    assert len({e.id for e in first}) == len(first)


def test_a_soft_hyphen_and_curly_quotes_keep_offsets(coder: Coder) -> None:
    text = "“Enough.” Iran con\u00addemned Is\u00adrael’s raid."
    event = coder.code(text)[0]
    assert text[event.start : event.end] == event.sentence
    assert (event.source, event.target, event.type) == ("IRN", "ISR", "ACCUSE")


def test_a_spaced_abbreviation_with_a_curly_possessive_is_read(coder: Coder) -> None:
    assert ("USA", "IRN", "CONSULT") in triples(coder, "The U. S’s envoy met Iran’s president.")


def test_a_dateline_is_no_actor(coder: Coder) -> None:
    assert triples(coder, "BERLIN (AP) -- Peru condemned Chile.") == {("PER", "CHL", "ACCUSE")}


@pytest.mark.parametrize("text", ["Blorvia condemned Zanthia.", "Blorvia condemned Iran.", "Iran condemned Blorvia."])
def test_an_unknown_name_is_reported_and_never_an_actor(coder: Coder, text: str) -> None:
    reading = coder.read(text)
    assert reading.events == []
    unknown = {u.text: text[u.start : u.end] for u in reading.unresolved}
    assert unknown["Blorvia"] == "Blorvia"


def test_an_ordinary_first_word_is_no_unknown_name(coder: Coder) -> None:
    assert coder.read("Farmers attacked the shop. Yesterday the bank attacked inflation.").unresolved == []
    assert coder.read("None condemned Chile. And Peru condemned it.").unresolved == []


def test_a_list_of_titled_names_names_everyone(coder: Coder) -> None:
    text = "South Korean President Kim Dae Jung and North Korean leader Kim Jong Il signed a joint declaration."
    assert {(e.source, e.target) for e in coder.code(text)} == {("KOR", "PRK"), ("PRK", "KOR")}


def test_a_law_acts_for_whoever_passed_it(coder: Coder) -> None:
    assert ("KEN", "UGA", "SANCTION") in triples(coder, "Kenya passed a law that banned imports from Uganda.")


def test_events_are_known_from_the_day_the_text_appeared(coder: Coder) -> None:
    event = coder.code("Iran condemned Israel.", dt.date(2019, 4, 10))[0]
    assert (event.known_from, event.date) == (dt.date(2019, 4, 10), None)


def test_a_sentence_of_twenty_thousand_words_is_bounded(coder: Coder) -> None:
    assert len(coder.code("Iran " + "attacked Israel and " * 6700 + "left.")) < 50


@pytest.mark.parametrize(
    "text", ["", " \n\n\t ", "\x00", ". . ? !", "\ud800", "Иран осудил Израиль.", "伊朗谴责以色列。"]
)
def test_odd_text_gives_no_events(coder: Coder, shallow: Coder, text: str) -> None:
    assert coder.code(text) == []
    assert shallow.code(text) == []


PARTS = ["Iran", "Israel", "the", "attacked", "condemned", ".", ",", "to", "not", "will", "on", "of", "who", "said"]
PARTS += ["U.S.", "“", "’", "\u00ad", "it", "and", "?", "lift", "sanctions", "\n\n"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(PARTS) | st.text(max_size=6),
        max_size=25,
    )
)
def test_any_text_is_read_without_a_crash_and_spans_hold(parts: list[str]) -> None:
    text = " ".join(parts)
    for event in SHALLOW.code(text):
        assert event.start is not None
        assert text[event.start : event.end] == event.sentence
        assert event.source in ("IRN", "ISR", "USA")


SHALLOW = Coder(pipeline=None)


def test_the_fallback_says_that_it_is_weaker(coder: Coder, shallow: Coder) -> None:
    assert shallow.weaker
    assert not coder.weaker


def test_a_day_may_be_text_and_must_be_a_day(shallow: Coder) -> None:
    assert shallow.code("Iran condemned Israel.", "2019-04-10")[0].known_from == dt.date(2019, 4, 10)
    with pytest.raises(InputError, match="2019-13-40"):
        shallow.code("Iran condemned Israel.", "2019-13-40")


def test_the_name_of_a_deal_is_no_party_to_it(coder: Coder) -> None:
    found = {(e.source, e.target) for e in coder.code("Kenya and Uganda signed the Panama Declaration.")}
    assert found == {("KEN", "UGA"), ("UGA", "KEN")}


def test_a_meeting_stands_for_those_who_meet(coder: Coder) -> None:
    events = coder.code("The summit between Kenya and Uganda failed to reach an agreement.")
    failed = {(e.source, e.target) for e in events if e.modality == "failed"}
    assert failed == {("KEN", "UGA"), ("UGA", "KEN")}


def test_a_time_set_by_something_done_is_no_condition(coder: Coder) -> None:
    events = coder.code("Kenya met Uganda once Rwanda attacked Burundi.")
    assert {(e.source, e.target, e.modality) for e in events if e.type == "ASSAULT"} == {("RWA", "BDI", "actual")}
    assert all(e.exchange is None for e in events)


def test_what_is_said_to_nobody_named_is_said_to_the_other_side_of_the_dealings_just_told(coder: Coder) -> None:
    events = coder.code("Sudan expelled Kenya's ambassador. Khartoum demanded an apology.")
    assert [(e.source, e.target, e.cameo) for e in events][1:] == [("SDN", "KEN", "100")]
    assert "told before" in events[1].explain()
    assert events[1].confidence < 0.6


def test_nobody_is_put_in_the_place_of_people_whom_no_table_lists(coder: Coder) -> None:
    events = coder.code("Sudan expelled Kenya's ambassador. Khartoum urged its citizens to leave.")
    assert [(e.source, e.target) for e in events] == [("SDN", "KEN")]


def test_a_promise_of_what_needs_no_second_actor_needs_none(coder: Coder) -> None:
    events = coder.code("Iran vowed to dismantle its nuclear facilities.")
    assert [(e.source, e.target, e.modality) for e in events if not e.spoken_in] == [("IRN", None, "actual")]


def test_those_who_met_at_a_place_are_meant_when_it_is_named_again(coder: Coder) -> None:
    told = (
        "The presidents of Iran and Turkey met in Vienna in May. Prices rose. Rain fell. It was hot. The sea was calm. "
    )
    events = coder.code(told + "In Vienna, Tehran asked for the lifting of all sanctions.", "2019-07-01")
    assert ("IRN", "TUR", "025") in [(e.source, e.target, e.cameo) for e in events]


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("Ireland has turned down a Kenyan request to add a second embassy building.", ("KEN", "IRL", "02")),
        ("The Philippine president brushed aside Chinese protests over an air drill.", ("CHN", "PHL", "11")),
        ("Peru became the latest country to expel Russian diplomats.", ("PER", "RUS", "16")),
        ("Hungarian police used water cannon on Syrian migrants at the Serbian border.", ("HUN", "SYR", "17")),
        ("A Saudi soldier was killed by mortar fire from Yemen.", ("YEM", "SAU", "19")),
        ("Kenya's foreign minister Ann Otieno and his Ugandan counterpart met.", ("UGA", "KEN", "04")),
        ("Chile's parliament voted to condemn Bolivia.", ("CHL", "BOL", "11")),
        ("Kenya and Uganda agreed to hold talks and signed a pact.", ("KEN", "UGA", "05")),
        ("Mali gave Ghana's ambassador two days to leave.", ("MLI", "GHA", "16")),
    ],
)
def test_constructions_of_newswire(coder: Coder, text: str, triple: tuple[str, str, str]) -> None:
    assert triple in [(e.source, e.target, e.cameo[:2]) for e in coder.code(text) if e.modality == "actual"]


@pytest.mark.parametrize(
    ("text", "source", "sector"),
    [
        ("Gunmen kidnapped three Turkish engineers on a road north of Kabul.", "AFG", "UAF"),
        ("Two Indonesian women were sentenced to death in Saudi Arabia.", "SAU", "GOV"),
    ],
)
def test_who_is_known_by_the_place_alone_is_no_government_at_arms_and_is_trusted_less(
    coder: Coder, text: str, source: str, sector: str
) -> None:
    (event,) = coder.code(text)
    assert (event.source, event.source_sector) == (source, sector)
    assert "by the place alone" in event.explain()
    named = coder.code("Afghan gunmen kidnapped three Turkish engineers.")[0]
    assert event.confidence < named.confidence


def test_an_offer_that_might_be_refused_was_not_made_for_sure(coder: Coder) -> None:
    events = coder.code("If Peru rejects a Chilean offer, Brazil will act.")
    assert {event.modality for event in events} == {"hypothetical"}


def test_a_capital_that_acts_is_not_the_venue_of_an_earlier_meeting(coder: Coder) -> None:
    told = "The presidents of Iran and Turkey met in Ankara in May. Greece accused Turkey of lying. "
    last = coder.code(told + "Ankara demanded an apology.", "2019-07-01")[-1]
    assert (last.source, last.target) == ("TUR", "GRC")


@pytest.mark.parametrize("verb", ["asked the United States for", "demanded from the United States"])
def test_what_is_asked_of_somebody_is_for_them_to_do(coder: Coder, verb: str) -> None:
    events = coder.code(f"Peru {verb} the lifting of all sanctions.")
    assert ("USA", "PER", "085", "demanded") in [(e.source, e.target, e.cameo, e.modality) for e in events]


def test_who_says_that_he_must_act_asks_nobody(coder: Coder) -> None:
    events = coder.code("Peru's president met Chile's. Peru's president said that he had to walk away from talks.")
    assert "REQUEST" not in {event.type for event in events}


def test_a_term_given_to_somebody_is_an_ultimatum(coder: Coder) -> None:
    event = coder.code("Peru gave Chile until the end of the year to make a decision.")[0]
    assert (event.source, event.target, event.cameo) == ("PER", "CHL", "139")
