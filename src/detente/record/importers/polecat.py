"""POLECAT: events coded by NGEC in PLOVER, tab-separated with a header (Halterman et al. 2023, Harvard Dataverse).

Where a row lists several actors on one side, the first that is one of ours stands for the side.
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.errors import UnknownName
from detente.record import ontology
from detente.record.actors import Actors
from detente.record.event import EVENT_TYPES
from detente.record.importers.countries import Who, by_name
from detente.record.importers.form import GLUE, Form, What, cell, day, joined

REQUIRED = ("Event ID", "Event Date", "Event Type", "Event Mode", "Contexts", "Actor Name", "Recipient Name")
_QUADS = ("VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT")


def _fields(header: Sequence[str]) -> dict[str, str]:
    def actor(side: str) -> str:
        country, name = (f"nullif({cell(header, f'{side} {what}')}, 'None')" for what in ("Country", "Name"))
        key = joined([country, name, cell(header, f"Primary {side} Sector")])
        return f"case when coalesce({country}, {name}) is not null then {key} end"

    quad = f"upper({cell(header, 'Quad Code')})"
    named = " ".join(f"when '{word}' then {at} when '{at}' then {at}" for at, word in enumerate(_QUADS, start=1))
    return {
        "key": cell(header, "Event ID"),
        "day": day(cell(header, "Event Date")),
        "known": day(cell(header, "Publication Date")),
        "source_key": actor("Actor"),
        "target_key": actor("Recipient"),
        "kind_key": joined([cell(header, name) for name in ("Event Type", "Event Mode", "Contexts")]),
        "quad_given": f"case {quad} {named} end::bigint",
        "document": cell(header, "Source"),
    }


def who(key: str) -> Who:
    """Return the actor of a POLECAT key: by country, else by name. Raises `UnknownName`.

    >>> who(GLUE.join(["None", "European Union", "IGO"])).code
    'EUR'
    """
    countries, names, sectors = (part.split(";") for part in key.split(GLUE))
    codes = Actors.load().codes()
    for place, country in enumerate(map(str.strip, countries)):
        if country in codes:
            return Who(country, sectors[min(place, len(sectors) - 1)].strip())
    for name in map(str.strip, (*countries, *names)):
        try:
            found = by_name(name)
        except UnknownName:
            continue
        sector = sectors[0].strip()
        return Who(found.code, found.sector if sector in ("", "IGO", "NGO") else sector)
    raise UnknownName(f"{';'.join(names or countries)!r} names no state and no organisation of ours")


def what(key: str) -> What:
    """Return the kind of a PLOVER type, mode and contexts; a mode of another version is dropped. Raises `UnknownName`.

    >>> what(GLUE.join(["coerce", "seize", "military;legal"]))
    What(type='COERCE', mode='seize', context=('military', 'legal'), cameo='')
    """
    kind, mode, contexts = key.split(GLUE)
    kind = kind.upper()
    if kind not in EVENT_TYPES:
        raise UnknownName.among("event type", kind, EVENT_TYPES)
    return What(kind, mode if mode in ontology.modes(kind) else "", _listed(contexts))


def _listed(contexts: str) -> tuple[str, ...]:
    words = (word.strip() for word in contexts.replace(",", ";").split(";"))
    return tuple(word for word in words if word not in ("", "None"))


POLECAT = Form("polecat", _fields, who, what, quoted=True, required=REQUIRED)
