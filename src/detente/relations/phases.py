"""Phases of a dyad: stretches of time with one mix of words and deeds, cooperation and conflict, and one intensity.

By default both are read given how many acts the record holds, so uneven coverage of some years moves nothing by
itself. Inference is exact over all segmentations.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from detente.relations.likelihoods import Reading, log_table
from detente.relations.segmentation import NONE, Floats, Ints, Posterior, infer
from detente.relations.timeline import Act, Steps

LEAST = 2  # steps; a phase is no single step
DRAWS = 2000
FEW = 5  # acts a half of a phase needs to have a trend
EXPECTED = 3.0  # changes expected before the data, where there is any
AS_STATED = Reading()


@dataclass(frozen=True)
class Phase:
    """One phase: its days, its acts by quad class, their mean intensity, and what it is called."""

    start: dt.date
    end: dt.date
    counts: tuple[int, int, int, int]
    intensity: float | None
    label: str
    telling: tuple[Act, ...]
    trend: str = "too few acts to tell"

    @property
    def n(self) -> int:
        """How many acts it holds."""
        return sum(self.counts)

    @property
    def cooperative(self) -> float | None:
        """The share of its acts that are cooperative."""
        return (self.counts[0] + self.counts[1]) / self.n if self.n else None


@dataclass(frozen=True)
class Boundary:
    """A change of phase: its day, the days between which it lies with 95 %, and its probability."""

    date: dt.date
    low: dt.date
    high: dt.date
    probability: float


@dataclass(frozen=True)
class Phases:
    """The phases of a dyad with what is uncertain about them."""

    steps: Steps
    posterior: Posterior
    draws: tuple[Ints, ...]
    boundaries: tuple[Boundary, ...]
    phases: tuple[Phase, ...]
    reading: Reading = AS_STATED
    none: float = NONE

    @property
    def number(self) -> dict[int, float]:
        """The probability of each number of changes."""
        found = np.bincount([draw.size for draw in self.draws])
        return {k: float(count) / len(self.draws) for k, count in enumerate(found) if count}

    @property
    def any_change(self) -> float:
        """The probability that there is a change of phase at all."""
        return 1.0 - self.posterior.no_change

    def change_since(self, day: dt.date) -> float:
        """The probability that a phase begins after a day."""
        first = self.steps.step_of(day) + (1 if day > self.steps.starts[self.steps.step_of(day)] else 0)
        return float(np.mean([bool((draw >= max(1, first)).any()) for draw in self.draws]))


def find_phases(
    steps: Steps, *, seed: int, none: float = NONE, expected: float = EXPECTED, reading: Reading = AS_STATED
) -> Phases:
    """Return the phases of a dyad.

    ``none`` is the prior probability of no change, ``expected`` the number of changes expected where there are any,
    ``reading`` what of the acts is read, ``seed`` moves the draws.
    """
    posterior = infer(log_table(steps, reading), least=LEAST, none=none, expected=expected)
    draws = tuple(posterior.sample(np.random.default_rng(seed), DRAWS))
    cuts = [int(cut) for cut in posterior.most_probable()] if posterior.no_change < 0.5 else []
    boundaries = tuple(_boundary(steps, cuts, k, draws) for k in range(len(cuts)))
    return Phases(steps, posterior, draws, boundaries, tuple(_phases(steps, cuts)), reading, none)


def boundary_drops(phases: Phases, day: dt.date, *, reach: int = 2) -> list[tuple[Act, float]]:
    """Rank the acts near a boundary by how much its probability drops without each of them."""
    steps = phases.steps
    middle = steps.step_of(day)
    low, high = max(1, middle - reach), min(len(steps.starts) - 1, middle + reach)
    prior = phases.posterior.scan

    def mass(some: Steps) -> float:
        table = log_table(some, phases.reading)
        fit = infer(table, least=prior.least, none=phases.none, expected=prior.hazard * len(steps.starts))
        return float(fit.change[low : high + 1].sum())

    whole = mass(steps)
    near = [act for act in steps.acts if low - reach <= steps.step_of(act.date) <= high + reach]
    drops = [(act, whole - mass(steps.without({act.id}))) for act in near]
    return sorted(drops, key=lambda drop: (-drop[1], drop[0].date, drop[0].id))


def _boundary(steps: Steps, cuts: list[int], k: int, draws: tuple[Ints, ...]) -> Boundary:
    low = (cuts[k - 1] + cuts[k]) / 2 if k else 0.0
    high = (cuts[k] + cuts[k + 1]) / 2 if k + 1 < len(cuts) else float(len(steps.starts))
    found = []
    for draw in draws:
        inside = draw[(draw > low) & (draw < high)]
        if inside.size:
            found.append(int(inside[np.argmin(np.abs(inside - cuts[k]))]))
    spread = np.quantile(found, [0.025, 0.975], method="nearest") if found else [cuts[k], cuts[k]]
    first, last = min(int(spread[0]), cuts[k]), max(int(spread[1]), cuts[k])
    # A change within a step shows at the next: the interval begins a step early and runs to the end of its last step.
    return Boundary(steps.starts[cuts[k]], steps.starts[max(0, first - 1)], steps.end(last), len(found) / len(draws))


def _phases(steps: Steps, cuts: list[int]) -> list[Phase]:
    edges = [0, *cuts, len(steps.starts)]
    overall = steps.mix.sum(axis=0)
    return [_phase(steps, a, b, overall) for a, b in pairwise(edges)]


def _phase(steps: Steps, a: int, b: int, overall: Floats) -> Phase:
    inside = [act for act in steps.acts if a <= steps.step_of(act.date) < b]
    counts = steps.mix[a:b].sum(axis=0)
    end = steps.end(b - 1)
    telling = sorted(inside, key=lambda act: (-abs(act.intensity), act.date, act.id))[:3]
    return Phase(
        start=steps.starts[a],
        end=end,
        counts=(int(counts[0]), int(counts[1]), int(counts[2]), int(counts[3])),
        intensity=float(np.mean([act.intensity for act in inside])) if inside else None,
        label=label(counts, overall),
        telling=tuple(sorted(telling, key=lambda act: act.date)),
        trend=trend(inside),
    )


def label(counts: Floats, overall: Floats) -> str:
    """Name a phase by its mix, against the dyad's own history.

    No acts: silence. A cooperative share more than 15 points below that of the whole record: hostility where deeds
    make up at least half of the conflict, else strain. More than 15 points above: talks where words make up more than
    three quarters of the cooperation, else thaw. In between: probing.
    """
    if counts.sum() == 0:
        return "silence"
    share = counts[:2].sum() / counts.sum()
    usual = overall[:2].sum() / overall.sum()
    if share < usual - 0.15:
        return "hostility" if counts[3] >= counts[2] else "strain"
    if share > usual + 0.15:
        return "talks" if counts[0] > 3 * counts[1] else "thaw"
    return "probing"


def trend(acts: Sequence[Act]) -> str:
    """Say how a phase moves within itself: the cooperative share of its later half of acts against its earlier.

    Warming or cooling where the shares differ by more than 15 points and by more than twice the spread of chance.
    """
    half = len(acts) // 2
    if half < FEW:
        return "too few acts to tell"
    ordered = sorted(acts, key=lambda act: (act.date, act.id))
    early, late = (sum(act.quad <= 2 for act in part) / len(part) for part in (ordered[:half], ordered[half:]))
    usual = sum(act.quad <= 2 for act in acts) / len(acts)
    chance = 2.0 * (usual * (1.0 - usual) * (1.0 / half + 1.0 / (len(acts) - half))) ** 0.5
    if abs(late - early) <= max(0.15, chance):
        return "level"
    return "warming" if late > early else "cooling"
