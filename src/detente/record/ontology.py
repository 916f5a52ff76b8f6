"""PLOVER and CAMEO as checked tables, and the way from one to the other.

Types, modes and contexts: PLOVER manual (2018) and the POLECAT codebook. Codes and names: CAMEO codebook
1.1b3 (Schrodt 2012). Goldstein numbers: Goldstein (1992) as extended to CAMEO. PLOVER has no intensities;
ours are stated in ``plover_modes.csv`` beside this file and order acts without measuring distances.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

from detente.errors import UnknownName
from detente.record.event import EVENT_TYPES, EventType
from detente.value import Value

IntensityMapping = Literal["goldstein", "type", "quad", "sign"]
MAPPINGS: tuple[IntensityMapping, ...] = ("goldstein", "type", "quad", "sign")

# Words and deeds, as the CAMEO roots divide them; an appeal (02) is cooperative and a demand (10) is not.
_ROOT_QUAD = {
    **dict.fromkeys(("01", "02", "03", "04", "05"), 1),
    **dict.fromkeys(("06", "07", "08"), 2),
    **dict.fromkeys(("09", "10", "11", "12", "13"), 3),
    **dict.fromkeys(("14", "15", "16", "17", "18", "19", "20"), 4),
}
_QUAD_VALUE = {1: 2.5, 2: 7.5, 3: -2.5, 4: -7.5}


class CameoCode(Value):
    """A CAMEO code with its name, its Goldstein number, its root and the code it refines (empty for a root)."""

    code: str
    name: str
    goldstein: float
    root: str
    parent: str


class Plover(Value):
    """The PLOVER image of a CAMEO code; ``exact`` is false where the two ontologies part, and ``rule`` says how."""

    type: EventType
    mode: str = ""
    contexts: tuple[str, ...] = ()
    exact: bool = True
    rule: str = ""


class Mode(Value):
    """One mode of a type (the empty mode is the type itself), with what follows from it."""

    type: EventType
    mode: str
    quad: int
    cameo: str
    intensity: float
    severity: int


def modes(kind: str) -> tuple[str, ...]:
    """Return the modes of a PLOVER type. Raises `UnknownName`."""
    return tuple(mode for owner, mode in _modes() if owner == _known_type(kind) and mode)


def contexts() -> tuple[str, ...]:
    """Return the names of all contexts."""
    return tuple(_contexts())


def cameo(code: str | int) -> CameoCode:
    """Return a CAMEO code; ``57`` and ``"057"`` are one. Raises `UnknownName`.

    >>> cameo("57").name
    'Sign formal agreement'
    """
    found = normalise_code(code)
    if found is None:
        raise UnknownName.among("CAMEO code", str(code), _cameo())
    return _cameo()[found]


def codes() -> tuple[CameoCode, ...]:
    """Return all CAMEO codes, roots first within each root."""
    return tuple(_cameo().values())


def normalise_code(raw: str | int) -> str | None:
    """Return a code as the table writes it, or None where there is no such code."""
    text = str(raw).strip()
    return next((form for form in (text, "0" + text) if form in _cameo()), None)


def quad(kind: str, mode: str = "", code: str = "") -> int:
    """Return the quad class: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict.

    A type and mode decide; a CAMEO code decides within what the type leaves open: whether a request is an
    appeal (1) or a demand (3), and whether a concession is a promise (1) or a deed (2).
    """
    entry = _mode(kind, mode)
    if kind in ("REQUEST", "CONCEDE") and code:
        root = cameo(code).root
        allowed = {"REQUEST": (1, 3), "CONCEDE": (1, 2)}[kind]
        if _ROOT_QUAD[root] in allowed:
            return _ROOT_QUAD[root]
    return entry.quad


def intensity(kind: str, mode: str = "", code: str = "", *, mapping: IntensityMapping = "goldstein") -> float:
    """Return the intensity of an act from -10 to 10; it orders acts and measures no distance between them.

    ``goldstein`` takes the number of the CAMEO code where it speaks of the same class, else our number for the
    mode; ``type`` ours for the type alone; ``quad`` one number a quad class; ``sign`` 1 or -1.
    """
    quad_class = quad(kind, mode, code)
    if mapping == "sign":
        return 1.0 if quad_class <= 2 else -1.0
    if mapping == "quad":
        return _QUAD_VALUE[quad_class]
    if mapping == "type":
        return _mode(kind, "").intensity
    if code:
        entry = cameo(code)
        if _ROOT_QUAD[entry.root] == quad_class:
            return entry.goldstein
    own = _mode(kind, mode).intensity
    return own if (own > 0) == (quad_class <= 2) else -own


def severity(kind: str, mode: str = "", contexts: Iterable[str] = ()) -> int:
    """Return how grave an act of this kind is as a rule, from 0 to 5, apart from its intensity.

    The ladder: 0 talk, 1 routine, 2 grave words or measures, 3 force shown or threatened, 4 blood or arms of
    mass destruction, 5 war. A person may grade a single act otherwise.
    """
    extra = max((_contexts().get(context, 0) for context in contexts), default=0)
    base = _mode(kind, mode).severity
    return min(5, base + extra) if kind in ("MOBILIZE", "THREATEN", "ASSAULT") else base


def to_plover(code: str | int) -> Plover:
    """Return the PLOVER image of a CAMEO code: the row of its longest prefix in ``cameo_to_plover.csv``."""
    full = cameo(code).code
    table = _to_plover()
    row = next(table[full[:length]] for length in range(len(full), 1, -1) if full[:length] in table)
    return Plover(
        type=_known_type(row["type"]),
        mode=row["mode"],
        contexts=tuple(word for word in row["context"].split(";") if word),
        exact=row["exact"] == "yes",
        rule=f"CAMEO {row['cameo']} -> {row['type']}{' ' + row['mode'] if row['mode'] else ''}",
    )


def to_cameo(kind: str, mode: str = "") -> CameoCode:
    """Return the CAMEO code that stands for a type and mode; without a mode, the general code of the type."""
    return cameo(_mode(kind, mode).cameo)


def type_names() -> Mapping[str, str]:
    """Return what each PLOVER type is called in words."""
    return {row["type"]: row["name"] for row in _rows("plover_types.csv")}


def _known_type(kind: str) -> EventType:
    if kind not in EVENT_TYPES:
        raise UnknownName.among("event type", kind, EVENT_TYPES)
    return kind


def _mode(kind: str, mode: str) -> Mode:
    found = _modes().get((_known_type(kind), mode))
    if found is None:
        raise UnknownName.among(f"mode of {kind}", mode, modes(kind))
    return found


@cache
def _modes() -> dict[tuple[str, str], Mode]:
    types = {row["type"]: row for row in _rows("plover_types.csv")}
    table = {}
    for row in (*({**row, "mode": ""} for row in types.values()), *_rows("plover_modes.csv")):
        table[row["type"], row["mode"]] = Mode(
            type=_known_type(row["type"]),
            mode=row["mode"],
            quad=int(row["quad"] or types[row["type"]]["quad"]),
            cameo=row["cameo"],
            intensity=float(row["intensity"]),
            severity=int(row["severity"]),
        )
    return table


@cache
def _contexts() -> dict[str, int]:
    return {row["context"]: int(row["severity"]) for row in _rows("plover_contexts.csv")}


@cache
def _cameo() -> dict[str, CameoCode]:
    rows = _rows("cameo.csv")
    known = {row["code"] for row in rows}
    return {
        row["code"]: CameoCode(
            code=row["code"],
            name=row["name"],
            goldstein=float(row["goldstein"]),
            root=row["code"][:2],
            parent=next((row["code"][:n] for n in (3, 2) if n < len(row["code"]) and row["code"][:n] in known), ""),
        )
        for row in rows
    }


@cache
def _to_plover() -> dict[str, dict[str, str]]:
    return {row["cameo"]: row for row in _rows("cameo_to_plover.csv")}


def _rows(name: str) -> Sequence[dict[str, str]]:
    with files("detente.record.data").joinpath(name).open(encoding="utf-8") as table:
        return list(csv.DictReader(table))
