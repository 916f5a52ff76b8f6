"""Names of actors in a sentence, found through the tables of the record: the longest name at each place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import lru_cache

from detente.errors import AmbiguousName, UnknownName
from detente.record.actors import Actors, Resolution
from detente.record.entries import Entry
from detente.record.wording import Word as NameWord
from detente.record.wording import words as name_words

OPENING = "\"'([-"
# Names of states and their people keep their meaning beside other capitals ("Iran Air"); these do not.
PLAIN = frozenset({"name", "demonym", "abbreviation", "capital", "region", "code"})
CALENDAR = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march"}
    | {
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "mr",
        "mrs",
        "ms",
        "dr",
    }
)
# "The two Koreas", "inter-Korean".
_SHARED_AFTER = ("two", "inter")
_SHARING = frozenset({"name", "demonym"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a sentence, with the actors it stands for (several for "the two Koreas")."""

    start: int
    end: int
    text: str
    actors: tuple[Resolution, ...]


@dataclass
class Mentions:
    """What was found in a sentence: names, and names that cannot be settled, with the reason."""

    found: list[Mention] = field(default_factory=list)
    unsettled: list[tuple[int, int, str]] = field(default_factory=list)

    def codes(self) -> set[str]:
        """Return the codes of all actors named."""
        return {actor.code for mention in self.found for actor in mention.actors}


class MentionFinder:
    """Finds the names of a table of actors in sentences."""

    def __init__(self, actors: Actors) -> None:
        self.actors = actors
        self._index = actors.phrases()
        self._shared = self._shared_names()
        self._firsts = {
            key.partition(" ")[0] for key, entries in self._index.items() if any(e.via != "agent" for e in entries)
        } | {form for name in self._shared for form in (name, f"{name}s")}
        self.sector = lru_cache(maxsize=20_000)(self._sector_now)
        self._resolve = lru_cache(maxsize=20_000)(self._resolve_now)

    def find(self, text: str, on: dt.date | None = None) -> Mentions:
        """Return the names in a sentence; ``on`` chooses among holders of an office and readings of a name."""
        found = Mentions()
        if not self._may_name(text):
            return found
        tokens = name_words(text)
        k = 0
        while k < len(tokens):
            # Most words begin no name of any table, nor one of two.
            named = self.actors.longest(tokens[k].key) or (k and tokens[k - 1].key in _SHARED_AFTER)
            k += self._take(text, tokens, k, on, found) if named else 1
        return found

    def _may_name(self, text: str) -> bool:
        """Whether any word could begin a name: most sentences are passed by here, before their words are folded."""
        return any(
            (part[0].isupper() or not part[0].isascii() or part[0] in OPENING) and self._begins(part)
            for part in text.split()
        )

    @lru_cache(maxsize=50_000)  # noqa: B019 - a finder lives as long as its coder
    def _begins(self, part: str) -> bool:
        return any(word.key in self._firsts for word in name_words(part))

    def _take(self, text: str, tokens: list[NameWord], k: int, on: dt.date | None, found: Mentions) -> int:
        """Read the longest name at a token into ``found`` and return how many tokens it takes."""
        halved = self._halved(text, tokens, k)
        if halved:
            found.found.append(halved)
            return 4
        shared = self._shared_at(text, tokens, k)
        if shared:
            found.found.append(shared)
            return 1
        for length in range(min(self.actors.longest(tokens[k].key), len(tokens) - k), 0, -1):
            run = tokens[k : k + length]
            entries = self._entries(run)
            if not entries:
                continue
            if all(entry.via == "agent" for entry in entries):
                continue  # a noun of role is read with its phrase, and may begin with a name: "Somali pirates"
            if not any(entry.code and entry.via != "agent" for entry in entries):
                return length  # a place that is no actor hides the names inside it
            if not self._part_of_a_name(tokens, k, length, entries):
                self._settle(text[run[0].start : run[-1].end], run, on, found)
            return length
        return 1

    def _part_of_a_name(self, tokens: list[NameWord], k: int, length: int, entries: list[Entry]) -> bool:
        """Whether a one-word name stands in a longer name that no table holds: "Ilir Meta", "Kim Yong Chol"."""
        if length > 1 or tokens[k].bare.isupper() or any(entry.via in PLAIN for entry in entries if entry.code):
            return False
        after = tokens[k + 1] if k + 1 < len(tokens) and not tokens[k].possessive else None
        before = tokens[k - 1] if k else None
        joined_after = after is not None and after.start - tokens[k].end == 1 and self._unknown(after)
        joined_before = before is not None and not before.possessive and tokens[k].start - before.end == 1
        return joined_after or (joined_before and before is not None and k > 1 and self._unknown(before))

    def _unknown(self, word: NameWord) -> bool:
        """Whether a word is written as part of a name and stands in no table."""
        return word.bare[0].isupper() and word.key not in self._index and word.key not in CALENDAR

    def _entries(self, run: list[NameWord]) -> list[Entry]:
        entries = self._index.get(" ".join(word.key for word in run), ())
        return [entry for entry in entries if entry.written_in(run)] if entries else []

    def _settle(self, name: str, run: list[NameWord], on: dt.date | None, found: Mentions) -> None:
        start, end = run[0].start, run[-1].end
        if run[-1].possessive:
            name = name.rstrip("sS").rstrip("'") if name[-1] in "sS" and name[-2:-1] == "'" else name.rstrip("'")
        resolved = self._resolve(name, on)
        if isinstance(resolved, str):
            found.unsettled.append((start, end, resolved))
        elif resolved:
            found.found.append(Mention(start, end, name, (resolved,)))

    def _resolve_now(self, name: str, on: dt.date | None) -> Resolution | str | None:
        try:
            resolved = self.actors.resolve(name, on=on)
        except AmbiguousName as error:
            return str(error)
        except UnknownName:
            return None
        return resolved if resolved.code else None

    def _sector_now(self, phrase: str, code: str, on: dt.date | None) -> str:
        """Return the sector that a noun phrase gives to an actor, or an empty string."""
        return next((r.sector for r in self.actors.candidates(phrase, on=on) if r.code == code and r.sector), "")

    # -- names that two actors share: "the two Koreas", "inter-Korean"

    def _shared_names(self) -> dict[str, tuple[Resolution, ...]]:
        owners: dict[str, dict[str, Entry]] = {}
        for key, entries in self._index.items():
            first, _, last = key.rpartition(" ")
            for entry in entries:
                if first and " " not in first and entry.via in _SHARING and entry.code and entry.holds(None):
                    owners.setdefault(last, {}).setdefault(entry.code, entry)
        return {
            last: tuple(
                Resolution(code=code, sector="", name=entry.name, via=entry.via) for code, entry in held.items()
            )
            for last, held in owners.items()
            if len(held) == 2
        }

    def _halved(self, text: str, tokens: list[NameWord], k: int) -> Mention | None:
        """Read "North and South Korea" as the two states that it names."""
        if len(tokens) < k + 4 or tokens[k + 1].key != "and" or not tokens[k].bare[0].isupper():
            return None
        last = tokens[k + 3]
        found = [
            next((e for e in self._index.get(f"{part.key} {last.key}", ()) if e.via in _SHARING and e.code), None)
            for part in (tokens[k], tokens[k + 2])
        ]
        actors = tuple(Resolution(code=e.code, sector="", name=e.name, via=e.via) for e in found if e)
        whole = len(actors) == 2 and actors[0].code != actors[1].code
        return Mention(tokens[k].start, last.end, text[tokens[k].start : last.end], actors) if whole else None

    def _shared_at(self, text: str, tokens: list[NameWord], k: int) -> Mention | None:
        word = tokens[k]
        before = tokens[k - 1].key if k else ""
        if before == "two" and word.bare[0].isupper() and word.key.endswith("s"):
            actors = self._shared.get(word.key[:-1])
        elif before == "inter" and word.bare[0].isupper():
            actors = self._shared.get(word.key)
        else:
            actors = None
        return Mention(word.start, word.end, text[word.start : word.end], actors) if actors else None
