"""ICEWS, January to May 2018, against an expert's calendar: which phases show, and does the calendar bear them out?

    python benchmarks/icews_calendar.py --data FILE --json OUT

FILE is ICEWS with actors by name or as published. The calendar, icews_calendar.csv beside this script, was written from
public chronologies before any series was looked at; its column `expected` says where relations should have turned, and
which way. A turn is borne out where the posterior puts a boundary within three days of it, in the direction expected.
How far calendar and boundaries agree is held against the same calendar shifted round the window.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

from detente.record.importers import import_files
from detente.record.store import open_record, query
from detente.relations.likelihoods import Reading
from detente.relations.phases import AS_STATED, Phases, find_phases
from detente.relations.timeline import dyad_acts, lay_out

WINDOW = (dt.date(2018, 1, 1), dt.date(2018, 5, 31))
DYADS = (("USA", "PRK"), ("KOR", "PRK"), ("USA", "KOR"), ("CHN", "PRK"))
NEAR = 3  # days
SEED = 20190228


def load(path: Path) -> pl.DataFrame:
    with TemporaryDirectory() as folder:
        record = Path(folder) / "record.duckdb"
        (tally,) = import_files([path], out=record)
        print(tally)
        with open_record(record) as con:
            return query(con, "select * from events order by date, id")


def phases_of(events: pl.DataFrame, dyad: tuple[str, str], *, days: int = 1, reading: Reading = AS_STATED) -> Phases:
    acts = [act for act in dyad_acts(events, dyad) if WINDOW[0] <= act.date <= WINDOW[1]]
    steps = lay_out(acts, window=WINDOW, anchor=WINDOW[0] - dt.timedelta(days=1), days=days)
    return find_phases(steps, seed=SEED, reading=reading)


def struck(events: pl.DataFrame) -> pl.DataFrame:
    """One row a day, pair and type: what a newswire repeats within a day counts once."""
    return events.unique(["date", "source", "target", "type", "quad"], keep="first", maintain_order=True)


def near(phases: Phases, day: dt.date) -> float:
    """The probability of a boundary within three days of a day; steps must be of one day."""
    at = phases.steps.step_of(day)
    return float(np.mean([bool(((draw >= at - NEAR) & (draw <= at + NEAR)).any()) for draw in phases.draws]))


def agreement(phases: Phases, days: list[dt.date]) -> tuple[float, float]:
    """The mean of `near` over some days, and the share of shifts of those days that agree as well or better."""
    n = len(phases.steps.starts)
    hit = np.zeros(n)
    for draw in phases.draws:
        mask = np.zeros(n, dtype=bool)
        for cut in draw:
            mask[max(0, int(cut) - NEAR) : int(cut) + NEAR + 1] = True
        hit += mask / len(phases.draws)
    at = np.array([phases.steps.step_of(day) for day in days])
    shifted = np.array([hit[(at + shift) % n].mean() for shift in range(n)])
    return float(shifted[0]), float((shifted >= shifted[0] - 1e-12).mean())


def turn(phases: Phases, day: dt.date) -> tuple[str, str]:
    """The boundary nearest to a day, and which way the mean intensity of phases turns at it."""
    if not phases.boundaries:
        return "none", ""
    k = min(range(len(phases.boundaries)), key=lambda k: abs((phases.boundaries[k].date - day).days))
    before, after = phases.phases[k].intensity, phases.phases[k + 1].intensity
    way = "" if before is None or after is None else "up" if after > before else "down"
    found = phases.boundaries[k]
    return f"{found.date:%d %b} ({found.low:%d %b} to {found.high:%d %b})", way


def report(events: pl.DataFrame, dyad: tuple[str, str]) -> dict[str, object]:
    readings = {
        "days": phases_of(events, dyad),
        "weeks": phases_of(events, dyad, days=7),
        "days, the mix of classes alone": phases_of(events, dyad, reading=Reading(intensity=False)),
        "days, how many acts there are beside": phases_of(events, dyad, reading=Reading(counts=True)),
        "days, an act counts for a quarter": phases_of(events, dyad, reading=Reading(weight=0.25)),
        "days, repeats of a day struck out": phases_of(struck(events), dyad),
    }
    print(f"\n{'-'.join(dyad)}: {len(readings['days'].steps.acts):,} acts")
    for name, phases in readings.items():
        print(f"  by {name}: any change {phases.any_change:.3f}")
        for phase in phases.phases:
            mean = "" if phase.intensity is None else f"{phase.intensity:+.2f}"
            print(f"     {phase.start:%d %b} to {phase.end:%d %b}  {phase.label:10} {phase.counts}  mean {mean}")
    return {
        name: {
            "any_change": phases.any_change,
            "boundaries": [[str(b.date), str(b.low), str(b.high), b.probability] for b in phases.boundaries],
            "phases": [[str(p.start), str(p.end), p.label, p.counts, p.intensity] for p in phases.phases],
        }
        for name, phases in readings.items()
    }


def calendar(events: pl.DataFrame, dyad: tuple[str, str], rows: list[dict[str, str]]) -> list[dict[str, object]]:
    found = []
    for name, some in (("days", events), ("repeats struck out", struck(events))):
        phases = phases_of(some, dyad)
        print(f"\n{'-'.join(dyad)} by {name} against the calendar")
        for row in rows:
            day = dt.date.fromisoformat(row["date"])
            nearest, way = turn(phases, day)
            p = near(phases, day)
            borne = (
                "" if not row["expected"] else "borne out" if p >= 0.5 and way == row["expected"] else "not borne out"
            )
            print(f"  {day:%d %b}  {p:4.2f}  {row['expected']:5} {nearest:28} {way:5} {borne:14} {row['happened']}")
            found.append({"dyad": dyad, "reading": name, **row, "near": p, "nearest": nearest, "verdict": borne})
        days = [dt.date.fromisoformat(row["date"]) for row in rows if row["expected"]]
        mean, chance = agreement(phases, days)
        print(f"  mean probability at the expected turns {mean:.2f}; as much in {chance:.0%} of shifted calendars")
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with (Path(__file__).parent / "icews_calendar.csv").open(encoding="utf-8", newline="") as handle:
        dated = list(csv.DictReader(handle))
    table = load(given.data)
    answers = {"-".join(dyad): report(table, dyad) for dyad in DYADS}
    compared = [row for dyad in DYADS[:2] for row in calendar(table, dyad, dated)]
    if given.json:
        given.json.write_text(json.dumps({"phases": answers, "calendar": compared}, indent=1, default=str), "utf-8")
