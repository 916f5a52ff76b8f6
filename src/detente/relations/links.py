"""The links that a case names between dyads, tested on its record and put in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from detente.relations.linkage import STRETCH, Linkage, Verdict, linkage, verdict
from detente.relations.selection import Chosen, Selection, Window, select
from detente.value import Value

if TYPE_CHECKING:
    import polars as pl

CLOSE = ("day", "week")  # a month is too coarse to say what came first


class Link(Value):
    """A claim that acts of one kind move acts of another.

    ``measure`` says what moves: the share of cooperation among the second acts, or their share of all acts that the
    record holds (so that a year covered more closely moves nothing by itself). ``size`` is the change that
    would matter.
    """

    name: str
    statement: str
    first: Selection
    then: Selection
    measure: Literal["cooperation", "activity"] = "cooperation"
    expected: Literal["rise", "fall"]
    size: float = Field(default=0.25, gt=0, le=1)

    @property
    def sign(self) -> int:
        """1 where a rise is expected, -1 where a fall."""
        return 1 if self.expected == "rise" else -1


@dataclass(frozen=True)
class Tested:
    """A link with what the record says of it; ``p`` allows for the number of links tested (Holm 1979)."""

    link: Link
    first: tuple[Chosen, ...]
    second: tuple[Chosen, ...]
    plain: Linkage
    within: Linkage
    p: float | None
    verdict: Verdict


def try_links(
    events: pl.DataFrame,
    links: Sequence[Link],
    *,
    window: Window,
    as_of: dt.date,
    breaks: Sequence[dt.date] = (),
    stretch: int = STRETCH,
) -> list[Tested]:
    """Test every link on what was public by a day.

    ``breaks`` are the boundaries of phases, inside which the second test compares each act only with its own phase.
    """
    end = min(window[1], as_of)
    span = (window[0], end)
    bare = [_one(events, link, span, as_of, breaks, stretch) for link in links]
    adjusted = holm([plain.p for _, _, plain, _ in bare])
    return [
        Tested(
            link, first, second, plain, within, p,
            verdict(plain, within, expected=link.sign, size=link.size, p=p),
        )
        for link, (first, second, plain, within), p in zip(links, bare, adjusted, strict=True)
    ]  # fmt: skip


def holm(chances: Sequence[float | None]) -> list[float | None]:
    """Return p-values adjusted for their number, step by step (Holm 1979); None stays None and does not count.

    >>> holm([0.01, None, 0.04])
    [0.02, None, 0.04]
    """
    order = sorted((p, n) for n, p in enumerate(chances) if p is not None)
    found: dict[int, float] = {}
    largest = 0.0
    for rank, (p, n) in enumerate(order):
        largest = max(largest, min(1.0, p * (len(order) - rank)))
        found[n] = largest
    return [found.get(n) for n in range(len(chances))]


def _one(
    events: pl.DataFrame, link: Link, span: Window, as_of: dt.date, breaks: Sequence[dt.date], stretch: int
) -> tuple[tuple[Chosen, ...], tuple[Chosen, ...], Linkage, Linkage]:
    first = select(events, link.first, as_of=as_of, window=span, precision=CLOSE)
    second = select(events, link.then, as_of=as_of, window=span, precision=CLOSE)
    days, outcome = _outcomes(events, link, first, second, span, as_of)
    causes = [act.date for act in first]
    plain = linkage(causes, days, outcome, window=span, stretch=stretch)
    return first, second, plain, linkage(causes, days, outcome, window=span, breaks=breaks, stretch=stretch)


def _outcomes(
    events: pl.DataFrame,
    link: Link,
    first: Sequence[Chosen],
    second: Sequence[Chosen],
    span: Window,
    as_of: dt.date,
) -> tuple[list[dt.date], list[float]]:
    causes = {act.happening for act in first}
    if link.measure == "cooperation":
        kept = [act for act in second if act.happening not in causes]
        return [act.date for act in kept], [float(act.cooperative) for act in kept]
    asked = {act.happening for act in second}
    everybody = select(events, None, as_of=as_of, window=span, precision=CLOSE)
    once: Mapping[str, Chosen] = {act.happening: act for act in reversed(everybody) if act.happening not in causes}
    kept = sorted(once.values(), key=lambda act: (act.date, act.happening))
    return [act.date for act in kept], [float(act.happening in asked) for act in kept]
