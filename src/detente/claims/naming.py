"""Who a sentence names: actors as parties, actors as mere places, and how two namings compare."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache

from detente.claims.words import cue, stem
from detente.reading.mentions import Mention, MentionFinder
from detente.reading.words import Tree
from detente.record.actors import Resolution
from detente.record.wording import words as name_words

_AT = {"in", "at", "from", "near", "outside", "inside", "to", "into", "out", "around"}
_PLACES = {"capital", "name", "region", "metonym"}
# Sectors whose members share their country's code and are yet parties of their own.
_OWN = {"PTY", "REB", "UAF", "PRM", "SPY", "OPP", "CRM"}
_DOCUMENTS = {"summit", "declaration", "statement", "agreement", "talks", "meeting", "framework", "accord", "games"}


@dataclass(frozen=True, slots=True)
class Naming:
    """One mention in a parsed sentence: the actors it stands for, its words, and whether it only names a place."""

    actors: frozenset[str]
    words: frozenset[int]
    place: bool
    capital: bool
    person: bool
    region: bool = False
    body: bool = False


def actor_key(found: Resolution) -> str:
    """Return the key of an actor: its code, with its name where several parties share a country's code.

    >>> actor_key(Resolution(code="GBR", sector="PTY", name="DUP", via="organisation"))
    'GBR/dup'
    """
    if found.sector in _OWN and found.via == "organisation":
        return f"{found.code}/{found.name.casefold()}"
    return f"{found.code}/?" if found.sector in _OWN else found.code


def country(key: str) -> str:
    """Return the code of an actor's key without the party's name."""
    return key.partition("/")[0]


def same_actor(one: str, other: str) -> bool:
    """Whether two keys may mean the same actor: equal, or one of them does not say which party of a country."""
    if one == other:
        return True
    if country(one) != country(other):
        return False
    return "/" not in one or "/" not in other or one.endswith("/?") or other.endswith("/?")


def among(one: str, keys: frozenset[str]) -> bool:
    """Whether an actor may be one of several."""
    return any(same_actor(one, other) for other in keys)


class Namer:
    """Finds the actors of a sentence; ``parties`` (code -> name) lets "the North" and "both Koreas" be understood."""

    def __init__(self, finder: MentionFinder, parties: Mapping[str, str]) -> None:
        self.finder = finder
        self.parties = dict(parties)

    @cached_property
    def _short(self) -> dict[str, frozenset[str]]:
        """Parts of the parties' names that only one of them begins with ("North"), or that several end with."""
        first: dict[str, set[str]] = {}
        last: dict[str, set[str]] = {}
        for code, name in self.parties.items():
            parts = [part for part in name.split(" ") if part[:1].isupper()]
            if len(parts) == 2 and len(name.split(" ")) == 2:
                first.setdefault(parts[0], set()).add(code)
                last.setdefault(parts[1] + "s", set()).add(code)
        shared = {word: frozenset(codes) for word, codes in last.items() if len(codes) > 1}
        twins = frozenset().union(*shared.values()) if shared else frozenset()
        alone = {word: frozenset(codes) for word, codes in first.items() if len(codes) == 1 and codes <= twins}
        return alone | shared

    def find(self, text: str, tree: Tree, day: dt.date | None) -> list[Naming]:
        """Return the namings of a sentence in order."""
        mentions = self.finder.find(text, day).found
        found = [self._naming(tree, mention) for mention in mentions]
        taken = {i for naming in found for i in naming.words}
        for word in tree.words:
            codes = self._short.get(word.text)
            if codes and word.i not in taken and self._stands_alone(tree, word.i):
                found.append(Naming(codes, frozenset({word.i}), False, False, False))
        return [naming for naming in found if naming.words]

    @lru_cache(maxsize=20_000)  # noqa: B019 - a namer lives as long as its reader
    def lands(self, word: str) -> tuple[str, ...]:
        """Return keys of the foreign countries that a place lies in, so that a town and its country can be matched."""
        if not word[:1].isupper():
            return ()
        found = self.finder.actors.candidates(word)
        return tuple(f"@{r.code}" for r in found[:1] if r.via in _PLACES and r.code and r.code not in self.parties)

    def _stands_alone(self, tree: Tree, i: int) -> bool:
        after = tree.words[i + 1] if i + 1 < len(tree.words) else None
        before = tree.words[i - 1].text.casefold() if i else ""
        if tree.words[i].text.endswith("s"):
            return True
        return before == "the" and not (after and after.text[:1].isupper())

    def _naming(self, tree: Tree, mention: Mention) -> Naming:
        inside = frozenset(word.i for word in tree.words if word.start < mention.end and mention.start < word.end)
        actors = frozenset(actor_key(actor) for actor in mention.actors)
        vias = {actor.via for actor in mention.actors}
        placed = (
            bool(inside) and bool(vias & (_PLACES | {"organisation"})) and self._is_place(tree, inside, actors, vias)
        )
        return Naming(
            actors, inside, placed, "capital" in vias, "person" in vias, "region" in vias, "organisation" in vias
        )

    def _is_place(self, tree: Tree, inside: frozenset[int], actors: frozenset[str], vias: Set[str]) -> bool:
        """Whether a country or a capital is named as a place: "in Hanoi", "the Singapore summit"."""
        head = max(inside, key=lambda i: tree.words[i].head not in inside)
        above = tree.words[tree.words[head].head]
        foreign = not any(country(actor) in self.parties for actor in actors)
        if tree.words[head].dep in ("compound", "amod", "nmod") and above.text.casefold() in _DOCUMENTS:
            return foreign or "capital" in vias
        if "organisation" in vias:
            return tree.words[head].dep == "pobj" and above.text.casefold() in ("at", "in", "inside", "near", "outside")
        if vias == {"region"}:
            return tree.words[head].dep not in ("nsubj", "nsubjpass", "poss")
        if tree.words[head].dep == "dobj" and "capital" in vias:
            return stem(above.lemma) in cue("travel")
        if tree.words[head].dep != "pobj" or above.text.casefold() not in _AT:
            return False
        toward = above.text.casefold() in ("to", "from")
        return not toward or "capital" in vias or foreign


def name_parts(text: str) -> list[str]:
    """Return the folded words of a name."""
    return [word.key for word in name_words(text)]
