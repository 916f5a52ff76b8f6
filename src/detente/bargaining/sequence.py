"""Step by step or all at once: what the same deal is worth to each side when the other may default on the way.

The chances and the value of a step are those of ``steps``. A step is kept of one's own will where going on is worth at
least as much as taking the step's gains and withholding one's part (verification leaves less to take, and a future
worth having makes it dear): the condition that enforcement puts on a bargain in Fearon (1998).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detente.bargaining.admissible import share, spread
from detente.bargaining.draws import Floats, Reader, Uniform
from detente.bargaining.issues import Plan
from detente.bargaining.steps import odds
from detente.bargaining.worth import worths
from detente.errors import ModelError
from detente.finding import Estimate
from detente.value import Value

if TYPE_CHECKING:
    from detente.bargaining.packages import Package


class Course(Value):
    """One way to carry a deal out.

    ``value`` is what it is worth to each party over no deal; ``kept`` the share of admissible inputs under which no
    party would do better to default at any step; ``tempting`` the step at which most draws tempt someone; ``better``
    the share under which it is worth more than all at once to every party.
    """

    name: str
    steps: int
    value: dict[str, Estimate]
    gains_all: Estimate
    kept: Estimate
    tempting: str
    better: Estimate | None = None


class Sequencing(Value):
    """The courses compared on the same draws, the package's own plan first."""

    levels: dict[str, str]
    courses: tuple[Course, ...]

    def course(self, name: str) -> Course:
        """Return a course by its name."""
        found = [course for course in self.courses if course.name == name]
        if not found:
            known = ", ".join(repr(course.name) for course in self.courses)
            raise ModelError(f"no course {name!r}; there are {known}")
        return found[0]


@dataclass(frozen=True, slots=True)
class _Run:
    """Per party and step: the value of going on (draws, steps + 1, parties) and whether default would pay."""

    value: Floats
    tempted: NDArray[np.bool_]


def _gains(package: Package, levels: Mapping[str, str], read: Reader) -> Floats:
    """Return gain over no deal of each issue at the deal's level: (draws, issues, parties)."""
    nominal = package.replace(as_carried_out=False, period=0)
    table = worths(nominal, read)
    columns = []
    for part, issue in zip(table.levels, package.issues, strict=True):
        deal, base = issue.levels.index(levels[issue.id]), issue.levels.index(package.no_deal[issue.id])
        columns.append(part[:, deal] - part[:, base])
    return np.stack(columns, axis=1)


def continuation(package: Package, plan: Plan, levels: Mapping[str, str], read: Reader) -> _Run:
    """Return the value of each step, from the last to the first, by the recursion of ``steps``."""
    gains = _gains(package, levels, read)
    draws, _, parties = gains.shape
    names = tuple(party.name for party in package.parties)
    value = np.zeros((draws, len(plan.steps) + 1, parties))
    tempted = np.zeros((draws, len(plan.steps), parties), dtype=bool)
    for at in reversed(range(len(plan.steps))):
        taken = gains[:, [package.index(issue) for issue in plan.steps[at].issues]]
        benefit, cost = np.maximum(taken, 0).sum(axis=1), np.maximum(-taken, 0).sum(axis=1)
        for p, party in enumerate(package.parties):
            chance = odds(plan, at, party.name, names, read)
            patience = read(f"parties.{party.name}.discount", party.discount)
            b, c, after = benefit[:, p], cost[:, p], patience * value[:, at + 1, p]
            value[:, at, p] = chance.all_keep * (b - c + after) - chance.cheated * c + chance.takes * b
            keep = chance.others_keep * (b - c + after) - (1 - chance.others_keep) * chance.unseen * c
            tempted[:, at, p] = chance.others_keep * chance.unseen * b > keep + 1e-12
    return _Run(value=value, tempted=tempted)


def _course(package: Package, name: str, plan: Plan, run: _Run, once: _Run | None) -> Course:
    start = run.value[:, 0]
    hits = run.tempted.any(axis=2).mean(axis=0)
    worst = int(np.argmax(hits))
    step = plan.steps[worst].name or f"step {worst + 1}"
    return Course(
        name=name,
        steps=len(plan.steps),
        value={party.name: spread(start[:, p]) for p, party in enumerate(package.parties)},
        gains_all=share((start > 1e-12).all(axis=1)),
        kept=share(~run.tempted.any(axis=(1, 2))),
        tempting=step if hits[worst] > 0 else "",
        better=None if once is None else share((start > once.value[:, 0] + 1e-12).all(axis=1)),
    )


def compare(
    package: Package,
    levels: Mapping[str, str],
    rng: np.random.Generator,
    *,
    draws: int,
    plans: Iterable[tuple[str, Plan]] = (),
) -> Sequencing:
    """Compare a package's plan, the same at once, and further plans, on common draws of the inputs."""
    if package.plan is None:
        raise ModelError("there is no plan to compare: give the package its steps")
    further = tuple(plans)
    courses = [("step by step", package.plan), ("all at once", package.plan.at_once()), *further]
    inputs = dict(package.carried_out().inputs())
    for _, plan in further:
        inputs |= package.replace(plan=plan, as_carried_out=True).inputs()
    reader = Uniform.of(inputs, rng, draws=draws)
    runs = [continuation(package, plan, levels, reader) for _, plan in courses]
    found = [
        _course(package, name, plan, run, None if name == "all at once" else runs[1])
        for (name, plan), run in zip(courses, runs, strict=True)
    ]
    return Sequencing(levels=dict(levels), courses=tuple(found))
