"""From judged numbers to what they rest on, and from the names of inputs to words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from detente.bargaining.checked import Judged
from detente.finding import Estimate, EvidenceRef, Measured
from detente.record.position import Interval

NOT_A_PROBABILITY = "The share counts admissible inputs; it is not the probability that an agreement is reached."
METHOD = (
    "Additive worths over issues; inputs drawn uniformly from their stated intervals; frontier exact. Stances are read "
    "as 1 at the place wanted and 0 at the stated limit, times salience."
)
_SILENT = {"parties", "actors", "stances", "utilities", "plan", "steps"}
_SAID = {"weights": "weight", "walk_away": "walk-away value", "saliences": "salience", "positions": "position"}


def ref(source: str, known: Mapping[str, EvidenceRef], *, table: str = "positions") -> EvidenceRef:
    """Return the pointer behind a source: one that is known, else ``table:id`` as it is written.

    >>> ref("events:ev-3", {}).table
    'events'
    """
    if source in known:
        return known[source]
    named, _, row = source.rpartition(":")
    return EvidenceRef(table=named or table, id=row)


def refs(numbers: Iterable[Interval], known: Mapping[str, EvidenceRef]) -> tuple[EvidenceRef, ...]:
    """Return the distinct rows that judged numbers rest on, in order; several sources are parted by ``;``."""
    given = [number.source for number in numbers if isinstance(number, Judged) and number.source]
    each = (part.strip() for source in given for part in source.split(";"))
    return tuple(ref(source, known) for source in dict.fromkeys(part for part in each if part))


def unreasoned(inputs: Mapping[str, Interval]) -> tuple[str, ...]:
    """Return the inputs for which neither a reason nor a source is given; a 0 or a discount of 1 asks for none."""
    return tuple(
        path
        for path, n in inputs.items()
        if not (n.reason or (isinstance(n, Judged) and n.source))
        and not (n.width == 0 and (n.value == 0 or (n.value == 1 and path.endswith(".discount"))))
    )


def said(path: str) -> str:
    """Return the name of an input in words.

    >>> said("parties.PRK.stances.scope.limit")
    'PRK: scope, limit'
    """
    parts = [_SAID.get(part, part.replace("_", " ")) for part in path.split(".") if part not in _SILENT]
    return parts[0] if len(parts) == 1 else f"{parts[0]}: {', '.join(parts[1:])}"


def percent(value: float) -> str:
    """Return a share as a whole percentage, keeping all and none apart from nearly so.

    >>> percent(0.999), percent(1.0), percent(0.4)
    ('over 99 %', '100 %', '40 %')
    """
    if 0.99 < value < 1:
        return "over 99 %"
    if 0 < value < 0.01:
        return "less than 1 %"
    return f"{value:.0%}".replace("%", " %")


def levels_said(levels: Mapping[str, str]) -> str:
    """Return a package in one line.

    >>> levels_said({"scope": "all", "relief": "none"})
    'scope: all; relief: none'
    """
    return "; ".join(f"{issue}: {level}" for issue, level in levels.items())


def cells(estimate: Estimate) -> tuple[float, float, float]:
    """Return value, low and high as cells of a table."""
    return round(estimate.value, 4), round(estimate.low, 4), round(estimate.high, 4)


def measured(name: str, estimate: Estimate, *, group: str = "") -> Measured:
    """Return an estimate as one row of a picture of intervals."""
    value, low, high = cells(estimate)
    return Measured(name=name, value=value, low=low, high=high, group=group)
