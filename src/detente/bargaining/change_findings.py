"""What would have to change for an outcome to hold, and what its holding hangs on, as findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.bargaining.alternatives import Outcome
from detente.bargaining.evidence import cells, percent
from detente.bargaining.robustness import Robustness, WithoutSource
from detente.finding import Cell, Column, Estimate, Finding, Table

if TYPE_CHECKING:
    from detente.bargaining.conflict_findings import Played

_DEEPEST, _BUDGET, _DRIVERS = 3, 4000, 10
SHARE_SAID = "The share counts admissible readings of the evidence; it is not the probability of the outcome."
_SHARE = (Column(key="share", label="share"), Column(key="low", label="low"), Column(key="high", label="high"))


def _columns(*named: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(Column(key=key, label=label) for key, label in named)


def _holding(played: Played, outcome: Outcome, variant: str) -> bool:
    return played.conflict.state(outcome.taken).number in played.stable[variant].equilibria("SEQ")


def _change_rows(played: Played) -> dict[tuple[Cell, ...], list[str]]:
    """Return rows (outcome, party, changes, what, how), each with the variants in which it is so."""
    rows: dict[tuple[Cell, ...], list[str]] = {}
    for outcome in played.conflict.outcomes:
        for variant, conflict in played.variants.items():
            if _holding(played, outcome, variant):
                rows.setdefault((outcome.name, "-", 0, "nothing: it holds", "exact"), []).append(variant)
                continue
            made = False
            for party in conflict.names:
                found = conflict.smallest_change(outcome.taken, of=[party], deepest=_DEEPEST, budget=_BUDGET)
                if found.size is not None:
                    made = True
                    said = " or: ".join("; ".join(edit.said for edit in way) for way in found.ways[:2])
                    row = (outcome.name, party, found.size, said, "exact" if found.exact else "searched")
                    rows.setdefault(row, []).append(variant)
            if not made:
                none = f"no change of up to {_DEEPEST} statements of one party"
                rows.setdefault((outcome.name, "-", None, none, "exact"), []).append(variant)
    return rows


def changes_finding(played: Played) -> Finding:
    """Return, for each named outcome that does not hold, the smallest change by each party that would make it hold."""
    found = _change_rows(played)
    alone: dict[str, set[str]] = {}
    for name, party, *_ in found:
        if party != "-":
            alone.setdefault(str(name), set()).add(str(party))
    told = [f"{name}: {' or '.join(sorted(parties))} alone could make it hold" for name, parties in alone.items()]
    every = len(played.variants)
    rows = [
        (name, "all" if len(variants) == every else "; ".join(variants), *rest)
        for (name, *rest), variants in found.items()
    ]
    columns = _columns(
        ("outcome", "outcome"), ("variant", "account and reading"), ("by", "whose change"),
        ("size", "changes"), ("what", "what would have to change"), ("how", "exact or searched"),
    )  # fmt: skip
    return Finding(
        id=f"{played.id}.change",
        engine="bargaining",
        statement="What would have to change for an outcome to hold once reached (SEQ), by the fewest statements "
        f"dropped, turned or moved up one place. {'. '.join(told) or 'No single party could make any of them hold'}.",
        assumptions=("A change of one statement counts as one, whatever it would take to bring about.",),
        method="Inverse analysis: sets of changes weighed by their number, smallest first (Kinsara et al. 2015).",
        caveats=("A smallest change is the nearest in the model, not the likeliest in the world.",),
        exhibits=(Table(title="The smallest change that makes an outcome hold", columns=columns, rows=tuple(rows)),),
    )


def _drivers(weighed: dict[str, Robustness], played: Played) -> Table:
    found: dict[tuple[Cell, ...], tuple[Cell, ...]] = {}
    for outcome in played.conflict.outcomes:
        for variant, each in weighed.items():
            for driver in each.drivers(outcome.taken)[:2]:
                said = played.conflict.said(driver.statement)
                key = (outcome.name, driver.decision_maker, said, driver.question)
                row = (*key, variant, *cells(driver.moves))
                if key not in found or abs(float(str(found[key][5]))) < abs(driver.moves.value):
                    found[key] = row
    rows = sorted(found.values(), key=lambda row: -abs(float(str(row[5]))))
    columns = _columns(
        ("outcome", "outcome"), ("by", "whose"), ("statement", "statement"),
        ("question", "open question"), ("variant", "most under"), ("moves", "share moves by"),
    )  # fmt: skip
    return Table(
        title="Statements that decide most whether an outcome holds",
        columns=(*columns, *_SHARE[1:]),
        rows=tuple(row for row in rows if abs(float(str(row[5]))) >= 0.05)[:_DRIVERS],
        note="Share of profiles with the question answered so, less the share otherwise.",
    )


def _sources(played: Played) -> tuple[Table, list[WithoutSource]]:
    known = {key: ref.source for key, ref in played.evidence.items() if ref.source}
    first = next(iter(played.variants.values()))
    found = first.without_sources("SEQ", sources=known)
    columns = _columns(
        ("source", "source dropped"), ("statements", "statements that rest on it alone"),
        ("made", "newly stable"), ("ended", "no longer stable"),
    )  # fmt: skip

    def named(numbers: tuple[int, ...]) -> str:
        if len(numbers) > 1:
            return f"{len(numbers)} states"
        return "; ".join(played.named(first.state(n)) for n in numbers) or "none"

    rows = tuple((f.source, "; ".join(f.statements), named(f.made), named(f.ended)) for f in found)
    note = "A statement that another source bears out too stands. Stable: SEQ, under the first account and reading."
    return Table(title="Dropping one source", columns=columns, rows=rows, note=note), list(found)


def _span(shares: list[Estimate]) -> str:
    low, high = percent(min(e.value for e in shares)), percent(max(e.value for e in shares))
    return low if low == high else f"{low} to {high}"


def hanging_finding(played: Played, rng: np.random.Generator, profiles: int) -> Finding:
    """Return under which share of the profiles within the evidence each named outcome holds, and what decides it."""
    weighed = {name: each.robustness(rng, profiles=profiles) for name, each in played.variants.items()}
    spans = {
        outcome.name: [found.share(outcome.taken) for found in weighed.values()] for outcome in played.conflict.outcomes
    }
    rows = [(name, *(round(share.value, 3) for share in shares)) for name, shares in spans.items()]
    widest = max(share.high - share.low for shares in spans.values() for share in shares) / 2
    said = [f"{name}: {_span(shares)}" for name, shares in spans.items()]
    dropped, by_source = _sources(played)
    turning = [each.source for each in by_source if each.changes]
    shares = Table(
        title="Share of admissible profiles under which an outcome holds",
        columns=(
            Column(key="outcome", label="outcome"),
            *(Column(key=f"share{k}", label=f"share: {name}") for k, name in enumerate(weighed)),
        ),
        rows=tuple(rows),
        note="Importance drawn from the intervals, doubtful statements kept or left out. Holds: SEQ equilibrium. More "
        f"draws would move a share by at most {widest:.3f}.",
    )
    return Finding(
        id=f"{played.id}.hangs-on",
        engine="bargaining",
        statement=f"Share of {profiles:,} preference profiles within the evidence under which an outcome holds once "
        f"reached, lowest to highest over accounts and readings: {'; '.join(said)}. Dropping any one of "
        f"{len(by_source)} sources changes what is stable in {len(turning)} cases.",
        assumptions=("Within its interval every importance is as admissible as any other.",),
        gaps=tuple(f"what is stable hangs on {source} alone" for source in turning[:5]),
        method="Profiles drawn within evidence bounds; each weighed over all states; sources dropped one at a time.",
        caveats=(SHARE_SAID,),
        exhibits=(shares, _drivers(weighed, played), dropped),
    )
