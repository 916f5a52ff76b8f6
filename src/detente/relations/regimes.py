"""Which regime holds since a day: exclusive answers, each with its probability.

The record says two things. How well does a change of phase after the day explain the acts, against none (a Bayes
factor from the exact posterior)? And, for each segmentation drawn, which kind: a last phase whose mix is that of an
earlier one is a relapse; one whose mix is that of the phase before, after a spell of another, is bargaining that goes
on after a setback; contact at its usual rate without movement is a stalemate; else the phase is new. With no change,
bargaining goes on, or stalls. Priors are the case's own. What the record cannot speak to keeps its prior.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import gammaln

from detente.relations.likelihoods import PRIOR
from detente.relations.phases import LEAST, Phases
from detente.relations.segmentation import Floats, infer
from detente.relations.timeline import CONTACT, MOVEMENT

STALLED = 0.1  # movement under a stalemate, as a share of the usual rate
SETBACK = 0.25  # of the prior of bargaining that goes on, how much goes by way of a setback
SHIFTED = 0.5  # of the prior of a stalemate, how much shows in the mix of acts as a change
LEADING = 0.5  # below this no regime leads clearly enough to be told
SHOWN = 10.0  # the odds at which a shift is said to show
SETTLED = 3  # steps that a phase must have run by the reference to be the one before it
SLACK = 1  # steps
MONTH = 30.44  # days
LEAST_CHANCE = 1e-12
MOST = 50.0  # of the log Bayes factor; more is no surer


@dataclass(frozen=True)
class Regimes:
    """Probabilities of the regimes since a day, and the numbers they come from.

    ``factor``: the Bayes factor for a change of phase after the day. ``shift``: the smallest fall of the cooperative
    share that the acts since then could have shown (None where none could). ``acts``: how many acts those are.
    """

    probability: Mapping[str, float]
    factor: float
    change: float
    acts: int
    movement: int
    shift: float | None

    @property
    def leading(self) -> str:
        """The most probable regime."""
        return max(self.probability, key=lambda name: self.probability[name])

    @property
    def told(self) -> bool:
        """Whether the record tells the regimes apart: a change of phase could have shown, and one regime leads."""
        return self.shift is not None and self.probability[self.leading] >= LEADING


def weigh(phases: Phases, reference: dt.date, *, priors: Mapping[str, float], stalemate_months: int) -> Regimes:
    """Weigh the regimes since a reference day; ``priors`` has continued, stalemate, relapse, new and other."""
    first = _first(phases, reference)
    steady = phases.posterior.log_steady(first)
    factor = _factor(steady, _prior_steady(phases, first))
    pace = _pace(phases, reference, stalemate_months)
    back, again = _likeness(phases, first)
    scores = {
        "continued": priors["continued"] * (1.0 - SETBACK + SETBACK * factor * again),
        "stalemate": priors["stalemate"] * ((1.0 - SHIFTED) * pace.same + SHIFTED * factor * pace.shifted),
        "relapse": priors["relapse"] * factor * back,
        "new": priors["new"] * factor,
    }
    total = sum(scores.values())
    probability = {name: (1.0 - priors["other"]) * score / total for name, score in scores.items()}
    probability["other"] = priors["other"]
    since = [act for act in phases.steps.acts if act.date > reference]
    return Regimes(
        probability=probability,
        factor=factor,
        change=-math.expm1(steady),
        acts=len(since),
        movement=sum(act.type in MOVEMENT for act in since),
        shift=_smallest_shift(phases, phases.steps.step_of(reference + dt.timedelta(days=1))),
    )


def _first(phases: Phases, reference: dt.date) -> int:
    """The first step whose boundary counts as since the day.

    A boundary is placed to a step or so: where a phase could have begun since the day, one that seems to begin a step
    before it cannot be told from that.
    """
    after = phases.steps.step_of(reference + dt.timedelta(days=1))
    return max(1, after - SLACK) if len(phases.steps.starts) - after >= LEAST else after


def _factor(steady: float, prior: float) -> float:
    """The Bayes factor for a change, from the log probability of none and what it was before anything was read."""
    if prior > -LEAST_CHANCE:
        return 1.0  # too few steps since the day for a phase to have begun: the record cannot speak
    return math.exp(min(_log_against(steady) - _log_against(prior), MOST))


def _log_against(steady: float) -> float:
    """Log odds of a change, from the log probability of none."""
    return math.log(max(-math.expm1(steady), LEAST_CHANCE)) - steady


def _prior_steady(phases: Phases, first: int) -> float:
    """The log probability of no change after the day before anything is read: the same inference on no evidence."""
    n, scan = len(phases.steps.starts), phases.posterior.scan
    blank = infer(np.zeros((n, n)), least=scan.least, none=phases.none, expected=scan.hazard * n)
    return blank.log_steady(first)


def _likeness(phases: Phases, first: int) -> tuple[float, float]:
    """How well the last phase is explained by an earlier phase's mix, and by that of the phase before a setback.

    Both against a mix of its own, on average over the segmentations that change after the day.
    """
    mix = phases.steps.mix
    back, again = [], []
    for draw in phases.draws:
        after = int((draw >= first).sum())
        if not after:
            continue
        edges = [0, *(int(cut) for cut in draw), len(mix)]
        parts = [mix[a:b].sum(axis=0) for a, b in pairwise(edges)]
        last, before, earlier = parts[-1], parts[-1 - after], parts[: -1 - after]
        likes = [math.exp(_log_same(last, part)) for part in earlier]
        # Where there is no earlier phase the record cannot speak of one coming back.
        back.append(sum(likes) / len(likes) if likes else 1.0)
        again.append(math.exp(_log_same(last, before)) if after > 1 else 0.0)
    return (float(np.mean(back)), float(np.mean(again))) if back else (1.0, 1.0)


def _log_same(one: Floats, other: Floats) -> float:
    """Log Bayes factor that two stretches share one mix."""
    return _log_mix(one + other) - _log_mix(one) - _log_mix(other)


def _log_mix(counts: Floats) -> float:
    return float(
        gammaln(PRIOR.sum()) - gammaln(PRIOR.sum() + counts.sum()) + (gammaln(PRIOR + counts) - gammaln(PRIOR)).sum()
    )


@dataclass(frozen=True)
class _Pace:
    """How well a stalemate explains the pace of contact and movement: against the usual pace, and against any."""

    same: float
    shifted: float


def _pace(phases: Phases, reference: dt.date, months: int) -> _Pace:
    """Compare contact and movement since the day with the pace of the phase before it.

    A stalemate is defined by a stated time without movement: the last ``months`` speak, or what there is of them.
    """
    acts = phases.steps.acts
    end = max([reference, *(act.date for act in acts)])
    time = min((end - reference).days / MONTH, float(months))
    start = end - dt.timedelta(days=round(time * MONTH))
    since = _phase_before(phases, reference)
    span = max(1.0, (reference - since).days / MONTH)

    def usual(kinds: Collection[str]) -> float:
        return max(0.5, sum(act.type in kinds and since <= act.date <= reference for act in acts)) / span * time

    contact, moved = (sum(act.type in kinds and act.date > start for act in acts) for kinds in (CONTACT, MOVEMENT))
    met, moves = usual(CONTACT), usual(MOVEMENT)
    stalled = _log_poisson(moved, STALLED * moves)
    return _Pace(
        same=math.exp(stalled - _log_poisson(moved, moves)),
        shifted=math.exp(stalled - _log_any(moved, moves) + _log_poisson(contact, met) - _log_any(contact, met)),
    )


def _phase_before(phases: Phases, reference: dt.date) -> dt.date:
    """The day since which the phase before the reference ran.

    A boundary just before the reference may be that of the phase after it, a step too early; it is passed over.
    """
    starts = [phase.start for phase in phases.phases if phase.start <= reference]
    long = [start for start in starts if (reference - start).days >= SETTLED * phases.steps.days]
    return long[-1] if long else starts[-1]


def _log_poisson(count: int, mean: float) -> float:
    return count * math.log(mean) - mean - math.lgamma(count + 1) if mean > 0 else 0.0


def _log_any(count: int, mean: float) -> float:
    """Log probability of a count whose rate may be any, exponential about the usual mean."""
    return count * math.log(mean / (1.0 + mean)) - math.log1p(mean) if mean > 0 else 0.0


def _smallest_shift(phases: Phases, first: int) -> float | None:
    """The smallest fall of the cooperative share in the acts since the day that would favour a change ten to one."""
    mix = phases.steps.mix
    start = max([0, *(int(cut) for cut in phases.posterior.most_probable() if cut < first)])
    before, after = mix[start:first].sum(axis=0), mix[first:].sum(axis=0)
    number = int(after.sum())
    if number == 0 or before.sum() == 0:
        return None
    usual = before[:2].sum() / before.sum()
    for cooperative in range(round(usual * number), -1, -1):
        imagined = np.array([cooperative, 0.0, (number - cooperative) / 2, (number - cooperative) / 2])
        if _log_same(before, imagined) < -math.log(SHOWN):
            return float(max(0.0, usual - cooperative / number))
    return None
