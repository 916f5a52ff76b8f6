"""Named inputs and common random numbers: every judged number is drawn from its interval, under its own name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from detente.errors import ModelError
from detente.record.position import Interval

Floats = NDArray[np.float64]


class Reader(Protocol):
    """Gives the value of a named input in each draw, as an array of shape (draws,)."""

    def __call__(self, path: str, number: Interval) -> Floats:
        """Return the values of one input."""


def central(path: str, number: Interval) -> Floats:
    """Read every input at its best guess: one draw."""
    del path
    return np.array([number.value])


class Uniform:
    """Reads every input as a uniform draw from its interval.

    The random numbers belong to the names, not to the order of asking: two models that share an input see the same
    luck in it, so that their difference is the difference of the models (common random numbers).

    >>> a = Interval(low=2, value=2.5, high=3)
    >>> reader = Uniform.of({"a": a}, np.random.default_rng(1), draws=100)
    >>> 2 <= reader("a", a).min() and reader("a", a).max() <= 3
    np.True_
    """

    def __init__(self, names: Iterable[str], wide: Iterable[str], rng: np.random.Generator, *, draws: int) -> None:
        if draws < 1:
            raise ModelError(f"{draws} draws; ask for 1 or more")
        self.draws = draws
        self.wide = tuple(sorted(set(wide)))
        ordered = sorted(set(names))
        self._luck: Mapping[str, Floats] = dict(zip(ordered, rng.random((len(ordered), draws)), strict=True))

    @classmethod
    def of(cls, inputs: Mapping[str, Interval], rng: np.random.Generator, *, draws: int) -> Uniform:
        """Return a reader of the given inputs; ``wide`` are those whose interval has a width."""
        wide = (path for path, number in inputs.items() if number.high > number.low)
        return cls(inputs, wide, rng, draws=draws)

    def __call__(self, path: str, number: Interval) -> Floats:
        """Return the values of one input."""
        return number.low + self._luck[path] * (number.high - number.low)

    def luck(self, path: str) -> Floats:
        """Return where in its interval an input fell, 0 to 1, in each draw."""
        return self._luck[path]
