"""The matcher of happenings: the row most like the claim, and what it says otherwise."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from detente.claims.archive import Archive
from detente.claims.facts import Fact
from detente.claims.likeness import Likeness
from detente.claims.naming import among
from detente.claims.slots import left_open
from detente.claims.told import Told
from detente.claims.verdict import Ruling, Sure
from detente.claims.words import cue

SUPPORT = 0.58  # share of a claim's words that a row must hold to support it
DATED = 0.48  # the same where the claim names a day or month, and it is the row's
VERBLESS = 0.8  # the same where the row does not hold the claim's main verb
NAMELESS = 0.7  # the same where the row lacks a proper name of the claim
ENOUGH = 1.5  # weight of the words that a claim needs to be contradicted
PART = 0.45  # share that a row must hold to support part of a claim
UNTIED = 0.8  # the same where the claim names no actor and no place
PAIR_DAYS = dt.timedelta(days=31)  # how far apart two such rows may lie
PAIRED = 0.5  # share that the first of two rows must hold where two support a claim between them
CONFLICT_DAYS = 0.75  # the same for a row that only puts it on another day
CONFLICT_ROLES = 0.75  # the same for a row that has the doers the other way round
CONFLICT = 0.65  # share beyond which a row that says something else contradicts
DATED_TABLES = frozenset({"events", "agreements", "verifications"})  # whose day is that of the deed
YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")  # a day whose year is only inferred contradicts nothing
TABLES = frozenset(
    {"events", "measures", "verifications", "capabilities", "agreements", "ties", "evidence", "projects"}
)


def is_happening(fact: Fact) -> bool:
    """Whether a fact tells of something that happened or holds."""
    return fact.table in TABLES


def check_event(told: Told, archive: Archive, *, where: Callable[[Fact], bool] = is_happening) -> Ruling:
    """Rule on a claim that something happened.

    Supported by a row that holds most of its words and nothing against it; contradicted by a row that holds them too
    and differs in exactly one part (day, number, who did it to whom, denied or not), if no other happening fits.
    """
    found = archive.likenesses(told, where=where)
    if told.inferred and told.weight < ENOUGH:
        return not_in_record(told, archive, found)  # "they met": nothing says which meeting
    support = [each for each in found if each.agrees and each.coverage >= _needed(each, told)]
    if support:
        best = support[0]
        if denial := next((each for each in found if _denied_by_its_doer(each)), None):
            reason = f"{best.fact.id} tells it, {denial.fact.id} denies it: {denial.fact.text}"
            return Ruling("disputed", reason, tuple(each.fact for each in support), (denial.fact,))
        whole = [each for each in support if left_open(told, (each.fact,)) is None]
        if not whole:
            open_to = left_open(told, (best.fact,))
            return Ruling("partly", f"{_teller(best)} tells the rest, but {open_to}", (best.fact,), sure="low")
        return Ruling("supported", _reason(whole[0]), tuple(each.fact for each in whole), sure=_sure(whole[0]))
    if (pair := _together(found, told)) is not None:
        return pair
    if told.weight < ENOUGH:
        return not_in_record(told, archive, found)
    for each in found:
        if (
            each.conflicts == 1
            and each.coverage >= CONFLICT
            and each.fact.sound
            and not each.unnamed
            and _telling(each, found, told, archive)
        ):
            return Ruling("contradicted", conflict_reason(each, told), against=(each.fact,), sure=_sure(each))
    if (partly := next((each for each in found if _in_part(each, told)), None)) is not None:
        lacking = _listed(partly.missing)
        reason = f"{partly.fact.id} tells part of it, but not {lacking}: {partly.fact.text}"
        return Ruling("partly", reason, (partly.fact,), sure="low")
    return not_in_record(told, archive, found)


def _in_part(each: Likeness, told: Told) -> bool:
    """Whether a row tells part of a claim: the same doer and deed, no name or day amiss, and near half of its words."""
    beyond = any(t.weight >= 0.5 and t.text not in each.missing and not told.verbs & set(t.keys) for t in told.terms)
    same = beyond and each.agrees and each.roles == "same" and each.verb and bool(told.verbs) and not each.unnamed
    return same and each.coverage >= PART


def _denied_by_its_doer(each: Likeness) -> bool:
    """Whether a row tells that the doer denies the deed."""
    return bool(each.fact.told.verbs & cue("deny")) and each.coverage >= CONFLICT and each.roles == "same"


def not_in_record(told: Told, archive: Archive, found: list[Likeness]) -> Ruling:
    """Rule that the record does not tell, with the nearest row and the scope of the search."""
    if told.actors and not any(actor.partition("/")[0] in archive.scope.parties for actor in told.actors):
        return Ruling("not_in_record", "none of the actors is a party of the case", sure="high")
    outside = [d for d in told.days if d.last < archive.scope.first or d.first > archive.scope.last]
    if outside:
        said = f"{outside[0].first:%B %Y}"
        return Ruling("not_in_record", f"{said} is outside what the record covers", sure="high")
    near = f"; the nearest row is {found[0].fact.id}, which {_lacking(found[0])}" if found else ""
    return Ruling("not_in_record", f"no row of the record tells of this{near}", sure="moderate")


def _lacking(each: Likeness) -> str:
    """Say what keeps a row from telling a claim: words that it lacks, else the parts in which it differs."""
    if each.missing:
        return f"lacks {_listed(each.missing)}"
    parts = (("who", each.roles not in ("same", "open")), ("when", each.days == "other"),
             ("how many", each.numbers == "other"), ("whether it happened", bool(each.denied)))  # fmt: skip
    differing = " and ".join(part for part, differs in parts if differs)
    return f"differs in {differing}" if differing else "does not tell it as done"


def _needed(each: Likeness, told: Told) -> float:
    exact = bool(told.verbs) and any(d.bound == "in" for d in told.days)
    if each.unnamed:
        return NAMELESS
    if not told.actors and not any(term.name for term in told.terms):
        return UNTIED
    if not each.verb:
        return VERBLESS
    return DATED if exact and each.days == "same" and each.roles in ("same", "open") else SUPPORT


def _together(found: list[Likeness], told: Told) -> Ruling | None:
    """Return a ruling from two rows of the days named that hold a claim's words between them."""
    dated = [each for each in found if each.agrees and each.days == "same" and each.roles in ("same", "open")]
    for one in dated[:3]:
        for other in dated:
            left = set(one.missing) & set(other.missing)
            whole = not left & _heavy(told) and left_open(told, (one.fact, other.fact)) is None
            apart = abs((one.fact.date or dt.date.min) - (other.fact.date or dt.date.min))
            near = apart <= PAIR_DAYS and bool(one.fact.actors & other.fact.actors)
            if other is not one and near and one.verb and one.coverage >= PAIRED and whole:
                reason = f"{one.fact.id} and {other.fact.id} tell it between them"
                return Ruling("supported", reason, (one.fact, other.fact), sure="low")
    return None


def _heavy(told: Told) -> set[str]:
    """Return the words without which a claim says something else: all but adverbs."""
    return {term.text for term in told.terms if term.weight >= 0.5}


def _telling(each: Likeness, found: list[Likeness], told: Told, archive: Archive) -> bool:
    """Whether one difference is enough to contradict: the happening is the only one that fits."""
    rivals = [
        other
        for other in found
        if other.fact.happening != each.fact.happening and other.coverage >= 0.9 * each.coverage and other is not each
    ]
    whole = not _heavy(told) & set(each.missing)
    if each.days == "other":
        inside = all(archive.scope.covers(d.first, d.last) for d in told.days if d.bound in ("in", "near"))
        dates = {other.fact.date for other in rivals if other.roles == each.roles and other.fact.table == "events"}
        near = each.coverage >= CONFLICT_DAYS and whole and not _others_then(each, found, told)
        alone = not dates - {each.fact.date} and bool(YEAR.search(told.text)) and not told.speaker
        own = each.fact.table in DATED_TABLES and _same_doer(each, told) and _same_deed(each, told)
        return near and inside and alone and own
    if each.roles == "swapped":
        named = bool(told.others) and all(among(doer, told.others) for doer in each.fact.doers)
        return each.coverage >= CONFLICT_ROLES and named and _same_deed(each, told) and not told.speaker
    if each.roles == "other":
        names = any(term.name or (term.ordinal or 0) > 1 for term in told.terms if term.text not in each.missing)
        one_day = any(d.precision == "day" for d in told.days) or any((t.ordinal or 0) > 1 for t in told.terms)
        alone = one_day and names and not rivals and not told.speaker
        return whole and alone and each.days == "same" and _same_deed(each, told)
    if each.numbers == "other":
        return each.verb and (each.days == "same" or (each.roles == "same" and whole and not rivals))
    turned = {term.text for term in told.terms if told.verbs & set(term.keys)} & set(each.denied)
    return each.roles == "same" and each.coverage >= CONFLICT and (bool(turned) or not told.verbs)


def _same_doer(each: Likeness, told: Told) -> bool:
    """Whether the doer is the row's; of a passive that names none, whether the row holds all the rest."""
    passive = not told.doers and bool(told.actors) and not told.inferred and not each.missing
    return each.roles == "same" or (each.roles == "open" and passive)


def _same_deed(each: Likeness, told: Told) -> bool:
    """Whether the row's own main verb is the claim's: not a row that only speaks of the deed, or of what led to it."""
    mine = {key for term in told.terms if told.verbs & set(term.keys) for key in term.keys} | told.verbs
    row = each.fact.told
    theirs = {key for term in row.terms if row.verbs & set(term.keys) for key in term.keys} | row.verbs
    meeting = (each.fact.row or {}).get("meeting")
    if meeting and meeting["outcome"] in ("cancelled", "reinstated"):
        return False  # a meeting that did not take place tells nothing of another one
    return each.verb and (bool(meeting) or not told.verbs or bool(mine & theirs))


def tells_whole(told: Told, archive: Archive) -> Ruling | None:
    """Return support from one row that holds every word of a claim, those that it counts its time from among them."""
    for each in archive.likenesses(told, where=is_happening, least=0.9):
        theirs = {key for anchor in each.fact.told.anchors for term in anchor.told.terms for key in term.keys}
        counted_from = [term for anchor in told.anchors for term in anchor.told.terms]
        told_too = all(set(term.keys) & (theirs | set(each.fact.keys)) for term in counted_from)
        open_to = each.missing or each.fact.account or left_open(told, (each.fact,))
        if each.agrees and told_too and not open_to:
            return Ruling("supported", _reason(each), (each.fact,), sure=_sure(each))
    return None


def _others_then(each: Likeness, found: list[Likeness], told: Told) -> bool:
    """Whether a person of the claim is missing from the row, or another row of the days named comes as near."""
    people = {term.text for term in told.terms if term.person}
    rival = any(other.days == "same" and other.coverage >= CONFLICT_DAYS for other in found)
    return rival or bool(people & set(each.missing))


def _reason(each: Likeness) -> str:
    lacking = f"; it does not say {_listed(each.missing)}" if each.missing and each.coverage < 0.9 else ""
    return f"{_teller(each)} tells the same{lacking}"


def _teller(each: Likeness) -> str:
    return each.fact.id + (f" of {each.fact.date.isoformat()}" if each.fact.date else "")


def conflict_reason(each: Likeness, told: Told) -> str:
    """Say in one line what the row says otherwise."""
    fact = each.fact
    if each.days == "other":
        return f"{fact.id} puts it on {fact.date}, not {told.days[0].first:%B %Y}"
    if each.roles == "swapped":
        return f"{fact.id} has it the other way round: {fact.text}"
    if each.roles == "other":
        return f"{fact.id} names others: {fact.text}"
    if each.numbers == "other":
        return f"{fact.id} gives another number: {fact.text}"
    return f"{fact.id} says otherwise on {_listed(each.denied)}: {fact.text}"


def _listed(words: tuple[str, ...]) -> str:
    shown = ", ".join(repr(word) for word in words[:3])
    return shown + (" ..." if len(words) > 3 else "") if shown else "nothing of it"


def _sure(each: Likeness) -> Sure:
    if each.coverage >= 0.9 and each.fact.grade[:1] in ("A", "B"):
        return "high"
    return "moderate" if each.coverage >= 0.6 else "low"
