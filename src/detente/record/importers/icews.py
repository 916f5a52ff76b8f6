"""ICEWS: the raw tab-separated files (20 columns with a header), and the CSV with actors by name.

Columns follow the ICEWS Coded Event Data readme (Boschee et al., Harvard Dataverse). The sentence is put
together from the two names and the event text, since ICEWS publishes none. In some 145,000 cases two events of
different days share an Event ID; the later one in the file is kept as ``ID@day``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from detente.errors import UnknownName
from detente.record.actors import Actors
from detente.record.importers.countries import Who, by_name, table
from detente.record.importers.form import GLUE, Form, cell, day, joined
from detente.record.importers.gdelt import what

RAW = ("Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "CAMEO Code", "Target Name")
NAMED = ("date", "source", "relation", "target", "cameo")


def _raw(header: Sequence[str]) -> dict[str, str]:
    source, act, target = (cell(header, name) for name in ("Source Name", "Event Text", "Target Name"))
    return {
        "key": cell(header, "Event ID"),
        "day": day(cell(header, "Event Date")),
        "source_key": joined([cell(header, f"Source {part}") for part in ("Country", "Name", "Sectors")]),
        "target_key": joined([cell(header, f"Target {part}") for part in ("Country", "Name", "Sectors")]),
        "kind_key": cell(header, "CAMEO Code"),
        "sentence": f"concat_ws(' ', {source}, lower({act}), {target})",
    }


def _named(header: Sequence[str]) -> dict[str, str]:
    when, source, act, target, code = (cell(header, name) for name in NAMED)
    row = f"concat_ws('|', {when}, {source}, {act}, {target}, {code})"
    return {
        "key": f"md5({row})",
        "day": day(when),
        "source_key": joined([cell(header, "source_country"), source, "null"]),
        "target_key": joined([cell(header, "target_country"), target, "null"]),
        "kind_key": code,
        "sentence": f"concat_ws(' ', {source}, lower({act}), {target})",
    }


def who(key: str) -> Who:
    """Return the actor of an ICEWS key: its country, else the name in its last brackets, else its own name.

    Raises `UnknownName`.

    >>> who(GLUE.join(["", "Police (Australia)", ""]))
    Who(code='AUS', sector='COP')
    """
    country, name, sectors = key.split(GLUE)
    bracket = re.search(r"\(([^()]+)\)\s*$", name)
    head = name[: bracket.start()] if bracket else ""
    sector = _sector(sectors) or (Actors.load().sector_of(head) or "" if head else "")
    if country not in ("", "NA", "None"):
        codes = Actors.load().codes()
        return Who(country if country in codes else by_name(country).code, sector)
    for text in ([bracket[1]] if bracket else []) + [name]:
        try:
            found = by_name(text)
        except UnknownName:
            continue
        return Who(found.code, sector or found.sector)
    raise UnknownName(f"{name!r} names no state and no organisation of ours")


@cache
def _sector(sectors: str) -> str:
    return next((ours for word, ours in table("icews_sector").items() if word in sectors), "")


ICEWS = Form("icews", _raw, who, what, required=RAW, id_and_day=True)
ICEWS_NAMED = Form("icews_named", _named, who, what, delimiter=",", quoted=True, required=NAMED)
