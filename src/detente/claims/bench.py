"""What matchers work with: the archive of facts and the rows that only one matcher needs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from detente.claims.archive import Archive, Scope
from detente.claims.facts import facts_of
from detente.claims.reader import Reader

if TYPE_CHECKING:
    import polars as pl

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Bench:
    """The archive, the figures and contested terms that were public by ``as_of``, and the states of commitments.

    ``states`` gives the state of a commitment by its id, where a ledger has worked it out; ``grades`` those of sources.
    """

    archive: Archive
    reader: Reader
    as_of: dt.date
    figures: Sequence[Row] = ()
    items: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    term_names: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    grades: Mapping[str, str] = field(default_factory=dict)


def bench_of(
    tables: Mapping[str, pl.DataFrame],
    reader: Reader,
    *,
    as_of: dt.date,
    window: tuple[dt.date, dt.date],
    states: Mapping[str, str] | None = None,
) -> Bench:
    """Return the bench for the tables of a record as they were public by a day; ``window`` is what the case covers."""
    scope = Scope(frozenset(reader.namer.parties), window[0], min(window[1], as_of))
    figures = [row for row in tables["figures"].iter_rows(named=True) if row["known_from"] <= as_of]
    terms = list(tables["terms"].iter_rows(named=True))
    return Bench(
        archive=Archive(facts_of(tables, reader, as_of=as_of), scope),
        reader=reader,
        as_of=as_of,
        figures=figures,
        items={term["id"]: {item["id"]: item["name"] for item in json.loads(term["items"])} for term in terms},
        term_names={term["id"]: term["name"] for term in terms},
        states=states or {},
        grades={row["id"]: row["reliability"] + row["credibility"] for row in tables["sources"].iter_rows(named=True)},
    )
