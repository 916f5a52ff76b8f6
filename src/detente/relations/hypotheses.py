"""A matrix of competing hypotheses, beside the probabilities and never mixed with them (Heuer 1999).

Evidence is graded against each hypothesis; what fits all alike is worth little, and the hypothesis with the least
against it leads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.finding import Column, EvidenceRef, Table

# How far a grade speaks against a hypothesis.
AGAINST: Mapping[str, float] = {"CC": 0.0, "C": 0.0, "N": 0.0, "NA": 0.0, "I": 1.0, "II": 2.0}
_SCALE = {"CC": 2.0, "C": 1.0, "N": 0.0, "NA": 0.0, "I": -1.0, "II": -2.0}


@dataclass(frozen=True)
class Judged:
    """One row of evidence: where it is written, what it says, and its grade against each hypothesis."""

    ref: EvidenceRef
    grades: Mapping[str, str]
    reason: str

    @property
    def diagnostic(self) -> float:
        """How far apart the hypotheses stand on this row."""
        values = [_SCALE[grade] for grade in self.grades.values()]
        return max(values) - min(values)


def against(rows: Sequence[Judged], hypothesis: str) -> float:
    """Return how much speaks against a hypothesis in all."""
    return sum(AGAINST[row.grades.get(hypothesis, "NA")] for row in rows)


def tested(rows: Sequence[Judged], hypothesis: str) -> bool:
    """Return whether the evidence tests a hypothesis: at least half of the rows are not neutral to it."""
    speaking = sum(_SCALE[row.grades.get(hypothesis, "NA")] != 0 for row in rows)
    return speaking >= len(rows) / 2


def matrix(rows: Sequence[Judged], hypotheses: Mapping[str, str]) -> Table:
    """Return the matrix, most diagnostic rows first and the least contradicted hypothesis leftmost."""
    order = sorted(hypotheses, key=lambda name: (against(rows, name), name))
    ranked = sorted(rows, key=lambda row: (-row.diagnostic, row.ref.id))
    total = ("Weight against", *(against(rows, name) for name in order), "")
    return Table(
        title="Competing hypotheses: evidence against each",
        columns=(
            Column(key="evidence", label="Evidence"),
            *(Column(key=name, label=hypotheses[name]) for name in order),
            Column(key="reason", label="Why"),
        ),
        rows=(
            total,
            *((row.ref.text or row.ref.id, *(row.grades.get(n, "NA") for n in order), row.reason) for row in ranked),
        ),
        refs=((), *((row.ref,) for row in ranked)),
        note="CC very consistent, C consistent, N neutral, I inconsistent, II very inconsistent. What fits all alike "
        "tells nothing; the hypothesis with the least against it leads. Grades are this case's judgement.",
    )
