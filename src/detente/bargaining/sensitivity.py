"""How far a spatial model's outcome moves over the admissible inputs, and which input moves it most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.bargaining import expected_utility, winset
from detente.bargaining.admissible import Z, share, spread
from detente.bargaining.draws import Floats, Uniform
from detente.errors import ModelError
from detente.finding import Estimate
from detente.value import Value

if TYPE_CHECKING:
    from detente.bargaining.spatial import SpatialModel


class Driver(Value):
    """An input and how far the mean outcome moves from the lower to the upper half of its interval."""

    path: str
    moves: Estimate


class Sensitivity(Value):
    """The outcome over the admissible inputs, at the start and after the rounds.

    ``open`` is the share of inputs under which the win set is not empty, ``inside`` the share under which the
    outcome lies in it; both None where nobody's consent is needed.
    """

    start: Estimate
    outcome: Estimate
    drivers: tuple[Driver, ...]
    open: Estimate | None = None
    inside: Estimate | None = None


def outcomes(model: SpatialModel, reader: Uniform, *, rounds: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return the weighted median at the start and after the rounds in each draw, on the first dimension."""
    position, salience, capability = model.read(reader)
    weight = capability * salience[:, :, 0]
    start = winset.median(position[:, :, 0], weight)
    if model.account == "expected utility":
        at = position[:, :, 0]
        span = at.max(axis=1) - at.min(axis=1)
        for _ in range(rounds):
            at = expected_utility.turn(at, salience[:, :, 0], capability, span, model.expected_utility).position
        return start, winset.median(at, weight)
    from detente.bargaining.paths import run

    ends = [
        run(model, position[d], salience[d], capability[d], rounds, rng)[0][-1].median[0] for d in range(len(position))
    ]
    return start, np.array(ends)


def _drivers(reader: Uniform, outcome: Floats) -> tuple[Driver, ...]:
    found = []
    for path in reader.wide:
        upper = reader.luck(path) >= 0.5
        if upper.all() or not upper.any():
            continue
        a, b = outcome[upper], outcome[~upper]
        moved = float(a.mean() - b.mean())
        half = Z * float(np.sqrt(a.var() / len(a) + b.var() / len(b)))
        found.append(
            Driver(path=path, moves=Estimate(value=moved, low=moved - half, high=moved + half, n=len(outcome)))
        )
    return tuple(sorted(found, key=lambda driver: (-abs(driver.moves.value), driver.path)))


def sensitivity(model: SpatialModel, rng: np.random.Generator, *, draws: int, rounds: int) -> Sensitivity:
    """Return the outcome over draws of the inputs, with the inputs that move it most first."""
    if rounds < 1:
        raise ModelError(f"{rounds} rounds; ask for 1 or more")
    reader = Uniform.of(model.inputs(), rng, draws=draws)
    start, end = outcomes(model, reader, rounds=rounds, rng=rng)
    names, lows, highs = winset.read_limits(model, reader)
    found = Sensitivity(start=spread(start), outcome=spread(end), drivers=_drivers(reader, end))
    if not names:
        return found
    low, high = lows.max(axis=1), highs.min(axis=1)
    return found.replace(open=share(low <= high), inside=share((low - 1e-9 <= end) & (end <= high + 1e-9)))
