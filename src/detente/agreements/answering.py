"""What agreements answer: who promised what, who kept it, what the words mean, how far apart the parties are."""

from __future__ import annotations

from detente.agreements.asked import Asked
from detente.agreements.broken_findings import broken_findings
from detente.agreements.deed_findings import record_findings, verification_finding
from detente.agreements.ledger_findings import ledger_finding, spread_finding
from detente.agreements.position_findings import position_findings
from detente.agreements.word_findings import word_findings
from detente.finding import Finding


def promise_findings(asked: Asked) -> list[Finding]:
    """Return the findings on promises, contested words, records and positions, from what was public by the day."""
    found: list[Finding] = []
    if asked.plain.entries:
        found += [ledger_finding(asked), *broken_findings(asked), spread_finding(asked)]
    found += word_findings(asked)
    if asked.plain.entries:
        found += [*record_findings(asked), *verification_finding(asked)]
    return [*found, *position_findings(asked)]
