"""What was read from texts, for a terminal or for another program."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.reading import Reading
    from detente.reading.documents import Document


def print_reading_as_json(reading: Reading) -> None:
    """Print what was read from a text in the form that other programs read."""
    from detente.reading.jsonform import json_lines

    sys.stdout.writelines(json_lines(reading))


def print_reading(reading: Reading, document: Document, *, explain: bool) -> None:
    """Print what a document says of itself, its events, and what stayed open."""
    about = [document.title, document.author, document.date.isoformat() if document.date else "no date"]
    print("; ".join(part for part in about if part))
    for event in reading.events:
        day = _when(event.date.isoformat(), event.precision) if event.date else "undated"
        told = " ".join((event.sentence or "").split())
        print(f"{day:<11} {event.source} {event.type.lower()} {event.target or ''} ({event.modality}): {told}")
        if explain:
            print("  " + event.explain().replace("\n", "\n  "))
    for name, spans in (("undated", reading.undated), ("unresolved", reading.unresolved)):
        for span in spans:
            print(f"{name}: {span.text[:80]!r}: {span.reason}")
    kinds = [kind for _, _, kind in document.apart if kind != "markup"]
    if kinds:
        print("not read as body: " + ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds)))


def write_explained(reading: Reading, path: Path, *, title: str) -> None:
    """Write a page that shows why each event was coded as it was. Raises `InputError` where it cannot be written."""
    from detente.reading.drawing import explain_page

    try:
        path.write_text(explain_page(reading, title=title), encoding="utf-8")
    except OSError as reason:
        raise InputError(
            f"{path}: cannot be written ({reason.strerror}); name a file in a folder that exists"
        ) from None


def _when(day: str, precision: str) -> str:
    """A day as sharp as it is known: 2018-04 for a month, 2018 for a year, 2018.. for a range."""
    cut = {"month": 7, "year": 4}.get(precision, 10)
    return day[:cut] + (".." if precision in ("range", "quarter") else "")


def remarks_on(document: Document, reading: Reading, *, file: Path, weaker: str) -> None:
    """Say on stderr what a person should know before trusting a reading."""
    said = [f"{file}: {remark}" for remark in document.remarks]
    waiting = sum(
        "which is not known" in span.reason or "no date to count from" in span.reason for span in reading.undated
    )
    if document.date is None:
        what = (
            f"; {waiting} {'event that counts' if waiting == 1 else 'events that count'} from it stay undated"
            if waiting
            else ""
        )
        said.append(f"{file}: the text has no date{what}; give it with --date")
    if weaker:
        said.append(weaker)
    for line in said:
        print(f"detente: {line}", file=sys.stderr)


@contextmanager
def bar(total: int) -> Iterator[Callable[[Path], None]]:
    """Show how many documents have been read, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda path: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading", total=total, name="")
        yield lambda path: progress.update(task, advance=1, name=path.name)


def print_readings(results: Iterable[tuple[Path, Mapping[str, Any]]], *, as_json: bool) -> tuple[int, int]:
    """Print the readings of many documents, a line each; return how many were read and how many refused."""
    read = refused = 0
    for path, result in results:
        if "error" in result:
            refused += 1
            print(f"detente: {result['error']}", file=sys.stderr)
        else:
            read += 1
        if as_json:
            print(json.dumps({"file": str(path), **result}))
        elif "error" not in result:
            events, undated = result["events"], result["undated"]
            print(f"{path}: {len(events)} events, {len(undated)} undated, {len(result['unresolved'])} names unresolved")
    return read, refused
