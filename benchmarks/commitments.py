"""The ledger: known answers for traces of single commitments, and all states of a large ledger at many dates.

    python benchmarks/commitments.py --data FILE_OR_FOLDER --json OUT
    python benchmarks/commitments.py --scale

Files are of kind ``commitment-lifecycle``: traces with an antecedent, a consequent, their deadlines and timed events.
Each answer gives the state at every instant that the file asks about; where it asks about none, at every instant from
the one before the first event to ten after everything is over.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from detente.agreements.bulk import DUTIES, NEVER, Columns, counts, states
from detente.agreements.bulk_tables import from_tables
from detente.agreements.evidence import MOVED_BY
from detente.agreements.lifecycle import MOVES, STATES, Move, Terms, state_at

AFTER = 10
AGREEMENTS, PROMISES, EVIDENCE, DATES, YEARS = 5_000, 100_000, 1_000_000, 100, 10
FIRST = dt.date(2010, 1, 1)
PLAIN = 200  # promises that the plain machine does too, for the ratio and as a check


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


def invented(rng: np.random.Generator) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Return the three tables of an invented ledger of ten years; evidence becomes known within a year."""
    days = YEARS * 365
    signed = rng.integers(0, days // 2, AGREEMENTS)
    whose = rng.integers(0, AGREEMENTS, PROMISES)
    ids = [f"p{n}" for n in range(PROMISES)]

    def day(offsets: Any, share: float = 1.0) -> pl.Series:
        values = FIRST.toordinal() - 719_163 + np.asarray(offsets)
        return pl.Series(
            [int(v) if keep else None for v, keep in zip(values, rng.random(len(values)) < share, strict=True)]
        ).cast(pl.Date)

    agreements = pl.DataFrame(
        {"id": [f"a{n}" for n in range(AGREEMENTS)], "date": day(signed), "known_from": day(signed),
         "parties": [["FRA", "DEU"]] * AGREEMENTS}
    )  # fmt: skip
    made = signed[whose]
    conditional = rng.random(PROMISES) < 0.5
    commitments = pl.DataFrame(
        {
            "agreement": [f"a{n}" for n in whose],
            "id": ids,
            "creditor": [["DEU"] if owed else [] for owed in rng.random(PROMISES) < 0.9],
            "kind": rng.choice(["achieve", "maintain", "effort", "unilateral"], PROMISES),
            "condition": [json.dumps({"text": "x", "defined": True}) if held else None for held in conditional],
            "due": day(made + rng.integers(30, 2000, PROMISES), 0.5),
            "due_days_after_condition": [int(n) if n < 900 else None for n in rng.integers(30, 2000, PROMISES)],
            "starts": day(made + rng.integers(0, 300, PROMISES), 0.3),
        }
    )
    of = rng.integers(0, PROMISES, EVIDENCE)
    at = made[of] + rng.integers(0, days // 2, EVIDENCE)
    evidence = pl.DataFrame(
        {
            "commitment": np.array(ids, dtype=object)[of],
            "effect": rng.choice([*MOVED_BY, "progress", "against"], EVIDENCE),
            "date": day(at),
            "date_end": day(at + rng.integers(0, 30, EVIDENCE), 0.1),
            "known_from": day(at + rng.integers(0, 365, EVIDENCE)),
            "certainty": rng.choice(["confirmed", "probable", "disputed"], EVIDENCE),
        },
        schema_overrides={"commitment": pl.String},
    )
    return agreements, commitments, evidence


def plainly(given: Columns, promise: int, day: int) -> str:
    """Return what the plain machine says of one promise on a day."""
    deadlines = [getattr(given, name)[promise] for name in ("antecedent_by", "consequent_by", "consequent_within")]
    terms = Terms(
        DUTIES[given.duty[promise]],
        bool(given.conditional[promise]),
        bool(given.owed[promise]),
        *(None if value == NEVER else int(value) for value in deadlines),
    )
    own = range(given.first[promise], given.first[promise + 1])
    moved = [(int(given.at[k]), MOVES[given.move[k]]) for k in own if max(given.known[k], given.at[k]) <= day]
    return state_at(terms, moved, day)


def scale() -> None:
    tables = invented(np.random.default_rng(20190228))
    dates = FIRST.toordinal() + np.linspace(0, YEARS * 365, DATES).astype(np.int64)
    clock = time.process_time()
    given = from_tables(*tables)
    laid_out = time.process_time() - clock
    clock = time.process_time()
    states(given, dates[:1])
    loaded = time.process_time() - clock
    clock = time.process_time()
    found = states(given, dates)
    fast = time.process_time() - clock
    clock = time.process_time()
    plain = [[plainly(given, promise, int(day)) for day in dates] for promise in range(PLAIN)]
    slow = (time.process_time() - clock) * PROMISES / PLAIN
    equal = plain == [[STATES[code] for code in row] for row in found[:PLAIN]]
    print(f"{PROMISES:,} promises, {EVIDENCE:,} rows of evidence, all states at {DATES} dates, CPU time:")
    print(f"  from tables to columns {laid_out:.2f} s, loading the kernel {loaded:.2f} s, states {fast:.2f} s")
    print(f"  the plain machine alone, extrapolated from {PLAIN} promises: {slow:,.0f} s; equal on them: {equal}")
    print(f"  on the last date: {counts(found, dates.tolist()).drop('at').tail(1).to_dicts()[0]}")
    if not equal:
        sys.exit(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="a trace file or a folder of them")
    parser.add_argument("--json", type=Path, help="write the raw answers here")
    parser.add_argument("--scale", action="store_true", help="time a large ledger of invented promises")
    args = parser.parse_args()
    if args.scale:
        scale()
    if not args.data:
        sys.exit(None if args.scale else "nothing to do: give --data or --scale")
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
