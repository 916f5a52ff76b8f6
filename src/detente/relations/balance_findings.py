"""Triads of a case's parties and their balance, year by year, as a finding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.finding import Cell, Column, Confidence, Finding, Table
from detente.relations.asked import Asked, span_name
from detente.relations.balance import LEAST, Triad, triads

if TYPE_CHECKING:
    import polars as pl


def balance_finding(events: pl.DataFrame, asked: Asked) -> list[Finding]:
    """Return the finding on triads around the focus dyad; none where no third party has a tie with a sign."""
    found = [
        years
        for third in asked.third_parties
        if (years := triads(events, asked.focus, third, asked.years, as_of=asked.as_of))
        and any(tie.sign for year in years for tie in year.ties[1:])
    ]
    if not found:
        return []
    told = [year for years in found for year in years if year.balanced is not None]
    shown = [years for years in found if any(year.balanced is not None for year in years)]
    return [
        Finding(
            id="alignment-balance",
            engine="relations",
            statement=_statement(asked, found, told),
            confidence=Confidence(
                level="low",
                reason=f"balance can be judged in {len(told)} of {sum(map(len, found))} triads and years; elsewhere a "
                f"tie has fewer than {LEAST} acts.",
            ),
            evidence_for=tuple(act.ref for year in told for tie in year.ties for act in tie.acts[:3]),
            assumptions=("The mean intensity of what two did to each other is the sign of their tie.",),
            gaps=(f"A tie with fewer than {LEAST} acts in a year has no sign.",),
            would_change=("A year of acts that turns the mean of one tie.",),
            method="A tie's probability of being friendly is Student's t on the mean intensity of its acts; a triad is "
            "balanced where one or three ties are friendly (Heider 1946), and its probability follows from the three. "
            "Intensity orders acts and measures no distance; only the sign of its mean is used.",
            exhibits=(_table(shown, len(found) - len(shown)),) if shown else (),
            as_of=asked.as_of,
        )
    ]


def _statement(asked: Asked, found: Sequence[tuple[Triad, ...]], told: Sequence[Triad]) -> str:
    if not told:
        return "Whether any triad is balanced cannot be told: in each year a tie has too few acts."
    said = []
    for years in found:
        own = [year for year in years if year.balanced is not None]
        if own:
            third = next(code for code in years[0].actors if code not in asked.focus)
            listed = ", ".join(f"{_chance(year)} in {span_name(year.span)}" for year in own)
            said.append(f"with {asked.name(third)} {listed}")
    return (
        f"The triads of {asked.both(asked.focus)} were balanced, as far as the record can tell, {'; '.join(said)}. "
        "Near one half the signs are open, and nothing follows."
    )


def _chance(triad: Triad) -> str:
    return f"with probability {triad.balanced:.2f}"


def _table(found: Sequence[tuple[Triad, ...]], left_out: int) -> Table:
    heads = ("triad", "year", "first tie", "second tie", "third tie", "probability of balance")
    return Table(
        title="Signed triads",
        columns=tuple(Column(key=head, label=head) for head in heads),
        rows=tuple(_row(year) for years in found for year in years),
        refs=tuple(tuple(act.ref for tie in year.ties for act in tie.acts[:2]) for years in found for year in years),
        note="+ friendly and − hostile with at least 90 %, ± open, ? too few acts; in brackets the acts. Two acts of "
        f"each tie are linked. Triads of which no year can be judged are left out: {left_out}.",
    )  # fmt: skip


def _row(triad: Triad) -> tuple[Cell, ...]:
    ties = tuple(f"{'–'.join(tie.pair)} {tie.sign or '?'} ({len(tie.acts)})" for tie in triad.ties)
    balanced = None if triad.balanced is None else round(triad.balanced, 2)
    return ("–".join(triad.actors), span_name(triad.span), *ties, balanced)
