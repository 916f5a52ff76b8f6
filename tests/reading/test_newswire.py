"""The coder against newswire and phrases written for it and labelled before they were read, with floors well below."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from detente.reading import Coder

DATA = Path(__file__).parent / "data"
NEWSWIRE = [json.loads(line) for line in (DATA / "newswire.jsonl").read_text(encoding="utf-8").splitlines()]
# The second hand wrote longer sentences; of neither hand was the blind half ever printed.
HALVES = [("seen", 0.86, 12), ("blind", 0.78, 8), ("seen2", 0.78, 4), ("blind2", 0.62, 4)]
HALVES += [("seen3", 0.62, 2), ("blind3", 0.6, 3)]
Triple = tuple[str, str | None, str]


def acts(rows: Iterator[Triple]) -> set[Triple]:
    """Return what counts: a comment (root 01) is no event."""
    return {row for row in rows if row[2] != "01"}


def read(coder: Coder, text: str) -> set[Triple]:
    told = (e for e in coder.code(text, "2010-06-01") if e.modality in ("actual", "failed") and not e.spoken_in)
    return acts((e.source, e.target, e.cameo[:2]) for e in told)


def labelled(record: dict[str, Any]) -> set[Triple]:
    return acts((e["source"], e["target"], e["cameo"][:2]) for e in record["events"])


@pytest.mark.parametrize(("half", "f1", "false"), HALVES)
def test_newswire_is_read_above_the_floor(coder: Coder, half: str, f1: float, false: int) -> None:
    records = [record for record in NEWSWIRE if record["half"] == half]
    given = [read(coder, record["text"]) for record in records]
    gold = [labelled(record) for record in records]
    hits = sum(len(a & b) for a, b in zip(given, gold, strict=True))
    assert 2 * hits / (sum(map(len, given)) + sum(map(len, gold))) >= f1
    assert sum(bool(a) and not b for a, b in zip(given, gold, strict=True)) <= false


def test_three_in_ten_sentences_of_newswire_hold_nothing() -> None:
    assert len(NEWSWIRE) >= 300
    assert sum(not record["events"] for record in NEWSWIRE) >= 60
    assert len({record["text"] for record in NEWSWIRE}) == len(NEWSWIRE)


def test_a_phrase_for_every_root_is_coded_with_it(coder: Coder) -> None:
    with (DATA / "phrases.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    assert {root for row in rows for root in row["roots"].split()} == {f"{n:02}" for n in range(2, 21)}
    right = 0
    for row in rows:
        event = coder.code_pair(*marked(row["sentence"]))
        right += event is not None and event.cameo[:2] in row["roots"].split()
    assert right / len(rows) >= 0.92


def marked(text: str) -> tuple[str, tuple[int, int], tuple[int, int]]:
    plain = text.translate(str.maketrans("", "", "[]{}"))
    spans = []
    for opening, closing in ("[]", "{}"):
        inner = text[text.index(opening) + 1 : text.index(closing)]
        start = len(text[: text.index(opening)].translate(str.maketrans("", "", "[]{}")))
        spans.append((start, start + len(inner)))
    return plain, spans[0], spans[1]
