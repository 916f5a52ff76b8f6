"""The step that reads a document of a case: its acts as rows, its source, and what a brief shows of the reading."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from detente.case.folder import CaseFolder
from detente.case.steps import Context, Step
from detente.record.event import Event, Report
from detente.record.sources import REPORTING, Source
from detente.record.tabular import frame

if TYPE_CHECKING:
    from detente.reading import Coder, Reading
    from detente.reading.anchors import Anchor
    from detente.reading.documents import Document


def reading_steps(folder: CaseFolder) -> list[Step]:
    """Return a step for each document of a case, so that one that did not change is not read again."""
    shared = [path for name in ("sources.csv", "meetings.csv") if (path := folder.path / name).exists()]
    agreements = sorted(folder.path.glob("agreements/*.yaml"))
    return [
        Step(f"reading-{path.name}", _reader(path), reads=(path, *shared, *agreements), published=False)
        for path in folder.documents
    ]


def document_source(folder: CaseFolder, path: Path, document: Document) -> Source:
    """Return the source of a document: the row of ``sources.csv`` named like its file, or one made from the file."""
    listed = {source.id: source for source in folder.sources}
    if path.stem in listed:
        return listed[path.stem]
    return Source(
        id=path.stem,
        publisher=document.author or "unknown",
        title=document.title or path.name,
        author=document.author,
        published=document.date,
        genre="memo",
        note=f"Read from documents/{path.name}; its reliability has not been judged",
    )


def _reader(path: Path) -> Callable[[Context], None]:
    def run(context: Context) -> None:
        from detente.reading.documents import read_document

        folder = context.folder
        document = read_document(path)
        source = document_source(folder, path, document)
        if document.date is None and source.published:
            document = document.replace(date=source.published)
        reading = _coder().read(
            document.text, document.date, anchors=_anchors(folder, document.date), apart=document.apart
        )
        events, reports = _rows(reading, source)
        frame(Event, events).write_parquet(context.out / f"{path.name}.events.parquet")
        frame(Report, reports).write_parquet(context.out / f"{path.name}.reports.parquet")
        frame(Source, [source]).write_parquet(context.out / f"{path.name}.sources.parquet")
        kept = json.dumps(_kept(path, document, source, reading), ensure_ascii=False, default=str)
        (context.out / f"{path.name}.reading.json").write_text(kept, encoding="utf-8")
        dated = sum(event.date is not None for event in events)
        context.note(f"{len(events):,} rows read, {dated:,} of them dated")

    return run


@cache
def _coder() -> Coder:
    from detente.reading import Coder

    return Coder()


def _rows(reading: Reading, source: Source) -> tuple[list[Event], list[Report]]:
    """Return the acts of a text as rows; of a text that does not report, they are only told."""
    scope = {} if source.genre in REPORTING else {"scope": "told"}
    events = [event.plain().model_copy(update=scope) for event in reading.events]
    reports = [
        Report(
            id=event.id,
            event_id=event.id,
            happening_id=event.happening_id,
            source_id=source.id,
            date=event.date,
            known_from=event.known_from,
            text=event.sentence,
            document=event.id.split("-")[0],
            start=event.start,
            end=event.end,
        )
        for event in events
    ]
    return events, reports


def _anchors(folder: CaseFolder, published: dt.date | None) -> Iterator[Anchor]:
    """Yield the meetings and agreements of the case that had been made public when a text appeared."""
    from detente.reading.anchors import Anchor, named_in
    from detente.reading.spans import Span

    def public(known: dt.date | None, day: dt.date) -> bool:
        return published is not None and max(known or day, day) <= published

    for meeting in folder.meetings:
        if (
            meeting.place
            and meeting.outcome not in ("cancelled", "reinstated")
            and public(meeting.known_from, meeting.date)
        ):
            noun = "summit" if meeting.level == "summit" else "talks"
            span = Span(meeting.date, meeting.date_end, "range" if meeting.date_end else "day")
            yield Anchor(f"{meeting.place} {noun}", span, meeting.place, "the record")
    for agreement in folder.agreements:
        name = named_in(agreement.title)
        if name and public(agreement.known_from, agreement.date):
            yield Anchor(name, Span(agreement.date, None, "day"), told="the record")


def _kept(path: Path, document: Document, source: Source, reading: Reading) -> dict[str, object]:
    """What a brief shows of a reading, as plain values."""
    return {
        "source": source.id,
        "genre": source.genre,
        "title": document.title or path.name,
        "author": document.author,
        "date": document.date,
        "text": document.text,
        "apart": [tuple(each) for each in document.apart],
        "remarks": document.remarks,
        "undated": [tuple(each) for each in reading.undated],
        "unresolved": [tuple(each) for each in reading.unresolved],
        "acts": [
            {
                "id": event.id,
                "happening_id": event.happening_id,
                "start": event.start,
                "end": event.end,
                "trigger": event.explanation.trigger if event.explanation else "",
                "rules": event.explanation.rules if event.explanation else (),
            }
            for event in reading.events
        ],
    }
