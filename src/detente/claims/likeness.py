"""How like a claim a fact is: the share of its words, and part by part whether both say the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from detente.claims.facts import Fact
from detente.claims.naming import among, country
from detente.claims.numbers import Number
from detente.claims.told import Days, Term, Told
from detente.claims.words import cue, opposites

Agreeing = Literal["same", "other", "open"]
Roles = Literal["same", "swapped", "other", "beside", "open"]

IDEA = 0.75  # a word matched by its idea counts for this much of one matched by its stem
OPINIONS = frozenset({"positions", "definitions", "goals"})  # tables whose rows are somebody's own view
NEAR = 45  # days that "early", "late" or a named season may be off


@dataclass(frozen=True)
class Likeness:
    """How like a claim a fact is: share of its words found, and part by part whether both say the same.

    ``stranger`` says that the fact names other people than the claim does;
    ``unreal`` says that the fact tells of the deed only as wanted, promised or to come; ``unnamed`` counts the proper
    names of the claim that the fact lacks; ``denied`` holds the words that one of them denies and the other asserts, or
    turns into the opposite.
    """

    fact: Fact
    coverage: float
    roles: Roles
    days: Agreeing
    numbers: Agreeing
    denied: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    verb: bool = False
    unnamed: int = 0
    unreal: bool = False
    stranger: bool = False

    @property
    def conflicts(self) -> int:
        """In how many parts the fact says something else."""
        return (
            (self.roles in ("swapped", "other", "beside"))
            + (self.days == "other")
            + (self.numbers == "other")
            + bool(self.denied)
        )

    @property
    def agrees(self) -> bool:
        """Whether nothing of the fact speaks against the claim."""
        return self.conflicts == 0 and not (self.unreal or self.stranger)


def likeness(told: Told, fact: Fact, weights: Iterable[tuple[Term, float]], total: float) -> Likeness:
    """Hold a claim against one fact."""
    got = 0.0
    missing: list[str] = []
    denied: list[str] = []
    for term, weight in weights:
        strength = _matched(term, fact)
        got += weight * strength
        if not strength:
            missing.append(term.text)
            if _turned(term, fact):
                denied.append(term.text)
        elif _denial(term, told, fact):
            denied.append(term.text)
    coverage = got / total
    if _other_ordinal(told, fact):
        coverage *= 0.5
    if _other_people(told, fact):
        coverage *= 0.8
    main = [term for term in told.terms if told.verbs & set(term.keys)]
    verb = not main or any(_matched(term, fact) for term in main)
    return Likeness(
        fact=fact,
        coverage=coverage,
        roles=_roles(told, fact),
        days=days_agree(told.days, fact),
        numbers=_numbers(told, fact),
        denied=tuple(denied),
        missing=tuple(missing),
        verb=verb,
        unreal=_unreal(told, fact),
        stranger=_stranger(told, fact),
        unnamed=sum(t.name and not t.person and not t.ordinal and t.text in missing for t in told.terms),
    )


def _matched(term: Term, fact: Fact) -> float:
    for n, key in enumerate(term.keys):
        if key in fact.keys:
            return 1.0 if key[0] not in "~@" and n < 2 else IDEA
    return 0.0


def _denial(term: Term, told: Told, fact: Fact) -> bool:
    """Whether one side denies a word that the other asserts."""
    if term.weight < 0.5 or term.name:
        return False
    key = next(key for key in term.keys if key in fact.keys)
    return term.negated != fact.keys[key] and not (told.negated and fact.failed)


def _turned(term: Term, fact: Fact) -> bool:
    """Whether the fact holds the opposite of a word."""
    against = opposites().get(term.keys[0], frozenset())
    return not term.negated and any(key in fact.keys and not fact.keys[key] for key in against)


def _other_ordinal(told: Told, fact: Fact) -> bool:
    """Whether the claim speaks of another one in a row than the fact does: the fifth, the sixth."""
    mine = {term.ordinal for term in told.terms if term.ordinal and term.ordinal > 1}
    theirs = {term.ordinal for term in fact.told.terms if term.ordinal and term.ordinal > 1}
    return bool(mine and theirs and mine.isdisjoint(theirs))


def _other_people(told: Told, fact: Fact) -> bool:
    """Whether the fact names people, and none of those whom the claim names."""
    mine = [term for term in told.terms if term.person]
    return bool(mine) and any(t.person for t in fact.told.terms) and not any(_matched(term, fact) for term in mine)


def _roles(told: Told, fact: Fact) -> Roles:
    """Whether the doers of a claim are those of the fact, those it was done to, or neither.

    "beside" is a fact with the same doers and another other side.
    """
    if _others_view(told, fact):
        return "other"
    if not told.doers:
        strange = [a for a in told.actors if not among(a, fact.actors | fact.told.places)]
        return "other" if strange else "open"
    doing = _doing(told, fact)
    if all(among(doer, doing) for doer in told.doers):
        return "same" if _others_fit(told, fact) else "beside"
    if told.inner and all(among(doer, doing) for doer in told.inner):
        return "open"
    inside = all(among(doer, fact.actors) for doer in told.doers)
    if any(among(doer, doing) for doer in told.doers) or fact.mutual:
        return ("same" if _others_fit(told, fact) else "beside") if inside else _strange(told)
    return "swapped" if inside and not told.inferred else _strange(told)


def _strange(told: Told) -> Roles:
    """Doers that a pronoun only points to prove nothing."""
    return "open" if told.inferred else "other"


def _stranger(told: Told, fact: Fact) -> bool:
    """Whether a person of the claim is missing from the fact, which names somebody else instead."""
    mine = {key for term in told.terms if term.person for key in term.keys}
    theirs = {key for term in fact.told.terms if term.person for key in term.keys}
    lost = any(term.person and not _matched(term, fact) for term in told.terms)
    return lost and bool(theirs - mine)


def _unreal(told: Told, fact: Fact) -> bool:
    """Whether a claim tells as done what the fact tells only as wanted, promised or to come."""
    if told.modal or not told.verbs or told.speaker or fact.table in OPINIONS:
        return False
    if fact.row and fact.row.get("meeting"):
        return False
    keys = _verb_keys(told)
    same = [deed.real for deed in fact.told.deeds if keys & set(deed.keys)]
    return bool(same) and not any(same)


def _verb_keys(told: Told) -> set[str]:
    return {key for term in told.terms if told.verbs & set(term.keys) for key in term.keys} | set(told.verbs)


def _others_view(told: Told, fact: Fact) -> bool:
    """Whether the claim tells whose words it reports, and the fact is another's view or account."""
    if not told.speaker:
        return False
    if fact.told.speaker and not any(among(a, fact.told.speaker) for a in told.speaker):
        return True
    if fact.table in OPINIONS and not any(among(a, fact.doers) for a in told.speaker):
        return True
    return bool(fact.account) and not among(fact.account.split(" ")[0], told.speaker)


def _doing(told: Told, fact: Fact) -> frozenset[str]:
    """Return who does in a fact what the claim tells of: the subjects of the same verb, else those of the row."""
    keys = _verb_keys(told)
    same = [deed.doers for deed in fact.told.deeds if deed.doers and keys & set(deed.keys)]
    if same:
        return frozenset().union(*same)
    doing = fact.doers | fact.told.doers
    return doing if told.verbs & cue("speech") else doing | fact.told.inner


def _others_fit(told: Told, fact: Fact) -> bool:
    others = [a for a in told.others if country(a) not in {country(d) for d in told.doers}]
    return not others or any(among(other, fact.actors | fact.told.places) for other in others)


def days_agree(days: Sequence[Days], fact: Fact) -> Agreeing:
    """Whether a fact happened when the claim says; a day either way is allowed for time zones."""
    found = {day_agrees(each, fact) for each in days}
    return "same" if "same" in found else "other" if "other" in found else "open"


def day_agrees(days: Days, fact: Fact) -> Agreeing:
    """Whether a fact is of some days; open where the fact has no day, or only speaks of those days itself."""
    if fact.date is None:
        return "open"
    if _within(days, fact.date, fact.last or fact.date):
        return "same"
    spoken_of = any(each.first <= days.last and days.first <= each.last for each in fact.told.days)
    return "open" if spoken_of else "other"


def _within(days: Days, first: dt.date, last: dt.date) -> bool:
    one = dt.timedelta(days=1)
    slack = dt.timedelta(days=NEAR) if days.bound == "near" and days.precision != "year" else one
    if days.bound in ("since", "after"):
        return last >= days.first
    if days.bound in ("before", "until"):
        return first <= days.last
    exact = days.precision in ("month", "year", "range")
    slack = dt.timedelta(0) if exact and days.bound == "in" else slack
    return first <= days.last + slack and days.first - slack <= last


def _numbers(told: Told, fact: Fact) -> Agreeing:
    verdicts = {number_agrees(number, told, fact) for number in told.numbers}
    if "other" in verdicts:
        return "other"
    return "same" if verdicts == {"same"} else "open"


def number_agrees(number: Number, told: Told, fact: Fact) -> Agreeing:
    """Whether a fact holds a number of the same unit and noun, and the same or another value."""
    told_of = [*fact.told.numbers, *(n for anchor in fact.told.anchors for n in anchor.told.numbers)]
    theirs = [each for each in told_of if each.unit == number.unit]
    if any(number.holds(each.value) for each in theirs):
        return "same"
    mine = _nouns(number, told)
    rivals = [each for each in theirs if number.unit != "count" or mine & _nouns(each, fact.told)]
    return "other" if rivals else "open"


def _nouns(number: Number, told: Told) -> frozenset[str]:
    return frozenset(
        key for term in told.terms if term.word in number.nouns and term.weight >= 0.6 for key in term.keys
    )
