"""All dyads of a record at once: 40,000 as sparse as ICEWS, and 1,000 dense ones, each over 520 weeks.

    python benchmarks/dyads.py
    python benchmarks/dyads.py --peers          # PELT of ruptures on some of the dense ones, to set the times beside

Sparse dyads: median one event, 2 % of them over 20 (log-normal), a tenth of the busier ones with a change.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from detente.relations import changepoints, segment_many


def sparse(rng: np.random.Generator, dyads: int, weeks: int) -> np.ndarray:
    table = np.zeros((dyads, weeks))
    totals = np.maximum(1, np.round(np.exp(1.46 * rng.normal(size=dyads)))).astype(int)
    for row, total in zip(table, totals, strict=True):
        begin = rng.integers(weeks) if total > 5 and rng.random() < 0.1 else 0
        np.add.at(row, rng.integers(begin, weeks, total), 1)
    return table


def dense(rng: np.random.Generator, dyads: int, weeks: int) -> np.ndarray:
    means = np.exp(rng.normal(1.5, 1, dyads))[:, None] * np.ones(weeks)
    for row in means[: dyads // 2]:
        row[int(rng.integers(60, weeks - 60)) :] *= rng.uniform(1.5, 4)
    return rng.negative_binomial(2, 2 / (2 + means)).astype(float)


def timed(name: str, work: Callable[[], list[int]]) -> dict[str, object]:
    wall, cpu = time.perf_counter(), time.process_time()
    changes = work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    changed = sum(number > 0 for number in changes)
    print(f"{name:44} {wall:7.1f} s  {cpu:7.1f} CPU s  {changed:,} of {len(changes):,} with a change", flush=True)
    return {"name": name, "answer": {"wall": wall, "cpu": cpu, "changed": changed}}


def pelt(rows: np.ndarray) -> list[int]:
    import ruptures

    return [
        len(ruptures.Pelt(model="l2", min_size=2, jump=1).fit(row / row.std()).predict(pen=2 * math.log(row.size))) - 1
        for row in rows
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sparse", type=int, default=40_000)
    parser.add_argument("--dense", type=int, default=1_000)
    parser.add_argument("--weeks", type=int, default=520)
    parser.add_argument("--seed", type=int, default=20170704)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    rng = np.random.default_rng(given.seed)
    few, busy = sparse(rng, given.sparse, given.weeks), dense(rng, given.dense, given.weeks)
    totals = few.sum(axis=1)
    print(f"sparse: median {np.median(totals):.0f} events, {np.mean(totals > 20):.1%} over 20")
    segment_many(np.vstack([few[:20], busy[:2]]))  # compiled before the clock starts
    answers = [
        timed("sparse, together", lambda: [len(found.index) for found in segment_many(few)]),
        timed("dense, together", lambda: [len(found.index) for found in segment_many(busy)]),
        timed(
            "100 of the sparse, one by one", lambda: [len(changepoints(row, kind="counts").index) for row in few[:100]]
        ),
    ]
    if given.peers:
        answers.append(timed("50 of the dense, ruptures PELT l2", lambda: pelt(busy[:50])))
    if given.json:
        given.json.write_text(json.dumps(answers, indent=1), encoding="utf-8")
