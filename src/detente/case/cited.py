"""What the games of a case cite: do the rows exist, since when were they known, and what do they say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping

import polars as pl

from detente.bargaining.conflict import Conflict
from detente.case.dating import dated_agreements, dated_positions
from detente.case.folder import CaseFolder
from detente.case.playing import Games
from detente.errors import Fault, UnknownName
from detente.finding import EvidenceRef

Cited = tuple[str, str]  # the table and the id of a row


def cited(conflict: Conflict) -> Iterator[tuple[str, str]]:
    """Yield what the statements and alternatives of a conflict cite, with where."""
    for maker in conflict.decision_makers:
        for statement in maker.preferences:
            for each in statement.evidence:
                yield f"decision_makers.{maker.name}.{statement.id or statement.says}", each
    for alternative in conflict.alternatives:
        for each in alternative.evidence:
            yield f"alternatives.{alternative.name}", each
        for name, statements in alternative.preferences.items():
            for entry in statements:
                for each in () if isinstance(entry, str) else entry.evidence:
                    yield f"alternatives.{alternative.name}.{name}", each


def _parted(evidence: str) -> Cited:
    table, _, row = evidence.rpartition(":")
    return table or "positions", row


def _conflicts(games: Games) -> Iterator[tuple[str, Conflict]]:
    """Yield every conflict of the games with the file that it was read from."""
    for name, conflict in games.conflicts.items():
        yield games.files[f"conflict.{name}"], conflict
    for name, word in games.words.items():
        yield games.files[f"word.{name}"], word.conflict


def faults(folder: CaseFolder, games: Games, *, happenings: Collection[str]) -> Iterator[Fault]:
    """Yield a fault for every row cited in a game that the case does not hold."""
    known: Mapping[str, Collection[str]] = {
        "positions": {position.id for position in folder.positions},
        "events": happenings,
        "commitments": {commitment.id for each in folder.agreements for commitment in each.commitments},
        "measures": {measure.id for measure in folder.measures},
        "sources": {source.id for source in folder.sources},
    }
    for file, conflict in _conflicts(games):
        for where, evidence in cited(conflict):
            table, row = _parted(evidence)
            if table not in known:
                what = str(UnknownName.among("table of evidence", table, known))
                yield Fault(file, None, where, what, f"cite {', '.join(known)}")
            elif row not in known[table]:
                what = str(UnknownName.among(f"row of {table}", row, known[table]))
                yield Fault(file, None, where, what)


def _of_positions(folder: CaseFolder) -> Iterator[tuple[str, dt.date, EvidenceRef]]:
    for p in dated_positions(folder):
        ref = EvidenceRef(table="positions", id=p.id, date=p.as_of, text=p.statement, source=p.source)
        yield p.id, max(p.as_of, p.known_from or p.as_of), ref


def _of_commitments(folder: CaseFolder) -> Iterator[tuple[str, dt.date, EvidenceRef]]:
    for agreement in dated_agreements(folder):
        for c in agreement.commitments:
            ref = EvidenceRef(
                table="commitments", id=c.id, date=agreement.date, text=c.action, source=c.source or agreement.source
            )
            yield f"commitments:{c.id}", agreement.known_from or agreement.date, ref


def _of_events(events: pl.DataFrame, reports: pl.DataFrame) -> Iterator[tuple[str, dt.date, EvidenceRef]]:
    first = dict(zip(reports["event_id"], reports["source_id"], strict=True))
    for row in events.sort("id", descending=True).iter_rows(named=True):
        ref = EvidenceRef(
            table="events", id=row["id"], date=row["date"], text=row["sentence"], source=first.get(row["id"], "")
        )
        for name in (row["happening_id"], row["id"]):
            yield f"events:{name}", row["known_from"], ref


def rows(
    folder: CaseFolder, events: pl.DataFrame, reports: pl.DataFrame
) -> tuple[dict[str, EvidenceRef], dict[str, dt.date]]:
    """Return, for everything a game can cite, a pointer to it and the day it became known."""
    refs, days = {}, {}
    for name, day, ref in (*_of_positions(folder), *_of_commitments(folder), *_of_events(events, reports)):
        refs[name], days[name] = ref, day
    return refs, days


def known_by(conflict: Conflict, days: Mapping[str, dt.date], day: dt.date) -> Conflict:
    """Return the conflict as one could write it on a day: statements that rest on later rows alone fall away."""

    def stands(evidence: Iterable[str]) -> bool:
        dated = [days[each] for each in evidence if each in days]
        return not dated or min(dated) <= day

    makers = tuple(
        maker.replace(preferences=tuple(s for s in maker.preferences if stands(s.evidence)))
        for maker in conflict.decision_makers
    )
    fallen = {s.id for maker in conflict.decision_makers for s in maker.preferences if not stands(s.evidence)}
    alternatives = tuple(
        each.replace(
            preferences={
                name: tuple(s for s in given if (s not in fallen if isinstance(s, str) else stands(s.evidence)))
                for name, given in each.preferences.items()
            }
        )
        for each in conflict.alternatives
        if stands(each.evidence)
    )
    return conflict.replace(decision_makers=makers, alternatives=alternatives)
