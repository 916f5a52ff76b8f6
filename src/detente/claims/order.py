"""The matcher of order: which of two happenings came first, and how long lay between them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from detente.claims.archive import Archive
from detente.claims.events import check_event, is_happening
from detente.claims.facts import Fact, keys_of
from detente.claims.likeness import Likeness, days_agree
from detente.claims.naming import country
from detente.claims.slots import left_open
from detente.claims.told import Anchor, Days, Told
from detente.claims.verdict import Ruling
from detente.claims.words import DOCUMENT, cue

MET = frozenset({"~meet", "~summit"})
FOUND = 0.55  # share of the words of a happening that make a row it
ONE_DAY = dt.timedelta(days=1)
_BOUND = {"after": "after", "since": "after", "before": "before", "near": "in", "same": "in"}


def check_order(told: Told, archive: Archive) -> Ruling | None:
    """Rule on a claim that one thing came before, after or with another; None where either is not found."""
    for anchor in told.anchors:
        if all(term.person for term in anchor.told.terms):
            continue  # "before the president" is where, not when
        base = happening(anchor.told, archive)
        if base is None or base.date is None:
            continue
        main = happening(_bare(told), archive, other_than=base)
        if main is None or main.date is None:
            continue
        right = _in_order(main, anchor, base)
        if right is None:
            continue
        reason = f"{main.id} is of {main.date}, {base.id} of {base.date}"
        if right:
            said = replace(_bare(told), days=(), numbers=tuple(n for n in told.numbers if n.unit != "time"))
            if open_to := left_open(said, (main, base)):
                return Ruling("partly", f"{reason}; {open_to}", (main, base), sure="low")
            return Ruling("supported", reason, (main, base), sure="moderate")
        if _surely(told, anchor, main, base, archive):
            return Ruling("contradicted", reason, against=(main, base), sure="moderate")
    return None


def _surely(told: Told, anchor: Anchor, main: Fact, base: Fact, archive: Archive) -> bool:
    """Whether no other happening that fits the words as well came in the order told, and both rows hold all of them."""
    if told.speaker:
        return False  # "said that it would stay until ..." puts no happening before another
    said = replace(_bare(told), days=(), numbers=(), anchors=())
    others = [
        each.fact
        for each in archive.likenesses(said, where=_datable, least=FOUND)
        if each.verb and each.roles in ("same", "open") and not each.denied and each.fact is not main
    ]
    if any(_in_order(other, anchor, base) for other in others if not left_open(said, (other,))):
        return False
    return left_open(said, (main, base)) is None and left_open(anchor.told, (base,)) is None


def _bare(told: Told) -> Told:
    """Return a claim without the verb that only says which came first."""
    terms = tuple(term for term in told.terms if term.keys[0] not in cue("order"))
    return replace(told, terms=terms or told.terms, verbs=told.verbs - cue("order"))


def check_meeting_day(told: Told, archive: Archive) -> Ruling | None:
    """Rule on the day of a meeting that a claim names and says nothing else of: "the summit took place in May"."""
    words = [term for term in told.terms if not (term.name or term.ordinal or MET & set(term.keys))]
    if words or not told.days or not any(term.name for term in told.terms):
        return None
    fact = happening(replace(told, days=(), verbs=frozenset()), archive)
    if fact is None or not fact.row or not fact.row.get("meeting"):
        return None
    if days_agree(told.days, fact) == "same":
        return Ruling("supported", f"{fact.id} of {fact.date}: {fact.text}", (fact,), sure="high")
    then = [each for each in archive.likenesses(told, where=_datable, least=0.75) if each.days == "same"]
    if then:
        return None  # another meeting of the days named comes as near
    if fact.row["meeting"]["outcome"] == "cancelled" or left_open(replace(told, days=()), (fact,)):
        return None
    return Ruling("contradicted", f"{fact.id} puts it on {fact.date}", against=(fact,), sure="high")


def happening(told: Told, archive: Archive, *, other_than: Fact | None = None) -> Fact | None:
    """Return the one happening that words name, or None; an ordinal picks among several ("the second summit")."""
    found = archive.likenesses(told, where=_datable, least=FOUND)
    fits = [
        each
        for each in found
        if each.roles in ("same", "open")
        and each.days != "other"
        and not each.denied
        and each.fact is not other_than
        and not (each.unnamed or each.stranger)
    ]
    if not fits:
        return None
    best = [each for each in fits if each.coverage >= 0.9 * fits[0].coverage]
    ordinals = [term.ordinal for term in told.terms if term.ordinal]
    numbered = [each for each in best if any(t.ordinal in ordinals for t in each.fact.told.terms if t.ordinal)]
    if numbered:
        best = numbered
    elif ordinals and fits[0].coverage < 0.95:
        return _nth(best, min(ordinals))
    papers = [each for each in best if each.fact.table == "agreements"]
    if papers and any(DOCUMENT.fullmatch(term.text) for term in told.terms):
        best = papers
    return _leading(best, {key for term in told.terms if term.name for key in term.keys})


def _datable(fact: Fact) -> bool:
    return fact.table in ("events", "agreements") and fact.date is not None


def _nth(found: list[Likeness], n: int) -> Fact | None:
    dated = sorted({each.fact.date: each.fact for each in found}.items(), key=lambda pair: str(pair[0]))
    return dated[n - 1][1] if n <= len(dated) else None


def _leading(found: list[Likeness], names: set[str]) -> Fact | None:
    """Return the best fact where all that are as good tell of the same days, or the summit held at the place named."""
    top = [each for each in found if each.coverage >= 0.97 * found[0].coverage]
    dates = {each.fact.date for each in top if each.fact.date}
    close = dates and max(dates) - min(dates) <= 3 * ONE_DAY
    meeting = [
        each
        for each in top
        if each.fact.row and (met := each.fact.row.get("meeting")) and met["outcome"] not in ("cancelled", "reinstated")
    ]
    if close or len(dates) == 1:
        return (meeting or top)[0].fact
    held = [
        each.fact
        for each in meeting
        if each.fact.row
        and each.fact.row["meeting"]["level"] == "summit"
        and names & set(keys_of(each.fact.row["meeting"]["place"]))
    ]
    return held[0] if len({fact.date for fact in held}) == 1 else None


def _in_order(main: Fact, anchor: Anchor, base: Fact) -> bool | None:
    if main.date is None or base.date is None or base.last is None:
        return None
    if anchor.bound == "same":
        return abs(main.date - base.date) <= ONE_DAY
    if anchor.bound == "near":
        return abs(main.date - base.date) <= 7 * ONE_DAY
    later = anchor.bound in ("after", "since")
    gap = (main.date - base.date) if later else (base.date - main.date)
    if gap <= -ONE_DAY or (gap == 0 * ONE_DAY and main.date != base.last):
        return False
    if anchor.gap is None:
        return gap > 0 * ONE_DAY if main.date != base.date else None
    wanted = anchor.gap.value
    return abs(gap.days - wanted) <= 1 + 0.15 * wanted


def with_anchor_days(told: Told, archive: Archive) -> Told:
    """Return a claim with the days of the happenings that it counts from: "since the summit"."""
    added = [days for anchor in told.anchors if (days := anchor_days(anchor, archive, told.actors))]
    return replace(told, days=told.days or tuple(added)) if added else told


def anchor_days(anchor: Anchor, archive: Archive, actors: frozenset[str] = frozenset()) -> Days | None:
    """Return the days that an anchor stands for, or None where its happening is not found.

    "The summit" alone is the last one that the actors held.
    """
    fact = happening(anchor.told, archive)
    if fact is None and anchor.told.terms and all(MET & set(term.keys) for term in anchor.told.terms):
        fact = _last_summit(archive, actors)
    if fact is None or fact.date is None or fact.last is None:
        return None
    bound = _BOUND[anchor.bound]
    first = fact.last + ONE_DAY if bound == "after" else fact.date
    last = fact.date - ONE_DAY if bound == "before" else fact.last
    return Days(min(first, last) if bound == "before" else first, max(first, last), "day", bound)


def _last_summit(archive: Archive, actors: frozenset[str]) -> Fact | None:
    held = [
        fact
        for fact in archive.of("events")
        if fact.row
        and (met := fact.row["meeting"])
        and met["level"] == "summit"
        and met["outcome"] not in ("cancelled", "reinstated")
        and {country(actor) for actor in actors} <= set(met["parties"])
    ]
    return max(held, key=lambda fact: str(fact.date), default=None)


def check_dated_event(told: Told, archive: Archive, *, where: Callable[[Fact], bool] = is_happening) -> Ruling:
    """Rule on a happening whose time is given by another one."""
    asked = with_anchor_days(told, archive)
    ruling = check_event(asked, archive, where=where)
    if ruling.verdict == "contradicted" and not told.days:
        ruling = check_event(told, archive, where=where)  # days counted from another happening are too weak for that
    timed = [anchor for anchor in told.anchors if anchor.told.verbs or not asked.days]
    lost = [anchor for anchor in timed if anchor_days(anchor, archive, told.actors) is None]
    if ruling.verdict == "supported" and lost:
        reason = f"{ruling.reason}; when, counted from {lost[0].told.text!r}, cannot be told"
        return Ruling("partly", reason, ruling.support, sure="low")
    return ruling
