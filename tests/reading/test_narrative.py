from __future__ import annotations

import csv
import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reading import Coder, ReadEvent
from detente.reading.anchors import Anchor
from detente.reading.clock import Clock
from detente.reading.dates import understood
from detente.reading.narrative import Narrative
from detente.reading.sentences import split
from detente.reading.spans import Span, day

PUBLISHED = dt.date(2019, 4, 10)


def last_heard(text: str, published: dt.date | None = PUBLISHED, anchors: tuple[Anchor, ...] = ()) -> tuple[str, str]:
    """The first day and the precision of the last date of a text."""
    story = Narrative(text, published, anchors=anchors)
    heard = []
    for sentence in split(text):
        story.hear(sentence)
        heard += [each for each in story.heard if each.span]
    return heard[-1].date.isoformat(), heard[-1].precision


def dates(coder: Coder, text: str, published: dt.date | None = PUBLISHED) -> dict[str, tuple[str | None, str]]:
    """When each actor of a text acted first, as ISO text, with the precision."""
    found: dict[str, tuple[str | None, str]] = {}
    for event in coder.code(text, published):
        found.setdefault(event.source, (event.date.isoformat() if event.date else None, event.precision))
    return found


@pytest.mark.parametrize(
    ("text", "first", "precision"),
    [
        ("In April 2016 the ministers met. In September they signed.", "2016-09-01", "month"),
        ("In December 2016 the ministers met. In February they signed.", "2017-02-01", "month"),
        ("In December 2016 the ministers met. In November they had spoken.", "2016-11-01", "month"),
        ("In April 2016 they met, and in September they signed.", "2016-09-01", "month"),
        ("On 12 June 2016 the ministers met. Two days later they signed.", "2016-06-14", "day"),
        ("In June 2016 the ministers met. The following month they signed.", "2016-07-01", "month"),
        ("In June 2016 the ministers met. A year earlier they had quarrelled.", "2015-01-01", "year"),
        ("On 12 June 2016 the ministers met. They signed on the same day.", "2016-06-12", "day"),
        ("The war ended in 2016. In November of that year they signed.", "2016-11-01", "month"),
        ("The Vienna summit took place on 3 May 2016.\n\nAt the Vienna summit they quarrelled.", "2016-05-03", "day"),
        (
            "On 3 May 2016 the ministers met in Vienna.\n\nA week after the Vienna talks they left.",
            "2016-05-09",
            "week",
        ),
        ("On 3 May 2016 their talks ended in Vienna.\n\nIn Vienna, Peru asked for more.", "2016-05-03", "day"),
        ("Chile sent ships during the Suez Crisis.", "1956-10-29", "range"),
        (
            "It was in 2014. In 2014 they met. In May 2014 they signed.\n\nIn July they quarrelled.",
            "2014-07-01",
            "month",
        ),
    ],
)
def test_a_date_counts_from_what_was_told_before(text: str, first: str, precision: str) -> None:
    assert last_heard(text) == (first, precision)


def test_after_one_old_date_another_paragraph_is_read_from_the_day_of_the_text() -> None:
    assert last_heard("They signed a treaty in 2012.\n\nIn March they met again.") == ("2019-03-01", "month")


def test_a_date_of_last_week_is_news_whatever_year_the_story_was_in() -> None:
    story = "In May 2014 they met. In June 2014 they signed. In July 2014 they left.\n\nOn 4 April they met again."
    assert last_heard(story) == ("2019-04-04", "day")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("They must leave by the end of 2019.", "bound"),
        ("They will not talk until June 2018.", "bound"),
        ("A visit was scheduled for June 2018.", "bound"),
        ("They have quarrelled since 2016.", "open"),
        ("They praised the 2016 agreement.", "name"),
        ("They praised the agreement of May 2016.", "name"),
        ("They met at the May 2016 conference.", "when"),
        ("In the treaty of May 2016 they agreed on it.", "when"),
    ],
)
def test_a_date_sets_a_term_opens_a_range_names_a_thing_or_tells_when(text: str, role: str) -> None:
    (found,) = understood(text, Clock(PUBLISHED))
    assert found.role == role


def test_what_counts_from_an_unnamed_time_says_so() -> None:
    (found,) = understood("Two days later they left.", Clock(PUBLISHED))
    assert found.span is None
    assert "has not named before" in found.how


def test_an_open_range_ends_with_the_text() -> None:
    (found,) = understood("They have quarrelled since March 2016.", Clock(PUBLISHED))
    assert found.span == Span(dt.date(2016, 3, 1), PUBLISHED, "range")


@pytest.mark.parametrize(
    "text", ["Resolution 2087 was adopted.", "About 2000 troops left.", "It cost $2018.", "on 31 February 2018"]
)
def test_numbers_in_the_form_of_years_are_no_dates(text: str) -> None:
    assert understood(text, Clock(PUBLISHED)) == []


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("In April 2016 Chile met Peru. In September Brazil signed an agreement with Peru.", ("2016-09-01", "month")),
        ("Brazil has imposed sanctions on Peru since 2016.", ("2016-01-01", "range")),
        ("Brazil condemned Peru on 5 May 2016 for what it did in 2012.", ("2016-05-05", "day")),
        ("Brazil accused Peru of breaking a treaty that it had signed in 2012.", (None, "day")),
        ("Brazil told Peru to withdraw its troops by the end of 2019.", (None, "day")),
        ("Brazil is threatening Peru with sanctions.", (None, "day")),
        ("Brazil has condemned Peru.", (None, "day")),
        ("On 12 June 2016 Chile met Peru. Brazil condemned Chile.", ("2016-06-01", "month")),
        ("In June 2016 Chile met Peru.\n\nBrazil condemned Chile.", (None, "day")),
        ("In June 2016 Chile met Peru. Brazil has long condemned Chile.", (None, "day")),
    ],
)
def test_an_act_takes_the_date_of_its_clause_or_of_the_story_so_far(
    coder: Coder, text: str, when: tuple[str | None, str]
) -> None:
    assert dates(coder, text)["BRA"] == when


def test_every_undated_act_is_listed_with_a_reason_and_every_dated_one_says_why(coder: Coder) -> None:
    reading = coder.read("Brazil is threatening Peru. On 5 May 2016 Chile condemned Peru.", PUBLISHED)
    (undated,) = reading.undated
    assert "present tense" in undated.reason
    dated = [event for event in reading.events if event.date]
    assert dated
    assert all("the sentence says '5 May 2016'" in event.explain() for event in dated)


def test_without_a_day_of_the_text_relative_dates_stay_open_and_say_what_is_missing(coder: Coder) -> None:
    reading = coder.read("On Tuesday Brazil condemned Peru. Yesterday Chile met Peru.")
    assert all(event.date is None for event in reading.events)
    assert all("not known" in span.reason for span in reading.undated)


def test_an_anchor_handed_in_dates_what_happened_there_and_the_text_may_overrule_it() -> None:
    given_ = (Anchor("Quito summit", Span(dt.date(2016, 2, 27), dt.date(2016, 2, 28), "range"), "Quito", "the record"),)
    assert last_heard("At the Quito summit they quarrelled.", anchors=given_) == ("2016-02-27", "range")
    told = "The Quito summit was held on 3 March 2016. At the Quito summit they quarrelled."
    assert last_heard(told, anchors=given_) == ("2016-03-03", "day")


def test_the_story_goes_on_in_the_month_of_a_meeting_of_some_days(coder: Coder) -> None:
    given_ = (Anchor("Quito summit", Span(dt.date(2016, 2, 27), dt.date(2016, 2, 28), "range"), "Quito", "the record"),)
    text = "The ministers of Chile met in Quito with those of Peru. Brazil condemned Peru."
    (said,) = [e for e in coder.read(text, PUBLISHED, anchors=given_).events if e.source == "BRA"]
    assert (str(said.date), said.precision) == ("2016-02-01", "month")


def test_two_meetings_of_one_place_date_nothing_unless_the_story_settles_the_year() -> None:
    two = tuple(Anchor("Quito summit", day(dt.date(year, 5, 1)), "Quito") for year in (2014, 2016))
    story = Narrative("", PUBLISHED, anchors=two)
    (sentence,) = split("At the Quito summit they quarrelled.")
    story.hear(sentence)
    assert story.heard == []
    assert last_heard("In 2014 they met. At the Quito summit they quarrelled.", anchors=two)[0] == "2014-05-01"


def test_a_meeting_that_was_called_off_gets_no_date_from_the_day_of_that() -> None:
    text = "Peru cancelled the Quito summit on 3 May 2016.\n\nAt the Quito summit they quarrelled."
    assert last_heard(text) == ("2016-05-03", "day")
    story = Narrative(text, PUBLISHED)
    for sentence in split(text):
        story.hear(sentence)
    assert story.heard == []


def test_most_short_texts_labelled_before_they_were_read_are_dated_right(coder: Coder) -> None:
    with (Path(__file__).parent / "data" / "dated.csv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    right = 0
    for row in rows:
        acts = [e for e in coder.code(row["text"], row["published"]) if e.source == row["source"] and not e.spoken_in]
        found = {(str(e.date), e.precision) if e.date else ("", "") for e in acts}
        right += (row["first"], row["precision"]) in found
    assert right >= 0.85 * len(rows)


WORDS = [
    "On Tuesday", "In May", "On 3 March", "In 2016", "Last month", "Yesterday", "Two weeks ago", "This year",
    "Two days later", "The following month", "Since June 2017", "In June 2031", "Last June", "By May", "",
]  # fmt: skip
ACTS = ["Brazil condemned Peru.", "Chile met Peru.", "Peru threatened Chile.", "Chile gave aid to Brazil."]
STORY = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(ACTS), st.sampled_from([" ", "\n\n"])), max_size=6)
CODER = Coder(pipeline=None)


def tell(story: list[tuple[str, str, str]], published: dt.date | None) -> list[ReadEvent]:
    return CODER.code("".join(f"{when} {act}".strip() + gap for when, act, gap in story), published)


@given(STORY, st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)))
def test_nothing_that_happened_is_dated_after_the_text(story: list[tuple[str, str, str]], published: dt.date) -> None:
    for event in tell(story, published):
        if event.modality == "actual" and event.date:
            assert event.date <= published
            assert event.date_end is None or event.date <= event.date_end


@given(STORY, st.dates(dt.date(2000, 1, 1), dt.date(2020, 1, 1)))
def test_moving_the_day_of_the_text_by_whole_leap_cycles_moves_relative_dates_with_it(
    story: list[tuple[str, str, str]], published: dt.date
) -> None:
    told = [part for part in story if not re.search(r"\d{4}", part[0])]
    # 400 years hold a whole number of weeks and of leap days, so days of the week and months stay as they are.
    moved = published.replace(year=published.year + 400)
    here, there = tell(told, published), tell(told, moved)
    for one, other in zip(here, there, strict=True):
        assert (one.date is None) == (other.date is None)
        assert one.date is None or other.date == one.date.replace(year=one.date.year + 400)


@given(STORY)
def test_a_text_without_a_day_has_only_the_dates_that_it_states(story: list[tuple[str, str, str]]) -> None:
    stated = {"2016", "2017", "2031"}
    for event in tell(story, None):
        assert event.date is None or stated & {part[0][-4:] for part in story}


def test_a_month_stays_a_month_when_the_story_goes_on(coder: Coder) -> None:
    events = coder.code("In June 2016 Chile met Peru. Brazil condemned Chile.", PUBLISHED)
    (said,) = [event for event in events if event.source == "BRA"]
    assert (said.date, said.date_end, said.precision) == (dt.date(2016, 6, 1), dt.date(2016, 6, 30), "month")


def test_a_place_names_its_meeting_only_where_one_is_in_it() -> None:
    text = "On 3 May 2016 their summit ended in Vienna. On 9 May 2016 they met in Quito.\n\nVienna asked for more."
    story = Narrative(text, PUBLISHED)
    for sentence in split(text):
        story.hear(sentence)
    assert story.heard == []


@pytest.mark.parametrize(
    "text",
    [
        "On 5 May 2016, Brazil condemned Peru, officials said.",
        "Brazil condemned Peru on 5 May 2016, officials said in a statement.",
        "Officials said that Brazil condemned Peru on 5 May 2016.",
    ],
)
def test_a_date_belongs_to_the_act_and_not_to_those_who_report_it(coder: Coder, text: str) -> None:
    assert dates(coder, text)["BRA"] == ("2016-05-05", "day")


def test_the_day_on_which_something_is_said_is_not_the_day_of_what_is_said(coder: Coder) -> None:
    text = "Officials said on 5 May 2016 that Brazil had condemned Peru."
    assert dates(coder, text)["BRA"] == (None, "day")
