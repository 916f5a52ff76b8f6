"""A case's question put to the engine of phases: from the folder's words to the engine's values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from detente.case.folder import CaseFolder
from detente.finding import EvidenceRef
from detente.relations.hypotheses import Judged

if TYPE_CHECKING:
    import polars as pl

    from detente.relations.answering import Question

# Tables whose rows may speak for or against a hypothesis, with the column that says what a row tells.
EVIDENCE_TABLES = {
    "events": "sentence", "commitments": "action", "positions": "statement", "verifications": "text",
    "measures": "text", "meetings": "note", "capabilities": "finding",
}  # fmt: skip
EVEN = {"continued": 0.2, "stalemate": 0.2, "relapse": 0.2, "new": 0.2, "other": 0.2}


def question_of(folder: CaseFolder, *, dyad: tuple[str, str] | None = None, as_of: dt.date | None = None) -> Question:
    """Return the question of a case, or the same question asked of another dyad or on another day."""
    from detente.relations.answering import Question  # with it come numba and SciPy, which most builds need not

    file = folder.file
    priors = dict.fromkeys(EVEN, 0.0)
    for hypothesis in file.hypotheses:
        priors[hypothesis.regime] += hypothesis.prior
    return Question(
        dyad=dyad or file.focus.dyad,
        names=file.names,
        reference=(file.focus.reference.name, file.focus.reference.date),
        window=file.window,
        as_of=as_of or file.as_of,
        priors=priors if file.hypotheses and all(priors[name] > 0 for name in ("continued", "new")) else EVEN,
        stalemate_months=file.phases.stalemate.contact_without_movement_months,
    )


def best_grades(reports: pl.DataFrame, sources: pl.DataFrame) -> dict[str, str]:
    """Return, for each event, the Admiralty grade of its best report."""
    usual = {row["id"]: (row["reliability"], row["credibility"]) for row in sources.iter_rows(named=True)}
    best: dict[str, str] = {}
    for row in reports.iter_rows(named=True):
        reliability, credibility = usual.get(row["source_id"], ("F", "6"))
        grade = reliability + (row["credibility"] or credibility)
        best[row["event_id"]] = min(grade, best.get(row["event_id"], "G"))
    return best


def judged_evidence(folder: CaseFolder, tables: Mapping[str, pl.DataFrame]) -> list[Judged]:
    """Return the rows of ``hypotheses.csv`` that were public by the case's day, each with the row that it judges."""
    known = _rows_by_id(tables, folder.file.as_of)
    grades: dict[str, dict[str, str]] = {}
    reasons: dict[str, str] = {}
    for assessment in folder.assessments:
        grades.setdefault(assessment.evidence, {})[assessment.hypothesis] = assessment.consistency
        reasons[assessment.evidence] = reasons.get(assessment.evidence) or assessment.reason
    return [Judged(known[name], given, reasons[name]) for name, given in grades.items() if name in known]


def _rows_by_id(tables: Mapping[str, pl.DataFrame], as_of: dt.date) -> dict[str, EvidenceRef]:
    found: dict[str, EvidenceRef] = {}
    for table, column in EVIDENCE_TABLES.items():
        for row in tables[table].iter_rows(named=True):
            if row.get("known_from") is not None and row["known_from"] > as_of:
                continue
            day = row.get("date") or row.get("as_of") or row.get("adopted")
            ref = EvidenceRef(table=table, id=row["id"], date=day, text=row[column] or row["id"])
            found.setdefault(row["id"], ref)
            if table == "events":
                found.setdefault(row["happening_id"], ref)
    return found
