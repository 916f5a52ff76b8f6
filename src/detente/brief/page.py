"""The brief: one self-contained HTML page, drawn from findings and the tables they lead to."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from detente.brief import charts
from detente.brief.graphs import draw_graph
from detente.brief.margins import notes_of, passages
from detente.brief.sections import best_graded, bottom_line, filled, headlines, silent
from detente.case.model import CaseFile
from detente.finding import AnnotatedText, EvidenceRef, Exhibit, Finding, Intervals, Series, Table, Timeline
from detente.record.sources import CREDIBILITY_WORDS, RELIABILITY_WORDS

if TYPE_CHECKING:
    import jinja2
    import polars as pl

# Tables that a finding may lead to, in the order of the page, with the columns a reader needs.
APPENDIX: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "commitments": ("Commitments", ("id", "agreement", "debtor", "creditor", "action", "kind", "due", "ambiguity")),
    "evidence": ("Evidence on commitments", ("commitment", "date", "effect", "text", "certainty", "source")),
    "definitions": ("Definitions", ("term", "holder", "published", "includes", "excludes", "text", "source")),
    "positions": ("Positions", ("id", "actor", "issue", "as_of", "statement", "account", "place", "source")),
    "verifications": (
        "Inspections and sightings",
        ("id", "date", "issuer", "object", "finding", "access", "text", "source"),
    ),
    "meetings": ("Meetings", ("id", "date", "place", "level", "parties", "outcome", "source")),
    "measures": (
        "Measures",
        ("id", "instrument", "clause", "issuer", "target", "text", "lifted_by", "worth_low", "worth_high", "source"),
    ),
    "projects": ("Joint projects", ("id", "name", "parties", "status", "since", "blocked_by", "source")),
    "ties": ("Ties", ("id", "actor", "partner", "kind", "name", "since", "until", "source")),
    "capabilities": ("Capabilities", ("id", "actor", "object", "date", "finding", "source")),
    "goals": ("Goals", ("id", "actor", "goal", "serves", "since", "source")),
    "figures": (
        "Figures",
        ("id", "measure", "subject", "partner", "year", "value", "unit", "compiler", "basis", "source"),
    ),
}


@dataclass(frozen=True)
class Page:
    """All that the page shows: the case file, the findings, and the tables of the record by name."""

    file: CaseFile
    findings: Sequence[Finding]
    tables: Mapping[str, pl.DataFrame]
    version: str

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Every row of the record that has a place on this page."""
        found = {f"events-{row}" for row in self.known("events")["id"]}
        found |= {f"sources-{row}" for row in self.tables["sources"]["id"]}
        for table in APPENDIX:
            if "id" in self.known(table).columns:
                found |= {f"{table}-{row}" for row in self.known(table)["id"]}
        return frozenset(found)

    @cached_property
    def told_in(self) -> dict[str, list[tuple[str, str]]]:
        """Where the texts on this page tell of an event: for its id, the anchor of each place and the text's title."""
        found: dict[str, list[tuple[str, str]]] = {}
        shown = [each for finding in self.findings for each in finding.exhibits if isinstance(each, AnnotatedText)]
        for note in (note for exhibit in shown if exhibit.id for note in notes_of(exhibit)):
            for ref in note.remark.refs:
                if ref.table == "events":
                    found.setdefault(ref.id, []).append((note.anchor, str(note.number)))
        return found

    def known(self, table: str) -> pl.DataFrame:
        """A table of the record as far as it was public by the day of the brief."""
        rows = self.tables[table]
        return rows.filter(rows["known_from"] <= self.file.as_of) if "known_from" in rows.columns else rows

    @cached_property
    def happenings(self) -> dict[str, str]:
        """The row that stands for each happening told in several: one row an ordered pair of actors."""
        rows = self.known("events").select("happening_id", "id").sort("id", descending=True)
        return {happening: f"events-{row}" for happening, row in rows.iter_rows() if happening}

    def href(self, ref: EvidenceRef) -> str:
        """The link from a pointer to its row; empty where the row is not on this page."""
        anchor = f"{ref.table}-{ref.id}"
        if ref.table == "events" and anchor not in self.anchors:
            anchor = self.happenings.get(ref.id, anchor)
        return f"#{anchor}" if anchor in self.anchors else ""


def render(page: Page, script: str) -> str:
    """Return the page as HTML that asks nothing of any network; ``script`` is what draws its charts."""
    templates = files("detente.brief") / "templates"
    html: str = (
        _environment(page)
        .get_template("brief.html.j2")
        .render(
            page=page,
            file=page.file,
            answers=bottom_line(page.findings),
            others=headlines(page.findings),
            sections=filled(page.findings),
            silent=silent(page.findings),
            events=_events(page),
            sources=_sources(page),
            appendix=_appendix(page),
            style=(templates / "brief.css").read_text(encoding="utf-8"),
            script=(templates / "brief.js").read_text(encoding="utf-8"),
            bundle=script,
        )
    )
    return html


def _environment(page: Page) -> jinja2.Environment:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("detente.brief"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "day": _day,
        "cell": _cell,
        "json": _json,
        "percent": lambda value: f"{value:.0%}",
        "share": _share,
    }
    environment.globals |= {
        "href": page.href,
        "best": best_graded,
        "is_chart": lambda exhibit: isinstance(exhibit, Series | Timeline | Intervals),
        "specification": charts.specification,
        "still": charts.still,
        "data_table": _data_table,
        "columns_of": lambda table: [
            place for place, column in enumerate(table.columns) if column.key in table.filters
        ],
        "draw_graph": draw_graph,
        "passages": passages,
    }
    return environment


def _events(page: Page) -> list[dict[str, Any]]:
    """The events table, newest first, each row with the sources that tell of it."""
    told: dict[str, list[str]] = {}
    for row in page.known("reports").sort("source_id").iter_rows(named=True):
        if row["source_id"] and row["source_id"] not in told.setdefault(row["event_id"], []):
            told[row["event_id"]].append(row["source_id"])
    events = page.known("events").sort(["date", "id"], descending=[True, False], nulls_last=True)
    return [{**row, "sources": told.get(row["id"], [])} for row in events.iter_rows(named=True)]


def _sources(page: Page) -> list[dict[str, Any]]:
    used = {source for event in _events(page) for source in event["sources"]}
    for table in APPENDIX:
        if "source" in page.known(table).columns:
            used |= set(page.known(table)["source"])
    return [
        {
            **row,
            "link": row["url"] if row["url"].startswith(("http://", "https://")) else "",
            "words": f"{RELIABILITY_WORDS[row['reliability']]}; {CREDIBILITY_WORDS[row['credibility']]}",
        }
        for row in page.tables["sources"].sort("id").iter_rows(named=True)
        if row["id"] in used
    ]


def _appendix(page: Page) -> list[dict[str, Any]]:
    shown = []
    for name, (title, columns) in APPENDIX.items():
        rows = page.known(name)
        if len(rows):
            order = next(
                column for column in ("date", "as_of", "year", "since", "id", "term") if column in rows.columns
            )
            shown.append({"name": name, "title": title, "columns": columns, "rows": rows.sort(order).to_dicts()})
    return shown


def _data_table(exhibit: Exhibit) -> tuple[list[str], list[list[Any]]]:
    """The numbers behind a chart."""
    if isinstance(exhibit, Timeline):
        return ["date", "lane", "group", "what"], [[h.at, h.lane, h.group, h.label] for h in exhibit.happenings]
    if isinstance(exhibit, Intervals):
        several = len({row.group for row in exhibit.rows}) > 1
        heads = ["", *(["of"] if several else []), exhibit.x_label, "low", "high"]
        numbers = [[_share(n) if exhibit.shares else n for n in (r.value, r.low, r.high)] for r in exhibit.rows]
        named = [[r.name, *([r.group] if several else [])] for r in exhibit.rows]
        return heads, [[*name, *cells] for name, cells in zip(named, numbers, strict=True)]
    if isinstance(exhibit, Series):
        parts = [
            (f"{line.name}{words}", values)
            for line in exhibit.lines
            for words, values in (("", line.y), (", low", line.low), (", high", line.high))
            if values
        ]
        heads = [exhibit.x_label or "x", *(name for name, _ in parts)]
        return heads, [[at, *(values[n] for _, values in parts)] for n, at in enumerate(exhibit.x)]
    if isinstance(exhibit, Table):
        return [column.label for column in exhibit.columns], [list(row) for row in exhibit.rows]
    raise TypeError(f"no table stands behind a {exhibit.kind}")


def _day(value: dt.date | None) -> str:
    return f"{value.day} {value:%B %Y}" if value else ""


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        text = f"{value:,.2f}".rstrip("0").rstrip(".")
        return "0" if text == "-0" else text
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def _share(value: float) -> str:
    """A share in percent, a small one with a decimal so that few and none stay apart.

    >>> _share(0.42), _share(0.004), _share(0.0)
    ('42 %', '0.4 %', '0 %')
    """
    return f"{value:.1%}".replace("%", " %") if 0 < abs(value) < 0.01 else f"{value:.0%}".replace("%", " %")


def _json(value: Any) -> str:
    """JSON that cannot end the script element it stands in."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
