"""Country codes and names as the importers meet them, resolved to ours once each."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from detente.errors import UnknownName
from detente.record.actors import Actors

System = Literal["cameo", "gw", "name", "organisation"]

# CAMEO country codes that differ from ISO 3166 alpha-3 (CAMEO codebook 1.1b3, appendix on countries).
CAMEO_CODES = {
    "ROM": "ROU", "TMP": "TLS", "ZAR": "COD", "YUG": "YUG", "SCG": "SRB", "KSV": "XKX", "BYS": "BLR", "IMY": "IMN",
    "WSB": "PSE", "GZS": "PSE", "PAL": "PSE",
}  # fmt: skip


@cache
def state_of(key: str, system: System) -> str:
    """Return our code for a country or organisation as a source writes it. Raises `UnknownName`."""
    actors = Actors.load()
    if system == "gw":
        return _by_number(key)
    if system == "name":
        return actors.resolve(_plain(key)).code
    code = CAMEO_CODES.get(key, key)
    if code not in actors.codes():
        raise UnknownName.among("actor code", key, actors.codes())
    if system == "organisation" and actors.actor(code).kind == "state":
        raise UnknownName(f"{key!r} is not an organisation")
    return actors.actor(code).code


def _by_number(key: str) -> str:
    actors = Actors.load()
    for code in sorted(actors.codes()):
        if str(actors.actor(code).gw) == key:
            return code
    raise UnknownName(f"unknown Gleditsch-Ward number {key!r}")


def _plain(name: str) -> str:
    """Drop what sources hang on a name: years and places in brackets."""
    return re.sub(r"\s*\([^)]*\)", "", name).strip()
