"""Full names of people compared by sound: romanisations, hyphens, articles and the order of family and given name.

"Abdelfattah el-Sisi" and "Abdul Fattah al-Sisi" are one name, and so are "Moon Jaein" and "Moon Jae-in", "Jinping Xi"
and "Xi Jinping". Only names of two words or more are compared so: a chance hit on one word is too likely.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from detente.record.entries import Entry
from detente.record.wording import Word, fold, spelling

_ARTICLES = frozenset({"al", "el", "ul", "ad", "as", "ash", "an", "ar", "at", "az"})
# What may stand in lower case inside a name.
PARTICLES = frozenset(
    {*_ARTICLES, "bin", "ibn", "ben", "bint", "ould", "abu", "da", "das", "de", "del", "den", "der", "di"}
    | {"do", "dos", "du", "la", "le", "van", "von"}
)
_SERVANT = frozenset({"abd", "abdul", "abdel", "abdal", "abdol"})
_SON = frozenset({"ibn", "ben"})


def sound(keys: Sequence[str]) -> str:
    """Return what the romanisations of one full name share; empty where less than two words remain to compare.

    >>> sound(["abdul", "fattah", "al", "sisi"]) == sound(["abdelfattah", "el", "sisi"])
    True
    >>> sound(["al", "sisi"])
    ''
    """
    kept = [
        "bin" if key in _SON else key
        for n, key in enumerate(keys)
        if key not in _ARTICLES or (0 < n == len(keys) - 1 and key == "an")
    ]
    if len(kept) < 2:
        return ""
    return "".join("abd" if key in _SERVANT else spelling(_servant_of(key)) for key in kept)


def _servant_of(key: str) -> str:
    return f"abd{key[5:]}" if key[:5] in _SERVANT and len(key) > 6 else key


class FullNames:
    """The people of a table by the sound of their full names."""

    def __init__(self, index: Mapping[str, tuple[Entry, ...]]) -> None:
        self._index = index
        self._sounds: dict[str, tuple[Entry, ...]] = {}
        for key, entries in index.items():
            people = tuple(entry for entry in entries if entry.via == "person") if " " in key else ()
            if people:
                for sounded in {sound(order) for order in self._orders(key.split(" "), people)} - {""}:
                    self._sounds[sounded] = tuple(dict.fromkeys((*self._sounds.get(sounded, ()), *people)))

    def _orders(self, keys: list[str], people: tuple[Entry, ...]) -> Iterator[list[str]]:
        """Yield a name as it is, and with the family name last where the table writes it first."""
        yield keys
        persons = {entry.person for entry in people}
        if any(entry.person in persons and fold(entry.person) == " ".join(keys) for entry in self._called(keys[0])):
            yield [*keys[1:], keys[0]]

    def _called(self, key: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in self._index.get(key, ()) if entry.via == "person")

    def find(self, found: Sequence[Word], *, titled: bool) -> tuple[Entry, ...]:
        """Return the entries of a person by the full name, or by first and last name.

        After a title the name may also go on after the one in the table: "President Nicolas Maduro Moros".
        """
        keys = [word.key for word in found]
        tried = [keys, [keys[0], keys[-1]]]
        if titled:
            tried += [keys[:length] for length in range(len(keys) - 1, 1, -1)]
        for name in tried:
            if entries := self._called(" ".join(name)) or self._sounds.get(sound(name), ()):
                return entries
        return ()
