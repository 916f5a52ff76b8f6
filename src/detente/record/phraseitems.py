"""A noun phrase cut into the names and nouns of role of the tables, people by their full names among them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from detente.record.entries import NOUNS, Entry
from detente.record.fullnames import PARTICLES
from detente.record.wording import Word, words

_STATE = frozenset({"GOV", "LEG", "JUD"})


class Lookup(Protocol):
    """What the reading of phrases asks of the tables of names."""

    def written(self, found: list[Word], *, lenient: bool = False) -> list[Entry]:
        """Return the entries of a run of words that its capitals allow."""
        ...

    def longest(self, first: str) -> int:
        """Return the greatest number of words of a name that begins with this word."""
        ...

    def person_like(self, found: list[Word], *, titled: bool = False) -> tuple[Entry, ...]:
        """Return the entries of a person by a full name, however romanised; after a title also by its beginning."""
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
    def is_body(self) -> bool:
        """Whether every reading is a house or an office of state, known without its state ("the Senate")."""
        return bool(self.named) and all(e.via == "organisation" and e.sector in _STATE for e in self.named)

    @property
    def unknown_name(self) -> bool:
        """Whether the word is written as a name and stands in no table."""
        return not self.entries and self.words[0].bare[0].isupper()

    @property
    def nameable(self) -> bool:
        """Whether the word may be part of a person's name."""
        return self.unknown_name or self.is_person

    @property
    def is_particle(self) -> bool:
        """Whether the word is one that stands in lower case inside names ("al-", "bin", "de")."""
        return not self.entries and self.words[0].key in PARTICLES

    def has_role(self, *roles: str) -> bool:
        """Whether a reading is a noun of one of these roles."""
        return any(entry.via == "agent" and entry.role in roles for entry in self.entries)


def items_of(lookup: Lookup, text: str) -> list[Item]:
    """Cut a phrase into the longest names and nouns of the tables, the names of people, and the words between them."""
    return _people(lookup, _cut(lookup, text))


def _cut(lookup: Lookup, text: str) -> list[Item]:
    """Cut a phrase into the longest names and nouns of the tables, and the words between them."""
    found = words(text)
    typed = text.islower()
    items: list[Item] = []
    start, before = 0, 0
    while start < len(found):
        stop, entries = start + 1, list[Entry]()
        for end in range(min(len(found), start + lookup.longest(found[start].key)), start, -1):
            if entries := lookup.written(found[start:end]) or (_typed(lookup, found[start:end]) if typed else []):
                stop = end
                break
        items.append(Item(found[start:stop], entries, text[before : found[start].start]))
        before, start = found[stop - 1].end, stop
    return items


def _typed(lookup: Lookup, found: list[Word]) -> list[Entry]:
    """Return the states that a run of words names in a phrase typed in lower case throughout: "french troops"."""
    return [entry for entry in lookup.written(found, lenient=True) if entry.via in ("name", "demonym")]


def _people(lookup: Lookup, items: list[Item]) -> list[Item]:
    """Read runs of capitalised words as people, middle names or not; a surname inside an unknown name is nobody's."""
    kept: list[Item] = []
    for run in _runs(items):
        if kept and kept[-1].has_role("vessel"):  # "HMS Queen Elizabeth" is no queen
            run = [item._replace(entries=[]) if item.is_person else item for item in run]
        elif len(run) > 1:
            name = [word for item in run for word in item.words]
            titled = bool(kept) and kept[-1].has_role("title", "office", "honorific")
            if entries := lookup.person_like(name, titled=titled):
                kept.append(Item(name, list(entries), run[0].gap))
                continue
            if any(item.unknown_name for item in run):
                run = [item._replace(entries=[]) if item.is_person and len(item.words) == 1 else item for item in run]
        kept += run
    return kept


def _runs(items: list[Item]) -> Iterator[list[Item]]:
    """Yield stretches of items: capitalised words that may be one name together, every other item alone."""
    run: list[Item] = []
    for n, item in enumerate(items):
        after = items[n + 1] if n + 1 < len(items) else None
        nameable = item.nameable or bool(run and after and item.is_particle and after.nameable)
        if run and not (nameable and item.gap in (" ", "-", ". ", " '", ' "', '" ', "' ")):
            yield run
            run = []
        if nameable:
            run.append(item)
        else:
            yield [item]
    if run:
        yield run
