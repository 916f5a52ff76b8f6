"""What a date is counted from, and what an expression of time turns out to mean."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple

from detente.reading.spans import Span
from detente.record.event import Precision

# when: the time of what is told; open: from then on; bound: not later or earlier than; name: only names a thing.
Role = Literal["when", "open", "bound", "name"]


# A date without a year so many days before the text is news, whatever year the narrative was in.
NEWS = 45


class Clock(NamedTuple):
    """What a date may be counted from.

    ``running`` is the time that the narrative has reached, ``then`` the time last spoken of. A bare month belongs
    to the running year where it is ``held`` (the same paragraph), and where it is ``settled`` unless it lies just
    before the text. ``ahead`` reads bare dates as still to come, as in "will meet in May".
    """

    published: dt.date | None = None
    running: Span | None = None
    held: bool = False
    settled: bool = False
    ahead: bool = False
    then: Span | None = None


class Expression(NamedTuple):
    """A date in a text: where it stands, what it means as a span of days, its role, and how it was understood.

    ``span`` is None where the days cannot be known; ``how`` then says what is missing.
    """

    start: int
    end: int
    span: Span | None
    how: str = ""
    role: Role = "when"

    @property
    def date(self) -> dt.date:
        """The first day. Raises `LookupError` where the days are not known."""
        if self.span is None:
            raise LookupError(self.how)
        return self.span.first

    @property
    def last(self) -> dt.date | None:
        """The last day where it is another."""
        return self.span.last if self.span else None

    @property
    def precision(self) -> Precision:
        """How precise the span is."""
        return self.span.precision if self.span else "day"


class Unknown(LookupError):
    """The words count from something that the text has not given; the message says from what."""
