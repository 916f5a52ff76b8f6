"""The spatial model of politics of KTAB: coalitions, probabilistic Condorcet elections, bargains, in any dimension.

After B. Wise, L. Lester and B. Efird (2015), An introduction to the KAPSARC Toolkit for Behavioral Analysis, and
Multidimensional bargaining using KTAB (KAPSARC discussion papers). In each turn actors' utilities fall with salience-
weighted distance from their ideals; every pair of positions is put to a vote; who would win an election over all
positions sets how much risk an actor takes; each actor picks the challenge that it expects most of, proposes a bargain
between the two positions, and each actor's waiting bargains are put to an election again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from detente.bargaining.checked import Checked
from detente.bargaining.draws import Floats

_TINY = 1e-10
_WORTHWHILE = 1e-5
_POWER = {"linear": 1, "square": 2, "quartic": 4, "octic": 8}
_ADJUST = {"none": 0.0, "one third": 1 / 3, "half": 1 / 2, "two thirds": 2 / 3, "full": 1.0}
_LOWEST_RISK = {"min": 0.0, "mid": -0.5, "max": -1.0}


class BargainingRules(Checked):
    """The choices that the model leaves open, under their published names; the defaults are KTAB's.

    ``tolerance`` is how far apart (as a share of the scale) positions count as one.
    """

    victory: Literal["linear", "square", "quartic", "octic"] = "linear"
    voting: Literal["proportional", "proportional and cubic", "cubic"] = "proportional"
    election: Literal["conditional", "markov incentive", "markov uniform"] = "conditional"
    risk_range: Literal["min", "mid", "max"] = "mid"
    risk_estimate: Literal["none", "one third", "half", "two thirds", "full"] = "one third"
    third_parties: Literal["free", "semi", "full"] = "semi"
    interpolation: Literal["s1p1", "s2p2"] = "s2p2"
    transition: Literal["most probable", "drawn"] = "most probable"
    tolerance: float = Field(default=1e-3, ge=0)


@dataclass(frozen=True, slots=True)
class Table:
    """The actors at a turn, on a 0-1 scale: all (actors, dimensions) but ``capability`` (actors,)."""

    position: Floats
    ideal: Floats
    salience: Floats
    capability: Floats


@dataclass(frozen=True, slots=True)
class Bargain:
    """What an initiator would have the two of them adopt; ``initiator == receiver`` is leaving things as they are."""

    initiator: int
    receiver: int
    initiator_to: Floats
    receiver_to: Floats

    def of(self, actor: int) -> Floats:
        """Return where the bargain puts one of its two actors."""
        return self.initiator_to if actor == self.initiator else self.receiver_to


@dataclass(frozen=True, slots=True)
class Standing:
    """A turn before anybody moves: chances of the positions to win, risk attitudes, utilities as each sees them."""

    winning: Floats
    risk: Floats
    seen: Floats


def apart(table: Table, to: Floats) -> Floats:
    """Return each actor's salience-weighted distance from its ideal to points: (actors, points)."""
    gap = (table.ideal[:, None, :] - to[None, :, :]) * table.salience[:, None, :]
    return np.asarray(np.sqrt((gap**2).sum(axis=2) / (table.salience**2).sum(axis=1)[:, None]))


def utility(distance: Floats, risk: Floats) -> Floats:
    """Return ``(1 - d)(1 + d R)``: 1 at the ideal; R = 1 averse to risk, -1 seeking it."""
    return np.asarray((1 - distance) * (1 + np.minimum(distance, 1.0) * risk))


def vote(rule: str, weight: Floats, difference: Floats) -> Floats:
    """Return votes: influence by the difference in utility, straight, cubed, or half and half."""
    cubed = difference**3
    shape = {"proportional": difference, "cubic": cubed}.get(rule, (difference + cubed) / 2)
    return np.asarray(weight * shape)


def coalitions(weight: Floats, utilities: Floats, rules: BargainingRules) -> Floats:
    """Return the strength for option i against j: (options, options); ``utilities`` (actors, options)."""
    difference = utilities[:, :, None] - utilities[:, None, :]
    votes = vote(rules.voting, weight[:, None, None], difference)
    return np.asarray(1e-8 + np.maximum(votes, 0).sum(axis=0))


def beats(strength: Floats, rules: BargainingRules) -> Floats:
    """Return the chance that option i beats j."""
    power = strength ** _POWER[rules.victory]
    return np.asarray(power / (power + power.T))


def _stationary(move: Floats) -> Floats:
    count = len(move)
    system = np.vstack([move - np.eye(count), np.ones(count)])
    found = np.linalg.lstsq(system, np.r_[np.zeros(count), 1.0], rcond=None)[0]
    return np.asarray(np.clip(found, 0, None) / np.clip(found, 0, None).sum())


def election(strength: Floats, rules: BargainingRules) -> Floats:
    """Return the chance of each option to come out of a probabilistic Condorcet election."""
    win = beats(strength, rules)
    if rules.election == "conditional":
        each = win.prod(axis=1)
        return np.asarray(each / each.sum())
    if rules.election == "markov uniform":
        return _stationary((win + np.diag(win.sum(axis=1))) / len(win))
    incentive = strength * win + _TINY * np.eye(len(win))
    challenged = incentive / incentive.sum(axis=0)
    return _stationary(win * challenged + np.diag((win * challenged.T).sum(axis=1)))


def _same(table: Table, rules: BargainingRules) -> NDArray[np.int64]:
    """Return, for each actor, the first actor whose position counts as the same."""
    gap = np.sqrt(((table.position[:, None] - table.position[None]) ** 2).sum(axis=2))
    return np.asarray(np.argmax(gap <= rules.tolerance, axis=1))


def standing(table: Table, rules: BargainingRules) -> Standing:
    """Return how the actors stand at a turn, first without and then with the risk that follows from it."""
    distance = apart(table, table.position)
    neutral = election(coalitions(table.capability, utility(distance, np.zeros(1)), rules), rules)
    span = neutral.max() - neutral.min()
    lowest = _LOWEST_RISK[rules.risk_range]
    risk = lowest + (1 - lowest) * (neutral - neutral.min()) / span if span > 0 else np.zeros(len(neutral))
    same = _same(table, rules)
    options = np.unique(same)
    own = utility(distance, risk[:, None])
    winning = election(coalitions(table.capability, own[:, options], rules), rules)
    towards = _ADJUST[rules.risk_estimate]
    estimate = (1 - towards) * risk[:, None] + towards * risk[None, :]
    seen = utility(distance[None], estimate[:, :, None])
    return Standing(winning=winning[np.searchsorted(options, same)], risk=risk, seen=seen)


def _third(rules: BargainingRules, chance: float, to: Floats) -> float:
    """Return what joining i is worth over joining j; ``to``: the third party's utilities of i's, j's and its own."""
    i, j, own = (float(u) for u in to)
    stays_winning, stays_losing = {"full": (i, j), "semi": (own, j), "free": (own, own)}[rules.third_parties]
    with_i = chance * (2 * i + stays_winning) + (1 - chance) * (2 * j + stays_losing)
    lost_i, won_j = {"full": (i, j), "semi": (i, own), "free": (own, own)}[rules.third_parties]
    with_j = chance * (2 * i + lost_i) + (1 - chance) * (2 * j + won_j)
    return with_i - with_j


def contest(table: Table, seen: Floats, rules: BargainingRules, i: int, j: int) -> tuple[float, float]:
    """Return i's own view of challenging j: the chance to win and the expected gain; ``seen`` as i sees utilities."""
    weight = table.capability * table.salience.sum(axis=1)
    sides = np.full(2, _TINY)
    for actor in (i, j):
        cast = float(vote(rules.voting, weight[actor], seen[actor, i] - seen[actor, j]))
        sides[0 if cast > 0 else 1] += abs(cast)
    principals = sides.copy()
    for n in range(len(weight)):
        if n in (i, j):
            continue
        leaning = float(vote(rules.voting, weight[n], seen[n, i] - seen[n, j]))
        small = principals + np.array([max(leaning, 0.0), max(-leaning, 0.0)])
        difference = _third(rules, small[0] / small.sum(), seen[n, [i, j, n]])
        cast = float(vote(rules.voting, weight[n], np.asarray(difference)))
        sides[0 if cast > 0 else 1] += abs(cast)
    chance = float(sides[0] / sides.sum())
    won, lost = 2 * seen[i, i], 2 * seen[i, j]
    resists = float(table.salience[j].sum())
    gain = (1 - resists) * won + resists * (chance * won + (1 - chance) * lost) - (seen[i, i] + seen[i, j])
    return chance, float(gain)


def _between(table: Table, rules: BargainingRules, i: int, j: int, chance: float) -> Bargain:
    power = 1 if rules.interpolation == "s1p1" else 2
    ours, theirs = (table.salience[i] * chance) ** power, (table.salience[j] * (1 - chance)) ** power
    total = np.where(ours + theirs > 0, ours + theirs, 1.0)
    mixed = (ours * table.position[i] + theirs * table.position[j]) / total
    moved = ours + theirs > 0
    return Bargain(i, j, np.where(moved, mixed, table.position[i]), np.where(moved, mixed, table.position[j]))


def bargains(
    table: Table, now: Standing, rules: BargainingRules, *, least: float = 1e-5
) -> tuple[tuple[Bargain, ...], ...]:
    """Return what waits before each actor: leaving things be, its own proposal, and those made to it."""
    count = len(table.capability)
    waiting = [[Bargain(k, k, table.position[k], table.position[k])] for k in range(count)]
    for i in range(count):
        views = [(*contest(table, now.seen[i], rules, i, j), j) for j in range(count) if j != i]
        chance, gain, j = max(views, key=lambda view: (view[1], -view[2]))
        if gain > _WORTHWHILE:
            proposal = _between(table, rules, i, j, chance)
            waiting[i].append(proposal)
            waiting[j].append(proposal)
    return tuple(tuple(each) for each in waiting)


def settle(table: Table, now: Standing, waiting: tuple[Bargain, ...], rules: BargainingRules) -> Floats:
    """Return the chance of each bargain that waits before one actor, by an election of all actors."""
    actors = np.arange(len(table.capability))
    own = now.seen[actors, actors]
    worth = []
    for bargain in waiting:
        if bargain.initiator == bargain.receiver:
            worth.append(own.mean(axis=1))
            continue
        to = utility(apart(table, np.stack([bargain.initiator_to, bargain.receiver_to])), now.risk[:, None])
        left = own.sum(axis=1) - own[:, bargain.initiator] - own[:, bargain.receiver]
        worth.append((left + to.sum(axis=1)) / len(actors))
    return election(coalitions(table.capability, np.stack(worth, axis=1), rules), rules)
