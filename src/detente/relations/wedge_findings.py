"""Attempts to split allies, their targets and responses: a finding that says wedge only where all three show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.finding import Cell, Column, Confidence, Finding, Table
from detente.relations.alignment import Alignment
from detente.relations.asked import Asked
from detente.relations.wedges import APART, REACH, Attempt, Wedge, wedge

if TYPE_CHECKING:
    import polars as pl


def wedge_finding(events: pl.DataFrame, asked: Asked, given: Alignment) -> Finding:
    """Return the finding on the attempts of an alignment's target to split its two members."""
    one, other = given.members
    toward = given.toward
    readings = [
        wedge(events, given.members, toward, window=asked.span, as_of=asked.as_of, reach=days)
        for days in (REACH, REACH // 2, 2 * REACH)
    ]
    split = readings[0]
    return Finding(
        id=f"alignment-wedge-{one}-{other}-{toward}".lower(),
        engine="relations",
        statement=_statement(asked, split, given, toward),
        confidence=Confidence(
            level="low", reason=f"{len(split.attempts)} attempts by rule; what was meant is not recorded."
        ),
        evidence_for=tuple(act.ref for attempt in split.attempts for act in (attempt.kind, attempt.harsh)),
        evidence_against=tuple(act.ref for attempt in split.attempts for act in attempt.consulted),
        assumptions=("An actor that is kind to one and harsh to another at one time may mean to part them.",),
        gaps=("Intent is not seen, nor what allies agreed between themselves in private.",),
        would_change=(
            "Attempts that come more often than chance would bring them, each followed by a parting of the two.",
        ),
        method=f"Attempt: cooperation toward one member and conflict toward the other within {REACH} days, in two "
        "happenings, one of each kind a day, each used once, nearest first. Response: the favoured "
        "member then acts toward the target more "
        f"cooperatively than the other, by more than in the {REACH} days before, or one acts against the other. Both "
        f"counts are compared with the same acts shifted in time by {APART} days and more. Wedge is the word only "
        "where both exceed chance (p below 0.05) and the two do not act alike; otherwise it is divergence.",
        exhibits=(_table(asked, split), _sensitivity(readings, given)) if split.attempts else (),
        as_of=asked.as_of,
    )


def is_wedge(split: Wedge, given: Alignment) -> bool:
    """Whether attempt, target and response all show, and the members do part."""
    return split.shown and given.p is not None and given.p < 0.05


def _statement(asked: Asked, split: Wedge, given: Alignment, toward: str) -> str:
    one, other = (asked.name(code) for code in split.members)
    target = asked.name(toward)
    if not split.attempts:
        return f"The record shows no moment at which {target} treated {one} and {other} differently: no wedge is tried."
    favoured = {code: sum(attempt.favoured == code for attempt in split.attempts) for code in split.members}
    most = max(favoured, key=lambda code: favoured[code])
    tried = f"{len(split.attempts)} times {target} was kind to one and harsh to the other within {REACH} days"
    if split.expected is None or split.p is None:
        return f"{tried}; the window is too short to say whether chance would bring as many."
    lead = (
        f"{tried}, {favoured[most]} times in favour of {asked.name(most)}; chance would bring {split.expected:.0f} "
        f"(p = {split.p:.2f})."
    )
    after = ""
    if split.responses_expected is not None and split.responses_p is not None:
        after = (
            f" {split.responses} were followed by a parting of the two, where chance would bring "
            f"{split.responses_expected:.1f} (p = {split.responses_p:.2f})."
        )
    if is_wedge(split, given):
        return f"{lead}{after} Attempt, target and response all exceed chance: the record fits a wedge."
    consulted = sum(bool(attempt.consulted) for attempt in split.attempts)
    lacks = " and ".join(
        words
        for words, p in (("attempts", split.p), ("responses", split.responses_p), ("a parting of the two", given.p))
        if p is None or p >= 0.05
    )
    return (
        f"{lead}{after} Since {lacks} do not exceed chance, the record shows divergence and no wedge. Around "
        f"{consulted} of the {len(split.attempts)} the two were in contact, so it may be coordinated."
    )


def _table(asked: Asked, split: Wedge) -> Table:
    return Table(
        title="Moments at which the target treated the two differently",
        columns=tuple(
            Column(key=key, label=label)
            for key, label in (
                ("day", "day"), ("favoured", "favoured"), ("kind", "kind act"), ("harsh", "harsh act to the other"),
                ("response", "response"), ("consulted", "contacts of the two"), ("called", "called"),
            )
        ),
        rows=tuple(_row(asked, attempt) for attempt in split.attempts),
        refs=tuple(
            tuple(act.ref for act in (attempt.kind, attempt.harsh, *attempt.response))
            for attempt in split.attempts
        ),
        note=f"Contacts are acts of cooperation between the two within {REACH} days before or after.",
    )  # fmt: skip


def _sensitivity(readings: Sequence[Wedge], given: Alignment) -> Table:
    heads = ("within days", "attempts", "by chance", "p", "responses", "by chance", "p", "called")

    def row(days: int, split: Wedge) -> tuple[Cell, ...]:
        numbers = (split.expected, split.p), (split.responses_expected, split.responses_p)
        tried, answered = (tuple(None if x is None else round(x, 2) for x in pair) for pair in numbers)
        called = "wedge" if is_wedge(split, given) else "divergence"
        return (days, len(split.attempts), *tried, split.responses, *answered, called)

    return Table(
        title="What another reach in time does to the answer",
        columns=tuple(Column(key=f"{n}", label=head) for n, head in enumerate(heads)),
        rows=tuple(row(days, split) for days, split in zip((REACH, REACH // 2, 2 * REACH), readings, strict=True)),
    )


def _row(asked: Asked, attempt: Attempt) -> tuple[Cell, ...]:
    number = len(attempt.response)
    response = f"{number} act{'s' if number != 1 else ''}" if number else "none"
    called = "attempt without response"
    if attempt.response:
        called = "divergence, the two in contact" if attempt.consulted else "attempt with response"
    return (
        attempt.day, asked.name(attempt.favoured), attempt.kind.sentence, attempt.harsh.sentence, response,
        len(attempt.consulted), called,
    )  # fmt: skip
