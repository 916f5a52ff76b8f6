"""The answers about a package as findings: is there a range, what nobody can better, who would sign, in what order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import numpy as np

from detente.bargaining.admissible import Admissible
from detente.bargaining.evidence import (
    METHOD,
    NOT_A_PROBABILITY,
    levels_said,
    measured,
    percent,
    ref,
    refs,
    said,
    unreasoned,
)
from detente.bargaining.frontier_findings import better_for_all, frontier_finding
from detente.bargaining.packages import Package
from detente.bargaining.readings import readings
from detente.bargaining.sequence_findings import sequence_finding, waiting_finding
from detente.finding import Cell, Column, Confidence, Estimate, EvidenceRef, Finding, Intervals, Table

_DRIVERS = 8


def _all(package: Package) -> str:
    names = [party.name for party in package.parties]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _shares(shares: Mapping[str, Estimate]) -> Intervals:
    return Intervals(
        title="Share of admissible inputs with a bargaining range",
        x_label="share of admissible inputs",
        rows=tuple(measured(name, estimate) for name, estimate in shares.items()),
        shares=True,
        note="Low and high: what more draws could still change. The readings span what the evidence leaves open.",
    )


def _drivers(drivers: Iterable[tuple[str, Estimate]]) -> Intervals:
    return Intervals(
        title="Inputs that decide the range most",
        x_label="the share moves by",
        rows=tuple(measured(said(path), moves) for path, moves in drivers),
        reference=0.0,
        shares=True,
        note="Share in the upper half of the input's interval less the share in its lower half.",
    )


def _range(
    package: Package, own: Admissible, rng: np.random.Generator, draws: int, known: Mapping[str, EvidenceRef]
) -> Finding:
    read = readings(package)
    shares = {name: own.share if each is package else each.bargaining_range(rng, draws) for name, each in read.items()}
    drivers = own.drivers()[:_DRIVERS]
    first, *others = shares
    given = "" if first == "as given" else f" {first}"
    also = "".join(f"; {percent(shares[name].value)} {name}" for name in others)
    tables = [_shares(shares), *([_drivers(drivers)] if drivers else [])]
    spread = max(e.value for e in shares.values()) - min(e.value for e in shares.values())
    bare = unreasoned(package.inputs())
    return Finding(
        id=f"package.{package.id or 'package'}.range",
        engine="bargaining",
        statement=f"Some package beats walking away for {_all(package)} under {percent(own.share.value)} of the "
        f"admissible inputs{given}{also}.",
        estimate=own.share,
        confidence=Confidence(
            level="low" if spread > 0.25 or bare else "moderate",
            reason=f"readings of the same evidence span {percent(spread)}; {len(bare)} inputs stand without a reason",
        ),
        evidence_for=refs(package.inputs().values(), known),
        assumptions=(
            "Worths add over issues.",
            "Stated positions are evidence about preferences, not the preferences.",
        ),
        gaps=tuple(f"no reason is given for {said(path)}" for path in bare[:_DRIVERS]),
        would_change=tuple(
            f"a firmer figure for {said(path)}: between the halves of its interval the share moves by {m.value:+.2f}"
            for path, m in drivers[:3]
            if m.low > 0 or m.high < 0
        ),
        method=METHOD,
        caveats=(NOT_A_PROBABILITY,),
        exhibits=tuple(tables),
    )


def _signers(
    parties: Iterable[str], rows: Iterable[tuple[Cell, ...]], pointers: Iterable[tuple[EvidenceRef, ...]]
) -> Table:
    return Table(
        title="Who would sign which offer",
        columns=(
            Column(key="offer", label="offer"),
            Column(key="by", label="made by"),
            Column(key="package", label="package"),
            *(Column(key=name, label=f"share in which {name} would sign") for name in parties),
            Column(key="all", label="share in which all would"),
            Column(key="better", label="better for all"),
        ),
        rows=tuple(rows),
        refs=tuple(pointers),
    )


def _offers(package: Package, own: Admissible, known: Mapping[str, EvidenceRef]) -> Finding:
    frontier = package.frontier()
    parties = [party.name for party in package.parties]
    rows: list[tuple[Cell, ...]] = []
    pointers = []
    accepted = []
    for offer in package.offers:
        signs = own.offers[offer.name]
        better = better_for_all(frontier, package.deal(offer.levels))
        shares = [float(signs[:, p].mean()) for p in range(len(parties))]
        together = float(signs.all(axis=1).mean())
        told = f"{offer.by or '?'}{f' (as told by {offer.account})' if offer.account else ''}"
        wider = "nothing" if better is None else levels_said(better.levels)
        rows.append((offer.name, told, levels_said(offer.levels), *(round(s, 4) for s in (*shares, together)), wider))
        pointers.append((ref(offer.source, known, table="events"),) if offer.source else ())
        accepted.append(f"{offer.name}: {percent(together)}")
    return Finding(
        id=f"package.{package.id or 'package'}.offers",
        engine="bargaining",
        statement=f"Share of admissible inputs under which everyone would rather sign than walk away, by offer: "
        f"{'; '.join(accepted)}.",
        evidence_for=tuple(pointer for each in pointers for pointer in each),
        method=METHOD,
        caveats=(NOT_A_PROBABILITY,),
        exhibits=(_signers(parties, rows, pointers),),
    )


def package_findings(
    package: Package,
    rng: np.random.Generator,
    draws: int = 2000,
    *,
    evidence: Mapping[str, EvidenceRef] | None = None,
    as_of: dt.date | None = None,
) -> tuple[Finding, ...]:
    """Return what can be said of a package: the range, the frontier, the offers, the order of steps, waiting.

    ``evidence`` maps the sources of judged numbers to pointers into the record; a source that it does not hold is
    pointed to as written (``table:id``).
    """
    known = evidence or {}
    own = package.admissible(rng, draws=draws)
    found = [_range(package, own, rng, draws, known), frontier_finding(package)]
    if package.offers:
        found.append(_offers(package, own, known))
    deal = package.nash()
    if package.plan is not None:
        levels = deal.levels if deal is not None else package.offers[0].levels if package.offers else None
        if levels is not None:
            found.append(sequence_finding(package, package.sequence(levels, rng, draws=draws)))
    waiting = waiting_finding(package, rng, draws)
    if waiting is not None:
        found.append(waiting)
    return tuple(each.replace(as_of=as_of) for each in found)
