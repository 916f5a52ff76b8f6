"""What rows leave open of what a claim says: who, when, how many, which one, where, which paper, what besides."""

from __future__ import annotations

from collections.abc import Sequence

from detente.claims.facts import Fact
from detente.claims.likeness import day_agrees, number_agrees
from detente.claims.naming import among, country
from detente.claims.numbers import Number
from detente.claims.told import Term, Told
from detente.claims.weighing import ASIDE
from detente.claims.words import cue

ASIDES = 0.8  # weight of missing words in asides from which an aside says something of its own
DETAIL = 1.0  # weight from which a word is a detail of its own: nouns and verbs of the clause itself
SPARED = 1  # missing details that another wording may account for; the reason names them


def left_open(told: Told, facts: Sequence[Fact]) -> str | None:
    """Return, in words, the first part of a claim that none of some rows holds, or None where they hold every part.

    One word of detail may be missing: authors word one act in more than one way.
    """
    if strange := sorted(a for a in told.actors if not any(_takes_part(a, told, fact) for fact in facts)):
        return f"{country(strange[0])} is not in it"
    lost = [term for term in told.terms if not any(_holds(fact, term) for fact in facts)]
    if name := next((term for term in lost if _name_lost(term, told, facts)), None):
        return f"{name.text!r} is not in it"
    if any((term.ordinal or 0) > 1 for term in lost):
        return "which one in a row is not in it"
    if any(all(_number_open(number, told, fact) for fact in facts) for number in told.numbers):
        return "the number is not in it"
    said = [{day_agrees(days, fact) for fact in facts} for days in told.days]
    if any(found == {"other"} for found in said):
        return "one of the days is not in it"
    if said and not any("same" in found for found in said) and any(fact.date for fact in facts):
        return "it speaks of that day from another one"
    counted = {word for number in told.numbers for word in number.nouns}  # "55 boxes" are the row's 55 cases
    detail = [t for t in lost if t.weight >= DETAIL and not (told.verbs & set(t.keys) or t.word in counted or t.name)]
    aside = sum(term.weight for term in lost if ASIDE <= term.weight < DETAIL and not term.person)
    if len(detail) > SPARED or aside >= ASIDES:
        return f"it does not say {', '.join(repr(term.text) for term in (detail or lost)[:3])}"
    return None


def _takes_part(actor: str, told: Told, fact: Fact) -> bool:
    """Whether a row names an actor: in its words where they name two or more, else in its columns."""
    said = fact.told.actors | fact.told.inner | fact.told.places | {a for actors, _ in fact.told.named for a in actors}
    columns = fact.actors if actor in told.doers or len(said) < 2 else frozenset()
    return among(actor, said | columns)


def _name_lost(term: Term, told: Told, facts: Sequence[Fact]) -> bool:
    """Whether a missing name matters: a leader may stand for the state whose deed it was, but words are one's own."""
    if not term.person:
        return term.name and not term.ordinal
    spoken = bool(told.speaker or told.verbs & (cue("say") | cue("speech")))
    return spoken or any(other.person for fact in facts for other in fact.told.terms)


def _number_open(number: Number, told: Told, fact: Fact) -> bool:
    return number_agrees(number, told, fact) != "same"


def _holds(fact: Fact, term: Term) -> bool:
    return any(key in fact.keys for key in term.keys)
