"""What the parties could agree on, and what would have to change."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.bargaining.conflict import Conflict
    from detente.bargaining.conflict_parts import DecisionMaker, Option
    from detente.bargaining.packages import Package
    from detente.bargaining.preferences import Statement
    from detente.bargaining.spatial import SpatialModel

_HOMES = {
    "Conflict": "conflict",
    "DecisionMaker": "conflict_parts",
    "Option": "conflict_parts",
    "Package": "packages",
    "SpatialModel": "spatial",
    "Statement": "preferences",
}

__all__ = ["Conflict", "DecisionMaker", "Option", "Package", "SpatialModel", "Statement"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'detente.bargaining' has no attribute {name!r}")
    return getattr(import_module(f"detente.bargaining.{_HOMES[name]}"), name)
