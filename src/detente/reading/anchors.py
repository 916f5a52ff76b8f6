"""Happenings that a text dates and then names again: "the Vienna talks", "in Vienna", "two days after the summit".

What the text itself dates comes first; anchors handed in (meetings of a record, say) and a short table of wars and
crises of world history stand behind it.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from detente.reading import spans
from detente.reading.clock import Clock, Expression, Role
from detente.reading.dateforms import COUNTED, count_of
from detente.reading.dateroles import role_of
from detente.reading.spans import Span, opened

TEXT = "the text"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A dated happening and a name for it; ``place`` lets "in Vienna" mean it too; ``told`` says who dates it."""

    name: str
    span: Span
    place: str = ""
    told: str = TEXT


_MEETINGS = ("summit", "meeting", "talks", "conference")
_NOUN = (
    r"(?:[Ss]ummit|[Mm]eeting|[Tt]alks|[Cc]onference|[Dd]eclaration|[Aa]greement|[Aa]ccords?|[Tt]reaty|[Ss]tatement"
    r"|[Pp]rotocol|[Pp]act|[Cc]easefire|[Tt]ruce|[Aa]rmistice|[Rr]eferendum|[Ee]lections?|[Cc]risis|[Ff]ramework)"
)
_CAPITAL = r"[A-Z][\w'-]*(?:\.[\w-]+)*"
_NAMED = re.compile(rf"\b(?P<name>(?:{_CAPITAL} ){{1,3}}{_NOUN})\b")
# What may be the name of an anchor, and a place that may be that of one.
_MENTION = re.compile(rf"\b(?:{_CAPITAL} ){{1,4}}(?:{_NOUN}|Wars?(?: II?)?|Crisis)\b")
_IN_PLACE = re.compile(rf"\b[Ii]n (?P<whole>(?P<first>{_CAPITAL})(?: [A-Z][\w'-]*)?)\b(?! \w+ (?:summit|talks))")
_PLACE = rf"(?P<place>{_CAPITAL}(?: [A-Z][\w'-]+)?)"
_MET_AT = re.compile(
    rf"\b(?:met|meeting|meetings|summit|talks|conference)\b[^.;]{{0,90}}?\b(?:[Ii]n|[Aa]t|called) (?:the )?{_PLACE}"
)
_KIND = re.compile(rf"\b({'|'.join(_MEETINGS)})\b")
_HELD_BEFORE = re.compile(
    r"\b(?:signed|adopted|held|concluded|attended|hosted|issued|sealed|struck|joined|[Aa]t|[Dd]uring|[Ii]n)"
    r"(?: the| an?| its| their)? $"
)
_HELD_AFTER = re.compile(
    r"(?: [\w,]+){0,3}? (?:took place|(?:was|were) (?:held|signed|adopted|concluded)"
    r"|ended|began|opened|concluded|collapsed|failed|broke up|closed)\b"
)
# What is only planned or called off is not dated by the day on which that is said.
_NOT_HELD = re.compile(
    r"\b(?:cancel|call(?:ed|s|ing)? off|postpon|propos|plan|demand|invit|suggest|schedul|offer"
    r"|will\b|would\b|unless\b|if\b)"
)
# Capitals that open a sentence and are no part of a name.
_NO_NAME = frozenset(
    {"The", "In", "At", "A", "An", "During", "After", "Since", "This", "That", "Its", "Their", "Before"}
    | {"And", "But", "When", "While", "As", "On"}
)
_COUNTED = re.compile(rf"\b{COUNTED} (after|before|following|from)(?: the)? $", re.IGNORECASE)
_WITHIN = re.compile(r"\bwithin (?:a few )?(days|weeks) of(?: the)? $", re.IGNORECASE)
_AT = re.compile(r"\b(?:in|at|during|under)(?: the)?(?: \w+)? $", re.IGNORECASE)
_BARE = re.compile(rf"\b[Tt]he ({'|'.join(_MEETINGS)})\b")


def named_in(title: str) -> str:
    """Return the short name that a title begins with, or an empty text.

    >>> named_in("Quito Declaration on the Waters of the River")
    'Quito Declaration'
    """
    match = _NAMED.match(title)
    return match["name"] if match else ""


class AnchorBook:
    """The anchors of one text: learnt as it is heard, and found again by their names."""

    def __init__(self, given: Iterable[Anchor] = ()) -> None:
        self._known: dict[str, list[Anchor]] = {}
        self._last: dict[str, Anchor] = {}
        for anchor in [*_periods(), *given]:
            for name in _names(anchor):
                self._known.setdefault(name, []).append(anchor)

    def learn(self, text: str, found: Sequence[Expression]) -> None:
        """Keep what a sentence dates by exactly one expression: what was held, signed or ended then, and where."""
        dates = [e for e in found if e.span and e.role == "when" and e.span.precision in ("day", "month")]
        if len(dates) != 1 or _NOT_HELD.search(text):
            return
        date = dates[0]
        assert date.span is not None
        learnt = [*self._named(text, date), *self._placed(text, date)]
        for anchor in learnt:
            for name in _names(anchor):
                self._known[name] = [anchor]
            self._remember(anchor)

    def find(self, text: str, clock: Clock) -> Iterator[Expression]:
        """Yield the anchors that a sentence names, as expressions of time with their role."""
        for start, end, those in self._names_in(text):
            anchor = _settled(those, clock)
            if anchor:
                read = _read(text, start, end, anchor, clock)
                if " " in text[start:end] or (read.role == "when" and read.start == start):
                    self._remember(anchor)
                yield read
        for match in _BARE.finditer(text):
            if anchor := self._last.get(match[1]):
                yield _read(text, match.start(1), match.end(), anchor, clock)

    def _names_in(self, text: str) -> Iterator[tuple[int, int, list[Anchor]]]:
        """Yield where a name of an anchor stands, and the anchors of that name; a place only after "in"."""
        for match in _MENTION.finditer(text):
            words = match[0].split(" ")
            for n in range(len(words) - 1):
                name = " ".join(words[n:])
                if those := self._known.get(name):
                    yield match.end() - len(name), match.end(), those
                    break
        for match in _IN_PLACE.finditer(text):
            for place in (match["whole"], match["first"]):
                if those := self._known.get(f"@{place}"):
                    yield match.start("whole"), match.start("whole") + len(place), those
                    break

    def _remember(self, anchor: Anchor) -> None:
        noun = anchor.name.rsplit(" ", 1)[-1].lower()
        if noun in _MEETINGS:
            self._last[noun] = anchor

    def _named(self, text: str, date: Expression) -> Iterator[Anchor]:
        assert date.span is not None
        for match in _NAMED.finditer(text):
            words = match["name"].split()
            while words and words[0] in _NO_NAME:
                words.pop(0)
            start = match.end() - len(" ".join(words))
            held = (
                _HELD_BEFORE.search(text[:start])
                or _HELD_AFTER.match(text, match.end())
                or text[match.end() : date.start] in (" of ", " (")
            )
            if held and len(words) > 1:
                place = words[0] if words[-1].lower() in _MEETINGS and len(words) == 2 else ""
                yield Anchor(" ".join(words), date.span, place)

    def _placed(self, text: str, date: Expression) -> Iterator[Anchor]:
        assert date.span is not None
        if met := _MET_AT.search(text):
            place = met["place"]
            if place.split()[0] not in _NO_NAME and not date.start <= met.start("place") < date.end:
                kind = _KIND.search(met[0])
                yield Anchor(f"{place} {kind[1] if kind else 'meeting'}", date.span, place)


def _settled(those: Sequence[Anchor], clock: Clock) -> Anchor | None:
    """Where several share a name, the one of the narrative's year; none where that does not settle it."""
    if len(those) > 1 and clock.running:
        those = [anchor for anchor in those if anchor.span.first.year == clock.running.first.year]
    return those[0] if len(those) == 1 else None


def _names(anchor: Anchor) -> list[str]:
    """The names of an anchor; a meeting is known by its place and any word for meetings, and by the place (@)."""
    if not anchor.place:
        return [anchor.name]
    if anchor.told != TEXT:  # a record says which meeting was a summit
        return [anchor.name, f"@{anchor.place}"]
    return list(dict.fromkeys([anchor.name, *(f"{anchor.place} {noun}" for noun in _MEETINGS), f"@{anchor.place}"]))


def _read(text: str, start: int, end: int, anchor: Anchor, clock: Clock) -> Expression:
    before = text[max(0, start - 60) : start]
    how = f"{anchor.told} dates the {anchor.name}: {spans.said(anchor.span)}"
    if count := _COUNTED.search(before):
        number, unit = count_of(count)
        sign = -1 if count[3].lower() == "before" else 1
        there = spans.counted(anchor.span, sign * number, unit)
        return Expression(start - len(before) + count.start(), end, there, how)
    if within := _WITHIN.search(before):
        days = 7 if within[1].lower() == "days" else 31
        there = Span(anchor.span.first, anchor.span.end + dt.timedelta(days=days), "range")
        return Expression(start - len(before) + within.start(), end, there, how)
    role: Role = role_of(text, start, end)
    if role in ("open", "bound"):
        span = opened(anchor.span, clock.published) if role == "open" else anchor.span
        return Expression(start, end, span, how, role)
    return Expression(start, end, anchor.span, how, "when" if _AT.search(before) else "name")


@cache
def _periods() -> tuple[Anchor, ...]:
    with files("detente.reading.data").joinpath("periods.csv").open(encoding="utf-8") as table:
        return tuple(
            Anchor(
                row["name"],
                Span(dt.date.fromisoformat(row["first"]), dt.date.fromisoformat(row["last"]), "range"),
                told="the table of periods",
            )
            for row in csv.DictReader(table)
        )
