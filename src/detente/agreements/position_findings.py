"""Positions as findings: where the parties stand, the gap between them, rival accounts and contradictions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from detente.agreements.asked import Asked, said, sentence
from detente.agreements.positions import Contradiction, Gap, Stance, contradictions, gaps, rival_accounts
from detente.finding import Column, EvidenceRef, Finding, Intervals, Line, Measured, Series, Table
from detente.record.position import Interval, Position

BASIS = "Places, limits and saliences are judgements, each an interval with its reason in one line (basis: judgement)."


def position_findings(asked: Asked) -> list[Finding]:
    """Return the gaps of the dyad asked about and of every other, the rival accounts and the contradictions."""
    by_issue = {issue.id: gaps(asked.positions, asked.dyad, issue.id, as_of=asked.as_of) for issue in asked.issues}
    by_issue = {issue: found for issue, found in by_issue.items() if found}
    return [*([_gaps(asked, by_issue)] if by_issue else []), *_accounts(asked)]


def _gaps(asked: Asked, by_issue: dict[str, tuple[Gap, ...]]) -> Finding:
    titles = {issue.id: issue.name for issue in asked.issues}
    now = {issue: found[-1] for issue, found in by_issue.items()}
    widest = max(now.values(), key=lambda each: each.value)
    closest = min(now.values(), key=lambda each: each.value)
    one, other = (asked.name(code) for code in asked.dyad)
    return Finding(
        id="promises-gaps",
        engine="agreements",
        statement=sentence(
            f"{one} and {other} stand farthest apart on {titles[widest.issue].lower()} ({_span(widest)} of 100) and "
            f"closest on {titles[closest.issue].lower()} ({_span(closest)}). {_meeting(list(now.values()))}"
        ),
        exhibits=(
            _places(asked, titles, now),
            _over_time(asked, titles, by_issue),
            _table(asked, titles, by_issue),
            *_other_dyads(asked, titles),
        ),
        method=(
            "A gap is the distance of two places on an issue's scale: by best guess, then the least and the most "
            "that the intervals and the rival accounts allow."
        ),
        assumptions=(BASIS,),
        would_change=tuple(
            f"{titles[each.issue]}: whether a deal is possible turns on where the limits lie inside their intervals"
            for each in now.values()
            if each.common == "in some readings"
        ),
        as_of=asked.as_of,
    )


def _meeting(now: Sequence[Gap]) -> str:
    """On how many issues there is a point that both would accept."""
    parts = [
        f"{word} of the intervals on {count}"
        for word in ("in every reading", "in some readings", "in none")
        if (count := sum(each.common == word for each in now))
    ]
    known = sum(each.common != "not known" for each in now)
    return f"A point that both would accept exists {', '.join(parts)} of {said(known, 'issue')}." if parts else ""


def _places(asked: Asked, titles: dict[str, str], now: dict[str, Gap]) -> Intervals:
    rows = [
        Measured(
            name=titles[issue],
            value=place.value,
            low=band[0],
            high=band[1],
            group=asked.name(stance.own.actor),
            ref=_ref(asked, stance.own),
        )
        for issue, gap in now.items()
        for stance in (gap.one, gap.other)
        if (place := stance.own.place) is not None and (band := stance.band) is not None
    ]
    ends = "; ".join(
        f"{issue.name}: 0 {issue.low_end}, 100 {issue.high_end}" for issue in asked.issues if issue.id in now
    )
    return Intervals(title="Where they stand", x_label="place on the issue's scale", rows=tuple(rows), note=ends)


def _over_time(asked: Asked, titles: dict[str, str], by_issue: dict[str, tuple[Gap, ...]]) -> Series:
    days = sorted({gap.since for found in by_issue.values() for gap in found} | {asked.as_of})
    lines = [
        Line(
            name=titles[issue],
            y=tuple(next((gap.value for gap in reversed(found) if gap.since <= day), None) for day in days),
        )
        for issue, found in by_issue.items()
    ]
    return Series(
        title=f"The gap between {asked.name(asked.dyad[0])} and {asked.name(asked.dyad[1])} over time",
        x=tuple(days),
        y_label="gap, best guess",
        lines=tuple(lines),
        draw="step",
        note="Best guesses; the table gives the least and the most that the intervals allow.",
    )


def _table(asked: Asked, titles: dict[str, str], by_issue: dict[str, tuple[Gap, ...]]) -> Table:
    columns = ("issue", "since", *asked.dyad, "gap", "at least", "at most", "can what each would accept meet?")
    every = [gap for found in by_issue.values() for gap in found]
    return Table(
        title="The gap on each issue, from each day on which one of the two moved",
        columns=tuple(Column(key=name, label=name) for name in columns),
        rows=tuple(
            (
                titles[gap.issue], gap.since, _interval(gap.one.own.place), _interval(gap.other.own.place),
                gap.value, gap.low,
                gap.high, gap.common,
            )
            for gap in every
        ),
        refs=tuple(tuple(_ref(asked, each) for each in (*_told(gap.one), *_told(gap.other))) for gap in every),
        filters=("issue",),
    )  # fmt: skip


def _other_dyads(asked: Asked, titles: dict[str, str]) -> tuple[Table, ...]:
    actors = list(dict.fromkeys(position.actor for position in asked.positions))
    pairs = [pair for pair in combinations(actors, 2) if set(pair) != set(asked.dyad)]
    rows, refs = [], []
    for pair in pairs:
        for issue, title in titles.items():
            found = gaps(asked.positions, pair, issue, as_of=asked.as_of)
            if found:
                last = found[-1]
                rows.append(
                    (f"{pair[0]} and {pair[1]}", title, last.since, last.value, last.low, last.high, last.common)
                )
                refs.append(tuple(_ref(asked, each) for each in (*_told(last.one), *_told(last.other))))
    columns = ("between", "issue", "since", "gap", "at least", "at most", "can what each would accept meet?")
    if not rows:
        return ()
    return (
        Table(
            title="The newest gap of every other pair",
            columns=tuple(Column(key=name, label=name) for name in columns),
            rows=tuple(rows),
            refs=tuple(refs),
            filters=("between", "issue"),
        ),
    )


def _accounts(asked: Asked) -> list[Finding]:
    rivals = rival_accounts(asked.positions, as_of=asked.as_of)
    against = contradictions(asked.positions, as_of=asked.as_of)
    if not rivals and not against:
        return []
    titles = {issue.id: issue.name for issue in asked.issues}
    told = [each for stance in rivals for each in _told(stance)]
    accounts = Table(
        title="Rival accounts, side by side",
        columns=tuple(Column(key=n, label=n) for n in ("whose position", "issue", "day", "told by", "statement",
        "place")),
        rows=tuple(
            (
                each.actor, titles.get(each.issue, each.issue), each.as_of, each.account or "itself", each.statement,
                _interval(each.place),
            )
            for each in told
        ),
        refs=tuple((_ref(asked, each),) for each in told),
    )  # fmt: skip
    clash = Table(
        title="Where a party's own statements cannot both hold",
        columns=tuple(Column(key=n, label=n) for n in ("party", "issue", "first", "said", "then", "said then")),
        rows=tuple(
            (
                each.first.actor, titles.get(each.first.issue, each.first.issue), each.first.as_of,
                each.first.statement,
                each.second.as_of, each.second.statement,
            )
            for each in against
        ),
        refs=tuple((_ref(asked, each.first), _ref(asked, each.second)) for each in against),
        note="Two statements within two months of each other whose intervals of place do not meet.",
    )  # fmt: skip
    return [
        Finding(
            id="promises-accounts",
            engine="agreements",
            statement=(
                f"{said(len(rivals), 'position')} {'is' if len(rivals) == 1 else 'are'} told in more than one way, and "
                f"{said(len(against), 'pair')} of a party's own statements cannot both hold"
                f"{f' ({_where(asked, against, titles)})' if against else ''}."
            ),
            exhibits=(*((accounts,) if told else ()), *((clash,) if against else ())),
            caveats=("Both accounts are kept; no gap above takes one for the truth.",),
            as_of=asked.as_of,
        )
    ]


def _where(asked: Asked, against: Sequence[Contradiction], titles: dict[str, str]) -> str:
    named = (f"{asked.name(each.first.actor)} on {titles.get(each.first.issue, each.first.issue)}" for each in against)
    return "; ".join(dict.fromkeys(named))


def _told(stance: Stance) -> tuple[Position, ...]:
    return (stance.own, *stance.rivals)


def _ref(asked: Asked, position: Position) -> EvidenceRef:
    grade = asked.grades.get(position.source, "")
    return EvidenceRef(table="positions", id=position.id, date=position.as_of, text=position.statement, grade=grade)


def _interval(place: Interval | None) -> str:
    return "" if place is None else f"{place.value:g} [{place.low:g}, {place.high:g}]"


def _span(gap: Gap) -> str:
    return f"{gap.value:g}, between {gap.low:g} and {gap.high:g}"
