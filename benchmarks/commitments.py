"""The ledger: known answers for traces of single commitments, and all states of a large ledger at many dates.

    python benchmarks/commitments.py --data FILE_OR_FOLDER --json OUT
    python benchmarks/commitments.py --scale

Files are of kind ``commitment-lifecycle``: traces with an antecedent, a consequent, their deadlines and timed events.
Each answer gives the state at every instant that the file asks about; where it asks about none, at every instant from
the one before the first event to ten after everything is over.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from detente.agreements.lifecycle import MOVES, Move, Terms, state_at

AFTER = 10


def read(path: Path) -> Iterator[dict[str, Any]]:
    for file in sorted(path.glob("*.json")) if path.is_dir() else [path]:
        given = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(given, dict) and given.get("kind") == "commitment-lifecycle":
            yield from given["traces"]


def terms_of(trace: dict[str, Any]) -> Terms:
    return Terms(
        conditional=trace.get("antecedent") not in (None, "", "true", True),
        antecedent_by=trace.get("antecedent_deadline"),
        consequent_by=trace.get("consequent_deadline"),
        consequent_within=trace.get("consequent_deadline_after_detach"),
    )


def moves_of(trace: dict[str, Any]) -> list[tuple[int, Move]]:
    """Return the events under our names; one that the trace itself does not explain moves nothing."""
    named: dict[str, Move] = {name: name for name in MOVES}
    named |= {trace["consequent"]: "consequent", trace.get("antecedent") or "": "antecedent"}
    return [(at, named[name]) for at, name in trace["events"] if name in named]


def instants(trace: dict[str, Any]) -> list[int]:
    if trace.get("expected_state_at"):
        return [int(at) for at in trace["expected_state_at"]]
    times = [at for at, _ in trace["events"]] or [0]
    by = (trace.get("antecedent_deadline"), trace.get("consequent_deadline"))
    last = max([*times, *(at for at in by if at is not None)]) + (trace.get("consequent_deadline_after_detach") or 0)
    return list(range(min(times) - 1, last + AFTER))


def answer(trace: dict[str, Any]) -> dict[str, str]:
    terms, moves = terms_of(trace), moves_of(trace)
    return {str(at): state_at(terms, moves, at) for at in instants(trace)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="a trace file or a folder of them")
    parser.add_argument("--json", type=Path, help="write the raw answers here")
    args = parser.parse_args()
    if not args.data:
        sys.exit("nothing to do: give --data")
    traces = list(read(args.data))
    answers = [{"id": trace["id"], "answer": answer(trace)} for trace in traces]
    wanted = [(trace["id"], at, state) for trace in traces for at, state in trace.get("expected_state_at", {}).items()]
    given = {(each["id"], at): state for each in answers for at, state in each["answer"].items()}
    wrong = [(name, at, state, given[name, at]) for name, at, state in wanted if given[name, at] != state]
    for name, at, state, ours in wrong:
        print(f"{name} at {at}: {ours}, wanted {state}")
    print(f"{len(wanted) - len(wrong)} of {len(wanted)} states of {len(traces)} traces as expected")
    if args.json:
        args.json.write_text(json.dumps(answers, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
