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


def with_stances(
    data: Mapping[str, Any], positions: Iterable[Position], *, as_of: dt.date | None = None, account: str = ""
) -> dict[str, Any]:
    """Return a package's mapping with the stances that its parties leave to the record.

    A party keeps what it is given; on an issue that it says nothing of, its last stated position is taken.
    """
    rows = tuple(positions)
    issues = [str(issue["id"]) for issue in data.get("issues", ()) if isinstance(issue, Mapping) and "id" in issue]
    parties = []
    for party in data.get("parties", ()):
        if not isinstance(party, Mapping):
            parties.append(party)
            continue
        given = {name for part in ("weights", "utilities", "stances") for name in party.get(part) or {}}
        stated = latest(rows, str(party.get("name", "")), as_of=as_of, account=account)
        taken = {issue: stance(stated[issue]) for issue in issues if issue in stated and issue not in given}
        parties.append({**party, "stances": {**(party.get("stances") or {}), **taken}})
    return {**data, "parties": parties}


def with_places(
    data: Mapping[str, Any], positions: Iterable[Position], *, as_of: dt.date | None = None, account: str = ""
) -> dict[str, Any]:
    """Return a spatial model's mapping with the places that its actors leave to the record, on the model's issue."""
    rows = tuple(positions)
    issue = str(data.get("issue", ""))
    actors = []
    for actor in data.get("actors", ()):
        stated = (
            latest(rows, str(actor.get("name", "")), as_of=as_of, account=account) if isinstance(actor, Mapping) else {}
        )
        if issue not in stated or "position" in actor or "positions" in actor:
            actors.append(actor)
            continue
        said = stance(stated[issue])
        actors.append({"position": said.pop("place"), **said, **actor})
    return {**data, "actors": actors}
