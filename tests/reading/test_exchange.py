"""What is asked for what, and who asks it of whom."""

from __future__ import annotations

import pytest

from detente.reading import Coder, ReadEvent

CASES = [
    ("Russia demanded that Japan lift sanctions in exchange for access to the islands.",
     "RUS", "JPN", "access to the islands", "lift sanctions"),
    ("Iran offered to halt enrichment in return for the lifting of US sanctions.",
     "IRN", "USA", "halt enrichment", "the lifting of US sanctions"),
    ("Washington said no sanctions would be lifted unless North Korea dismantled its nuclear programme.",
     "USA", "PRK", "sanctions lifted", "North Korea dismantled its nuclear programme"),
    ("Spain will not lift the embargo until Cuba frees the prisoners.",
     "ESP", "CUB", "lift the embargo", "Cuba frees the prisoners"),
    ("Egypt will reopen the crossing only if Israel ends the siege.",
     "EGY", "ISR", "reopen the crossing", "Israel ends the siege"),
    ("Turkey will not ratify the treaty without guarantees from Sweden.",
     "TUR", "SWE", "ratify the treaty", "guarantees from Sweden"),
    ("Kenya agreed to send troops on condition that Somalia pay for them.",
     "KEN", "SOM", "send troops", "Somalia pay for them"),
    ("India offered to withdraw its troops from the ridge provided Pakistan did the same.",
     "IND", "PAK", "withdraw its troops from the ridge", "Pakistan did the same"),
    ("The United States made relief conditional on the denuclearization of North Korea.",
     "USA", "PRK", "relief", "the denuclearization of North Korea"),
    ("Iran threatened to block the strait unless the United States lifted sanctions.",
     "IRN", "USA", "not block the strait", "the United States lifted sanctions"),
]  # fmt: skip


def trading(coder: Coder, text: str) -> list[ReadEvent]:
    return [event for event in coder.code(text) if event.exchange]


@pytest.mark.parametrize(("text", "asker", "asked", "give", "want"), CASES, ids=[case[0] for case in CASES])
def test_terms_say_who_asks_whom_for_what(
    coder: Coder, text: str, asker: str, asked: str, give: str, want: str
) -> None:
    trades = [event.exchange for event in trading(coder, text)]
    assert trades[0] is not None
    assert (trades[0].asker, trades[0].asked, trades[0].give, trades[0].want) == (asker, asked, give, want)


def test_a_swap_is_an_exchange_between_both(coder: Coder) -> None:
    found = trading(coder, "Russia and Norway swapped two spies for a fisherman.")
    assert {(e.source, e.target, e.exchange.want) for e in found if e.exchange} == {
        ("RUS", "NOR", "a fisherman"),
        ("NOR", "RUS", "a fisherman"),
    }


def test_what_meets_a_term_is_tied_to_it_and_not_done(coder: Coder) -> None:
    text = "Washington said no sanctions would be lifted unless North Korea dismantled its nuclear programme."
    events = {event.id: event for event in coder.code(text)}
    trade = next(e.exchange for e in events.values() if e.exchange)
    assert trade.want_event is not None
    met = events[trade.want_event]
    assert (met.source, met.type, met.modality) == ("PRK", "RETREAT", "hypothetical")


@pytest.mark.parametrize(
    "text",
    [
        "Peru visited Chile before Brazil met Bolivia.",
        "Japan attacked Russia until Norway sent help.",
        "Kenya met Uganda once Rwanda suddenly attacked Burundi.",
    ],
)
def test_a_mere_time_is_no_term(coder: Coder, text: str) -> None:
    assert trading(coder, text) == []
