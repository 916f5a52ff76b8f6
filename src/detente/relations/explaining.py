"""Explanations of a series: segments of a shape with a noise, weighed against each other by their evidence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.relations.cells import CountCells, GaussianCells, count_cells, gaussian_cells
from detente.relations.segmentation import Floats, Ints, Posterior, Rows, complete, weigh

Kind = Literal["counts", "level", "trend", "automatic"]
Shape = Literal["counts", "level", "trend"]

_PHI = (0.0, 0.3, 0.6, 0.8, 0.9, 0.96, 0.99)
_SIZES = (0.5, 1.0, 2.0, 4.0, 8.0, 20.0, 100.0)
_LEAST = {"counts": 2, "level": 2, "trend": 4}
_ROOT = 0.5  # a segment has at least half the root of the series' length in steps; shorter ones are taken for noise
_STEADY = 15.0  # how steady the noise is held to be from segment to segment, in the prior's degrees of freedom / 2
_FINEST = 1e-9  # of the unit that a series is brought to: what differs by less is rounding
_NEGLIGIBLE = 0.002  # an explanation with less weight than this is left out of the average


@dataclass(frozen=True)
class Model:
    """One explanation of a series: segments of a shape, with a noise."""

    shape: Shape
    noise: float

    def __str__(self) -> str:
        if self.shape == "counts":
            return f"negative-binomial counts, dispersion {self.noise:g}"
        return f"{self.shape} segments, " + (f"AR(1) noise of {self.noise:g}" if self.noise else "white noise")


@dataclass(frozen=True)
class Fit:
    """A model, its weight among all that were tried, and what it says of the changes."""

    model: Model
    weight: float
    posterior: Posterior


@dataclass(frozen=True)
class Scales:
    """Where the priors of a series stand: its centre, mean and spread, and how far neighbours differ."""

    centre: float
    mean: float
    spread: float
    steps: float

    def noise(self, phi: float) -> float:
        """The standard deviation of the innovations under AR(1) noise."""
        left = self.steps / (math.sqrt(2.0 * (1.0 - phi)) if phi < 0.9 else 1.0)
        return max(left, 0.02 * self.spread)


def models(kind: Kind, *, width: int = 1) -> list[Model]:
    """Return the explanations that are tried for a kind of series, or for one summed up in blocks of some width.

    The sum of many counts is less dispersed than one of them.
    """
    if kind == "counts":
        summed = [_SIZES[-1] * 5.0**k for k in range(1, 1 + math.ceil(math.log(width, 5)))]
        return [Model("counts", size) for size in (*_SIZES, *summed)]
    if kind == "level":
        return [Model("level", 0.0)]
    shapes: tuple[Shape, ...] = ("trend",) if kind == "trend" else ("level", "trend")
    return [Model(shape, phi) for shape in shapes for phi in _PHI]


def explain(values: NDArray[np.float64], tried: Sequence[Model]) -> list[Fit]:
    """Weigh some explanations of a series, alike before the data, and work out those that have weight."""
    starts, scales, n = np.arange(values.size), scales_of(values), values.size
    weighed = []
    for model in tried:
        rows: Rows = cells_of(values, starts, model, scales, span=n).rows
        if len(tried) == 1:
            rows = _kept(rows, n)
        weighed.append((model, rows, weigh(rows, n, least=least(model.shape, n))))
    weights = averaged(np.array([scan.evidence for _, _, scan in weighed]))
    return [
        Fit(model, float(weight), complete(scan, rows(0, n)))
        for weight, (model, rows, scan) in zip(weights, weighed, strict=True)
        if weight > 0.0
    ]


def averaged(evidence: Floats) -> Floats:
    """Return the weights of explanations from their log evidence, along the last axis; negligible ones get none."""
    weights = np.exp(evidence - evidence.max(axis=-1, keepdims=True))
    weights[weights < _NEGLIGIBLE * weights.sum(axis=-1, keepdims=True)] = 0.0
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def _kept(rows: Rows, n: int) -> Rows:
    """Work evidence out once where no other model will want the memory."""
    table = rows(0, n)
    return lambda first, last: table[first:last]


def cells_of(
    values: NDArray[np.float64], starts: Ints, model: Model, scales: Scales, *, span: int
) -> GaussianCells | CountCells:
    """Sum a series up for a model, on cells that begin at ``starts``."""
    if model.shape == "counts":
        return count_cells(values, starts, size=model.noise, mean=scales.mean)
    return gaussian_cells(
        values, starts, phi=model.noise, trend=model.shape == "trend", centre=scales.centre, spread=scales.spread,
        noise=scales.noise(model.noise), shape=_STEADY, span=span,
    )  # fmt: skip


def scales_of(values: NDArray[np.float64]) -> Scales:
    """Return where the priors of a series stand."""
    known = values[np.isfinite(values)]
    steps = np.diff(known)
    noise = float(np.median(np.abs(steps - np.median(steps)))) / 0.6745
    spread = max(float(np.std(known)), _FINEST)
    return Scales(float(np.median(known)), float(np.mean(known)), spread, noise)


def least(shape: Shape, n: int) -> int:
    """Return the shortest segment of a series of n steps, in steps."""
    return max(_LEAST[shape], round(_ROOT * math.sqrt(n)))
