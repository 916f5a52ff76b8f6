"""The record as facts: every row that a claim can be held against, with what it tells, its day and its grade."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from detente.claims.reader import Reader
from detente.claims.told import Told
from detente.claims.words import ideas, stem
from detente.finding import EvidenceRef

if TYPE_CHECKING:
    import polars as pl

Row = Mapping[str, Any]
# Table -> (column of the day, of the doer, of the other side, columns of the text, columns of more words).
SHAPES: Mapping[str, tuple[str, str, str, tuple[str, ...], tuple[str, ...]]] = {
    "positions": ("as_of", "actor", "", ("statement",), ("issue",)),
    "verifications": ("date", "issuer", "", ("text",), ("object", "finding", "note")),
    "capabilities": ("date", "actor", "", ("finding",), ("object",)),
    "measures": ("adopted", "issuer", "target", ("text",), ("instrument", "kind")),
    "ties": ("since", "actor", "partner", ("name",), ("kind", "note")),
    "projects": ("since", "parties", "", ("name",), ("status", "note")),
    "goals": ("since", "actor", "", ("goal",), ("note",)),
    "definitions": ("published", "holder", "", ("text",), ("term",)),
    "agreements": ("date", "parties", "", ("title",), ("form",)),
    "commitments": ("date", "debtor", "creditor", ("action",), ("title", "wording", "condition_text")),
    "evidence": ("date", "by", "", ("text",), ("effect",)),
}
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@dataclass(frozen=True)
class Fact:
    """One row, or one happening told by several rows.

    ``keys`` maps every stem and idea of its words to whether all its mentions are under a negation; ``row`` is the row
    itself, for what only its own table knows.
    """

    table: str
    id: str
    text: str
    date: dt.date | None
    date_end: dt.date | None
    told: Told
    keys: Mapping[str, bool]
    doers: frozenset[str]
    actors: frozenset[str]
    grade: str = ""
    source: str = ""
    mutual: bool = False
    failed: bool = False
    account: str = ""
    happening: str = ""
    row: Row | None = None

    @property
    def last(self) -> dt.date | None:
        """The last day of it."""
        return self.date_end or self.date

    @property
    def sound(self) -> bool:
        """Whether its grade is good enough to contradict a claim: a source A to C, believed at least possible."""
        return not self.grade or (self.grade[0] in "ABC" and self.grade[1:2] in "123")

    def ref(self) -> EvidenceRef:
        """Return the pointer to the row."""
        return EvidenceRef(
            table=self.table, id=self.id, date=self.date, text=self.text, grade=self.grade, source=self.source
        )


def facts_of(tables: Mapping[str, pl.DataFrame], reader: Reader, *, as_of: dt.date) -> list[Fact]:
    """Return every fact that was public by a day; ``tables`` are those of the record, by name."""
    known = {name: _public(frame, as_of) for name, frame in tables.items()}
    grades = {row["id"]: f"{row['reliability']}{row['credibility']}" for row in known["sources"]}
    known["commitments"] = _commitments(known)
    drafts = [*_happenings(known, grades)]
    for table, shape in SHAPES.items():
        drafts += [_draft(table, row, shape, grades) for row in known.get(table, ())]
    drafts = [_placed(draft, known.get("meetings", ())) for draft in drafts]
    told = reader.rows([(draft.text, draft.date) for draft in drafts])
    return [_filled(draft, each) for draft, each in zip(drafts, told, strict=True)]


def _public(frame: pl.DataFrame, as_of: dt.date) -> list[Row]:
    rows = frame.iter_rows(named=True)
    return [row for row in rows if row.get("known_from") is None or row["known_from"] <= as_of]


def _commitments(known: Mapping[str, list[Row]]) -> list[Row]:
    """Return the commitments with the day and title of their agreement, their condition read, and their evidence."""
    agreements = {row["id"]: row for row in known.get("agreements", ())}
    evidence: dict[str, list[Row]] = {}
    for row in known.get("evidence", ()):
        evidence.setdefault(row["commitment"], []).append(row)
    found: list[Row] = []
    for row in known.get("commitments", ()):
        agreement = agreements.get(row["agreement"])
        if agreement is None:
            continue
        condition = json.loads(row["condition"]) if row["condition"] else None
        found.append(
            dict(row)
            | {"title": agreement["title"], "date": agreement["date"], "source": row["source"] or agreement["source"]}
            | {"condition": condition, "condition_text": condition["text"] if condition else ""}
            | {"depends_on": condition["depends_on"] if condition else []}
            | {"evidence": sorted(evidence.get(row["id"], ()), key=lambda each: each["date"])}
            | {"parties": agreement["parties"]}
        )
    return found


def _happenings(known: Mapping[str, list[Row]], grades: Mapping[str, str]) -> Iterable[Fact]:
    """One fact a happening and teller: its event rows, their other reports, and the meeting that they tell of."""
    meetings = {row["happening"]: row for row in known.get("meetings", ()) if row["happening"]}
    reports: dict[str, list[Row]] = {}
    for report in known["reports"]:
        reports.setdefault(report["event_id"], []).append(report)
    grouped: dict[tuple[str, str], list[Row]] = {}
    for row in known["events"]:
        grouped.setdefault((row["happening_id"], row["account"]), []).append(row)
    for (happening, account), rows in grouped.items():
        told = [report for row in rows for report in reports.get(row["id"], ())]
        yield _event(happening, account, rows, told, meetings.get(happening), grades)


def _event(
    happening: str, account: str, rows: list[Row], reports: list[Row], meeting: Row | None, grades: Mapping[str, str]
) -> Fact:
    first = rows[0]
    pairs = {(row["source"], row["target"]) for row in rows}
    texts = dict.fromkeys([first["sentence"], *(r["text"] for r in reports), *(r["sentence"] for r in rows)])
    extra = [text for text in texts if text != first["sentence"]]
    extra += [first["mode"]] if first["type"] == "CONSULT" else []
    if meeting:
        extra += [meeting["place"], meeting["level"], meeting["note"], meeting["outcome"]]
    usual = [grades.get(r["source_id"], "F6") for r in reports]
    graded = [grade[0] + (r["credibility"] or grade[1]) for grade, r in zip(usual, reports, strict=True)]
    ends = [row["date_end"] or row["date"] for row in rows if row["date"]] + [r["date"] for r in reports if r["date"]]
    return Fact(
        table="events",
        id=first["id"],
        text=first["sentence"],
        date=min((r["date"] for r in [*rows, *reports] if r["date"]), default=None),
        date_end=max(ends, default=None),
        told=Told(first["sentence"], 0, len(first["sentence"])),
        keys=dict.fromkeys((key for text in extra for key in keys_of(text)), False),
        doers=frozenset(row["source"] for row in rows),
        actors=frozenset(code for row in rows for code in (row["source"], row["target"]) if code),
        grade=min(graded, default=""),
        source=reports[0]["source_id"] if reports else "",
        mutual=any((b, a) in pairs for a, b in pairs if b),
        failed=first["modality"] in ("failed", "denied"),
        account=account,
        happening=happening,
        row=dict(first) | {"meeting": dict(meeting) if meeting else None},
    )


def _placed(draft: Fact, meetings: Iterable[Row]) -> Fact:
    """Add the place of a meeting to what was said and done there: rows of its days and parties."""
    places = [
        meeting["place"]
        for meeting in meetings
        if draft.date
        and draft.table in ("events", "positions", "agreements")
        and meeting["date"] <= draft.date <= (meeting["date_end"] or meeting["date"])
        and draft.actors & set(meeting["parties"])
    ]
    return replace(draft, keys={**draft.keys, **dict.fromkeys(keys_of(" ".join(places)), False)})


def _draft(
    table: str, row: Row, shape: tuple[str, str, str, tuple[str, ...], tuple[str, ...]], grades: Mapping[str, str]
) -> Fact:
    day, doer, other, texts, more = shape
    text = "; ".join(str(row[name]) for name in texts if row.get(name))
    doers = _codes(row.get(doer))
    return Fact(
        table=table,
        id=row.get("id") or f"{row.get('term', row.get('commitment', ''))}-{row.get('holder', '')}-{row.get(day)}",
        text=text,
        date=row.get(day),
        date_end=row.get("date_end") or row.get("until") or row.get("ended"),
        told=Told(text, 0, len(text)),
        keys=dict.fromkeys((key for name in more for key in keys_of(str(row.get(name) or ""))), False),
        doers=doers,
        actors=doers | _codes(row.get(other)) | _codes(row.get("depends_on")),
        grade=grades.get(row.get("source") or "", ""),
        source=row.get("source") or "",
        mutual=table in ("ties", "projects", "agreements"),
        account=row.get("account") or "",
        row=row,
    )


def _codes(value: Any) -> frozenset[str]:
    if not value:
        return frozenset()
    return frozenset(value) if isinstance(value, list) else frozenset({value})


def keys_of(text: str) -> list[str]:
    """Return the stems and ideas of the words of a text that is not parsed."""
    found = []
    for word in WORD.findall(text):
        own = stem(word)
        found += [own, *ideas().get(own, ())]
    return found


def _filled(draft: Fact, told: Told) -> Fact:
    """Complete a fact by what its text tells when parsed."""
    keys: dict[str, bool] = dict.fromkeys(draft.keys, False)
    for term in told.terms:
        for key in term.keys:
            keys[key] = keys.get(key, True) and term.negated
    for key in told.stems:
        keys.setdefault(key, False)
    actors = draft.actors | told.actors
    return replace(draft, told=told, keys=keys, actors=actors, failed=draft.failed or told.negated)
