"""What those whose consent is needed would accept: veto players, ratifiers, and the win set between them.

A player accepts what lies no farther from its position than its stated limit; where it has stated none, what lies
nearer to it than the status quo. The win set is what all accept: G. Tsebelis (2002), Veto players; the ratifiers
behind a negotiator are R. D. Putnam (1988), International Organization 42:427-460.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.bargaining.draws import Floats, Reader, central
from detente.errors import ModelError
from detente.value import Value

if TYPE_CHECKING:
    from detente.bargaining.spatial import SpatialModel


class WinSet(Value):
    """The interval that all binding players accept (None where it is empty), and what each of them accepts."""

    low: float | None
    high: float | None
    accepts: dict[str, tuple[float, float]]

    def blockers(self, outcome: float) -> tuple[str, ...]:
        """Return who would not have an outcome."""
        return tuple(name for name, (low, high) in self.accepts.items() if not low - 1e-9 <= outcome <= high + 1e-9)


def median(position: Floats, weight: Floats) -> Floats:
    """Return the weighted median in each draw (draws,): of the positions held, the least weighted distance away."""
    cost = (weight[:, :, None] * np.abs(position[:, :, None] - position[:, None, :])).sum(axis=1)
    return np.asarray(np.take_along_axis(position, cost.argmin(axis=1)[:, None], axis=1)[:, 0])


def read_limits(model: SpatialModel, reader: Reader) -> tuple[tuple[str, ...], Floats, Floats]:
    """Return the binding players and the ends of what each accepts: (draws, players), clipped to the scale."""
    names, lows, highs = [], [], []
    for actor in model.actors:
        if not actor.binding or actor.position is None:
            continue
        place = reader(f"actors.{actor.name}.position", actor.position)
        if actor.limit is not None:
            reach = np.abs(reader(f"actors.{actor.name}.limit", actor.limit) - place)
        elif model.status_quo is not None:
            reach = np.abs(reader("status_quo", model.status_quo) - place)
        else:
            continue
        names.append(actor.name)
        lows.append(np.maximum(place - reach, model.scale[0]))
        highs.append(np.minimum(place + reach, model.scale[1]))
    if not names:
        return (), np.zeros((1, 0)), np.zeros((1, 0))
    return tuple(names), np.stack(lows, axis=1), np.stack(highs, axis=1)


def win_set(model: SpatialModel) -> WinSet:
    """Return the win set of a model of one dimension at the best guesses."""
    if model.dimensions:
        raise ModelError("a win set is reported on one dimension; this model has several")
    silent = [a.name for a in model.actors if a.binding and a.limit is None]
    if silent and model.status_quo is None:
        raise ModelError(f"what {silent[0]!r} accepts is unknown: give it a limit, or the model a status_quo")
    names, lows, highs = read_limits(model, central)
    low = float(lows.max()) if names else model.scale[0]
    high = float(highs.min()) if names else model.scale[1]
    each = {name: (float(a), float(b)) for name, a, b in zip(names, lows[0], highs[0], strict=True)} if names else {}
    empty = low > high
    return WinSet(low=None if empty else low, high=None if empty else high, accepts=each)
