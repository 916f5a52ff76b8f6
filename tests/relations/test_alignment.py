from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_events import table

from detente.errors import ModelError
from detente.relations.alignment import Alignment, alignments, quarter_of, quarters
from detente.relations.distances import Stance, distance, distances, stances
from detente.relations.wedges import wedge

WINDOW = (dt.date(2016, 1, 1), dt.date(2019, 12, 31))
MIDDLE = dt.date(2018, 1, 1)


def day(n: int) -> dt.date:
    return WINDOW[0] + dt.timedelta(days=int(n))


def compared(acts: list, seed: int = 1) -> Alignment:
    (found,) = alignments(
        table(acts), ("FRA", "ITA"), "DEU", window=WINDOW, reference=MIDDLE, as_of=WINDOW[1],
        rng=np.random.default_rng(seed),
    )  # fmt: skip
    return found


def conduct(rng: np.random.Generator, who: str, mix: tuple[float, ...], number: int) -> list:
    return [(day(n), who, "DEU", int(rng.choice(4, p=mix)) + 1) for n in rng.integers(0, 1461, number)]


def test_one_common_conduct_is_called_unlike_about_one_time_in_twenty() -> None:
    called = []
    for seed in range(120):
        rng = np.random.default_rng(seed)
        mix = (0.4, 0.2, 0.3, 0.1)
        given_ = compared(conduct(rng, "FRA", mix, 50) + conduct(rng, "ITA", mix, 40))
        called.append(given_.p is not None and given_.p < 0.05)
    assert np.mean(called) < 0.12


def test_unlike_conduct_is_found_with_the_milder_member_named() -> None:
    rng = np.random.default_rng(2)
    found = compared(conduct(rng, "FRA", (0.1, 0.1, 0.4, 0.4), 60) + conduct(rng, "ITA", (0.6, 0.3, 0.1, 0.0), 60))
    assert found.p is not None
    assert found.p < 0.01
    assert found.gap is not None
    assert found.gap.high < 0


def test_members_who_act_in_equal_measure_are_wholly_alike() -> None:
    acts = [(day(40 * n + k), who, "DEU", k % 4 + 1) for n in range(30) for k in range(4) for who in ("FRA", "ITA")]
    assert compared(acts).alike == pytest.approx(1.0)


def test_swapping_two_members_turns_the_gap_round_and_keeps_how_alike_they_are() -> None:
    rng = np.random.default_rng(3)
    acts = conduct(rng, "FRA", (0.1, 0.1, 0.4, 0.4), 60) + conduct(rng, "ITA", (0.6, 0.3, 0.1, 0.0), 60)
    swapped = [(on, {"FRA": "ITA", "ITA": "FRA"}[who], to, quad) for on, who, to, quad in acts]
    one, other = compared(acts), compared(swapped)
    assert one.alike == pytest.approx(other.alike)
    assert one.gap is not None
    assert other.gap is not None
    assert one.gap.value == pytest.approx(-other.gap.value, abs=0.03)


def test_another_pair_in_the_record_changes_nothing() -> None:
    rng = np.random.default_rng(4)
    acts = conduct(rng, "FRA", (0.4, 0.1, 0.4, 0.1), 30) + conduct(rng, "ITA", (0.6, 0.3, 0.1, 0.0), 30)
    others = [(day(n), "ESP", "PRT", 4) for n in range(0, 1400, 9)]
    assert compared(acts).alike == compared(acts + others).alike


def test_quarters_with_few_acts_are_gaps_and_never_zeros() -> None:
    found = compared([(day(10), "FRA", "DEU", 1), (day(11), "ITA", "DEU", 1)])
    assert all(quarter.alike is None and quarter.gap is None for quarter in found.quarters)
    assert found.alike == pytest.approx(1.0)


def test_silence_of_a_member_leaves_everything_open() -> None:
    found = compared([(day(n), "FRA", "DEU", 1) for n in range(0, 400, 5)])
    assert (found.alike, found.p, found.gap, found.drift) == (None, None, None, None)
    assert compared([]).alike is None


@given(start=st.dates(dt.date(1950, 1, 1), dt.date(2050, 1, 1)), length=st.integers(0, 3000))
def test_quarters_cover_every_day_of_a_window_once(start: dt.date, length: int) -> None:
    end = start + dt.timedelta(days=length)
    found = quarters((start, end))
    assert found[0] <= start
    assert quarter_of(end) == found[-1]
    assert found == sorted({quarter_of(start + dt.timedelta(days=n)) for n in range(length + 1)})


@pytest.mark.parametrize(
    ("members", "said"), [(("FRA", "DEU"), "cannot be its target"), (("FRA", "FRA"), "two different members")]
)
def test_a_coalition_against_itself_or_of_one_is_a_clear_fault(members: tuple[str, ...], said: str) -> None:
    with pytest.raises(ModelError, match=said):
        alignments(
            table([]), members, "DEU", window=WINDOW, reference=MIDDLE, as_of=WINDOW[1], rng=np.random.default_rng(1)
        )


def stance(actor: str, low: float, place: float, high: float, since: dt.date = MIDDLE) -> Stance:
    return Stance(f"{actor}-{since}", actor, "water", since, since, low, place, high, "said")


places = st.lists(st.floats(0, 100), min_size=3, max_size=3).map(sorted)


@given(one=places, other=places)
def test_a_distance_lies_in_its_range_and_is_the_same_from_either_side(one: list[float], other: list[float]) -> None:
    a, b = stance("FRA", *one), stance("ITA", *other)
    found, turned = distance(a, b, MIDDLE), distance(b, a, MIDDLE)
    assert 0 <= found.low <= found.value <= found.high <= 100
    assert (found.low, found.value, found.high) == (turned.low, turned.value, turned.high)


@given(one=places, other=places, at=st.floats(0, 1), also=st.floats(0, 1))
def test_no_two_points_of_the_intervals_are_nearer_or_farther_than_the_range(
    one: list[float], other: list[float], at: float, also: float
) -> None:
    found = distance(stance("FRA", *one), stance("ITA", *other), MIDDLE)
    apart = abs((one[0] + at * (one[2] - one[0])) - (other[0] + also * (other[2] - other[0])))
    assert found.low - 1e-9 <= apart <= found.high + 1e-9


def test_intervals_that_meet_leave_open_that_there_is_no_distance() -> None:
    assert not distance(stance("FRA", 10, 20, 40), stance("ITA", 40, 50, 60), MIDDLE).apart
    assert distance(stance("FRA", 10, 20, 39), stance("ITA", 40, 50, 60), MIDDLE).apart


def test_a_stance_holds_until_the_next_and_what_another_tells_is_none() -> None:
    later = MIDDLE + dt.timedelta(days=100)
    known = (stance("FRA", 0, 5, 10), stance("ITA", 50, 60, 70), stance("ITA", 10, 20, 30, later))
    assert [(step.since, step.value) for step in distances(known, ("FRA", "ITA"), "water")] == [
        (MIDDLE, 55),
        (later, 15),
    ]
    rows = pl.DataFrame(
        {
            "id": ["1", "2", "3"], "actor": ["FRA"] * 3, "issue": ["water"] * 3, "as_of": [MIDDLE] * 3,
            "known_from": [MIDDLE, MIDDLE, later], "place_low": [0.0] * 3, "place": [5.0] * 3, "place_high": [9.0] * 3,
            "statement": [""] * 3, "account": ["", "ITA", ""],
        }
    )  # fmt: skip
    assert [one.id for one in stances(rows, as_of=MIDDLE)] == ["1"]


def test_distances_of_one_actor_or_of_two_issues_are_clear_faults() -> None:
    with pytest.raises(ModelError, match="no distance from itself"):
        distances((), ("FRA", "FRA"), "water")
    with pytest.raises(ModelError, match="scales of their own"):
        distance(stance("FRA", 0, 1, 2), replace(stance("ITA", 0, 1, 2), issue="fish"), MIDDLE)
    assert distances((stance("FRA", 0, 1, 2),), ("FRA", "ITA"), "water") == ()


def split(acts: list) -> object:
    return wedge(table(acts), ("FRA", "ITA"), "DEU", window=WINDOW, as_of=WINDOW[1])


def wedged(kind: int, harsh: int, back: bool) -> list:
    """Every hundred days Germany is kind to France and harsh to Italy; after it, perhaps, the two part."""
    acts = []
    for n in range(30, 1400, 100):
        acts += [(day(n), "DEU", "FRA", kind), (day(n + 3), "DEU", "ITA", harsh)]
        if back:
            acts += [(day(n + 10), "FRA", "DEU", 1), (day(n + 12), "ITA", "DEU", 3)]
    return acts


def test_an_attempt_needs_a_kindness_to_one_and_a_wrong_to_the_other() -> None:
    found = split(wedged(1, 3, back=False))
    assert len(found.attempts) == 14
    assert {attempt.favoured for attempt in found.attempts} == {"FRA"}
    assert found.responses == 0
    assert split(wedged(1, 1, back=True)).attempts == ()
    assert split(wedged(4, 3, back=True)).attempts == ()


def irregular(seed: int, *, apart: int, back: bool) -> list:
    """A kindness to France and, so many days on, a wrong to Italy, at irregular times; after it perhaps a parting."""
    rng = np.random.default_rng(seed)
    acts = []
    for n in np.sort(rng.choice(np.arange(30, 1380, 70), 12, replace=False)) + rng.integers(0, 20, 12):
        acts += [(day(n), "DEU", "FRA", 1), (day(n + apart), "DEU", "ITA", 3)]
        if back:
            acts += [(day(n + apart + 5), "FRA", "DEU", 1), (day(n + apart + 6), "ITA", "DEU", 3)]
    return acts


def test_wedge_is_said_where_attempts_and_responses_both_exceed_chance() -> None:
    assert np.mean([split(irregular(seed, apart=1, back=True)).shown for seed in range(10)]) >= 0.8


def test_attempts_without_a_response_and_mixed_conduct_are_no_wedge() -> None:
    assert not any(split(irregular(seed, apart=1, back=False)).shown for seed in range(10))
    shown = []
    for seed in range(20):
        rng = np.random.default_rng(seed)

        def acts(pair: tuple[str, str], toward: bool, rng: np.random.Generator = rng) -> list:
            days, quads, who = rng.integers(0, 1461, 80), rng.choice([1, 3], 80), rng.choice(pair, 80)
            return [
                (day(n), *(("DEU", str(one)) if toward else (str(one), "DEU")), int(quad))
                for n, quad, one in zip(days, quads, who, strict=True)
            ]

        shown.append(split(acts(("FRA", "ITA"), True) + acts(("FRA", "ITA"), False)).shown)
    assert np.mean(shown) <= 0.1


def test_each_act_is_used_in_one_attempt() -> None:
    burst = [(day(100 + n), "DEU", "FRA", 1) for n in range(5)] + [(day(107), "DEU", "ITA", 3)]
    assert len(split(burst).attempts) == 1


def test_a_clash_of_the_members_is_a_response() -> None:
    acts = [(day(100), "DEU", "FRA", 1), (day(101), "DEU", "ITA", 3), (day(110), "FRA", "ITA", 3)]
    (attempt,) = split(acts).attempts
    assert [act.source for act in attempt.response] == ["FRA"]


def test_an_empty_record_holds_no_attempt() -> None:
    assert split([]).attempts == ()
