"""From what parties said they want to stances: the latest statement on each issue, with the row it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from detente.bargaining.checked import Judged
from detente.record.position import Interval, Position


def latest(
    positions: Iterable[Position], actor: str, *, as_of: dt.date | None = None, account: str = ""
) -> dict[str, Position]:
    """Return an actor's last placed position on each issue that could be known on a day.

    Where rival accounts of a position exist, those of other tellers than ``account`` are left out.
    """
    found: dict[str, Position] = {}
    for row in sorted(positions, key=lambda each: (each.as_of, each.id)):
        told = row.account in ("", account)
        known = as_of is None or (row.known_from or row.as_of) <= as_of
        if row.actor == actor and row.place is not None and told and known:
            found[row.issue] = row
    return found


def _judged(number: Interval, row: Position) -> Judged:
    reason = number.reason or row.statement
    return Judged(
        low=number.low, value=number.value, high=number.high, reason=reason, basis=number.basis, source=row.id
    )


def stance(row: Position) -> dict[str, Judged]:
    """Return what a position says as the fields of a stance."""
    given = {"place": row.place, "limit": row.limit, "salience": row.salience}
    return {name: _judged(number, row) for name, number in given.items() if number is not None}


def _entries(data: Mapping[str, Any], key: str) -> list[Any]:
    """Return the entries of a list, none where the file holds something else: that is for the model to refuse."""
    given = data.get(key)
    return list(given) if isinstance(given, list | tuple) else []


def _part(entry: Mapping[str, Any], key: str) -> dict[str, Any]:
    given = entry.get(key)
    return dict(given) if isinstance(given, Mapping) else {}


def with_stances(
    data: Mapping[str, Any], positions: Iterable[Position], *, as_of: dt.date | None = None, account: str = ""
) -> dict[str, Any]:
    """Return a package's mapping with the stances that its parties leave to the record.

    A party keeps what it is given; on an issue that it says nothing of, its last stated position is taken.
    """
    rows = tuple(positions)
    if not rows or not _entries(data, "parties"):
        return dict(data)
    issues = [issue.get("id") for issue in _entries(data, "issues") if isinstance(issue, Mapping)]
    parties = []
    for party in _entries(data, "parties"):
        if not isinstance(party, Mapping):
            parties.append(party)
            continue
        given = {name for part in ("weights", "utilities", "stances") for name in _part(party, part)}
        stated = latest(rows, str(party.get("name", "")), as_of=as_of, account=account)
        taken = {issue: stance(row) for issue, row in stated.items() if issue in issues and issue not in given}
        parties.append({**party, "stances": {**_part(party, "stances"), **taken}} if taken else party)
    return {**data, "parties": parties}


def with_places(
    data: Mapping[str, Any], positions: Iterable[Position], *, as_of: dt.date | None = None, account: str = ""
) -> dict[str, Any]:
    """Return a spatial model's mapping with the places that its actors leave to the record, on the model's issue."""
    rows = tuple(positions)
    if not rows or not _entries(data, "actors"):
        return dict(data)
    actors = []
    for actor in _entries(data, "actors"):
        if not isinstance(actor, Mapping) or "position" in actor or "positions" in actor:
            actors.append(actor)
            continue
        stated = latest(rows, str(actor.get("name", "")), as_of=as_of, account=account)
        row = stated.get(str(data.get("issue", "")))
        said = stance(row) if row is not None else {}
        place = {"position": said.pop("place")} if said else {}
        actors.append({**place, **said, **actor})
    return {**data, "actors": actors}
