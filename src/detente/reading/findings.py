"""What a text told: a finding with the text, each sentence that tells of an act marked, and why it was coded so."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.finding import AnnotatedText, Column, EvidenceRef, Finding, Remark, Table
from detente.reading.spans import Span, said

Row = Mapping[str, Any]


@dataclass(frozen=True)
class ActRead:
    """An act as it was read: its span, its trigger, the rules that led to its code, and where the record has it now.

    ``row`` is the row of the record that stands for it, ``merged`` whether that row had been there without the text;
    None where a person took the act out.
    """

    id: str
    start: int
    end: int
    trigger: str
    rules: tuple[str, ...]
    row: Row | None
    merged: bool = False


@dataclass(frozen=True)
class TextRead:
    """A document and what was read from it; spans are code points, half-open, into ``text``."""

    source: str
    title: str
    author: str
    date: dt.date | None
    text: str
    reports: bool
    apart: Sequence[tuple[int, int, str]] = ()
    undated: Sequence[tuple[str, int, int, str]] = ()
    unresolved: Sequence[tuple[str, int, int, str]] = ()
    remarks: Sequence[str] = ()
    acts: Sequence[ActRead] = ()


def text_finding(read: TextRead, *, names: Mapping[str, str], as_of: dt.date) -> Finding | None:
    """Return what a text told, or None where it was published after the day that is asked about."""
    if read.date and read.date > as_of:
        return None
    acts = [act for act in read.acts if act.row is not None]
    return Finding(
        id=_anchor(read),
        engine="reading",
        statement=_statement(read, acts),
        evidence_for=tuple(_ref(act) for act in _once(acts) if act.merged),
        gaps=_gaps(read, acts),
        caveats=tuple(f"The file {remark}." for remark in read.remarks),
        method="Sentences are parsed and read by rules; every act names the words and the rules that led to it. "
        "A sentence that no rule knows is passed over in silence, so that this is the least that the text tells.",
        exhibits=(_annotated(read, acts, names), *_why(acts, names)),
        as_of=as_of,
    )


def _statement(read: TextRead, acts: Sequence[ActRead]) -> str:
    once = _once(acts)
    sentences = len({act.start for act in acts})
    own = [act for act in once if not act.merged and _row(act)["modality"] == "actual"]
    spoken = [act for act in once if _row(act)["modality"] != "actual"]
    by = f" by {read.author}" if read.author else ""
    when = f" of {read.date:%-d %B %Y}" if read.date else ", which has no date,"
    where = (
        f"{len(own)} are told only here" + ("" if read.reports else " and stay out of every series")
        if own
        else "none is told only here"
    )
    return (
        f"“{read.title}”{by}{when} tells of {len(once)} acts in {sentences} sentences. "
        f"{sum(act.merged for act in once)} are in the record from other sources, and the text is a further report of "
        f"them; {where}; {len(spoken)} did not happen but were planned, promised, asked for, denied or failed."
    )


def _gaps(read: TextRead, acts: Sequence[ActRead]) -> tuple[str, ...]:
    undated = [act for act in _once(acts) if _row(act)["date"] is None and _row(act)["spoken_in"] is None]
    found = []
    if read.date is None:
        found.append(
            f"The text has no date: give it one in its head, or in a row {read.source!r} of sources.csv. Until then "
            "nothing of it stands in any answer for a day, and what counts from its date stays undated."
        )
    if undated:
        found.append(f"{len(undated)} acts have no date; the margin says of each why.")
    if read.unresolved:
        listed = list(dict.fromkeys(name for name, *_ in read.unresolved))
        found.append(f"Names that could not be resolved: {', '.join(listed[:12])}{' ...' if len(listed) > 12 else ''}.")
    return tuple(found)


def _annotated(read: TextRead, acts: Sequence[ActRead], names: Mapping[str, str]) -> AnnotatedText:
    spans: dict[tuple[int, int], list[ActRead]] = {}
    for act in acts:
        spans.setdefault((act.start, act.end), []).append(act)
    reasons = {(start, end): reason for _, start, end, reason in read.undated}
    remarks = [_remark(span, told, names, reasons.get(span, "")) for span, told in spans.items()]
    remarks += [
        Remark(start=start, end=end, label="not resolved", note=reason, role="open")
        for _, start, end, reason in read.unresolved
    ]
    remarks += [
        Remark(start=start, end=end, label=kind, note="not read as part of the body", role="apart")
        for start, end, kind in read.apart
        if kind != "markup"
    ]
    return AnnotatedText(
        id=_anchor(read),
        title=f"“{read.title}” as it was read",
        text=read.text,
        remarks=tuple(sorted(remarks, key=lambda remark: (remark.start, remark.end))),
        note="Blue: the record has the act from other sources too. Yellow: only this text tells of it. "
        "Dotted: a name that no table holds. Grey: no part of the body.",
    )


def _remark(span: tuple[int, int], acts: Sequence[ActRead], names: Mapping[str, str], undated: str) -> Remark:
    once = _once(acts)
    known = [act.merged for act in once]
    note = ["Also in the record." if all(known) else "In part also in the record." if any(known) else "Told only here."]
    if undated and any(_row(act)["date"] is None and _row(act)["spoken_in"] is None for act in once):
        note.append(f"Undated: {undated}.")
    return Remark(
        start=span[0],
        end=span[1],
        label="; ".join(_told(_row(act), names, mutual=_mutual(act, acts)) for act in once),
        note=" ".join(note),
        role="record" if any(act.merged for act in once) else "told",
        refs=tuple(_ref(act) for act in once),
    )


def _why(acts: Sequence[ActRead], names: Mapping[str, str]) -> tuple[Table, ...]:
    once = _once(acts)
    if not once:
        return ()
    heads = (("what", "what was read"), ("trigger", "by the word"), ("rules", "because"))
    return (
        Table(
            title="Why each act was coded so",
            columns=tuple(Column(key=key, label=label) for key, label in heads),
            rows=tuple((_told(_row(act), names), act.trigger, "; ".join(act.rules)) for act in once),
            refs=tuple((_ref(act),) for act in once),
        ),
    )


def _anchor(read: TextRead) -> str:
    return f"text-{re.sub(r'[^A-Za-z0-9_.-]+', '-', read.source)}"


def _once(acts: Iterable[ActRead]) -> list[ActRead]:
    """One act of each happening and pair of parties, whichever way round, and of each modality."""
    seen: dict[tuple[Any, ...], ActRead] = {}
    for act in acts:
        row = _row(act)
        pair = frozenset({row["source"], row["target"]})
        seen.setdefault((act.start, row["happening_id"], row["type"], pair), act)
    return list(seen.values())


def _row(act: ActRead) -> Row:
    assert act.row is not None
    return act.row


def _ref(act: ActRead) -> EvidenceRef:
    row = _row(act)
    return EvidenceRef(table="events", id=row["id"], date=row["date"], text=row["sentence"])


def _mutual(act: ActRead, acts: Sequence[ActRead]) -> bool:
    """Whether the same act runs the other way as well."""
    row = _row(act)
    mirrored = (row["happening_id"], row["type"], row["target"], row["source"])
    return mirrored in {(r["happening_id"], r["type"], r["source"], r["target"]) for r in map(_row, acts)}


def _told(row: Row, names: Mapping[str, str], *, mutual: bool = False) -> str:
    """An act in a few words: "France → Germany: accuse, May 2018"."""
    who = names.get(row["source"], row["source"])
    whom = names.get(row["target"], row["target"]) if row["target"] else ""
    arrow = "↔" if mutual else "→"
    what = row["type"].lower() + (f" ({row['mode'].replace('_', ' ')})" if row["mode"] else "")
    modality = "" if row["modality"] == "actual" else f", {row['modality']}"
    when = said(Span(row["date"], row["date_end"], row["precision"])) if row["date"] else "undated"
    text = f"{who} {arrow} {whom}: {what}{modality}, {when}" if whom else f"{who}: {what}{modality}, {when}"
    return text[0].upper() + text[1:]
