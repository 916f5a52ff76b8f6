"""What a case asks of the relations between its actors, beside the question of phases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from detente.relations.links import Link
from detente.relations.selection import Window


@dataclass(frozen=True)
class Asked:
    """The actors, the dyads, the coalitions and the links that a case names, and the days that its answers look to.

    ``breaks`` are the boundaries between phases of the focus dyad; ``coalitions`` holds name, members and target;
    ``well_told`` the events that a report graded B2 or better tells of.
    """

    focus: tuple[str, str]
    names: Mapping[str, str]
    window: Window
    reference: tuple[str, dt.date]
    as_of: dt.date
    breaks: Sequence[dt.date] = ()
    coalitions: Sequence[tuple[str, tuple[str, ...], str]] = ()
    dyads: Sequence[tuple[str, str]] = ()
    issues: Mapping[str, str] = field(default_factory=dict)
    links: Sequence[Link] = ()
    well_told: Collection[str] = frozenset()

    @property
    def span(self) -> Window:
        """The window as far as it had passed by the day of the answers."""
        return self.window[0], min(self.window[1], self.as_of)

    @property
    def years(self) -> tuple[Window, ...]:
        """The span cut at the turns of the year."""
        first, last = self.span
        return tuple(
            (max(first, dt.date(year, 1, 1)), min(last, dt.date(year, 12, 31)))
            for year in range(first.year, last.year + 1)
        )

    @property
    def third_parties(self) -> tuple[str, ...]:
        """The parties that are not in the focus dyad."""
        return tuple(code for code in self.names if code not in self.focus)

    def name(self, code: str) -> str:
        """How an actor is written in prose."""
        return self.names.get(code, code)

    def both(self, codes: Sequence[str], joined: str = "and") -> str:
        """How several actors are written in prose."""
        return f" {joined} ".join(self.name(code) for code in codes)


def span_name(span: Window) -> str:
    """Write a span of days: the year where it is whole, its months where it is not.

    >>> span_name((dt.date(2019, 1, 1), dt.date(2019, 4, 15)))
    'January to April 2019'
    """
    first, last = span
    if (first.month, first.day, last.month, last.day, first.year) == (1, 1, 12, 31, last.year):
        return str(first.year)
    return f"{first:%B} to {last:%B %Y}" if first.year == last.year else f"{first:%B %Y} to {last:%B %Y}"


def capital(text: str) -> str:
    """Write a sentence's first letter large.

    >>> capital("the talks")
    'The talks'
    """
    return text[:1].upper() + text[1:]
