"""What was read from a text, for a terminal or for another program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from detente.reading import Reading

READ_FIELDS = (
    "id", "happening_id", "date", "date_end", "precision", "source", "source_sector", "target", "target_sector", "type",
    "mode", "cameo", "quad", "intensity", "modality", "exchange", "confidence", "sentence", "start", "end",
)  # fmt: skip


def reading_as_dict(reading: Reading) -> dict[str, Any]:
    """Return what was read from a text in the form that other programs read; offsets are code points."""
    rows = [event.model_dump(mode="json") for event in reading.events]
    return {
        "text": reading.text,
        "events": [{name: row[name] for name in READ_FIELDS} for row in rows],
        "undated": [span._asdict() for span in reading.undated],
        "unresolved": [span._asdict() for span in reading.unresolved],
    }


def print_reading(reading: Reading, *, explain: bool) -> None:
    """Print the events of a text, and what stayed open."""
    for event in reading.events:
        day = event.date.isoformat() if event.date else "undated"
        print(
            f"{day:<11} {event.source} {event.type.lower()} {event.target or ''} ({event.modality}): {event.sentence}"
        )
        if explain:
            print("  " + event.explain().replace("\n", "\n  "))
    for name, spans in (("undated", reading.undated), ("unresolved", reading.unresolved)):
        for span in spans:
            print(f"{name}: {span.text[:80]!r}: {span.reason}")


def write_explained(reading: Reading, path: Path, *, title: str) -> None:
    """Write a page that shows why each event was coded as it was. Raises `InputError` where it cannot be written."""
    from detente.reading.drawing import explain_page

    try:
        path.write_text(explain_page(reading, title=title), encoding="utf-8")
    except OSError as reason:
        raise InputError(
            f"{path}: cannot be written ({reason.strerror}); name a file in a folder that exists"
        ) from None
