"""A reading as JSON, the form that other programs read; offsets are code points, half-open, into ``text``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from detente.reading.coder import Reading

READ_FIELDS = (
    "id", "happening_id", "date", "date_end", "precision", "source", "source_sector", "target", "target_sector", "type",
    "mode", "cameo", "quad", "intensity", "modality", "exchange", "confidence", "sentence", "start", "end",
)  # fmt: skip


def json_lines(reading: Reading) -> Iterator[str]:
    """Yield a reading as JSON, an event a line, so that a long text need not be held twice.

    >>> import json
    >>> json.loads("".join(json_lines(Reading("Nothing."))))
    {'text': 'Nothing.', 'events': [], 'undated': [], 'unresolved': []}
    """
    yield f'{{"text": {_json(reading.text)}, "events": ['
    for n, event in enumerate(reading.events):
        row = event.model_dump(mode="json", include=set(READ_FIELDS))
        yield f"{',' if n else ''}\n {_json({name: row[name] for name in READ_FIELDS})}"
    for name, spans in (("undated", reading.undated), ("unresolved", reading.unresolved)):
        yield f'\n], "{name}": [' + ",".join(f"\n {_json(span._asdict())}" for span in spans)
    yield "\n]}\n"


def _json(value: Any) -> str:
    # Halves of surrogate pairs cannot be written as UTF-8; json escapes them where it escapes all.
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isprintable() or not _lone(text) else json.dumps(value)


def _lone(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)
