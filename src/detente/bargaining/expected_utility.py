"""Expected-utility forecasting after Bueno de Mesquita, as Scholz, Calbert and Smith set it out.

J. B. Scholz, G. J. Calbert and G. A. Smith (2011), Unravelling Bueno de Mesquita's group decision model, Journal of
Theoretical Politics 23:510-531, after B. Bueno de Mesquita (1985, 1994, 1997). In each round, with distances as shares
of the span of the opening positions:

- k's vote for i against j is ``c_k s_k (d_kj^r_k - d_ki^r_k)``; the chance that i carries its point is the votes for i
  over all votes cast between the two;
- what i challenging j is worth to i is weighed by whether j resists (its salience), with utilities bent by risk;
- risk exponents follow from how endangered an actor's position is beside the others', between 1/2 and 2;
- actor i sees j beat it (moves to j), meet it part of the way, or take it over, and of offers that can be enforced
  alike takes the one that asks the least movement. An unchallenged position is taken to stay as it is (Q = 1).

One public implementation departs from this in three places; ``ExpectedUtilityRules`` can follow it, so that the
difference can be measured (see the page on packages and spatial models).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from detente.bargaining.checked import Checked
from detente.bargaining.draws import Floats

KINDS = ("confrontation", "compromise", "capitulation")


class ExpectedUtilityRules(Checked):
    """The published rules, and the departures of one public implementation.

    ``votes`` are set against those cast in the ``contest`` of the two, or in ``all contests``; of compromises an actor
    takes that of the ``least move``, or the one whose weighted middle is the ``lowest point``; ``capitulation``
    can be left out.
    """

    votes: Literal["contest", "all contests"] = "contest"
    compromise: Literal["least move", "lowest point"] = "least move"
    capitulation: bool = True


@dataclass(frozen=True, slots=True)
class Turn:
    """One round, all (draws, actors): ``kind`` is -1 or a place in KINDS, ``other`` who made the offer taken.

    ``ours`` is what challenging that other is worth in the actor's own eyes, ``theirs`` what the other's challenge is.
    """

    position: Floats
    risk: Floats
    kind: NDArray[np.int64]
    other: NDArray[np.int64]
    ours: Floats
    theirs: Floats


def chances(distance: Floats, risk: Floats, weight: Floats, *, votes: str) -> Floats:
    """Return the chance that i carries its point against j: (draws, i, j); ``distance`` (draws, voter, position)."""
    bent = distance ** risk[:, :, None]
    vote = weight[:, :, None, None] * (bent[:, :, None, :] - bent[:, :, :, None])
    cast = np.abs(vote).sum(axis=1) if votes == "contest" else np.abs(vote).sum(axis=(1, 2, 3))[:, None, None]
    ours = np.maximum(vote, 0).sum(axis=1)
    return np.asarray(np.where(distance > 0, ours / np.where(cast > 0, cast, 1.0), 0.0))


def challenge(distance: Floats, chance: Floats, salience: Floats, risk: Floats) -> Floats:
    """Return what i challenging j is worth in the eyes of h: (draws, h, i, j); ``risk`` (draws, h)."""
    power = risk[:, :, None, None]
    apart = distance[:, None]
    win = 2 - 4 * (0.5 - 0.5 * apart) ** power
    lose = 2 - 4 * (0.5 + 0.5 * apart) ** power
    stay = 2 - 4 * 0.5**power
    resists = salience[:, None, None, :]
    p = chance[:, None]
    return np.asarray(resists * (p * win + (1 - p) * lose) + (1 - resists) * win - stay)


def risks(distance: Floats, salience: Floats, weight: Floats, rules: ExpectedUtilityRules) -> Floats:
    """Return every actor's risk exponent (draws, actors): low where its position draws the fewest challenges."""
    neutral = np.ones_like(salience)
    chance = chances(distance, neutral, weight, votes=rules.votes)
    worth = challenge(distance, chance, salience, neutral[:, :1])[:, 0]
    danger = worth.sum(axis=1) - np.diagonal(worth, axis1=1, axis2=2)
    high, low = danger.max(axis=1, keepdims=True), danger.min(axis=1, keepdims=True)
    span = np.where(high > low, high - low, 1.0)
    accepted = np.where(high > low, (2 * danger - high - low) / span, 0.0)
    return np.asarray((1 - accepted / 3) / (1 + accepted / 3))


def _offers(
    position: Floats, ours: Floats, theirs: Floats, rules: ExpectedUtilityRules
) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Return, for every pair (draws, i, j): where j's offer puts i, the key that i chooses by, and its kind (or -1)."""
    here, there = position[:, :, None], position[:, None, :]
    apart = here != there
    lost = apart & (theirs > ours) & (ours > 0)
    meet = apart & (theirs > 0) & (ours < 0) & (theirs > -ours)
    taken = apart & (theirs > 0) & (ours < 0) & (theirs <= -ours) & rules.capitulation
    ratio = np.abs(ours) / np.where(meet, np.abs(theirs), 1.0)
    to = np.where(meet, here + (there - here) * ratio, np.where(lost | taken, there, here))
    kind = np.where(lost, 0, np.where(meet, 1, np.where(taken, 2, -1)))
    key = np.abs(to - here)
    if rules.compromise == "lowest point":
        total = np.where(meet, np.abs(ours) + np.abs(theirs), 1.0)
        key = np.where(meet, (np.abs(ours) * here + np.abs(theirs) * there) / total, key)
    return to, key, kind


def turn(position: Floats, salience: Floats, capability: Floats, span: Floats, rules: ExpectedUtilityRules) -> Turn:
    """Play one round from positions (draws, actors); ``span`` (draws,) is of the opening positions."""
    weight = capability * salience
    distance = np.abs(position[:, :, None] - position[:, None, :]) / np.where(span > 0, span, 1.0)[:, None, None]
    risk = risks(distance, salience, weight, rules)
    worth = challenge(distance, chances(distance, risk, weight, votes=rules.votes), salience, risk)
    own = np.arange(position.shape[1])
    ours, theirs = worth[:, own, own, :], np.moveaxis(worth[:, own, :, own], 0, 1)
    to, key, kind = _offers(position, ours, theirs, rules)
    # Enforceable alike: confrontations before compromises before capitulations, then the smallest key.
    ranked = np.where(kind < 0, len(KINDS), kind)
    first = ranked.min(axis=2, keepdims=True)
    other = np.where(ranked == first, key, np.inf).argmin(axis=2)

    def taken(of: Any) -> Any:
        return np.take_along_axis(of, other[:, :, None], axis=2)[:, :, 0]

    chosen = taken(kind)
    return Turn(
        position=np.where(chosen < 0, position, taken(to)),
        risk=risk,
        kind=chosen,
        other=other,
        ours=taken(ours),
        theirs=taken(theirs),
    )
