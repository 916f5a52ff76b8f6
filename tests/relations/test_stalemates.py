from __future__ import annotations

import datetime as dt
import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_events import Told, table
from scipy.special import gammaincc

from detente.errors import ModelError
from detente.finding import Finding
from detente.relations.answering import Question, answer
from detente.relations.movements import changes, months_after
from detente.relations.stalemate_findings import stalemate_findings
from detente.relations.stalemates import Stalemate, contact_stretches, costs, protracted, stalemate
from detente.relations.waiting import chance_of_none

REFERENCE = dt.date(2020, 1, 1)
WINDOW = (dt.date(2018, 1, 1), dt.date(2021, 12, 31))
ISSUES = {"border": "the border"}


def question(as_of: dt.date = dt.date(2020, 5, 1), **changed: object) -> Question:
    values = {
        "dyad": ("FRA", "DEU"), "names": {"FRA": "France", "DEU": "Germany"}, "reference": ("the talks", REFERENCE),
        "window": WINDOW, "as_of": as_of,
        "priors": {"continued": 0.35, "stalemate": 0.2, "relapse": 0.2, "new": 0.2, "other": 0.05},
    }  # fmt: skip
    return Question(**(values | changed))


def places(*rows: tuple[str, dt.date, float]) -> pl.DataFrame:
    """Places on the border, each with a doubt of five points on either side."""
    return pl.DataFrame(
        [
            {
                "id": f"P{n}", "actor": actor, "issue": "border", "as_of": day, "known_from": day, "account": "",
                "place_low": place - 5, "place": place, "place_high": place + 5, "statement": f"{place}",
            }
            for n, (actor, day, place) in enumerate(rows)
        ],
        schema={
            "id": pl.String, "actor": pl.String, "issue": pl.String, "as_of": pl.Date, "known_from": pl.Date,
            "account": pl.String, "place_low": pl.Float64, "place": pl.Float64, "place_high": pl.Float64,
            "statement": pl.String,
        },
    )  # fmt: skip


def measures(*rows: tuple[str, str, dt.date, dt.date | None, dt.date]) -> pl.DataFrame:
    """Issuer, target, adopted, ended, known from."""
    return pl.DataFrame(
        [
            {"id": f"M{n}", "issuer": a, "target": b, "adopted": on, "ended": off, "known_from": known, "text": "ban"}
            for n, (a, b, on, off, known) in enumerate(rows)
        ],
        schema={
            "id": pl.String, "issuer": pl.String, "target": pl.String, "adopted": pl.Date, "ended": pl.Date,
            "known_from": pl.Date, "text": pl.String,
        },
    )  # fmt: skip


def told(acts: list[Told], stands: pl.DataFrame | None = None, asked: Question | None = None) -> Stalemate:
    events, asked = table(acts), asked or question()
    stands = places() if stands is None else stands
    return stalemate(events, stands, asked, answer(events, asked), issues=ISSUES)


def findings(acts: list[Told], asked: Question | None = None) -> dict[str, Finding]:
    events, asked = table(acts), asked or question()
    tables = {"events": events, "positions": places(), "measures": measures()}
    found = stalemate_findings(tables, asked, answer(events, asked), issues=ISSUES)
    return {finding.id: finding for finding in found}


def day(months: float) -> dt.date:
    return WINDOW[0] + dt.timedelta(days=round(30.44 * months))


TALKS: list[Told] = [(day(month), "FRA", "DEU", 1) for month in range(1, 28)]
BOTH_MOVE: list[Told] = [(day(month), *pair, 2) for month, pair in ((3, ("FRA", "DEU")), (9, ("DEU", "FRA")))]


def test_the_last_movement_of_each_side_and_the_time_since_are_those_of_the_record() -> None:
    found = told([*TALKS, *BOTH_MOVE, (dt.date(2020, 2, 1), "DEU", "FRA", 2)])
    last = {side: movement.date for side in ("FRA", "DEU") if (movement := found.last(side))}
    assert last == {"FRA": day(3), "DEU": dt.date(2020, 2, 1)}
    assert found.since == dt.date(2020, 2, 1)
    assert found.days == 90
    assert found.due == dt.date(2020, 8, 1)


def test_contact_without_movement_for_the_stated_time_is_a_stalemate_and_silence_is_none() -> None:
    later = question(dt.date(2020, 7, 2))
    talking = told([*TALKS, *BOTH_MOVE, (dt.date(2020, 6, 1), "DEU", "FRA", 1)], asked=later)
    silent = told([act for act in [*TALKS, *BOTH_MOVE] if act[0] <= REFERENCE], asked=later)
    early = told([*TALKS, *BOTH_MOVE], asked=question(dt.date(2020, 6, 30)))
    assert (talking.lasted, talking.in_contact) == (True, True)
    assert (silent.lasted, silent.in_contact) == (True, False)
    assert not early.lasted


def test_a_stalemate_that_has_lasted_is_asked_about_for_another_stated_time() -> None:
    assert told([*TALKS, *BOTH_MOVE], asked=question(dt.date(2020, 7, 1))).due == dt.date(2021, 1, 1)


def test_only_a_place_that_comes_nearer_by_more_than_its_doubt_is_movement() -> None:
    start, later = dt.date(2019, 1, 1), dt.date(2019, 6, 1)
    expected = {60.0: True, 78.0: False, 95.0: False}  # from 80, where the other side stands at 20
    for place, counts in expected.items():
        stands = places(("DEU", start, 20), ("FRA", start + dt.timedelta(1), 80), ("FRA", later, place))
        (change,) = changes(table([]), stands, ("FRA", "DEU"), issues=ISSUES, as_of=REFERENCE)
        assert (change.actor, change.counts) == ("FRA", counts)


def test_an_issue_that_one_side_says_nothing_of_holds_no_movement() -> None:
    stands = places(("FRA", dt.date(2019, 1, 1), 80), ("FRA", dt.date(2019, 6, 1), 10))
    assert changes(table([]), stands, ("FRA", "DEU"), issues=ISSUES, as_of=REFERENCE) == ()


def test_one_happening_told_of_both_sides_moves_both() -> None:
    events = table([(day(3), "FRA", "DEU", 2), (day(3), "DEU", "FRA", 2)]).with_columns(
        pl.lit("H").alias("happening_id")
    )
    found = changes(events, places(), ("FRA", "DEU"), issues=ISSUES, as_of=REFERENCE)
    assert [each.actor for each in found] == ["DEU", "FRA"]


def test_what_becomes_public_later_changes_nothing_by_the_day() -> None:
    asked = question()
    late = asked.as_of + dt.timedelta(days=1)
    plain = table([*TALKS, *BOTH_MOVE])
    news: list[Told] = [(dt.date(2020, 4, 1), "DEU", "FRA", 2), (dt.date(2020, 4, 2), "DEU", "FRA", 4)]
    events = table([*TALKS, *BOTH_MOVE, *news])
    hidden = pl.concat([plain, events.tail(2).with_columns(pl.lit(late).alias("known_from"))])
    stands = places(("DEU", day(1), 20), ("FRA", day(2), 80), ("FRA", dt.date(2020, 4, 1), 40))
    unseen = stands.with_columns(pl.when(pl.col("id") == "P2").then(late).otherwise("known_from").alias("known_from"))
    bans = measures(("DEU", "FRA", dt.date(2020, 4, 1), None, late))

    def judged(rows: pl.DataFrame, positions: pl.DataFrame, measured: pl.DataFrame) -> list[Finding]:
        tables = {"events": rows, "positions": positions, "measures": measured}
        return stalemate_findings(tables, asked, answer(rows, asked), issues=ISSUES)

    assert judged(hidden, unseen, bans) == judged(plain, stands.head(2), measures())
    assert judged(events, stands, bans) != judged(plain, stands.head(2), measures())


def test_costs_count_the_other_sides_deeds_and_the_measures_in_force() -> None:
    events = table([
        (day(3), "FRA", "DEU", 4), (dt.date(2020, 2, 1), "FRA", "DEU", 4), (dt.date(2020, 2, 2), "FRA", "DEU", 3),
        (dt.date(2020, 2, 3), "ITA", "DEU", 4),
    ])  # fmt: skip
    long_ago, ended = dt.date(2010, 1, 1), dt.date(2020, 3, 1)
    found = costs(
        events,
        measures(
            ("ITA", "DEU", long_ago, None, long_ago), ("FRA", "DEU", long_ago, ended, long_ago),
            ("ITA", "ESP", long_ago, None, long_ago), ("ITA", "DEU", dt.date(2020, 6, 1), None, long_ago),
        ),
        question(),
    )  # fmt: skip
    counts = {(cost.side, cost.kind): [ref.id for ref in cost.refs] for cost in found if cost.refs}
    assert counts == {
        ("DEU", "acts of material conflict by France, before the reference day"): ["E0"],
        ("DEU", "acts of material conflict by France, since the reference day"): ["E1"],
        ("DEU", "measures in force, of ITA"): ["M0"],
    }


def test_waits_without_memory_give_the_closed_form() -> None:
    # An exponential prior on the rate becomes gamma: n + 1 waits in the stated time and all that was waited.
    waits, usual, ahead = [10.0, 40.0, 25.0, 60.0], 180.0, 50.0
    held = usual + sum(waits) + 30.0
    found = chance_of_none(waits, [30.0], so_far=30.0, ahead=ahead, usual=usual, shapes=(1.0,))
    assert found.value == pytest.approx((held / (held + ahead)) ** (len(waits) + 1), rel=1e-4)


@pytest.mark.parametrize("shape", [0.5, 1.0, 2.0], ids=["bunched", "memoryless", "steady"])
def test_many_waits_give_away_the_distribution_that_made_them(shape: float) -> None:
    waits = np.random.default_rng(5).gamma(shape, 40.0 / shape, size=3000)
    found = chance_of_none(list(waits), [60.0], so_far=60, ahead=60, usual=180)
    rate = shape / 40.0
    assert found.value == pytest.approx(gammaincc(shape, 120 * rate) / gammaincc(shape, 60 * rate), abs=0.02)


def test_intervals_cover_the_chance_that_made_the_waits() -> None:
    covered, rng = 0, np.random.default_rng(11)
    for _ in range(200):
        pace = rng.exponential(1 / 180.0)
        waits = rng.exponential(1 / pace, size=8)
        found = chance_of_none(list(waits), [], so_far=0, ahead=90, usual=180, shapes=(1.0,))
        covered += found.low <= math.exp(-90 * pace) <= found.high
    assert 180 <= covered <= 199


@settings(max_examples=40, deadline=None)
@given(
    waits=st.lists(st.floats(0, 2000), max_size=12), so_far=st.floats(0, 2000), ahead=st.floats(0, 2000),
    more=st.floats(0, 500),
)  # fmt: skip
def test_a_longer_time_ahead_is_never_more_probable_to_pass_without_movement(
    waits: list[float], so_far: float, ahead: float, more: float
) -> None:
    near, far = (
        chance_of_none(waits, [so_far], so_far=so_far, ahead=days, usual=180) for days in (ahead, ahead + more)
    )
    assert 0 <= far.value <= near.value + 1e-9 <= 1 + 1e-9
    assert near.low <= near.value <= near.high


def test_with_no_movement_ever_the_prior_and_the_wait_speak() -> None:
    found = told(TALKS)
    chance = protracted(found)
    assert found.since == REFERENCE
    assert found.last("FRA") is None
    assert chance is not None
    assert chance.n == 0
    assert chance.value > 0.7
    assert "no recorded movement" in findings(TALKS)["phase-stalemate"].statement


def test_without_contact_the_record_gives_no_base_rate() -> None:
    found = findings([(day(3), "FRA", "DEU", 3), (day(5), "DEU", "FRA", 4), *BOTH_MOVE])
    assert found["phase-protracted"].estimate is None
    assert "cannot tell" in found["phase-protracted"].statement
    assert "No contact" in found["phase-stalemate"].statement


def test_one_side_that_never_moved_is_named_and_the_other_dated() -> None:
    statement = findings([*TALKS, (day(4), "FRA", "DEU", 2)])["phase-stalemate"].statement
    assert f"France last moved on {day(4):%-d %B %Y}" in statement
    assert "Germany has no recorded movement" in statement


def test_an_empty_record_is_answered_with_what_it_lacks() -> None:
    found = told([])
    assert found.stretches == ()
    assert protracted(found) is None


def test_before_the_reference_day_there_is_nothing_to_tell() -> None:
    assert findings(TALKS, question(REFERENCE - dt.timedelta(days=1))) == {}
    assert findings(TALKS, question(REFERENCE)) != {}


def test_a_question_that_a_movement_has_settled_is_asked_anew() -> None:
    found = findings([*TALKS, *BOTH_MOVE, (dt.date(2020, 2, 1), "DEU", "FRA", 2)])["phase-protracted"]
    assert "settled on 1 February 2020 by Germany: no" in found.statement
    assert "1 August 2020" in found.likelihood


def test_phases_of_contact_hold_contact_at_the_pace_of_the_window_and_join() -> None:
    events = table([(day(m), "FRA", "DEU", 4) for m in np.linspace(0.5, 12, 60)] + TALKS[12:])
    phases = answer(events, question()).phases
    acts = list(phases.steps.acts)
    ((first, last),) = contact_stretches(phases.phases, acts, until=question().as_of)
    assert abs((first - day(12.5)).days) <= 56
    assert last <= question().as_of


def test_negative_times_and_a_dyad_of_one_are_clear_faults() -> None:
    with pytest.raises(ModelError, match="negative"):
        chance_of_none([-1.0], [], so_far=0, ahead=1, usual=180)
    with pytest.raises(ModelError, match="both sides"):
        changes(table([]), places(), ("FRA", "FRA"), issues=ISSUES, as_of=REFERENCE)


def test_months_end_where_the_month_does() -> None:
    assert months_after(dt.date(2020, 8, 31), 6) == dt.date(2021, 2, 28)
    assert months_after(dt.date(2020, 12, 15), 1) == dt.date(2021, 1, 15)
