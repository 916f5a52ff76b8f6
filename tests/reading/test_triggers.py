from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.reading import Coder
from detente.reading.lexicon import lexicon
from detente.reading.triggers import Triggers, head_of, words_of

DATA = Path(__file__).parent / "data"
TEXTS = sorted(
    {
        json.loads(line)["text"]
        for name in ("own_sentences.jsonl", "newswire.jsonl")
        for line in (DATA / name).read_text(encoding="utf-8").splitlines()
    }
)
TRIGGERS = Triggers(lexicon())


class Everything:
    def may_hold_event(self, text: str, mentions: object, *, actors_before: int = 0) -> bool:
        return True


def test_no_sentence_with_an_event_is_passed_by_for_want_of_a_trigger(
    coder: Coder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coder, "filter", Everything())
    telling = {event.sentence for text in TEXTS for event in coder.code(text)}
    assert len(telling) > 300
    assert {sentence for sentence in telling if not TRIGGERS.may_tell(words_of(sentence))} == set()


@pytest.mark.parametrize(
    ("idle", "telling"),
    [
        ("They showed their films.", "They showed their support."),
        ("They said that it rains in winter.", "They said that it must leave."),
        ("They are in the garden.", "They are in talks."),
        ("They were on the roof.", "They were on strike."),
        ("Rain is forecast for most of the coast.", "A ceasefire is forecast for most of the coast."),
    ],
)
def test_a_verb_tells_of_an_act_only_beside_what_its_frames_ask_for(idle: str, telling: str) -> None:
    assert not TRIGGERS.may_tell(words_of(idle))
    assert TRIGGERS.may_tell(words_of(telling))


def test_the_noun_before_a_preposition_is_the_one_looked_up() -> None:
    assert head_of("assault on", {"on"}) == "assault"
    assert head_of("joint military exercise", {"on"}) == "exercise"
    assert not TRIGGERS.knows("of")
