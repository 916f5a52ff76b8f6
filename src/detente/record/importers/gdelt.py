"""GDELT event files: version 1 (57 columns, 58 with the address) and version 2 (61 columns); tabs, no header.

Columns follow the GDELT Event Database codebooks 1.0 and 2.0. The QuadClass column is kept as
``source_quad``; Goldstein numbers come from our own table, by code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from detente.errors import UnknownName
from detente.record import ontology
from detente.record.importers.countries import Who, by_cameo, table
from detente.record.importers.form import GLUE, Form, What, compact_day


def _fields(added: int, address: int) -> Callable[[Sequence[str]], Mapping[str, str]]:
    def actor(first: int) -> str:
        # Code, country, known group, first type; trimmed by none, since GDELT pads nothing.
        parts = ", ".join(f"coalesce(c{first + step}, '')" for step in (0, 2, 3, 7))
        return f"nullif(concat_ws('{GLUE}', {parts}), '{GLUE * 3}')"

    def fields(_: Sequence[str]) -> dict[str, str]:
        return {
            "key": "nullif(trim(c1), '')",
            "day": compact_day("c2"),
            "known": compact_day(f"left(c{added}, 8)"),
            "source_key": actor(6),
            "target_key": actor(16),
            "kind_key": "nullif(trim(c27), '')",
            "quad_given": "case when c30 in ('1', '2', '3', '4') then c30::bigint end",
            "document": f"nullif(trim(c{address}), '')",
        }

    return fields


def who(key: str) -> Who:
    """Return the actor of a GDELT key: a country, else the last organisation that its code names.

    The first type code is the sector. Raises `UnknownName`.

    >>> who(GLUE.join(["IGOUNODEVWBK", "", "UNO", "IGO"]))
    Who(code='WBK', sector='')
    """
    code, country, group, kind = key.split(GLUE)
    if country and country not in table("cameo_region"):
        return Who(by_cameo(country), kind)
    groups = table("cameo_group")
    for known in (*reversed([code[place : place + 3] for place in range(0, len(code), 3)]), group):
        if known in groups:
            return Who(groups[known], "" if kind in ("IGO", "NGO") else kind)
    if country:
        return Who(by_cameo(country), kind)
    raise UnknownName(f"actor {code!r} names no country and no organisation of ours")


def what(code: str) -> What:
    """Return the kind of a CAMEO code. Raises `UnknownName`."""
    kind = ontology.to_plover(code)
    return What(kind.type, kind.mode, kind.contexts, ontology.cameo(code).code)


GDELT1 = Form("gdelt1", _fields(57, 58), who, what, widths=(57, 58))
GDELT2 = Form("gdelt2", _fields(60, 61), who, what, widths=(61, 61))
