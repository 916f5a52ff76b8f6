"""UCDP Georeferenced Event Dataset: deaths in organised violence, CSV with a header (Sundberg and Melander 2013)."""

from __future__ import annotations

from collections.abc import Sequence

from detente.errors import UnknownName
from detente.record.importers.countries import Who, by_name, by_number
from detente.record.importers.form import GLUE, Form, What, cell, day, joined

REQUIRED = ("id", "type_of_violence", "side_a", "side_b", "date_prec", "date_start", "date_end", "country")


def _fields(header: Sequence[str]) -> dict[str, str]:
    def actor(side: str) -> str:
        parts = joined([cell(header, name) for name in (f"gwno{side}", f"side_{side}", "country")])
        return f"case when {cell(header, f'side_{side}')} is not null then {parts} end"

    deaths = cell(header, "best")
    return {
        "key": cell(header, "id"),
        "day": day(cell(header, "date_start")),
        "day_end": day(cell(header, "date_end")),
        "known": day(f"split_part({cell(header, 'source_date')}, ';', 1)"),
        "precision": f"case {cell(header, 'date_prec')} when '1' then 'day' when '2' then 'week' when '3' then 'week' "
        "when '4' then 'month' else 'range' end",
        "source_key": actor("a"),
        "target_key": actor("b"),
        "kind_key": cell(header, "type_of_violence"),
        "sentence": cell(header, "source_headline"),
        "document": cell(header, "source_article"),
        "note": f"case when {deaths} is not null then concat('deaths, best estimate: ', {deaths}) end",
    }


def who(key: str) -> Who:
    """Return the state of a side: a government by its number or name, others by the country of the event.

    Raises `UnknownName`.

    >>> who(GLUE.join(["", "Government of Sudan", "Sudan"]))
    Who(code='SDN', sector='GOV')
    """
    number, name, country = key.split(GLUE)
    if name == "Civilians":
        return Who(by_name(country).code, "CVL")
    if number:
        return Who(by_number(number), "GOV")
    if name.startswith("Government of "):
        return Who(by_name(name.removeprefix("Government of ")).code, "GOV")
    return Who(by_name(country).code, "REB")


def what(kind: str) -> What:
    """Return the kind of a type of violence: 1 state-based, 2 non-state, 3 one-sided. Raises `UnknownName`."""
    if kind not in ("1", "2", "3"):
        raise UnknownName(f"unknown type of violence {kind!r}; UCDP has 1, 2 and 3")
    return What("ASSAULT")


UCDP = Form("ucdp", _fields, who, what, delimiter=",", quoted=True, required=REQUIRED)
