"""Does the right regime lead? Simulated relapse, setback, stalemate and new phase, from plain to barely visible.

    python benchmarks/regimes.py --runs 40

Five years of invented acts: two of hostility, two of talks, then a year under a known regime. ``rate`` is acts a
month, ``strength`` how far the last year's mix goes toward that of its regime (1 is all the way). Where no shift
could have shown, the answer wanted is that the record cannot tell.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import polars as pl

from detente.relations.answering import Question, answer

REFERENCE = dt.date(2020, 1, 1)
WINDOW = (dt.date(2016, 1, 1), dt.date(2020, 12, 31))
PRIORS = {"continued": 0.3, "stalemate": 0.2, "relapse": 0.2, "new": 0.2, "other": 0.1}
# What acts are: (type, quad class, intensity), and the mix of each regime over them.
ACTS = (
    ("CONSULT", 1, 2.5), ("COOPERATE", 2, 6.0), ("CONCEDE", 1, 4.0), ("REJECT", 3, -4.0), ("ACCUSE", 3, -2.0),
    ("MOBILIZE", 4, -7.0), ("SANCTION", 4, -6.0),
)  # fmt: skip
HOSTILITY = (0.05, 0.02, 0.03, 0.2, 0.3, 0.25, 0.15)
TALKS = (0.4, 0.12, 0.12, 0.12, 0.2, 0.02, 0.02)
STALEMATE = (0.42, 0.0, 0.0, 0.28, 0.28, 0.01, 0.01)
NEW = (0.02, 0.0, 0.02, 0.1, 0.84, 0.01, 0.01)


def regime_of(truth: str, strength: float, month: int) -> np.ndarray:
    """The mix of acts in a month since the reference."""
    if truth == "setback":  # six bad weeks, then the talks go on
        return np.array(HOSTILITY if month < 2 else TALKS)
    end = {"continued": TALKS, "relapse": HOSTILITY, "stalemate": STALEMATE, "new": NEW}[truth]
    return strength * np.array(end) + (1 - strength) * np.array(TALKS)


def invent(truth: str, rate: float, strength: float, rng: np.random.Generator) -> pl.DataFrame:
    rows = []
    for day in range((WINDOW[1] - WINDOW[0]).days):
        date = WINDOW[0] + dt.timedelta(days=day)
        if date < dt.date(2018, 1, 1):
            mix = np.array(HOSTILITY)
        elif date <= REFERENCE:
            mix = np.array(TALKS)
        else:
            mix = regime_of(truth, strength, (date - REFERENCE).days // 30)
        rows += [(date, *ACTS[int(k)]) for k in rng.choice(len(ACTS), rng.poisson(rate / 30.44), p=mix / mix.sum())]
    ids = [f"E{k}" for k in range(len(rows))]
    return pl.DataFrame(
        {
            "id": ids, "happening_id": ids, "date": [r[0] for r in rows], "known_from": [r[0] for r in rows],
            "type": [r[1] for r in rows], "quad": [r[2] for r in rows],
            "intensity": [float(np.clip(r[3] + rng.normal(), -10, 10)) for r in rows],
        }
    ).with_columns(
        source=pl.lit("FRA"), target=pl.lit("DEU"), sentence=pl.lit(""), modality=pl.lit("actual"),
        scope=pl.lit("dyadic"), spoken_in=pl.lit(None, pl.String()), precision=pl.lit("day"),
    )  # fmt: skip


def one(job: tuple[str, float, float, int, int]) -> tuple[str, bool, bool]:
    """The leading regime, whether the record tells, and whether the true shift is one that it says could have shown."""
    truth, rate, strength, run, seed = job
    events = invent(truth, rate, strength, np.random.default_rng([seed, run]))
    question = Question(("FRA", "DEU"), {}, ("the talks", REFERENCE), WINDOW, WINDOW[1], PRIORS)
    regimes = answer(events, question).regimes
    fall = float(np.dot(np.array(TALKS) - regime_of(truth, strength, 12), [quad <= 2 for _, quad, _ in ACTS]))
    return regimes.leading, regimes.told, regimes.shift is not None and fall >= regimes.shift


def main(runs: int, seed: int, workers: int, out: Path | None) -> None:
    answers = []
    settings = [
        (truth, rate, 1.0)
        for truth in ("continued", "setback", "stalemate", "relapse", "new")
        for rate in (8, 4, 2, 0.25)
    ]
    settings += [(truth, 8, 0.3) for truth in ("relapse", "new")]
    with ProcessPoolExecutor(workers) as pool:
        for truth, rate, strength in settings:
            found = list(pool.map(one, [(truth, rate, strength, run, seed) for run in range(runs)]))
            wanted = "continued" if truth == "setback" else truth
            led = {name: sum(lead == name for lead, _, _ in found) / runs for name in PRIORS}
            told = sum(tells for _, tells, _ in found) / runs
            right = sum(lead == wanted and tells for lead, tells, _ in found) / runs
            wrong = sum(lead != wanted and tells for lead, tells, _ in found) / runs
            seen = sum(shown for _, _, shown in found) / runs
            print(
                f"{truth:10} {rate:5} acts a month, strength {strength:.1f}: right {right:4.0%}  "
                f"cannot tell {1 - told:4.0%}  wrong {wrong:4.0%}  could have shown {seen:4.0%}   leads: "
                + ", ".join(f"{n} {v:.0%}" for n, v in led.items() if v),
                flush=True,
            )
            answers.append(
                {
                    "name": f"{truth} {rate} {strength}",
                    "answer": {"right": right, "told": told, "shown": seen, "led": led},
                }
            )
    if out:
        out.write_text(json.dumps(answers, indent=1), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--seed", type=int, default=20191005)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    main(given.runs, given.seed, given.workers, given.json)
