"""A workbench for people who analyse relations between states.

>>> import detente as dt
>>> str(dt.resolve("Seoul"))
'KOR'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.case.comparing import diff
    from detente.case.opened import Case, open_case
    from detente.record.actors import resolve
    from detente.workbench import build, write_brief

_HOMES = {
    "Case": "detente.case.opened",
    "build": "detente.workbench",
    "diff": "detente.case.comparing",
    "open_case": "detente.case.opened",
    "resolve": "detente.record.actors",
    "write_brief": "detente.workbench",
}

__all__ = ["Case", "build", "diff", "open_case", "resolve", "write_brief"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'detente' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
