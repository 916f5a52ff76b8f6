"""Which lever moves the outcome most, over the admissible inputs, and which two cannot be told apart.

Every model is run with the same draws of the inputs with and without each lever (common random numbers). What is
compared, draw by draw:

- whether some package beats walking away for everyone: the share of draws, and the paired change of that share, with
  the interval that more draws could still move;
- the room for a deal (``admissible``): its paired change has a middle 95 % over the inputs, which no number of draws
  narrows, because it is what is not known of the parties.

Two levers are told apart only where both the paired difference of the shares and that of the rooms keep clear of 0.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np

from detente.bargaining.admissible import Z, rooms, share, spread
from detente.bargaining.draws import Floats, Uniform
from detente.bargaining.levers import Lever, pulled, require_levers
from detente.bargaining.packages import Package
from detente.bargaining.readings import readings
from detente.bargaining.sensitivity import outcomes
from detente.bargaining.spatial import SpatialModel
from detente.errors import ModelError
from detente.finding import Estimate
from detente.record.position import Interval
from detente.value import Value

Stable = Callable[[Any], Iterable[str]]


class StableChange(Value):
    """Which stable outcomes of a conflict a lever makes and which it ends."""

    model: str
    kept: tuple[str, ...]
    made: tuple[str, ...]
    ended: tuple[str, ...]


class Effect(Value):
    """What a lever does: the share with it, the paired change of it, the paired change of room, outcomes elsewhere.

    ``opens`` is the share of draws in which there is more room with the lever. ``read_otherwise`` is the paired change
    of the share under the other readings of the same evidence. ``moves`` is the paired shift of the outcome of each
    spatial model.
    """

    lever: str
    name: str
    share: Estimate
    change: Estimate
    room: Estimate
    opens: Estimate
    read_otherwise: dict[str, Estimate] = {}
    moves: dict[str, Estimate] = {}
    stable: tuple[StableChange, ...] = ()


class Comparison(Value):
    """Two levers on the same draws: first minus second, in share and in room, and whether they can be told apart."""

    first: str
    second: str
    share: Estimate
    room: Estimate
    told_apart: bool


class Together(Value):
    """Two levers pulled at once: the share, and what is more (or less) than the sum of the two alone."""

    first: str
    second: str
    share: Estimate
    interaction: Estimate
    room: Estimate


class LeverRanking(Value):
    """The levers by the change of the share, with every pair compared and pulled together."""

    package: str
    base: Estimate
    effects: tuple[Effect, ...]
    comparisons: tuple[Comparison, ...]
    together: tuple[Together, ...]

    def told_apart(self, first: str, second: str) -> bool:
        """Whether two levers can be told apart."""
        found = [c.told_apart for c in self.comparisons if {c.first, c.second} == {first, second}]
        if not found:
            raise ModelError(f"levers {first!r} and {second!r} are not both ranked here")
        return found[0]


@dataclass(frozen=True, slots=True)
class _Run:
    """The models under some levers, draw by draw."""

    room: Floats
    otherwise: dict[str, Floats] = field(default_factory=dict)
    ends: dict[str, Floats] = field(default_factory=dict)
    stable: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def possible(self) -> Floats:
        return _possible(self.room)


def _possible(room: Floats) -> Floats:
    return (room > 1e-12).astype(float)


def paired(difference: Floats) -> Estimate:
    """Return the mean of a paired difference with its 95 % interval over draws."""
    mean = float(difference.mean())
    half = Z * float(difference.std()) / math.sqrt(len(difference))
    return Estimate(value=mean, low=mean - half, high=mean + half, n=len(difference))


def _clear(estimate: Estimate) -> bool:
    return estimate.low > 0 or estimate.high < 0


def _inputs(model: Package | SpatialModel) -> dict[str, Interval]:
    read = list(readings(model).values()) if isinstance(model, Package) else [model]
    return {path: number for each in read for path, number in each.inputs().items()}


class _Bench:
    """Runs variants of the models on one set of draws a model."""

    def __init__(
        self,
        models: Mapping[str, Any],
        package: str,
        variants: Sequence[Mapping[str, Any]],
        rng: np.random.Generator,
        *,
        draws: int,
        rounds: int,
        stable: Stable | None,
    ) -> None:
        self.package, self.rounds, self.stable = package, rounds, stable
        self.readers: dict[str, Uniform] = {}
        self.seeds: dict[str, int] = {}
        self._given: dict[tuple[str, str], Any] = {}
        for name, model in models.items():
            if isinstance(model, Package | SpatialModel):
                inputs = {path: number for each in variants for path, number in _inputs(each[name]).items()}
                self.readers[name] = Uniform.of(inputs, rng, draws=draws)
                # Transitions that are drawn are drawn alike in every variant.
                self.seeds[name] = int(rng.integers(2**32))

    def _once(self, name: str, model: Any) -> Any:
        """Return what a model gives, drawn once for all variants that share it."""
        key = (name, json.dumps(model.to_dict(), sort_keys=True, default=str))
        if key not in self._given:
            self._given[key] = self._draw(name, model)
        return self._given[key]

    def _draw(self, name: str, model: Any) -> Any:
        if isinstance(model, Package):
            return rooms(model, self.readers[name])
        if isinstance(model, SpatialModel):
            rng = np.random.default_rng(self.seeds[name])
            return outcomes(model, self.readers[name], rounds=self.rounds, rng=rng)[1]
        return frozenset() if self.stable is None else frozenset(self.stable(model))

    def run(self, models: Mapping[str, Any], *, read_otherwise: bool = False) -> _Run:
        spatial = {name: self._once(name, model) for name, model in models.items() if isinstance(model, SpatialModel)}
        others = {n: m for n, m in models.items() if not isinstance(m, Package | SpatialModel)}
        stable = {name: self._once(name, model) for name, model in others.items() if self.stable is not None}
        first, *rest = readings(models[self.package]).items()
        room = self._once(self.package, first[1])
        otherwise = {name: self._once(self.package, each) for name, each in rest} if read_otherwise else {}
        return _Run(room=room, otherwise=otherwise, ends=spatial, stable=stable)


def _effect(lever: Lever, run: _Run, base: _Run) -> Effect:
    changes = [
        StableChange(
            model=name,
            kept=tuple(sorted(now & base.stable[name])),
            made=tuple(sorted(now - base.stable[name])),
            ended=tuple(sorted(base.stable[name] - now)),
        )
        for name, now in run.stable.items()
    ]
    return Effect(
        lever=lever.id,
        name=lever.label,
        share=share(run.possible > 0),
        change=paired(run.possible - base.possible),
        room=spread(run.room - base.room),
        opens=share(run.room > base.room + 1e-12),
        read_otherwise={
            name: paired(_possible(run.otherwise[name]) - _possible(room))
            for name, room in base.otherwise.items()
            if name in run.otherwise
        },
        moves={name: spread(end - base.ends[name]) for name, end in run.ends.items()},
        stable=tuple(changes),
    )


def _comparison(first: str, second: str, a: _Run, b: _Run) -> Comparison:
    shares, room = paired(a.possible - b.possible), spread(a.room - b.room)
    return Comparison(first=first, second=second, share=shares, room=room, told_apart=_clear(shares) and _clear(room))


def _together(first: str, second: str, both: _Run, alone: Mapping[str, _Run], base: _Run) -> Together:
    a, b = alone[first], alone[second]
    return Together(
        first=first,
        second=second,
        share=share(both.possible > 0),
        interaction=paired(both.possible - a.possible - b.possible + base.possible),
        room=spread(both.room - a.room - b.room + base.room),
    )


def _ranked_package(models: Mapping[str, Any], on: str | None) -> str:
    packages = [name for name, model in models.items() if isinstance(model, Package)]
    if on is not None and on in packages:
        return on
    if on is not None or len(packages) != 1:
        raise ModelError(
            f"levers are ranked on one package; name it with 'on' (packages: {', '.join(packages) or 'none'})"
        )
    return packages[0]


def rank_levers(
    models: Mapping[str, Any],
    levers: Iterable[Lever],
    rng: np.random.Generator,
    draws: int = 2000,
    *,
    on: str | None = None,
    rounds: int = 10,
    stable: Stable | None = None,
) -> LeverRanking:
    """Rank levers by what they do to the share of admissible inputs under which a mutually preferred package exists.

    ``models`` maps names such as ``package.hanoi`` and ``spatial.hanoi`` to models; ``on`` names the package to rank
    on where there are several. ``stable`` gives the labels of the stable states of any other model (a conflict), whose
    change is reported beside. The share is never the probability of an agreement.
    """
    given = require_levers(levers)
    package = _ranked_package(models, on)
    pairs = list(combinations(given, 2))
    alone = {lever.id: pulled(models, [lever]) for lever in given}
    both = {(a.id, b.id): pulled(models, [a, b]) for a, b in pairs}
    variants = [models, *alone.values(), *both.values()]
    bench = _Bench(models, package, variants, rng, draws=draws, rounds=rounds, stable=stable)
    base = bench.run(models, read_otherwise=True)
    runs = {name: bench.run(changed, read_otherwise=True) for name, changed in alone.items()}
    effects = [_effect(lever, runs[lever.id], base) for lever in given]
    effects.sort(key=lambda e: (-e.change.value, -e.room.value, e.lever))
    order = [effect.lever for effect in effects]
    together = [_together(a, b, bench.run(changed), runs, base) for (a, b), changed in both.items()]
    return LeverRanking(
        package=package,
        base=share(base.possible > 0),
        effects=tuple(effects),
        comparisons=tuple(_comparison(a, b, runs[a], runs[b]) for a, b in combinations(order, 2)),
        together=tuple(sorted(together, key=lambda each: (-abs(each.interaction.value), each.first, each.second))),
    )
