"""A lever: a named, stated change of inputs, after which the models are run again.

No coefficient leads from a lever to an outcome. A change names a field the way a case file does, with the kind and the
name of the game in front: ``package.hanoi.parties.PRK.weights.relief``, ``spatial.hanoi.actors.CHN.capability``. Lists
are entered by the ``name`` or ``id`` of an element, or by its place.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from pydantic import Field, model_validator

from detente.bargaining.checked import Checked, require_known, require_unique
from detente.errors import ModelError

_INTERVAL = ("low", "value", "high")


class Model(Protocol):
    """Anything that turns into a plain mapping and back."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a plain mapping."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Any:
        """Return the model of a plain mapping."""


class Change(Checked):
    """One field set ``to`` a value, multiplied (``scale``) or moved (``shift``); exactly one of the three.

    Scale and shift act on a number, or on all three of an interval.
    """

    field: str = Field(min_length=1)
    to: Any = None
    scale: float | None = None
    shift: float | None = None
    reason: str = ""

    @model_validator(mode="after")
    def _one_way(self) -> Change:
        given = [name for name in ("to", "scale", "shift") if getattr(self, name) is not None]
        if len(given) != 1:
            said = " and ".join(given) or "nothing"
            raise ModelError(f"change of {self.field!r}: give one of to, scale and shift (given: {said})")
        return self

    def apply(self, old: Any) -> Any:
        """Return the new value of the field."""
        if self.to is not None:
            return copy.deepcopy(self.to)
        if isinstance(old, dict) and set(_INTERVAL) <= set(old):
            moved = sorted(self._number(old[key]) for key in _INTERVAL)
            return {**old, **dict(zip(_INTERVAL, moved, strict=True))}
        if isinstance(old, int | float) and not isinstance(old, bool):
            return self._number(old)
        raise ModelError(f"change of {self.field!r}: {old!r:.40} is neither a number nor an interval; set it with 'to'")

    def _number(self, old: float) -> float:
        return old * self.scale if self.scale is not None else old + (self.shift or 0.0)


class Lever(Checked):
    """A recommendation turned into changes of inputs; ``source`` is who recommends it."""

    id: str = Field(min_length=1)
    name: str = ""
    changes: tuple[Change, ...] = Field(min_length=1)
    source: str = ""
    note: str = ""

    @property
    def label(self) -> str:
        """The name, or the id where there is none."""
        return self.name or self.id


def _names(item: Any) -> tuple[str, ...]:
    if not isinstance(item, Mapping):
        return ()
    return tuple(str(item[key]) for key in ("id", "name") if item.get(key))


def _entered(holder: Any, step: str, field: str) -> Any:
    """Return the key or place under which ``holder`` keeps ``step``."""
    if isinstance(holder, dict):
        require_known(f"part of the field {field!r}:", [step], holder)
        return step
    if isinstance(holder, list):
        for place, item in enumerate(holder):
            if step in _names(item) or step == str(place):
                return place
        known = [names[0] for names in map(_names, holder) if names]
        require_known(f"element of the field {field!r}:", [step], known)
    raise ModelError(f"field {field!r}: nothing lies under {step!r}; the field ends before it")


def _change(tree: dict[str, Any], steps: list[str], change: Change) -> None:
    holder: Any = tree
    for step in steps[:-1]:
        holder = holder[_entered(holder, step, change.field)]
    last = steps[-1]
    if isinstance(holder, dict) and last not in holder and change.to is not None:
        # A field left at its default is not written out; setting it is checked when the model is read back.
        holder[last] = change.apply(None)
        return
    key = _entered(holder, last, change.field)
    holder[key] = change.apply(holder[key])


def _target(field: str, models: Iterable[str]) -> tuple[str, list[str]]:
    known = list(models)
    found = [name for name in known if field.startswith(name + ".")]
    if not found:
        raise ModelError(f"field {field!r} names no model; a field begins with one of {', '.join(map(repr, known))}")
    name = max(found, key=len)
    return name, field[len(name) + 1 :].split(".")


def pulled(models: Mapping[str, Model], levers: Iterable[Lever]) -> dict[str, Any]:
    """Return the models with the changes of one lever or several made, in order; the rest as they are.

    Raises ModelError naming the lever and the field where a field does not exist or takes no such value.
    """
    trees: dict[str, dict[str, Any]] = {}
    by: dict[str, str] = {}
    for lever in levers:
        for change in lever.changes:
            try:
                name, steps = _target(change.field, models)
                tree = trees.setdefault(name, copy.deepcopy(models[name].to_dict()))
                _change(tree, steps, change)
            except ModelError as fault:
                raise ModelError(f"lever {lever.id!r}: {fault}") from None
            by[name] = lever.id
    changed: dict[str, Any] = dict(models)
    for name, tree in trees.items():
        try:
            changed[name] = type(models[name]).from_dict(tree)
        except ModelError as fault:
            raise ModelError(f"lever {by[name]!r} leaves {name!r} unsound: {fault}") from None
    return changed


def require_levers(levers: Iterable[Lever]) -> tuple[Lever, ...]:
    """Return the levers, refused where there is none or where two share an id."""
    found = tuple(levers)
    if not found:
        raise ModelError("there is no lever to rank; give one or more")
    require_unique("lever", (lever.id for lever in found))
    return found
