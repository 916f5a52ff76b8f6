"""The matcher of counts: how many meetings or acts the record holds between the days that the claim names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from detente.claims.archive import Archive
from detente.claims.facts import Fact
from detente.claims.likeness import days_agree
from detente.claims.naming import among
from detente.claims.numbers import Number
from detente.claims.order import with_anchor_days
from detente.claims.told import Term, Told
from detente.claims.verdict import Ruling
from detente.claims.words import stem

MET = frozenset({"~meet", "~summit"})
# Levels that the words of a claim ask for; a meeting of leaders by name is a summit.
LEVELS = {stem("summit"): "summit", stem("working"): "working", stem("workinglevel"): "working"}
TIMES = frozenset({stem("times"), stem("occasions"), stem("twice"), stem("once"), stem("round"), stem("rounds")})
HELD = frozenset({"agreed", "partial", "failed", "held"})


def counted(told: Told) -> Number | None:
    """Return the number of a claim that counts happenings, or None."""
    for number in told.numbers:
        if number.unit == "count" and (_nouns(number, told) or _adverbial(number, told)):
            return number
    return None


def check_count(told: Told, archive: Archive) -> Ruling | None:
    """Rule on a number of happenings; None where the claim counts nothing that the record lists."""
    number = counted(told)
    if number is None:
        return None
    asked = with_anchor_days(told, archive)
    meeting = any(MET & set(term.keys) for term in _counted_terms(number, told))
    complete = True
    if meeting:
        found = _meetings(number, asked, archive)
    else:
        alike = _acts(number, asked, archive)
        complete = _numbered(alike or [])
        found = None if alike is None else [fact for fact in alike if days_agree(asked.days, fact) != "other"]
    if found is None:
        return None
    n = len(found)
    told_of = f"the record lists {n} {_window(asked)}"
    if number.holds(n) and (complete or asked.days or _adverbial(number, told)):
        return Ruling("supported", told_of, tuple(found), sure="high" if meeting else "moderate")
    if not all(archive.scope.covers(d.first, min(d.last, archive.scope.last)) for d in asked.days if d.bound == "in"):
        return Ruling("not_in_record", f"{told_of}, and does not cover all of that time")
    if complete:
        return Ruling("contradicted", f"{told_of}, not {number.value:g}", against=tuple(found), sure="moderate")
    return Ruling("not_in_record", f"{told_of}, and does not list every one")


def _meetings(number: Number, told: Told, archive: Archive) -> list[Fact] | None:
    """Return the meetings that a claim counts; None where it names no two parties."""
    actors = _parties(number, told)
    words = _counted_terms(number, told)
    level = next((LEVELS[key] for term in words for key in term.keys if key in LEVELS), "")
    names = [term for term in told.terms if term.name and not term.ordinal]
    people = [term for term in names if not any(key.startswith("@") for key in term.keys)]
    if len(actors) < 2:
        return None
    held = [
        fact
        for fact in archive.of("events")
        if (meeting := fact.row and fact.row["meeting"])
        and meeting["outcome"] in HELD
        and (not level or meeting["level"] == level)
        and all(among(actor, frozenset(meeting["parties"])) for actor in actors)
        and days_agree(told.days, fact) != "other"
    ]
    for wanted in (names, people):
        named = [fact for fact in held if all(_holds(fact, term) for term in wanted)]
        if named:
            return _once(named)
    return _once(held) if not people else []


def _acts(number: Number, told: Told, archive: Archive) -> list[Fact] | None:
    """Return acts of the kind that a claim counts, at any time; None where the record tells of none."""
    terms = [term for term in told.terms if not (set(term.keys) & TIMES)]
    heads = _nouns(number, told)
    asked = replace(told, terms=tuple(terms), numbers=())
    alike = [
        each
        for each in archive.likenesses(asked, where=lambda fact: fact.table == "events" and not fact.failed, least=0.5)
        if each.verb and each.roles in ("same", "open") and not each.denied
        and all(_holds(each.fact, term) for term in heads)
        and each.fact.row is not None and each.fact.row["scope"] == "dyadic"
    ]  # fmt: skip
    if not alike or sum(_several(each.fact, heads) for each in alike) > len(alike) / 2:
        return None
    return _once(each.fact for each in alike)


def _several(fact: Fact, heads: list[Term]) -> bool:
    """Whether one act of a row is of several things ("fired three missiles"): then acts are not what is counted."""
    keys = {key for term in heads for key in term.keys}
    return any(keys & set(term.keys) and term.text.casefold().endswith("s") for term in fact.told.terms)


def _numbered(found: list[Fact]) -> bool:
    """Whether the rows number the acts themselves (the fifth, the sixth), so that none can be missing."""
    if len(found) < 2:
        return False
    ordinals = [max((t.ordinal or 0 for t in fact.told.terms), default=0) for fact in found]
    return all(n > 1 for n in ordinals) and max(ordinals) - min(ordinals) == len(found) - 1


def _parties(number: Number, told: Told) -> frozenset[str]:
    inside = frozenset(a for actors, words in told.named if words & number.nouns for a in actors)
    near = inside if len(inside) >= 2 else told.actors
    return near or told.doers


def _nouns(number: Number, told: Told) -> list[Term]:
    """Return the nouns that a number counts, the head last; nouns of time and money count nothing."""
    inside = [term for term in told.terms if term.word in number.nouns and term.weight >= 1.0 and not term.name]
    return [term for term in inside if term.word > number.word][:2]


def _adverbial(number: Number, told: Told) -> bool:
    return bool(told.stems & TIMES) or any(
        term.word in number.nouns and term.keys[0] in told.verbs for term in told.terms
    )


def _counted_terms(number: Number, told: Told) -> list[Term]:
    nouns = [term for term in _nouns(number, told) if not set(term.keys) & TIMES]
    verbs = [term for term in told.terms if set(term.keys) & told.verbs]
    around = [term for term in told.terms if term.word in number.nouns]
    return (nouns and [*nouns, *around]) or verbs


def _holds(fact: Fact, term: Term) -> bool:
    return any(key in fact.keys for key in term.keys)


def _once(facts: Iterable[Fact]) -> list[Fact]:
    """Return one fact a happening, by date: the same act may be told as a meeting and as what came of it."""
    found: dict[object, Fact] = {}
    for fact in facts:
        found.setdefault(fact.happening or fact.id, fact)
    return sorted(found.values(), key=lambda fact: (str(fact.date), fact.id))


def _window(told: Told) -> str:
    if not told.days:
        return "in all"
    first, last = min(d.first for d in told.days), max(d.last for d in told.days)
    bound = told.days[0].bound
    if bound in ("since", "after"):
        return f"since {first}"
    return f"until {last}" if bound in ("until", "before") else f"from {first} to {last}"
