"""A person's corrections of coded events; a build applies them and never overwrites them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from pydantic import Field

from detente.errors import Fault, UnknownName
from detente.record import ontology
from detente.record.duplicates import Merge, merge_into
from detente.record.event import Event
from detente.record.tabular import kinds
from detente.value import Value

if TYPE_CHECKING:
    import duckdb

CHANGEABLE: tuple[str, ...] = tuple(
    name for name, kind in kinds(Event).items() if kind in ("text", "date", "integer", "number") and name != "id"
)


class Review(Value):
    """A person's word on one coded event.

    ``accept`` marks it seen, ``change`` sets ``field`` to ``value``, ``reject`` takes it out of the record,
    ``separate`` forbids merging it into another, ``merge`` merges it into the event named in ``value``.
    """

    event: str
    verdict: str = Field(pattern="^(accept|change|reject|separate|merge)$")
    field: str = ""
    value: str = ""
    reviewer: str = ""
    date: dt.date | None = None
    reason: str = ""


def apply_reviews(
    con: duckdb.DuckDBPyConnection,
    reviews: Iterable[Review],
    *,
    only: Collection[str] | None = None,
    but: Collection[str] = (),
) -> list[Fault]:
    """Apply reviews to the events of a record; return the ones that name no event or no field.

    ``only`` leaves out the reviews of any other event, ``but`` those of the events named.
    """
    faults = []
    for n, review in enumerate(reviews):
        if review.event in but or (only is not None and review.event not in only):
            continue
        if not _coding(con, review.event):
            faults.append(Fault("reviewed.csv", n + 2, "event", f"no event {review.event!r} in this record"))
        elif review.verdict == "change":
            faults += _change(con, review, n + 2)
        elif review.verdict == "reject":
            con.execute("insert into rejected values ('reviewed.csv', ?, ?, ?)", [n + 2, review.reason, review.event])
            con.execute("delete from events where id = ?", [review.event])
        elif review.verdict == "merge":
            faults += _merge(con, review, n + 2)
    return faults


def _merge(con: duckdb.DuckDBPyConnection, review: Review, line: int) -> list[Fault]:
    if not _coding(con, review.value):
        return [Fault("reviewed.csv", line, "value", f"no event {review.value!r} in this record to merge into")]
    if review.value == review.event:
        return [Fault("reviewed.csv", line, "value", f"{review.event!r} cannot be merged into itself")]
    merge_into(con, Merge(review.event, review.value, 1.0))
    return []


def _change(con: duckdb.DuckDBPyConnection, review: Review, line: int) -> list[Fault]:
    import duckdb

    if review.field not in CHANGEABLE:
        return [Fault("reviewed.csv", line, "field", str(UnknownName.among("field", review.field, CHANGEABLE)))]
    try:
        con.execute(
            f"update events set \"{review.field}\" = ?, coder = coder || ' + review' where id = ?",
            [review.value or None, review.event],
        )
    except duckdb.Error as error:
        return [Fault("reviewed.csv", line, "value", f"{review.value!r} does not fit {review.field} ({error})")]
    if review.field in ("type", "mode", "cameo"):
        _recode(con, review.event)
    return []


def _recode(con: duckdb.DuckDBPyConnection, event: str) -> None:
    """A corrected type carries its own quad class and intensity."""
    for coding in _coding(con, event):
        quad, intensity = ontology.quad(*coding), ontology.intensity(*coding)
        con.execute("update events set quad = ?, intensity = ? where id = ?", [quad, intensity, event])


def _coding(con: duckdb.DuckDBPyConnection, event: str) -> list[tuple[str, str, str]]:
    rows: list[tuple[str, str, str]] = con.execute(
        "select type, mode, cameo from events where id = ?", [event]
    ).fetchall()
    return rows
