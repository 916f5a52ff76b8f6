"""The matcher of positions: what a party is on record as wanting, and whether tellers differ on it."""

from __future__ import annotations

from dataclasses import replace

from detente.claims.archive import Archive
from detente.claims.events import check_event
from detente.claims.facts import Fact
from detente.claims.likeness import Likeness
from detente.claims.naming import among
from detente.claims.order import with_anchor_days
from detente.claims.slots import left_open
from detente.claims.told import Told
from detente.claims.verdict import Ruling
from detente.claims.words import cue

FOUND = 0.5
TABLES = frozenset({"positions", "events", "definitions", "goals"})


def stated(fact: Fact) -> bool:
    """Whether a fact tells what somebody wants, says or did."""
    return fact.table in TABLES


def check_position(told: Told, archive: Archive) -> Ruling | None:
    """Rule on what a party wants; rival accounts make it disputed, unless the claim names the teller."""
    asked = with_anchor_days(told, archive)
    asked = replace(asked, terms=tuple(t for t in asked.terms if t.keys[0] not in cue("want")) or asked.terms)
    asked = replace(asked, verbs=asked.verbs - cue("want") - cue("say"))
    if (disputed := _disputed(asked, archive)) is not None:
        return disputed
    ruling = check_event(asked, archive, where=stated)
    if ruling.verdict == "contradicted" and not asked.verbs:
        return None  # a wish and its refusal share their words: without the verb nothing tells them apart
    return ruling if ruling.verdict != "not_in_record" else None


def _disputed(told: Told, archive: Archive) -> Ruling | None:
    found = archive.likenesses(told, where=lambda fact: bool(fact.account) and stated(fact), least=FOUND)
    near = [each for each in found if each.roles in ("same", "open") and each.days != "other"]
    if not near:
        return None
    if told.speaker:
        return _by_its_teller(told, near)
    first = near[0].fact
    rivals = _rivals(first, archive)
    if not rivals:
        return None
    agreeing = tuple(each.fact for each in near if each.agrees and each.fact not in rivals) or (first,)
    said = f"{first.account}: {first.text} {rivals[0].account}: {rivals[0].text}"
    return Ruling("disputed", f"accounts differ. {said}", agreeing, rivals, sure="high")


def _rivals(fact: Fact, archive: Archive) -> tuple[Fact, ...]:
    """Return what other tellers say of the same thing: the same happening, or one actor's demand of one day."""
    row = fact.row or {}
    return tuple(
        other
        for other in archive.facts
        if other.account
        and other.account != fact.account
        and other.table == fact.table
        and (
            (other.happening and other.happening == fact.happening)
            or (
                fact.table == "positions"
                and other.row is not None
                and all(other.row[name] == row[name] for name in ("actor", "issue", "as_of"))
            )
        )
    )


def _by_its_teller(told: Told, near: list[Likeness]) -> Ruling | None:
    own = [each for each in near if among(each.fact.account.split(" ")[0], told.speaker)]
    fits = [each for each in own if each.numbers != "other" and not each.denied]
    if fits:
        fact = fits[0].fact
        if open_to := left_open(told, (fact,)):
            return Ruling("partly", f"{fact.id} is that account: {fact.text} But {open_to}", (fact,), sure="low")
        return Ruling("supported", f"{fact.id} is that account: {fact.text}", (fact,), sure="moderate")
    return None
