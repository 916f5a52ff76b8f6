"""The common currency of the engines: findings, and the exhibits that carry their data.

Likelihood words follow Intelligence Community Directive 203 (2015), section 6.e(2)(a):
seven bands, and confidence in the judgement is said in another sentence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, model_validator

from detente.value import Value

Cell = str | int | float | bool | dt.date | None

# ICD 203: (upper bound of the band, words). Bands meet at their bounds; the lower band owns its bound.
LIKELIHOOD_BANDS: tuple[tuple[float, str], ...] = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.00, "almost certain"),
)


def likelihood(probability: float) -> str:
    """Return the ICD 203 words for a probability in [0, 1].

    >>> likelihood(0.33)
    'unlikely'
    """
    if not 0.0 <= probability <= 1.0:
        raise ValueError(f"probability {probability} is outside 0..1")
    return next(words for upper, words in LIKELIHOOD_BANDS if probability <= upper)


class Estimate(Value):
    """A number with its interval and the count it rests on; never a number alone.

    ``level`` is the probability of the interval; None where it is the range over other readings of the same data.
    """

    value: float
    low: float
    high: float
    n: int = Field(ge=0)
    level: float | None = Field(default=0.95, gt=0, lt=1)
    unit: str = ""

    @model_validator(mode="after")
    def _ordered(self) -> Estimate:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"estimate out of order: {self.low} <= {self.value} <= {self.high} does not hold")
        return self


class EvidenceRef(Value):
    """A pointer to the row of the record (or the span of a document) that an answer rests on."""

    table: str
    id: str
    date: dt.date | None = None
    text: str = ""
    grade: str = ""
    source: str = ""


class Confidence(Value):
    """Analytic confidence, apart from likelihood, with its reason (ICD 203)."""

    level: Literal["low", "moderate", "high"]
    reason: str


class Column(Value):
    """A column of a table: its key, its heading, and its unit where it has one."""

    key: str
    label: str
    unit: str = ""


class Table(Value):
    """Rows of cells; ``refs`` gives, row by row, the evidence a row leads to.

    ``filters`` names the columns that a reader may filter by; a cell of several values parts them by ", ".
    """

    kind: Literal["table"] = "table"
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    refs: tuple[tuple[EvidenceRef, ...], ...] = ()
    filters: tuple[str, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _rectangular(self) -> Table:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"table {self.title!r}: every row needs {len(self.columns)} cells")
        if self.refs and len(self.refs) != len(self.rows):
            raise ValueError(f"table {self.title!r}: refs must be empty or one entry a row")
        if strange := set(self.filters) - {column.key for column in self.columns}:
            raise ValueError(f"table {self.title!r}: no column to filter by: {', '.join(sorted(strange))}")
        return self


class Line(Value):
    """One line of a series: y against the exhibit's x, with a band where one is known. None is a gap."""

    name: str
    y: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()

    @classmethod
    def of(cls, name: str, values: Sequence[Estimate | None]) -> Line:
        """Draw estimates with their intervals; None is a gap."""
        parts = [
            tuple(None if value is None else round(float(getattr(value, part)), 3) for value in values)
            for part in ("value", "low", "high")
        ]
        return cls(name=name, y=parts[0], low=parts[1], high=parts[2])


class Span(Value):
    """A stretch of the x axis with a name: a phase, an interval of a date."""

    start: dt.date | float
    end: dt.date | float
    label: str
    role: str = "phase"


class Mark(Value):
    """A point of the x axis with a name and the evidence behind it."""

    at: dt.date | float
    label: str
    value: float | None = None
    ref: EvidenceRef | None = None


class Series(Value):
    """Lines over dates or numbers, with spans and marks.

    ``panels`` gives each line a panel of its own, on one scale or each on its own.
    """

    kind: Literal["series"] = "series"
    title: str
    x: tuple[dt.date, ...] | tuple[float, ...]
    x_label: str = ""
    y_label: str
    lines: tuple[Line, ...]
    spans: tuple[Span, ...] = ()
    marks: tuple[Mark, ...] = ()
    draw: Literal["line", "step", "bar", "point"] = "line"
    panels: Literal["", "one scale", "own scales"] = ""
    note: str = ""

    @model_validator(mode="after")
    def _aligned(self) -> Series:
        for line in self.lines:
            if any(len(part) not in (0, len(self.x)) for part in (line.y, line.low, line.high)):
                raise ValueError(f"series {self.title!r}: line {line.name!r} does not match x in length")
        return self


class Measured(Value):
    """One named value with its interval; ``group`` colours it."""

    name: str
    value: float
    low: float
    high: float
    group: str = ""
    ref: EvidenceRef | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Measured:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.name!r} is out of order: {self.low} <= {self.value} <= {self.high} does not hold")
        return self


class Intervals(Value):
    """Values with their intervals, one above the other on one scale: a ranking, what moves an outcome most.

    ``reference`` draws a line to hold them against (0: no change); ``shares`` writes values as percentages.
    """

    kind: Literal["intervals"] = "intervals"
    title: str
    x_label: str
    rows: tuple[Measured, ...]
    reference: float | None = None
    shares: bool = False
    note: str = ""


class Happening(Value):
    """One mark of a timeline: when, on which lane, of which group, how heavy, and where it is written."""

    at: dt.date
    end: dt.date | None = None
    lane: str
    group: str
    weight: float = 1.0
    label: str
    ref: EvidenceRef | None = None


class Timeline(Value):
    """Marks on lanes over time."""

    kind: Literal["timeline"] = "timeline"
    title: str
    lanes: tuple[str, ...]
    groups: tuple[str, ...]
    happenings: tuple[Happening, ...]
    spans: tuple[Span, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _on_lanes(self) -> Timeline:
        for happening in self.happenings:
            if happening.lane not in self.lanes or happening.group not in self.groups:
                raise ValueError(f"timeline {self.title!r}: {happening.label!r} is on no lane or in no group")
        return self


class Node(Value):
    """A node of a graph; ``group`` colours it, ``weight`` sizes it."""

    id: str
    label: str
    group: str = ""
    weight: float = 1.0
    note: str = ""


class Edge(Value):
    """A directed edge; ``style`` says how it is drawn."""

    source: str
    target: str
    label: str = ""
    style: Literal["solid", "dashed", "bold"] = "solid"


class Graph(Value):
    """Nodes and edges: an argument, a conflict's moves, ties."""

    kind: Literal["graph"] = "graph"
    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    note: str = ""

    @model_validator(mode="after")
    def _connected(self) -> Graph:
        known = {node.id for node in self.nodes}
        for edge in self.edges:
            if edge.source not in known or edge.target not in known:
                raise ValueError(f"graph {self.title!r}: edge {edge.source} -> {edge.target} has no such node")
        return self


class Holding(Value):
    """What one holder counts in, with the evidence for it."""

    holder: str
    items: tuple[str, ...]
    since: dt.date | None = None
    refs: tuple[EvidenceRef, ...] = ()


class Sets(Value):
    """Overlapping sets over a common list of items: the definitions of a term."""

    kind: Literal["sets"] = "sets"
    title: str
    items: tuple[str, ...]
    holdings: tuple[Holding, ...]
    note: str = ""


class Remark(Value):
    """A note in the margin of a span of text; offsets are code points, half-open."""

    start: int = Field(ge=0)
    end: int
    label: str
    note: str = ""
    role: str = "event"
    refs: tuple[EvidenceRef, ...] = ()


class AnnotatedText(Value):
    """A text with remarks in its margin; with an ``id``, rows of the record that remarks name lead back to it."""

    kind: Literal["annotated"] = "annotated"
    id: str = Field(default="", pattern=r"^[\w.-]*$")
    title: str
    text: str
    remarks: tuple[Remark, ...]
    note: str = ""

    @model_validator(mode="after")
    def _inside(self) -> AnnotatedText:
        for remark in self.remarks:
            if not remark.start < remark.end <= len(self.text):
                raise ValueError(f"remark {remark.label!r} at {remark.start}..{remark.end} is outside the text")
        return self


Exhibit = Annotated[Table | Series | Intervals | Timeline | Graph | Sets | AnnotatedText, Field(discriminator="kind")]


class Finding(Value):
    """One answer with everything a reader needs to trust or doubt it."""

    id: str
    engine: str
    statement: str
    estimate: Estimate | None = None
    likelihood: str = ""
    confidence: Confidence | None = None
    evidence_for: tuple[EvidenceRef, ...] = ()
    evidence_against: tuple[EvidenceRef, ...] = ()
    assumptions: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    would_change: tuple[str, ...] = ()
    changed: str = ""
    method: str = ""
    caveats: tuple[str, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    as_of: dt.date | None = None
