"""Event tables for tests, made from a few words an act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl

TYPES = {1: "CONSULT", 2: "COOPERATE", 3: "REJECT", 4: "MOBILIZE"}
INTENSITY = {1: 2.5, 2: 6.0, 3: -4.0, 4: -7.0}

# Day, source, target, quad class; a fifth field may name the type, a sixth the context.
Told = tuple[dt.date, str, str, int] | tuple[dt.date, str, str, int, str] | tuple[dt.date, str, str, int, str, str]


def table(acts: Iterable[Told]) -> pl.DataFrame:
    rows = [(*act, *(None,) * (6 - len(act))) for act in acts]
    return pl.DataFrame(
        {
            "id": [f"E{n}" for n in range(len(rows))],
            "happening_id": [f"H{n}" for n in range(len(rows))],
            "date": [row[0] for row in rows],
            "known_from": [row[0] for row in rows],
            "source": [row[1] for row in rows],
            "target": [row[2] for row in rows],
            "quad": [row[3] for row in rows],
            "type": [row[4] or TYPES[row[3]] for row in rows],
            "context": [[row[5]] if row[5] else [] for row in rows],
            "mode": [""] * len(rows),
            "intensity": [INTENSITY[row[3]] for row in rows],
            "sentence": [f"{row[1]} to {row[2]}" for row in rows],
            "modality": ["actual"] * len(rows),
            "scope": ["dyadic"] * len(rows),
            "spoken_in": [None] * len(rows),
            "precision": ["day"] * len(rows),
        },
        schema_overrides={
            "spoken_in": pl.String(), "date": pl.Date(), "known_from": pl.Date(), "quad": pl.Int64(),
            "context": pl.List(pl.String()), "intensity": pl.Float64(),
            **dict.fromkeys(("id", "happening_id", "source", "target", "type", "sentence"), pl.String()),
        },
    )  # fmt: skip
