"""Who is meant: actors, and the dated tables that turn names, offices and demonyms into their codes.

States carry ISO 3166-1 alpha-3 codes (withdrawn ones of ISO 3166-3 where a state is gone), Correlates of War and
Gleditsch-Ward numbers; sectors are the agent codes of CAMEO and PLOVER. Rules of choice, in order:

- a code reads as itself; then names of states and bodies, then places, then people by surname, then nouns of role;
- a day chooses among readings (Moscow is the Soviet Union's until 1991-12-25) and never forbids the only one;
- a reading marked "lesser" in the tables ("Congo" as Brazzaville) is listed and never chosen over the usual one;
- readings of equal standing and different actors are ambiguous, and said to be so;
- a person reads by the office held on the day; after the last one as ELI, without a day by the last office.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from detente.errors import AmbiguousName, UnknownName
from detente.record.actortables import TABLES, Reader
from detente.record.entries import Entry, Via
from detente.record.fullnames import FullNames
from detente.record.phrasing import compose
from detente.record.tenure import Reading, readings
from detente.record.wording import Word, fold, words
from detente.value import Value

Kind = Literal["state", "organisation", "group", "region"]


class Actor(Value):
    """A state, organisation, people or territory; ``since`` is empty for states older than 1945.

    ``sector`` is that of those who speak for it; ``part_of`` names the state that a territory belongs to or
    that files of other projects list a party or an armed group under, or the body that an agency belongs to.
    """

    code: str
    name: str
    official_name: str = ""
    kind: Kind = "state"
    iso2: str = ""
    cow: int | None = None
    gw: int | None = None
    capital: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    sector: str = ""
    part_of: str = ""


class Resolution(Value):
    """What a name stands for: the actor's code (empty where only a role is known), the sector, and how it was known.

    >>> str(Resolution(code="KOR", sector="GOV", name="Blue House", via="metonym"))
    'KOR/GOV'
    """

    code: str
    sector: str = ""
    name: str
    via: Via

    def __str__(self) -> str:
        return f"{self.code}/{self.sector}" if self.sector else self.code


class Actors:
    """The tables of actors and names, frozen.

    >>> str(Actors.load().resolve("Moon", on=dt.date(2018, 5, 1)))
    'KOR/GOV'
    """

    def __init__(
        self, actors: Iterable[Actor], entries: Iterable[Entry], *, aliases: Mapping[str, str] | None = None
    ) -> None:
        self._actors = {actor.code: actor for actor in actors}
        self._aliases = dict(aliases or {})
        index: dict[str, tuple[Entry, ...]] = {}
        for entry in entries:
            key = fold(entry.name)
            others = index.get(key, ())
            if entry not in others:
                index[key] = (*others, entry)
        self._index = index
        self._longest: dict[str, int] = {}
        for key in index:
            first, _, rest = key.partition(" ")
            length = rest.count(" ") + 2 if rest else 1
            if length > self._longest.get(first, 0):
                self._longest[first] = length

    @classmethod
    def load(cls) -> Actors:
        """Return the actors of the tables beside the code, read once."""
        return _default()

    @classmethod
    def from_tables(cls, folder: Path) -> Actors:
        """Return the actors of a folder with tables of the same names and columns as those beside the code.

        Tables may be absent. Raises `FormatError` with file, line and mend.
        """
        reader = Reader(folder)
        actors = [Actor(**fields) for fields in reader.states()]
        entries: list[Entry] = []
        aliases: dict[str, str] = {}
        for fields, names, others in reader.organisations():
            actors.append(Actor(**fields))
            entries += names
            aliases |= dict.fromkeys(others, fields["code"])
        for part in (reader.names, reader.groups, reader.regions, reader.agents, reader.people):
            entries += part()
        return cls(actors, entries, aliases=aliases)

    def resolve(self, text: str, on: dt.date | None = None, *, within: str = "") -> Resolution:
        """Return what a name or short noun phrase stands for on a day; ``within`` prefers readings of that actor.

        Raises `UnknownName` with close names, `AmbiguousName` with the readings.

        >>> actors = Actors.load()
        >>> str(actors.resolve("Kremlin", on=dt.date(1985, 3, 11))), str(actors.resolve("South Korean president"))
        ('SUN/GOV', 'KOR/GOV')
        """
        found = self._readings(text, on, within)
        if not found:
            raise UnknownName.among("actor", text, self._near(text))
        best = list(dict.fromkeys(r.entry.code for r in found if r.tier == found[0].tier))
        if len(best) > 1:
            names = list(dict.fromkeys(_told(reading) for reading in found))
            raise AmbiguousName(f"{text!r} may be {' or '.join(names)}; give a date or a longer name", names)
        return _resolution(found[0])

    def candidates(self, text: str, on: dt.date | None = None, *, within: str = "") -> tuple[Resolution, ...]:
        """Return all readings of a name or short noun phrase, best first; empty where it is unknown.

        >>> [str(reading) for reading in Actors.load().candidates("Georgia")]
        ['GEO', 'USA']
        """
        return tuple(dict.fromkeys(_resolution(reading) for reading in self._readings(text, on, within)))

    def phrases(self) -> Mapping[str, tuple[Entry, ...]]:
        """Return the entries of each name, by its folded form (`detente.record.wording.fold`).

        Entries without a code are nouns of role (``via`` "agent") or places that stand for no actor, which hide
        the names inside them ("Indian Ocean"); `Entry.written_in` says whether a text's capitals allow a reading.
        """
        return MappingProxyType(self._index)

    def actor(self, code: str) -> Actor:
        """Return the actor of a code or of another spelling of it (IAEA for IAE). Raises `UnknownName`."""
        found = self._actors.get(self._aliases.get(code, code))
        if found is None:
            raise UnknownName.among("actor", code, self.codes())
        return found

    def codes(self) -> tuple[str, ...]:
        """Return every code, and every other spelling of a code, that a table may use."""
        return (*self._actors, *self._aliases)

    def sector_of(self, noun: str) -> str | None:
        """Return the sector of a noun of role, singular or plural, or None.

        >>> Actors.load().sector_of("warplanes")
        'MIL'
        """
        entries = self._index.get(fold(noun), ())
        return next((entry.sector for entry in entries if entry.via == "agent" and entry.sector), None)

    def _readings(self, text: str, on: dt.date | None, within: str) -> list[Reading]:
        found = self._whole(text, on)
        if found is None:
            found = compose(self, text, on)
        found = [reading for reading in found if reading.entry.code or reading.sector or reading.entry.via == "agent"]
        if not within:
            return found
        return sorted(found, key=lambda reading: (reading.entry.code != within, reading.tier))

    def _whole(self, text: str, on: dt.date | None) -> list[Reading] | None:
        """Read the whole text as a code or a name of the tables; None where it is neither."""
        text = text.strip()
        code, _, sector = text.partition("/")
        code = self._aliases.get(code, code)
        coded = []
        if code in self._actors:
            coded = [Reading((0, 0, 0), Entry(self._actors[code].name, code, sector, "code"), sector)]
        found = words(text)
        entries = self.written(found, lenient=True)
        return coded + readings(entries, on) if coded or entries else None

    def written(self, found: list[Word], *, lenient: bool = False) -> list[Entry]:
        """Return the entries of a run of words that its capitals allow; ``lenient`` takes names typed in lower case."""
        if len(found) > 1 and found[0].key == "the":
            found = found[1:]
        entries = self._index.get(" ".join(word.key for word in found), ())
        typed = lenient and all(word.bare.islower() for word in found)
        return [
            entry
            for entry in entries
            if entry.written_in(found) or (typed and entry.case == "capital" and entry.via != "person")
        ]

    def officials(self, code: str) -> str:
        """Return the sector of those who speak for an actor: GOV for a state, none for an international body."""
        return self._actors[code].sector if code in self._actors else ""

    def longest(self, first: str) -> int:
        """Return the greatest number of words of a name that begins with this folded word; 0 where none does."""
        return self._longest.get(first, 0)

    def person_like(self, found: list[Word], *, titled: bool = False) -> tuple[Entry, ...]:
        """Return the entries of a person by a full name, however romanised (`detente.record.fullnames`)."""
        return self._full_names.find(found, titled=titled)

    @cached_property
    def _full_names(self) -> FullNames:
        return FullNames(self._index)

    def _near(self, text: str) -> list[str]:
        """Return names that begin alike, as they are written, to look for a misspelling among them."""
        key = fold(text)
        return [
            entries[0].name
            for name, entries in self._index.items()
            if name[:1] == key[:1] and abs(len(name) - len(key)) <= 3 and entries[0].via != "agent"
        ]


def _told(reading: Reading) -> str:
    person = reading.entry.person
    return f"{_resolution(reading)} ({person})" if person else str(_resolution(reading))


def _resolution(reading: Reading) -> Resolution:
    entry = reading.entry
    return Resolution(code=entry.code, sector=reading.sector, name=entry.person or entry.name, via=entry.via)


@cache
def _default() -> Actors:
    return Actors.from_tables(TABLES)


def resolve(text: str, on: dt.date | None = None) -> Resolution:
    """Return what a name or short noun phrase stands for on a day, by the tables beside the code.

    Raises `UnknownName` with close names, `AmbiguousName` with the readings.

    >>> str(resolve("Seoul")), str(resolve("Kremlin", on=dt.date(2018, 5, 1)))
    ('KOR', 'RUS/GOV')
    """
    return _default().resolve(text, on)
