"""The finding on a protracted standstill: a forecast with a day on which it resolves."""

from __future__ import annotations

from collections.abc import Callable

from detente.finding import Column, Confidence, Estimate, Finding, Table, likelihood
from detente.relations.asked import capital
from detente.relations.movements import Change, months_after
from detente.relations.odds import in_words, opening
from detente.relations.stalemates import Stalemate, protracted
from detente.relations.waiting import Chance

MANY = 20  # waits that ended, from which the base rate is no thin one
CLOSE = 0.3  # how far readings may lie apart for a confidence that is not low

READINGS: tuple[tuple[str, Callable[[Change], bool]], ...] = (
    ("as stated", lambda each: each.counts),
    ("any place that came nearer counts", lambda each: each.direction == "nearer"),
    ("any changed place counts", lambda each: True),
    ("deeds alone", lambda each: each.kind == "deed"),
)


def lasting_finding(found: Stalemate) -> Finding:
    """Return the forecast that neither side moves before the day it resolves, from the record's own base rate."""
    question, chance = found.question, protracted(found)
    names = [question.names.get(side, side) for side in question.dyad]
    asked = f"neither {' nor '.join(names)} moves on the main issues until {found.due:%-d %B %Y}"
    if chance is None:
        return Finding(
            id="phase-protracted",
            engine="relations",
            statement=f"The record cannot tell how probable it is that {asked}: it holds no phase of contact, and so "
            f"no base rate.{_settled(found)}",
            exhibits=(_criteria(found),),
            as_of=question.as_of,
        )
    rows = _readings(found)
    spread = [value for _, value in rows]
    return Finding(
        id="phase-protracted",
        engine="relations",
        statement=f"Whether a standstill is protracted is a forecast. {opening(chance.value)} that {asked}."
        f"{_settled(found)}",
        estimate=Estimate(
            value=round(chance.value, 3), low=round(chance.low, 3), high=round(chance.high, 3), n=chance.n,
            unit="probability of no movement",
        ),
        likelihood=f"No movement until {found.due:%-d %B %Y}: {likelihood(chance.value)} ({in_words(chance.value)}).",
        confidence=_confidence(chance, spread),
        assumptions=(
            "Movements come as they came in the phases of contact of the window, by either side.",
            (f"Prior: the pace is exponential, one movement expected in {question.stalemate_months} months; bunched, "
            "memoryless and steady waiting times (gamma of shape 0.5, 1 and 2) are equally probable."),
        ),
        gaps=("What is being prepared out of sight.",),
        would_change=("A movement by either side settles it: no.",),
        method=f"Time between days with movement in the phases of contact, {chance.n} waits that ended; the wait that "
        "goes on counts as one that has not. Pace and shape are averaged by how well they explain these waits. The "
        "interval is that of the probability over pace and shape. It is no part of the probabilities of the regimes.",
        caveats=("A chronicle of important acts leaves out small ones, and the pace is that of what it records.",
                 *_out_of_contact(found)),
        exhibits=(_criteria(found), _sensitivity(rows)),
        as_of=question.as_of,
    )  # fmt: skip


def _out_of_contact(found: Stalemate) -> tuple[str, ...]:
    last = found.stretches[-1][1]
    if last >= min(found.question.as_of, found.question.window[1]):
        return ()
    return (f"The last phase of contact ended on {last:%-d %B %Y}; movement may be rarer, or another, since.",)


def _settled(found: Stalemate) -> str:
    """What became of the question as it stood on the reference day, where it is settled."""
    question = found.question
    name, day = question.reference
    first = months_after(day, question.stalemate_months)
    moved = [each for each in found.movements if day < each.date <= first]
    if moved:
        who = question.names.get(moved[0].actor, moved[0].actor)
        return (
            f" Asked on the day of {name}, until {first:%-d %B %Y}, it was settled on {moved[0].date:%-d %B %Y} by "
            f"{who}: no. It is asked anew from the last movement."
        )
    if first <= question.as_of:
        return f" Asked on the day of {name}, until {first:%-d %B %Y}, it was settled on that day: yes."
    return ""


def _criteria(found: Stalemate) -> Table:
    question = found.question
    rows = (
        ("Question", (f"No movement by {' or '.join(question.names.get(side, side) for side in question.dyad)} on the "
         f"main issues until {found.due:%-d %B %Y}")),
        ("Asked on", f"{question.as_of:%-d %B %Y}, {found.days} days after {_start(found)}"),
        ("Resolves on", f"{found.due:%-d %B %Y}, or on the day of the first movement"),
        ("Yes if", "the record holds no movement dated after the day of asking, up to the day of resolution"),
        ("No if", ("it holds a deed of cooperation by one side toward the other, or a place of one side on a main "
         "issue that came nearer to the other's last by more than the doubt about where it stood, dated in that time")),
        ("Judged by", ("the rows that are public on the day of resolution, coded by the same rules as before. Contact "
         "does not settle it; without contact a yes is silence, and no stalemate")),
    )  # fmt: skip
    return Table(
        title="The forecast question and what resolves it",
        columns=(Column(key="part", label="part"), Column(key="stated", label="as stated")),
        rows=rows,
    )


def _start(found: Stalemate) -> str:
    name, day = found.question.reference
    return name if found.since == day else f"the last movement on {found.since:%-d %B %Y}"


def _readings(found: Stalemate) -> list[tuple[str, float]]:
    chances = [(name, protracted(found, kept=kept)) for name, kept in READINGS]
    chances.append(("the whole window, with or without contact", protracted(found, whole=True)))
    chances.append(("waiting times without memory (exponential)", protracted(found, shapes=(1.0,))))
    return [(name, chance.value) for name, chance in chances if chance is not None]


def _sensitivity(rows: list[tuple[str, float]]) -> Table:
    return Table(
        title="What another reading does to the forecast",
        columns=(Column(key="reading", label="reading"), Column(key="p", label="probability of no movement")),
        rows=tuple((name, round(value, 3)) for name, value in rows),
    )


def _confidence(chance: Chance, spread: list[float]) -> Confidence:
    close = max(spread) - min(spread) < CLOSE
    return Confidence(
        level="moderate" if chance.n >= MANY and close else "low",
        reason=f"{capital('one wait' if chance.n == 1 else f'{chance.n} waits')} between movements to learn from; "
        f"other readings of the same record give {min(spread):.0%} to {max(spread):.0%}; whether the pace of earlier "
        "phases still holds is an assumption.",
    )
