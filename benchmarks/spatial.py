"""Spatial models: known answers of two published models, and what is comparable in each file.

    python benchmarks/spatial.py --data FILE_OR_FOLDER --json OUT

``bdm-scholz-eum``: the rounds in the file were computed with departures from the published model; they are played by
the same rules (equal to the last digit) and by the published ones (what the departures do). ``ktab-smp``: the numbers
before the first transition are known; later turns are compared given the printed positions, since the draws are the
toolkit's own: the chances to win, and whether each next position is among the bargains that wait before the actor.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np

from detente.bargaining import ktab
from detente.bargaining.expected_utility import ExpectedUtilityRules
from detente.bargaining.paths import Path as Course
from detente.bargaining.paths import ideal_shares
from detente.bargaining.spatial import SpatialModel

AS_LOGGED = ExpectedUtilityRules(votes="all contests", compromise="lowest point", capitulation=False)
VOTING = {"Prop": "proportional", "PropCbc": "proportional and cubic", "Cubic": "cubic"}
ELECTION = {"ConditionalPCM": "conditional", "Conditional": "conditional", "MarkovIncentive": "markov incentive",
            "MarkovUniform": "markov uniform"}  # fmt: skip
ADJUST = {"None": "none", "OneThird": "one third", "Half": "half", "TwoThirds": "two thirds", "Full": "full"}
THIRD = {"NoCommit": "free", "SemiCommit": "semi", "FullCommit": "full"}
# Positions are printed to a tenth of a point: what was one position may be printed as two.
PRINTED = 0.002


def read(path: Path) -> Iterator[dict[str, Any]]:
    for file in sorted(path.glob("*.json")) if path.is_dir() else [path]:
        given = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(given, dict) and given.get("kind") in ("bdm-scholz-eum", "ktab-smp"):
            yield given


def contest(given: dict[str, Any], rules: ExpectedUtilityRules) -> Course:
    actors = [
        {"name": a["actor"], "position": a["position"], "salience": a["salience"], "capability": a["capability"]}
        for a in given["inputs"]
    ]
    places = [a["position"] for a in given["inputs"]]
    scale = (min(0.0, *places), max(100.0, *places))
    model = SpatialModel.from_dict({"actors": actors, "scale": scale, "expected_utility": rules})
    return model.forecast(rounds=max(1, len(given["expected_rounds"]) - 1))


def rounds(path: Course) -> list[dict[str, Any]]:
    found = []
    for each in path.rounds:
        row: dict[str, Any] = {"round": each.number, "median": each.median[0], "mean": each.mean[0]}
        row["positions"] = {name: at[0] for name, at in each.positions.items()}
        if each.number:
            row["risk_exponents"] = each.risk
            row["offers"] = [
                {
                    "actor": m.actor,
                    "other": m.other,
                    "type": m.kind,
                    "eu_actor": m.expects,
                    "eu_other": m.fears,
                    "new_position": m.to[0],
                }
                for m in each.moves
            ]
        found.append(row)
    return found


def largest(ours: list[dict[str, Any]], theirs: list[dict[str, Any]], key: str) -> float:
    """Return the largest difference under a key, the last round of a path at rest standing for those after it."""
    worst = 0.0
    for place, expected in enumerate(theirs):
        found = ours[min(place, len(ours) - 1)]
        if key not in expected or key not in found:
            continue
        a, b = expected[key], found[key]
        pairs = [(a[name], b[name]) for name in a] if isinstance(a, dict) else [(a, b)]
        worst = max(worst, *(abs(x - y) for x, y in pairs))
    return worst


def equal_offers(ours: dict[str, Any], theirs: dict[str, Any]) -> bool:
    a, b = ours.get("offers", []), theirs.get("offers", [])
    return len(a) == len(b) and all(
        abs(x[key] - value) <= 1e-9 if isinstance(value, float) else x[key] == value
        for x, y in zip(a, b, strict=True)
        for key, value in y.items()
    )


def expected_utility(given: dict[str, Any]) -> dict[str, Any]:
    logged, published = rounds(contest(given, AS_LOGGED)), rounds(contest(given, ExpectedUtilityRules()))
    theirs = given["expected_rounds"]
    print(f"{given['name']}: {len(theirs)} rounds, {len(given['inputs'])} actors; largest difference from the file")
    for name, ours in (("by the rules of the file", logged), ("by the published rules", published)):
        told = ", ".join(f"{key} {largest(ours, theirs, key):.3g}" for key in ("positions", "mean", "median"))
        same = sum(equal_offers(a, b) for a, b in zip(ours, theirs, strict=False))
        print(f"  {name}: {told}, risk exponents {largest(ours, theirs, 'risk_exponents'):.3g}, offers equal in {same}")
    one_by_one = {
        "votes against all contests only": ExpectedUtilityRules(votes="all contests"),
        "compromise of the lowest point only": ExpectedUtilityRules(compromise="lowest point"),
        "no capitulation only": ExpectedUtilityRules(capitulation=False),
    }
    for name, rules in one_by_one.items():
        path = contest(given, rules)
        print(f"  {name}: after {path.rounds[-1].number} rounds mean {path.rounds[-1].mean[0]:.3f}")
    means = ", ".join(f"{row['mean']:.3f}" for row in published)
    print(f"  published: means {means}")
    return {"rounds": logged, "rounds_published": published}


def toolkit(given: dict[str, Any]) -> SpatialModel:
    root = ElementTree.fromstring(given["input_text"].lstrip("\ufeff").strip())
    dimensions = [node.text or "" for node in root.findall("./Dimensions/dName")]
    printed = given.get("expected_positions_per_turn", {})
    ideals: dict[str, dict[str, float]] = {}
    for pair in root.findall("./IdealAdjustment/iaPair"):
        who, whom = pair.findtext("adjustingIdeal", ""), pair.findtext("referencePos", "")
        ideals.setdefault(who, {})[whom] = float(pair.findtext("adjust", "0"))
    actors = []
    for node in root.findall("./Actors/Actor"):
        name = node.findtext("name", "")
        at = [coordinate.text for coordinate in node.findall("./Position/dCoord")]
        # A coordinate left empty in the input is printed in the first turn.
        places = {d: float(x) if x else printed[name][d][0] for d, x in zip(dimensions, at, strict=True)}
        cares = [float(s.text or 0) / 100 for s in node.findall("./Salience/dSal")]
        actors.append(
            {
                "name": name,
                "capability": float(node.findtext("capability", "0")),
                "positions": places,
                "saliences": dict(zip(dimensions, cares, strict=True)),
                "ideals": ideals.get(name, {}),
            }
        )
    said = {node.tag: node.text or "" for node in root.findall("./ModelParameters/*")}
    rules = {
        "victory": said.get("VictoryProbModel", "Linear").lower(),
        "voting": VOTING[said.get("VotingRule", "Prop")],
        "election": ELECTION[said.get("PCEModel", "Conditional")],
        "risk_range": said.get("BigRRange", "Mid").lower(),
        "risk_estimate": ADJUST[said.get("BigRAdjust", "OneThird")],
        "third_parties": THIRD[said.get("ThirdPartyCommit", "SemiCommit")],
        "interpolation": said.get("InterVecBrgn", "S2P2").lower(),
        "tolerance": PRINTED,
    }
    return SpatialModel.from_dict(
        {"actors": actors, "dimensions": dimensions, "bargaining": rules, "account": "spatial bargaining"}
    )


def spatial_bargaining(given: dict[str, Any]) -> dict[str, Any]:
    model = toolkit(given)
    names, shares = [actor.name for actor in model.actors], ideal_shares(model)
    printed = given["expected_positions_per_turn"]
    turns = len(printed[names[0]][model.dimensions[0]])
    places = np.array([[[printed[n][d][t] for d in model.dimensions] for n in names] for t in range(turns)]) / 100
    _, saliences, capabilities = model.read(lambda path, number: np.array([number.value]))
    ideal, winning, apart = places[0], [], []
    for turn in range(turns):
        table = ktab.Table(places[turn], ideal, saliences[0], capabilities[0])
        now = ktab.standing(table, model.bargaining)
        winning.append(now.winning)
        if turn + 1 < turns:
            waiting = ktab.bargains(table, now, model.bargaining)
            apart += [
                100 * min(float(np.abs(b.of(k) - places[turn + 1, k]).max()) for b in each)
                for k, each in enumerate(waiting)
            ]
            ideal = shares @ places[turn + 1] + (1 - shares.sum(axis=1))[:, None] * ideal
    theirs = np.array([given["expected_winning_probability_per_turn"][n] for n in names]).T
    off = np.abs(np.array(winning) - theirs).max(axis=1)
    print(f"{given['name']}: {len(names)} actors, {len(model.dimensions)} dimensions, {turns} turns")
    print(f"  chances to win before the first transition: largest difference {off[0]:.1e} (printed to 1e-4)")
    print(f"  chances to win at later turns, given the printed positions: largest {off[1:].max():.4f}")
    print(f"  next positions among the waiting bargains: all {len(apart)} within {max(apart):.2f} points of 100")
    return {
        "winning_probability_per_turn": {n: [float(w[k]) for w in winning] for k, n in enumerate(names)},
        "positions_before_first_transition": {
            n: dict(zip(model.dimensions, map(float, 100 * places[0][k]), strict=True)) for k, n in enumerate(names)
        },
        "largest_distance_to_a_waiting_bargain": max(apart),
    }


def speed() -> None:
    rng = np.random.default_rng(0)
    actors = [
        {
            "name": f"n{i}",
            "position": {"low": p * 90, "value": p * 90 + 5, "high": p * 90 + 10},
            "salience": s,
            "capability": c,
        }
        for i, (p, s, c) in enumerate(rng.random((10, 3)) * [1, 0.9, 1] + [0, 0.1, 0.1])
    ]
    for account, draws in (("expected utility", 1000), ("spatial bargaining", 20)):
        model = SpatialModel.from_dict({"actors": actors, "account": account})
        start = time.perf_counter()
        model.sensitivity(rng, draws=draws)
        print(f"{account}: 10 actors, 10 rounds, {draws} draws of the inputs in {time.perf_counter() - start:.2f} s")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="a file or a folder of files of the two kinds")
    parser.add_argument("--json", type=Path, dest="out", help="where to write the raw answers")
    given = parser.parse_args()
    answers = []
    if given.data is not None:
        if not given.data.exists():
            print(f"{given.data}: no such file or folder", file=sys.stderr)
            return 2
        for case in read(given.data):
            found = expected_utility(case) if case["kind"] == "bdm-scholz-eum" else spatial_bargaining(case)
            answers.append({"name": case["name"], "answer": found})
    if given.out is not None:
        given.out.write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    speed()
    return 0


if __name__ == "__main__":
    sys.exit(main())
