"""Stability of states drawn at random, for conflicts whose states are too many to list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detente.bargaining.admissible import share
from detente.bargaining.conditions import Clause
from detente.errors import ModelError, TooLarge
from detente.finding import Estimate
from detente.value import Value

if TYPE_CHECKING:
    from detente.bargaining.conflict import Conflict

Codes = NDArray[np.int64]
_TRIES = 1000
_MOST_OWN = 20
_LONGEST = 4  # moves in a sequence of answers


class Sampled(Value):
    """What drawn states say: for each concept the share of equilibria among the feasible states.

    Under R it is a share with its 95 % interval. Under GMR and SEQ the low end counts the states for which every
    improvement met an answer, the high end also those left open.
    """

    states: int
    shares: dict[str, Estimate]
    equilibria: dict[str, tuple[str, ...]]


class _Walker:
    """Answers questions about single states without listing the others."""

    def __init__(self, conflict: Conflict) -> None:
        self.conflict = conflict
        self.owned = [[conflict.places[option] for option in maker.options] for maker in conflict.decision_makers]
        wanted = [maker.ordered for maker in conflict.decision_makers]
        if any(maker.ranking is not None or maker.comparisons for maker in conflict.decision_makers):
            raise ModelError("states are drawn only where preferences are statements; a ranking lists every state")
        self.wants = [[conflict.clauses(s.says) for s in statements] for statements in wanted]
        self.hidden = [
            tuple(c for pattern in maker.misperceives for c in conflict.clauses(pattern.says))
            for maker in conflict.decision_makers
        ]

    def meeting(self, states: Codes, alternatives: Sequence[Clause]) -> NDArray[np.bool_]:
        met = np.zeros(len(states), dtype=np.bool_)
        for mask, value in alternatives:
            met |= states & mask == value
        return met

    def compared(self, me: int, states: Codes, held: int) -> NDArray[np.int8]:
        """Return 1, 0 or -1 where a decision maker holds a state better than, as good as or worse than ``held``."""
        sign = np.zeros(len(states), dtype=np.int8)
        one = np.array([held], dtype=np.int64)
        for alternatives in self.wants[me]:
            holds, base = self.meeting(states, alternatives), self.meeting(one, alternatives)[0]
            sign = np.where(sign == 0, holds.astype(np.int8) - np.int8(base), sign).astype(np.int8)
        return sign

    def moves(self, me: int, state: int) -> Codes:
        """Return every state that a decision maker can move to."""
        if len(self.owned[me]) > _MOST_OWN:
            raise TooLarge(f"a decision maker owns {len(self.owned[me])} options; states are drawn up to {_MOST_OWN}")
        reached = np.array([state], dtype=np.int64)
        for bit in self.owned[me]:
            way = self.conflict.options[bit].permitted
            if way == "both" or way == ("back" if state >> bit & 1 else "fwd"):
                reached = np.concatenate([reached, reached ^ (1 << bit)])
        shut = self.meeting(reached, (*self.conflict.barred, *self.hidden[me]))
        if self.meeting(reached[:1], self.hidden[me])[0]:
            return reached[:0]
        return reached[1:][~shut[1:]]

    def improvements(self, me: int, state: int) -> Codes:
        found = self.moves(me, state)
        return found[self.compared(me, found, state) > 0]

    def answered(
        self, me: int, state: int, new: int, rng: np.random.Generator, *, answers: int, credible: bool
    ) -> bool:
        """Return whether some sequence of the others, among those tried, takes the gain away."""
        others = [k for k in range(len(self.owned)) if k != me]
        if not others:
            return False
        at, last = new, -1
        for k in range(answers):
            if k % _LONGEST == 0:
                at, last = new, -1
            mover = int(rng.choice([other for other in others if other != last] or others))
            step = self.improvements(mover, at) if credible else self.moves(mover, at)
            if len(step):
                if (self.compared(me, step, state) <= 0).any():
                    return True
                at, last = int(rng.choice(step)), mover
        return False

    def drawn(self, rng: np.random.Generator, count: int) -> Codes:
        """Return feasible states drawn uniformly."""
        bits = len(self.conflict.options)
        kept: Codes = np.zeros(0, dtype=np.int64)
        for _ in range(_TRIES):
            states = rng.integers(1 << bits, size=count, dtype=np.int64)
            kept = np.concatenate([kept, states[~self.meeting(states, self.conflict.barred)]])
            if len(kept) >= count:
                return kept[:count]
        raise TooLarge("hardly any state is feasible, so none could be drawn; hold some options still with reduced()")


def sampled(conflict: Conflict, rng: np.random.Generator, *, states: int, answers: int) -> Sampled:
    """Return the share of equilibria under R, GMR and SEQ among feasible states drawn uniformly."""
    walker = _Walker(conflict)
    surely: dict[str, list[bool]] = {"R": [], "GMR": [], "SEQ": []}
    drawn = walker.drawn(rng, states)
    for state in map(int, drawn):
        gains = [(me, int(new)) for me in range(len(walker.owned)) for new in walker.improvements(me, state)]
        surely["R"].append(not gains)
        for concept in ("GMR", "SEQ"):
            told = (walker.answered(m, state, n, rng, answers=answers, credible=concept == "SEQ") for m, n in gains)
            surely[concept].append(all(told))
    text = [
        "".join("Y" if state >> bit & 1 else "N" for bit in range(len(conflict.options))) for state in map(int, drawn)
    ]
    return Sampled(
        states=states,
        shares={
            concept: share(np.array(held)) if concept == "R" else _at_least(held) for concept, held in surely.items()
        },
        equilibria={c: tuple(t for t, h in zip(text, held, strict=True) if h) for c, held in surely.items()},
    )


def _at_least(held: Sequence[bool]) -> Estimate:
    value = sum(held) / len(held)
    return Estimate(value=value, low=value, high=1.0, n=len(held), level=None)
