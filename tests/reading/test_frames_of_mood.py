"""Nothing that is conditional, recommended, hoped for or merely possible is read as done, whatever the act."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.reading import Coder

ACTS = [
    ("attack", "attacked", "attacking"),
    ("condemn", "condemned", "condemning"),
    ("lift its sanctions on", "lifted its sanctions on", "lifting its sanctions on"),
    ("impose tariffs on", "imposed tariffs on", "imposing tariffs on"),
    ("sign a treaty with", "signed a treaty with", "signing a treaty with"),
    ("send food aid to", "sent food aid to", "sending food aid to"),
    ("expel the ambassador of", "expelled the ambassador of", "expelling the ambassador of"),
    ("withdraw its troops from", "withdrew its troops from", "withdrawing its troops from"),
]
UNREAL = [
    "{a} should {base} {b}.",
    "{a} must {base} {b}.",
    "{a} could {base} {b}.",
    "{a} may {base} {b}.",
    "{a} needs to {base} {b}.",
    "If {a} {past} {b}, prices would rise.",
    "Unless {a} {past} {b}, prices would rise.",
    "Will {a} {base} {b}?",
    "It is unlikely that {a} will {base} {b}.",
    "{a} considered {ing} {b}.",
    "{a} stopped short of {ing} {b}.",
    "Experts hope that {a} will {base} {b}.",
    "Analysts doubt that {a} {past} {b}.",
    "Experts explored the possibility of {a} {ing} {b}.",
    "{a} did not {base} {b}.",
    "{a} avoided {ing} {b}.",
    "Instead of {ing} {b}, {a} built a port.",
    "{a} came close to {ing} {b}.",
    "{a} would have to {base} {b}.",
    "Critics urged {a} to {base} {b}.",
    "{a} wanted to {base} {b}.",
    "There is a risk of {a} {ing} {b}.",
    "Whether {a} {past} {b} is unclear.",
    "{a} ought to {base} {b}.",
    "Suppose {a} {past} {b}.",
]


def done(coder: Coder, text: str, codes: tuple[str, str]) -> list[str]:
    return [e.cameo for e in coder.code(text) if e.modality == "actual" and (e.source, e.target) == codes]


@pytest.mark.parametrize(("frame", "act"), list(itertools.product(UNREAL, ACTS)))
def test_an_act_in_a_frame_that_reports_nothing_is_not_done(
    coder: Coder, frame: str, act: tuple[str, str, str]
) -> None:
    base, past, ing = act
    text = frame.format(a="Peru", b="Chile", base=base, past=past, ing=ing)
    plain = done(coder, f"Peru {past} Chile.", ("PER", "CHL"))
    assert not set(plain) & set(done(coder, text, ("PER", "CHL")))


ODD = "если 中国 soft\u00adly “ ” ’s — \u200b 🙂 e\u0301 ( ) - , ."
PLAIN = "Peru Chile attacked will not signed a pact with unless of said the aid to"
WORDS = st.sampled_from([*ODD.split(), *PLAIN.split()])


@settings(max_examples=80, deadline=None)
@given(st.lists(WORDS, max_size=30))
def test_mixed_scripts_and_odd_signs_are_read_with_spans_that_hold(words: list[str]) -> None:
    text = " ".join(words)
    for event in MODEL.code(text):
        assert event.start is not None
        assert event.end is not None
        assert text[event.start : event.end] == event.sentence


MODEL = Coder()
