"""The answers about a spatial model as findings, each saying that it is a reconstruction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np

from detente.bargaining.evidence import measured, percent, refs, said
from detente.bargaining.paths import Path
from detente.bargaining.sensitivity import Sensitivity
from detente.bargaining.spatial import SpatialModel
from detente.finding import Cell, Column, Confidence, EvidenceRef, Exhibit, Finding, Intervals, Line, Series, Table

RECONSTRUCTION = (
    "A reconstruction of a published model on judged inputs, not a validated forecast: its record of accuracy is "
    "claimed by its authors and has not been reproduced in the open."
)
_METHODS = {
    "expected utility": "Expected-utility account after Bueno de Mesquita as in Scholz, Calbert and Smith (2011).",
    "spatial bargaining": "Spatial model of politics after the KAPSARC toolkit (Wise, Lester and Efird 2015).",
}
_DRIVERS = 8


def _lines(model: SpatialModel, path: Path, dimension: int) -> Series:
    title = model.issue or model.name or "Positions"
    if model.dimensions:
        title = f"{title}: {model.dimensions[dimension]}"
    actors = tuple(
        Line(name=actor.name, y=tuple(at[dimension] for at in path.of(actor.name))) for actor in model.actors
    )
    middle = Line(name="weighted median", y=tuple(each.median[dimension] for each in path.rounds))
    return Series(
        title=f"{title}: the path of each actor",
        x=tuple(float(each.number) for each in path.rounds),
        x_label="round",
        y_label="position",
        lines=(*actors, middle),
        note=RECONSTRUCTION,
    )


def _actors(model: SpatialModel, path: Path) -> Table:
    first, last = path.rounds[0], path.rounds[-1]
    rows: list[tuple[Cell, ...]] = []
    for actor in model.actors:
        salience = [s.value for s in (actor.salience, *actor.saliences.values()) if s is not None]
        risk = (path.rounds[1] if len(path.rounds) > 1 and not first.risk else first).risk.get(actor.name)
        role = "veto" if actor.veto else f"ratifies for {actor.ratifies}" if actor.ratifies else ""
        at = (first.positions[actor.name][0], last.positions[actor.name][0])
        rows.append((actor.name, *(round(x, 2) for x in at), sum(salience), actor.capability.value, risk, role))
    keys = ("actor", "starts at", "ends at", "salience", "capability", "risk", "role")
    return Table(title="Actors", columns=tuple(Column(key=key, label=key) for key in keys), rows=tuple(rows))


def _drivers(found: Sensitivity) -> Intervals:
    return Intervals(
        title="Inputs that move the outcome most",
        x_label="the outcome moves by",
        rows=tuple(measured(said(driver.path), driver.moves) for driver in found.drivers[:_DRIVERS]),
        reference=0.0,
        note="Mean outcome in the upper half of the input's interval less that in its lower half.",
    )


def _outcome(model: SpatialModel, path: Path, found: Sensitivity, known: Mapping[str, EvidenceRef]) -> Finding:
    start, end, last = path.rounds[0].median[0], path.outcome, path.rounds[-1].number
    rest = "and rests there" if path.settled else "without coming to rest"
    exhibits: list[Exhibit] = [_lines(model, path, k) for k in range(max(1, len(model.dimensions)))]
    exhibits.append(_actors(model, path))
    if found.drivers:
        exhibits.append(_drivers(found))
    about = f" on {model.issue}" if model.issue else ""
    return Finding(
        id=f"spatial.{model.id or 'spatial'}.outcome",
        engine="bargaining",
        statement=f"In this reconstruction (not a validated forecast) the weighted median of {len(model.actors)} actors"
        f"{about} starts at {start:.1f} and comes to {end:.1f} after {last} rounds {rest}; over the admissible inputs "
        f"its middle 95 % spans {found.outcome.low:.1f} to {found.outcome.high:.1f}.",
        estimate=found.outcome,
        confidence=Confidence(level="low", reason="judged inputs, and a model without an open record of accuracy"),
        evidence_for=refs(model.inputs().values(), known),
        assumptions=("Capability and salience add up to pressure on one scale.", "Actors see one move ahead."),
        would_change=tuple(
            f"a firmer figure for {said(d.path)}: the outcome moves by {d.moves.value:+.1f} between its halves"
            for d in found.drivers[:3]
            if d.moves.low > 0 or d.moves.high < 0
        ),
        method=_METHODS[model.account],
        caveats=(RECONSTRUCTION,),
        exhibits=tuple(exhibits),
    )


def _consent(model: SpatialModel, path: Path, found: Sensitivity) -> Finding | None:
    binding = [actor for actor in model.actors if actor.binding]
    known = model.status_quo is not None or all(actor.limit is not None for actor in binding)
    if not binding or model.dimensions or not known:
        return None
    allowed = model.constraints()
    blockers = allowed.blockers(path.outcome)
    window = "are none" if allowed.low is None else f"run from {allowed.low:.1f} to {allowed.high:.1f}"
    said_of = f"{', '.join(blockers)} would not have it" if blockers else "nobody whose consent is needed is against it"
    share = "" if found.open is None else f" There are some under {percent(found.open.value)} of the admissible inputs."
    return Finding(
        id=f"spatial.{model.id or 'spatial'}.consent",
        engine="bargaining",
        statement=f"In this reconstruction (not a validated forecast) outcomes that all {len(binding)} players whose "
        f"consent is needed would accept {window}.{share} The outcome of {path.outcome:.1f}: {said_of}.",
        estimate=found.inside,
        method="Win set of veto players (Tsebelis 2002) and ratifiers (Putnam 1988): within the limit, or nearer "
        "than the status quo.",
        caveats=(RECONSTRUCTION,),
        exhibits=(
            Table(
                title="What each player whose consent is needed would accept",
                columns=(
                    Column(key="player", label="player"),
                    Column(key="low", label="from"),
                    Column(key="high", label="to"),
                    Column(key="outcome", label="accepts the outcome"),
                ),
                rows=tuple((n, round(a, 2), round(b, 2), n not in blockers) for n, (a, b) in allowed.accepts.items()),
            ),
        ),
    )


def spatial_findings(
    model: SpatialModel,
    rng: np.random.Generator,
    draws: int = 500,
    *,
    rounds: int = 10,
    evidence: Mapping[str, EvidenceRef] | None = None,
    as_of: dt.date | None = None,
) -> tuple[Finding, ...]:
    """Return the path and outcome of a spatial model, and whose consent stands in its way.

    With ten actors 500 draws take about half a second in the expected-utility account, six in spatial bargaining.
    """
    path = model.forecast(rounds=rounds, rng=rng)
    found = model.sensitivity(rng, draws=draws, rounds=rounds)
    consent = _consent(model, path, found)
    given = (_outcome(model, path, found, evidence or {}), *([consent] if consent is not None else []))
    return tuple(each.replace(as_of=as_of) for each in given)
