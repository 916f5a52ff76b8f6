"""Change points against their peers: annotated series of the Turing Change Point Dataset, and simulated counts.

    python benchmarks/changepoints.py --data FOLDER --json OUT      # FOLDER/*.json beside tcpd_annotations.json
    python benchmarks/changepoints.py --simulate 200

Scores follow van den Burg and Williams (2020): F1 with a margin of 5 and the first index counted, precision over the
union of annotators and recall their mean; cover is the mean over annotators. Gaps are interpolated for the peers.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

import numpy as np

from detente.relations import changepoints

MARGIN = 5
Detector = Callable[[np.ndarray], list[int]]


def load(path: Path) -> list[tuple[str, np.ndarray]]:
    files = [path] if path.is_file() else sorted(path.rglob("*.json"))
    found = []
    for file in files:
        data = json.loads(file.read_text(encoding="utf-8"))
        if "series" in data:
            columns = [[np.nan if v is None else float(v) for v in series["raw"]] for series in data["series"]]
            found.append((data["name"], np.array(columns[0] if len(columns) == 1 else columns).T))
    return found


def annotations(path: Path) -> dict[str, dict[str, list[int]]]:
    folder = path if path.is_dir() else path.parent
    for place in (folder, *folder.parents[:2]):
        for name in ("tcpd_annotations.json", "annotations.json"):
            if (place / name).exists():
                return json.loads((place / name).read_text(encoding="utf-8"))
    return {}


def f1(truth: dict[str, list[int]], found: Iterable[int]) -> float:
    guesses = {0, *found}
    sets = [{0, *marks} for marks in truth.values()]

    def hits(marks: set[int]) -> int:
        left, count = set(guesses), 0
        for mark in sorted(marks):
            near = [guess for guess in left if abs(guess - mark) <= MARGIN]
            if near:
                left.remove(min(near, key=lambda guess: abs(guess - mark)))
                count += 1
        return count

    precision = hits(set().union(*sets)) / len(guesses)
    recall = float(np.mean([hits(marks) / len(marks) for marks in sets]))
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def cover(truth: dict[str, list[int]], found: Iterable[int], n: int) -> float:
    def parts(marks: Iterable[int]) -> list[tuple[int, int]]:
        edges = sorted({0, n, *(mark for mark in marks if 0 < mark < n)})
        return list(pairwise(edges))

    mine = parts(found)
    scores = []
    for marks in truth.values():
        total = 0.0
        for a, b in parts(marks):
            best = max((min(b, d) - max(a, c)) / (max(b, d) - min(a, c)) for c, d in mine if min(b, d) > max(a, c))
            total += (b - a) * best
        scores.append(total / n)
    return float(np.mean(scores))


def whole(y: np.ndarray) -> np.ndarray:
    at = np.arange(y.size)
    seen = np.isfinite(y)
    return np.interp(at, at[seen], y[seen])


def peers() -> dict[str, Detector]:
    found: dict[str, Detector] = {}
    try:
        import ruptures

        def standard(y: np.ndarray) -> np.ndarray:
            filled = whole(y)
            return (filled - filled.mean()) / (filled.std() or 1.0)

        found["ruptures Binseg l2, pen 2 log n"] = lambda y: (
            ruptures.Binseg(model="l2", min_size=2, jump=1).fit(standard(y)).predict(pen=2 * math.log(y.size))[:-1]
        )
        found["ruptures PELT l2, pen 2 log n"] = lambda y: (
            ruptures.Pelt(model="l2", min_size=2, jump=1).fit(standard(y)).predict(pen=2 * math.log(y.size))[:-1]
        )
        found["ruptures PELT rbf, pen 10"] = lambda y: (
            ruptures.Pelt(model="rbf", min_size=2, jump=1).fit(standard(y)).predict(pen=10)[:-1]
        )
    except ImportError:
        print("ruptures is not installed: not compared")
    try:
        from changeforest import changeforest

        found["changeforest mean"] = lambda y: changeforest(whole(y).reshape(-1, 1), "change_in_mean").split_points()
    except ImportError:
        print("changeforest is not installed: not compared")
    try:
        import fastcpd.segmentation as fast

        found["fastcpd mean"] = lambda y: [int(c) for c in fast.mean(whole(y).reshape(-1, 1)).cp_set]
        found["fastcpd poisson"] = lambda y: [int(c) for c in _poisson(fast, y)]
    except (ImportError, AttributeError):
        print("fastcpd is not installed: not compared")
    return found


def _poisson(fast: object, y: np.ndarray) -> list[int]:
    filled = np.column_stack([whole(y), np.ones(y.size)])
    return list(fast.poisson(filled).cp_set)


def one_column(y: np.ndarray) -> np.ndarray:
    return y if y.ndim == 1 else y.mean(axis=1)


def on_data(path: Path, out: Path | None) -> None:
    series, truth = load(path), annotations(path)
    changepoints(np.r_[np.zeros(8), np.ones(8)] + np.arange(16) % 2 * 0.1)  # compiled before the clock starts
    answers = []
    rows: dict[str, list[tuple[float, float, float]]] = {}
    detectors: dict[str, Detector] = {"detente": lambda y: list(changepoints(y).index), "no change": lambda y: []}
    detectors |= peers()
    for name, raw in series:
        y = one_column(raw)
        found = changepoints(y)
        spans = [found.interval(k) for k in range(len(found.index))]
        answers.append(
            {
                "name": name,
                "answer": {
                    "index": list(found.index),
                    "probability": [round(p, 4) for p in found.probability],
                    "any_probability": round(found.any_probability, 4),
                    "intervals": spans,
                },
            }
        )
        if name not in truth:
            continue
        for who, detect in detectors.items():
            if who == "fastcpd poisson":
                continue
            start = time.perf_counter()
            try:
                marks = detect(y)
            except Exception as error:
                print(f"{who} fails on {name}: {error}")
                marks = []
            taken = time.perf_counter() - start
            rows.setdefault(who, []).append((f1(truth[name], marks), cover(truth[name], marks, y.size), taken))
        mine = rows["detente"][-1]
        print(f"{name:24} n={y.size:5} F1 {mine[0]:.3f} cover {mine[1]:.3f} {found.index} [{found.model}]")
    for who, scores in rows.items():
        mean = np.mean(scores, axis=0)
        print(f"{who:34} F1 {mean[0]:.3f}  cover {mean[1]:.3f}  {sum(s[2] for s in scores):.3f} s")
    if out:
        out.write_text(json.dumps(answers, indent=1), encoding="utf-8")


def draw(rng: np.random.Generator, mean: float, size: float, n: int) -> np.ndarray:
    return rng.negative_binomial(size, size / (size + mean), n).astype(float)


def simulate(runs: int, seed: int) -> None:
    """148 weeks of negative-binomial counts, quiet or with one change by a factor of 2.5 to 4."""
    detectors: dict[str, Detector] = {"detente": lambda y: list(changepoints(y).index)} | peers()
    for size in (1.0, 2.0, 5.0):
        for low, high in ((2.0, 4.0), (10.0, 20.0)):
            rng = np.random.default_rng(seed)
            quiet = [draw(rng, rng.uniform(low, high), size, 148) for _ in range(runs)]
            cases = []
            for _ in range(runs):
                at, mean, factor = int(rng.integers(30, 118)), rng.uniform(low, high), rng.uniform(2.5, 4.0)
                before, after = (mean, mean * factor) if rng.random() < 0.5 else (mean * factor, mean)
                cases.append((at, np.r_[draw(rng, before, size, at), draw(rng, after, size, 148 - at)]))
            covered = [
                any(a <= at <= b for a, b in (found.interval(k) for k in range(len(found.index))))
                for at, y in cases
                if (found := changepoints(y)).index
            ]
            print(f"k={size:g} mean {low:g}-{high:g}: 95 % intervals of detente cover {np.mean(covered):.1%}")
            for who, detect in detectors.items():
                alarms = np.mean([bool(detect(y)) for y in quiet])
                hits = [(at, detect(y)) for at, y in cases]
                seen = np.mean([bool(marks) for _, marks in hits])
                near = np.mean([any(abs(m - at) <= 4 for m in marks) for at, marks in hits])
                print(f"   {who:34} false alarms {alarms:6.1%}  found {seen:6.1%}  within 4 weeks {near:6.1%}")


def simulate_long(runs: int, seed: int, n: int = 20_000) -> None:
    """Counts too many to be weighed one by one: quiet, or with one change by a factor of 1.3."""
    for size in (1.0, 2.0, 5.0):
        for low, high in ((2.0, 4.0), (10.0, 20.0)):
            rng = np.random.default_rng([seed, int(size), int(low)])
            alarms, found, covered = 0, 0, []
            for _ in range(runs):
                mean, at = rng.uniform(low, high), int(rng.integers(n // 5, 4 * n // 5))
                alarms += bool(changepoints(draw(rng, mean, size, n)).index)
                given = changepoints(np.r_[draw(rng, mean, size, at), draw(rng, 1.3 * mean, size, n - at)])
                found += bool(given.index)
                spans = [given.interval(k) for k in range(len(given.index))]
                covered += [any(a <= at <= b for a, b in spans)] if spans else []
            print(
                f"k={size:g} mean {low:g}-{high:g}, {n:,} steps: false alarms {alarms / runs:.0%}  "
                f"found {found / runs:.0%}  95 % intervals cover {np.mean(covered):.0%}",
                flush=True,
            )


def speed() -> None:
    rng = np.random.default_rng(0)
    for n, kind in ((1000, "level"), (1000, None), (100_000, None)):
        y = rng.normal(size=n)
        changepoints(y, kind=kind)
        times = []
        for _ in range(5):
            start = time.perf_counter()
            changepoints(y, kind=kind)
            times.append(time.perf_counter() - start)
        print(f"n={n:7} {kind or 'automatic':10} median {np.median(times) * 1000:8.1f} ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--simulate", type=int, default=0, metavar="RUNS")
    parser.add_argument("--long", type=int, default=0, metavar="RUNS")
    parser.add_argument("--seed", type=int, default=20190228)
    parser.add_argument("--speed", action="store_true")
    given = parser.parse_args()
    if given.data:
        on_data(given.data, given.json)
    if given.simulate:
        simulate(given.simulate, given.seed)
    if given.long:
        simulate_long(given.long, given.seed)
    if given.speed:
        speed()
