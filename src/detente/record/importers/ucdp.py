"""UCDP Georeferenced Event Dataset: deaths in organised violence, CSV with a header (Sundberg and Melander 2013)."""

from __future__ import annotations

from functools import cache

from detente.errors import UnknownName
from detente.record.importers.countries import state_of
from detente.record.importers.icews import at
from detente.record.importers.pipeline import GLUE, Form, What, Who

REQUIRED = ("id", "type_of_violence", "side_a", "side_b", "date_prec", "date_start", "date_end", "country")


def _select(header: list[str]) -> str:
    def key(side: str) -> str:
        number = f"coalesce({at(header, f'gwno{side}')}, '')" if f"gwno{side}" in header else "''"
        place = f"coalesce({at(header, 'country')}, '')"
        return f"concat_ws('{GLUE}', {number}, {at(header, f'side_{side}')}, {place})"

    headline = at(header, "source_headline") if "source_headline" in header else "null::varchar"
    return f"""
        {at(header, "id")} as key, try_cast({at(header, "date_start")} as timestamp)::date as day,
        try_cast({at(header, "date_end")} as timestamp)::date as day_end, null::date as known,
        case {at(header, "date_prec")} when '1' then 'day' when '2' then 'week' when '3' then 'week'
            when '4' then 'month' else 'range' end as precision,
        {key("a")} as source_key, {key("b")} as target_key, {at(header, "type_of_violence")} as kind_key,
        null::bigint as quad_given, {headline} as sentence
    """


@cache
def _who(key: str) -> Who:
    number, name, country = key.split(GLUE)
    if name == "Civilians":
        return Who(state_of(country, "name"), "CVL")
    if number:
        return Who(state_of(number, "gw"), "GOV")
    if name.startswith("Government of "):
        return Who(state_of(name.removeprefix("Government of "), "name"), "GOV")
    return Who(state_of(country, "name"), "REB")


@cache
def _what(kind: str) -> What:
    if kind not in ("1", "2", "3"):
        raise UnknownName(f"unknown type of violence {kind!r}; UCDP has 1, 2 and 3")
    return What("ASSAULT")


UCDP = Form("ucdp", ",", True, True, frozenset(), _select, _who, _what)
