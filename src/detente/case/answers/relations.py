"""Where the relationship stands, and whether a new phase has begun."""

from __future__ import annotations

from detente.case.answers import record_tables, write_findings
from detente.case.asking import EVIDENCE_TABLES, best_grades, judged_evidence, question_of
from detente.case.folder import CaseFolder
from detente.case.linking import TABLES, asked_of, relation_findings
from detente.case.steps import Context, Step


def step(folder: CaseFolder) -> Step:
    """Return the step that answers the question of the case."""
    reads = (folder.path / "case.yaml", *sorted(folder.path.glob("hypotheses.csv")))
    return Step("findings-relations", _run, reads=reads, after=("record",))


def _run(context: Context) -> None:
    from detente.relations.answering import answer
    from detente.relations.phase_findings import phase_findings
    from detente.relations.stalemate_findings import stalemate_findings

    folder = context.folder
    tables = record_tables(context, tuple(dict.fromkeys((*EVIDENCE_TABLES, *TABLES, "reports", "sources"))))
    question = question_of(folder)
    grades = best_grades(tables["reports"], tables["sources"])
    main, *others = phase_findings(
        tables["events"],
        question,
        grades=grades,
        judged=judged_evidence(folder, tables),
        hypotheses={hypothesis.id: hypothesis.statement for hypothesis in folder.file.hypotheses},
    )
    given = answer(tables["events"], question)
    asked = asked_of(folder, breaks=[boundary.date for boundary in given.phases.boundaries], grades=grades)
    stalled = stalemate_findings(tables, question, given, issues=asked.issues)
    write_findings(context, "relations", [main, *stalled, *others, *relation_findings(tables, asked)])
