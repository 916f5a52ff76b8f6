"""The matcher of promises: who promised what to whom, on which condition, in how strong words, and how it went."""

from __future__ import annotations

from dataclasses import replace

from detente.claims.bench import Bench
from detente.claims.events import conflict_reason
from detente.claims.facts import Fact, keys_of
from detente.claims.likeness import Likeness
from detente.claims.slots import left_open
from detente.claims.told import Days, Told
from detente.claims.verdict import Ruling
from detente.claims.words import DOCUMENT, cue, stem

FOUND = 0.5  # share of a promise's words that makes a commitment of the record it
CLEAR = 0.6  # the same where nothing else says that a promise is spoken of
DEED = 0.45  # the same of what was to be done, without names and the words for the document
KEPT = frozenset(map(stem, ("keep", "kept", "honour", "observe", "fulfil", "implement", "respect")))
BROKEN = frozenset(map(stem, ("break", "broke", "broken", "violate", "breach", "flout", "renege", "renounce")))
WEAK = {"expressed_willingness": "only expresses willingness", "work_toward": "is a goal to work toward"}
BAD_STATES = frozenset({"violated", "terminated"})
GOOD_STATES = frozenset({"satisfied"})


def check_commitment(told: Told, bench: Bench) -> Ruling | None:
    """Rule on a promise; None where no commitment of the record is like it."""
    asked = _content(told)
    found = bench.archive.likenesses(asked, where=lambda fact: fact.table == "commitments", least=0.3)
    fits = [each for each in found if _fits(each) and _timely(each, told) and _deed_share(each, asked) >= DEED]
    best = max(fits, key=lambda each: each.coverage + _deed_share(each, asked), default=None)
    if best is None:
        swapped = next((each for each in found if each.roles == "swapped" and each.coverage >= 0.6), None)
        if swapped and swapped.fact.sound and told.stems & cue("commit") and _deed_share(swapped, asked) >= 0.6:
            return Ruling("contradicted", conflict_reason(swapped, told), against=(swapped.fact,))
        return None
    if told.verbs & (KEPT | BROKEN):
        spoken_of = told.stems & cue("commit") or DOCUMENT.search(told.text) or _deed_share(best, asked) >= CLEAR
        return _fate(best.fact, told, bench) if spoken_of else None  # "kept out of the talks" keeps no promise
    made = _made(best, told)
    if made.verdict == "supported" and left_open(_deed(asked, best), (best.fact,)):
        return None  # another promise, or a happening, may be meant
    return made


def _deed(asked: Told, best: Likeness) -> Told:
    """Return a claim without its numbers where they may be those of the condition, which is not read for numbers."""
    conditional = bool((best.fact.row or {}).get("condition"))
    return replace(asked, numbers=()) if conditional else asked


def _content(told: Told) -> Told:
    """Return a claim without the words that only say that something was promised."""
    said = cue("commit") | cue("unconditional") | KEPT | BROKEN
    terms = tuple(term for term in told.terms if not (term.keys[0] in said and term.keys[0] in told.verbs))
    terms = tuple(term for term in terms if term.keys[0] not in cue("unconditional") | {stem("condition")})
    return replace(told, terms=terms or told.terms, verbs=frozenset())


def _fits(each: Likeness) -> bool:
    return each.coverage >= FOUND and not each.unnamed and each.roles in ("same", "open") and not each.denied


def _timely(each: Likeness, told: Told) -> bool:
    """Whether the days of a claim fit: those of the signing, or those by which the deed was due."""
    due = (each.fact.row or {}).get("due")
    said = [*each.fact.told.days, *([Days(due, due, "day", "in")] if due else [])]
    return each.days != "other" or any(d.first <= s.last and s.first <= d.last for d in told.days for s in said)


def _deed_share(each: Likeness, told: Told) -> float:
    """Return the share of a claim's words that speak of what was promised, leaving out names and the document's own."""
    row = each.fact.row or {}
    deed = {key for term in each.fact.told.terms for key in term.keys}
    deed |= set(keys_of(f"{row.get('condition_text', '')} {row.get('wording', '')}"))
    every = [term for term in told.terms if not term.name and not DOCUMENT.fullmatch(term.text)]
    words = [term for term in every if term.weight >= 0.5] or every
    total = sum(term.weight for term in words)
    return sum(term.weight for term in words if deed & set(term.keys)) / total if total else 0.0


def _made(best: Likeness, told: Told) -> Ruling:
    """Rule on what was promised: its number, its condition, its strength."""
    fact, row = best.fact, best.fact.row or {}
    if best.numbers == "other" and best.days != "other":
        return Ruling("contradicted", conflict_reason(best, told), against=(fact,))
    condition, said = row.get("condition"), conditional(told)
    if condition and not said:
        return Ruling(
            "overstated", f"{fact.id} holds only on a condition: {condition['text']}", (), (fact,), "moderate"
        )
    weak = WEAK.get(row.get("strength", ""))
    if weak and told.stems & cue("firm") and not told.stems & cue("weak"):
        return Ruling("overstated", f"{fact.id} {weak}: {fact.text}", (), (fact,))
    if not condition and said:
        return Ruling("partly", f"{fact.id} is promised without a condition: {fact.text}", (fact,), (fact,), "low")
    return Ruling("supported", f"{fact.id}: {fact.text}", (fact,), sure="high" if best.coverage >= 0.75 else "moderate")


def conditional(told: Told) -> bool:
    """Whether a claim makes the promise depend on something."""
    if told.stems & cue("unconditional"):
        return False
    negated = {term.keys[0] for term in told.terms if term.negated}
    timed = {stem("once"), stem("when")} if told.past else set()
    return bool((told.stems & cue("condition")) - negated - timed)


def _fate(fact: Fact, told: Told, bench: Bench) -> Ruling:
    """Rule on whether a promise was kept or broken by the day of the case."""
    row = fact.row or {}
    rows = [each for each in row.get("evidence", ()) if each["certainty"] != "disputed"]
    debtors = set(row.get("debtor", ()))
    breaches = [r for r in rows if r["effect"] in ("breach", "cancels") and (not r["by"] or r["by"] in debtors)]
    state = bench.states.get(fact.id, "violated" if breaches else "")
    broken, kept = state in BAD_STATES, state in GOOD_STATES or (not breaches and any_kept(rows))
    told_broken = bool(told.stems & BROKEN) != told.negated
    evidence = f"; last: {rows[-1]['text']} ({rows[-1]['date']})" if rows else ""
    said = f"{fact.id} is {state or 'without a recorded breach'} by {bench.as_of}{evidence}"
    if (broken and told_broken) or (kept and not broken and not told_broken):
        return Ruling("supported", said, (fact,))
    if (broken and not told_broken) or (kept and not broken and told_broken):
        return Ruling("contradicted", said, against=(fact,), sure="low")
    return Ruling("not_in_record", f"nothing in the record settles whether {fact.id} was kept")


def any_kept(rows: list[dict[str, object]]) -> bool:
    """Whether any evidence speaks for a promise."""
    return any(row["effect"] in ("progress", "fulfils", "cure") for row in rows)
