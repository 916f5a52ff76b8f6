"""The matcher of definitions: what a holder counts under a contested term, and when that was first published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from detente.claims.bench import Bench
from detente.claims.facts import Fact, keys_of
from detente.claims.naming import country
from detente.claims.order import anchor_days
from detente.claims.told import Days, Term, Told
from detente.claims.verdict import Ruling
from detente.claims.words import cue, ideas, stem

HELD = 0.5  # share of a claim's words that an item of a definition must hold
TOLD = 0.6  # the same share of the definition's own text
FIRST = frozenset(map(stem, ("first", "later", "afterwards", "only", "subsequently", "after")))
SPELLED = frozenset(
    map(stem, ("define", "publish", "spell", "list", "meaning", "definition", "reading", "meant", "mean"))
)


def check_definition(
    told: Told, bench: Bench, *, spoken_of: bool = False, since: dt.date | None = None
) -> Ruling | None:
    """Rule on what a term means to a holder, or on when a holder first said so.

    ``spoken_of`` says that an earlier sentence was about the term; ``since`` is the day of what was said last, from
    which "later" counts. None where the claim is about
    neither, or names no holder.
    """
    for term, name in bench.term_names.items():
        own = set(keys_of(name))
        if not spoken_of and not _names(told, keys_of(name)[0]):
            continue
        holders = _holders(told, bench, term)
        if not holders:
            continue
        if told.stems & FIRST and told.stems & SPELLED:
            return _published(told, holders, bench, since)
        if told.stems & cue("define") and (found := _counted_in(told, own, holders, bench, term)):
            return found
    return None


def _names(told: Told, key: str) -> bool:
    return any(key in term.keys for term in told.terms)


def _holders(told: Told, bench: Bench, term: str) -> list[Fact]:
    """Return the definitions of the one holder that a claim speaks of: its doer, else the first it names."""
    rows = [fact for fact in bench.archive.of("definitions") if fact.row and fact.row["term"] == term]
    named = [a for actors, _ in told.named for a in sorted(actors)]
    for candidates in (sorted(told.doers), named):
        for actor in candidates:
            held = [fact for fact in rows if fact.doers == {country(actor)}]
            if held:
                return held
    return []


def _now(holders: list[Fact], bench: Bench) -> Fact:
    current = [fact for fact in holders if fact.date_end is None or fact.date_end > bench.as_of]
    return max(current or holders, key=lambda fact: str(fact.date))


def _published(told: Told, holders: list[Fact], bench: Bench, since: dt.date | None) -> Ruling | None:
    fact = _now(holders, bench)
    said: list[Days] = list(told.days) or [d for a in told.anchors if (d := anchor_days(a, bench.archive))]
    if not said and since:
        said = [Days(since, since, "day", "after")]
    if fact.date is None or not said:
        return None
    days = said[0]
    late = fact.date > days.last if days.bound != "after" else False
    early = fact.date < days.first
    reason = f"this reading was first published on {fact.date}"
    if not late and not early:
        return Ruling("supported", reason, (fact,))
    again = "; a later restatement is no new definition" if early else ""
    return Ruling("contradicted", reason + again, against=(fact,), sure="high")


def _counted_in(told: Told, own: set[str], holders: list[Fact], bench: Bench, term: str) -> Ruling | None:
    fact = _now(holders, bench)
    words = _words(told, own)
    if not told.negated and words and _shared(words, fact.text) >= TOLD:
        return Ruling("supported", f"its definition of {fact.date}: {fact.text}", (fact,))
    item = _item(told, own, bench.items[term])
    if item is None or fact.row is None:
        return None
    name = bench.items[term][item]
    if item in fact.row["includes"]:
        reason = f"its definition of {fact.date} counts in: {name}"
        return Ruling("contradicted", reason, against=(fact,)) if told.negated else Ruling("supported", reason, (fact,))
    if item in (fact.row["excludes"] or ()):
        reason = f"its definition of {fact.date} leaves out: {name}"
        return Ruling("supported", reason, (fact,)) if told.negated else Ruling("contradicted", reason, against=(fact,))
    return Ruling("not_in_record", f"its definition of {fact.date} does not name: {name}", against=(fact,))


def _words(told: Told, own: set[str]) -> list[Term]:
    return [t for t in told.terms if not set(t.keys) & own and not set(t.keys) & cue("define") and t.weight >= 0.6]


def _item(told: Told, own: set[str], items: Mapping[str, str]) -> str | None:
    """Return the item of a contested term that the words of a claim stand for."""
    words = _words(told, own)
    scores = {name: _shared(words, text) for name, text in items.items()}
    best = max(sorted(scores), key=lambda name: scores[name], default=None)
    return best if best is not None and scores[best] >= HELD else None


def _shared(words: list[Term], text: str) -> float:
    keys = set(keys_of(text)) | {idea for key in keys_of(text) for idea in ideas().get(key, ())}
    total = sum(term.weight for term in words)
    return sum(term.weight for term in words if set(term.keys) & keys) / total if total else 0.0
