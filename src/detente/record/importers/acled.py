"""ACLED: political violence and protest, CSV export with a header (ACLED codebook, 2023 and 2024 columns)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.errors import UnknownName
from detente.record.importers.countries import Who, by_name, table
from detente.record.importers.form import GLUE, Form, What, cell, day, joined

REQUIRED = ("event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1", "actor2", "country", "notes")
_ABROAD = ("8", "External/Other forces")


def _fields(header: Sequence[str]) -> dict[str, str]:
    def actor(number: int) -> str:
        parts = joined([cell(header, name) for name in (f"actor{number}", "country", f"inter{number}")])
        return f"case when {cell(header, f'actor{number}')} is not null then {parts} end"

    when, deaths = cell(header, "event_date"), cell(header, "fatalities")
    stamp = f"try_cast({cell(header, 'timestamp')} as bigint)"
    return {
        "key": cell(header, "event_id_cnty"),
        "day": f"coalesce({day(when)}, try_strptime({when}, '%d %B %Y')::date)",
        # Seconds since 1970, within what a date can hold.
        "known": f"case when {stamp} between 0 and 7e9::bigint then to_timestamp({stamp})::date end",
        "precision": f"case {cell(header, 'time_precision')} when '2' then 'week' when '3' then 'month' end",
        "source_key": actor(1),
        "target_key": actor(2),
        "kind_key": joined([cell(header, name) for name in ("event_type", "sub_event_type")]),
        "sentence": cell(header, "notes"),
        "document": cell(header, "source"),
        "note": f"case when {deaths} <> '0' then concat('deaths: ', {deaths}) end",
    }


def who(key: str) -> Who:
    """Return the state an actor belongs to: by its name ("Military Forces of X", "Protesters (X)"), else by place.

    Forces from abroad never belong to the place. Raises `UnknownName`.

    >>> who(GLUE.join(["Military Forces of the United States (2017-2021)", "Syria", "8"]))
    Who(code='USA', sector='MIL')
    """
    name, country, inter = key.split(GLUE)
    sector = "COP" if name.startswith("Police Forces") else table("acled_sector").get(inter, "")
    owners = re.findall(r"\(([^()]*[A-Za-z][^()]*)\)", name) + re.findall(r"\b(?:of|in) (?:the )?([A-Z][^(:]*)", name)
    for owner in [*owners, name.split(":")[0], *([] if inter in _ABROAD else [country])]:
        try:
            return Who(by_name(owner).code, sector)
        except UnknownName:
            continue
    raise UnknownName(f"{name!r} in {country!r} belongs to no state of ours")


def what(key: str) -> What:
    """Return the kind of an ACLED event: by sub-event type, else by event type. Raises `UnknownName`."""
    event, sub = key.split(GLUE)
    kinds = table("acled_kind")
    kind, _, mode = kinds.get(sub, kinds.get(event, "")).partition("/")
    if not kind:
        raise UnknownName(f"{sub or event!r} is no act of one actor toward another")
    return What(kind, mode)


ACLED = Form("acled", _fields, who, what, delimiter=",", quoted=True, required=REQUIRED)
