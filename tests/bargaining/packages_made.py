"""Small packages that several tests build on, and a strategy for random ones."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import strategies as st

from detente.bargaining.issues import Issue, Party
from detente.bargaining.packages import Package


def table(*points: tuple[float, ...], walk_away: tuple[float, ...] | None = None) -> Package:
    """One issue whose levels are worth the given points."""
    parties = range(len(points[0]))
    return Package(
        issues=[Issue(id="deal", levels=[f"l{i}" for i in range(len(points))])],
        parties=[
            Party(
                name=f"P{p}",
                utilities={"deal": {f"l{i}": point[p] for i, point in enumerate(points)}},
                walk_away=0.0 if walk_away is None else walk_away[p],
            )
            for p in parties
        ],
    )


def drawn(issues: int, levels: int, parties: int, seed: int, *, opposed: float = 0.5) -> Package:
    """A package with worths drawn between 0 and 1, the parties' wishes partly opposed."""
    rng = np.random.default_rng(seed)
    names = [f"i{k}" for k in range(issues)]
    worth = rng.random((issues, levels, parties))
    worth[:, :, -1] = (1 - opposed) * worth[:, :, -1] + opposed * (1 - worth[:, :, 0])
    return Package(
        issues=[Issue(id=name, levels=[f"l{j}" for j in range(levels)]) for name in names],
        parties=[
            Party(
                name=f"P{p}",
                weights={name: float(w) for name, w in zip(names, rng.random(issues) + 0.1, strict=True)},
                utilities={
                    name: {f"l{j}": float(worth[k, j, p]) for j in range(levels)} for k, name in enumerate(names)
                },
                walk_away=0.1,
            )
            for p in range(parties)
        ],
    )


@st.composite
def packages(draw: st.DrawFn, *, parties: int | None = None, most_issues: int = 4) -> Package:
    """Random packages with whole-number worths, so that ties occur."""
    many = parties or draw(st.integers(2, 4))
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=most_issues))
    worth = st.integers(-5, 5)
    return Package(
        issues=[Issue(id=f"i{k}", levels=[f"l{j}" for j in range(size)]) for k, size in enumerate(sizes)],
        parties=[
            Party(
                name=f"P{p}",
                weights={f"i{k}": draw(st.integers(0, 3)) for k in range(len(sizes))},
                utilities={f"i{k}": {f"l{j}": draw(worth) for j in range(size)} for k, size in enumerate(sizes)},
                walk_away=draw(st.integers(-8, 8)),
            )
            for p in range(many)
        ],
    )


def every(package: Package) -> list[tuple[dict[str, str], tuple[float, ...]]]:
    """Return every package with its worths, by plain sums over the entered numbers."""
    found = []
    for levels in product(*(issue.levels for issue in package.issues)):
        chosen = dict(zip((issue.id for issue in package.issues), levels, strict=True))
        worth = tuple(
            sum(
                (party.weights[issue].value if issue in party.weights else 1.0) * party.utilities[issue][level].value
                for issue, level in chosen.items()
            )
            for party in package.parties
        )
        found.append((chosen, worth))
    return found
