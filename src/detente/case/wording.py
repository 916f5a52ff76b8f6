"""A contested term of a case as a word that parties sign: each with the meaning it had published by that day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from detente.bargaining.conflict import Conflict
from detente.bargaining.shared_word import SharedWord
from detente.errors import ModelError, UnknownName
from detente.finding import EvidenceRef
from detente.record.position import Definition, Term
from detente.record.store import parse_day


def in_force(term: Term, day: dt.date) -> dict[str, Definition]:
    """Return each holder's definition of a term on a day: its last published by then that has not ended."""
    found: dict[str, Definition] = {}
    for definition in sorted(term.definitions, key=lambda each: each.published):
        known = max(definition.published, definition.known_from or definition.published)
        if known <= day and (definition.until is None or day < definition.until):
            found[definition.holder] = definition
    return found


def term_of(data: dict[str, Any], terms: Iterable[Term]) -> Term:
    """Return the term that a game of kind word names."""
    named = str(data.get("term", ""))
    known = {term.id: term for term in terms}
    if named not in known:
        raise UnknownName.among("term", named, known)
    return known[named]


def read_word(data: dict[str, Any], terms: Iterable[Term]) -> SharedWord:
    """Return the model of a game of kind word, with meanings from the term that it names on the day it was signed.

    Raises ModelError and UnknownName, saying what is missing.
    """
    if "term" not in data:
        return SharedWord.from_dict(data)
    term, signed = term_of(data, terms), parse_day(str(data.get("signed") or "") or None)
    if signed is None:
        raise ModelError("signed: give the day on which the parties signed the word, like 2018-06-12")
    held = in_force(term, signed)
    conflict = Conflict.from_dict(data.get("conflict", {}))
    missing = [party for party in conflict.names if party not in held]
    if missing:
        raise ModelError(
            f"{missing[0]!r} had published no definition of {term.id!r} by {signed}; add it to definitions.yaml"
        )
    fields = {key: value for key, value in data.items() if key not in ("term", "signed", "id")}
    return SharedWord.from_dict(
        {
            "word": term.id,
            "items": {item.id: item.name for item in term.items},
            "meanings": {party: held[party].includes for party in conflict.names},
            **fields,
        }
    )


def definition_refs(word: SharedWord, terms: Iterable[Term]) -> dict[str, EvidenceRef]:
    """Return pointers to the definitions that the meanings of a word were read from, by holder."""
    found: dict[str, EvidenceRef] = {}
    for term in terms:
        for definition in term.definitions if term.id == word.word else ():
            if word.meanings.get(definition.holder) == definition.includes:
                found[definition.holder] = EvidenceRef(
                    table="definitions",
                    id=f"{term.id}/{definition.holder}/{definition.published}",
                    date=definition.published,
                    text=definition.text,
                    source=definition.source,
                )
    return found
