"""Words beside deeds, surface beside substance, and each side's habits, as findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from detente.finding import Cell, Column, Confidence, Estimate, Finding, Line, Series, Span, Table
from detente.relations.asked import Asked, capital, span_name
from detente.relations.behaviour import Behaviour, base_rates, behaviour
from detente.relations.gaps import gap_within
from detente.relations.selection import Chosen, Selection, Window, select
from detente.relations.surface import LEAST, Surface, quarter_spans, surfaces

if TYPE_CHECKING:
    import polars as pl

# What speaks of the ground: table of the record, the column that says what, and the values that speak well or ill.
GROUND = (
    ("verifications", "finding", ("no_activity", "compliance"), ("activity", "breach")),
    ("evidence", "effect", ("progress", "fulfils", "cure"), ("breach", "against", "denies")),
)


def surface_finding(
    events: pl.DataFrame, tables: Mapping[str, pl.DataFrame], asked: Asked, *, rng: np.random.Generator
) -> list[Finding]:
    """Return the finding on words, deeds and what is found on the ground; none without acts."""
    acts = select(events, Selection(between=asked.focus), as_of=asked.as_of, window=asked.span)
    if not acts:
        return []
    quarters = surfaces(acts, quarter_spans(asked.span), rng=rng)
    years = surfaces(acts, asked.years, rng=rng)
    (whole,) = surfaces(acts, (asked.span,), rng=rng)
    within = gap_within([(year.words, year.deeds) for year in years])
    gap = None if within is None else within.estimate()
    ground = [_ground(tables, span, asked) for span in asked.years]
    return [
        Finding(
            id="conduct-surface",
            engine="relations",
            statement=_surface_words(asked, whole, years, ground, gap),
            estimate=gap.replace(unit="cooperative share, words less deeds of a year") if gap else None,
            confidence=Confidence(
                level="low" if len(whole.deeds) < 40 else "moderate",
                reason=f"{len(whole.words)} words and {len(whole.deeds)} deeds; what is found on the ground comes "
                "mostly from afar.",
            ),
            evidence_for=tuple(act.ref for act in whole.words if act.cooperative),
            evidence_against=tuple(act.ref for act in whole.deeds if not act.cooperative),
            assumptions=("A promise to act is a word until it is acted on.",),
            gaps=(f"Quarters with fewer than {LEAST} words or deeds show no gap.",),
            would_change=("Deeds that follow the words: releases, dismantling, relief.",),
            method="Surface: the cooperative share of words (verbal acts), and talks. Substance: the same share of "
            "deeds (material acts), inspections and evidence on commitments. Shares have 95 % intervals of "
            "Jeffreys' prior.",
            caveats=(
                "Evidence for lists the kind words, evidence against the harsh deeds.",
                "Over all years words and deeds compare only as far as the record holds both of each year.",
            ),
            exhibits=(_quarter_series(asked, quarters), _surface_table(years, ground)),
            as_of=asked.as_of,
        )
    ]


def _ground(tables: Mapping[str, pl.DataFrame], span: Window, asked: Asked) -> dict[str, tuple[int, int]]:
    """Rows of a span that speak well and ill of what is done, by table."""
    found = {}
    for name, column, well, ill in GROUND:
        rows = [
            row[column]
            for row in tables[name].iter_rows(named=True)
            if span[0] <= row["date"] <= span[1] and row["known_from"] is not None and row["known_from"] <= asked.as_of
        ]
        found[name] = (sum(value in well for value in rows), sum(value in ill for value in rows))
    return found


def _surface_words(
    asked: Asked,
    whole: Surface,
    years: Sequence[Surface],
    ground: Sequence[Mapping[str, tuple[int, int]]],
    gap: Estimate | None,
) -> str:
    pair = asked.both(asked.focus)
    if gap is None:
        return f"Between {pair} too few words or deeds are on record to hold one against the other."
    size = f"{100 * gap.value:+.0f} points, {100 * gap.low:+.0f} to {100 * gap.high:+.0f}"
    better = "better" if gap.low > 0 else "worse" if gap.high < 0 else "not surely better or worse"
    told = [year for year in years if year.words and year.deeds]
    listed = ", ".join(f"{span_name(y.span)} {_percent(y.word_share)} and {_percent(y.deed_share)}" for y in told)
    lead = (
        f"Between {pair}, the words of a year are {better} than its deeds ({size}). "
        f"Cooperative words and deeds by year: {listed}; over all years "
        f"{_percent(whole.word_share)} and {_percent(whole.deed_share)}."
    )
    well, ill = (sum(one[name][n] for one in ground for name in one) for n in (0, 1))
    below = (
        f" On the ground {ill} inspections and pieces of evidence on anybody's commitments speak ill and {well} well."
        if well + ill
        else ""
    )
    return lead + below


def _percent(estimate: Estimate | None) -> str:
    return f"{estimate.value:.0%}" if estimate is not None else "none"


def _quarter_series(asked: Asked, quarters: Sequence[Surface]) -> Series:
    name, day = asked.reference
    return Series(
        title=f"Words and deeds between {asked.both(asked.focus)}",
        x=tuple(quarter.span[0] for quarter in quarters),
        x_label="quarter",
        y_label="share",
        lines=(
            Line.of("words: cooperative share", [quarter.word_share for quarter in quarters]),
            Line.of("deeds: cooperative share", [quarter.deed_share for quarter in quarters]),
            Line.of("gap: words less deeds", [quarter.gap for quarter in quarters]),
        ),
        spans=(Span(start=day, end=day, label=name, role="reference"),),
        draw="point",
        panels="one scale",
        note="Bars are 95 % intervals; above 0 in the last panel the words are better than the deeds.",
    )  # fmt: skip


def _surface_table(years: Sequence[Surface], ground: Sequence[Mapping[str, tuple[int, int]]]) -> Table:
    heads = ("span", "words", "cooperative", "talks", "deeds", "cooperative deeds", "inspections", "on commitments")
    return Table(
        title="Surface and substance by year",
        columns=tuple(Column(key=head, label=head) for head in heads),
        rows=tuple(
            (
                span_name(year.span), len(year.words), _percent(year.word_share), year.talks, len(year.deeds),
                _percent(year.deed_share), *(f"{well} well, {ill} ill" for well, ill in found.values()),
            )
            for year, found in zip(years, ground, strict=True)
        ),
        refs=tuple(tuple(act.ref for act in year.deeds[:4]) for year in years),
        note="Words, talks and cooperative words are surface; the rest is substance. Up to four deeds are linked.",
    )  # fmt: skip


def behaviour_findings(events: pl.DataFrame, asked: Asked, *, rng: np.random.Generator) -> list[Finding]:
    """Return the profile of each actor of the focus dyad toward everybody else."""
    found = []
    for actor in asked.focus:
        acts = select(events, Selection(source=(actor,)), as_of=asked.as_of, window=asked.span)
        if acts:
            found.append(_profile(asked, actor, acts, behaviour(acts, breaks=asked.breaks, rng=rng)))
    return found


def _profile(asked: Asked, actor: str, acts: Sequence[Chosen], given: Behaviour) -> Finding:
    years = ((asked.span[1] - asked.span[0]).days + 1) / 365.25
    return Finding(
        id=f"conduct-behaviour-{actor.lower()}",
        engine="relations",
        statement=f"{capital(asked.name(actor))}: {_rates(given, years)} {_turn_words(given)} {_beat_words(given)}",
        confidence=Confidence(level="low", reason=f"{len(acts)} acts, recorded for their importance."),
        evidence_for=tuple(act.ref for act in given.kinds[0][1]),
        assumptions=("The order of recorded acts is the order of acts.",),
        gaps=("Acts too small for a chronicle are missing, the small threats most of all.",),
        would_change=("A run of years in which threats and offers follow each other by turns.",),
        method="Turns: changes between conflict and cooperation from one act to the next, against 2,000 deals of the "
        "acts of each phase in another order. Beat: burstiness (sd - mean) / (sd + mean) of the days between threats; "
        "-1 is a clock, 0 is chance (Goh and Barabási 2008).",
        exhibits=(_kinds(given, years),),
        as_of=asked.as_of,
    )


def _rates(given: Behaviour, years: float) -> str:
    ranked = sorted(base_rates(given, years), key=lambda rate: -rate[1])[:3]
    return "most often " + ", ".join(f"{kind} ({rate:.1f} a year)" for kind, _, rate in ranked) + " on record."


def _turn_words(given: Behaviour) -> str:
    if given.expected is None or given.p is None:
        return "Too few acts to say whether it takes turns."
    counts = f"{given.turns} turns where {given.expected.value:.0f} would come by chance, p = {given.p:.3f}"
    if given.p >= 0.05:
        return f"Conflict and cooperation follow each other as chance would have it ({counts})."
    if given.turns < given.expected.low:
        return f"It keeps to one course for long rather than taking turns ({counts})."
    return f"It takes turns between conflict and cooperation more than chance would ({counts})."


def _beat_words(given: Behaviour) -> str:
    if given.beat is None or given.pause is None:
        return "Too few threats and shows of force to speak of a beat."
    pause = f"half of the pauses are shorter than {given.pause:.0f} days"
    if given.beat.low > 0:
        return f"Threats and shows of force come in bursts ({pause})."
    if given.beat.high < 0:
        return f"Threats and shows of force come more evenly than chance, by a beat ({pause})."
    return f"Threats and shows of force keep no beat: their pauses are those of chance ({pause})."


def _kinds(given: Behaviour, years: float) -> Table:
    total = sum(len(acts) for _, acts in given.kinds)

    def row(kind: str, acts: Sequence[Chosen], rate: float) -> tuple[Cell, ...]:
        return (kind, len(acts), f"{len(acts) / total:.0%}", round(rate, 1), acts[-1].date if acts else None)

    rates = base_rates(given, years)
    return Table(
        title="What it does, how often",
        columns=tuple(Column(key=head, label=head) for head in ("kind of act", "acts", "share", "a year", "last on")),
        rows=tuple(row(kind, acts, rate) for (kind, acts), (_, _, rate) in zip(given.kinds, rates, strict=True)),
        refs=tuple(tuple(act.ref for act in acts[-6:]) for _, acts in given.kinds),
        note="The latest six acts of each kind are linked.",
    )
