"""ACLED: political violence and protest, CSV export with a header (ACLED codebook, 2023 and 2024 columns)."""

from __future__ import annotations

import re
from functools import cache

from detente.errors import UnknownName
from detente.record.importers.countries import state_of
from detente.record.importers.icews import at
from detente.record.importers.pipeline import GLUE, Form, What, Who

REQUIRED = ("event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1", "actor2", "country", "notes")

# Sub-event first, then event; None: ACLED records it, and it is no act of one actor toward another.
_KINDS: dict[str, What | None] = {
    "Agreement": What("AGREE"),
    "Arrests": What("COERCE", "arrest"),
    "Change to group/activity": None,
    "Disrupted weapons use": What("COERCE"),
    "Headquarters or base established": What("MOBILIZE"),
    "Looting/property destruction": What("ASSAULT"),
    "Non-violent transfer of territory": What("RETREAT"),
    "Other": None,
    "Sexual violence": What("ASSAULT", "sexual"),
    "Suicide bomb": What("ASSAULT", "suicide-attack"),
    "Abduction/forced disappearance": What("COERCE", "seize"),
    "Battles": What("ASSAULT"),
    "Explosions/Remote violence": What("ASSAULT", "explosives"),
    "Violence against civilians": What("ASSAULT"),
    "Protests": What("PROTEST", "demo"),
    "Riots": What("PROTEST", "riot"),
}
# The interaction of an actor, by number until 2023 and in words since 2024.
_SECTORS = {
    "1": "MIL", "2": "REB", "3": "UAF", "4": "UAF", "5": "CVL", "6": "CVL", "7": "CVL", "8": "MIL",
    "State forces": "MIL", "Rebel group": "REB", "Political militia": "UAF", "Identity militia": "UAF",
    "Rioters": "CVL", "Protesters": "CVL", "Civilians": "CVL", "External/Other forces": "MIL",
}  # fmt: skip


def _select(header: list[str]) -> str:
    def key(number: int) -> str:
        inter = f"coalesce({at(header, f'inter{number}')}, '')" if f"inter{number}" in header else "''"
        return (
            f"case when {at(header, f'actor{number}')} is not null then concat_ws('{GLUE}', "
            f"{at(header, f'actor{number}')}, coalesce({at(header, 'country')}, ''), {inter}) end"
        )

    day = at(header, "event_date")
    known = at(header, "timestamp") if "timestamp" in header else "null::varchar"
    precision = at(header, "time_precision") if "time_precision" in header else "'1'"
    return f"""
        {at(header, "event_id_cnty")} as key,
        coalesce(try_cast({day} as date), try_strptime({day}, '%d %B %Y')::date) as day, null::date as day_end,
        to_timestamp(try_cast({known} as bigint))::date as known,
        case {precision} when '2' then 'week' when '3' then 'month' else 'day' end as precision,
        {key(1)} as source_key, {key(2)} as target_key,
        concat_ws('{GLUE}', {at(header, "event_type")}, {at(header, "sub_event_type")}) as kind_key,
        null::bigint as quad_given, {at(header, "notes")} as sentence
    """


@cache
def _who(key: str) -> Who:
    """An actor belongs to the state its name gives ("Military Forces of X", "Protesters (X)"), else to the place."""
    name, country, inter = key.split(GLUE)
    sector = "COP" if name.startswith("Police Forces") else _SECTORS.get(inter, "")
    owners = [*re.findall(r"\(([^()]*[A-Za-z][^()]*)\)", name), *re.findall(r"\b(?:of|in) ([A-Z][^(]*)", name), country]
    for owner in owners:
        try:
            return Who(state_of(owner, "name"), sector)
        except UnknownName:
            continue
    raise UnknownName(f"actor {name!r} in {country!r} belongs to no state of ours")


@cache
def _what(key: str) -> What:
    event, sub = key.split(GLUE)
    kind = _KINDS.get(sub, _KINDS.get(event))
    if kind is None:
        raise UnknownName(f"{sub or event!r} is no act of one actor toward another")
    return kind


ACLED = Form("acled", ",", True, True, frozenset(), _select, _who, _what)
