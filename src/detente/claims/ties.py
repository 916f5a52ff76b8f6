"""The matcher of standing bonds: whether a treaty or an alliance binds two actors on the day of the case."""

from __future__ import annotations

from detente.claims.bench import Bench
from detente.claims.facts import Fact
from detente.claims.naming import country
from detente.claims.told import Told
from detente.claims.verdict import Ruling
from detente.claims.words import cue, stem

BONDS = ("alliance", "treaty")
MADE = frozenset(map(stem, ("sign", "signed", "conclude", "ratify")))


def check_tie(told: Told, bench: Bench) -> Ruling | None:
    """Rule on whether two actors are bound by a treaty; None where the claim speaks of no bond between two."""
    pair = {country(actor) for actor in told.actors}
    if not told.stems & cue("tie") or len(pair) < 2 or told.stems & MADE:
        return None
    bonds = [
        fact
        for fact in bench.archive.of("ties")
        if fact.row and fact.row["kind"] in BONDS and {fact.row["actor"], fact.row["partner"]} <= pair
    ]
    if not bonds:
        return None
    standing = [fact for fact in bonds if fact.date_end is None or fact.date_end > bench.as_of]
    denied = told.negated or any(term.negated for term in told.terms if set(term.keys) & cue("tie"))
    return _ruled(bonds, standing, told, denied=denied)


def _ruled(bonds: list[Fact], standing: list[Fact], told: Told, *, denied: bool) -> Ruling | None:
    fact = (standing or bonds)[0]
    since = f"{fact.text}, since {fact.date}"
    if standing and denied:
        return Ruling("contradicted", f"they are bound: {since}", against=tuple(standing), sure="high")
    if standing:
        wrong = [
            d for d in told.days if fact.date and not d.first <= fact.date <= d.last and d.bound in ("since", "in")
        ]
        if wrong:
            return Ruling("contradicted", f"{since}, not {wrong[0].first.year}", against=(fact,))
        return Ruling("supported", since, tuple(standing), sure="high")
    if denied:
        return Ruling("supported", f"{since}, ended on {fact.date_end}", tuple(bonds))
    if told.present:
        return Ruling("contradicted", f"{since}, but ended on {fact.date_end}", against=tuple(bonds))
    return None
