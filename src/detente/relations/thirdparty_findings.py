"""What third parties do to the relation of two others: how active they are, and whether their outreach comes first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from detente.finding import Cell, Column, Confidence, Finding, Intervals, Line, Measured, Series, Table
from detente.relations.asked import Asked, capital, span_name
from detente.relations.links import CLOSE, holm
from detente.relations.mediation import REACH, Precedence, precedence
from detente.relations.selection import Chosen, Selection, select
from detente.relations.thirdparties import Activity, activity, more_active

if TYPE_CHECKING:
    import polars as pl

ORDER_WORDS = {
    "leads": "comes before the talks more than after them",
    "follows": "comes after the talks more than before them",
    "same season": "keeps the season of the talks, and neither comes first",
    "no pattern": "is not surely nearer to the talks than chance would put it",
    "cannot be told": "is too rare to be told",
}


def activity_finding(events: pl.DataFrame, meetings: pl.DataFrame, asked: Asked) -> list[Finding]:
    """Return the finding on how active third parties are toward the focus dyad; none where there are none."""
    if not asked.third_parties:
        return []
    whole = [activity(events, code, asked.focus, (asked.span,), as_of=asked.as_of)[0] for code in asked.third_parties]
    ranked = sorted(whole, key=lambda one: (-one.happenings, one.actor))
    yearly = {
        one.actor: activity(events, one.actor, asked.focus, asked.years, as_of=asked.as_of) for one in ranked
    }  # fmt: skip
    met = _meetings(meetings, asked)
    return [
        Finding(
            id="alignment-third-parties",
            engine="relations",
            statement=_active(asked, ranked, met),
            estimate=ranked[0].share,
            confidence=Confidence(
                level="low", reason="coverage by importance: what a chronicle found worth noting is what is counted."
            ),
            evidence_for=tuple(act.ref for one in ranked for act in one.acts),
            assumptions=("The record misses acts of all third parties in equal measure.",),
            gaps=("Quiet pressure, trade and contacts in private are no acts here.",),
            would_change=("A source that covers one of them closely, and shows acts that this record lacks.",),
            method="Happenings that a third party starts toward either side, as a share of all happenings that the "
            "record holds in the same span, so that closer coverage of a year moves nothing by itself; 95 % intervals "
            "of Jeffreys' prior. Two parties are compared by their own happenings alone.",
            exhibits=(_shares(asked, ranked), _by_year(asked, yearly), _activity_table(asked, ranked, met)),
            as_of=asked.as_of,
        )
    ]


def _active(asked: Asked, ranked: Sequence[Activity], met: Mapping[str, Counter[tuple[str, str]]]) -> str:
    first = ranked[0]
    pair = asked.both(asked.focus, "or")
    lead = (
        f"{capital(asked.name(first.actor))} is the most active third party: {first.happenings} of {first.recorded} "
        f"recorded happenings are its acts toward {pair} ({first.share.value:.0%}; {first.share.low:.0%} to "
        f"{first.share.high:.0%})."
    )
    rest = []
    for one in ranked[1:]:
        if not one.happenings:
            continue
        versus = more_active(one.happenings, first.happenings)
        sure = "surely less" if versus.high < 0.5 else "not surely less"
        rest.append(f"{asked.name(one.actor)} {one.happenings} ({one.share.value:.0%}), {sure}")
    quiet = [asked.name(one.actor) for one in ranked[1:] if not one.happenings]
    others = f" Then {'; '.join(rest)}." if rest else ""
    summits = [
        f"{asked.name(one.actor)} with {asked.name(side)} {count}"
        for one in ranked
        for side in asked.focus
        if (count := met.get(one.actor, Counter())[side, "summit"])
    ]
    held = f" Summits held: {', '.join(summits)}." if summits else ""
    none = f" No act is recorded of {' or '.join(quiet)}." if quiet else ""
    return lead + others + none + held


def _meetings(meetings: pl.DataFrame, asked: Asked) -> dict[str, Counter[tuple[str, str]]]:
    """Meetings that were held with either side, by third party and level."""
    found: dict[str, Counter[tuple[str, str]]] = {}
    for row in meetings.iter_rows(named=True):
        held = row["outcome"] not in ("cancelled", "reinstated")
        known = row["known_from"] is not None and row["known_from"] <= asked.as_of
        if held and known and asked.span[0] <= row["date"] <= asked.span[1] and set(row["parties"]) & set(asked.focus):
            for code in set(row["parties"]) - set(asked.focus):
                for side in set(row["parties"]) & set(asked.focus):
                    found.setdefault(code, Counter())[side, row["level"]] += 1
    return found


def _shares(asked: Asked, ranked: Sequence[Activity]) -> Intervals:
    return Intervals(
        title=f"Third parties' share of what is recorded, {span_name(asked.span)}",
        x_label="share of all recorded happenings",
        rows=tuple(
            Measured(name=asked.name(one.actor), value=one.share.value, low=one.share.low, high=one.share.high)
            for one in ranked
        ),
        reference=0.0,
        shares=True,
    )


def _by_year(asked: Asked, yearly: Mapping[str, Sequence[Activity]]) -> Series:
    shown = {code: years for code, years in yearly.items() if sum(year.happenings for year in years) >= 5}
    return Series(
        title="The same, year by year",
        x=tuple(span[0] for span in asked.years),
        x_label="year",
        y_label="share",
        lines=tuple(
            Line.of(asked.name(code), [year.share if year.recorded else None for year in years])
            for code, years in shown.items()
        ),
        draw="point",
        panels="one scale",
        note="Bars are 95 % intervals; a long bar means few recorded happenings. "
        "Parties with fewer than five are left out.",
    )


def _activity_table(asked: Asked, ranked: Sequence[Activity], met: Mapping[str, Counter[tuple[str, str]]]) -> Table:
    def row(one: Activity) -> tuple[Cell, ...]:
        counts = met.get(one.actor, Counter())
        own = (one.happenings, round(one.rate.value, 1), round(one.rate.low, 1), round(one.rate.high, 1))
        summits = [counts[side, "summit"] for side in asked.focus]
        return (asked.name(one.actor), *own, *summits, sum(counts.values()) - sum(summits))

    sides = (f"summits with {asked.name(side)}" for side in asked.focus)
    heads = ("third party", "happenings", "a year", "at least", "at most", *sides, "other meetings")
    return Table(
        title="Acts and meetings",
        columns=tuple(Column(key=head, label=head) for head in heads),
        rows=tuple(row(one) for one in ranked),
        refs=tuple(tuple(act.ref for act in one.acts[:8]) for one in ranked),
        note="Rates a year say as much of the coverage as of the actor. Meetings are those with either side that took "
        "place; up to eight acts are linked.",
    )  # fmt: skip


def mediation_finding(events: pl.DataFrame, asked: Asked) -> list[Finding]:
    """Return the finding on whose outreach precedes the talks of the focus dyad; none without third parties."""
    talking = Selection(between=asked.focus, type=("CONSULT", "AGREE"))
    talks = select(events, talking, as_of=asked.as_of, window=asked.span, precision=CLOSE)
    rows = [
        (third, side, acts, precedence([a.date for a in acts], [a.date for a in talks], window=asked.span))
        for third in asked.third_parties
        for side in asked.focus
        for acts in [_outreach(events, asked, third, side)]
        if acts
    ]
    if not rows or not talks:
        return []
    adjusted = holm([given.lead for _, _, _, given in rows])
    return [
        Finding(
            id="alignment-mediation",
            engine="relations",
            statement=_mediated(asked, rows, adjusted),
            confidence=Confidence(
                level="low", reason=f"{rows[0][3].talks} days of talks on record, most of them in one season."
            ),
            evidence_for=tuple(act.ref for act in talks),
            assumptions=("Outreach that helps talks comes before them, by days and not by years.",),
            gaps=("Messages passed in private are not seen.",),
            would_change=("Talks that begin again soon after outreach, with none in the weeks after them.",),
            method=f"A day of talks (consultations and agreements) is preceded where outreach (any cooperation between "
            f"the third party and either side) falls in the {REACH} days before it, followed where in the {REACH} days "
            "after. Chance: every circular shift of the outreach along the window. It leads where it precedes more "
            "than it follows (p below 0.05 after Holm's correction for the number of rows).",
            exhibits=(_precedence_table(asked, rows, adjusted),),
            as_of=asked.as_of,
        )
    ]


Row = tuple[str, str, tuple[Chosen, ...], Precedence]


def _outreach(events: pl.DataFrame, asked: Asked, third: str, side: str) -> tuple[Chosen, ...]:
    chosen = Selection(between=(third, side), quad=(1, 2))
    return select(events, chosen, as_of=asked.as_of, window=asked.span, precision=CLOSE)


def _told(given: Precedence, adjusted: float | None) -> str:
    """What a row tells once the number of rows is allowed for."""
    if given.order == "leads" and (adjusted is None or adjusted >= 0.05):
        return "same season" if given.near is not None and given.near < 0.05 else "no pattern"
    return given.order


def _mediated(asked: Asked, rows: Sequence[Row], adjusted: Sequence[float | None]) -> str:
    pair = asked.both(asked.focus)
    leads = [
        f"{asked.name(third)} with {asked.name(side)} ({given.before} of {given.talks} days of talks preceded, "
        f"{given.after} followed)"
        for (third, side, _, given), p in zip(rows, adjusted, strict=True)
        if _told(given, p) == "leads"
    ]
    best = max(rows, key=lambda row: row[3].outreach)
    third, side, _, given = best
    if leads:
        return f"Outreach comes before talks between {pair}, more than after them: {'; '.join(leads)}."
    chance = "" if given.expected is None else f", where chance would put it before {given.expected:.0f}"
    return (
        f"No third party's outreach is shown to come before talks between {pair}. That of {asked.name(third)} to "
        f"{asked.name(side)} stands in the {REACH} days before {given.before} of {given.talks} days of talks and in "
        f"the {REACH} days after {given.after}{chance}: it {ORDER_WORDS[_told(given, None)]}."
    )


def _precedence_table(asked: Asked, rows: Sequence[Row], adjusted: Sequence[float | None]) -> Table:
    heads = ("outreach of", "to", "days of outreach", "days of talks", "preceded", "by chance", "p near", "followed",
             "p lead", "what it tells")  # fmt: skip
    return Table(
        title=f"Outreach and talks between {asked.both(asked.focus)}",
        columns=tuple(Column(key=head, label=head) for head in heads),
        rows=tuple(
            (
                asked.name(third), asked.name(side), given.outreach, given.talks, given.before,
                None if given.expected is None else round(given.expected, 1), _round(given.near), given.after,
                _round(p),
                _told(given, p),
            )
            for (third, side, _, given), p in zip(rows, adjusted, strict=True)
        ),
        refs=tuple(tuple(act.ref for act in acts[:8]) for _, _, acts, _ in rows),
        note="p lead allows for the number of rows. Up to eight acts of outreach are linked.",
    )  # fmt: skip


def _round(p: float | None) -> float | None:
    return None if p is None else round(p, 3)
