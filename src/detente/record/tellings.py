"""Which happenings of a record a text tells of: an act read from a sentence becomes a further report of its happening.

`duplicates` compares two rows of the same day. A text is vaguer: it names a month or a year, and says much less. An act
read from it is one of the record's when source, modality and quad class agree, the target agrees where both name one,
the days overlap, and among the acts that fit one stands out by its words, or by being the only one of its type and day.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.record.duplicates import Merge, content_words, merge_into

if TYPE_CHECKING:
    import duckdb

# The share of the shorter sentence's content words that both must hold, and how far ahead of the next act it must be.
# A single act of the very day may be told in other words.
SHARED, AHEAD, SAME_DAY = 0.5, 0.1, 0.15
# What two acts of another type but the same quad class must share.
OTHER_TYPE = 0.65
SLACK = dt.timedelta(days=1)  # time zones, and days on which a thing was announced or signed
YEAR = dt.timedelta(days=366)  # no act of the record that began earlier is still going on
VAGUE = 92  # days; a longer span names no single act


@dataclass(frozen=True)
class Act:
    """What matching needs of an event: who, whom, what, from when to when, and in which words."""

    id: str
    happening: str
    source: str
    target: str | None
    type: str
    quad: int
    modality: str
    first: dt.date
    last: dt.date
    day: bool
    words: frozenset[str]

    def fits(self, other: Act) -> bool:
        """Whether another act may be the same: parties, class and modality agree, and the days overlap."""
        return (
            (self.source, self.quad, self.modality) == (other.source, other.quad, other.modality)
            and (self.target is None or other.target is None or self.target == other.target)
            and self.first - SLACK <= other.last
            and other.first <= self.last + SLACK
        )


def match_tellings(con: duckdb.DuckDBPyConnection, *, separate: Collection[str] = ()) -> int:
    """Merge the acts that documents tell of into the happenings of the record they fit, in place; return how many rows.

    An act is read from a document where its report names one. Events named in ``separate`` are left alone.
    """
    told = [act for act in _told(con) if act.id not in separate and (act.last - act.first).days <= VAGUE]
    by_kind: dict[tuple[str, int], list[Act]] = defaultdict(list)
    for act in _known(con, told):
        by_kind[act.source, act.quad].append(act)
    merges = {}
    for act in told:
        if found := best_match(act, by_kind[act.source, act.quad]):
            merges[act.id] = found
    for merge in merges.values():
        merge_into(con, merge)
        con.execute("update events set spoken_in = ? where spoken_in = ?", [merge.into, merge.event])
    return len(merges)


def best_match(told: Act, known: Collection[Act]) -> Merge | None:
    """Return the act of the record that a telling is of, or None where none fits or several fit alike."""
    scored = sorted(((_shared(told, act), act.id, act) for act in known if told.fits(act)), reverse=True)
    if not scored:
        return None
    score, _, best = scored[0]
    rival = next((s for s, _, act in scored[1:] if act.happening != best.happening), 0.0)
    alike = told.type == best.type
    alone = alike and told.day and best.day and all(act.happening == best.happening for _, _, act in scored)
    plain = score >= (SHARED if alike else OTHER_TYPE) and score >= rival + AHEAD
    return Merge(told.id, best.id, round(score, 3)) if plain or (alone and score >= SAME_DAY) else None


def _shared(one: Act, other: Act) -> float:
    """The share of the shorter sentence's content words that the other holds as well."""
    fewer = min(len(one.words), len(other.words))
    return len(one.words & other.words) / fewer if fewer else 0.0


_ACTS = """
select id, happening_id, source, target, type, quad, modality, date, coalesce(date_end, date), precision, sentence
from events e
where date is not null and sentence <> '' and spoken_in is null and account = ''
  and exists (select 1 from reports r where r.event_id = e.id and (coalesce(r.document, '') <> '') = $read)
"""


def _told(con: duckdb.DuckDBPyConnection) -> list[Act]:
    """The acts read from documents."""
    return [_act(row) for row in con.execute(f"{_ACTS} order by id", {"read": True}).fetchall()]


def _known(con: duckdb.DuckDBPyConnection, told: Collection[Act]) -> list[Act]:
    """The acts of the record that those told may be: of the same actors, in the same years."""
    if not told:
        return []
    near = "and source in (select unnest($actors)) and date between $first and $last"
    bounds = {"first": min(act.first for act in told) - YEAR, "last": max(act.last for act in told) + SLACK}
    actors = sorted({act.source for act in told})
    rows = con.execute(f"{_ACTS} {near} order by id", {"read": False, "actors": actors, **bounds}).fetchall()
    return [_act(row) for row in rows]


def _act(row: tuple[Any, ...]) -> Act:
    *fields, precision, sentence = row
    return Act(*(*fields, precision == "day", content_words(sentence)))
