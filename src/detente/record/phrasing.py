"""What a noun phrase stands for, from the names and nouns of role inside it.

"American warplanes" is USA/MIL, "the president of the Riigikogu" EST/LEG, "the former Indian prime minister" IND/ELI.
The actor is the first one before the head noun, else after "of", "for", "in" or "at"; never after "to" or
"against" ("ambassador to Japan" is nobody's). The last noun of role gives the sector; a weak one ("leader",
"official", "forces") or a title ("president", "chairman") takes that of the noun or body it goes with.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from detente.record.entries import NOUNS, Entry
from detente.record.tenure import Reading, former, readings
from detente.record.wording import Word, words

# Where the actor and the noun are looked for, in this order; other prepositions lead away from both.
_SEARCHED = ("", "and", "of", "for", "in", "at", "from", "near", "on", "inside", "within", "across", "under", ",")
_AWAY = (
    "to with against by about toward towards over into between after before that who whom which whose where as via"
    " versus amid during since than outside"
)
_PREPOSITIONS = frozenset([*_SEARCHED, *_AWAY.split()])
_ARMED = frozenset({"REB", "UAF", "PRM", "CRM"})
_FORCE = frozenset({"REB", "UAF", "MIL"})


class Lookup(Protocol):
    """What the reading of phrases asks of the tables of names."""

    def written(self, found: list[Word], *, lenient: bool = False) -> list[Entry]:
        """Return the entries of a run of words that its capitals allow."""
        ...

    def longest(self, first: str) -> int:
        """Return the greatest number of words of a name that begins with this word."""
        ...

    def person_like(self, found: list[Word]) -> tuple[Entry, ...]:
        """Return the entries of a person by first and last name, or by another romanisation."""
        ...

    def officials(self, code: str) -> str:
        """Return the sector of those who speak for an actor."""
        ...


class Item(NamedTuple):
    """A name or noun of role in a phrase, or a word that is neither; ``gap`` is the text before it."""

    words: list[Word]
    entries: list[Entry]
    gap: str

    @property
    def named(self) -> list[Entry]:
        """The readings that are an actor's."""
        return [entry for entry in self.entries if entry.code or entry.via == "organisation"]

    @property
    def noun(self) -> Entry | None:
        """The reading as a noun of role."""
        return next((entry for entry in self.entries if entry.via == "agent" and entry.role in NOUNS), None)

    @property
    def is_person(self) -> bool:
        """Whether every reading is a person's."""
        return bool(self.entries) and all(entry.via == "person" for entry in self.entries)

    @property
    def unknown_name(self) -> bool:
        """Whether the word is written as a name and stands in no table."""
        return not self.entries and self.words[0].bare[0].isupper()

    def has_role(self, *roles: str) -> bool:
        """Whether a reading is a noun of one of these roles."""
        return any(entry.via == "agent" and entry.role in roles for entry in self.entries)


class Part(NamedTuple):
    """The items after one preposition; the head part stands after none."""

    preposition: str
    items: list[Item]


class Spoken(NamedTuple):
    """What the nouns of role say: the last noun, its sector if firm, what a weak one leans on, else its default."""

    noun: Entry | None
    firm: str = ""
    lean: str = ""
    default: str = ""
    former: bool = False


def compose(lookup: Lookup, text: str, on: dt.date | None) -> list[Reading]:
    """Return the readings of a noun phrase, best first; empty where it names nobody and no role."""
    parts = _parts(_people(lookup, _items(lookup, text)))
    searched = sorted((p for p in parts if p.preposition in _SEARCHED), key=lambda p: _SEARCHED.index(p.preposition))
    # A noun that may also be a body's name ("Congress") is a name only where nothing else names an actor.
    for generic in (False, True):
        for reach, part in enumerate(searched, start=1):
            if found := _actors(part.items, on, generic=generic):
                spoken = _spoken(searched, reach)
                found += _coordinated(searched, part, found[0], on)
                return [_joined(lookup, reading, spoken, text) for reading in found]
    spoken = _spoken(searched, len(searched))
    return [_role(spoken, text)] if spoken.noun else []


def _items(lookup: Lookup, text: str) -> list[Item]:
    """Cut a phrase into the longest names and nouns of the tables, and the words between them."""
    found = words(text)
    items: list[Item] = []
    start, before = 0, 0
    while start < len(found):
        stop, entries = start + 1, list[Entry]()
        for end in range(min(len(found), start + lookup.longest(found[start].key)), start, -1):
            if entries := lookup.written(found[start:end]):
                stop = end
                break
        items.append(Item(found[start:stop], entries, text[before : found[start].start]))
        before, start = found[stop - 1].end, stop
    return items


def _people(lookup: Lookup, items: list[Item]) -> list[Item]:
    """Read runs of capitalised words as people, middle names or not; a surname inside an unknown name is nobody's."""
    kept: list[Item] = []
    for run in _runs(items):
        if len(run) > 1:
            name = [word for item in run for word in item.words]
            if entries := lookup.person_like(name):
                kept.append(Item(name, list(entries), run[0].gap))
                continue
            if any(item.unknown_name for item in run):
                run = [item._replace(entries=[]) if item.is_person and len(item.words) == 1 else item for item in run]
        kept += run
    return kept


def _runs(items: list[Item]) -> Iterator[list[Item]]:
    """Yield stretches of items: capitalised words that may be one name together, every other item alone."""
    run: list[Item] = []
    for item in items:
        nameable = item.unknown_name or item.is_person
        if run and not (nameable and item.gap in (" ", "-", ". ", " '", ' "', '" ', "' ")):
            yield run
            run = []
        if nameable:
            run.append(item)
        else:
            yield [item]
    if run:
        yield run


def _parts(items: list[Item]) -> list[Part]:
    """Cut a phrase at its prepositions and commas."""
    parts = [Part("", [])]
    for item in items:
        if not item.entries and item.words[0].key in _PREPOSITIONS:
            parts.append(Part(item.words[0].key, []))
            continue
        if parts[-1].items and any(mark in item.gap for mark in ",;:("):
            parts.append(Part(",", []))
        parts[-1].items.append(item)
    return parts


def _actors(items: list[Item], on: dt.date | None, *, generic: bool) -> list[Reading]:
    """Return the readings of the actor that a part names: its first, with the sector of the body named beside it."""
    usable = _usable(items, generic=generic)
    best = [_best(readings(item.named, on)) for item in usable]
    people = [found for item, found in zip(usable, best, strict=True) if item.is_person]
    others = [found for item, found in zip(usable, best, strict=True) if not item.is_person]
    if people:
        return _person_among(people[0], others, items, on)
    if not others:
        return []
    first = others[0]
    body = next((r for found in others[1:] for r in found if r.entry.via == "organisation" or r.sector), None)
    if body is None or first[0].sector:
        return first
    return [reading._replace(sector=body.sector) for reading in first]


def _usable(items: list[Item], *, generic: bool) -> list[Item]:
    """Return the items that may name the actor of a part."""
    usable: list[Item] = []
    patrons: list[Item] = []
    for n, item in enumerate(items):
        if not item.named or (item.noun and not generic):
            continue
        before, after = items[n - 1] if n else None, items[n + 1] if n + 1 < len(items) else None
        if before and before.has_role("opposed"):
            continue
        if before and before.has_role("honorific", "title", "office"):
            item = item._replace(entries=[e for e in item.entries if e.via == "person"] or item.entries)
        if _dangling(item, before, after, items):
            continue
        (patrons if after and after.has_role("patron") else usable).append(item)
    return usable or patrons


def _dangling(item: Item, before: Item | None, after: Item | None, items: list[Item]) -> bool:
    """Whether a place stands inside a longer unknown name, as in "Paris Hilton" or "Michael Jordan"."""
    if any(entry.via not in ("name", "capital", "region") for entry in item.entries) or any(i.noun for i in items):
        return False
    follows = after is not None and after.unknown_name and after.gap == " " and not item.words[-1].possessive
    if follows or before is None:
        return follows
    return before.unknown_name and item.gap == " " and not before.words[-1].possessive


def _best(found: list[Reading]) -> list[Reading]:
    return [reading for reading in found if reading.tier == found[0].tier]


def _person_among(
    person: list[Reading], others: list[list[Reading]], items: list[Item], on: dt.date | None
) -> list[Reading]:
    """Choose among the readings of a person by the actor and the title named beside them."""
    codes = [reading.entry.code for found in others for reading in found]
    if not codes:
        titles = {item.words[-1].key for item in items if item.has_role("title", "office")}
        return [r for r in person if titles & set(r.entry.role.casefold().split())] or person
    same = [reading for code in codes for reading in person if reading.entry.code == code]
    return same[:1] or others[0]


def _coordinated(parts: list[Part], home: Part, first: Reading, on: dt.date | None) -> list[Reading]:
    """Return the actors named beside the first one: "Russian and Belarusian soldiers", "US-South Korean forces"."""
    found: list[Reading] = []
    for part in parts:
        if part is home:
            joined = [item for item in part.items[1:] if item.gap in ("-", "/", "–")]
            found += _actors(joined, on, generic=False)[:1]
        elif part.preposition == "and" and home.preposition == "":
            found += _actors(part.items, on, generic=False)[:1]
    return [
        reading._replace(tier=first.tier)
        for reading in found
        if reading.entry.code != first.entry.code and reading.entry.via != "person"
    ]


def _spoken(parts: list[Part], reach: int) -> Spoken:
    """Read the nouns of role of the first parts, as far as the actor stands; weak nouns lean on later ones."""
    for part in parts[:reach]:
        nouns = [(n, item.noun) for n, item in enumerate(part.items) if item.noun]
        if nouns:
            break
    else:
        return Spoken(None)
    last, noun = nouns[-1]
    left = any(item.has_role("former") for item in part.items[:last])
    firm = next((entry.sector for _, entry in reversed(nouns) if entry.role in ("head", "office")), "")
    later = [item.noun for other in parts if other.preposition in ("of", "for") for item in other.items]
    lean = next((entry.sector for entry in later if entry and entry.role in ("head", "office")), "")
    default = next((entry.sector for _, entry in reversed(nouns) if entry.sector), "")
    return Spoken(noun, firm, lean, default, left)


def _joined(lookup: Lookup, reading: Reading, spoken: Spoken, text: str) -> Reading:
    """Give an actor the sector of the nouns beside it."""
    entry, own = reading.entry, reading.sector
    if spoken.noun is None:
        return reading
    if entry.via == "person" and own not in ("", "ELI"):
        sector = own
    else:
        default = lookup.officials(entry.code) if spoken.default == "GOV" and entry.code else spoken.default
        sector = spoken.firm or (own if own != "ELI" else "") or spoken.lean or default or own
    if own in _ARMED and sector in _FORCE:
        sector = own
    if spoken.former:
        sector = former(sector)
    via = entry.via if entry.via == "person" or spoken.noun.role not in ("office", "title") else "office"
    return Reading(reading.tier, entry._replace(name=text.strip(), sector=sector, via=via), sector)


def _role(spoken: Spoken, text: str) -> Reading:
    """Read a phrase that names a role and no actor."""
    sector = spoken.firm or spoken.lean or spoken.default
    if spoken.former:
        sector = former(sector)
    return Reading((0, 4, 0), Entry(text.strip(), "", sector, "agent"), sector)
