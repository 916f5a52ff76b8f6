"""The matcher of findings: whether inspectors saw as much, and as surely, as a text says they did."""

from __future__ import annotations

from dataclasses import replace

from detente.claims.bench import Bench
from detente.claims.events import check_event, is_happening
from detente.claims.likeness import Likeness
from detente.claims.naming import among
from detente.claims.order import with_anchor_days
from detente.claims.told import Told
from detente.claims.verdict import Ruling
from detente.claims.words import cue, stem

FOUND = 0.3
DOUBT = frozenset(map(stem, ("doubt", "certainly", "undeniably", "conclusively", "definitively")))


def check_strength(told: Told, bench: Bench) -> Ruling | None:
    """Rule on a finding; overstated where the text is surer than the report that it rests on."""
    asked = with_anchor_days(told, bench.archive)
    report = _report(asked, bench)
    if report is not None and _surer(told, report):
        fact = report.fact
        row = fact.row or {}
        how = "cannot confirm it" if row["finding"] == "cannot_confirm" else f"calls it {row['certainty']}"
        return Ruling("overstated", f"{fact.id} {how} ({row['access'].replace('_', ' ')}): {fact.text}", (), (fact,))
    ruling = check_event(asked, bench.archive, where=is_happening)
    return ruling if ruling.verdict != "not_in_record" else None


def _report(told: Told, bench: Bench) -> Likeness | None:
    """Return the report that a claim rests on: by the same issuer where one is named, of the same days."""
    bare = replace(told, terms=tuple(t for t in told.terms if t.keys[0] not in cue("verify") | DOUBT) or told.terms)
    found = bench.archive.likenesses(bare, where=lambda fact: fact.table == "verifications", least=0.1)
    named = {a for a in told.doers if any(among(a, fact.doers) for fact in bench.archive.of("verifications"))}
    for each in found:
        issued = not named or any(among(a, each.fact.doers) for a in named)
        named_there = any(t.name for t in bare.terms) and not each.unnamed and each.days == "same"
        if issued and each.days != "other" and (each.coverage >= FOUND or (named and named_there)):
            return each
    return None


def _surer(told: Told, report: Likeness) -> bool:
    row = report.fact.row or {}
    proves = bool(told.stems & cue("prove")) and not told.negated
    hedged = bool(told.stems & cue("unsure")) or any(t.negated for t in told.terms if set(t.keys) & cue("prove"))
    if not proves or hedged:
        return False
    return row["finding"] == "cannot_confirm" or (row["certainty"] != "confirmed" and bool(told.stems & DOUBT))
