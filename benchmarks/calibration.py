"""Are the probabilities right? Simulation-based calibration (Talts and others 2018) of the segmentation.

    python benchmarks/calibration.py --series 500

Each series is drawn from the prior: whether there is a change, where, and the parameters of each segment; then it is
analysed. Where the machine is right, no change has its prior probability on average, the probabilities of any change
hold in every band, 95 % intervals cover 95 %, and the rank of the true date among draws is uniform.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy import stats

from detente.relations import segments
from detente.relations.cells import count_cells, gaussian_cells
from detente.relations.likelihoods import DEGREES, PRIOR, intensities
from detente.relations.segmentation import EXPECTED, NONE, Floats, infer

STEPS, LEAST, DRAWS = 60, 4, 200
STARTS = np.arange(STEPS)


def segmentation(rng: np.random.Generator) -> list[int]:
    """The edges of a segmentation drawn from the prior."""
    hazard = EXPECTED / STEPS
    while rng.random() >= NONE:
        while True:
            edges = [0, *(np.flatnonzero(rng.random(STEPS - 1) < hazard) + 1), STEPS]
            if len(edges) > 2 and np.diff(edges).min() >= LEAST:
                return [int(edge) for edge in edges]
    return [0, STEPS]


def counts(size: float, mean: float) -> Callable[[np.random.Generator, list[int]], Floats]:
    def drawn(rng: np.random.Generator, edges: list[int]) -> Floats:
        parts = [rng.negative_binomial(size, rng.beta(1 + size, mean), b - a) for a, b in pairwise(edges)]
        y = np.concatenate(parts).astype(float)
        return count_cells(y, STARTS, size=size, mean=mean).rows(0, STEPS)

    return drawn


def gaussian(phi: float, trend: bool) -> Callable[[np.random.Generator, list[int]], Floats]:
    shape, noise, spread = 15.0, 1.0, 3.0

    def drawn(rng: np.random.Generator, edges: list[int]) -> Floats:
        parts = []
        for a, b in pairwise(edges):
            # The level's prior is in units of the noise, whose variance is inverse gamma.
            sd = np.sqrt(shape * noise**2 / rng.gamma(shape))
            level, slope = rng.normal() * sd * spread / noise, rng.normal() * 5 * sd * spread / noise if trend else 0.0
            shocks = rng.normal(size=b - a) * sd
            shocks[0] /= np.sqrt(1 - phi * phi)
            for t in range(1, b - a):
                shocks[t] += phi * shocks[t - 1]
            parts.append(level + slope * np.arange(b - a) / STEPS + shocks)
        cells = gaussian_cells(
            np.concatenate(parts),
            STARTS,
            phi=phi,
            trend=trend,
            centre=0.0,
            spread=spread,
            noise=noise,
            shape=shape,
            span=STEPS,
        )
        return cells.rows(0, STEPS)

    return drawn


def phases(rng: np.random.Generator, edges: list[int]) -> Floats:
    """Two acts a step: their quad classes and, in spreads, their intensities within a class."""
    mix, values = np.zeros((STEPS, 4)), np.zeros(2 * STEPS)
    for a, b in pairwise(edges):
        share, level = rng.dirichlet(PRIOR), rng.normal()
        mix[a:b] = rng.multinomial(2, share, b - a)
        values[2 * a : 2 * b] = level + rng.standard_t(DEGREES, 2 * (b - a))
    table = np.zeros((STEPS, STEPS))
    segments.mixes(mix, PRIOR, table)
    return table + intensities(np.repeat(STARTS, 2).astype(float), values, STEPS)


SETTINGS: dict[str, Callable[[np.random.Generator, list[int]], Floats]] = {
    "counts, k = 1, mean 3": counts(1.0, 3.0), "counts, k = 2, mean 15": counts(2.0, 15.0),
    "counts, k = 5, mean 3": counts(5.0, 3.0), "levels": gaussian(0.0, trend=False),
    "levels, AR(1) 0.6": gaussian(0.6, trend=False), "trends, AR(1) 0.3": gaussian(0.3, trend=True),
    "mix and intensity": phases,
}  # fmt: skip


def calibrate(draw: Callable[[np.random.Generator, list[int]], Floats], series: int, seed: int) -> dict[str, float]:
    some, truth, covered, ranks = [], [], [], []
    for run in range(series):
        rng = np.random.default_rng([seed, run])
        edges = segmentation(rng)
        posterior = infer(draw(rng, edges), least=LEAST)
        some.append(1.0 - posterior.no_change)
        truth.append(len(edges) > 2)
        if len(edges) == 3:
            # Given that there is one change, its date has a posterior of its own.
            places = np.array([cuts[0] for cuts in posterior.sample(rng, DRAWS) if cuts.size == 1])
            if places.size >= 50:
                low, high = np.quantile(places, [0.025, 0.975], method="nearest")
                covered.append(low <= edges[1] <= high)
                ties = rng.random() * (places == edges[1]).sum()
                ranks.append(((places < edges[1]).sum() + ties) / places.size)
    given, held = np.array(some), np.array(truth, dtype=float)
    sure = (given > 0.2) & (given < 0.8)
    return {
        "any change, given": float(given.mean()), "any change, true": float(held.mean()),
        "in doubt, given": float(given[sure].mean()), "in doubt, true": float(held[sure].mean()),
        "reliability": float(stats.norm.sf(abs((given - held).sum()) / np.sqrt((given * (1 - given)).sum())) * 2),
        "covers": float(np.mean(covered)), "ranks": float(stats.kstest(ranks, "uniform").pvalue), "dated": len(covered),
    }  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--series", type=int, default=500, help="series a setting")
    parser.add_argument("--seed", type=int, default=20190420)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    answers = []
    for name, draw in SETTINGS.items():
        found = calibrate(draw, given.series, given.seed)
        print(f"{name:24} " + "  ".join(f"{key} {value:.3f}" for key, value in found.items()), flush=True)
        answers.append({"name": name, "answer": found})
    if given.json:
        given.json.write_text(json.dumps(answers, indent=1), encoding="utf-8")
