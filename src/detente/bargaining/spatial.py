"""Who pulls an issue where: actors with a position, a salience and a capability, and two published accounts of a turn.

A reconstruction of published models on judged inputs, not a validated forecast; every finding says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from detente.bargaining import winset
from detente.bargaining.checked import Checked, Number, plain, require_known, require_unique
from detente.bargaining.draws import Floats, Reader, central
from detente.bargaining.expected_utility import ExpectedUtilityRules
from detente.bargaining.issues import require_between
from detente.bargaining.ktab import BargainingRules
from detente.bargaining.paths import Path, bargained, expected
from detente.bargaining.sensitivity import Sensitivity, sensitivity
from detente.bargaining.stated import with_places
from detente.errors import ModelError
from detente.record.position import Interval, Position

Account = Literal["expected utility", "spatial bargaining"]


class Spoke(Checked):
    """An actor, a faction or a ratifier: where it stands, how much it cares, what it can bring to bear.

    On one dimension ``position`` and ``salience``; on several ``positions`` and ``saliences`` by dimension, the
    saliences summing to 1 at most. ``limit`` is the farthest point it would accept. ``veto``: nothing is decided
    against it. ``ratifies`` names the actor whose signature needs its consent. ``ideals`` says how an actor's ideal
    follows positions (its own and others'; 1 of its own where nothing is given; what is left of 1 stays behind).
    """

    name: str = Field(min_length=1)
    position: Number | None = None
    salience: Number | None = None
    positions: dict[str, Number] = {}
    saliences: dict[str, Number] = {}
    capability: Number
    limit: Number | None = None
    veto: bool = False
    ratifies: str = ""
    ideals: dict[str, float] = {}
    note: str = ""

    @model_validator(mode="after")
    def _sound(self) -> Spoke:
        who = f"actor {self.name!r}"
        if self.capability.low <= 0:
            raise ModelError(f"{who}: capability {self.capability.low:g} must be above 0")
        for salience in (self.salience, *self.saliences.values()):
            if salience is not None:
                require_between(f"{who}: salience", salience, 0.0, 1.0)
        if sum(salience.high for salience in self.saliences.values()) > 1 + 1e-9:
            raise ModelError(f"{who}: saliences sum to more than 1; they share one attention")
        if any(share < 0 for share in self.ideals.values()) or sum(self.ideals.values()) > 1 + 1e-9:
            raise ModelError(f"{who}: the shares of ideals are 0 or more and sum to 1 at most")
        return self

    @property
    def binding(self) -> bool:
        """Whether an outcome needs its consent."""
        return self.veto or bool(self.ratifies)


class SpatialModel(Checked):
    """Actors on an issue's scale, or on several dimensions of one scale; a frozen model that analyses are asked of.

    Raises ModelError for fewer than two actors, unknown or doubled names, positions off the scale, salience over 1.

    >>> model = SpatialModel(
    ...     issue="sanctions relief",
    ...     actors=[
    ...         Spoke(name="A", position=10, salience=0.9, capability=50),
    ...         Spoke(name="B", position=60, salience=0.5, capability=40),
    ...         Spoke(name="C", position=90, salience=0.8, capability=20),
    ...     ],
    ... )
    >>> model.median(), round(model.mean(), 1)
    (10.0, 38.1)
    """

    id: str = ""
    name: str = ""
    issue: str = ""
    scale: tuple[float, float] = (0.0, 100.0)
    dimensions: tuple[str, ...] = ()
    actors: tuple[Spoke, ...] = Field(min_length=2)
    status_quo: Number | None = None
    account: Account = "expected utility"
    expected_utility: ExpectedUtilityRules = Field(default_factory=ExpectedUtilityRules)
    bargaining: BargainingRules = Field(default_factory=BargainingRules)
    note: str = ""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        low, high = self.scale
        if not low < high:
            raise ModelError(f"scale {low:g}..{high:g} has no length; give its low and its high end")
        names = [actor.name for actor in self.actors]
        require_unique("actor", names)
        require_unique("dimension", self.dimensions)
        for actor in self.actors:
            self._check_places(actor)
            require_known(f"actor that {actor.name!r} ratifies for", [actor.ratifies] if actor.ratifies else [], names)
            require_known(f"actor in the ideals of {actor.name!r}", actor.ideals, names)
        if self.status_quo is not None:
            require_between("status_quo", self.status_quo, low, high)
        if self.dimensions and self.account == "expected utility":
            raise ModelError("the expected-utility account is of one dimension; take 'spatial bargaining'")
        return self

    def _check_places(self, actor: Spoke) -> None:
        who = f"actor {actor.name!r}"
        if self.dimensions:
            for what, given in (("positions", actor.positions), ("saliences", actor.saliences)):
                require_known(f"dimension in the {what} of {who}", given, self.dimensions)
                missing = [name for name in self.dimensions if name not in given]
                if missing:
                    raise ModelError(f"{who}: no {what} on dimension {missing[0]!r}")
        elif actor.position is None or actor.salience is None:
            raise ModelError(f"{who} needs a position and a salience")
        for place in (actor.position, actor.limit, *actor.positions.values()):
            if place is not None:
                require_between(f"{who}: position", place, *self.scale)
        cares = [s.low for s in (actor.salience, *actor.saliences.values()) if s is not None]
        if max(cares) <= 0:
            raise ModelError(f"{who} has a salience of 0 and takes no part; leave it out or give it some")

    @classmethod
    def from_dict(
        cls,
        data: Mapping[str, Any],
        positions: Iterable[Position] = (),
        *,
        as_of: dt.date | None = None,
        account: str = "",
    ) -> Self:
        """Return the model of a plain mapping, as read from a YAML file of a case.

        An actor without a place stands at its last stated of ``positions`` on the model's issue, known ``as_of`` a day.
        """
        if not isinstance(data, Mapping):
            raise ModelError(f"a spatial model is a mapping of fields, not {type(data).__name__}")
        whole = with_places(data, positions, as_of=as_of, account=account)
        return cls(**{str(key): value for key, value in whole.items()})

    def to_dict(self) -> dict[str, Any]:
        """Return a plain mapping that ``from_dict`` reads back to an equal model."""
        dumped: dict[str, Any] = plain(self.model_dump(mode="json"))
        return dumped

    def actor(self, name: str) -> Spoke:
        """Return an actor by its name."""
        require_known("actor", [name], [actor.name for actor in self.actors])
        return next(actor for actor in self.actors if actor.name == name)

    def read(self, reader: Reader) -> tuple[Floats, Floats, Floats]:
        """Return positions, saliences (draws, actors, dimensions) and capabilities (draws, actors) under a reader."""
        positions, saliences = [], []
        for actor in self.actors:
            path = f"actors.{actor.name}"
            if self.dimensions:
                at = [reader(f"{path}.positions.{name}", actor.positions[name]) for name in self.dimensions]
                cares = [reader(f"{path}.saliences.{name}", actor.saliences[name]) for name in self.dimensions]
            else:
                assert actor.position is not None
                assert actor.salience is not None
                at = [reader(f"{path}.position", actor.position)]
                cares = [reader(f"{path}.salience", actor.salience)]
            positions.append(np.stack(at, axis=1))
            saliences.append(np.stack(cares, axis=1))
        strength = [reader(f"actors.{actor.name}.capability", actor.capability) for actor in self.actors]
        return np.stack(positions, axis=1), np.stack(saliences, axis=1), np.stack(strength, axis=1)

    def inputs(self) -> dict[str, Interval]:
        """Return every judged number, by its name (``actors.PRK.position``)."""
        found: dict[str, Interval] = {}

        def note(path: str, number: Interval) -> Floats:
            found[path] = number
            return central(path, number)

        self.read(note)
        winset.read_limits(self, note)
        return found

    def mean(self) -> float:
        """Return the mean position, weighted by capability and salience (of one dimension)."""
        position, salience, capability = self._one()
        weight = capability * salience
        return float((weight * position).sum() / weight.sum())

    def median(self) -> float:
        """Return the weighted median position: the one that no other beats when votes fall with distance."""
        position, salience, capability = self._one()
        return float(winset.median(position[None], (capability * salience)[None])[0])

    def condorcet(self) -> str | None:
        """Return the actor whose position a weighted majority prefers to every other, if there is one."""
        position, salience, capability = (part[0] for part in self.read(central))
        gap = np.sqrt((((position[:, None] - position[None]) * salience[:, None]) ** 2).sum(axis=2))
        weight = (capability * salience.sum(axis=1))[:, None, None]
        margin = (weight * np.sign(gap[:, None, :] - gap[:, :, None])).sum(axis=0)
        winners = [i for i in range(len(margin)) if all(m > 0 for j, m in enumerate(margin[i]) if j != i)]
        return self.actors[winners[0]].name if winners else None

    def _one(self) -> tuple[Floats, Floats, Floats]:
        if self.dimensions:
            raise ModelError("the mean and the median are of one dimension; this model has several")
        position, salience, capability = self.read(central)
        return position[0, :, 0], salience[0, :, 0], capability[0]

    def forecast(self, *, rounds: int = 10, rng: np.random.Generator | None = None) -> Path:
        """Return the path of the actors, round by round, under the model's account.

        ``rng`` is needed where the account draws which bargain an actor settles on. A reconstruction, no forecast that
        has been validated.
        """
        if rounds < 1:
            raise ModelError(f"{rounds} rounds; ask for 1 or more")
        return expected(self, rounds) if self.account == "expected utility" else bargained(self, rounds, rng)

    def constraints(self) -> winset.WinSet:
        """Return what the players whose consent is needed would accept, at the best guesses (of one dimension)."""
        return winset.win_set(self)

    def sensitivity(self, rng: np.random.Generator, *, draws: int = 500, rounds: int = 10) -> Sensitivity:
        """Return how far the outcome moves over the admissible inputs, and which input moves it most."""
        return sensitivity(self, rng, draws=draws, rounds=rounds)
