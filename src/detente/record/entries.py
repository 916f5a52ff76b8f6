"""What the tables of names hold: one entry a reading of a name, with the days between which it holds."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple

from detente.errors import FormatError
from detente.record.wording import Word, words

Via = Literal[
    "code", "name", "demonym", "capital", "metonym", "abbreviation", "organisation",
    "region", "person", "office", "agent",
]  # fmt: skip
# "any": as it comes; "capital": some word begins with a capital; "exact": "US" is not "us", "WHO" is not "who".
Case = Literal["any", "capital", "exact"]

# How a noun of role behaves: "head" gives its sector; "weak" ("official") and "title" ("president") take that of what
# they go with; "office" is a title that always gives its own; "aspirant" ("hopeful") is none of the house before it.
# The rest are no nouns: "former", "honorific" ("Mr"), "modifier" ("northern"), "opposed" ("anti-"), "patron" ("-led",
# whose actor stands in where no other is named), "backed" ("-backed", whose actor never does), "vessel" ("HMS"),
# "field" ("medical", which gives its sector to a weak noun after it).
NOUNS: frozenset[str] = frozenset({"head", "weak", "title", "office", "aspirant"})
ROLES: frozenset[str] = NOUNS | {"former", "honorific", "modifier", "opposed", "patron", "backed", "vessel", "field"}


class Entry(NamedTuple):
    """One reading of a name.

    ``code`` is empty for nouns of role, and for places that stand for no actor ("Indian Ocean"). ``rank`` 0 is the
    usual reading, higher ones are lesser. ``role`` is the office of a person, how a noun of role behaves, or
    "people" for a people of several states.
    """

    name: str
    code: str
    sector: str
    via: Via
    case: Case = "capital"
    since: dt.date | None = None
    until: dt.date | None = None
    rank: int = 0
    role: str = ""
    person: str = ""

    def holds(self, on: dt.date | None) -> bool:
        """Whether the reading holds on a day; without a day, whether it still holds."""
        if on is None:
            return self.until is None
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    def written_in(self, found: list[Word]) -> bool:
        """Whether the letters' case in the text allows this reading."""
        if self.case == "any":
            return True
        if self.case == "exact":
            return [word.bare for word in found] == [word.bare for word in words(self.name)]
        return any(word.bare[0].isupper() or word.bare[0].isdigit() for word in found)


def case_of(name: str) -> Case:
    """Return how strictly a name's case is read: short words in capitals must be written so.

    >>> case_of("WHO"), case_of("Moon"), case_of("police")
    ('exact', 'capital', 'any')
    """
    letters = name.replace(".", "")
    if letters.isupper() and letters.isalnum() and len(letters) <= 6:
        return "exact"
    return "any" if name.islower() else "capital"


def day(text: str, *, last: bool, file: str, line: int) -> dt.date | None:
    """Return the first (or last) day of an ISO day, month or year; None for an empty cell.

    >>> day("1998", last=True, file="people.csv", line=2)
    datetime.date(1998, 12, 31)
    """
    if not text:
        return None
    try:
        if len(text) == 10:
            return dt.date.fromisoformat(text)
        year, month = (int(part) for part in (text + ("-12" if last else "-01") if len(text) == 4 else text).split("-"))
        if not last:
            return dt.date(year, month, 1)
        return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    except ValueError as reason:
        what = f"{text!r} is not a date ({reason})"
        raise FormatError.at(file, line, what, "write 2018, 2018-04 or 2018-04-27") from None
