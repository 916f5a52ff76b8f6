"""The findings on stalemate: contact without movement, what it costs each side, and whether it lasts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from detente.finding import Column, Finding, Table
from detente.relations.answering import Answer, Question
from detente.relations.asked import capital
from detente.relations.lasting import lasting_finding
from detente.relations.movements import Change
from detente.relations.stalemates import Cost, Stalemate, costs, stalemate

if TYPE_CHECKING:
    import polars as pl

MONTH = 30.44  # days


def stalemate_findings(
    tables: Mapping[str, pl.DataFrame], question: Question, given: Answer, *, issues: Mapping[str, str]
) -> list[Finding]:
    """Return whether there is a stalemate in the case's words, what the record shows of hurt, and a dated forecast.

    ``tables`` holds events, positions and measures; ``given`` the phases as of the day of the question; ``issues``
    names the main issues. Before the reference day there is nothing to tell.
    """
    if question.as_of < question.reference[1]:
        return []
    found = stalemate(tables["events"], tables["positions"], question, given, issues=issues)
    hurt = costs(tables["events"], tables["measures"], question)
    return [_standing(found), _hurt(question, hurt), lasting_finding(found)]


def _standing(found: Stalemate) -> Finding:
    question = found.question
    moved = [each for each in found.movements if each.date > question.reference[1]]
    return Finding(
        id="phase-stalemate",
        engine="relations",
        statement=f"Stalemate, in this case's words, is contact without movement by either side on the main issues for "
        f"{_times(question.stalemate_months, 'month')}. {_contact(found)} {_moves(found)} {_verdict(found)}",
        evidence_for=tuple(act.ref for act in found.met),
        evidence_against=tuple(each.ref for each in moved),
        assumptions=(
            (
                "A movement is a deed of cooperation toward the other side, or a place on an issue that came nearer to "
                "the other's last, by more than the doubt about where it stood. Going farther off is no movement."
            ),
            (
                "The main issues are those of the case on which both sides hold a place. The record does not say which "
                "issue a deed is on, so every deed counts."
            ),
        ),
        gaps=("Contact that nobody told of is not seen.",),
        would_change=("A movement that became public later and is dated earlier.",),
        method="Counted from the rows that were public by the day of the answer. Contact is consulting; it goes on "
        "where it is recorded since the reference day and within the stated time.",
        caveats=("Places on a scale are judgements.",),
        exhibits=(_changes(found),) if found.changes else (),
        as_of=question.as_of,
    )


def _contact(found: Stalemate) -> str:
    name, day = found.question.reference
    if not found.contacts:
        return f"No contact between {found.question.pair} is recorded at all."
    last = f"{found.contacts[-1].date:%-d %B %Y}"
    if not found.met:
        return f"No contact between {found.question.pair} is recorded since {name}; the last was on {last}."
    number = _times(len(found.met), "contact")
    state = "Contact goes on" if found.in_contact else "Contact has lapsed"
    return f"{state}: the record holds {number} since {name} on {day:%-d %B %Y}, the last on {last}."


def _moves(found: Stalemate) -> str:
    said = []
    for side in found.question.dyad:
        last, name = found.last(side), capital(found.question.names.get(side, side))
        said.append(f"{name} last moved on {last.date:%-d %B %Y}" if last else f"{name} has no recorded movement")
    return "; ".join(said) + "."


def _verdict(found: Stalemate) -> str:
    lasted = f"That is {found.days / MONTH:.1f} months without movement so far"
    if not found.lasted:
        return f"{lasted}: not yet a stalemate, with or without contact."
    if found.in_contact:
        return f"{lasted}, with contact: a stalemate in these words."
    return f"{lasted}, but without contact: silence, and no stalemate in these words."


def _changes(found: Stalemate) -> Table:
    latest = sorted(found.changes, key=lambda each: (each.date, each.ref.id), reverse=True)
    return Table(
        title="Deeds and changed places on the main issues, latest first",
        columns=(
            Column(key="date", label="date"), Column(key="side", label="side"), Column(key="issue", label="on"),
            Column(key="counts", label="movement"),
            Column(key="what", label="what"),
        ),
        rows=tuple(
            (each.date, found.question.names.get(each.actor, each.actor), found.issues.get(each.issue, "a deed"),
             _counts_as(each), each.ref.text)
            for each in latest
        ),
        refs=tuple((each.ref,) for each in latest),
        filters=("side", "issue", "counts"),
    )  # fmt: skip


def _counts_as(each: Change) -> str:
    if each.counts:
        return "yes"
    if each.direction == "nearer":
        return "no: nearer, within the doubt"
    return "no: farther off" if each.direction == "farther" else "no: the other's place not known"


def _hurt(question: Question, found: tuple[Cost, ...]) -> Finding:
    said = "; ".join(f"against {question.names.get(side, side)}, {_counted(side, found)}" for side in question.dyad)
    shown = [cost for cost in found if cost.refs]
    return Finding(
        id="phase-hurt",
        engine="relations",
        statement=f"Costs that the record shows: {said}. Whether a standstill hurts both sides is a judgement of "
        f"theirs, and the record can only bear on it.{_one_sided(question, found)}",
        evidence_for=tuple(ref for cost in shown for ref in cost.refs),
        assumptions=("An act of material conflict, or a measure in force, costs the side it is aimed at something.",),
        gaps=(
            (
                "What a side pays at home or for its own measures, and how it weighs that against waiting, is not on "
                "record."
            ),
        ),
        method="Counts of rows that were public by the day of the answer. They are no part of the probabilities of "
        "the regimes.",
        caveats=("Acts and measures differ in weight, so their counts do not compare the hurt of the two sides.",),
        exhibits=(_cost_table(question, found),),
        as_of=question.as_of,
    )


def _counted(side: str, found: tuple[Cost, ...]) -> str:
    acts = [cost for cost in found if cost.side == side and cost.kind.startswith("acts")]
    measures = [cost for cost in found if cost.side == side and not cost.kind.startswith("acts")]
    before, since = (len(cost.refs) for cost in acts)
    dates = sorted(date for cost in measures for date in cost.dates)
    oldest = f", the oldest since {dates[0]:%-d %B %Y}" if dates else ""
    return (
        f"{_times(since, 'act')} of material conflict by the other side since the reference day ({before} before) and "
        f"{_times(len(dates), 'measure')} in force{oldest}"
    )


def _times(number: int, thing: str) -> str:
    return f"{number or 'no'} {thing}{'' if number == 1 else 's'}"


def _one_sided(question: Question, found: tuple[Cost, ...]) -> str:
    bare = [side for side in question.dyad if not any(cost.refs for cost in found if cost.side == side)]
    if not bare:
        return ""
    return f" It shows none against {' or '.join(question.names.get(side, side) for side in bare)}."


def _cost_table(question: Question, found: tuple[Cost, ...]) -> Table:
    def day(dates: list[dt.date], which: int) -> dt.date | None:
        return dates[which] if dates else None

    return Table(
        title="Costs to each side",
        columns=(
            Column(key="side", label="borne by"), Column(key="kind", label="kind"), Column(key="n", label="number"),
            Column(key="first", label="first"), Column(key="last", label="latest"),
        ),
        rows=tuple(
            (question.names.get(cost.side, cost.side), cost.kind, len(cost.refs), day(cost.dates, 0),
             day(cost.dates, -1))
            for cost in found
        ),
        refs=tuple(cost.refs[-3:] for cost in found),
        note="The evidence column leads to the latest three; all are listed as evidence of the finding.",
    )  # fmt: skip
