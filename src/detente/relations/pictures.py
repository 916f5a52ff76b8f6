"""Pictures of a dyad and of all dyads of a case: phases with their boundaries, and small multiples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from detente.finding import Cell, Column, Estimate, Finding, Line, Series, Span, Table
from detente.relations.asked import Asked, capital
from detente.relations.phases import Phases
from detente.relations.selection import Selection, select
from detente.relations.shares import share
from detente.relations.surface import quarter_spans
from detente.relations.timeline import Act

if TYPE_CHECKING:
    import polars as pl

LEAST = 3  # acts without which the share of a quarter is left out
FEW = 2  # acts without which a step has no mean and no interval


def phase_picture(phases: Phases, reference: tuple[str, dt.date], *, pair: str) -> Series:
    """Return intensity and cooperative share by step, phases shaded, with the probability of a boundary beneath."""
    steps = phases.steps
    held: list[list[Act]] = [[] for _ in steps.starts]
    for act in steps.acts:
        held[steps.step_of(act.date)].append(act)
    shares = [share(sum(act.quad <= 2 for act in acts), len(acts)) if len(acts) >= FEW else None for acts in held]
    spans = [Span(start=phase.start, end=phase.end, label=phase.label) for phase in phases.phases]
    name, day = reference
    return Series(
        title=f"{capital(pair)}: intensity, cooperation, and where phases begin",
        x=steps.starts,
        x_label=f"step of {steps.days} days",
        y_label="",
        lines=(
            Line.of("mean intensity of acts (-10 to 10)", [mean_intensity(acts) for acts in held]),
            Line.of("cooperative share of acts", shares),
            Line(
                name="probability that a phase begins here",
                y=tuple(round(float(p), 3) for p in phases.posterior.change),
            ),
        ),
        spans=(*spans, Span(start=day, end=day, label=name, role="reference")),
        draw="point",
        panels="own scales",
        note=f"Phases are shaded. Bars are 95 % intervals; steps with fewer than {FEW} acts are empty. Mean "
        "intensity orders steps and measures no distance.",
    )


def mean_intensity(acts: Sequence[Act]) -> Estimate | None:
    """Return the mean intensity of acts with the 95 % interval of Student's t; None for few acts."""
    from scipy.special import stdtrit

    if len(acts) < FEW:
        return None
    values = np.array([act.intensity for act in acts])
    middle, spread = float(values.mean()), float(values.std(ddof=1))
    half = float(stdtrit(values.size - 1, 0.975)) * spread / values.size**0.5
    return Estimate(value=middle, low=max(-10.0, middle - half), high=min(10.0, middle + half), n=values.size)


def dyads_finding(events: pl.DataFrame, asked: Asked) -> list[Finding]:
    """Return all dyads of a case side by side; none where fewer than two have acts."""
    told = {dyad: acts for dyad in asked.dyads if (acts := _between(events, asked, dyad))}
    if len(told) < 2:
        return []
    rows = sorted(told.items(), key=lambda item: -share(sum(a.quad <= 2 for a in item[1]), len(item[1])).value)
    said = "; ".join(
        f"{asked.both(dyad)} {sum(a.quad <= 2 for a in acts) / len(acts):.0%} of {len(acts)}" for dyad, acts in rows
    )
    return [
        Finding(
            id="conduct-dyads",
            engine="relations",
            statement=f"Share of acts that are cooperative, dyad by dyad, highest first: {said}.",
            gaps=(f"Quarters with fewer than {LEAST} acts are left open.",),
            method="One act a happening and quad class, whoever did it; shares with the 95 % interval of Jeffreys' "
            "prior.",
            caveats=("Dyads are covered unequally: a share of few acts says little.",),
            exhibits=(_multiples(asked, told), _by_year(events, asked, [dyad for dyad, _ in rows])),
            as_of=asked.as_of,
        )
    ]  # fmt: skip


def _between(events: pl.DataFrame, asked: Asked, dyad: tuple[str, str]) -> tuple[Act, ...]:
    return select(events, Selection(between=dyad), as_of=asked.as_of, window=asked.span)


def _multiples(asked: Asked, told: dict[tuple[str, str], tuple[Act, ...]]) -> Series:
    spans = quarter_spans(asked.span)
    lines = []
    for dyad, acts in told.items():
        inside = [[act for act in acts if first <= act.date <= last] for first, last in spans]
        shares = [share(sum(a.quad <= 2 for a in some), len(some)) if len(some) >= LEAST else None for some in inside]
        lines.append(Line.of(asked.both(dyad), shares))
    name, day = asked.reference
    return Series(
        title="Cooperative share, dyad by dyad",
        x=tuple(first for first, _ in spans),
        x_label="quarter",
        y_label="cooperative share",
        lines=tuple(lines),
        spans=(Span(start=day, end=day, label=name, role="reference"),),
        draw="point",
        panels="one scale",
        note=f"Bars are 95 % intervals; quarters with fewer than {LEAST} acts are empty.",
    )


def _by_year(events: pl.DataFrame, asked: Asked, dyads: Sequence[tuple[str, str]]) -> Table:
    def cell(dyad: tuple[str, str], year: int) -> Cell:
        acts = [act for act in _between(events, asked, dyad) if act.date.year == year]
        return f"{sum(a.quad <= 2 for a in acts) / len(acts):.0%} of {len(acts)}" if acts else "no act"

    years = [first.year for first, _ in asked.years]
    return Table(
        title="Cooperative share of acts by year",
        columns=(Column(key="dyad", label="dyad"), *(Column(key=str(year), label=str(year)) for year in years)),
        rows=tuple((asked.both(dyad), *(cell(dyad, year) for year in years)) for dyad in dyads),
    )
