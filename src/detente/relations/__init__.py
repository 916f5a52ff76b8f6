"""Events to series to phases: where a relationship stands, and whether that has changed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.relations.breaks import Changepoints, changepoints
    from detente.relations.links import Link
    from detente.relations.many import Changed, dyad_changes, segment_many
    from detente.relations.selection import Selection
    from detente.relations.series import Between, all_series, relation_series

_HOMES = {
    "Between": "series", "Changed": "many", "Changepoints": "breaks", "Link": "links", "Selection": "selection",
    "all_series": "series", "changepoints": "breaks", "dyad_changes": "many", "relation_series": "series",
    "segment_many": "many",
}  # fmt: skip

__all__ = [
    "Between", "Changed", "Changepoints", "Link", "Selection", "all_series", "changepoints", "dyad_changes",
    "relation_series", "segment_many",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'detente.relations' has no attribute {name!r}")
    return getattr(import_module(f"detente.relations.{_HOMES[name]}"), name)
