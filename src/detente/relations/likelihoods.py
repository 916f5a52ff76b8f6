"""What is read of a dyad's acts, and the evidence of a stretch of steps under it: several series in one table.

Three parts, which multiply: the mix of quad classes (Dirichlet-multinomial), given how many acts there are; the
intensity of acts, given their class (Student's t about a level); how many acts there are (negative binomial, its
dispersion estimated from the data). The second says only what the first does not, so that nothing counts twice.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numba
import numpy as np

from detente.relations import segments
from detente.relations.cells import count_cells
from detente.relations.segmentation import Floats, weigh

if TYPE_CHECKING:
    from detente.relations.timeline import Steps

PRIOR = np.full(4, 0.5)  # Jeffreys' prior on the mix of the four quad classes
DEGREES = 4.0  # of Student's t: one act far out of the common does not make a phase
FINEST = 0.1  # of intensity: mappings say no more
_LEVELS = np.linspace(-3.0, 3.0, 49)  # levels of intensity that are weighed, in spreads of the intensity within a class
_SIZES = (0.5, 1.0, 2.0, 5.0, 20.0, 100.0)


@dataclass(frozen=True)
class Reading:
    """Which parts of the acts are read, and what one act weighs.

    ``weight`` below 1 suits acts that come in bursts. ``counts`` is for records that hold all there was; where events
    were chosen by importance their number says how a chronicler chose. ``mapping`` of intensity: "stated", or "root",
    which draws the far ends of the scale together. ``alike``: how many acts the prior of a phase's mix is worth, about
    the mix of the whole record; 0 is Jeffreys' prior, under which a new phase may be like nothing before.
    """

    mix: bool = True
    intensity: bool = True
    counts: bool = False
    weight: float = 1.0
    mapping: str = "stated"
    alike: float = 0.0


def log_table(steps: Steps, reading: Reading) -> Floats:
    """Return the log evidence of every stretch of steps: ``[i, l]`` holds steps ``i`` to ``i + l``."""
    mix = steps.mix
    table = np.zeros((len(mix), len(mix)))
    if reading.mix:
        out = np.zeros_like(table)
        segments.mixes(np.ascontiguousarray(mix * reading.weight), _strength(mix, reading.alike), out)
        table += out
    if reading.intensity:
        table += intensities(*_within_class(steps, reading.mapping), len(mix), weight=reading.weight)
    if reading.counts:
        table += reading.weight * _numbers(mix.sum(axis=1))
    return table


def _strength(mix: Floats, alike: float) -> Floats:
    if not alike:
        return PRIOR
    whole = mix.sum(axis=0) + PRIOR
    return np.asarray(alike * whole / whole.sum())


def intensities(step: Floats, value: Floats, n: int, *, weight: float = 1.0) -> Floats:
    """Return the evidence of values about one level a stretch, with the noise of Student's t, against no such level.

    ``step[k]`` is where value k falls, ``value`` is in spreads. A stretch's level is normal about 0 with variance 1;
    it is integrated on a grid of `_LEVELS`.
    """
    off = value[:, None] - _LEVELS[None, :]
    density = -0.5 * (DEGREES + 1.0) * np.log1p(off * off / DEGREES)
    sums = np.zeros((n + 1, _LEVELS.size))
    np.add.at(sums, step.astype(np.int64) + 1, weight * density)
    prior = -0.5 * _LEVELS**2
    out = np.zeros((n, n))
    _over_levels(np.cumsum(sums, axis=0), prior - np.log(np.exp(prior).sum()), out)
    return out


@numba.njit(cache=True, nogil=True)
def _over_levels(sums: Floats, prior: Floats, out: Floats) -> None:
    for i in range(out.shape[0]):
        for length in range(out.shape[0] - i):
            top = -math.inf
            for g in range(prior.size):
                top = max(top, prior[g] + sums[i + length + 1, g] - sums[i, g])
            total = 0.0
            for g in range(prior.size):
                total += math.exp(prior[g] + sums[i + length + 1, g] - sums[i, g] - top)
            out[i, length] = top + math.log(total)


def _within_class(steps: Steps, mapping: str) -> tuple[Floats, Floats]:
    """The steps of acts, and their intensities less the median of their class, in spreads."""
    quads = np.array([act.quad for act in steps.acts])
    values = np.array([act.intensity for act in steps.acts], dtype=np.float64)
    values = np.sign(values) * np.sqrt(np.abs(values)) if mapping == "root" else values
    for quad in np.unique(quads):
        values[quads == quad] -= np.median(values[quads == quad])
    # The quartiles of t with 4 degrees lie at 0.741; where most acts have one intensity, the others speak.
    spread = (float(np.median(np.abs(values))) / 0.741 or float(values.std())) if values.size else 0.0
    spread = max(spread, FINEST)
    return np.array([steps.step_of(act.date) for act in steps.acts], dtype=np.float64), values / spread


def _numbers(total: Floats) -> Floats:
    """The evidence of how many acts there are, at the dispersion that explains the whole best."""
    n = total.size
    mean = max(float(total.mean()), 0.1)
    cells = [count_cells(total, np.arange(n), size=size, mean=mean) for size in _SIZES]
    best = max(cells, key=lambda each: weigh(each.rows, n, least=2).evidence)
    inside = np.add.outer(np.arange(n), np.arange(n)) < n
    # Stretches that would run beyond the last step are never weighed, and their cells never written.
    return np.where(inside, best.rows(0, n), 0.0)
