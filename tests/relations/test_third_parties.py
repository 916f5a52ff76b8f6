from __future__ import annotations

import datetime as dt
from itertools import pairwise, product

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_events import table
from pydantic import ValidationError

from detente.errors import ModelError
from detente.record.event import EVENT_TYPES
from detente.relations.balance import balance_probability, signed, triads
from detente.relations.behaviour import KINDS, behaviour, burstiness
from detente.relations.gaps import gap_within
from detente.relations.mediation import precedence
from detente.relations.selection import Selection, select
from detente.relations.shares import rate, share
from detente.relations.surface import quarter_spans, surfaces
from detente.relations.thirdparties import activity, more_active

WINDOW = (dt.date(2016, 1, 1), dt.date(2019, 12, 31))


def day(n: int) -> dt.date:
    return WINDOW[0] + dt.timedelta(days=int(n))


def test_a_selection_takes_both_directions_between_actors_and_one_from_source_to_target() -> None:
    events = table([(day(1), "FRA", "DEU", 1), (day(2), "DEU", "FRA", 3), (day(3), "ITA", "FRA", 4)])
    assert len(select(events, Selection(between=("FRA", "DEU")))) == 2
    assert [act.target for act in select(events, Selection(source=("FRA",)))] == ["DEU"]
    assert [act.source for act in select(events, Selection(target=("FRA",), quad=(4,)))] == ["ITA"]
    assert len(select(events, None)) == 3


def test_a_selection_sees_only_what_happened_was_public_and_falls_in_the_window() -> None:
    events = table([(day(n), "FRA", "DEU", 1) for n in range(5)])
    dyad = Selection(between=("FRA", "DEU"))
    assert len(select(events, dyad, as_of=day(2))) == 3
    assert len(select(events, dyad, window=(day(1), day(3)))) == 3
    assert select(events.with_columns(pl.lit("promised").alias("modality")), dyad) == ()
    assert select(events.with_columns(pl.lit("observation").alias("scope")), dyad) == ()
    assert select(events.with_columns(pl.lit("year").alias("precision")), dyad) == ()
    assert select(events.with_columns(pl.lit(None, pl.Date()).alias("date")), dyad) == ()


def test_a_happening_told_in_both_directions_is_one_act() -> None:
    events = table([(day(1), "FRA", "DEU", 1), (day(1), "DEU", "FRA", 1)]).with_columns(
        pl.lit("H").alias("happening_id")
    )
    assert len(select(events, Selection(between=("FRA", "DEU")))) == 1


def test_contexts_are_matched_one_by_one() -> None:
    events = table([(day(1), "FRA", "DEU", 1, "CONSULT", "economic"), (day(2), "FRA", "DEU", 1, "CONSULT", "military")])
    assert [act.date for act in select(events, Selection(source=("FRA",), context=("economic", "legal")))] == [day(1)]


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({}, "name the actors"),
        ({"between": ("FRA", "DEU"), "source": ("FRA",)}, "name the actors"),
        ({"between": ("FRA", "FRA")}, "two different actors"),
        ({"source": ("FRA",), "target": ("FRA",)}, "both sides"),
        ({"source": ("FRA",), "type": ("SMILE",)}, "SMILE"),
        ({"source": ("FRA",), "quad": (5,)}, "quad"),
    ],
)
def test_a_selection_that_chooses_nothing_sensible_is_refused(chosen: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Selection(**chosen)


def outreach(ahead: int, seed: int = 1) -> tuple[list[dt.date], list[dt.date]]:
    """Talks at irregular days, with outreach so many days before each (after it where negative)."""
    talks = np.cumsum(np.random.default_rng(seed).integers(65, 130, 14)) + 40
    return [day(n - ahead) for n in talks], [day(n) for n in talks]


def test_outreach_before_talks_leads_and_after_them_follows() -> None:
    assert precedence(*outreach(10), window=WINDOW).order == "leads"
    assert precedence(*outreach(-10), window=WINDOW).order == "follows"


def test_outreach_on_the_day_of_talks_neither_leads_nor_follows() -> None:
    found = precedence(*outreach(0), window=WINDOW)
    assert (found.before, found.after) == (0, 0)
    assert found.order == "no pattern"


def test_unrelated_outreach_is_said_to_lead_about_one_time_in_twenty() -> None:
    told = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        first, second = (sorted({day(n) for n in rng.integers(0, 1461, number)}) for number in (40, 25))
        told.append(precedence(first, second, window=WINDOW).order == "leads")
    assert np.mean(told) < 0.095


def test_days_before_and_after_are_counted_as_by_hand() -> None:
    first, second = outreach(10)
    first = [*first[:9], day(700), day(701)]
    found = precedence(first, second, window=WINDOW)
    days = set(first)

    def near(at: dt.date, sign: int) -> bool:
        return any(at + dt.timedelta(days=sign * n) in days for n in range(1, 31))

    assert found.before == sum(near(at, -1) for at in second)
    assert found.after == sum(near(at, 1) for at in second)


def test_too_few_days_cannot_be_told_and_bad_windows_are_clear_faults() -> None:
    assert precedence([], [day(5)], window=WINDOW).order == "cannot be told"
    with pytest.raises(ModelError, match="outside the window"):
        precedence([day(-1)], [day(5)], window=WINDOW)
    with pytest.raises(ModelError, match="too short"):
        precedence([], [], window=(day(0), day(90)))


@given(chances=st.lists(st.floats(0, 1), min_size=3, max_size=3))
def test_balance_is_the_sum_over_the_four_balanced_triads(chances: list[float]) -> None:
    by_hand = sum(
        np.prod([p if sign > 0 else 1 - p for p, sign in zip(chances, signs, strict=True)])
        for signs in product((1, -1), repeat=3)
        if np.prod(signs) > 0
    )
    assert balance_probability(chances) == pytest.approx(by_hand)


def test_the_friend_of_my_enemy_makes_a_balanced_triad_only_as_an_enemy() -> None:
    acts = [(day(n), "FRA", "DEU", 2) for n in range(9)] + [(day(n), "FRA", "ITA", 4) for n in range(9)]
    enemies, friends = (
        triads(table(acts + [(day(n), "ITA", "DEU", quad) for n in range(9)]), ("FRA", "DEU"), "ITA", [WINDOW],
               as_of=WINDOW[1])[0].balanced
        for quad in (4, 2)
    )  # fmt: skip
    assert enemies is not None
    assert enemies > 0.95
    assert friends is not None
    assert friends < 0.05


def test_the_order_of_the_actors_changes_no_balance() -> None:
    rng = np.random.default_rng(1)
    acts = [(day(n), *rng.permutation(["FRA", "DEU", "ITA"])[:2], int(rng.integers(1, 5))) for n in range(60)]
    one = triads(table(acts), ("FRA", "DEU"), "ITA", [WINDOW], as_of=WINDOW[1])[0]
    other = triads(table(acts), ("ITA", "FRA"), "DEU", [WINDOW], as_of=WINDOW[1])[0]
    assert one.balanced == pytest.approx(other.balanced)


def test_few_acts_leave_a_tie_without_a_sign_and_three_like_acts_prove_no_certainty() -> None:
    acts = select(table([(day(n), "FRA", "DEU", 2) for n in range(3)]), Selection(between=("FRA", "DEU")))
    assert signed(("FRA", "DEU"), acts[:2]).sign == ""
    tie = signed(("FRA", "DEU"), acts)
    assert tie.positive is not None
    assert 0.9 < tie.positive < 1.0


def test_a_triad_of_two_is_a_clear_fault() -> None:
    with pytest.raises(ModelError, match="three different actors"):
        triads(table([]), ("FRA", "DEU"), "FRA", [WINDOW], as_of=WINDOW[1])


@given(count=st.integers(0, 200), more=st.integers(0, 200))
def test_shares_and_rates_lie_inside_their_intervals(count: int, more: int) -> None:
    for found in (share(count, count + more), rate(count, 2.5)):
        assert found.low <= found.value <= found.high
    assert share(count, count + more).high <= 1.0


def test_intervals_of_shares_cover_the_truth() -> None:
    rng = np.random.default_rng(1)
    held = [share(int(n), 40) for n in rng.binomial(40, 0.2, 400)]
    assert np.mean([found.low <= 0.2 <= found.high for found in held]) > 0.92


def test_activity_counts_happenings_and_closer_coverage_of_a_year_moves_no_share() -> None:
    acts = [(day(n), "ITA", "FRA", 1) for n in range(0, 1400, 100)] + [
        (day(n), "ESP", "PRT", 1) for n in range(0, 1400, 50)
    ]
    (plain,) = activity(table(acts), "ITA", ("FRA", "DEU"), [WINDOW], as_of=WINDOW[1])
    (double,) = activity(table([*acts, *acts]), "ITA", ("FRA", "DEU"), [WINDOW], as_of=WINDOW[1])
    assert plain.happenings == 14
    assert plain.share.value == pytest.approx(14 / 42)
    assert double.share.value == pytest.approx(plain.share.value)
    assert more_active(14, 2).low > 0.5
    (silent,) = activity(table([]), "ITA", ("FRA", "DEU"), [WINDOW], as_of=WINDOW[1])
    assert (silent.share.low, silent.share.high) == (0.0, 1.0)


def test_every_type_of_act_has_one_place_in_a_profile() -> None:
    assert sorted(kind for kinds in KINDS.values() for kind in kinds) == sorted(EVENT_TYPES)


def chosen(signs: list[int]) -> tuple:
    return select(table([(day(5 * n), "FRA", "DEU", sign) for n, sign in enumerate(signs)]), Selection(source=("FRA",)))


def test_turns_are_told_from_chance_in_both_directions() -> None:
    rng = np.random.default_rng(1)
    by_turns = behaviour(chosen([1, 4] * 20), rng=rng)
    in_runs = behaviour(chosen([1] * 20 + [4] * 20), rng=rng)
    assert by_turns.p is not None
    assert by_turns.p < 0.01
    assert by_turns.turns == 39
    assert in_runs.p is not None
    assert in_runs.p < 0.01
    assert in_runs.turns == 1


def test_one_change_of_phase_is_no_habit() -> None:
    found = behaviour(chosen([1] * 20 + [4] * 20), breaks=[day(100)], rng=np.random.default_rng(1))
    assert found.p == pytest.approx(1.0)


def test_a_clock_has_a_beat_and_chance_has_none() -> None:
    clock = behaviour(chosen([4] * 30), rng=np.random.default_rng(1)).beat
    assert clock is not None
    assert clock.high < -0.9
    gaps = np.random.default_rng(2).exponential(20, 4000)
    assert burstiness(gaps) == pytest.approx(0.0, abs=0.05)


def test_no_acts_make_an_empty_profile() -> None:
    found = behaviour((), rng=np.random.default_rng(1))
    assert (found.turns, found.expected, found.p, found.beat) == (0, None, None, None)


def test_words_better_than_deeds_show_a_gap_above_zero() -> None:
    acts = select(
        table([(day(n), "FRA", "DEU", 1) for n in range(20)] + [(day(n), "FRA", "DEU", 4) for n in range(20)]),
        Selection(between=("FRA", "DEU")),
    )
    (found,) = surfaces(acts, [WINDOW], rng=np.random.default_rng(1))
    assert found.gap is not None
    assert found.gap.low > 0.5
    (empty,) = surfaces((), [WINDOW], rng=np.random.default_rng(1))
    assert (empty.word_share, empty.deed_share, empty.gap) == (None, None, None)


def test_deeds_of_bad_years_and_words_of_good_ones_make_no_gap_within_years() -> None:
    bad = [(day(n), "FRA", "DEU", 4) for n in range(30)] + [(day(40), "FRA", "DEU", 3), (day(41), "FRA", "DEU", 3)]
    good = [(day(800 + n), "FRA", "DEU", 1) for n in range(30)] + [
        (day(840), "FRA", "DEU", 2),
        (day(841), "FRA", "DEU", 2),
    ]
    acts = select(table(bad + good), Selection(between=("FRA", "DEU")))
    rng = np.random.default_rng(1)
    (whole,) = surfaces(acts, [WINDOW], rng=rng)
    parts = surfaces(acts, [(day(0), day(365)), (day(730), day(1095))], rng=rng)
    assert whole.gap is not None
    assert whole.gap.low > 0.5
    within = gap_within([(part.words, part.deeds) for part in parts])
    assert within is not None
    assert within.value == pytest.approx(0.0)
    assert within.variance > 0
    assert gap_within(()) is None


@pytest.mark.parametrize(("parts", "size"), [(40, 1), (25, 2), (12, 6), (4, 30), (1, 60)])
@pytest.mark.parametrize("gap", [0.0, 0.4, 0.8])
def test_intervals_of_gaps_cover_the_truth_in_many_parts_of_few_acts_as_in_few_of_many(
    parts: int, size: int, gap: float
) -> None:
    rng = np.random.default_rng(parts)
    kind, harsh = (select(table([(day(1), "FRA", "DEU", quad)]), None)[0] for quad in (1, 4))

    def acts(share_: float) -> tuple:
        number = size + int(rng.integers(0, 2))
        return tuple(kind if rng.random() < share_ else harsh for _ in range(number))

    held = []
    for _ in range(400):
        found = gap_within([(acts(0.1 + gap), acts(0.1)) for _ in range(parts)])
        assert found is not None
        estimate = found.estimate()
        held.append(estimate.low <= gap <= estimate.high)
    # The nominal rate is 0.95; 400 draws leave 0.02 to chance on either side.
    assert np.mean(held) > 0.91


def test_quarters_of_a_window_follow_each_other_without_a_gap() -> None:
    spans = quarter_spans(WINDOW)
    assert len(spans) == 16
    assert all(b[0] - a[1] == dt.timedelta(days=1) for a, b in pairwise(spans))
