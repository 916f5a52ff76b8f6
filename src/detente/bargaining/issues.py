"""What a negotiation is about and what each party wants of it: issues, levels, stances, plans, offers.

Everything a person judges is an interval with a reason and a source; see ``packages`` for what is made of it.
"""

from __future__ import annotations

import datetime as dt

from pydantic import Field, model_validator

from detente.bargaining.checked import Checked, Number, point, require_unique
from detente.errors import ModelError

SCALE = (0.0, 100.0)


def require_between(what: str, number: Number, low: float, high: float) -> None:
    """Refuse an interval that leaves its scale."""
    if number.low < low or number.high > high:
        given = f"{number.low:g}" if number.low == number.high else f"{number.low:g}..{number.high:g}"
        raise ModelError(f"{what} {given} is outside {low:g}..{high:g}; give it on that scale")


class Issue(Checked):
    """A matter on the table with its levels, one of which a package takes.

    ``places`` puts each level on the issue's 0-100 scale; it is needed where a party is given by a stance.
    """

    id: str = Field(min_length=1)
    name: str = ""
    levels: tuple[str, ...] = Field(min_length=1)
    places: tuple[float, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _levels_differ(self) -> Issue:
        require_unique(f"issue {self.id!r}: level", self.levels)
        if self.places and len(self.places) != len(self.levels):
            raise ModelError(
                f"issue {self.id!r}: {len(self.places)} places for {len(self.levels)} levels; give one each"
            )
        for level, place in zip(self.levels, self.places, strict=False):
            require_between(f"issue {self.id!r}: place of {level!r}", point(place), *SCALE)
        return self

    @property
    def label(self) -> str:
        """The name, or the id where there is none."""
        return self.name or self.id


class Stance(Checked):
    """Where a party stands on an issue: the place it wants, the farthest it would accept, how much it cares.

    ``place`` and ``limit`` are on the issue's 0-100 scale, ``salience`` on 0-1, as in ``record.position.Position``.
    """

    place: Number
    limit: Number | None = None
    salience: Number = Field(default_factory=lambda: point(1.0))

    @model_validator(mode="after")
    def _on_scale(self) -> Stance:
        require_between("place", self.place, *SCALE)
        require_between("salience", self.salience, 0.0, 1.0)
        if self.limit is not None:
            require_between("limit", self.limit, *SCALE)
        return self


class Party(Checked):
    """A negotiator: what each level is worth to it, what it has without a deal, how patient it is.

    An issue is given either by ``utilities`` (worth of each level, times ``weights``, 1 where none is given) or by a
    stance. ``discount`` is what a unit of gain over the ``no_deal`` levels (over 0 where there are none) is worth one
    period later; after ``deadline`` periods the party signs nothing. ``walk_away`` is on the scale of the weighted
    sum; where it is not given it is the worth of the package's ``no_deal`` levels, or 0.
    """

    name: str = Field(min_length=1)
    weights: dict[str, Number] = {}
    utilities: dict[str, dict[str, Number]] = {}
    stances: dict[str, Stance] = {}
    walk_away: Number | None = None
    discount: Number = Field(default_factory=lambda: point(1.0))
    deadline: int | None = Field(default=None, ge=0)
    note: str = ""

    @model_validator(mode="after")
    def _sound(self) -> Party:
        for issue, weight in self.weights.items():
            if weight.low < 0:
                raise ModelError(f"party {self.name!r}: weight of {issue!r} is {weight.low:g}; weights are 0 or more")
            if issue in self.stances:
                raise ModelError(
                    f"party {self.name!r}: {issue!r} has a weight and a stance; the salience is the weight"
                )
        if self.discount.low <= 0 or self.discount.high > 1:
            raise ModelError(f"party {self.name!r}: discount must lie above 0 and at most 1")
        twice = sorted(set(self.utilities) & set(self.stances))
        if twice:
            raise ModelError(f"party {self.name!r}: {twice[0]!r} has utilities and a stance; keep one of them")
        return self


class Offer(Checked):
    """A package that someone put on the table; ``account`` names the teller where rival accounts exist."""

    name: str = Field(min_length=1)
    levels: dict[str, str]
    by: str = ""
    date: dt.date | None = None
    account: str = ""
    source: str = ""
    note: str = ""


class Exclusion(Checked):
    """Levels that cannot be had together, and why."""

    levels: dict[str, str] = Field(min_length=1)
    reason: str = ""


class Step(Checked):
    """A part of a deal that is carried out at once; ``default`` and ``verification`` override the plan's."""

    name: str = ""
    issues: tuple[str, ...] = Field(min_length=1)
    default: dict[str, Number] = {}
    verification: Number | None = None


class Plan(Checked):
    """The order in which a deal is carried out, and what may go wrong at each step.

    ``default`` is, by party, the chance that it takes a step's gains and withholds its own part; ``verification`` is
    the chance that this is seen before the others deliver.
    """

    steps: tuple[Step, ...] = Field(min_length=1)
    default: dict[str, Number] = {}
    verification: Number = Field(default_factory=lambda: point(0.0))

    @model_validator(mode="after")
    def _chances(self) -> Plan:
        require_between("plan: verification", self.verification, 0.0, 1.0)
        for party, chance in self.default.items():
            require_between(f"plan: default of {party!r}", chance, 0.0, 1.0)
        for step in self.steps:
            for party, chance in step.default.items():
                require_between(f"step {step.name!r}: default of {party!r}", chance, 0.0, 1.0)
            if step.verification is not None:
                require_between(f"step {step.name!r}: verification", step.verification, 0.0, 1.0)
        require_unique("plan: issue", (issue for step in self.steps for issue in step.issues))
        return self

    def at_once(self) -> Plan:
        """Return the same exchange as a single step, under the plan's own chances."""
        whole = Step(name="all at once", issues=tuple(issue for step in self.steps for issue in step.issues))
        return self.replace(steps=(whole,))
