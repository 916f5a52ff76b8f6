"""What nobody can better, as a finding: the frontier with the offers marked, and the packages singled out."""

from __future__ import annotations

from collections.abc import Mapping

from detente.bargaining.deals import Deal, Frontier
from detente.bargaining.evidence import METHOD, levels_said, ref
from detente.bargaining.packages import Package
from detente.bargaining.solutions import SOLUTIONS, Solution
from detente.finding import Column, Exhibit, Finding, Line, Mark, Series, Table

NOT_A_PREDICTION = "A package that nobody can better is not a prediction that it will be agreed."
_NAMES: dict[Solution, str] = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
}


def better_for_all(frontier: Frontier, deal: Deal) -> Deal | None:
    """Return the package on the frontier that betters a deal for everyone by most, if one does."""
    found = [
        (min(each.worth[name] - deal.worth[name] for name in deal.worth), each)
        for each in frontier.deals
        if all(each.worth[name] >= deal.worth[name] - 1e-9 for name in deal.worth)
        and any(each.worth[name] > deal.worth[name] + 1e-9 for name in deal.worth)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _picture(package: Package, frontier: Frontier, singled: Mapping[str, Deal]) -> Series:
    first, second = package.parties[0].name, package.parties[1].name
    deals = sorted(frontier.deals, key=lambda deal: deal.worth[first])
    offers = [(offer.name, package.deal(offer.levels), offer.source) for offer in package.offers]
    marks = [
        Mark(
            at=deal.worth[first],
            label=f"offer: {name}",
            value=deal.worth[second],
            ref=ref(source, {}, table="events") if source else None,
        )
        for name, deal, source in offers
    ]
    marks += [Mark(at=deal.worth[first], label=name, value=deal.worth[second]) for name, deal in singled.items()]
    walk = package.worths().walk_away[0]
    marks.append(Mark(at=float(walk[0]), label="walking away", value=float(walk[1])))
    return Series(
        title="What nobody can better, with the offers made",
        x=tuple(deal.worth[first] for deal in deals),
        x_label=f"worth to {first}",
        y_label=f"worth to {second}",
        lines=(Line(name="frontier", y=tuple(deal.worth[second] for deal in deals)),),
        marks=tuple(marks),
        draw="point",
        note="At the best guesses of the inputs."
        + (" The first two parties only." if len(package.parties) > 2 else ""),
    )


def frontier_finding(package: Package) -> Finding:
    """Return the frontier of a package at the best guesses, with what each solution singles out."""
    frontier = package.frontier()
    found = {_NAMES[name]: deal for name in SOLUTIONS if (deal := package.solution(name)) is not None}
    parties = [party.name for party in package.parties]
    exhibits: list[Exhibit] = []
    if frontier.deals:
        exhibits.append(_picture(package, frontier, found))
    if found:
        columns = (
            Column(key="solution", label="solution"),
            Column(key="package", label="package"),
            *(Column(key=name, label=f"gain of {name}") for name in parties),
            Column(key="ties", label="as good"),
        )
        rows = tuple(
            (name, levels_said(deal.levels), *(round(deal.gain[p], 4) for p in parties), deal.ties)
            for name, deal in found.items()
        )
        exhibits.append(Table(title="Packages singled out", columns=columns, rows=rows))
        said_so = f"the Nash package is {levels_said(found['Nash'].levels)}"
    else:
        said_so = "none of them suits everyone at the best guesses"
    return Finding(
        id=f"package.{package.id or 'package'}.frontier",
        engine="bargaining",
        statement=f"Of {frontier.packages:,} packages {len(frontier.deals):,} cannot be bettered for one party without "
        f"loss to another, {frontier.rational:,} of which leave nobody below walking away; {said_so}.",
        method=f"{METHOD} {frontier.note}.",
        caveats=(NOT_A_PREDICTION,),
        exhibits=tuple(exhibits),
    )
