"""The question, answered: has a new phase begun since a day, and how sure can one be?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.finding import (
    Column,
    Confidence,
    Estimate,
    EvidenceRef,
    Finding,
    Table,
    likelihood,
)
from detente.relations.hypotheses import Judged, against, matrix, tested
from detente.relations.likelihoods import Reading
from detente.relations.phases import AS_STATED, Phases, boundary_drops, find_phases
from detente.relations.pictures import phase_picture
from detente.relations.regimes import Regimes, weigh
from detente.relations.segmentation import NONE
from detente.relations.timeline import Act, dyad_acts, lay_out

if TYPE_CHECKING:
    import polars as pl

SEED = 20190228
LARGE = 0.25  # of the cooperative share: a shift that is no subtle one
WORDS = {
    "continued": "the phase before goes on",
    "stalemate": "contact goes on without movement",
    "relapse": "an earlier phase has come back",
    "new": "a phase unlike any before has begun",
    "other": "something else",
}


@dataclass(frozen=True)
class Question:
    """What is asked: of which dyad, against which day, as of which day, with which priors and names."""

    dyad: tuple[str, str]
    names: Mapping[str, str]
    reference: tuple[str, dt.date]
    window: tuple[dt.date, dt.date]
    as_of: dt.date
    priors: Mapping[str, float]
    stalemate_months: int = 6

    @property
    def pair(self) -> str:
        """Both actors in prose."""
        return " and ".join(self.names.get(code, code) for code in self.dyad)


@dataclass(frozen=True)
class Answer:
    """The phases and regimes of one reading of the record."""

    phases: Phases
    regimes: Regimes

    @property
    def changed(self) -> float:
        """The probability of a phase, new or returned, that began since the day."""
        return self.regimes.probability["new"] + self.regimes.probability["relapse"]


def answer(
    events: pl.DataFrame, question: Question, *, as_of: dt.date | None = None, days: int = 28, none: float = NONE,
    reading: Reading = AS_STATED,
) -> Answer:  # fmt: skip
    """Answer the question from the events that were public by a day; the keywords vary what a reader may doubt."""
    day = as_of or question.as_of
    acts = dyad_acts(events, question.dyad, as_of=day)
    end = min(day, question.window[1])
    steps = lay_out(acts, window=(question.window[0], end), anchor=question.reference[1], days=days)
    phases = find_phases(steps, seed=SEED, none=none, reading=reading)
    regimes = weigh(phases, question.reference[1], priors=question.priors, stalemate_months=question.stalemate_months)
    return Answer(phases, regimes)


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
    main = _question(events, question, given, grades)
    found = [main, _phases(question, given), _boundaries(given)]
    if judged and hypotheses:
        found.append(_matrix(question, judged, hypotheses))
    return found


def _question(events: pl.DataFrame, question: Question, given: Answer, grades: Mapping[str, str]) -> Finding:
    regimes = given.regimes
    since = [act for act in given.phases.steps.acts if act.date > question.reference[1]]
    variants = _variants(events, question, grades)
    spread = [value for _, value in variants]
    leading = sorted(regimes.probability.items(), key=lambda item: -item[1])
    statement = _statement(question, given, leading[0][1])
    return Finding(
        id="phase-question",
        engine="relations",
        statement=statement,
        estimate=Estimate(
            value=round(given.changed, 3), low=round(min(spread), 3), high=round(max(spread), 3), n=len(since),
            level=None, unit="probability of a new phase",
        ),
        likelihood=" ".join(
            f"{WORDS[regime].capitalize()}: {_in_words(value)}." for regime, value in leading if value >= 0.005
        ),
        confidence=_confidence(question, since, grades, spread),
        evidence_for=_refs([act for act in since if act.quad >= 3], grades),
        evidence_against=_refs([act for act in since if act.quad <= 2], grades),
        assumptions=(
            "Silence in the record means few acts, and no hidden ones.",
            ("Acts in one phase are drawn from one mix of words and deeds, cooperation and conflict, and their "
            "intensities from about one level."),
            "Priors: " + ", ".join(f"{name} {value:.0%}" for name, value in question.priors.items()) + ".",
        ),
        gaps=("Private channels are not seen.", _detectable(regimes)),
        would_change=_would_change(given),
        method="Exact Bayesian segmentation (Fearnhead 2006) of the mix of quad classes and of intensity within each, "
        "in steps of 28 days from the day after the reference, over all segmentations; the regimes are sums over it. "
        "The interval is the spread over the readings in the sensitivity table, no sampling error.",
        caveats=("How many acts a chronicle records is not how many there were; only what they were is used.",),
        exhibits=(_moved(events, question), _sensitivity(variants)),
        as_of=question.as_of,
    )  # fmt: skip


def _statement(question: Question, given: Answer, best: float) -> str:
    asked = f"relations between {question.pair} have entered a new phase since {question.reference[0]}"
    if not given.regimes.told:
        return (
            f"The record cannot tell whether {asked}: with {given.regimes.acts} acts since then the answer "
            f"({_in_words(given.changed)}) stays close to what was assumed before."
        )
    said = likelihood(given.changed)
    opening = f"There is {'a ' if said.startswith('roughly') else ''}{said}" if "chance" in said else f"It is {said}"
    leading = f"The leading reading is that {WORDS[given.regimes.leading]} ({_in_words(best)})."
    return f"{opening} ({_in_words(given.changed)}) that {asked}. {leading}{_only_large(given.regimes)}"


def _only_large(regimes: Regimes) -> str:
    if regimes.shift is None or regimes.shift < LARGE:
        return ""
    return (
        f" Only a large shift could have shown in the {regimes.acts} acts since then: a cooperative share lower by "
        f"{_points(regimes.shift)} or more."
    )


def _points(share: float) -> str:
    return f"{100 * share:.0f} points"


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
            phase.start, phase.end, phase.label, *phase.counts,
            None if phase.intensity is None else round(phase.intensity, 2),
            " / ".join(act.sentence for act in phase.telling),
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
                    for key in ("from", "to", "name", "verbal cooperation", "material cooperation", "verbal conflict",
                                "material conflict", "mean intensity", "most telling acts")
                ),
                rows=rows,
                refs=tuple(tuple(_ref(act) for act in phase.telling) for phase in phases.phases),
            ),
        ),
        as_of=question.as_of,
    )  # fmt: skip


def _boundaries(given: Answer) -> Finding:
    rows, refs, said = [], [], []
    for boundary in given.phases.boundaries:
        said.append(
            f"one on {boundary.date:%-d %B %Y} (95 %: {boundary.low:%-d %B %Y} to {boundary.high:%-d %B %Y}, "
            f"probability {boundary.probability:.2f})"
        )
        for act, drop in boundary_drops(given.phases, boundary.date)[:5]:
            rows.append((boundary.date, act.date, act.sentence, round(drop, 3)))
            refs.append((_ref(act),))
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


def _moved(events: pl.DataFrame, question: Question) -> Table:
    """How the answer moved: the same question, as it could have been answered on earlier days."""
    rows = []
    for ahead in (1, 15, 30, 60, 90, 180, 300):
        day = question.reference[1] + dt.timedelta(days=ahead)
        if day < question.as_of:
            rows.append(_as_of_row(events, question, day))
    rows.append(_as_of_row(events, question, question.as_of))
    return Table(
        title="How the answer moved",
        columns=(
            Column(key="as_of", label="as of"), Column(key="acts", label="acts since"),
            *(Column(key=name, label=name) for name in question.priors),
            Column(key="shift", label="smallest fall of the cooperative share that could have shown"),
        ),
        rows=tuple(rows),
        note="Each row uses only what was public by its day.",
    )  # fmt: skip


def _as_of_row(events: pl.DataFrame, question: Question, day: dt.date) -> tuple[dt.date | float | str, ...]:
    regimes = answer(events, question, as_of=day).regimes
    shift = "none" if regimes.shift is None else _points(regimes.shift)
    return (day, regimes.acts, *(round(regimes.probability[name], 2) for name in question.priors), shift)


def _variants(events: pl.DataFrame, question: Question, grades: Mapping[str, str]) -> list[tuple[str, float]]:
    import polars as pl

    good = [event for event, grade in grades.items() if _good(grade)]
    plain = answer(events, question).changed
    return [
        ("as stated", plain),
        ("steps of 14 days", answer(events, question, days=14).changed),
        ("steps of 42 days", answer(events, question, days=42).changed),
        ("an act counts for half", answer(events, question, reading=Reading(weight=0.5)).changed),
        ("the mix of classes alone", answer(events, question, reading=Reading(intensity=False)).changed),
        ("a prior by which phases are alike", answer(events, question, reading=Reading(alike=8.0)).changed),
        ("signed roots of intensity", answer(events, question, reading=Reading(mapping="root")).changed),
        ("how many acts there are, too", answer(events, question, reading=Reading(counts=True)).changed),
        ("prior of no change 0.2", answer(events, question, none=0.2).changed),
        ("prior of no change 0.8", answer(events, question, none=0.8).changed),
        ("only reports graded B2 or better", answer(events.filter(pl.col("id").is_in(good)), question).changed),
        *_without_one(events, question, grades),
    ]


def _without_one(events: pl.DataFrame, question: Question, grades: Mapping[str, str]) -> list[tuple[str, float]]:
    """The answer without one reliability of source, and without one kind of act, at a time."""
    import polars as pl

    found = []
    for letter in sorted({grade[0] for grade in grades.values()}):
        graded = [event for event, grade in grades.items() if grade[0] == letter]
        found.append((f"without sources graded {letter}", events.filter(~pl.col("id").is_in(graded))))
    found.append(("without words", events.filter(pl.col("quad").is_in([2, 4]))))
    found.append(("without deeds", events.filter(pl.col("quad").is_in([1, 3]))))
    return [(name, answer(some, question).changed) for name, some in found]


def _good(grade: str) -> bool:
    return grade[0] in "AB" and grade[1] in "12"


def _sensitivity(variants: Sequence[tuple[str, float]]) -> Table:
    return Table(
        title="What another reading does to the answer",
        columns=(Column(key="reading", label="reading"), Column(key="p", label="probability of a new phase")),
        rows=tuple((name, round(value, 3)) for name, value in variants),
    )


def _confidence(
    question: Question, since: Sequence[Act], grades: Mapping[str, str], spread: Sequence[float]
) -> Confidence:
    good = sum(_good(grades.get(act.id, "F6")) for act in since)
    weeks = max(0, (question.as_of - question.reference[1]).days // 7)
    level = "low"
    if len(since) >= 30 and weeks >= 26 and max(spread) - min(spread) < 0.3:
        level = "high" if good >= 0.8 * len(since) and len(since) >= 60 else "moderate"
    return Confidence(
        level="high" if level == "high" else "moderate" if level == "moderate" else "low",
        reason=f"{weeks} weeks and {len(since)} recorded acts since then, {good} of them graded B2 or better; other "
        f"readings of the same record give {min(spread):.0%} to {max(spread):.0%}; no view of private channels.",
    )


def _detectable(regimes: Regimes) -> str:
    if regimes.shift is None:
        return f"With {regimes.acts} acts since then, no shift, however large, could have shown."
    return (
        f"With {regimes.acts} acts since then, a fall of the cooperative share by less than "
        f"{_points(regimes.shift)} could not have shown."
    )


def _would_change(given: Answer) -> tuple[str, ...]:
    shift = given.regimes.shift
    needed = "more acts than there were" if shift is None else f"a cooperative share {_points(shift)} lower than before"
    return (
        f"{needed[0].upper()}{needed[1:]}, held for two steps of 28 days.",
        "Acts of a kind that this dyad has not shown in the window.",
    )


def _refs(acts: Sequence[Act], grades: Mapping[str, str]) -> tuple[EvidenceRef, ...]:
    return tuple(_ref(act, grades.get(act.id, "")) for act in acts)


def _ref(act: Act, grade: str = "") -> EvidenceRef:
    return EvidenceRef(table="events", id=act.id, date=act.date, text=act.sentence, grade=grade)


def _in_words(probability: float) -> str:
    return (
        f"about {probability:.0%}"
        if 0.01 <= probability <= 0.99
        else f"{'under 1' if probability < 0.5 else 'over 99'} %"
    )
