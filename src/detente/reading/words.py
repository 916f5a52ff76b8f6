"""A parsed sentence as plain words with heads: what every rule of the reader works on, whoever parsed it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

NOUN_TAGS = ("NN", "PRP", "CD", "WP", "DT", "EX")


@dataclass(slots=True)
class Word:
    """One token: offsets are code points into the text that was parsed; ``head`` is an index into the sentence."""

    i: int
    text: str
    lemma: str
    tag: str
    dep: str
    head: int
    start: int
    end: int

    @property
    def verbal(self) -> bool:
        """Whether the word is a verb or a modal."""
        return self.tag.startswith("VB") or self.tag == "MD"

    @property
    def nominal(self) -> bool:
        """Whether the word may head a noun phrase."""
        return self.tag.startswith(NOUN_TAGS)


@dataclass
class Tree:
    """A sentence's words and, for each, its children; ``actors`` are the word indexes known to name an actor.

    ``phrases`` keeps the prepositional phrases of a word once they have been looked for.
    """

    words: list[Word]
    children: list[list[int]] = field(default_factory=list)
    actors: frozenset[int] = frozenset()
    phrases: dict[int, list[tuple[str, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.children:
            self.children = [[] for _ in self.words]
            for word in self.words:
                if word.head != word.i:
                    self.children[word.head].append(word.i)

    def kids(self, i: int, *deps: str) -> list[int]:
        """Return the children of a word, those with the given labels if any are given."""
        found = self.children[i]
        return [k for k in found if self.words[k].dep in deps] if deps else found

    def lemma(self, i: int) -> str:
        """Return the lemma of a word by its index."""
        return self.words[i].lemma

    def subtree(self, i: int) -> set[int]:
        """Return a word and everything under it."""
        return self._subtrees[i]

    @cached_property
    def _subtrees(self) -> list[set[int]]:
        found: list[set[int]] = [{i} for i in range(len(self.words))]
        for i in sorted(range(len(self.words)), key=self._depth, reverse=True):
            head = self.words[i].head
            if head != i:
                found[head] |= found[i]
        return found

    def _depth(self, i: int) -> int:
        steps = 0
        while self.words[i].head != i and steps <= len(self.words):
            i = self.words[i].head
            steps += 1
        return steps

    def ancestors(self, i: int) -> Iterator[int]:
        """Yield the heads above a word, nearest first."""
        seen = {i}
        while (head := self.words[i].head) not in seen:
            seen.add(head)
            yield head
            i = head

    def conjuncts(self, i: int) -> list[int]:
        """Return a word and those coordinated with it."""
        found = [i]
        for k in found:
            # "Minister A and his counterpart": the parser may hang the second on the name of the first.
            names = [n for n in self.kids(k, "appos") if self.words[n].tag.startswith("NNP")]
            joined = [*self.kids(k, "conj"), *(c for n in names for c in self.kids(n, "conj"))]
            found.extend(c for c in joined if c not in found)
        return found

    def modifiers(self, i: int) -> list[int]:
        """Return the adjectives and nouns that stand before a noun as its modifiers."""
        return [k for k in self.kids(i, "compound", "amod", "nmod", "poss") if k < i]

    def span_text(self, indexes: set[int]) -> str:
        """Return the words of a set of indexes in order, joined by blanks."""
        return " ".join(self.words[i].text for i in sorted(indexes))


def join_hyphens(words: list[Word], known: frozenset[str]) -> None:
    """Give the last part of a hyphenated word the lemma of the whole where that is a known word: "cease-fire"."""
    for left, hyphen, right in zip(words, words[1:], words[2:], strict=False):
        if hyphen.text == "-" and left.end == hyphen.start and hyphen.end == right.start:
            whole = f"{left.text.lower()}-{right.lemma}"
            if whole in known:
                right.lemma = whole
