"""In what order, and how long to wait, as findings."""

from __future__ import annotations

import numpy as np

from detente.bargaining.evidence import METHOD, NOT_A_PROBABILITY, cells, levels_said, percent
from detente.bargaining.packages import Package
from detente.bargaining.sequence import Sequencing
from detente.finding import Column, Finding, Line, Series, Table


def _courses(package: Package, order: Sequencing) -> Table:
    parties = [party.name for party in package.parties]
    rows = tuple(
        (
            course.name,
            course.steps,
            *(cell for name in parties for cell in cells(course.value[name])),
            round(course.gains_all.value, 4),
            round(course.kept.value, 4),
            course.tempting,
        )
        for course in order.courses
    )
    value = tuple(
        Column(key=f"{name}_{part}", label=f"{name}, {part}") for name in parties for part in ("median", "low", "high")
    )
    return Table(
        title="Step by step against all at once",
        columns=(
            Column(key="course", label="course"),
            Column(key="steps", label="steps"),
            *value,
            Column(key="gains_all", label="share in which all gain"),
            Column(key="kept", label="share in which nobody is tempted"),
            Column(key="tempting", label="most tempting step"),
        ),
        rows=rows,
        note="Worth over no deal: median and middle 95 % over the admissible inputs.",
    )


def sequence_finding(package: Package, order: Sequencing) -> Finding:
    """Return step by step against all at once for one package."""
    stepwise, once = order.course("step by step"), order.course("all at once")
    better = 0.0 if stepwise.better is None else stepwise.better.value
    return Finding(
        id=f"package.{package.id or 'package'}.sequence",
        engine="bargaining",
        statement=f"Carried out step by step, {levels_said(order.levels)} is worth more than no deal to everyone under "
        f"{percent(stepwise.gains_all.value)} of the admissible inputs, all at once under "
        f"{percent(once.gains_all.value)}; step by step is the better way for everyone under {percent(better)}. "
        f"Nobody would do better to default at any step under {percent(stepwise.kept.value)} "
        f"(all at once: {percent(once.kept.value)}).",
        estimate=stepwise.gains_all,
        assumptions=(
            "After a default the exchange ends; what is then in hand is kept.",
            "Chances of default are the same at each step unless stated, however the deal is cut.",
        ),
        method="Value of steps with a risk of default and verification (Schelling 1960; Fearon 1998; Watson 2002).",
        caveats=(NOT_A_PROBABILITY,),
        exhibits=(_courses(package, order),),
    )


def waiting_finding(package: Package, rng: np.random.Generator, draws: int) -> Finding | None:
    """Return the range by period of signing; None where neither discounts nor deadlines press."""
    deadlines = [party.deadline for party in package.parties if party.deadline is not None]
    if not deadlines and all(party.discount.low == 1 for party in package.parties):
        return None
    last = max(deadlines, default=3) + 1
    shares = [package.at(period).bargaining_range(rng, draws) for period in range(last + 1)]
    return Finding(
        id=f"package.{package.id or 'package'}.waiting",
        engine="bargaining",
        statement=f"Signed now, some package beats walking away for all under {percent(shares[0].value)} of the "
        f"admissible inputs; signed {last} periods later, under {percent(shares[-1].value)}.",
        estimate=shares[-1],
        method=f"{METHOD} Gains over no deal are discounted by period; past its deadline a party signs nothing.",
        caveats=(NOT_A_PROBABILITY,),
        exhibits=(
            Series(
                title="Bargaining range by period of signing",
                x=tuple(float(period) for period in range(last + 1)),
                x_label="periods from now",
                y_label="share of admissible inputs",
                lines=(
                    Line(
                        name="some package beats walking away for all",
                        y=tuple(e.value for e in shares),
                        low=tuple(e.low for e in shares),
                        high=tuple(e.high for e in shares),
                    ),
                ),
            ),
        ),
    )
