"""ICEWS: the raw tab-separated files (20 columns with a header), and the CSV with actors by name.

Columns follow the ICEWS Coded Event Data readme (Boschee et al., Harvard Dataverse).
"""

from __future__ import annotations

import re
from functools import cache

from detente.errors import FormatError, UnknownName
from detente.record import ontology
from detente.record.actors import Actors
from detente.record.importers.countries import state_of
from detente.record.importers.pipeline import GLUE, Form, What, Who

RAW = ("Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code")
NAMED = ("date", "source", "relation", "target", "cameo")

# ICEWS sector words, most telling first, and our sector codes.
_SECTORS = (
    ("Military", "MIL"), ("Police", "COP"), ("Legislative", "LEG"), ("Judicial", "JUD"), ("Rebel", "REB"),
    ("Insurgent", "REB"), ("Separatist", "REB"), ("Media", "MED"), ("Business", "BUS"), ("Education", "EDU"),
    ("Opposition", "OPP"), ("Executive", "GOV"), ("Government", "GOV"), ("Parties", "PTY"), ("NGO", "NGO"),
    ("IGO", "IGO"), ("Criminal", "CRM"), ("Civilian", "CVL"), ("General Population", "CVL"),
)  # fmt: skip


def at(header: list[str], name: str) -> str:
    """Return the SQL for the cell under a heading, trimmed, null where empty."""
    if name not in header:
        raise FormatError(f"the header lacks the column {name!r}")
    return f"nullif(trim(f[{header.index(name) + 1}], e' \\r'), '')"


def _raw(header: list[str]) -> str:
    def key(side: str) -> str:
        parts = [f"coalesce({at(header, f'{side} {what}')}, '')" for what in ("Country", "Name", "Sectors")]
        return f"nullif(concat_ws('{GLUE}', {', '.join(parts)}), '{GLUE * 2}')"

    return f"""
        {at(header, "Event ID")} as key, try_cast({at(header, "Event Date")} as date) as day, null::date as day_end,
        null::date as known, null::varchar as precision, {key("Source")} as source_key, {key("Target")} as target_key,
        {at(header, "CAMEO Code")} as kind_key, null::bigint as quad_given,
        concat_ws(' ', {at(header, "Source Name")}, lower({at(header, "Event Text")}), {at(header, "Target Name")})
            as sentence
    """


def _named(header: list[str]) -> str:
    def key(side: str) -> str:
        country = f"coalesce({at(header, f'{side}_country')}, '')" if f"{side}_country" in header else "''"
        return f"concat_ws('{GLUE}', {country}, {at(header, side)}, '')"

    row = f"concat_ws('|', {', '.join(at(header, name) for name in NAMED)})"
    return f"""
        md5({row}) as key, try_cast({at(header, "date")} as date) as day, null::date as day_end, null::date as known,
        null::varchar as precision, {key("source")} as source_key, {key("target")} as target_key,
        {at(header, "cameo")} as kind_key, null::bigint as quad_given,
        concat_ws(' ', {at(header, "source")}, lower({at(header, "relation")}), {at(header, "target")}) as sentence
    """


@cache
def _who(key: str) -> Who:
    country, name, sectors = key.split(GLUE)
    sector = next((ours for word, ours in _SECTORS if word in sectors), "")
    if country and country != "None":
        codes = Actors.load().codes()
        return Who(country if country in codes else state_of(country, "name"), sector)
    bracket = re.search(r"\(([^()]+)\)\s*$", name)
    if bracket:
        try:
            return Who(state_of(bracket.group(1), "name"), sector)
        except UnknownName:
            pass
    found = Actors.load().resolve(name)
    if not found.code:
        raise UnknownName(f"actor {name!r} names no country and no organisation of ours")
    return Who(found.code, sector or found.sector)


@cache
def _what(code: str) -> What:
    kind = ontology.to_plover(code)
    return What(kind.type, kind.mode, kind.contexts, ontology.cameo(code).code)


ICEWS = Form("icews", "\t", False, True, frozenset({20}), _raw, _who, _what)
ICEWS_NAMED = Form("icews_named", ",", True, True, frozenset(), _named, _who, _what)
