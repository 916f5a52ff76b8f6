"""Which readings of a name hold on a day, and how far each is from the usual one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from detente.record.entries import Entry, Via

# Names of states and bodies come before places, places before people known by their surname, people before nouns.
_ORDER: dict[Via, int] = {
    "code": 0,
    "name": 1,
    "demonym": 1,
    "capital": 1,
    "metonym": 1,
    "abbreviation": 1,
    "organisation": 1,
    "region": 2,
    "person": 3,
    "office": 3,
    "agent": 4,
}
# Sectors that end with the office; a rebel or a merchant stays what he was.
_FADING = frozenset({"GOV", "LEG", "MIL", "JUD", "SPY", "COP"})
_REMEMBERED = dt.timedelta(days=3653)  # ten years after an office the press still means this holder by the surname


class Reading(NamedTuple):
    """An entry as it reads on a day; readings of equal ``tier`` compete, a lower tier wins.

    The tier is (how far the day is from the time when the reading holds, kind of name, rank in the tables).
    """

    tier: tuple[int, int, int]
    entry: Entry
    sector: str


def former(sector: str) -> str:
    """Return the sector of someone who has left an office: ELI where the sector ends with it (CAMEO).

    >>> former("GOV"), former("REB")
    ('ELI', 'REB')
    """
    return "ELI" if sector in _FADING else sector


def readings(entries: Iterable[Entry], on: dt.date | None) -> list[Reading]:
    """Return every reading of a name on a day, best first."""
    found = [_plain(entry, on) for entry in entries if entry.via != "person"]
    people = sorted((entry for entry in entries if entry.via == "person"), key=lambda entry: entry.person)
    for _, offices in groupby(people, key=lambda entry: entry.person):
        found += _person(list(offices), on)
    return sorted(found, key=lambda reading: reading.tier)


def _plain(entry: Entry, on: dt.date | None) -> Reading:
    return Reading((0 if entry.holds(on) else 1, _ORDER[entry.via], entry.rank), entry, entry.sector)


def _person(offices: Sequence[Entry], on: dt.date | None) -> list[Reading]:
    """Read a person by the offices: those held on the day, else the last one left, else the first to come."""
    order = _ORDER["person"] if " " in offices[0].name or "-" in offices[0].name else _ORDER["person"] + 1
    held = [entry for entry in offices if entry.holds(on)]
    if on is None:
        return _undated(offices, order)
    if held:
        return _by_actor(held, order, 0)
    left = [entry for entry in offices if entry.until and entry.until < on]
    if left:
        last = max(left, key=lambda entry: entry.until or dt.date.min)
        state = 1 if last.until and on - last.until <= _REMEMBERED else 2
        best = min(entry.rank for entry in left if entry.code == last.code)
        return [Reading((state, order, best), last, former(last.sector))]
    first = min(offices, key=lambda entry: entry.since or dt.date.min)
    return [Reading((3, order, first.rank), first, "" if first.sector in _FADING else first.sector)]


def _by_actor(offices: Iterable[Entry], order: int, state: int) -> list[Reading]:
    best: dict[str, Entry] = {}
    for entry in sorted(offices, key=lambda entry: entry.rank):
        best.setdefault(entry.code, entry)
    return [Reading((state, order, entry.rank), entry, entry.sector) for entry in best.values()]


def _undated(offices: Sequence[Entry], order: int) -> list[Reading]:
    """Without a day, each actor that the person served is a reading, by the last office; today's comes first."""
    last: dict[str, Entry] = {}
    rank: dict[str, int] = {}
    for entry in sorted(offices, key=lambda entry: (entry.until or dt.date.max, -entry.rank)):
        last[entry.code] = entry
        rank[entry.code] = min(entry.rank, rank.get(entry.code, entry.rank))
    found = [Reading((0, order, rank[code]), entry, entry.sector) for code, entry in last.items()]
    return sorted(found, key=lambda reading: reading.entry.until or dt.date.max, reverse=True)
