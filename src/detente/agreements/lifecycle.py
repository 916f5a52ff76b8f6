"""The life of a commitment: a state moved by dated events, and by deadlines that pass.

States and moves follow the literature on social commitments (Singh 1999; Telang and Singh 2011; Chopra and Singh,
Cupid, 2015). Instants are whole numbers; for days, use ``date.toordinal()``. What the literature leaves open is
decided here, once:

- a deadline's own instant is still in time; the verdict falls on the instant after it;
- what already holds when a commitment is made counts from that instant, if it came in time;
- doing the thing early discharges; doing it after the deadline undoes nothing;
- a suspension holds the verdict off and moves no deadline; what happens meanwhile is remembered;
- events of one instant are taken in the order in which they are listed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, get_args

State = Literal["null", "conditional", "detached", "pending", "satisfied", "violated", "expired", "terminated"]
Move = Literal[
    "create", "antecedent", "antecedent_fails", "consequent", "breach", "cure", "cancel", "release", "suspend",
    "reactivate",
]  # fmt: skip
Duty = Literal["achieve", "maintain", "effort"]
STATES: tuple[State, ...] = get_args(State)
MOVES: tuple[Move, ...] = get_args(Move)
FACTS: frozenset[Move] = frozenset({"antecedent", "antecedent_fails", "consequent"})


@dataclass(frozen=True, slots=True)
class Terms:
    """What decides how events move a commitment.

    ``owed`` is false where there is no creditor: such a promise is withdrawn, not broken, when its author cancels it.
    ``antecedent_by`` and ``consequent_by`` are the last instants in time; ``consequent_within`` counts from the instant
    at which the antecedent held. Without an antecedent, ``conditional`` is false and it holds from the start.
    """

    duty: Duty = "achieve"
    conditional: bool = True
    owed: bool = True
    antecedent_by: int | None = None
    consequent_by: int | None = None
    consequent_within: int | None = None

    def condition_by(self) -> int | None:
        """The last instant at which the antecedent helps: none does once the time for the consequent is over."""
        return _earliest(self.antecedent_by, self.consequent_by)

    def due(self, detached: int) -> int | None:
        """The last instant for the consequent of a commitment that was detached at an instant."""
        within = None if self.consequent_within is None else detached + self.consequent_within
        return _earliest(within, self.consequent_by)

    def in_time(self, move: Move, at: int) -> bool:
        """Whether a fact comes early enough to count."""
        last = self.consequent_by if move == "consequent" else self.condition_by()
        return last is None or at <= last


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a commitment stands, since when; ``final`` when no event can move it any more."""

    state: State = "null"
    since: int | None = None
    final: bool = False
    detached: int = 0
    interrupted: State = "null"
    remembered: tuple[Move, ...] = ()


def state_at(terms: Terms, events: Iterable[tuple[int, Move]], at: int) -> State:
    """Return the state at an instant, given (instant, move) pairs in any order.

    >>> promise = Terms(antecedent_by=10, consequent_within=5)
    >>> [state_at(promise, [(0, "create"), (4, "antecedent")], at) for at in (0, 4, 9, 10)]
    ['conditional', 'detached', 'detached', 'violated']
    """
    return standing_at(terms, events, at).state


def standing_at(terms: Terms, events: Iterable[tuple[int, Move]], at: int) -> Standing:
    """Return where a commitment stands at an instant."""
    return history(terms, events, at)[-1]


def history(terms: Terms, events: Iterable[tuple[int, Move]], until: int) -> list[Standing]:
    """Return every standing up to an instant in order, the null one first; an event may change no state."""
    found = [Standing()]
    for at, move in sorted(events, key=lambda event: event[0]):
        if at > until:
            break
        found += _change(found[-1], pass_time(terms, found[-1], at))
        found += _change(found[-1], pass_time(terms, apply(terms, found[-1], move, at), at))
    return found + _change(found[-1], pass_time(terms, found[-1], until))


def pass_time(terms: Terms, now: Standing, at: int) -> Standing:
    """Return the standing at an instant at which nothing happens but that deadlines have passed."""
    if now.final or now.since is None:
        return now
    if now.state == "conditional":
        last = terms.condition_by()
        return now if last is None or last >= at else _end(now, "expired", last + 1)
    if now.state in ("detached", "violated"):
        last = terms.due(now.detached)
        return now if last is None or last >= at else _end(now, _verdict(terms, now), last + 1)
    return now


def apply(terms: Terms, now: Standing, move: Move, at: int) -> Standing:
    """Return the standing after a move at an instant; a move that means nothing in a state changes nothing."""
    if now.final:
        return now
    if now.state == "null":
        return _made(terms, now, move, at)
    if now.state == "pending":
        return _while_pending(terms, now, move, at)
    if now.state == "conditional":
        return _while_conditional(terms, now, move, at)
    return _while_bound(terms, now, move, at)


def _made(terms: Terms, now: Standing, move: Move, at: int) -> Standing:
    if move != "create":
        return _remember(terms, now, move, at)
    state: State = "conditional" if terms.conditional else "detached"
    return _recall(terms, Standing(state, at, detached=at), now.remembered, at)


def _while_conditional(terms: Terms, now: Standing, move: Move, at: int) -> Standing:
    if move == "antecedent":
        return replace(now, state="detached", since=at, detached=at)
    if move == "antecedent_fails":
        return _end(now, "expired", at)
    if move == "consequent" and terms.duty != "maintain":
        return _end(now, "satisfied", at)
    if move in ("cancel", "release"):
        return _end(now, "terminated", at)
    return _suspended(now, at) if move == "suspend" else now


def _while_bound(terms: Terms, now: Standing, move: Move, at: int) -> Standing:
    """Detached, or violated by a breach while the duty still runs."""
    if move == "consequent" and terms.duty != "maintain":
        return _end(now, "satisfied", at)
    if move == "cancel":
        return _end(now, "violated" if terms.owed and terms.duty != "effort" else "terminated", at)
    if move == "release":
        return _end(now, "terminated", at)
    if now.state == "violated":
        return replace(now, state="detached", since=at) if move == "cure" else now
    if move == "breach" and terms.duty != "effort":
        return replace(now, state="violated", since=at)
    return _suspended(now, at) if move == "suspend" else now


def _while_pending(terms: Terms, now: Standing, move: Move, at: int) -> Standing:
    if move == "reactivate":
        active = replace(now, state=now.interrupted, since=at, remembered=())
        return _recall(terms, active, now.remembered, at)
    if move in ("antecedent", "antecedent_fails"):
        return _remember(terms, now, move, at)
    if move == "release":
        return _end(now, "terminated", at)
    if move == "cancel" or (move == "consequent" and _still_in_time(terms, now, at)):
        before = replace(now, state=now.interrupted, remembered=())
        after = apply(terms, _recall(terms, before, now.remembered, at), move, at)
        return after if after.final else now
    return now


def _still_in_time(terms: Terms, now: Standing, at: int) -> bool:
    last = terms.condition_by() if now.interrupted == "conditional" else terms.due(now.detached)
    return last is None or at <= last


def _remember(terms: Terms, now: Standing, move: Move, at: int) -> Standing:
    if move in FACTS and terms.in_time(move, at):
        return replace(now, remembered=(*now.remembered, move))
    return now


def _recall(terms: Terms, now: Standing, moves: tuple[Move, ...], at: int) -> Standing:
    for move in moves:
        now = apply(terms, now, move, at)
    return now


def _suspended(now: Standing, at: int) -> Standing:
    return replace(now, state="pending", since=at, interrupted=now.state)


def _verdict(terms: Terms, now: Standing) -> State:
    if terms.duty == "achieve" or now.state == "violated":
        return "violated"
    return "satisfied" if terms.duty == "maintain" else "expired"


def _end(now: Standing, state: State, at: int) -> Standing:
    since = now.since if state == now.state else max(at, now.since or at)
    return replace(now, state=state, since=since, final=True)


def _change(before: Standing, after: Standing) -> list[Standing]:
    return [] if after == before else [after]


def _earliest(*instants: int | None) -> int | None:
    return min((instant for instant in instants if instant is not None), default=None)
