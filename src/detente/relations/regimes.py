"""Which regime holds since a day: exclusive answers, each with its probability.

The record says two things. How well does a change of phase after the day explain the acts, against none (a Bayes
factor from the exact posterior)? And, given either, which kind: a last phase whose mix is that of an earlier one is a
relapse, else it is new; no change with the movement one would expect is continued bargaining, contact without
movement a stalemate. Priors are the case's own. What the record cannot speak to keeps its prior.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import gammaln

from detente.relations.likelihoods import PRIOR
from detente.relations.phases import Phases
from detente.relations.segmentation import Floats, infer
from detente.relations.timeline import MOVEMENT

STALLED = 0.1  # movement under a stalemate, as a share of the usual rate


@dataclass(frozen=True)
class Regimes:
    """Probabilities of the regimes since a day, and the numbers they come from.

    ``factor``: the Bayes factor for a change of phase after the day. ``shift``: the smallest fall of the cooperative
    share that the acts since then could have shown (None where none could). ``acts``: how many acts those are.
    """

    probability: Mapping[str, float]
    factor: float
    change: float
    relapse_share: float
    acts: int
    movement: int
    shift: float | None

    @property
    def leading(self) -> str:
        """The most probable regime."""
        return max(self.probability, key=lambda name: self.probability[name])

    @property
    def told(self) -> bool:
        """Whether the record tells the regimes apart: a change of phase could have shown, or has."""
        return self.shift is not None or not 1 / 3 < self.factor < 3


def weigh(phases: Phases, reference: dt.date, *, priors: Mapping[str, float], stalemate_months: int) -> Regimes:
    """Weigh the regimes since a reference day; ``priors`` has continued, stalemate, relapse, new and other."""
    first = phases.steps.step_of(reference + dt.timedelta(days=1))
    change = float(np.mean([bool((draw >= first).any()) for draw in phases.draws]))
    factor = _factor(change, _prior_change(phases, first))
    relapse = _relapse_share(phases, first)
    stalled = _stalled(phases, reference, stalemate_months)
    prior_changed = priors["relapse"] + priors["new"]
    prior_same = priors["continued"] + priors["stalemate"]
    changed = prior_changed * factor / (prior_changed * factor + prior_same)
    within = {
        "relapse": priors["relapse"] * relapse,
        "new": priors["new"] * (1.0 - relapse),
        "stalemate": priors["stalemate"] * stalled,
        "continued": priors["continued"],
    }
    rest = 1.0 - priors["other"]
    up, down = within["relapse"] + within["new"], within["stalemate"] + within["continued"]
    probability = {
        "continued": rest * (1 - changed) * within["continued"] / down,
        "stalemate": rest * (1 - changed) * within["stalemate"] / down,
        "relapse": rest * changed * within["relapse"] / up,
        "new": rest * changed * within["new"] / up,
        "other": priors["other"],
    }
    since = [act for act in phases.steps.acts if act.date > reference]
    return Regimes(
        probability=probability,
        factor=factor,
        change=change,
        relapse_share=relapse,
        acts=len(since),
        movement=sum(act.type in MOVEMENT for act in since),
        shift=_smallest_shift(phases, first),
    )


def _factor(posterior: float, prior: float) -> float:
    # Draws give no more than one in some thousands; the factor is kept within what they can tell.
    least = 0.5 / 2000
    if prior < least:
        return 1.0  # too few steps since the day for a phase to have begun: the record cannot speak
    posterior = min(max(posterior, least), 1 - least)
    return (posterior / (1 - posterior)) / (prior / (1 - prior))


def _prior_change(phases: Phases, first: int) -> float:
    """The chance of a change after the day before anything is read: the same inference on empty evidence."""
    n = len(phases.steps.starts)
    blank = infer(np.zeros((n, n)), least=phases.posterior.scan.least, expected=phases.posterior.scan.hazard * n)
    draws = blank.sample(np.random.default_rng(0), 4000)
    return float(np.mean([bool((draw >= first).any()) for draw in draws]))


def _relapse_share(phases: Phases, first: int) -> float:
    """Of the segmentations that change after the day, the share whose last phase has the mix of an earlier one."""
    mix = phases.steps.mix
    back = []
    for draw in phases.draws:
        if not (draw >= first).any():
            continue
        edges = [0, *(int(cut) for cut in draw), len(mix)]
        parts = [mix[a:b].sum(axis=0) for a, b in pairwise(edges)]
        last, earlier = parts[-1], parts[:-2]
        # Half a chance that it is like one of the earlier phases, spread evenly over them.
        likes = [math.exp(_log_same(last, part)) for part in earlier]
        mean = sum(likes) / len(likes) if likes else 0.0
        back.append(mean / (mean + 1.0))
    return float(np.mean(back)) if back else 0.5


def _log_same(one: Floats, other: Floats) -> float:
    """Log Bayes factor that two stretches share one mix."""
    return _log_mix(one + other) - _log_mix(one) - _log_mix(other)


def _log_mix(counts: Floats) -> float:
    return float(
        gammaln(PRIOR.sum()) - gammaln(PRIOR.sum() + counts.sum()) + (gammaln(PRIOR + counts) - gammaln(PRIOR)).sum()
    )


def _stalled(phases: Phases, reference: dt.date, months: int) -> float:
    """How well a stalemate explains the movement seen since the day, against the usual rate of the phase before."""
    elapsed = (max([reference, *(act.date for act in phases.steps.acts)]) - reference).days / 30.44
    before = [phase for phase in phases.phases if phase.start <= reference][-1]
    span = max(1.0, (min(before.end, reference) - before.start).days / 30.44)
    moved = sum(act.type in MOVEMENT and before.start <= act.date <= reference for act in phases.steps.acts)
    usual = max(moved, 0.5) / span
    seen = sum(act.type in MOVEMENT and act.date > reference for act in phases.steps.acts)
    # A stalemate is defined by a stated time without movement; what has not lasted that long speaks in proportion.
    time = min(elapsed, float(months))
    return math.exp(seen * math.log(STALLED) + (1.0 - STALLED) * usual * max(time, 0.0))


def _smallest_shift(phases: Phases, first: int) -> float | None:
    """The smallest fall of the cooperative share in the acts since the day that would favour a change three to one."""
    mix = phases.steps.mix
    start = max([0, *(int(cut) for cut in phases.posterior.most_probable() if cut < first)])
    before, after = mix[start:first].sum(axis=0), mix[first:].sum(axis=0)
    number = int(after.sum())
    if number == 0 or before.sum() == 0:
        return None
    usual = before[:2].sum() / before.sum()
    for cooperative in range(round(usual * number), -1, -1):
        imagined = np.array([cooperative, 0.0, (number - cooperative) / 2, (number - cooperative) / 2])
        if _log_same(before, imagined) < -math.log(3.0):
            return float(max(0.0, usual - cooperative / number))
    return None
