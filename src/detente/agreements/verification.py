"""What inspectors and watchers reported, tied to the promises it speaks of.

A report of activity, or one that cannot confirm a purpose, never becomes a violation. A report that finds a breach or
compliance counts as evidence, unless a row of evidence already rests on the same source.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from detente.record.agreement import Agreement, Commitment, Effect, Evidence
from detente.record.background import Verification

COUNTS_AS: dict[str, Effect] = {"breach": "breach", "compliance": "progress"}
Verdict = Literal["verified on site", "seen from afar", "activity, purpose open", "breach reported", "not checked"]


@dataclass(frozen=True)
class Checked:
    """What was reported on one commitment by a day, newest last, and what that comes to."""

    commitment: str
    reports: tuple[Verification, ...]
    verdict: Verdict


def with_reports(agreements: Iterable[Agreement], reports: Sequence[Verification]) -> tuple[Agreement, ...]:
    """Return the agreements with reports of a breach or of compliance added as evidence.

    A report that is only possible, or whose source a row of evidence of that commitment already names, adds nothing.
    """
    speaking = [each for each in reports if each.finding in COUNTS_AS and each.certainty != "possible"]

    def added(commitment: Commitment) -> Commitment:
        sources = {each.source for each in commitment.evidence}
        new = [_evidence(each) for each in speaking if commitment.id in each.commitments and each.source not in sources]
        return commitment.model_copy(update={"evidence": (*commitment.evidence, *new)}) if new else commitment

    return tuple(
        agreement.model_copy(update={"commitments": tuple(map(added, agreement.commitments))})
        for agreement in agreements
    )


def checked(commitment: str, reports: Iterable[Verification], *, as_of: dt.date) -> Checked:
    """Return the reports on a commitment that were public by a day, and the most that they bear out."""
    mine = sorted(
        (
            each
            for each in reports
            if commitment in each.commitments and max(each.known_from or each.date, each.date) <= as_of
        ),
        key=lambda each: (each.date, each.id),
    )
    return Checked(commitment, tuple(mine), _verdict(mine))


def _verdict(reports: Sequence[Verification]) -> Verdict:
    if any(each.finding == "breach" for each in reports):
        return "breach reported"
    kept = [each for each in reports if each.finding in ("compliance", "no_activity")]
    if any(each.access == "on_site" for each in kept):
        return "verified on site"
    if reports and not kept:
        return "activity, purpose open"
    return "seen from afar" if kept else "not checked"


def _evidence(report: Verification) -> Evidence:
    return Evidence(
        date=report.date,
        date_end=report.date,
        effect=COUNTS_AS[report.finding],
        text=f"{report.issuer} on {report.object}: {report.text}",
        known_from=report.known_from,
        source=report.source,
        certainty="confirmed" if report.certainty == "confirmed" else "probable",
    )
