"""Claims and verdicts, for a terminal or for another program."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from detente.claims.argument import argument_of
from detente.claims.verdict import VERDICTS

if TYPE_CHECKING:
    from detente.claims.checking import Checked
    from detente.claims.verdict import Claim


def claims_as_dict(found: Checked) -> dict[str, Any]:
    """Return the claims of a text in the form that other programs read; offsets are code points."""
    return {
        "claims": [_claim(claim) for claim in found.claims],
        "note": found.note,
        "forecasts": [
            {"text": claim.text, "low": claim.low, "high": claim.high, "question": claim.question}
            for claim in found.claims
            if claim.kind == "forecast"
        ],
        "argument": [
            {"source": link.source, "target": link.target, "by": link.by, "marker": link.marker}
            for link in argument_of(found).links
        ],
    }


def print_claims(found: Checked) -> None:
    """Print each claim with its verdict, the reason, and the rows for and against it; the sum of verdicts last."""
    if found.note:
        print(f"{found.note}\n")
    for claim in found.claims:
        print(f"{claim.verdict.replace('_', ' ').upper()} ({claim.kind}, {claim.sure}): {' '.join(claim.text.split())}")
        print(f"  {claim.reason}")
        for name, refs in (("for", claim.evidence_for), ("against", claim.evidence_against)):
            for ref in refs:
                day = f" {ref.date}" if ref.date else ""
                print(f"    {name}: {ref.table} {ref.id}{day} {ref.grade} {ref.text}".rstrip())
    counts = Counter(claim.verdict for claim in found.claims)
    print("\n" + ", ".join(f"{counts[name]} {name.replace('_', ' ')}" for name in VERDICTS if counts[name]))


def _claim(claim: Claim) -> dict[str, Any]:
    row = claim.model_dump(mode="json")
    fields = ("text", "start", "end", "kind", "verdict", "reason", "evidence_for", "evidence_against", "sure")
    return {name: row[name] for name in fields}
