"""The base of the models a person writes by hand: every fault is a ModelError that says where it is."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BeforeValidator, SerializerFunctionWrapHandler, ValidationError, model_serializer

from detente.errors import ModelError
from detente.record.position import Interval
from detente.value import Value


def _said(error: ValidationError) -> str:
    """Put pydantic's list of faults into one line each: the key, what is wrong, what was given."""
    lines = []
    for fault in error.errors(include_url=False):
        where = ".".join(str(part) for part in fault["loc"])
        what = fault["msg"].removeprefix("Value error, ")
        given = "" if fault["type"] == "value_error" else f" (given: {fault['input']!r:.60})"
        lines.append(f"{where}: {what}{given}" if where else f"{what}{given}")
    return "; ".join(lines)


class Checked(Value):
    """A value whose faults are raised as ModelError, in one line each."""

    def __init__(self, **fields: Any) -> None:
        try:
            super().__init__(**fields)
        except ValidationError as error:
            raise ModelError(_said(error)) from None


class Judged(Checked, Interval):
    """A judged number with the row it rests on; ``source`` names a position, an event or a source.

    >>> Judged(low=0.2, value=0.3, high=0.5, reason="stated twice", source="pos-12").width
    0.3
    """

    source: str = ""

    @model_serializer(mode="wrap")
    def _short(self, handler: SerializerFunctionWrapHandler) -> float | dict[str, Any]:
        # A bare number in a case file stays a bare number after a round trip.
        said = {key: given for key, given in handler(self).items() if given != ""}
        if said.get("basis") == "judgement":
            del said["basis"]
        return self.value if self.low == self.high and set(said) == {"low", "value", "high"} else said


def _spread(given: object) -> object:
    if isinstance(given, int | float) and not isinstance(given, bool):
        if not math.isfinite(given):
            raise ValueError(f"{given} is not a finite number; give a number, or low, value and high")
        return Judged(low=given, value=given, high=given)
    return given


Number = Annotated[Judged, BeforeValidator(_spread)]


def point(value: float) -> Judged:
    """Return an interval without width.

    >>> point(0.5).width
    0.0
    """
    return Judged(low=value, value=value, high=value)


def require_known(kind: str, names: Iterable[str], known: Iterable[str]) -> None:
    """Refuse a name that nothing defines, with the one that was probably meant."""
    table = list(known)
    for name in names:
        if name not in table:
            close = difflib.get_close_matches(name, table, n=1)
            mend = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(map(repr, table))}"
            raise ModelError(f"unknown {kind} {name!r}; {mend}")


def require_unique(kind: str, names: Iterable[str]) -> None:
    """Refuse a name given twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ModelError(f"{kind} {name!r} is given twice; names must differ")
        seen.add(name)


def plain(value: Any) -> Any:
    """Drop what is empty from a dumped model, so that it reads well as YAML."""
    if isinstance(value, dict):
        kept = {key: plain(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in ("", None, [], {})}
    return [plain(item) for item in value] if isinstance(value, list) else value
