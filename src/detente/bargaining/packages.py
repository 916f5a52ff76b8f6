"""Negotiation packages: what could be agreed on, what it is worth to each side, and which packages nobody can better.

A package takes one level of every issue. Worths add over issues (multi-attribute utility; Keeney and Raiffa 1976);
every judged number is an interval, so that an answer is a share of the admissible inputs, never a probability.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from detente.bargaining import outcomes
from detente.bargaining.admissible import Admissible, admissible
from detente.bargaining.checked import Checked, plain, require_known, require_unique
from detente.bargaining.deals import Deal, Frontier, Method, solve
from detente.bargaining.draws import Floats, central
from detente.bargaining.issues import Exclusion, Issue, Offer, Party, Plan
from detente.bargaining.sequence import Sequencing, compare
from detente.bargaining.solutions import Solution
from detente.bargaining.stated import with_stances
from detente.bargaining.worth import Worths, worths
from detente.errors import ModelError
from detente.finding import Estimate
from detente.record.position import Interval, Position

Reading = Literal["trade", "red line"]


class Package(Checked):
    """Issues with levels, and parties that value them; a frozen model that analyses are asked of.

    ``no_deal`` names the levels that hold without a deal. ``reading`` says how stated limits are read: ``trade``, a
    loss beyond a limit can be made good elsewhere; ``red line``, nothing beyond a limit is signed.
    ``relative_weights`` divides weights by their sum (stances are always read so). ``as_carried_out`` counts the
    risks of the plan; ``period`` is how many periods from now the package is signed.

    Raises ModelError, saying where and what, for empty or doubled issues, unknown names, values off their scale.

    >>> deal = Package(
    ...     issues=[Issue(id="scope", levels=("none", "all")), Issue(id="relief", levels=("none", "full"))],
    ...     parties=[
    ...         Party(name="A", utilities={"scope": {"none": 0, "all": 3}, "relief": {"none": 0, "full": -1}}),
    ...         Party(name="B", utilities={"scope": {"none": 0, "all": -1}, "relief": {"none": 0, "full": 2}}),
    ...     ],
    ... )
    >>> deal.nash().levels
    {'scope': 'all', 'relief': 'full'}
    """

    id: str = ""
    name: str = ""
    issues: tuple[Issue, ...] = Field(min_length=1)
    parties: tuple[Party, ...] = Field(min_length=2)
    no_deal: dict[str, str] = {}
    excluded: tuple[Exclusion, ...] = ()
    offers: tuple[Offer, ...] = ()
    plan: Plan | None = None
    reading: Reading = "trade"
    relative_weights: bool = False
    as_carried_out: bool = False
    period: int = Field(default=0, ge=0)
    note: str = ""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        require_unique("issue", (issue.id for issue in self.issues))
        require_unique("party", (party.name for party in self.parties))
        require_unique("offer", (offer.name for offer in self.offers))
        for party in self.parties:
            self._check_party(party)
        for offer in self.offers:
            self._check_levels(f"offer {offer.name!r}", offer.levels, whole=True)
        for exclusion in self.excluded:
            self._check_levels("exclusion", exclusion.levels, whole=False)
        if self.no_deal:
            self._check_levels("no_deal", self.no_deal, whole=True)
        if self.plan is not None:
            self._check_plan(self.plan)
        if self.as_carried_out and self.plan is None:
            raise ModelError("as_carried_out needs a plan of steps")
        outcomes.blocks(self)
        return self

    def _check_party(self, party: Party) -> None:
        known = [issue.id for issue in self.issues]
        who = f"party {party.name!r}"
        for names in (party.weights, party.utilities, party.stances):
            require_known(f"issue of {who}", names, known)
        for issue in self.issues:
            if issue.id in party.utilities:
                given = party.utilities[issue.id]
                require_known(f"level of {issue.id!r} in the utilities of {who}", given, issue.levels)
                missing = [level for level in issue.levels if level not in given]
                if missing:
                    raise ModelError(f"{who}: no utility for level {missing[0]!r} of {issue.id!r}; give one to each")
            elif issue.id in party.stances:
                if not issue.places:
                    raise ModelError(f"{who}: a stance on {issue.id!r} needs places for its levels on the 0-100 scale")
            elif issue.id not in party.weights or party.weights[issue.id].high > 0:
                raise ModelError(f"{who} says nothing of issue {issue.id!r}; give utilities, a stance or a weight of 0")

    def _check_levels(self, what: str, levels: Mapping[str, str], *, whole: bool) -> None:
        require_known(f"issue of {what}", levels, [issue.id for issue in self.issues])
        for issue in self.issues:
            if issue.id in levels:
                require_known(f"level of {issue.id!r} in {what}", [levels[issue.id]], issue.levels)
            elif whole:
                raise ModelError(f"{what} leaves issue {issue.id!r} open; name one of its levels")

    def _check_plan(self, plan: Plan) -> None:
        known = [issue.id for issue in self.issues]
        planned = [issue for step in plan.steps for issue in step.issues]
        require_known("issue of the plan", planned, known)
        missing = [issue for issue in known if issue not in planned]
        if missing:
            raise ModelError(f"the plan has no step for issue {missing[0]!r}; put it into one")
        for chances in (plan.default, *(step.default for step in plan.steps)):
            require_known("party of the plan", chances, [party.name for party in self.parties])
        if not self.no_deal:
            raise ModelError("a plan needs no_deal: what a step gains or costs is counted from there")

    @classmethod
    def from_dict(
        cls,
        data: Mapping[str, Any],
        positions: Iterable[Position] = (),
        *,
        as_of: dt.date | None = None,
        account: str = "",
    ) -> Self:
        """Return the package of a plain mapping, as read from a YAML file of a case.

        On issues that a party says nothing of, the stance is its last stated of ``positions`` known ``as_of`` a day.
        """
        if not isinstance(data, Mapping):
            raise ModelError(f"a package is a mapping of fields, not {type(data).__name__}")
        whole = with_stances(data, positions, as_of=as_of, account=account)
        return cls(**{str(key): value for key, value in whole.items()})

    def to_dict(self) -> dict[str, Any]:
        """Return a plain mapping that ``from_dict`` reads back to an equal package."""
        dumped: dict[str, Any] = plain(self.model_dump(mode="json"))
        return dumped

    @property
    def size(self) -> int:
        """How many packages there are, exclusions taken out."""
        return outcomes.count(outcomes.blocks(self))

    def index(self, issue: str) -> int:
        """Return where an issue stands in the list."""
        return next(i for i, each in enumerate(self.issues) if each.id == issue)

    def issue(self, name: str) -> Issue:
        """Return an issue by its id."""
        require_known("issue", [name], [issue.id for issue in self.issues])
        return self.issues[self.index(name)]

    def party(self, name: str) -> Party:
        """Return a party by its name."""
        require_known("party", [name], [party.name for party in self.parties])
        return next(party for party in self.parties if party.name == name)

    def read_as(self, reading: Reading) -> Self:
        """Return the package with its stated limits read otherwise."""
        return self.replace(reading=reading)

    def carried_out(self) -> Self:
        """Return the package with the risks of its plan counted; needs a plan."""
        return self.replace(as_carried_out=True)

    def at(self, period: int) -> Self:
        """Return the package as signed some periods from now: discounted, and past some deadlines."""
        return self.replace(period=period)

    def inputs(self) -> dict[str, Interval]:
        """Return every judged number the answers rest on, by its name (``parties.PRK.weights.relief``)."""
        found: dict[str, Interval] = {}

        def note(path: str, number: Interval) -> Floats:
            found[path] = number
            return central(path, number)

        worths(self, note)
        return found

    def worths(self) -> Worths:
        """Return the tables of worths at the best guesses."""
        return worths(self, central)

    def deal(self, levels: Mapping[str, str]) -> Deal:
        """Return what a package is worth at the best guesses; every issue must be named."""
        self._check_levels("the package", levels, whole=True)
        table = self.worths()
        at = [issue.levels.index(levels[issue.id]) for issue in self.issues]
        total = np.sum([part[0, level] for part, level in zip(table.levels, at, strict=True)], axis=0)
        signed = np.all([part[0, level] for part, level in zip(table.signs, at, strict=True)], axis=0)
        refused = [party.name for party, signs in zip(self.parties, signed, strict=True) if not signs]
        return Deal.of(self, at, total, table.walk_away[0]).replace(refused_by=tuple(refused))

    def frontier(self, *, method: Method = "auto") -> Frontier:
        """Return the packages that nobody can better without loss to another.

        ``merge`` adds issue after issue and is exact at any size it fits; ``enumerate`` weighs every package;
        ``milp`` (two parties) is for what cannot be merged. ``auto`` merges, and says when it must take ``milp``.
        """
        from detente.bargaining.deals import frontier

        return frontier(self, method=method)

    def solution(self, name: Solution, *, method: Method = "auto") -> Deal | None:
        """Return the package that a solution singles out; None where no package suits everyone."""
        return solve(self, name, method=method)

    def nash(self) -> Deal | None:
        """Return the package with the largest product of gains."""
        return self.solution("nash")

    def kalai_smorodinsky(self) -> Deal | None:
        """Return the package that gives each the largest equal share of its best gain."""
        return self.solution("kalai_smorodinsky")

    def egalitarian(self) -> Deal | None:
        """Return the package with the largest smallest gain."""
        return self.solution("egalitarian")

    def utilitarian(self) -> Deal | None:
        """Return the package with the largest sum of worths."""
        return self.solution("utilitarian")

    def admissible(self, rng: np.random.Generator, *, draws: int = 2000) -> Admissible:
        """Return what holds in each draw of the inputs: the room for a deal and who would sign which offer."""
        return admissible(self, rng, draws=draws)

    def bargaining_range(self, rng: np.random.Generator, draws: int = 2000) -> Estimate:
        """Return the share of admissible inputs under which some package beats walking away for everyone.

        Inputs are drawn uniformly from their intervals. This is not the probability of an agreement.
        """
        return self.admissible(rng, draws=draws).share

    def sequence(
        self,
        levels: Mapping[str, str],
        rng: np.random.Generator,
        *,
        draws: int = 2000,
        plans: Iterable[tuple[str, Plan]] = (),
    ) -> Sequencing:
        """Compare carrying out a package step by step with doing it at once, and with any further plans."""
        self._check_levels("the package", levels, whole=True)
        return compare(self, levels, rng, draws=draws, plans=plans)
