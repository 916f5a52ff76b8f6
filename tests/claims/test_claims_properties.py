"""What holds of any text: spans inside it, a closed set of verdicts, no support once the roles are swapped."""

from __future__ import annotations

import datetime as dt

import pytest
from claims_made import EVENTS, made_bench
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.claims.argument import argument_of
from detente.claims.checking import check_text
from detente.claims.verdict import KINDS, VERDICTS
from detente.claims.words import stem

NAMES = {"CHL": "Chile", "PER": "Peru"}
pieces = st.sampled_from(
    [
        "Chile",
        "Peru",
        "met",
        "closed",
        "the crossing",
        "in March 2020",
        ", and",
        "did not",
        "12",
        "60 percent",
        ".",
        "—",
        "because",
        "However,",
        "will probably",
        "\n\n",
        "😀",
        "’s",
        "\u200b",
        "summits",
        "before",
        "since then",
        "?",
    ]
)


@settings(max_examples=150)
@given(st.one_of(st.text(max_size=300), st.lists(pieces, max_size=40).map(" ".join)))
def test_any_text_gives_claims_inside_it_with_known_verdicts(text: str) -> None:
    found = check_text(text, made_bench())
    for claim in found.claims:
        assert 0 <= claim.start < claim.end <= len(text)
        assert text[claim.start : claim.end] == claim.text
        assert claim.kind in KINDS
        assert claim.verdict in VERDICTS
    for link in argument_of(found).links:
        assert 0 <= link.source < len(found.claims)
        assert 0 <= link.target < len(found.claims)


@pytest.mark.parametrize("row", [e for e in EVENTS if e.id in ("E1", "E2")], ids=lambda e: e.id)
def test_a_row_told_with_its_roles_swapped_is_never_supported(row) -> None:
    mine, theirs = NAMES[row.source], NAMES[row.target]
    when = f"in {row.date:%B %Y}"
    told = row.sentence.rstrip(".")
    swapped = told.replace(mine, "@").replace(theirs, mine).replace("@", theirs)
    swapped = swapped.replace("Chilean", "Peruvian") if mine == "Peru" else swapped
    assert check_text(f"{told} {when}.", made_bench()).claims[0].verdict == "supported"
    assert check_text(f"{swapped} {when}.", made_bench()).claims[0].verdict != "supported"


@given(st.integers(min_value=0, max_value=500))
def test_only_the_recorded_number_is_supported(n: int) -> None:
    (claim,) = check_text(f"Peru released {n} Chilean sailors in May 2020.", made_bench()).claims
    assert (claim.verdict == "supported") == (n == 12)


@given(st.dates(dt.date(2020, 1, 15), dt.date(2021, 12, 15)))
def test_only_the_recorded_month_is_supported(day: dt.date) -> None:
    text = f"Chile closed the border crossing at Arica to Peru in {day:%B %Y}."
    (claim,) = check_text(text, made_bench()).claims
    assert (claim.verdict == "supported") == ((day.year, day.month) == (2020, 3))


@pytest.mark.parametrize("as_of", [dt.date(2020, 1, 15), dt.date(2020, 9, 1), dt.date(2021, 4, 2), dt.date(2022, 2, 1)])
def test_no_verdict_leans_on_a_row_published_after_the_day(as_of: dt.date) -> None:
    text = " ".join(event.sentence for event in EVENTS)
    known = {event.id: event.known_from for event in EVENTS}
    for claim in check_text(text, made_bench(as_of)).claims:
        for ref in (*claim.evidence_for, *claim.evidence_against):
            assert known.get(ref.id, as_of) <= as_of


def test_the_same_text_is_checked_alike_twice() -> None:
    text = "Chile and Peru met in Tacna. They had closed a crossing before, because trade had fallen by half."
    assert check_text(text, made_bench()).claims == check_text(text, made_bench()).claims


def test_a_verb_and_its_noun_share_a_stem_and_call_and_call_off_do_not() -> None:
    assert stem("removal") == stem("removed") == stem("remove")
    assert stem("agreement") == stem("agreed")
    assert check_text("Chile called off the Lima summit.", made_bench()).claims[0].verdict != "supported"
