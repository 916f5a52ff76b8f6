"""The base of every frozen value that travels through the house."""

from __future__ import annotations

from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen record: unknown fields are refused, nothing changes after it is made.

    >>> class Point(Value):
    ...     x: int
    >>> Point(x=1).replace(x=2)
    Point(x=2)
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    def replace(self, **changes: object) -> Self:
        """Return a checked copy with some fields changed."""
        fields: dict[str, Any] = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self)(**(fields | changes))
