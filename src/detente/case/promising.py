"""Can the promises and definitions of a case be as they are written?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import pairwise

from detente.agreements.conditions import in_circles
from detente.case.folder import CaseFolder
from detente.errors import Fault, UnknownName
from detente.record.agreement import Agreement, Commitment
from detente.record.position import Definition, Term


def faults(folder: CaseFolder, *, actors: Collection[str]) -> list[Fault]:
    """Return every promise that waits for itself, is owed to its own debtor or is out of time, and such definitions.

    ``actors`` are the codes that may be used.
    """
    return [*_agreements(folder, actors), *_definitions(folder), *_obligations(folder)]


def _agreements(folder: CaseFolder, actors: Collection[str]) -> Iterator[Fault]:
    made = {each.id: each for agreement in folder.agreements for each in agreement.commitments}
    circular = in_circles({name: each.condition.after if each.condition else () for name, each in made.items()})
    sources = {source.id for source in folder.sources}
    for n, agreement in enumerate(folder.agreements):
        yaml = folder.yaml[folder.place("agreements", n).file]
        for k, commitment in enumerate(agreement.commitments):
            found = [
                *_sides(commitment),
                *_condition(commitment, actors, made, circular),
                *_days(agreement, commitment),
                *_evidence(commitment, actors),
            ]
            if commitment.source and commitment.source not in sources:
                found.append(("source", str(UnknownName.among("source", commitment.source, sources)), ""))
            for key, what, mend in found:
                yield yaml.fault(f"commitments.{k}.{key}", what, mend)


def _sides(commitment: Commitment) -> Iterator[tuple[str, str, str]]:
    """Where several owe each other, each needs somebody else on the other side."""
    for role, mine, theirs in (
        ("debtor", commitment.debtor, commitment.creditor),
        ("creditor", commitment.creditor, commitment.debtor),
    ):
        for code in mine:
            if theirs and not set(theirs) - {code}:
                yield role, f"{code} stands on both sides", "name who owes it and who is owed it"
    if not commitment.debtor:
        yield "debtor", "is empty", "name who owes it"
    if commitment.kind == "unilateral" and commitment.creditor:
        yield "creditor", "a unilateral commitment has none", "drop it, or choose another kind"


def _condition(
    commitment: Commitment, actors: Collection[str], made: Collection[str], circular: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    condition = commitment.condition
    if condition is None:
        return
    for code in condition.depends_on:
        if code not in actors:
            yield "condition.depends_on", str(UnknownName.among("actor", code, actors)), ""
    for other in condition.after:
        if other not in made:
            yield "condition.after", str(UnknownName.among("commitment", other, made)), ""
    if commitment.id in circular:
        others = ", ".join(other for other in condition.after if other in circular)
        mend = "drop one, or write the condition as text with 'defined: false'"
        yield "condition.after", f"{commitment.id} waits in a circle: it comes after {others}", mend


def _days(agreement: Agreement, commitment: Commitment) -> Iterator[tuple[str, str, str]]:
    condition = commitment.condition
    if commitment.due and commitment.starts and agreement.date <= commitment.due < commitment.starts:
        yield "due", f"{commitment.due} is before it starts on {commitment.starts}", ""
    if condition and condition.due and condition.due < agreement.date:
        yield "condition.due", f"{condition.due} is before the agreement of {agreement.date}", ""
    given = Counter((score.as_of, score.definition) for score in commitment.scores)
    for n, score in enumerate(commitment.scores):
        if score.as_of < agreement.date:
            yield f"scores.{n}.as_of", f"{score.as_of} is before the agreement of {agreement.date}", ""
        if given[score.as_of, score.definition] > 1:
            yield f"scores.{n}.as_of", f"{score.as_of} is scored twice", "keep one score a day and definition"


def _evidence(commitment: Commitment, actors: Collection[str]) -> Iterator[tuple[str, str, str]]:
    for n, each in enumerate(commitment.evidence):
        if each.date_end and each.date_end < each.date:
            yield f"evidence.{n}.date_end", f"{each.date_end} is before it began on {each.date}", ""
        if each.known_from and each.known_from < each.date:
            yield f"evidence.{n}.known_from", f"{each.known_from} is before it happened on {each.date}", ""
        if each.by and each.by not in actors:
            yield f"evidence.{n}.by", str(UnknownName.among("actor", each.by, actors)), ""


def _definitions(folder: CaseFolder) -> Iterator[Fault]:
    sources = {source.id for source in folder.sources}
    for t, term in enumerate(folder.terms):
        places = {id(each): f"terms.{t}.definitions.{d}" for d, each in enumerate(term.definitions)}
        for definition in term.definitions:
            for key, what, mend in _definition(definition, sources):
                yield folder.yaml["definitions.yaml"].fault(f"{places[id(definition)]}.{key}", what, mend)
        for earlier, later in _at_once(term):
            what = f"{later.holder or 'nobody'} holds two definitions from {later.published}"
            mend = f"end the one of {earlier.published} with 'until: {later.published}'"
            yield folder.yaml["definitions.yaml"].fault(f"{places[id(later)]}.published", what, mend)


def _definition(definition: Definition, sources: Collection[str]) -> Iterator[tuple[str, str, str]]:
    if not definition.holder.strip():
        yield "holder", "names no holder", "say who means the word so"
    if definition.until and definition.until <= definition.published:
        yield "until", f"{definition.until} is not after {definition.published}", ""
    if definition.source and definition.source not in sources:
        yield "source", str(UnknownName.among("source", definition.source, sources)), ""
    for item in sorted(set(definition.includes) & set(definition.excludes)):
        yield "excludes", f"{item!r} is both counted in and ruled out", ""
    for n, each in enumerate(definition.restated):
        if each.date < definition.published:
            yield f"restated.{n}.date", f"{each.date} is before the definition of {definition.published}", ""


def _at_once(term: Term) -> Iterator[tuple[Definition, Definition]]:
    """Definitions of one holder of which the earlier still stands when the later is published."""
    for holder in dict.fromkeys(each.holder for each in term.definitions):
        own = sorted((each for each in term.definitions if each.holder == holder), key=lambda each: each.published)
        yield from (pair for pair in pairwise(own) if pair[0].until is None or pair[0].until > pair[1].published)


def _obligations(folder: CaseFolder) -> Iterator[Fault]:
    made = {each.id for agreement in folder.agreements for each in agreement.commitments}
    for n, report in enumerate(folder.verifications):
        for name in report.obligations:
            if name not in made:
                place = folder.place("verifications", n)
                yield Fault(place.file, place.line, "obligations", str(UnknownName.among("commitment", name, made)))
