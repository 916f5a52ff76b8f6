"""GDELT event files: version 1 (57 columns, 58 with the address) and version 2 (61 columns); tabs, no header.

Columns follow the GDELT Event Database codebooks 1.0 and 2.0. The QuadClass column is kept as
``source_quad``; Goldstein numbers come from our own table, by code.
"""

from __future__ import annotations

from functools import cache

from detente.errors import UnknownName
from detente.record import ontology
from detente.record.importers.countries import state_of
from detente.record.importers.pipeline import GLUE, Form, What, Who

_ADDED = {57: 57, 58: 57, 61: 60}  # columns -> position of DATEADDED, counted from 1


def _select(_: list[str]) -> str:
    added = " ".join(f"when {width} then f[{place}]" for width, place in _ADDED.items())
    return f"""
        nullif(trim(f[1]), '') as key,
        try_strptime(f[2], '%Y%m%d')::date as day,
        null::date as day_end,
        try_strptime(left(case len(f) {added} end, 8), '%Y%m%d')::date as known,
        null::varchar as precision,
        nullif(concat_ws('{GLUE}', f[6], f[8], f[9], f[13]), '{GLUE * 3}') as source_key,
        nullif(concat_ws('{GLUE}', f[16], f[18], f[19], f[23]), '{GLUE * 3}') as target_key,
        nullif(trim(f[27]), '') as kind_key,
        case when f[30] in ('1', '2', '3', '4') then f[30]::bigint end as quad_given,
        case when len(f) in (58, 61) then trim(f[len(f)], e' \\r') end as sentence
    """


@cache
def _who(key: str) -> Who:
    """An actor is a country, or a known group that is an organisation of ours; the first type code is its sector."""
    code, country, group, kind = key.split(GLUE)
    if country:
        return Who(state_of(country, "cameo"), kind)
    for known in (group, code[:3], code[3:6]):
        if known:
            try:
                return Who(state_of(known, "organisation"), kind)
            except UnknownName:
                continue
    raise UnknownName(f"actor {code or '(empty)'!r} names no country and no organisation of ours")


@cache
def _what(code: str) -> What:
    kind = ontology.to_plover(code)
    return What(kind.type, kind.mode, kind.contexts, ontology.cameo(code).code)


GDELT1 = Form("gdelt1", "\t", False, False, frozenset({57, 58}), _select, _who, _what)
GDELT2 = Form("gdelt2", "\t", False, False, frozenset({61}), _select, _who, _what)
