"""Change points on simulated series of many kinds, scored as the Turing Change Point Dataset is, beside ruptures.

    python benchmarks/zoo.py --runs 40

Kinds: levels, trends, growth, random walks, seasons, outliers, changes of variance, counts, and quiet series of each.
Sizes and noise vary as they do among published yearly, monthly, weekly and daily series. Seeds are this file's own.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise

import numpy as np
from changepoints import Detector, cover, f1, peers

from detente.relations import changepoints

Series = tuple[np.ndarray, list[int]]


def places(rng: np.random.Generator, n: int, most: int = 3) -> list[int]:
    """One to ``most`` changes, none nearer than a tenth of the series to another or to an end."""
    room = max(8, n // 10)
    while True:
        marks = sorted(int(m) for m in rng.integers(room, n - room, rng.integers(1, most + 1)))
        if all(b - a >= room for a, b in pairwise(marks)):
            return marks


def ar(rng: np.random.Generator, n: int, phi: float) -> np.ndarray:
    """AR(1) noise of standard deviation 1."""
    noise, found = rng.normal(size=n) * math.sqrt(1 - phi * phi), np.empty(n)
    found[0] = rng.normal()
    for t in range(1, n):
        found[t] = phi * found[t - 1] + noise[t]
    return found


def stairs(rng: np.random.Generator, n: int, marks: list[int], low: float, high: float) -> np.ndarray:
    """Levels that differ by ``low`` to ``high`` at each mark."""
    steps = np.zeros(n)
    steps[marks] = rng.uniform(low, high, len(marks)) * rng.choice([-1, 1], len(marks))
    return np.cumsum(steps)


def bends(rng: np.random.Generator, n: int, marks: list[int], low: float, high: float) -> np.ndarray:
    """A joined-up line whose slope changes by ``low`` to ``high`` a tenth of the series at each mark."""
    slopes = np.zeros(n)
    slopes[0] = rng.normal()
    slopes[marks] = rng.uniform(low, high, len(marks)) * rng.choice([-1, 1], len(marks))
    return np.cumsum(np.cumsum(slopes)) * 10 / n


def season(rng: np.random.Generator, n: int, period: int, strength: float) -> np.ndarray:
    """A yearly or weekly pattern of standard deviation ``strength``."""
    shape = rng.normal(size=period)
    return np.resize((shape - shape.mean()) / shape.std() * strength, n)


def spikes(rng: np.random.Generator, n: int) -> np.ndarray:
    """Single wild values in one step of fifty."""
    hit = rng.random(n) < 0.02
    return hit * rng.uniform(6, 15, n) * rng.choice([-1, 1], n)


def levels(rng: np.random.Generator, n: int) -> Series:
    marks = places(rng, n)
    return stairs(rng, n, marks, 1.5, 4) + rng.normal(size=n), marks


def levels_ar(rng: np.random.Generator, n: int) -> Series:
    marks = places(rng, n)
    return stairs(rng, n, marks, 3, 6) + ar(rng, n, rng.uniform(0.3, 0.8)), marks


def trends(rng: np.random.Generator, n: int) -> Series:
    marks = places(rng, n)
    return bends(rng, n, marks, 2.5, 8) + ar(rng, n, rng.uniform(0, 0.6)), marks


def growth(rng: np.random.Generator, n: int) -> Series:
    n = min(n, 120)
    marks = places(rng, n, 2)
    rates = np.full(n, rng.uniform(0.01, 0.06))
    for mark in marks:
        rates[mark:] = rng.choice([-0.05, -0.03, 0.1, 0.15])
    return 100 * np.exp(np.cumsum(rates) * 40 / n + 0.02 * ar(rng, n, 0.7)), marks


def smooth_growth(rng: np.random.Generator, n: int) -> Series:
    at = np.linspace(0, 1, n)
    return 100 * np.exp(rng.uniform(0.5, 2) * at) * (1 + 0.01 * ar(rng, n, 0.8)), []


def walk(rng: np.random.Generator, n: int) -> Series:
    return np.cumsum(rng.normal(rng.normal() * 0.1, 1, n)), []


def walk_jump(rng: np.random.Generator, n: int) -> Series:
    marks = places(rng, n, 2)
    return np.cumsum(rng.normal(size=n)) + stairs(rng, n, marks, 8, 16), marks


def seasonal(rng: np.random.Generator, n: int) -> Series:
    marks, period = places(rng, n, 2), int(rng.choice([7, 12, 4]))
    return stairs(rng, n, marks, 3, 6) + season(rng, n, period, rng.uniform(1.5, 4)) + rng.normal(size=n), marks


def seasonal_quiet(rng: np.random.Generator, n: int) -> Series:
    slope, period = rng.normal() * 5, int(rng.choice([7, 12, 4]))
    swelling = np.linspace(1, rng.uniform(1, 2.5), n)
    return slope * np.linspace(0, 1, n) + swelling * season(rng, n, period, 3) + ar(rng, n, 0.4), []


def slow_season(rng: np.random.Generator, n: int) -> Series:
    period = n / rng.uniform(2.5, 8)
    return 3 * np.sin(2 * np.pi * (np.arange(n) / period + rng.random())) + rng.normal(size=n), []


def outliers(rng: np.random.Generator, n: int) -> Series:
    marks = places(rng, n, 2)
    return stairs(rng, n, marks, 2.5, 5) + rng.normal(size=n) + spikes(rng, n), marks


def outliers_quiet(rng: np.random.Generator, n: int) -> Series:
    return ar(rng, n, rng.choice([0.0, 0.5])) + spikes(rng, n), []


def heavy_quiet(rng: np.random.Generator, n: int) -> Series:
    return rng.standard_t(3, n), []


def variance(rng: np.random.Generator, n: int) -> Series:
    marks = places(rng, n, 2)
    scale = np.exp(np.clip(stairs(rng, n, marks, 1.0, 1.6), -3, 3))
    return rng.normal(size=n) * scale, marks


def quiet(rng: np.random.Generator, n: int) -> Series:
    return ar(rng, n, rng.choice([0.0, 0.3, 0.7, 0.9])), []


def line_quiet(rng: np.random.Generator, n: int) -> Series:
    return rng.uniform(3, 20) * np.linspace(0, 1, n) + ar(rng, n, rng.choice([0.0, 0.5])), []


def traffic(rng: np.random.Generator, n: int) -> Series:
    marks = places(rng, n, 2)
    mean = rng.uniform(5, 60) * np.exp(stairs(rng, n, marks, 0.6, 1.2) + season(rng, n, 7, 0.3))
    size = rng.uniform(4, 20)
    return rng.negative_binomial(size, size / (size + mean)).astype(float), marks


def plateau(rng: np.random.Generator, n: int) -> Series:
    start = int(rng.integers(n // 5, n // 2))
    marks = [start, start + max(10, n // 8)]
    y = rng.normal(size=n)
    y[marks[0] : marks[1]] += rng.uniform(3, 6)
    return y, marks


def jump_on_line(rng: np.random.Generator, n: int) -> Series:
    marks = places(rng, n, 2)
    return rng.normal() * 8 * np.linspace(0, 1, n) + stairs(rng, n, marks, 3, 6) + ar(rng, n, 0.4), marks


KINDS: tuple[Callable[[np.random.Generator, int], Series], ...] = (
    levels, levels_ar, plateau, jump_on_line, trends, growth, walk_jump, seasonal, outliers, variance, traffic,
    quiet, line_quiet, smooth_growth, walk, seasonal_quiet, slow_season, outliers_quiet, heavy_quiet,
)  # fmt: skip


def draw(kind: int, run: int, seed: int) -> Series:
    rng = np.random.default_rng([seed, kind, run])
    return KINDS[kind](rng, int(np.exp(rng.uniform(math.log(60), math.log(400)))))


def score(job: tuple[int, int, int, bool]) -> dict[str, tuple[float, float, float, float]]:
    """F1, cover, whether any change was raised, and CPU seconds, by detector."""
    kind, run, seed, beside = job
    y, marks = draw(kind, run, seed)
    detectors: dict[str, Detector] = {"detente": lambda y: list(changepoints(y).index), "no change": lambda y: []}
    if beside:
        detectors |= {name: detect for name, detect in peers().items() if "l2" in name}
    found = {}
    for who, detect in detectors.items():
        start = time.process_time()
        given = detect(y)
        taken = time.process_time() - start
        found[who] = (f1({"truth": marks}, given), cover({"truth": marks}, given, y.size), float(bool(given)), taken)
    return found


def main(runs: int, seed: int, workers: int, beside: bool) -> None:
    jobs = [(kind, run, seed, beside) for kind in range(len(KINDS)) for run in range(runs)]
    with ProcessPoolExecutor(workers) as pool:
        results = list(pool.map(score, jobs, chunksize=max(1, runs // 4)))
    names = list(results[0])
    table = np.array([[result[name] for name in names] for result in results]).reshape(len(KINDS), runs, len(names), 4)
    print(f"{'F1 / cover / series with a change raised':24}", *(f"{name[:22]:>24}" for name in names))
    for kind, rows in zip(KINDS, table.mean(axis=1), strict=True):
        cells = (f"{row[0]:.3f} {row[1]:.3f} {row[2]:5.0%}" for row in rows)
        print(f"{kind.__name__:40}", *(f"{cell:>24}" for cell in cells))
    means = table.mean(axis=(0, 1))
    print(f"{'mean':40}", *(f"{row[0]:.3f} {row[1]:.3f}      ".rjust(24) for row in means))
    print(f"{'CPU seconds':40}", *(f"{row[3] * runs * len(KINDS):24.1f}" for row in means))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=40, help="series a kind")
    parser.add_argument("--seed", type=int, default=20180612)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--alone", action="store_true", help="without ruptures")
    given = parser.parse_args()
    main(given.runs, given.seed, given.workers, not given.alone)
