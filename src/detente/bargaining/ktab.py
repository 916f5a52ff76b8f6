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


def _joining(rules: BargainingRules, chance: Floats, of_i: Floats, of_j: Floats, own: Floats) -> Floats:
    """Return what joining i is worth to a third party over joining j; ``of_i``, ``of_j``, ``own`` its utilities."""
    won_i, lost_j = {"full": (of_i, of_j), "semi": (own, of_j), "free": (own, own)}[rules.third_parties]
    lost_i, won_j = {"full": (of_i, of_j), "semi": (of_i, own), "free": (own, own)}[rules.third_parties]
    # Beyond its own place, both ways come to the same: the two contestants hold the winner's point.
    return np.asarray(chance * (won_i - lost_i) + (1 - chance) * (lost_j - won_j))


def contests(table: Table, seen: Floats, rules: BargainingRules) -> tuple[Floats, Floats]:
    """Return, as i sees it, its chance to win a challenge of j and what it expects to gain: both (i, j).

    ``seen`` (i, k, j) is the utility to k of j's position in i's eyes. Third parties lend their influence to the side
    they prefer in the small contest of the two and themselves, and pay for a lost one as the rules have it.
    """
    actors = np.arange(len(seen))
    weight = table.capability * table.salience.sum(axis=1)
    of_i = np.broadcast_to(seen[actors, :, actors][:, None, :], seen.shape)
    of_j = np.swapaxes(seen, 1, 2)
    own = np.broadcast_to(np.diagonal(seen, axis1=1, axis2=2)[:, None, :], seen.shape)
    party = actors[None, None, :]
    principal = (party == actors[:, None, None]) | (party == actors[None, :, None])
    leaning = vote(rules.voting, weight, of_i - of_j)
    lead = np.where(principal, leaning, 0.0)
    sides = [_TINY + np.maximum(sign * lead, 0).sum(axis=2) for sign in (1, -1)]
    small = [side[:, :, None] + np.maximum(sign * leaning, 0) for side, sign in zip(sides, (1, -1), strict=True)]
    worth = _joining(rules, small[0] / (small[0] + small[1]), of_i, of_j, own)
    lent = np.where(principal, 0.0, vote(rules.voting, weight, worth))
    ours, theirs = (s + np.maximum(sign * lent, 0).sum(axis=2) for s, sign in zip(sides, (1, -1), strict=True))
    chance = ours / (ours + theirs)
    held, lost = seen[actors, actors, actors][:, None], seen[actors, actors]
    resists = table.salience.sum(axis=1)[None, :]
    gain = (1 - resists) * 2 * held + resists * 2 * (chance * held + (1 - chance) * lost) - (held + lost)
    return np.asarray(chance), np.asarray(gain)


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
    chance, gain = contests(table, now.seen, rules)
    gain = np.where(np.eye(count, dtype=bool), -np.inf, gain)
    for i, j in enumerate(gain.argmax(axis=1).tolist()):
        if gain[i, j] > _WORTHWHILE:
            proposal = _between(table, rules, i, j, float(chance[i, j]))
            waiting[i].append(proposal)
            waiting[j].append(proposal)
    return tuple(tuple(each) for each in waiting)


def settle(table: Table, now: Standing, waiting: tuple[Bargain, ...], rules: BargainingRules) -> Floats:
    """Return the chance of each bargain that waits before one actor, by an election of all actors."""
    if len(waiting) == 1:
        return np.ones(1)
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
