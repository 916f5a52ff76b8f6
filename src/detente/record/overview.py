"""What a record holds, before any engine has spoken: its reach, its activity, its sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from detente.finding import (
    Column,
    Confidence,
    EvidenceRef,
    Finding,
    Happening,
    Line,
    Series,
    Span,
    Table,
    Timeline,
)
from detente.record.sources import CREDIBILITY_WORDS, RELIABILITY_WORDS

if TYPE_CHECKING:
    import polars as pl

QUAD_WORDS: dict[int, str] = {
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}
Dyad = tuple[str, str]


def overview(
    events: pl.DataFrame,
    reports: pl.DataFrame,
    sources: pl.DataFrame,
    *,
    dyads: Sequence[Dyad],
    names: Mapping[str, str],
    window: tuple[dt.date, dt.date],
    reference: tuple[str, dt.date],
    as_of: dt.date,
) -> list[Finding]:
    """Return what the record holds on some dyads in a window, as far as it was public by a day.

    ``events``, ``reports`` and ``sources`` are tables of the record; the first dyad is the one in question;
    ``names`` says how actor codes are written in prose.
    """
    import polars as pl

    known = events.filter((pl.col("known_from") <= as_of) & pl.col("date").is_between(*window))
    counted = known.filter((pl.col("modality") == "actual") & (pl.col("scope") == "dyadic"))
    return [
        _reach(known, counted, dyads, names, window, reference, as_of),
        _activity(counted, dyads, names, window, as_of),
        _sources(known, reports, sources, as_of),
    ]


def dyad_name(dyad: Dyad) -> str:
    """Return how a dyad is written: both codes with an en dash."""
    return f"{dyad[0]}–{dyad[1]}"


def _pair(dyad: Dyad, names: Mapping[str, str]) -> str:
    return " and ".join(names.get(code, code) for code in dyad)


def between(events: pl.DataFrame, dyad: Dyad) -> pl.DataFrame:
    """Return the rows of a mutual dyad, in either direction."""
    import polars as pl

    return events.filter(
        (pl.col("source").is_in(dyad)) & (pl.col("target").is_in(dyad)) & (pl.col("source") != pl.col("target"))
    )


def event_refs(events: pl.DataFrame, *, limit: int | None = None) -> tuple[EvidenceRef, ...]:
    """Return pointers to rows of the events table."""
    rows = events.head(limit) if limit else events
    return tuple(
        EvidenceRef(table="events", id=row["id"], date=row["date"], text=row["sentence"])
        for row in rows.iter_rows(named=True)
    )


def _reach(
    known: pl.DataFrame,
    counted: pl.DataFrame,
    dyads: Sequence[Dyad],
    names: Mapping[str, str],
    window: tuple[dt.date, dt.date],
    reference: tuple[str, dt.date],
    as_of: dt.date,
) -> Finding:
    focus = between(counted, dyads[0])
    since = focus.filter(focus["date"] >= reference[1])
    observed, domestic = ((known["scope"] == scope).sum() for scope in ("observation", "domestic"))
    statement = (
        f"By {as_of:%-d %B %Y} the record holds {len(counted):,} acts of one actor toward another since "
        f"{window[0]:%B %Y}, {len(focus):,} of them between {_pair(dyads[0], names)} and {len(since):,} of "
        f"those since {reference[0]}. {observed:,} observations and {domestic:,} domestic acts are kept beside them, "
        "uncounted."
    )
    return Finding(
        id="record-reach",
        engine="record",
        statement=statement,
        as_of=as_of,
        evidence_for=event_refs(since),
        method="A row is one act of one actor toward another; a meeting or a signature is two rows.",
        caveats=("Chronicles record what was thought important at the time; counts are not base rates.",),
        exhibits=(_timeline(counted, dyads, reference),),
    )


def _timeline(counted: pl.DataFrame, dyads: Sequence[Dyad], reference: tuple[str, dt.date]) -> Timeline:
    happenings = tuple(
        _happening(row, dyad)
        for dyad in dyads
        for row in between(counted, dyad)
        .unique("happening_id", keep="first", maintain_order=True)
        .iter_rows(named=True)
    )
    return Timeline(
        title="What happened, dyad by dyad",
        lanes=tuple(dyad_name(dyad) for dyad in dyads),
        groups=tuple(QUAD_WORDS.values()),
        happenings=happenings,
        spans=(Span(start=reference[1], end=reference[1], label=reference[0], role="reference"),),
    )


def _happening(row: dict[str, Any], dyad: Dyad) -> Happening:
    return Happening(
        at=row["date"],
        end=row["date_end"],
        lane=dyad_name(dyad),
        group=QUAD_WORDS[row["quad"]],
        weight=1 + row["severity"],
        label=row["sentence"],
        ref=EvidenceRef(table="events", id=row["id"], date=row["date"], text=row["sentence"]),
    )


def _activity(
    counted: pl.DataFrame,
    dyads: Sequence[Dyad],
    names: Mapping[str, str],
    window: tuple[dt.date, dt.date],
    as_of: dt.date,
) -> Finding:
    span = (window[0], min(window[1], as_of))
    exhibits = tuple(
        _quarters(between(counted, dyad), _pair(dyad, names), span) for dyad in dyads if len(between(counted, dyad))
    )
    focus = between(counted, dyads[0])
    by_quad = {quad: int((focus["quad"] == quad).sum()) for quad in QUAD_WORDS}
    said = ", ".join(f"{count} of {QUAD_WORDS[quad]}" for quad, count in by_quad.items())
    return Finding(
        id="record-activity",
        engine="record",
        statement=f"Between {_pair(dyads[0], names)}: {said}.",
        as_of=as_of,
        method=(
            "Acts a quarter by quad class, cooperation above the line and conflict below; the line is their mean "
            "intensity on our -10 to 10 mapping, which orders acts and measures no distance between them."
        ),
        exhibits=exhibits,
    )


def _quarters(events: pl.DataFrame, title: str, span: tuple[dt.date, dt.date]) -> Series:
    import polars as pl

    quarters = events.with_columns(pl.col("date").dt.truncate("1q").alias("quarter"))
    grid = pl.select(pl.date_range(*span, "1d").alias("quarter").dt.truncate("1q")).unique().sort("quarter")
    lines = []
    for quad, words in QUAD_WORDS.items():
        counts = quarters.filter(pl.col("quad") == quad).group_by("quarter").len()
        y = grid.join(counts, on="quarter", how="left").sort("quarter")["len"].fill_null(0)
        lines.append(Line(name=words, y=tuple(float(value) for value in y)))
    means = quarters.group_by("quarter").agg(pl.col("intensity").mean())
    mean = grid.join(means, on="quarter", how="left").sort("quarter")["intensity"]
    lines.append(Line(name="mean intensity", y=tuple(None if value is None else round(value, 2) for value in mean)))
    return Series(
        title=title,
        x=tuple(grid["quarter"]),
        x_label="quarter",
        y_label="acts a quarter",
        lines=tuple(lines),
        draw="bar",
    )


def _sources(known: pl.DataFrame, reports: pl.DataFrame, sources: pl.DataFrame, as_of: dt.date) -> Finding:
    import polars as pl

    told = reports.filter(pl.col("event_id").is_in(known["id"].implode())).join(
        sources.select(pl.col("id").alias("source_id"), "reliability", pl.col("credibility").alias("usual")),
        on="source_id",
        how="left",
    )
    own = pl.when(pl.col("credibility") == "").then(pl.col("usual")).otherwise(pl.col("credibility"))
    told = told.with_columns(own.fill_null("6").alias("credibility"), pl.col("reliability").fill_null("F"))
    grades = told.group_by("reliability", "credibility").len().sort("reliability", "credibility")
    good = told.filter(pl.col("reliability").is_in(["A", "B"]) & pl.col("credibility").is_in(["1", "2"]))
    share = len(good) / len(told) if len(told) else 0.0
    rows = tuple((f"{r}{c}", RELIABILITY_WORDS[r], CREDIBILITY_WORDS[c], n) for r, c, n in grades.iter_rows())
    level = "high" if share > 0.8 else "moderate" if share > 0.5 else "low"
    return Finding(
        id="record-sources",
        engine="record",
        statement=f"{len(told):,} reports in {told['source_id'].n_unique():,} sources tell of these events; "
        f"{share:.0%} of the reports are graded B2 or better.",
        confidence=Confidence(level=level, reason=f"{share:.0%} of the reports are graded B2 or better."),
        as_of=as_of,
        method="Admiralty grades: reliability of the source (A-F) and credibility of the telling (1-6), judged apart.",
        exhibits=(
            Table(
                title="Reports by grade",
                columns=(
                    Column(key="grade", label="Grade"),
                    Column(key="reliability", label="Source"),
                    Column(key="credibility", label="Telling"),
                    Column(key="n", label="Reports"),
                ),
                rows=rows,
            ),
        ),
    )
