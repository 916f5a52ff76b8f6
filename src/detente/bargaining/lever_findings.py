"""The ranking of levers as findings: what moves the outcome most, how surely, and what cannot be told apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from detente.bargaining.evidence import NOT_A_PROBABILITY, cells, measured, percent
from detente.bargaining.lever_ranking import Effect, LeverRanking
from detente.bargaining.levers import Lever
from detente.finding import Cell, Column, Confidence, Estimate, EvidenceRef, Exhibit, Finding, Intervals, Table

_METHOD = (
    "Each lever changes named inputs and the models are run again on the same draws of all inputs; no coefficient "
    "leads from a lever to an outcome. Two levers are told apart where the paired difference of their shares and that "
    "of the room they leave for a deal both keep clear of 0."
)


def _columns(*named: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(Column(key=key, label=label) for key, label in named)


def _ranking(ranking: LeverRanking) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (e.lever, e.name, *cells(e.share), *cells(e.change), *cells(e.room), round(e.opens.value, 4))
        for e in ranking.effects
    ]
    return Table(
        title="Levers by the change in the share of admissible inputs with a bargaining range",
        columns=_columns(
            ("lever", "lever"),
            ("name", "what it is"),
            ("share", "share with it"),
            ("share_low", "low"),
            ("share_high", "high"),
            ("change", "change of the share"),
            ("low", "low"),
            ("high", "high"),
            ("room", "change of room"),
            ("room_low", "low"),
            ("room_high", "high"),
            ("opens", "share in which it makes more room"),
        ),
        rows=tuple(rows),
        note="Intervals of shares: what more draws could still change. Intervals of room: the middle 95 % over inputs.",
    )


def _picture(ranking: LeverRanking) -> Intervals:
    return Intervals(
        title="What each lever does to the room for a deal",
        x_label="change of room: worth left over for the party that gains least",
        rows=tuple(measured(e.name, e.room) for e in ranking.effects),
        reference=0.0,
        note="Median and middle 95 % over the admissible inputs; where intervals overlap, the table of pairs says "
        "which levers can be told apart.",
    )


def _pairs(ranking: LeverRanking) -> list[Exhibit]:
    if not ranking.comparisons:
        return []
    apart = Table(
        title="Which levers can be told apart",
        columns=_columns(
            ("first", "first"),
            ("second", "second"),
            ("share", "difference of shares"),
            ("share_low", "low"),
            ("share_high", "high"),
            ("room", "difference of room"),
            ("room_low", "low"),
            ("room_high", "high"),
            ("apart", "told apart"),
        ),
        rows=tuple((c.first, c.second, *cells(c.share), *cells(c.room), c.told_apart) for c in ranking.comparisons),
    )
    together = Table(
        title="Two levers at once",
        columns=_columns(
            ("first", "first"),
            ("second", "second"),
            ("share", "share with both"),
            ("interaction", "more than the two alone"),
            ("low", "low"),
            ("high", "high"),
        ),
        rows=tuple((t.first, t.second, round(t.share.value, 4), *cells(t.interaction)) for t in ranking.together),
        note="Above 0: they help each other; below 0: one does what the other would have done.",
    )
    return [apart, together]


def _outcomes(labels: tuple[str, ...], *, most: int = 6) -> str:
    return f"{len(labels)} outcomes" if len(labels) > most else "; ".join(labels) or "none"


def _elsewhere(ranking: LeverRanking) -> list[Exhibit]:
    read = [(e.lever, name, *cells(by)) for e in ranking.effects for name, by in e.read_otherwise.items()]
    moves = [(e.lever, model, *cells(by)) for e in ranking.effects for model, by in e.moves.items()]
    stable = [
        (e.lever, s.model, _outcomes(s.made), _outcomes(s.ended), _outcomes(s.kept, most=2))
        for e in ranking.effects
        for s in e.stable
    ]
    found: list[Exhibit] = []
    if read:
        columns = _columns(
            ("lever", "lever"),
            ("reading", "reading"),
            ("change", "change of the share"),
            ("low", "low"),
            ("high", "high"),
        )
        title = "Levers under the other readings of the same evidence"
        found.append(Table(title=title, columns=columns, rows=tuple(read)))
    if stable:
        columns = _columns(
            ("lever", "lever"),
            ("model", "model"),
            ("made", "made stable"),
            ("ended", "no longer stable"),
            ("kept", "kept"),
        )
        found.append(Table(title="Stable outcomes with each lever", columns=columns, rows=tuple(stable)))
    if moves:
        columns = _columns(
            ("lever", "lever"), ("model", "model"), ("moves", "outcome moves by"), ("low", "low"), ("high", "high")
        )
        note = "Median and middle 95 % over inputs; a reconstruction, not a validated forecast."
        found.append(Table(title="Spatial outcomes with each lever", columns=columns, rows=tuple(moves), note=note))
    return found


def _changes(levers: Iterable[Lever]) -> Table:
    rows = []
    for lever in levers:
        for change in lever.changes:
            how = (
                f"set to {change.to}"
                if change.to is not None
                else f"times {change.scale:g}"
                if change.scale is not None
                else f"moved by {change.shift:+g}"
            )
            rows.append((lever.id, change.field, how, change.reason or lever.note, lever.source))
    columns = _columns(
        ("lever", "lever"), ("field", "input"), ("how", "change"), ("reason", "reason"), ("source", "recommended by")
    )
    return Table(title="What each lever changes", columns=columns, rows=tuple(rows))


def _order(ranking: LeverRanking) -> str:
    first, *rest = ranking.effects
    if all(e.change.low <= 0 <= e.change.high for e in ranking.effects):
        return "none changes that share by more than the draws allow to say"
    if not rest:
        return f"{first.name} changes the share by {first.change.value:+.2f}"
    tied = [e for e in rest if not ranking.told_apart(first.lever, e.lever)]
    if not tied:
        return f"{first.name} moves it most ({first.change.value:+.2f}) and can be told apart from the rest"
    names = ", ".join(e.name for e in tied)
    return f"{first.name} comes first ({first.change.value:+.2f}) but cannot be told apart from {names}"


def _why(ranking: LeverRanking, first: Effect) -> tuple[str, ...]:
    def reason(share: Estimate, room: Estimate) -> str:
        if share.low <= 0 <= share.high:
            return f"their shares differ by {share.value:+.3f}, within {share.low:+.3f} to {share.high:+.3f}"
        return f"over the inputs the difference in room runs from {room.low:+.2f} to {room.high:+.2f}"

    return tuple(
        f"{c.first} and {c.second} cannot be told apart: {reason(c.share, c.room)}"
        for c in ranking.comparisons
        if first.lever in (c.first, c.second) and not c.told_apart
    )


def lever_findings(
    ranking: LeverRanking,
    levers: Iterable[Lever] = (),
    *,
    evidence: tuple[EvidenceRef, ...] = (),
    as_of: dt.date | None = None,
) -> tuple[Finding, ...]:
    """Return the ranking of levers as a finding; ``levers`` are listed with what they change."""
    first = ranking.effects[0]
    close = _why(ranking, first)
    listed = tuple(levers)
    exhibits: list[Exhibit] = [
        _picture(ranking),
        _ranking(ranking),
        *_pairs(ranking),
        *_elsewhere(ranking),
        *([_changes(listed)] if listed else []),
    ]
    return (
        Finding(
            id=f"levers.{ranking.package}",
            engine="bargaining",
            statement=f"Without any lever some package suits everyone under {percent(ranking.base.value)} of the "
            f"admissible inputs; of {len(ranking.effects)} levers {_order(ranking)}.",
            estimate=first.share,
            confidence=Confidence(
                level="low" if close else "moderate",
                reason="; ".join(close) or "the first lever keeps clear of the others on the same draws",
            ),
            evidence_for=evidence,
            assumptions=("A lever changes the inputs that it names and nothing else.",),
            would_change=close,
            method=_METHOD,
            caveats=(
                NOT_A_PROBABILITY,
                "The ranking is of stated changes; how hard each is to bring about is not in it.",
            ),
            exhibits=tuple(exhibits),
            as_of=as_of,
        ),
    )
