"""Codes and names as the importers meet them, resolved to ours once each.

What only importers need is in ``importing_codes.csv``: CAMEO country, region and group codes (codebook 1.1b3),
spellings of single sources, and the sectors and kinds of ICEWS and ACLED.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from detente.errors import UnknownName
from detente.record.actors import Actors


class Who(NamedTuple):
    """A resolved actor."""

    code: str
    sector: str = ""


@cache
def table(system: str) -> Mapping[str, str]:
    """Return the keys and values of one system of ``importing_codes.csv``, in the order of the file."""
    return MappingProxyType({row["key"]: row["value"] for row in _rows() if row["system"] == system})


@cache
def by_cameo(code: str) -> str:
    """Return our code for a CAMEO country code. Raises `UnknownName`.

    >>> by_cameo("ROM")
    'ROU'
    """
    if code in table("cameo_region"):
        raise UnknownName(f"{code!r} is a region ({_regions()[code]}), not an actor")
    ours = table("cameo").get(code, code)
    actors = Actors.load()
    if ours not in actors.codes():
        raise UnknownName(f"unknown country code {code!r}")
    return actors.actor(ours).code


@cache
def by_number(number: str) -> str:
    """Return our code for a Gleditsch-Ward number; of two states in a row, the one that still is. Raises `UnknownName`.

    >>> by_number("365")
    'RUS'
    """
    found = _numbers().get(number.removesuffix(".0"))
    if found is None:
        raise UnknownName(f"unknown Gleditsch-Ward number {number!r}")
    return found


@cache
def by_name(name: str) -> Who:
    """Return the actor of a name; what a source hangs on it in brackets (years, places) is dropped.

    Raises `UnknownName`.

    >>> by_name("Russia (Soviet Union)").code
    'RUS'
    """
    plain = re.sub(r"\s*\([^)]*\)", "", name).strip()
    if plain in table("name"):
        return Who(table("name")[plain])
    actors = Actors.load()
    # Asked first, since an unknown name costs `resolve` a search for what it may have meant.
    if not plain or not actors.candidates(plain):
        raise UnknownName(f"{name!r} names no state and no organisation of ours")
    found = actors.resolve(plain)
    if not found.code:
        raise UnknownName(f"{name!r} names no state and no organisation of ours")
    return Who(found.code, found.sector)


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with files("detente.record.data").joinpath("importing_codes.csv").open(encoding="utf-8") as lines:
        return tuple(csv.DictReader(lines))


@cache
def _regions() -> dict[str, str]:
    return {row["key"]: row["note"] for row in _rows() if row["system"] == "cameo_region"}


@cache
def _numbers() -> dict[str, str]:
    actors = Actors.load()
    states = [actor for actor in map(actors.actor, sorted(actors.codes())) if actor.gw]
    # Later ones overwrite: the state that ended last, and before it none that still is.
    return {str(state.gw): state.code for state in sorted(states, key=lambda state: str(state.until or "9999"))}
