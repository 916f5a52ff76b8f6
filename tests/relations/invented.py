"""Invented rows of a record, for the tests beside this file."""

from __future__ import annotations

import datetime as dt

import polars as pl

from detente.record.store import table_schema


def rows(*acts: tuple[str, str, dt.date, int, float], **fixed: object) -> pl.DataFrame:
    """Counted rows of a record; each act is its own happening unless ``happening_id`` is fixed."""
    columns = {
        "id": [f"E{k}" for k in range(len(acts))], "happening_id": [f"H{k} {act[2]}" for k, act in enumerate(acts)],
        "source": [act[0] for act in acts], "target": [act[1] for act in acts], "date": [act[2] for act in acts],
        "known_from": [act[2] for act in acts], "quad": [act[3] for act in acts], "intensity": [act[4] for act in acts],
        "type": "CONSULT", "precision": "day", "modality": "actual", "scope": "dyadic", "coder": "c",
    }  # fmt: skip
    frame = pl.DataFrame({name: value for name, value in columns.items() if isinstance(value, list)})
    constant = {name: value for name, value in columns.items() if not isinstance(value, list)} | fixed
    schema = table_schema("events")
    return frame.with_columns(pl.lit(value).alias(name) for name, value in constant.items()).cast(
        {name: kind for name, kind in schema.items() if name in {*columns, *fixed}}
    )
