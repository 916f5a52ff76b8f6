"""POLECAT: events coded by NGEC in PLOVER, tab-separated with a header (Halterman et al. 2023, Harvard Dataverse)."""

from __future__ import annotations

from functools import cache

from detente.errors import UnknownName
from detente.record import ontology
from detente.record.actors import Actors
from detente.record.event import EVENT_TYPES
from detente.record.importers.countries import state_of
from detente.record.importers.icews import at
from detente.record.importers.pipeline import GLUE, Form, What, Who

REQUIRED = ("Event ID", "Event Date", "Event Type", "Event Mode", "Contexts", "Actor Name", "Recipient Name")


def _select(header: list[str]) -> str:
    def key(side: str) -> str:
        names = (f"{side} Country", f"{side} Name", f"Primary {side} Sector")
        parts = [f"coalesce({at(header, name)}, '')" if name in header else "''" for name in names]
        return f"nullif(concat_ws('{GLUE}', {', '.join(parts)}), '{GLUE * 2}')"

    known = at(header, "Publication Date") if "Publication Date" in header else "null::varchar"
    quad = at(header, "Quad Code") if "Quad Code" in header else "''"
    kind = [f"coalesce({at(header, name)}, '')" for name in ("Event Type", "Event Mode", "Contexts")]
    words = ("VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT")
    named = " ".join(f"when '{word}' then {number}" for number, word in enumerate(words, start=1))
    return f"""
        {at(header, "Event ID")} as key, try_cast({at(header, "Event Date")} as date) as day, null::date as day_end,
        try_cast({known} as date) as known, null::varchar as precision,
        {key("Actor")} as source_key, {key("Recipient")} as target_key,
        nullif(concat_ws('{GLUE}', {", ".join(kind)}), '{GLUE * 2}') as kind_key,
        coalesce(case upper({quad}) {named} end, try_cast({quad} as bigint)) as quad_given,
        null::varchar as sentence
    """


@cache
def _who(key: str) -> Who:
    countries, name, sector = key.split(GLUE)
    country = countries.split(";")[0].strip()
    if country and country != "None":
        codes = Actors.load().codes()
        return Who(country if country in codes else state_of(country, "name"), sector.split(";")[0].strip())
    found = Actors.load().resolve(name)
    if not found.code:
        raise UnknownName(f"actor {name!r} names no country and no organisation of ours")
    return Who(found.code, sector.split(";")[0].strip() or found.sector)


@cache
def _what(key: str) -> What:
    kind, mode, contexts = key.split(GLUE)
    kind = kind.upper()
    if kind not in EVENT_TYPES:
        raise UnknownName.among("event type", kind, EVENT_TYPES)
    known = ontology.modes(kind)
    listed = tuple(word.strip() for word in contexts.replace(",", ";").split(";") if word.strip())
    return What(kind, mode if mode in known else "", listed)


POLECAT = Form("polecat", "\t", True, True, frozenset(), _select, _who, _what)
