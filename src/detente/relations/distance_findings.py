"""How far apart two allies stand, issue by issue and over time, as a finding."""

from __future__ import annotations

from collections.abc import Sequence

from detente.finding import Column, Finding, Intervals, Line, Measured, Series, Span, Table
from detente.relations.asked import Asked
from detente.relations.distances import Distance, Stance, distances


def distance_finding(asked: Asked, known: Sequence[Stance], members: tuple[str, str]) -> list[Finding]:
    """Return the finding on two members' positions; none where no issue has a stance of both."""
    tracks = {
        issue: track
        for issue in sorted({stance.issue for stance in known})
        if (track := distances(known, members, issue))
    }
    if not tracks:
        return []
    latest = sorted((track[-1] for track in tracks.values()), key=lambda last: (-last.value, last.issue))
    return [
        Finding(
            id=f"alignment-positions-{members[0]}-{members[1]}".lower(),
            engine="relations",
            statement=_statement(asked, members, latest, tracks),
            evidence_for=tuple(stance.ref for last in latest if last.apart for stance in last.stances),
            evidence_against=tuple(stance.ref for last in latest if not last.apart for stance in last.stances),
            assumptions=("A stance holds until its actor states another.",),
            gaps=tuple(
                f"No stance of both is recorded on: {name}."
                for issue, name in asked.issues.items()
                if issue not in tracks
            ),
            would_change=("A stance of either that its interval does not allow for.",),
            method="Each place on an issue's scale of 0 to 100 is this case's judgement, an interval with its reason. "
            "The distance is that of the best guesses; its range is all that the two intervals allow, no sampling "
            "error. What another tells of an actor's position is left out.",
            caveats=("Scales of different issues do not compare point by point.",),
            exhibits=(
                _latest(asked, members, latest),
                _over_time(asked, members, tracks),
                _table(asked, latest, "Where each stood last"),
                _table(asked, [step for track in tracks.values() for step in track], "Every change of a distance"),
            ),
            as_of=asked.as_of,
        )
    ]


def _statement(
    asked: Asked, members: tuple[str, str], latest: Sequence[Distance], tracks: dict[str, tuple[Distance, ...]]
) -> str:
    one, other = (asked.name(code) for code in members)
    apart = [last for last in latest if last.apart]
    named = ", ".join(f"{_issue(asked, last)} ({last.value:.0f}: {last.low:.0f} to {last.high:.0f})" for last in apart)
    moved = [
        f"{_issue(asked, last)} from {first.value:.0f} to {last.value:.0f}"
        for last in latest
        if (first := tracks[last.issue][0]).high < last.low or last.high < first.low
    ]
    where = f"on {len(apart)} of {len(latest)} issues their places have no point in common: {named}" if apart else (
        f"on none of {len(latest)} issues are they apart for sure, since their intervals meet on each"
    )  # fmt: skip
    change = (
        f"moved for sure: {'; '.join(moved)}" if moved else "no distance has moved by more than the intervals allow"
    )
    return f"Where {one} and {other} stood last, {where}. Since both were first on record, {change}."


def _latest(asked: Asked, members: tuple[str, str], latest: Sequence[Distance]) -> Intervals:
    return Intervals(
        title=f"How far {asked.both(members)} stand apart, issue by issue",
        x_label="points of the issue's scale (0 to 100)",
        rows=tuple(
            Measured(name=_issue(asked, last), value=last.value, low=last.low, high=last.high, ref=last.stances[0].ref)
            for last in latest
        ),
        reference=0.0,
        note="The latest stances. A line that reaches 0 leaves open that they stand on one point.",
    )


def _over_time(asked: Asked, members: tuple[str, str], tracks: dict[str, tuple[Distance, ...]]) -> Series:
    days = sorted({step.since for track in tracks.values() for step in track} | {asked.span[1]})
    lines = []
    for issue, track in tracks.items():
        steps = [
            max((step for step in track if step.since <= day), key=lambda step: step.since, default=None)
            for day in days
        ]
        lines.append(
            Line(
                name=asked.issues.get(issue, issue),
                y=tuple(None if step is None else step.value for step in steps),
                low=tuple(None if step is None else step.low for step in steps),
                high=tuple(None if step is None else step.high for step in steps),
            )
        )
    name, day = asked.reference
    return Series(
        title=f"The distance between {asked.both(members)} over time",
        x=tuple(days),
        x_label="since",
        y_label="points",
        lines=tuple(lines),
        spans=(Span(start=day, end=day, label=name, role="reference"),),
        draw="step",
        panels="one scale",
        note="One panel an issue; the band is what the judged intervals allow.",
    )


def _table(asked: Asked, steps: Sequence[Distance], title: str) -> Table:
    return Table(
        title=title,
        columns=(
            Column(key="issue", label="issue"), Column(key="since", label="since"),
            Column(key="distance", label="distance"), Column(key="low", label="at least"),
            Column(key="high", label="at most"), Column(key="one", label="one says"),
            Column(key="other", label="the other says"),
        ),
        rows=tuple(
            (asked.issues.get(step.issue, step.issue), step.since, step.value, step.low, step.high,
             *(f"{stance.actor} {stance.place:.0f}: {stance.statement}" for stance in step.stances))
            for step in steps
        ),
        refs=tuple(tuple(stance.ref for stance in step.stances) for step in steps),
    )  # fmt: skip


def _issue(asked: Asked, step: Distance) -> str:
    return asked.issues.get(step.issue, step.issue)
