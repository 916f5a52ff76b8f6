"""The path of the actors over the rounds of a spatial model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.bargaining import expected_utility, ktab
from detente.bargaining.draws import Floats, central
from detente.bargaining.winset import median
from detente.errors import ModelError
from detente.value import Value

if TYPE_CHECKING:
    from detente.bargaining.spatial import SpatialModel

_STILL = 1e-9


class Move(Value):
    """What an actor did in a round: gave way in a confrontation, met another, gave up to it, or took a bargain.

    In the expected-utility account ``expects`` is what challenging the other was worth in the actor's eyes, and
    ``fears`` what the other's challenge was worth to it.
    """

    actor: str
    other: str
    kind: str
    to: tuple[float, ...]
    expects: float | None = None
    fears: float | None = None


class Round(Value):
    """Where the actors stand after a round (round 0: at the start), on each dimension.

    ``risk`` is each actor's risk exponent (expected utility) or attitude (spatial bargaining) in the round; ``winning``
    the chance of its position to win an election over all, where the account has one.
    """

    number: int
    positions: dict[str, tuple[float, ...]]
    median: tuple[float, ...]
    mean: tuple[float, ...]
    risk: dict[str, float] = {}
    winning: dict[str, float] = {}
    moves: tuple[Move, ...] = ()


class Path(Value):
    """The rounds of a model, and whether it came to rest before they were over."""

    account: str
    rounds: tuple[Round, ...]
    settled: bool

    @property
    def outcome(self) -> float:
        """The weighted median after the last round, on the first dimension."""
        return self.rounds[-1].median[0]

    def of(self, actor: str) -> tuple[tuple[float, ...], ...]:
        """Return where an actor stood after each round."""
        if actor not in self.rounds[0].positions:
            raise ModelError(f"no actor {actor!r} on this path; there are {', '.join(self.rounds[0].positions)}")
        return tuple(each.positions[actor] for each in self.rounds)


def _round(model: SpatialModel, number: int, position: Floats, weight: Floats) -> Round:
    """Return a round without its moves; ``position`` and ``weight`` (actors, dimensions)."""
    return Round(
        number=number,
        positions={a.name: tuple(map(float, at)) for a, at in zip(model.actors, position, strict=True)},
        median=tuple(float(median(position[None, :, k], weight[None, :, k])[0]) for k in range(position.shape[1])),
        mean=tuple(float(m) for m in (weight * position).sum(axis=0) / weight.sum(axis=0)),
    )


def expected(model: SpatialModel, rounds: int) -> Path:
    """Return the path under the expected-utility account."""
    position, salience, capability = model.read(central)
    at, cares = position[:, :, 0], salience[:, :, 0]
    weight = (capability * cares)[0, :, None]
    names = [actor.name for actor in model.actors]
    span = at.max(axis=1) - at.min(axis=1)
    found, settled = [_round(model, 0, at[0, :, None], weight)], False
    for number in range(1, rounds + 1):
        turn = expected_utility.turn(at, cares, capability, span, model.expected_utility)
        moves = tuple(
            Move(
                actor=name,
                other=names[turn.other[0, k]],
                kind=expected_utility.KINDS[turn.kind[0, k]],
                to=(float(turn.position[0, k]),),
                expects=float(turn.ours[0, k]),
                fears=float(turn.theirs[0, k]),
            )
            for k, name in enumerate(names)
            if turn.kind[0, k] >= 0
        )
        settled = bool(np.abs(turn.position - at).max() <= _STILL)
        at = turn.position
        risk = dict(zip(names, map(float, turn.risk[0]), strict=True))
        found.append(_round(model, number, at[0, :, None], weight).replace(risk=risk, moves=moves))
        if settled:
            break
    return Path(account=model.account, rounds=tuple(found), settled=settled)


def ideal_shares(model: SpatialModel) -> Floats:
    """Return how each actor's ideal follows the positions of all: (actors, actors)."""
    names = [actor.name for actor in model.actors]
    shares = np.zeros((len(names), len(names)))
    for i, actor in enumerate(model.actors):
        for name, share in (actor.ideals or {actor.name: 1.0}).items():
            shares[i, names.index(name)] = share
    return shares


def _chosen(rules: ktab.BargainingRules, chance: Floats, rng: np.random.Generator | None) -> int:
    if rules.transition == "most probable":
        return int(np.argmax(chance))
    if rng is None:
        raise ModelError("drawn transitions need a random generator: pass rng")
    return int(rng.choice(len(chance), p=chance))


def bargained(model: SpatialModel, rounds: int, rng: np.random.Generator | None) -> Path:
    """Return the path under the spatial-bargaining account."""
    position, salience, capability = (part[0] for part in model.read(central))
    found, settled = run(model, position, salience, capability, rounds, rng)
    return Path(account=model.account, rounds=found, settled=settled)


def _taken(bargains: list[ktab.Bargain], names: list[str], low: float, length: float) -> tuple[Move, ...]:
    return tuple(
        Move(
            actor=names[k],
            other=names[b.receiver if b.initiator == k else b.initiator],
            kind="bargain",
            to=tuple(map(float, low + b.of(k) * length)),
        )
        for k, b in enumerate(bargains)
        if b.initiator != b.receiver
    )


def run(
    model: SpatialModel,
    position: Floats,
    salience: Floats,
    capability: Floats,
    rounds: int,
    rng: np.random.Generator | None,
) -> tuple[tuple[Round, ...], bool]:
    """Play the bargaining from given positions, saliences (actors, dimensions) and capabilities (actors,)."""
    low, length = model.scale[0], model.scale[1] - model.scale[0]
    rules, names = model.bargaining, [actor.name for actor in model.actors]
    shares = ideal_shares(model)
    at = (position - low) / length
    ideal, weight = at, capability[:, None] * salience
    found, settled = [], False
    moves: tuple[Move, ...] = ()
    for number in range(rounds + 1):
        table = ktab.Table(at, ideal, salience, capability)
        now = ktab.standing(table, rules)
        found.append(
            _round(model, number, low + at * length, weight).replace(
                risk=dict(zip(names, map(float, now.risk), strict=True)),
                winning=dict(zip(names, map(float, now.winning), strict=True)),
                moves=moves,
            )
        )
        if settled or number == rounds:
            break
        waiting = ktab.bargains(table, now, rules)
        taken = [each[_chosen(rules, ktab.settle(table, now, each, rules), rng)] for each in waiting]
        moves = _taken(taken, names, low, length)
        following = np.stack([b.of(k) for k, b in enumerate(taken)])
        settled = bool(np.abs(following - at).max() <= _STILL)
        ideal = shares @ following + (1 - shares.sum(axis=1))[:, None] * ideal
        at = following
    return tuple(found), settled
