"""The findings on phases: the question, the list of phases, their boundaries, and the matrix beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING

from detente.finding import Column, Finding, Table
from detente.relations.answering import Answer, Question, answer
from detente.relations.hypotheses import Judged, against, matrix, tested
from detente.relations.phases import Phase, boundary_drops
from detente.relations.pictures import phase_picture
from detente.relations.question_finding import question_finding

if TYPE_CHECKING:
    import polars as pl

SHORT = 60  # characters that a cell of a narrow column holds


def phase_findings(
    events: pl.DataFrame,
    question: Question,
    *,
    grades: Mapping[str, str],
    judged: Sequence[Judged] = (),
    hypotheses: Mapping[str, str] | None = None,
) -> list[Finding]:
    """Return the findings on phases; ``grades`` maps an event to the Admiralty grade of its best report."""
    given = answer(events, question)
    main = question_finding(events, question, given, grades)
    found = [main, _phases(question, given), _boundaries(given)]
    if judged and hypotheses:
        found.append(_matrix(question, judged, hypotheses))
    return found


def _phases(question: Question, given: Answer) -> Finding:
    phases = given.phases
    described = "; ".join(
        f"{phase.label} from {phase.start:%-d %B %Y}"
        + (f", {phase.cooperative:.0%} of {phase.n} acts cooperative" if phase.cooperative is not None else "")
        + (f", {phase.trend}" if phase.trend in ("warming", "cooling") else "")
        for phase in phases.phases
    )
    rows = tuple(
        (
            phase.start, phase.end, phase.label,
            f"{phase.counts[0]} and {phase.counts[1]}", f"{phase.counts[2]} and {phase.counts[3]}",
            None if phase.intensity is None else round(phase.intensity, 2),
            _most_telling(phase),
        )
        for phase in phases.phases
    )  # fmt: skip
    return Finding(
        id="phase-list",
        engine="relations",
        statement=f"Between {question.pair} the record shows {len(phases.phases)} "
        f"phase{'s' if len(phases.phases) != 1 else ''}: {described}.",
        method="A phase is named by its mix against the whole window: see the rule in the documentation. Mean "
        "intensity orders phases and measures no distance.",
        exhibits=(
            phase_picture(phases, question.reference, pair=question.pair),
            Table(
                title="Phases",
                columns=tuple(
                    Column(key=key, label=key)
                    for key in ("from", "to", "name", "cooperation: words and deeds", "conflict: words and deeds",
                                "mean intensity", "most telling act")
                ),
                rows=rows,
                refs=tuple(tuple(act.ref for act in phase.telling) for phase in phases.phases),
            ),
        ),
        as_of=question.as_of,
    )  # fmt: skip


def _most_telling(phase: Phase) -> str:
    """The first words of the act of strongest intensity; the row's evidence leads to it and to the next ones."""
    if not phase.telling:
        return ""
    act = max(phase.telling, key=lambda act: abs(act.intensity))
    return shorten(act.sentence, SHORT, placeholder=" ...")


def _boundaries(given: Answer) -> Finding:
    rows, refs, said = [], [], []
    for boundary in given.phases.boundaries:
        said.append(
            f"one on {boundary.date:%-d %B %Y} (95 %: {boundary.low:%-d %B %Y} to {boundary.high:%-d %B %Y}, "
            f"probability {boundary.probability:.2f})"
        )
        for act, drop in boundary_drops(given.phases, boundary.date)[:5]:
            rows.append((boundary.date, act.date, act.sentence, round(drop, 3)))
            refs.append((act.ref,))
    listed = "; ".join(said) if said else "none that is more likely than not"
    return Finding(
        id="phase-boundaries",
        engine="relations",
        statement=f"Boundaries between phases: {listed}. Probability of any change in the window: "
        f"{given.phases.any_change:.2f}.",
        method="Each act near a boundary is left out in turn; the drop is what the probability of a boundary there "
        "loses without it.",
        exhibits=(
            Table(
                title="The acts that carry each boundary",
                columns=(
                    Column(key="boundary", label="boundary"), Column(key="date", label="act of"),
                    Column(key="act", label="act"), Column(key="drop", label="drop of the probability without it"),
                ),
                rows=tuple(rows),
                refs=tuple(refs),
            ),
        ) if rows else (),
    )  # fmt: skip


def _matrix(question: Question, judged: Sequence[Judged], hypotheses: Mapping[str, str]) -> Finding:
    asked = {name: words for name, words in hypotheses.items() if any(row.grades.get(name) for row in judged)}
    tried = [name for name in asked if tested(judged, name)]
    order = sorted(tried, key=lambda name: (against(judged, name), name))
    spoken = "; ".join(f"{asked[name]} ({against(judged, name):g})" for name in order)
    untested = "; ".join(asked[name] for name in asked if name not in tried)
    lead = f"Weight of evidence against each hypothesis that the evidence tests, least first: {spoken}."
    return Finding(
        id="phase-hypotheses",
        engine="relations",
        statement=lead + (f" Not tested, since most of the evidence is neutral to it: {untested}." if untested else ""),
        method="Analysis of competing hypotheses (Heuer 1999). It stands beside the probabilities above and is not "
        "mixed with them.",
        exhibits=(matrix(judged, asked),),
        as_of=question.as_of,
    )
