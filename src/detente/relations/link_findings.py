"""The links that a case names, tested, as findings: one for all together and one for each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.finding import Cell, Column, Confidence, Estimate, Finding, Intervals, Measured, Table
from detente.relations.asked import Asked, capital
from detente.relations.linkage import LAGS, LEAST, STRETCH, Lag, Linkage
from detente.relations.links import Tested, try_links

if TYPE_CHECKING:
    import polars as pl

MEASURES = {
    "cooperation": "share of cooperation among the second acts",
    "activity": "share of all recorded happenings",
}
SHORT = {
    "linked": "as claimed", "reversed": "the opposite", "together": "changed together, once",
    "absent": "no such link", "cannot be told": "cannot be told",
}  # fmt: skip
VERDICTS = {
    "linked": "The record bears it out",
    "reversed": "The record shows the opposite",
    "together": "The two changed together, once; whether one moved the other this record cannot tell",
    "absent": "The record speaks against a link of that size",
    "cannot be told": "This cannot be told from this record",
}
METHOD = (
    "The outcome of second acts that had a first act in the 1 to 28, 29 to 56 or 57 to 84 days before them is compared "
    "with that of the others. Chance: every circular shift of the first acts along the window, which keeps the bursts "
    "of both; over lags the largest standardised correlation counts, over links Holm's correction. A second test "
    "compares acts only within one phase of the focus dyad, so that one change of the times is not taken for a link. "
    "The smallest change is one that would have been found at least four times in five, planted in this very record."
)


def link_findings(events: pl.DataFrame, asked: Asked) -> list[Finding]:
    """Return the findings on the links of a case; none where it names none."""
    if not asked.links:
        return []
    tested = try_links(events, asked.links, window=asked.window, as_of=asked.as_of, breaks=asked.breaks)
    return [_summary(asked, tested, _readings(events, asked, tested)), *(_one(asked, given) for given in tested)]


def _readings(events: pl.DataFrame, asked: Asked, tested: Sequence[Tested]) -> Table:
    """What each link's verdict is under readings that a reader may prefer."""
    import polars as pl

    length = (asked.span[1] - asked.span[0]).days + 1
    readings = [(f"lags of {days} days", events, days) for days in (14, 42) if length > 2 * days * LAGS]
    readings.append(("deeds only", events.filter(pl.col("quad").is_in([2, 4])), STRETCH))
    if asked.well_told:
        readings.append(("graded B2 or better", events.filter(pl.col("id").is_in(list(asked.well_told))), STRETCH))
    columns = [
        try_links(some, asked.links, window=asked.window, as_of=asked.as_of, breaks=asked.breaks, stretch=days)
        for _, some, days in readings
    ]
    return Table(
        title="What another reading does to the answers",
        columns=tuple(
            Column(key=head, label=head) for head in ("link", "as stated", *(name for name, _, _ in readings))
        ),
        rows=tuple(
            (given.link.name, *(_short(one) for one in (given, *(column[n] for column in columns))))
            for n, given in enumerate(tested)
        ),
        note="In brackets p, after allowing for lags and links.",
    )


def _short(given: Tested) -> str:
    return SHORT[given.verdict] + ("" if given.p is None else f" ({given.p:.2f})")


def _summary(asked: Asked, tested: Sequence[Tested], readings: Table) -> Finding:
    by_verdict = {name: [given.link.name for given in tested if given.verdict == name] for name in VERDICTS}
    said = "; ".join(
        f"{words.lower()}: {', '.join(by_verdict[name])}" for name, words in VERDICTS.items() if by_verdict[name]
    )
    return Finding(
        id="linkage",
        engine="relations",
        statement=f"Links between dyads tested: {len(tested)}. {capital(said)}. {_power(tested)}",
        confidence=Confidence(
            level="low", reason="a chronicle of important acts; most links rest on a few dozen acts or fewer."
        ),
        assumptions=(
            "What moves a dyad shows within twelve weeks.",
            "The record misses acts without regard to the other dyad.",
        ),
        gaps=("Anticipation: an act answered before it happens shows in the wrong order.",),
        would_change=("More acts: the table says how large a change this record could have shown.",),
        method=METHOD,
        caveats=("That one thing follows another does not say that it was caused by it.",),
        exhibits=tuple(exhibit for exhibit in (_picture(tested), _overview(tested), readings) if exhibit),
        as_of=asked.as_of,
    )  # fmt: skip


def _power(tested: Sequence[Tested]) -> str:
    """How large a change could have shown: without this, 'cannot be told' says nothing."""
    shown = sorted(given.plain.smallest for given in tested if given.plain.smallest is not None)
    none = len(tested) - len(shown)
    blind = f" For {none} of them no change, however large, could have shown." if none else ""
    if not shown:
        return blind.strip()
    if len(shown) == 1:
        return f"The smallest change of a share that could be relied on to show is {shown[0]:.2f}.{blind}"
    least = f"from {shown[0]:.2f} to {shown[-1]:.2f}"
    return f"The smallest change of a share that could be relied on to show is {least}, link by link.{blind}"


def _picture(tested: Sequence[Tested]) -> Intervals | None:
    rows = tuple(
        Measured(name=given.link.name, value=lag.change, low=_kept(lag.low), high=_kept(lag.high))
        for given in tested
        if (lag := given.plain.leading) is not None
    )
    if not rows:
        return None
    return Intervals(
        title="What changes after acts of the first kind",
        x_label="change of the share, at the lag where it stands out most",
        rows=rows,
        reference=0.0,
        note="95 % intervals of one lag alone; the p of the table allows for lags and links.",
    )


def _overview(tested: Sequence[Tested]) -> Table:
    heads = ("link", "first acts", "second acts", "expected", "lag (days)", "change", "at least", "at most", "p",
             "p within phases", "smallest change it could show", "what the record tells")  # fmt: skip
    return Table(
        title="Links between dyads",
        columns=tuple(Column(key=head, label=head) for head in heads),
        rows=tuple(_overview_row(given) for given in tested),
        note="p allows for three lags and for the number of links. The acts of each link stand below it as evidence.",
    )


def _overview_row(given: Tested) -> tuple[Cell, ...]:
    lag = given.plain.leading
    numbers: tuple[Cell, ...] = (None,) * 4
    if lag is not None:
        numbers = (_days(lag), round(lag.change, 2), round(_kept(lag.low), 2), round(_kept(lag.high), 2))
    smallest = given.plain.smallest
    return (
        given.link.name, given.plain.first, given.plain.second, given.link.expected, *numbers, _round(given.p),
        _round(given.within.p), "none" if smallest is None else round(smallest, 2), SHORT[given.verdict],
    )  # fmt: skip


def _one(asked: Asked, given: Tested) -> Finding:
    link, plain = given.link, given.plain
    lag = plain.leading
    return Finding(
        id=f"linkage-{re.sub(r'[^a-z0-9]+', '-', link.name.lower()).strip('-')}",
        engine="relations",
        statement=f"{link.statement.rstrip('.')}: {_reason(given)}",
        estimate=None
        if lag is None
        else Estimate(
            value=round(lag.change, 3), low=round(_kept(lag.low), 3), high=round(_kept(lag.high), 3), n=plain.second,
            unit=f"change of the {MEASURES[link.measure]}, {_days(lag)} days after first acts",
        ),
        evidence_for=tuple(act.ref for act in given.first),
        evidence_against=tuple(act.ref for act in given.second) if link.measure == "cooperation" else (),
        caveats=("Evidence for lists the first acts, evidence against the second ones.",),
        exhibits=(_lags(given),) if plain.lags else (),
        as_of=asked.as_of,
    )  # fmt: skip


def _reason(given: Tested) -> str:
    link, plain, lag = given.link, given.plain, given.plain.leading
    if lag is None:
        if plain.first < 2 or plain.second < 2 * LEAST:
            return f"this cannot be told from {plain.first} first and {plain.second} second acts."
        return (
            "this cannot be told, since at no lag do the second acts differ enough in exposure or outcome to compare."
        )
    words = VERDICTS[given.verdict]
    change = (
        f"the {MEASURES[link.measure]}, {plain.level:.2f} on average, {'rises' if lag.change > 0 else 'falls'} by "
        f"{abs(lag.change):.2f}, {_days(lag)} days after first acts (p = {given.p:.2f})"
    )
    power = (
        "no change, however large, could have shown"
        if plain.smallest is None
        else f"a change smaller than {plain.smallest:.2f} could not have been relied on to show"
    )
    if given.verdict in ("linked", "reversed"):
        return f"{words[0].lower()}{words[1:]}: {change}, and within phases too (p = {given.within.p:.2f})."
    return f"{words[0].lower()}{words[1:]}: {change}; {power}."


def _lags(given: Tested) -> Table:
    heads = ("compared", "days before", "exposed", "change", "at least", "at most", "smallest change it could show")
    rows = [("the whole window", lag) for lag in given.plain.lags]
    rows += [("within phases", lag) for lag in given.within.lags]
    return Table(
        title=f"{given.link.name}: lag by lag",
        columns=tuple(Column(key=head, label=head) for head in heads),
        rows=tuple(
            (
                name, _days(lag), lag.exposed, round(lag.change, 2), round(_kept(lag.low), 2),
                round(_kept(lag.high), 2), "none" if lag.smallest is None else round(lag.smallest, 2),
            )
            for name, lag in rows
        ),
        note=_chances(given.plain, given.within),
    )  # fmt: skip


def _chances(plain: Linkage, within: Linkage) -> str:
    inside = "not computed" if within.p is None else f"{within.p:.3f}"
    return f"p before the correction for other links: {plain.p:.3f} in the whole window, {inside} within phases."


def _days(lag: Lag) -> str:
    return f"{lag.nearest} to {lag.farthest}"


def _kept(share: float) -> float:
    """A change of a share cannot pass 1 on either side."""
    return max(-1.0, min(1.0, share))


def _round(p: float | None) -> float | None:
    return None if p is None else round(p, 3)
