"""Words that point back to actors named before: pronouns, "both leaders", "the former"."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection

from detente.reading.memory import Memory, Party, same_party
from detente.reading.mentions import Mention
from detente.reading.words import Tree

PAIR_NOUNS = frozenset(
    {"leader", "side", "country", "nation", "state", "president", "government", "party", "capital", "neighbour"}
    | {"neighbor", "power", "minister", "premier", "official", "delegation", "ally", "rival", "counterpart"}
    | {"people", "man", "chief"}
)


class Anaphora(ABC):
    """Resolves the words of one sentence that stand for actors named elsewhere."""

    tree: Tree
    memory: Memory
    at: dict[int, Mention]

    @abstractmethod
    def of(self, k: int, *, seen: frozenset[int] = frozenset()) -> list[Party]:
        """Return the actors that a word, with its phrase, stands for."""

    @abstractmethod
    def _named(self, k: int, head: int) -> list[Party]:
        """Return the actors of the name at a word, with the sector that its head noun gives."""

    @abstractmethod
    def _has_name(self, k: int) -> bool:
        """Whether a noun has a name of its own beside it."""

    def _pronoun(self, k: int, seen: frozenset[int]) -> list[Party]:
        low = self.tree.words[k].text.lower()
        if low in ("who", "which", "that", "whom", "whose"):
            return []
        own = self._object_before(k, seen | {k}) or self._subject_above(k, seen | {k})
        if own:
            return [Party(p.code, p.sector, p.text, p.start, f"for {low!r}") for p in own]
        if low in ("they", "them", "both", "their") and len(self.memory.last_two()) == 2:
            chosen = self.memory.last_two()
        else:
            chosen = [self.memory.subject] if self.memory.subject else []
        return [Party(p.code, p.sector, p.text, p.start, f"for {low!r}") for p in chosen]

    def _object_before(self, k: int, seen: frozenset[int]) -> list[Party]:
        """Return whom the verb before spoke of, for the object of one joined: "convicted a man and jailed him"."""
        verb = next((n for n in self.tree.ancestors(k) if self.tree.words[n].verbal), k)
        head = self.tree.words[verb].head
        if self.tree.words[k].dep not in ("dobj", "pobj", "dative") or self.tree.words[verb].dep != "conj":
            return []
        phrases = [n for prep in self.tree.kids(head, "prep") for n in self.tree.kids(prep, "pobj")]
        objects = [n for n in (*self.tree.kids(head, "dobj", "nsubjpass"), *phrases) if n < k and n not in seen]
        return next((found for n in objects if (found := self.of(n, seen=seen))), [])

    def possessors(self, k: int, acting: list[Party]) -> list[Party]:
        """Return whose something is, where a pronoun says so and whoever acts is not meant: "said X hit its post"."""
        owned = [n for n in self.tree.subtree(k) if self.tree.words[n].tag == "PRP$"]
        above = [n for p in owned for a in self.tree.ancestors(p) for n in self.tree.kids(a, "nsubj", "nsubjpass")]
        subjects = (self.of(n) for n in above if n < k and not self.tree.subtree(n) & set(owned))
        return next((found for found in subjects if found and not any(same_party(p, acting) for p in found)), [])

    def _subject_above(self, k: int, seen: frozenset[int]) -> list[Party]:
        """Return the actors of the nearest subject that governs a pronoun and stands before it."""
        for above in self.tree.ancestors(k):
            for n in self.tree.kids(above, "nsubj", "nsubjpass"):
                if n not in seen and k not in self.tree.subtree(n) and n < k:
                    found = self.of(n, seen=seen)
                    if found:
                        return found
        return []

    def _pair(self, k: int) -> list[Party]:
        """Read "both leaders", "the two sides", "the former" from the actors named before."""
        word = self.tree.words[k]
        if word.lemma in ("former", "latter") and not self.tree.kids(k, "amod", "compound"):
            # Both words count from what was named before the first of them.
            since = next((w.i for w in self.tree.words if w.lemma in ("former", "latter")), k)
            two = self._named_before(since, without=self._doers_above(k))
            return two[:1] if word.lemma == "former" and len(two) == 2 else two[1:]
        number = {self.tree.words[n].text.lower() for n in self.tree.kids(k, "nummod", "det", "predet", "amod")}
        if word.lemma in PAIR_NOUNS and number & {"both", "two"} and k not in self.at and not self._has_name(k):
            return self._named_before(k, without=self._doers_above(k))
        return []

    def _doers_above(self, k: int) -> set[str]:
        """Return the actors that do to others what a phrase tells: in "Oman's outreach to both parties", Oman."""
        doers: set[int] = set()
        for above in self.tree.ancestors(k):
            doers.update(self.tree.kids(above, "poss"))
            if self.tree.words[above].verbal:
                doing = [n for n in self.tree.kids(above, "nsubj", "agent") if k not in self.tree.subtree(n)]
                doers.update(m for n in doing for m in self.tree.subtree(n))
                break
        return {party.code for n in sorted(doers & self.at.keys()) if n < k for party in self._named(n, n)}

    def _named_before(self, k: int, *, without: Collection[str] = ()) -> list[Party]:
        here = sorted({m.start: (i, m) for i, m in self.at.items() if i < k}.values(), key=lambda pair: pair[0])
        shadow = Memory(list(self.memory.order))
        shadow.remember([party for i, _ in here for party in self._named(i, i)])
        shadow.order = [party for party in shadow.order if party.code not in without]
        return shadow.last_two()
