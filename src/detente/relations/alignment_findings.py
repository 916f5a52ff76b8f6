"""How far allies act and stand alike, and whether their target drives a wedge, as findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from detente.finding import Cell, Column, Confidence, Estimate, Finding, Line, Series, Span, Table
from detente.relations.alignment import LEAST, Alignment, Quarter, alignments
from detente.relations.asked import Asked, capital
from detente.relations.distance_findings import distance_finding
from detente.relations.distances import stances
from detente.relations.wedge_findings import wedge_finding

if TYPE_CHECKING:
    import polars as pl

QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")


def alignment_findings(
    events: pl.DataFrame, positions: pl.DataFrame, asked: Asked, *, rng: np.random.Generator
) -> list[Finding]:
    """Return, for each two members of each coalition, how alike they act and stand, and what their target does."""
    known = stances(positions, as_of=asked.as_of)
    found = []
    for coalition in asked.coalitions:
        readings = [(name, _compared(some, asked, coalition, rng)) for name, some in _readings(events, asked)]
        for n, given in enumerate(readings[0][1]):
            found.append(_conduct(asked, given, _sensitivity([(name, column[n]) for name, column in readings])))
            found += distance_finding(asked, known, given.members)
            found.append(wedge_finding(events, asked, given))
    return found


def _compared(
    events: pl.DataFrame, asked: Asked, coalition: tuple[str, tuple[str, ...], str], rng: np.random.Generator
) -> list[Alignment]:
    _, members, toward = coalition
    reference = asked.reference[1]
    return alignments(
        events, members, toward, window=asked.span, reference=reference, as_of=asked.as_of, rng=rng
    )  # fmt: skip


def _readings(events: pl.DataFrame, asked: Asked) -> list[tuple[str, pl.DataFrame]]:
    import polars as pl

    found = [
        ("as stated", events),
        ("without words", events.filter(pl.col("quad").is_in([2, 4]))),
        ("without deeds", events.filter(pl.col("quad").is_in([1, 3]))),
    ]
    if asked.well_told:
        found.append(("only reports graded B2 or better", events.filter(pl.col("id").is_in(list(asked.well_told)))))
    return found


def _sensitivity(readings: Sequence[tuple[str, Alignment]]) -> Table:
    def row(name: str, given: Alignment) -> tuple[Cell, ...]:
        numbers = (given.alike, given.by_chance, given.p)
        gap = "" if given.gap is None else f"{given.gap.value:+.2f} ({given.gap.low:+.2f} to {given.gap.high:+.2f})"
        return (name, *(len(own) for own in given.acts), *(None if x is None else round(x, 3) for x in numbers), gap)

    one, other = readings[0][1].members
    counts = (f"acts of {code}" for code in readings[0][1].members)
    heads = ("reading", *counts, "alike", "by chance", "p", f"cooperative share, {one} less {other}")
    return Table(
        title="What another reading does to the answer",
        columns=tuple(Column(key=head, label=head) for head in heads),
        rows=tuple(row(name, given) for name, given in readings),
    )  # fmt: skip


def _conduct(asked: Asked, given: Alignment, sensitivity: Table) -> Finding:
    one, other = given.members
    seen = [quarter for quarter in given.quarters if quarter.alike is not None]
    return Finding(
        id=f"alignment-conduct-{one}-{other}-{given.toward}".lower(),
        engine="relations",
        statement=_statement(asked, given, len(seen)),
        estimate=given.gap.replace(unit=f"cooperative share, {asked.name(one)} less {asked.name(other)}")
        if given.gap
        else None,
        confidence=Confidence(
            level="low" if len(seen) < 8 else "moderate",
            reason=f"{len(given.acts[0])} acts of {asked.name(one)} and {len(given.acts[1])} of {asked.name(other)}; "
            f"in {len(seen)} of {len(given.quarters)} quarters both acted at least {LEAST} times.",
        ),
        evidence_for=tuple(act.ref for act in given.acts[0] if not act.cooperative),
        evidence_against=tuple(act.ref for act in given.acts[1] if not act.cooperative),
        assumptions=(
            "Acts of different weight count alike; only their class is compared.",
            "Allies may divide roles on purpose: acting unlike one another is divergence, and no quarrel.",
        ),
        gaps=(f"Quarters in which either acted fewer than {LEAST} times are left open.",),
        would_change=("Harsh acts by the milder member, or kind ones by the harsher, in two quarters running.",),
        method="Alike: one less the total variation distance between the mixes of quad classes, by quarter, weighted "
        "by acts. Chance: the acts of each quarter dealt out anew between the two (2,000 deals). Shares have the "
        "95 % interval of Jeffreys' prior.",
        caveats=("Evidence for lists what the first did in conflict, evidence against what the second did.",),
        exhibits=(_share_series(asked, given), _alike_series(asked, given), sensitivity, _table(given)),
        as_of=asked.as_of,
    )


def _statement(asked: Asked, given: Alignment, seen: int) -> str:
    one, other = (asked.name(code) for code in given.members)
    toward = asked.name(given.toward)
    if given.alike is None or given.by_chance is None or given.p is None or given.gap is None:
        return (
            f"How far {one} and {other} act alike toward {toward} cannot be told: one of them shows no act in any "
            "quarter in which the other acted."
        )
    apart = given.p < 0.05
    lead = (
        f"Toward {toward}, {one} and {other} did not act alike: their acts agree to {given.alike:.0%} by class, where "
        f"one common conduct would show {given.by_chance:.0%} (p = {given.p:.3f})."
        if apart
        else f"Toward {toward}, {one} and {other} cannot be told from one common conduct: their acts agree to "
        f"{given.alike:.0%} by class, and chance alone would show {given.by_chance:.0%} (p = {given.p:.2f})."
    )
    return f"{lead} {_gap_words(one, other, given.gap, apart)} {_drift_words(asked, given.drift)}"


def _gap_words(one: str, other: str, gap: Estimate, apart: bool) -> str:
    if gap.low <= 0 <= gap.high:
        return "Neither is the more cooperative for sure."
    milder, harsher = (other, one) if gap.value < 0 else (one, other)
    low, high = sorted((abs(gap.low), abs(gap.high)))
    who = capital(milder) if apart else f"By cooperation against conflict alone, {milder}"
    return (
        f"{who} is the more cooperative: within a quarter its share of cooperative acts lies "
        f"{100 * abs(gap.value):.0f} points above that of {harsher} ({100 * low:.0f} to {100 * high:.0f})."
    )


def _drift_words(asked: Asked, drift: Estimate | None) -> str:
    since = asked.reference[0]
    if drift is None:
        return f"Whether that has changed since {since} cannot be told: one of them shows no act since."
    if drift.low <= 0 <= drift.high:
        return f"Whether that has changed since {since} cannot be told from {drift.n} acts."
    return f"Since {since} the difference has moved by {drift.value:+.2f} ({drift.low:+.2f} to {drift.high:+.2f})."


def _share_series(asked: Asked, given: Alignment) -> Series:
    one, other = (asked.name(code) for code in given.members)
    return Series(
        title=f"How cooperative {one} and {other} were toward {asked.name(given.toward)}",
        x=tuple(quarter.start for quarter in given.quarters),
        x_label="quarter",
        y_label="cooperative share",
        lines=(
            Line.of(f"{one}: cooperative share", [quarter.shares[0] for quarter in given.quarters]),
            Line.of(f"{other}: cooperative share", [quarter.shares[1] for quarter in given.quarters]),
            Line.of(f"{one} less {other}", [quarter.gap for quarter in given.quarters]),
        ),
        spans=_reference(asked),
        draw="point",
        panels="one scale",
        note=f"Below 0 in the last panel {other} is the more cooperative. Bars are 95 % intervals; quarters with fewer "
        f"than {LEAST} acts are empty.",
    )


def _alike_series(asked: Asked, given: Alignment) -> Series:
    chance = [quarter.by_chance for quarter in given.quarters]
    return Series(
        title=f"How alike {asked.both(given.members)} acted toward {asked.name(given.toward)}",
        x=tuple(quarter.start for quarter in given.quarters),
        x_label="quarter",
        y_label="alike (1 = in equal measure)",
        lines=(
            Line(
                name="one common conduct",
                y=tuple(None if one is None else (one[0] + one[1]) / 2 for one in chance),
                low=tuple(None if one is None else one[0] for one in chance),
                high=tuple(None if one is None else one[1] for one in chance),
            ),
            Line(name="as they acted", y=tuple(quarter.alike for quarter in given.quarters)),
        ),
        spans=_reference(asked),
        draw="point",
        note="Each quarter's bar shows what one common conduct would give in 95 of 100 deals of the same acts; a point "
        "below its bar is less alike than that.",
    )


def _table(given: Alignment) -> Table:
    one, other = given.members
    heads = [f"{code}: {words}" for code in (one, other) for words in QUADS]
    return Table(
        title="Acts by quarter and class",
        columns=(
            Column(key="quarter", label="quarter"),
            *(Column(key=head, label=head) for head in heads),
            Column(key="alike", label="alike"),
        ),
        rows=tuple(_row(quarter) for quarter in given.quarters if sum(quarter.first) + sum(quarter.second)),
    )


def _row(quarter: Quarter) -> tuple[Cell, ...]:
    alike = None if quarter.alike is None else round(quarter.alike, 2)
    return (_quarter_name(quarter), *quarter.first, *quarter.second, alike)


def _quarter_name(quarter: Quarter) -> str:
    return f"{quarter.start.year} Q{(quarter.start.month + 2) // 3}"


def _reference(asked: Asked) -> tuple[Span, ...]:
    name, day = asked.reference
    return (Span(start=day, end=day, label=name, role="reference"),)
