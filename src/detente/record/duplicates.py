"""One happening, many reports: find rows that retell the same event, and merge them visibly.

Two rows are one event when the dyad, type and modality agree, the days differ by at most one, and nearly all
that the shorter sentence says beyond the names of the actors stands in the other. Rival accounts, rows of
one source, and sentences that differ in a number or turn the matter round never merge. Nothing is lost: the
merged row stays in ``merged`` with the row it went into and how similar the two are.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Collection
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from detente.record.actors import Actors

if TYPE_CHECKING:
    import duckdb

# Chosen on pairs written for the tests: the share of the shorter sentence's content that the other must hold,
# and the share of both together.
CONTAINED, SHARED = 0.8, 0.6

# The telling with the better grade stays, then the one known first.
_CANDIDATES = """
with graded as (
    select r.event_id,
           min(coalesce(s.reliability, 'F') || coalesce(nullif(r.credibility, ''), s.credibility, '6')) as grade
    from reports r left join sources s on s.id = r.source_id group by 1
), told as (
    select e.*, coalesce(g.grade, 'F6') as grade, coalesce(e.known_from, e.date) as known
    from events e left join graded g on g.event_id = e.id
    where e.sentence <> '' and e.precision = 'day' and e.spoken_in is null
)
select a.id, b.id, a.sentence, b.sentence
from told a join told b
  on a.source = b.source and a.target = b.target and a.type = b.type and a.modality = b.modality
 and a.scope = b.scope and a.account = b.account
 and abs(date_diff('day', a.date, b.date)) <= 1
 and (a.grade, a.known, a.date, a.id) < (b.grade, b.known, b.date, b.id)
 and a.happening_id <> b.happening_id
where not exists (
    select 1 from reports x join reports y on x.source_id = y.source_id and x.source_id <> ''
    where x.event_id = a.id and y.event_id = b.id)
order by 1, 2
"""


class Merge(NamedTuple):
    """One decision: this row retells that one, with the similarity of their sentences."""

    event: str
    into: str
    similarity: float


@cache
def _words(role: str) -> dict[str, str]:
    """Words that carry no content (stop), turn a sentence round (turn), or stand for a number (number)."""
    with files("detente.record.data").joinpath("retelling.csv").open(encoding="utf-8") as table:
        return {row["word"]: row["value"] for row in csv.DictReader(table) if row["role"] == role}


@cache
def _state_words() -> frozenset[str]:
    """Single words that name a state, its people or its capital: both tellings of a dyad hold them in some form."""
    named = {"name", "demonym", "capital", "abbreviation"}
    phrases = Actors.load().phrases()
    whole = {phrase for phrase, entries in phrases.items() if any(entry.via in named for entry in entries)}
    return frozenset(word for phrase in whole for word in phrase.split() if len(phrase.split()) <= 2)


def content_words(sentence: str) -> frozenset[str]:
    """Return the words of a sentence that carry its content, folded and cut to their stems; no names of states.

    >>> sorted(content_words("France fired the two missiles."))
    ['2', 'fire', 'missil']
    """
    folded = unicodedata.normalize("NFKD", sentence.casefold()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z]+|\d[\d,.]*\d|\d", folded.replace("'s", ""))
    stop, numbers, states = _words("stop"), _words("number"), _state_words()
    return frozenset(_stem(numbers.get(word, word)) for word in words if word not in stop and word not in states)


def similarity(one: str, other: str) -> float:
    """Return how far two sentences tell the same, from 0 to 1: Dice's coefficient of their content words.

    Zero where they differ in a number, turn the matter round, or each say something that the other does not.
    """
    left, right = content_words(one), content_words(other)
    if not left or not right:
        return 0.0
    if _numbers(left) and _numbers(right) and _numbers(left) != _numbers(right):
        return 0.0
    if (left ^ right) & {_stem(word) for word in _words("turn")}:
        return 0.0
    shared = len(left & right)
    if shared < CONTAINED * min(len(left), len(right)):
        return 0.0
    return 2 * shared / (len(left) + len(right))


def find_merges(con: duckdb.DuckDBPyConnection, *, separate: Collection[str] = ()) -> list[Merge]:
    """Return the merges that a record's events call for; events named in ``separate`` are left alone."""
    best: dict[str, Merge] = {}
    for kept, told_again, one, other in con.execute(_CANDIDATES).fetchall():
        score = similarity(one, other)
        if score < SHARED or kept in separate or told_again in separate:
            continue
        if told_again not in best or score > best[told_again].similarity:
            best[told_again] = Merge(told_again, kept, round(score, 3))
    return [Merge(merge.event, _root(merge.into, best), merge.similarity) for merge in best.values()]


def merge_events(con: duckdb.DuckDBPyConnection, *, separate: Collection[str] = ()) -> int:
    """Merge the events that retell another, in place; return how many rows were merged."""
    merges = find_merges(con, separate=separate)
    for merge in merges:
        merge_into(con, merge)
    return len(merges)


def merge_into(con: duckdb.DuckDBPyConnection, merge: Merge) -> None:
    """Move one event to ``merged`` and give its reports to the event that it retells."""
    con.execute(
        "insert into merged select *, ?, ? from events where id = ?", [merge.into, merge.similarity, merge.event]
    )
    con.execute("delete from events where id = ?", [merge.event])
    con.execute(
        "update reports set event_id = ?, happening_id = (select happening_id from events where id = ?) "
        "where event_id = ?",
        [merge.into, merge.into, merge.event],
    )


def _root(into: str, best: dict[str, Merge]) -> str:
    while into in best:
        into = best[into].into
    return into


def _numbers(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if word[0].isdigit())


def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ings", "ing", "ions", "ion", "ied", "ies", "ed", "es", "s", "d", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
