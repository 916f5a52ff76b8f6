"""Do the rows of a case point at things that exist, in an order that can be?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from detente.case.folder import CaseFolder
from detente.errors import Fault, UnknownName
from detente.record.agreement import Agreement, Commitment
from detente.record.sources import Source
from detente.value import Value

# Attribute of the folder -> fields of its rows that hold actor codes.
ACTOR_FIELDS: dict[str, tuple[str, ...]] = {
    "positions": ("actor",),
    "meetings": ("parties",),
    "measures": ("issuer", "target", "lifted_by"),
    "ties": ("actor", "partner"),
    "capabilities": ("actor",),
    "verifications": ("issuer",),
    "projects": ("parties",),
    "goals": ("actor",),
    "figures": ("subject", "partner"),
}
SOURCED = ("positions", "meetings", "measures", "ties", "capabilities", "verifications", "projects", "goals", "figures")


def faults(folder: CaseFolder, *, actors: Collection[str], happenings: Collection[str]) -> list[Fault]:
    """Return every broken reference of a case.

    ``actors`` are the codes that may be used, ``happenings`` the ids of events and happenings in its tables.
    """
    return [
        *_case_file(folder, actors),
        *_doubles(folder),
        *_actors(folder, actors),
        *_sources(folder),
        *_links(folder, happenings),
        *(fault for agreement in folder.agreements for fault in _agreement(folder, agreement, actors, happenings)),
        *_terms(folder, actors),
    ]


def _case_file(folder: CaseFolder, actors: Collection[str]) -> Iterator[Fault]:
    file, yaml = folder.file, folder.yaml["case.yaml"]
    for n, party in enumerate(file.parties):
        if party.code not in actors:
            yield yaml.fault(f"parties.{n}.code", str(UnknownName.among("actor", party.code, actors)))
    codes = {party.code for party in file.parties}
    for key, dyad in [("focus.dyad", file.focus.dyad), *((f"dyads.{n}", pair) for n, pair in enumerate(file.dyads))]:
        for code in dyad:
            if code not in codes:
                yield yaml.fault(key, str(UnknownName.among("party", code, codes)), "list it under parties")
        if dyad[0] == dyad[1]:
            yield yaml.fault(key, f"{dyad[0]} stands on both sides", "a dyad needs two actors")
    for n, coalition in enumerate(file.coalitions):
        for code in (*coalition.members, coalition.toward):
            if code not in codes:
                yield yaml.fault(f"coalitions.{n}", str(UnknownName.among("party", code, codes)))
        if coalition.toward in coalition.members:
            yield yaml.fault(f"coalitions.{n}.toward", f"{coalition.toward} is a member too", "name another target")
        if len(set(coalition.members)) < 2:
            yield yaml.fault(f"coalitions.{n}.members", "names one actor only", "name at least two")
    yield from _named_links(folder, codes)
    if not file.window[0] <= file.focus.reference.date <= file.window[1]:
        yield yaml.fault("focus.reference.date", "is outside the window", "widen window or move the date")
    if file.memo:
        target = (folder.path / file.memo).resolve()
        if not target.is_relative_to(folder.path.resolve()):
            yield yaml.fault("memo", f"{file.memo!r} leads out of the case folder", "move the file into the case")
        elif not target.is_file():
            yield yaml.fault("memo", f"no file {file.memo!r}", "write it or remove the key")


def _named_links(folder: CaseFolder, parties: Collection[str]) -> Iterator[Fault]:
    yaml = folder.yaml["case.yaml"]
    counts = Counter(link.name for link in folder.file.links)
    for n, link in enumerate(folder.file.links):
        if counts[link.name] > 1:
            yield yaml.fault(f"links.{n}.name", f"{link.name!r} stands twice", "give each link its own name")
        for side, chosen in (("first", link.first), ("then", link.then)):
            for code in chosen.actors:
                if code not in parties:
                    what = str(UnknownName.among("party", code, parties))
                    yield yaml.fault(f"links.{n}.{side}", what, "list it under parties")
        if link.first == link.then:
            yield yaml.fault(f"links.{n}.then", "is the same as first", "an act cannot move itself; name other acts")


def _doubles(folder: CaseFolder) -> Iterator[Fault]:
    for attribute in ("sources", *SOURCED, "agreements"):
        values: tuple[Value, ...] = getattr(folder, attribute)
        counts = Counter(value.id for value in values)  # type: ignore[attr-defined]
        for n, value in enumerate(values):
            if counts[value.id] > 1:  # type: ignore[attr-defined]
                place = folder.place(attribute, n)
                yield Fault(place.file, place.line, "id", f"{value.id!r} stands twice", "give each row its own id")  # type: ignore[attr-defined]
    promised = Counter(commitment.id for agreement in folder.agreements for commitment in agreement.commitments)
    for n, agreement in enumerate(folder.agreements):
        for k, commitment in enumerate(agreement.commitments):
            if promised[commitment.id] > 1:
                file = folder.place("agreements", n).file
                yield folder.yaml[file].fault(f"commitments.{k}.id", f"{commitment.id!r} stands twice")


def _actors(folder: CaseFolder, actors: Collection[str]) -> Iterator[Fault]:
    for attribute, fields in ACTOR_FIELDS.items():
        for n, value in enumerate(getattr(folder, attribute)):
            for name in fields:
                for code in _several(getattr(value, name)):
                    if code not in actors:
                        place = folder.place(attribute, n)
                        yield Fault(place.file, place.line, name, str(UnknownName.among("actor", code, actors)))


def _sources(folder: CaseFolder) -> Iterator[Fault]:
    known = {source.id for source in folder.sources}
    for attribute in SOURCED:
        for n, value in enumerate(getattr(folder, attribute)):
            if value.source not in known:
                place = folder.place(attribute, n)
                yield Fault(place.file, place.line, "source", *_unknown_source(value.source, known))


def _unknown_source(name: str, known: Collection[str]) -> tuple[str, str]:
    if not name:
        return "names no source", "add one to sources.csv and name it here"
    return str(UnknownName.among("source", name, known)), "add it to sources.csv"


def _links(folder: CaseFolder, happenings: Collection[str]) -> Iterator[Fault]:
    measures = {measure.id for measure in folder.measures}
    commitments = {commitment.id for agreement in folder.agreements for commitment in agreement.commitments}
    goals = {goal.id for goal in folder.goals}
    issues = {issue.id for issue in folder.file.issues}
    agreements = {agreement.id for agreement in folder.agreements}
    hypotheses = {hypothesis.id for hypothesis in folder.file.hypotheses}
    checks: list[tuple[str, str, str, Collection[str]]] = [
        ("projects", "blocked_by", "measure", measures),
        ("verifications", "commitments", "commitment", commitments),
        ("goals", "serves", "goal", goals),
        ("positions", "issue", "issue", issues),
        ("meetings", "agreement", "agreement", agreements),
        ("meetings", "happening", "event", happenings),
        ("assessments", "hypothesis", "hypothesis", hypotheses),
    ]
    for attribute, name, kind, known in checks:
        for n, value in enumerate(getattr(folder, attribute)):
            for key in _several(getattr(value, name)):
                if key not in known:
                    place = folder.place(attribute, n)
                    yield Fault(place.file, place.line, name, str(UnknownName.among(kind, key, known)))


def _agreement(
    folder: CaseFolder, agreement: Agreement, actors: Collection[str], happenings: Collection[str]
) -> Iterator[Fault]:
    yaml = next(file for name, file in folder.yaml.items() if _is_of(name, folder, agreement))
    sources = {source.id: source for source in folder.sources}
    titles = {other.id for other in folder.agreements}
    for code in agreement.parties:
        if code not in actors:
            yield yaml.fault("parties", str(UnknownName.among("actor", code, actors)))
    for other in agreement.refers_to:
        if other not in titles:
            yield yaml.fault("refers_to", str(UnknownName.among("agreement", other, titles)))
    if agreement.source not in sources:
        yield yaml.fault("source", *_unknown_source(agreement.source, sources))
    for n, commitment in enumerate(agreement.commitments):
        for key, what in _commitment(folder, agreement, commitment, actors, happenings, sources):
            yield yaml.fault(f"commitments.{n}.{key}", what)


def _is_of(name: str, folder: CaseFolder, agreement: Agreement) -> bool:
    return folder.place("agreements", folder.agreements.index(agreement)).file == name


def _commitment(
    folder: CaseFolder,
    agreement: Agreement,
    commitment: Commitment,
    actors: Collection[str],
    happenings: Collection[str],
    sources: dict[str, Source],
) -> Iterator[tuple[str, str]]:
    for role in ("debtor", "creditor"):
        for code in getattr(commitment, role):
            if code not in actors:
                yield role, str(UnknownName.among("actor", code, actors))
    if commitment.kind != "unilateral" and not commitment.creditor:
        yield "creditor", "is missing; only a unilateral commitment has none"
    if commitment.due and commitment.due < agreement.date:
        yield "due", f"{commitment.due} is before the agreement of {agreement.date}"
    terms = {term.id: {item.id for item in term.items} for term in folder.terms}
    for term in commitment.terms:
        if term not in terms:
            yield "terms", str(UnknownName.among("term", term, terms))
    items = set[str]().union(*(terms.get(term, set()) for term in commitment.terms))
    for n, evidence in enumerate(commitment.evidence):
        if evidence.date < agreement.date:
            yield f"evidence.{n}.date", f"{evidence.date} is before the agreement of {agreement.date}"
        if evidence.source and evidence.source not in sources:
            yield f"evidence.{n}.source", str(UnknownName.among("source", evidence.source, sources))
        if evidence.event and evidence.event not in happenings:
            yield f"evidence.{n}.event", str(UnknownName.among("event", evidence.event, happenings))
        for item in evidence.items:
            if item not in items:
                yield f"evidence.{n}.items", str(UnknownName.among("item", item, items))


def _terms(folder: CaseFolder, actors: Collection[str]) -> Iterator[Fault]:
    for t, term in enumerate(folder.terms):
        items = {item.id for item in term.items}
        for d, definition in enumerate(term.definitions):
            key = f"terms.{t}.definitions.{d}"
            yaml = folder.yaml["definitions.yaml"]
            if definition.holder not in actors:
                yield yaml.fault(f"{key}.holder", str(UnknownName.among("actor", definition.holder, actors)))
            for item in (*definition.includes, *definition.excludes):
                if item not in items:
                    yield yaml.fault(f"{key}.includes", str(UnknownName.among("item", item, items)))


def _several(field: str | Iterable[str]) -> Iterable[str]:
    if isinstance(field, str):
        return [field] if field else []
    return field
