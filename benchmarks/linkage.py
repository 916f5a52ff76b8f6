"""The test of links between dyads: false alarms on records that have no link, and power where a link is planted.

    python benchmarks/linkage.py --runs 1000 --json OUT

Every record is 1,200 days of two kinds of acts. Quiet settings: the first kind comes evenly, in bursts, in long spells,
stops for good, or comes daily in numbers that drift; the outcome of the second kind has no memory, or drifts with an
autocorrelation time of 90 days, or changes its level once; the two know nothing of each other. Planted settings: after
an act of the first kind the share of cooperation among the second falls by what the record itself says it could have
revealed four times in five.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
from pathlib import Path

import numpy as np

from detente.relations.linkage import STRETCH, Linkage, linkage

DAYS = 1200
START = dt.date(2016, 1, 1)
WINDOW = (START, START + dt.timedelta(days=DAYS - 1))
MIDDLE = START + dt.timedelta(days=DAYS // 2)
TIMES = ("even", "bursts", "spells", "stops", "daily")
MEMORY = ("none", "drift", "level")


def first_days(rng: np.random.Generator, how: str, number: float) -> np.ndarray:
    """Days of the first kind: about ``number`` of them."""
    rate = np.full(DAYS, number / DAYS)
    if how == "bursts":
        seeds = rng.random(DAYS) < number / 4 / DAYS
        rate = np.convolve(seeds, np.exp(-np.arange(60) / 15) / 15 * 4)[:DAYS]
    elif how == "spells":
        state = np.cumsum(rng.random(DAYS) < 1 / 120) % 2
        rate = rate * np.where((state + rng.integers(2)) % 2, 1.9, 0.1)
    elif how == "stops":
        rate = rate * np.where(np.arange(DAYS) < rng.integers(DAYS // 4, 3 * DAYS // 4), 2.0, 0.0)
    elif how == "daily":
        return np.repeat(np.arange(DAYS), rng.poisson(3 * np.exp(0.7 * drift(rng))))
    return np.flatnonzero(rng.random(DAYS) < np.minimum(rate, 1.0))


def drift(rng: np.random.Generator) -> np.ndarray:
    """A path of mean 0 and variance 1 with an autocorrelation time of 90 days."""
    noise, keep = rng.normal(size=DAYS), np.exp(-1 / 90)
    path = np.empty(DAYS)
    path[0] = noise[0]
    for day in range(1, DAYS):
        path[day] = keep * path[day - 1] + np.sqrt(1 - keep**2) * noise[day]
    return path


def share(rng: np.random.Generator, how: str) -> np.ndarray:
    """The chance of cooperation, day by day."""
    if how == "none":
        return np.full(DAYS, 0.5)
    if how == "level":
        return np.where(np.arange(DAYS) < rng.integers(DAYS // 4, 3 * DAYS // 4), 0.3, 0.7)
    return 1 / (1 + np.exp(-1.2 * drift(rng)))


def dates(days: np.ndarray) -> list[dt.date]:
    return [START + dt.timedelta(days=int(day)) for day in days]


def quiet(rng: np.random.Generator, how: str, memory: str, acts: float) -> tuple[Linkage, Linkage]:
    causes = first_days(rng, how, 24)
    second = np.flatnonzero(rng.random(DAYS) < acts / DAYS)
    y = (rng.random(second.size) < share(rng, memory)[second]).astype(float)
    args = (dates(causes), dates(second), list(y))
    return linkage(*args, window=WINDOW), linkage(*args, window=WINDOW, breaks=[MIDDLE])


def planted(rng: np.random.Generator, how: str, acts: float) -> tuple[float, bool] | None:
    """Plant a fall of the size that the record says it could have revealed; None where it could reveal none."""
    causes = first_days(rng, how, 16)
    second = np.flatnonzero(rng.random(DAYS) < acts / DAYS)
    y = (rng.random(second.size) < 0.6).astype(float)
    blank = linkage(dates(causes), dates(second), list(y), window=WINDOW)
    near = [lag for lag in blank.lags if lag.nearest == 1]
    if not near or near[0].smallest is None or near[0].smallest > 0.6:
        return None
    size = near[0].smallest
    exposed = np.array([((causes < day) & (causes >= day - STRETCH)).any() for day in second])
    share_after = np.where(exposed, 0.6 - size / 2, 0.6 + size / 2)
    y = (rng.random(second.size) < np.clip(share_after, 0, 1)).astype(float)
    found = linkage(dates(causes), dates(second), list(y), window=WINDOW)
    return size, found.p is not None and found.p < 0.05 and (found.leading is not None and found.leading.change < 0)


def main(runs: int, seed: int, out: Path | None) -> None:
    rows: list[dict[str, object]] = []
    print(f"{'first acts':10} {'outcome':8} {'second':>7} {'tested':>7} {'false alarms':>13} {'within parts':>13}")
    for how in TIMES:
        for memory in MEMORY:
            for acts in (40, 200):
                rng = np.random.default_rng(seed)
                pairs = [quiet(rng, how, memory, acts) for _ in range(runs)]
                alarms = [np.mean([one[k].p < 0.05 for one in pairs if one[k].p is not None]) for k in (0, 1)]
                tested = sum(one[0].p is not None for one in pairs)
                print(f"{how:10} {memory:8} {acts:7} {tested:7} {alarms[0]:13.1%} {alarms[1]:13.1%}", flush=True)
                rows.append({"first": how, "outcome": memory, "acts": acts, "runs": tested, "alarms": alarms})
    for how in ("even", "bursts", "spells"):
        for acts in (60, 200):
            rng = np.random.default_rng(seed + 1)
            done = [one for _ in range(runs) if (one := planted(rng, how, acts)) is not None]
            found, size = np.mean([hit for _, hit in done]), np.mean([size for size, _ in done])
            print(
                f"planted after {how}, {acts} acts: mean fall {size:.2f}, found {found:.1%} of {len(done)}", flush=True
            )
            rows.append({"planted": how, "acts": acts, "runs": len(done), "size": size, "found": found})
    if out:
        out.write_text(json.dumps(rows, indent=1, default=float), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--seed", type=int, default=20190228)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    clock = time.process_time()
    main(given.runs, given.seed, given.json)
    print(f"{time.process_time() - clock:.0f} CPU seconds")
