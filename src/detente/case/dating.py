"""Since when each row that a person wrote was public: by its own word, else by its source's day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from detente.case.folder import CaseFolder
from detente.record.agreement import Agreement, Commitment
from detente.record.background import Verification
from detente.record.position import Definition, Position, Term


def dated_agreements(folder: CaseFolder) -> tuple[Agreement, ...]:
    """Return the agreements of a case with ``known_from`` filled in, as the record has it."""
    published = _published(folder)

    def dated(commitment: Commitment) -> Commitment:
        rows = (
            each.model_copy(update={"known_from": _known(each.known_from, each.source, each.date, published)})
            for each in commitment.evidence
        )
        return commitment.model_copy(update={"evidence": tuple(rows)})

    return tuple(
        agreement.model_copy(
            update={
                "known_from": _known(agreement.known_from, agreement.source, agreement.date, published),
                "commitments": tuple(map(dated, agreement.commitments)),
            }
        )
        for agreement in folder.agreements
    )


def dated_terms(folder: CaseFolder) -> tuple[Term, ...]:
    """Return the contested terms of a case with ``known_from`` of each definition filled in."""
    published = _published(folder)

    def dated(definition: Definition) -> Definition:
        known = _known(definition.known_from, definition.source, definition.published, published)
        return definition.model_copy(update={"known_from": known})

    return tuple(term.model_copy(update={"definitions": tuple(map(dated, term.definitions))}) for term in folder.terms)


def dated_verifications(folder: CaseFolder) -> tuple[Verification, ...]:
    """Return the inspectors' and watchers' reports of a case with ``known_from`` filled in."""
    published = _published(folder)
    return tuple(
        each.model_copy(update={"known_from": _known(each.known_from, each.source, each.date, published)})
        for each in folder.verifications
    )


def dated_positions(folder: CaseFolder) -> tuple[Position, ...]:
    """Return the positions of a case with ``known_from`` filled in."""
    published = _published(folder)
    return tuple(
        each.model_copy(update={"known_from": _known(each.known_from, each.source, each.as_of, published)})
        for each in folder.positions
    )


def _published(folder: CaseFolder) -> dict[str, dt.date | None]:
    return {source.id: source.published for source in folder.sources}


def _known(own: dt.date | None, source: str, date: dt.date, published: Mapping[str, dt.date | None]) -> dt.date:
    """The rule of the record: never before the day that the row speaks of."""
    return own or max(published.get(source) or date, date)
