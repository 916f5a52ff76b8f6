"""Conflicts: known answers, equilibria beside nashpy where it is installed, speed and memory.

    python benchmarks/conflicts.py --data FILE_OR_FOLDER --json OUT

Files are of kind ``gmcr`` (one conflict), ``gmcr-suite`` (``cases``) and ``gmcr-large`` (counts and the SHA-256 of the
packed equilibrium flags). Each answer has the keys of the file's own expectations. Without --data only speed is
measured.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from detente.bargaining import Conflict
from detente.bargaining.stability import CONCEPTS, Stability
from detente.errors import InputError

Case = tuple[str, str, dict[str, Any]]


def read(path: Path) -> Iterator[Case]:
    """Yield (name, kind, conflict) of every conflict in a file or a folder."""
    for file in sorted(path.glob("*.json")) if path.is_dir() else [path]:
        given = json.loads(file.read_text(encoding="utf-8"))
        kind = given.get("kind", "") if isinstance(given, dict) else ""
        name = given.get("name", file.stem) if isinstance(given, dict) else file.stem
        if kind == "gmcr-suite":
            for place, case in enumerate(given["cases"]):
                inner = "gmcr-large" if "expected_equilibrium_counts" in case else case.get("kind", "gmcr")
                yield f"{name}/{case.get('id', place)}", inner, case
        elif kind in ("gmcr", "gmcr-large"):
            yield name, kind, given


def answer(kind: str, case: dict[str, Any]) -> dict[str, Any]:
    conflict = Conflict.from_dict(case)
    found = conflict.stability()
    if kind == "gmcr-large":
        return {
            "equilibrium_counts": {c: int(found.equilibrium(c).sum()) for c in CONCEPTS},
            "stable_counts_by_dm": {c: list(found.counts(c)) for c in CONCEPTS},
            "sha256_packbits_little": {c: found.sha256(c) for c in CONCEPTS},
        }
    return small(conflict, found)


def small(conflict: Conflict, found: Stability) -> dict[str, Any]:
    return {
        "states": len(conflict.graph.states),
        "payoffs": [list(conflict.payoffs(name)) for name in conflict.names],
        "stable_states_by_dm": {c: [list(found.stable(c, name)) for name in conflict.names] for c in CONCEPTS},
        "equilibria": {c: list(found.equilibria(c)) for c in CONCEPTS},
    }


def expected(kind: str, case: dict[str, Any]) -> dict[str, Any]:
    if kind == "gmcr-large":
        return {
            "equilibrium_counts": case.get("expected_equilibrium_counts", {}),
            "stable_counts_by_dm": case.get("expected_stable_counts_by_dm", {}),
            "sha256_packbits_little": case.get("sha256_packbits_little", {}),
        }
    given = case.get("expected", {})
    return {
        "payoffs": given.get("payoffs", case.get("payoffs", [])),
        "stable_states_by_dm": given.get("stable_states_by_dm", case.get("expected_stable_by_dm", {})),
        "equilibria": given.get("equilibria", case.get("expected_equilibria", {})),
    }


def compare(name: str, ours: dict[str, Any], theirs: dict[str, Any]) -> tuple[int, int]:
    """Return how many of the file's expectations are equal, of how many, printing those that are not."""
    hits = total = 0
    for key, value in theirs.items():
        parts = value.items() if isinstance(value, dict) else [("", value)] if value else []
        for part, wanted in parts:
            got = ours[key].get(part) if part else ours[key]
            total += 1
            hits += got == wanted
            if got != wanted:
                print(f"  {name} {key} {part}: {got} for {wanted}")
    return hits, total


def nash_by_peer(case: dict[str, Any], conflict: Conflict) -> list[int] | None:
    """Return the pure equilibria that nashpy finds in a game of two, one option each; None where it does not apply."""
    try:
        import nashpy
        import numpy as np
    except ImportError:
        return None
    plain = all(option.permitted == "both" for option in conflict.options) and not case.get("infeasible")
    if len(conflict.options) != 2 or len(conflict.names) != 2 or not plain:
        return None
    tables = [np.array(conflict.payoffs(name)).reshape(2, 2).T for name in conflict.names]
    pairs = nashpy.Game(*tables).support_enumeration()
    pure = [(row, column) for row, column in pairs if max(row) == max(column) == 1]
    return sorted(int(row.argmax() + 2 * column.argmax()) + 1 for row, column in pure)


def drawn(options: int, makers: int, *, seed: int, ways: tuple[str, ...] = ("both",)) -> Conflict:
    """Return a conflict with statements drawn at random, of 1 to 4 options each."""
    draw = random.Random(seed)
    each = [list(range(k * options // makers, (k + 1) * options // makers)) for k in range(makers)]
    statements = [
        [[[o, draw.choice("YN")] for o in sorted(draw.sample(range(options), draw.randint(1, 4)))] for _ in range(18)]
        for _ in range(makers)
    ]
    return Conflict.from_dict(
        {
            "options": [{"name": f"o{k}", "permitted": draw.choice(ways)} for k in range(options)],
            "decision_makers": [
                {"name": f"D{k}", "options": each[k], "statements": statements[k]} for k in range(makers)
            ],
        }
    )


def timed(options: int, makers: int, ways: tuple[str, ...]) -> dict[str, float]:
    """Return the best of three runs of all four concepts, ranks included, and the peak memory of the process."""
    drawn(options, makers, seed=0, ways=ways).replace().stability()
    took, used = [], []
    for seed in range(1, 4):
        conflict = drawn(options, makers, seed=seed, ways=ways)
        start, work = time.perf_counter(), time.process_time()
        conflict.stability()
        took.append(time.perf_counter() - start)
        used.append(time.process_time() - work)
        del conflict
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": min(took), "cpu": min(used), "megabytes": peak / (1e6 if sys.platform == "darwin" else 1e3)}


def speed() -> None:
    print("\nranks and all four concepts after compilation, best of 3, a process of its own each")
    print(f"{'states':>9} {'makers':>6} {'options':>8} {'seconds':>8} {'CPU s':>7} {'peak MB':>8}")
    for options in (10, 12, 16, 20):
        for ways in ("both", "both fwd back"):
            done = subprocess.run(
                [sys.executable, __file__, "--once", str(options), *ways.split()],
                capture_output=True,
                text=True,
                check=True,
            )
            row = json.loads(done.stdout)
            told = "two-way" if ways == "both" else "mixed"
            print(
                f"{1 << options:>9,} {4:>6} {told:>8} {row['seconds']:8.4f} {row['cpu']:7.4f} {row['megabytes']:8.0f}"
            )


def robust() -> None:
    """Weigh 10,000 profiles of a conflict of 2^10 states, four makers of twelve uncertain statements each."""
    conflict = drawn(10, 4, seed=1)
    makers = tuple(
        maker.replace(
            preferences=tuple(
                statement.replace(
                    importance={"low": -k - 2.0, "value": -float(k), "high": 2.0 - k}, doubtful=k % 3 == 0
                )
                for k, statement in enumerate(maker.preferences[:12])
            )
        )
        for maker in conflict.decision_makers
    )
    open_one = conflict.replace(decision_makers=makers)
    open_one.robustness(np.random.default_rng(0), profiles=10)
    for concept in CONCEPTS:
        start, work = time.perf_counter(), time.process_time()
        open_one.robustness(np.random.default_rng(0), profiles=10_000, concept=concept)
        print(
            f"  10,000 profiles, {concept}: {time.perf_counter() - start:.2f} s, CPU {time.process_time() - work:.2f} s"
        )


def known(path: Path) -> tuple[list[dict[str, Any]], bool]:
    answers, hits, total, peers = [], 0, 0, []
    for name, kind, case in read(path):
        try:
            found = answer(kind, case)
        except InputError as error:
            print(f"  {name}: {error}")
            answers.append({"name": name, "answer": {"error": str(error)}})
            total += 1
            continue
        answers.append({"name": name, "answer": found})
        right, asked = compare(name, found, expected(kind, case))
        hits, total = hits + right, total + asked
        print(f"{name}: {right} of {asked} known answers equal")
        peer = nash_by_peer(case, Conflict.from_dict(case)) if kind == "gmcr" else None
        if peer is not None:
            peers.append(peer == found["equilibria"]["R"])
    print(f"all files: {hits} of {total} equal")
    if peers:
        print(f"nashpy, pure equilibria of games of two: {sum(peers)} of {len(peers)} equal to R")
    return answers, hits == total


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="a file or a folder of files of kind gmcr, gmcr-suite, gmcr-large")
    parser.add_argument("--json", type=Path, dest="out", help="where to write the raw answers")
    parser.add_argument("--no-speed", action="store_true", help="known answers only")
    parser.add_argument("--once", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.once:
        print(json.dumps(timed(int(given.once[0]), 4, tuple(given.once[1:]))))
        return 0
    if given.data is not None and not given.data.exists():
        print(f"{given.data}: no such file or folder", file=sys.stderr)
        return 2
    answers: list[dict[str, Any]] = []
    if given.data is not None:
        answers, _ = known(given.data)
    if given.out is not None:
        given.out.write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if not given.no_speed:
        speed()
        print("\nprofiles within the evidence, 1,024 states, four makers, twelve uncertain statements each")
        robust()
    return 0


if __name__ == "__main__":
    sys.exit(main())
