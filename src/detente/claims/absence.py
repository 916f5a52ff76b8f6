"""The matcher of absence: a search for what is said not to have happened, with its scope."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from detente.claims.archive import Archive
from detente.claims.events import check_event
from detente.claims.facts import Fact
from detente.claims.naming import country
from detente.claims.order import with_anchor_days
from detente.claims.told import Days, Told
from detente.claims.verdict import Ruling

FOUND = 0.5  # share of the words of what is denied that makes a row it
TOLD = frozenset({"events", "verifications", "capabilities", "evidence"})
MET = frozenset({"~meet", "~summit"})


def check_absence(told: Told, archive: Archive) -> Ruling | None:
    """Rule that something did not happen.

    Contradicted by a row of it inside the time named. Supported where the record covers the actors and the time, holds
    such rows at other times, and none then. Else not in the record: silence about what it never lists proves nothing.
    None where the claim is about no actor and no place.
    """
    if not told.actors and told.inferred and len(told.earlier) >= 2:
        told = replace(told, others=told.earlier)
    if not told.actors and not told.days and not any(term.name for term in told.terms):
        return None
    own = check_event(with_anchor_days(told, archive), archive, where=lambda fact: fact.table in TOLD)
    if own.verdict == "supported" and _denies(own.support[0], told):
        return own
    asked = _asserted(with_anchor_days(told, archive))
    found = [
        each
        for each in archive.likenesses(asked, where=lambda fact: _of_kind(fact, asked), least=FOUND)
        if each.verb and each.roles in ("same", "open") and not (each.denied or each.unnamed or each.numbers == "other")
    ]
    heavy = {term.text for term in asked.terms if term.weight >= 0.5 and not term.person}
    then = [each for each in found if each.days != "other" and not heavy & set(each.missing)]
    if then:
        best = then[0].fact
        return Ruling("contradicted", f"{best.id} of {best.date}: {best.text}", against=tuple(e.fact for e in then[:3]))
    if any(each.days != "other" for each in found):
        return Ruling("not_in_record", f"{found[0].fact.id} comes near, and does not settle it", sure="low")
    return _silence(asked, archive, bool(found) and (bool(told.actors) or found[0].coverage >= 0.75))


def _denies(fact: Fact, told: Told) -> bool:
    """Whether a row denies what the claim denies."""
    return fact.failed or any(fact.keys.get(key) for term in told.terms if term.negated for key in term.keys)


def _silence(told: Told, archive: Archive, elsewhere: bool) -> Ruling:
    first, last = _searched(told, archive)
    strange = [a for a in told.actors if country(a) not in archive.scope.parties]
    looked = f"no such row among {_rows(told, archive, first, last)} between {first} and {last}"
    if strange or (told.days and told.days[0].bound == "in" and not archive.scope.covers(first, last)):
        return Ruling("not_in_record", f"{looked}, and the record does not cover all of that")
    if not elsewhere:
        return Ruling("not_in_record", f"{looked}; the record lists nothing of the kind at any time")
    return Ruling("supported", f"{looked}, though it lists such rows at other times", sure="moderate")


def _searched(told: Told, archive: Archive) -> tuple[dt.date, dt.date]:
    scope = archive.scope
    if not told.days:
        return scope.first, scope.last
    days = told.days[0]
    if days.bound in ("since", "after"):
        return max(days.first, scope.first), scope.last
    if days.bound in ("before", "until"):
        return scope.first, min(days.last, scope.last)
    return days.first, min(days.last, scope.last)


def _rows(told: Told, archive: Archive, first: dt.date, last: dt.date) -> str:
    pair = {country(a) for a in told.actors}
    n = sum(
        fact.date is not None and first <= fact.date <= last and pair <= fact.actors for fact in archive.of("events")
    )
    return f"{n} rows on {' and '.join(sorted(pair)) or 'anyone'}"


def _asserted(told: Told) -> Told:
    """Return what a claim denies; "since" a month or a year begins after its last day."""
    days = tuple(_after(d) for d in told.days if d.bound != "name")
    return replace(told, negated=False, days=days, terms=tuple(replace(t, negated=False) for t in told.terms))


def _after(days: Days) -> Days:
    if days.bound == "since" and days.precision in ("month", "year"):
        return replace(days, first=days.last)
    return days


def _of_kind(fact: Fact, told: Told) -> bool:
    """Whether a row is of the kind that is denied: an act that took place, a meeting where meetings are denied."""
    if fact.table != "events" or fact.row is None or fact.failed or fact.row["scope"] == "observation":
        return False
    if fact.row["modality"] != "actual":
        return False
    meeting = any(MET & set(term.keys) and not term.keys[0].startswith("visit") for term in told.terms)
    return not meeting or fact.row["type"] == "CONSULT" or bool(fact.row["meeting"])
