"""Contested words: overlap over time, what was published when, and what the word alone changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from detente.agreements.definitions import overlaps, publications, word_effects
from detente.record.agreement import Agreement
from detente.record.position import Term

ITEMS = ("guns", "flags", "ships", "songs")
LATE = dt.date(2025, 1, 1)


def word(*definitions: dict[str, Any]) -> Term:
    items = [{"id": each, "name": each} for each in ITEMS]
    return Term.model_validate({"id": "calm", "name": "calm", "items": items, "definitions": definitions})


def meant(holder: str, published: str, *items: str, **more: Any) -> dict[str, Any]:
    return {"holder": holder, "published": published, "includes": items} | more


def signed(date: str, *parties: str) -> Agreement:
    made = {
        "id": "p-1", "debtor": parties[:1], "creditor": parties[1:], "action": "keep calm", "kind": "maintain",
        "terms": ["calm"], "evidence": [{"date": "2021-01-01", "effect": "breach", "text": "x", "items": ["flags"]}],
    }  # fmt: skip
    return Agreement.model_validate({"id": "p", "title": "P", "date": date, "parties": parties, "commitments": [made]})


def test_overlap_is_what_both_count_in_over_what_either_does_from_each_change_on() -> None:
    term = word(
        meant("FRA", "2020-01-01", "guns", "flags"),
        meant("DEU", "2020-06-01", "guns", until="2021-01-01"),
        meant("DEU", "2021-01-01", "ships"),
    )
    found = overlaps(term, as_of=LATE)
    assert [(each.since.isoformat(), each.jaccard) for each in found] == [("2020-06-01", 0.5), ("2021-01-01", 0.0)]
    assert (found[0].shared, found[0].only_one, found[0].only_other) == (("guns",), ("flags",), ())


def test_a_definition_that_is_not_public_yet_is_not_seen() -> None:
    term = word(meant("FRA", "2020-01-01", "guns"), meant("DEU", "2020-02-01", "guns", known_from="2022-01-01"))
    assert overlaps(term, as_of=dt.date(2021, 12, 31)) == ()
    assert len(overlaps(term, as_of=dt.date(2022, 1, 1))) == 1


def test_the_same_items_again_are_a_restatement_and_others_after_the_signing_a_reinterpretation() -> None:
    term = word(
        meant("FRA", "2016-07-06", "guns", until="2018-12-20"),
        meant("FRA", "2018-12-20", "guns", until="2019-12-20"),
        meant("FRA", "2019-12-20", "guns", "ships"),
    )
    found = publications(term, [signed("2018-06-12", "FRA", "DEU")], as_of=LATE)
    assert [each.change for each in found] == ["first publication", "restatement", "changed"]
    assert [each.signings[0].meaning for each in found] == ["known before", "restatement", "reinterpretation"]
    assert found[0].signings[0].days_after == -706
    assert (found[2].added, found[2].dropped) == (("ships",), ())


def test_a_definition_first_said_after_the_signing_is_flagged_as_such() -> None:
    found = publications(word(meant("FRA", "2019-01-01", "guns")), [signed("2018-06-12", "FRA", "DEU")], as_of=LATE)
    assert found[0].signings[0].meaning == "first said after"


def test_signings_of_others_do_not_bear_on_a_definition() -> None:
    found = publications(word(meant("ITA", "2019-01-01", "guns")), [signed("2018-06-12", "FRA", "DEU")], as_of=LATE)
    assert found[0].signings == ()


def test_the_word_alone_decides_where_evidence_is_on_an_item_that_only_one_counts_in() -> None:
    term = word(meant("FRA", "2018-01-01", "guns"), meant("DEU", "2018-01-01", "guns", "flags"))
    (effect,) = word_effects([signed("2018-06-12", "FRA", "DEU")], [term], as_of=LATE)
    assert {code: entry.state for code, entry in effect.under.items()} == {"FRA": "detached", "DEU": "violated"}
    assert effect.differs


sets = st.lists(st.sampled_from(ITEMS), unique=True, min_size=1)


@given(sets, sets)
def test_overlap_is_symmetric_between_0_and_1_and_1_only_for_equal_sets(one: list[str], other: list[str]) -> None:
    def jaccard(a: list[str], b: list[str]) -> float:
        return overlaps(word(meant("FRA", "2020-01-01", *a), meant("DEU", "2020-01-01", *b)), as_of=LATE)[0].jaccard

    value = jaccard(one, other)
    assert 0 <= value <= 1
    assert (value == 1) == (set(one) == set(other))
    assert value == jaccard(other, one)
