"""Conditions: when they came to hold, and why some never can."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence

from detente.record.agreement import Agreement, Commitment, Evidence


def obstacles(agreement: Agreement, commitment: Commitment, circular: Collection[str]) -> tuple[str, ...]:
    """Return why a commitment can never be detached: its condition is undefined, in other hands, or in a circle."""
    condition = commitment.condition
    if condition is None:
        return ()
    found = [] if condition.defined else ["condition undefined"]
    found += [f"depends on {code}, not a party" for code in condition.depends_on if code not in agreement.parties]
    if commitment.id in circular:
        found.append(f"waits in a circle with {', '.join(each for each in condition.after if each in circular)}")
    return tuple(found)


def in_circles(after: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Return the commitments that wait, through others, for themselves; ``after`` maps each to those it waits for.

    >>> sorted(in_circles({"a": ["b"], "b": ["a"], "c": ["a"], "d": []}))
    ['a', 'b']
    """
    waits = {name: {each for each in others if each in after} for name, others in after.items()}
    while True:
        awaited = {each for others in waits.values() for each in others}
        # What waits for nothing that is left, or what nothing left waits for, stands in no circle.
        loose = {name for name, others in waits.items() if not others or name not in awaited}
        if not loose:
            return frozenset(waits)
        waits = {name: others - loose for name, others in waits.items() if name not in loose}


def in_order(after: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the commitments so that each comes after those it waits for; circles come last, in their given order."""
    left = {name: {each for each in others if each in after} for name, others in after.items()}
    awaiting: dict[str, list[str]] = {}
    for name, others in left.items():
        for other in others:
            awaiting.setdefault(other, []).append(name)
    ready = [name for name, others in left.items() if not others]
    for name in ready:
        for waiting in awaiting.get(name, ()):
            left[waiting].discard(name)
            if not left[waiting]:
                ready.append(waiting)
    placed = set(ready)
    return [*ready, *(name for name in after if name not in placed)]


def held_since(
    agreement: Agreement,
    commitment: Commitment,
    evidence: Sequence[Evidence],
    satisfied: Mapping[str, dt.date],
    *,
    disputed: bool = False,
) -> dt.date | None:
    """Return the day from which a commitment binds: its condition holds, and its own first day has come.

    A condition that waits for other commitments holds when the last of them is satisfied; where dated evidence
    speaks of it too, both are needed. None while that day has not come or is not known.
    """
    days = [commitment.starts] if commitment.starts and commitment.starts > agreement.date else []
    condition = commitment.condition
    if condition is not None:
        said = [
            each.date
            for each in evidence
            if each.effect == "condition_holds" and (disputed or each.certainty != "disputed")
        ]
        if any(other not in satisfied for other in condition.after) or not (said or condition.after):
            return None
        days += [*(satisfied[other] for other in condition.after), *said[:1]]
    return max(days, default=None)
