"""Packages: known answers, and speed beside negmas where it is installed.

    python benchmarks/packages.py --data FILE_OR_FOLDER --json OUT

Files are of kind ``package-bargaining`` (issues with values, parties with weights and evaluations, expected points);
the worth of a package is the sum of weight x evaluation / largest evaluation of the issue. Each answer has the keys of
the file's ``expected`` and its ``pareto_frontier``. Without --data only speed is measured.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from detente.bargaining.issues import Issue, Party
from detente.bargaining.packages import Package

SOLUTIONS = {
    "nash": "nash",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
    "kalai_smorodinsky_discrete": "kalai_smorodinsky",
}
TOLERANCE = 1e-9


def read(path: Path) -> Iterator[dict[str, Any]]:
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    for file in files:
        given = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(given, dict) and given.get("kind") == "package-bargaining":
            yield given


def package(given: dict[str, Any], walk_away: list[float]) -> Package:
    issues = [Issue(id=issue["name"], levels=issue["values"]) for issue in given["issues"]]
    parties = []
    for place, (party, walk) in enumerate(zip(given["parties"], walk_away, strict=True)):
        rated = {
            issue.id: {level: e / max(scores) for level, e in zip(issue.levels, scores, strict=True)}
            for issue, scores in zip(issues, party["evaluations"], strict=True)
        }
        weights = dict(zip((issue.id for issue in issues), party["weights"], strict=True))
        name = party.get("file") or f"party {place + 1}"
        parties.append(Party(name=name, weights=weights, utilities=rated, walk_away=walk))
    return Package(issues=issues, parties=parties)


def answer(given: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    settings = {"disagreement_0": [0.0] * len(given["parties"])}
    settings["disagreement_reservation"] = [float(party.get("reservation") or 0.0) for party in given["parties"]]
    for name, walk in settings.items():
        model = package(given, walk)
        frontier = model.frontier()
        found[name] = {"d": walk, "pareto_size_rational": frontier.rational}
        for key, solution in SOLUTIONS.items():
            deal = model.solution(solution)  # type: ignore[arg-type]
            found[name][key] = deal and {"u": list(deal.worth.values()), "outcome": deal.levels}
        found["pareto_frontier"] = [list(deal.worth.values()) for deal in frontier.deals]
    return found


def equal(ours: Any, theirs: Any) -> bool:
    if isinstance(theirs, dict):
        return isinstance(ours, dict) and all(equal(ours.get(key), value) for key, value in theirs.items())
    if isinstance(theirs, list):
        return isinstance(ours, list) and len(ours) == len(theirs) and all(map(equal, ours, theirs))
    if isinstance(theirs, int | float) and not isinstance(theirs, bool):
        return isinstance(ours, int | float) and abs(ours - theirs) <= TOLERANCE
    return bool(ours == theirs)


def compare(given: dict[str, Any], found: dict[str, Any]) -> tuple[int, int]:
    hits = total = 0
    for setting, expected in given.get("expected", {}).items():
        for key, value in expected.items():
            total += 1
            hits += equal(found.get(setting, {}).get(key), value)
            if not equal(found.get(setting, {}).get(key), value):
                print(f"  {given['name']} {setting}.{key}: {found.get(setting, {}).get(key)} for {value}")
    if "pareto_frontier" in given:
        total += 1
        hits += equal(sorted(found["pareto_frontier"]), sorted(given["pareto_frontier"]))
    return hits, total


def drawn(issues: int, levels: int, parties: int, seed: int, opposed: float) -> Package:
    """A package with additive worths drawn at random, the last party's partly opposed to the first's."""
    rng = np.random.default_rng(seed)
    worth = rng.random((issues, levels, parties))
    worth[:, :, -1] = (1 - opposed) * worth[:, :, -1] + opposed * (1 - worth[:, :, 0])
    weights = rng.dirichlet(np.ones(issues), size=parties)
    names = [f"i{k}" for k in range(issues)]
    return Package(
        issues=[Issue(id=name, levels=[f"l{j}" for j in range(levels)]) for name in names],
        parties=[
            Party(
                name=f"P{p}",
                weights=dict(zip(names, map(float, weights[p]), strict=True)),
                utilities={n: {f"l{j}": float(worth[k, j, p]) for j in range(levels)} for k, n in enumerate(names)},
                walk_away=0.0,
            )
            for p in range(parties)
        ],
    )


def timed(work: Callable[[], Any], *, times: int = 3) -> float:
    took = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return min(took)


def everything(model: Package, method: str) -> None:
    model.frontier(method=method)  # type: ignore[arg-type]
    for solution in SOLUTIONS.values():
        model.solution(solution, method=method)  # type: ignore[arg-type]


def peer(model: Package) -> Callable[[], Any] | None:
    """Return the same question put to negmas; None where it is not installed."""
    try:
        from negmas import make_issue
        from negmas.preferences import LinearAdditiveUtilityFunction
        from negmas.preferences.ops import nash_points, pareto_frontier
    except ImportError:
        return None
    issues = [make_issue(list(issue.levels), issue.id) for issue in model.issues]
    functions = [
        LinearAdditiveUtilityFunction(
            values={i.id: {level: u.value for level, u in party.utilities[i.id].items()} for i in model.issues},
            weights=[party.weights[i.id].value for i in model.issues],
            issues=issues,
            reserved_value=0.0,
        )
        for party in model.parties
    ]

    def ask() -> int:
        points, _ = pareto_frontier(functions, issues=issues)
        nash_points(functions, frontier=points, issues=issues)
        return len(points)

    return ask


def speed() -> None:
    print("\nfrontier and all four solutions, seconds (best of 3; negmas: frontier and Nash points, once)")
    print(f"{'packages':>16} {'parties':>7} {'frontier':>8} {'merge':>8} {'enumerate':>9} {'negmas':>8} {'ratio':>8}")
    for issues, levels, parties in ((3, 10, 2), (4, 10, 2), (5, 10, 2), (6, 10, 2), (6, 10, 3), (20, 2, 2)):
        model = drawn(issues, levels, parties, seed=1, opposed=0.5)
        merge = timed(lambda model=model: everything(model, "merge"))
        listed = timed(lambda model=model: model.frontier(method="enumerate"))
        ask = peer(model) if parties == 2 else None
        theirs = timed(ask, times=1) if ask else None
        size = len(model.frontier().deals)
        told = "-" if theirs is None else f"{theirs:8.3f} {theirs / merge:7.0f}x"
        print(f"{model.size:>16,} {parties:>7} {size:>8,} {merge:8.4f} {listed:9.4f} {told:>17}")
    for opposed in (0.0, 0.5, 0.9):
        model = drawn(10, 10, 2, seed=1, opposed=opposed)
        merge = timed(lambda model=model: everything(model, "merge"))
        by_merging = [deal.levels for deal in model.frontier().deals]
        line = f"{model.size:>16,} {2:>7} {len(by_merging):>8,} {merge:8.4f}"
        if opposed < 0.9:
            start = time.perf_counter()
            by_milp = [deal.levels for deal in model.frontier(method="milp").deals]
            took = time.perf_counter() - start
            same = "equal" if by_milp == by_merging else "OTHER"
            line += f"   whole frontier by integer programming {took:.2f} s, {same}"
        print(line)
    if peer(model) is None:
        print("negmas is not installed: no ratio (pip install negmas, in an environment of its own)")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="a file or a folder of files of kind package-bargaining")
    parser.add_argument("--json", type=Path, dest="out", help="where to write the raw answers")
    parser.add_argument("--no-speed", action="store_true", help="known answers only")
    given = parser.parse_args()
    answers, hits, total = [], 0, 0
    if given.data is not None:
        if not given.data.exists():
            print(f"{given.data}: no such file or folder", file=sys.stderr)
            return 2
        for case in read(given.data):
            found = answer(case)
            answers.append({"name": case["name"], "answer": found})
            right, asked = compare(case, found)
            hits, total = hits + right, total + asked
            print(f"{case['name']}: {right} of {asked} known answers equal within {TOLERANCE:g}")
        print(f"all files: {hits} of {total} equal")
    if given.out is not None:
        given.out.write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if not given.no_speed:
        speed()
    return 0


if __name__ == "__main__":
    sys.exit(main())
