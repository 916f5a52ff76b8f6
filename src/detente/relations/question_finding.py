"""The finding that answers the question of a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from detente.finding import Confidence, Estimate, EvidenceRef, Finding
from detente.relations.answering import Answer, Question
from detente.relations.odds import in_words, opening, points
from detente.relations.readings import moved, sensitivity, variants, well_graded
from detente.relations.regimes import Regimes
from detente.relations.timeline import Act

if TYPE_CHECKING:
    import polars as pl

LARGE = 0.25  # of the cooperative share: a shift that is no subtle one
WORDS = {
    "continued": "the phase before goes on",
    "stalemate": "contact goes on without movement",
    "relapse": "an earlier phase has come back",
    "new": "a phase unlike any before has begun",
    "other": "something else",
}


def question_finding(events: pl.DataFrame, question: Question, given: Answer, grades: Mapping[str, str]) -> Finding:
    """Return the answer with its evidence; ``grades`` maps an event to the Admiralty grade of its best report."""
    regimes = given.regimes
    since = [act for act in given.phases.steps.acts if act.date > question.reference[1]]
    others = variants(events, question, grades)
    spread = [value for _, value in others]
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
            f"{WORDS[regime].capitalize()}: {in_words(value)}." for regime, value in leading if value >= 0.005
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
        exhibits=(moved(events, question), sensitivity(others)),
        as_of=question.as_of,
    )  # fmt: skip


def _statement(question: Question, given: Answer, best: float) -> str:
    asked = f"relations between {question.pair} have entered a new phase since {question.reference[0]}"
    if not given.regimes.told:
        return (
            f"The record cannot tell whether {asked}: with {given.regimes.acts} acts since then the answer "
            f"({in_words(given.changed)}) stays close to what was assumed before."
        )
    leading = f"The leading reading is that {WORDS[given.regimes.leading]} ({in_words(best)})."
    return f"{opening(given.changed)} that {asked}. {leading}{_only_large(given.regimes)}"


def _only_large(regimes: Regimes) -> str:
    if regimes.shift is None or regimes.shift < LARGE:
        return ""
    return (
        f" Only a large shift could have shown in the {regimes.acts} acts since then: a cooperative share lower by "
        f"{points(regimes.shift)} or more."
    )


def _confidence(
    question: Question, since: Sequence[Act], grades: Mapping[str, str], spread: Sequence[float]
) -> Confidence:
    good = sum(well_graded(grades.get(act.id, "F6")) for act in since)
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
        f"{points(regimes.shift)} could not have shown."
    )


def _would_change(given: Answer) -> tuple[str, ...]:
    shift = given.regimes.shift
    needed = "more acts than there were" if shift is None else f"a cooperative share {points(shift)} lower than before"
    return (
        f"{needed[0].upper()}{needed[1:]}, held for two steps of 28 days.",
        "Acts of a kind that this dyad has not shown in the window.",
    )


def _refs(acts: Sequence[Act], grades: Mapping[str, str]) -> tuple[EvidenceRef, ...]:
    return tuple(act.ref.model_copy(update={"grade": grades.get(act.id, "")}) for act in acts)
