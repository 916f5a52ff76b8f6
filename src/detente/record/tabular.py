"""How a frozen model lies flat in a table: one mapping for case tables, imports, Parquet and exports.

A tuple of strings is a ``;``-separated cell (a list in Parquet); an `Interval` named ``place`` takes the
columns ``place_low, place, place_high, place_reason, place_basis``; any other nested value is JSON.
"""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from detente.record.position import Interval
from detente.value import Value

if TYPE_CHECKING:
    import polars as pl

Kind = Literal["text", "integer", "number", "flag", "date", "texts", "interval", "json"]

INTERVAL_PARTS: tuple[tuple[str, str], ...] = (
    ("low", "_low"),
    ("value", ""),
    ("high", "_high"),
    ("reason", "_reason"),
    ("basis", "_basis"),
)


@cache
def kinds(model: type[Value]) -> dict[str, Kind]:
    """Return the kind of each field of a model, in order."""
    return {name: _kind(field.annotation) for name, field in model.model_fields.items()}


def columns(model: type[Value]) -> list[str]:
    """Return the names of the flat columns of a model, in order."""
    return [
        name + suffix
        for name, kind in kinds(model).items()
        for suffix in ([part for _, part in INTERVAL_PARTS] if kind == "interval" else [""])
    ]


def from_cells(model: type[Value], cells: Mapping[str, str]) -> dict[str, Any]:
    """Return the keyword arguments for a model from text cells; empty cells fall back to the defaults."""
    values: dict[str, Any] = {}
    for name, kind in kinds(model).items():
        if kind == "interval":
            parts = {part: cells.get(name + suffix, "").strip() for part, suffix in INTERVAL_PARTS}
            if any(parts[part] for part in ("low", "value", "high")):
                values[name] = {part: text for part, text in parts.items() if text}
        elif text := cells.get(name, "").strip():
            values[name] = tuple(part.strip() for part in text.split(";") if part.strip()) if kind == "texts" else text
    return values


def to_row(value: Value) -> list[Any]:
    """Return the flat cells of a value, in the order of `columns`."""
    row: list[Any] = []
    for name, kind in kinds(type(value)).items():
        field = getattr(value, name)
        if kind == "interval":
            row += [None if field is None else getattr(field, part) for part, _ in INTERVAL_PARTS]
        elif kind == "texts":
            row.append(list(field))
        elif kind == "json":
            row.append(_json(field))
        else:
            row.append(field)
    return row


def frame(model: type[Value], values: Iterable[Value]) -> pl.DataFrame:
    """Return the values as a Polars frame with one typed column a flat field."""
    import polars as pl

    return pl.DataFrame([to_row(value) for value in values], schema=schema(model), orient="row")


def schema(model: type[Value]) -> dict[str, pl.DataType]:
    """Return the Polars types of a model's flat columns."""
    import polars as pl

    plain: dict[Kind, pl.DataType] = {
        "text": pl.String(),
        "integer": pl.Int64(),
        "number": pl.Float64(),
        "flag": pl.Boolean(),
        "date": pl.Date(),
        "texts": pl.List(pl.String()),
        "json": pl.String(),
    }
    types_: dict[str, pl.DataType] = {}
    for name, kind in kinds(model).items():
        if kind == "interval":
            for part, suffix in INTERVAL_PARTS:
                types_[name + suffix] = pl.String() if part in ("reason", "basis") else pl.Float64()
        else:
            types_[name] = plain[kind]
    return types_


def complaints(error: ValidationError) -> list[tuple[str, str]]:
    """Return (field, what is wrong) for each fault that pydantic found, in plain words."""
    found = []
    for fault in error.errors(include_url=False):
        place = ".".join(str(part) for part in fault["loc"])
        said = fault["msg"].removeprefix("Value error, ")
        if fault["type"] == "missing":
            said = "is missing"
        elif fault["type"] == "extra_forbidden":
            said = "is not a known field"
        elif fault["type"] not in ("value_error", "missing"):
            said = f"{said} (got {str(fault['input'])[:60]!r})"
        found.append((place, said))
    return found


def _kind(annotation: Any) -> Kind:
    options = _options(annotation)
    if len(options) != 1:
        return "json"
    (option,) = options
    if option is Interval:
        return "interval"
    if get_origin(option) is tuple:
        return "texts" if _kind(get_args(option)[0]) == "text" else "json"
    if option is str or get_origin(option) is Literal:
        return "text"
    simple: dict[Any, Kind] = {bool: "flag", int: "integer", float: "number", dt.date: "date"}
    return simple.get(option, "json")


def _options(annotation: Any) -> Sequence[Any]:
    if get_origin(annotation) in (Union, types.UnionType):
        return [option for option in get_args(annotation) if option is not type(None)]
    if get_origin(annotation) is typing.Annotated:
        return _options(get_args(annotation)[0])
    return [annotation]


def _json(field: Any) -> str | None:
    if field is None or field == ():
        return None
    return TypeAdapter(type(field) if not isinstance(field, tuple) else tuple[Any, ...]).dump_json(field).decode()
