"""The foremost act of a text and its parties in their own words, where no table need hold them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from detente.reading.casting import back
from detente.reading.clauses import ASIDE, DATES, prep_objects
from detente.reading.interpreter import Interpreter
from detente.reading.lexicon import Lexicon
from detente.reading.matching import Matcher
from detente.reading.meaning import Meaning
from detente.reading.sentences import Sentence
from detente.reading.words import Tree

# What a phrase does not take with it: clauses told in passing, and what is coordinated with it.
APART = frozenset({"advcl", "cc", "conj", "preconj", "parataxis"})
PLACES = frozenset({"in", "at", "near"})
TOWARDS = frozenset({"to", "on", "against", "with", "for", "from", "at"})
# Kinds of act whose object is a thing that is handed on, lifted or imposed.
HANDED = ("07", "0842", "085", "081", "163", "033", "035", "0871")
BLAMING = frozenset({"accuse", "suspect", "convict", "acquit"})
HOSTING = frozenset({"receive", "host", "welcome", "greet"})
ONE_WAY = ("041", "042", "043", "050")


@dataclass(frozen=True)
class Foremost:
    """The act that a text is about, with the phrases of those who act and of those acted upon."""

    sentence: Sentence
    tree: Tree
    meaning: Meaning
    sources: tuple[str, ...]
    targets: tuple[str, ...]

    def pairs(self) -> list[tuple[str, str | None]]:
        """Return each ordered pair of phrases, both directions of a symmetric act."""
        pairs: list[tuple[str, str | None]] = [(a, b) for a in self.sources or ("",) for b in self.targets or (None,)]
        acts = [self.meaning.code, *([self.meaning.inner.code] if self.meaning.inner else [])]
        host = self.tree.lemma(self.meaning.trigger) in HOSTING
        if all(back(code) and code not in ONE_WAY for code in acts) and not (self.meaning.one_sided or host):
            together = (*self.sources, *self.targets)
            pairs = [(a, b) for a in together for b in together if a != b] or pairs
        return pairs


def foremost(parsed: Iterable[tuple[Sentence, Tree]], lexicon: Lexicon) -> Foremost | None:
    """Return the foremost act of parsed sentences, or None where they tell of none."""
    best: tuple[float, Sentence, Tree, Meaning] | None = None
    for sentence, tree in parsed:
        for meaning in Interpreter(tree, lexicon).meanings():
            score = _rank(tree, meaning)
            if best is None or score > best[0]:
                best = (score, sentence, tree, meaning)
    if best is None:
        return None
    _, sentence, tree, meaning = best
    phrases = Phrases(tree, Matcher(tree, lexicon))
    return Foremost(sentence, tree, meaning, phrases.sources(meaning), phrases.targets(meaning))


def _rank(tree: Tree, meaning: Meaning) -> float:
    depth = sum(1 for _ in tree.ancestors(meaning.trigger))
    named = bool(meaning.sources) + 0.5 * bool(meaning.targets)
    return named + 0.15 * min(meaning.weight, 4) - 0.5 * min(depth, 5)


class Phrases:
    """Words of one sentence as the phrases of parties."""

    def __init__(self, tree: Tree, match: Matcher) -> None:
        self.tree = tree
        self.match = match

    def sources(self, meaning: Meaning) -> tuple[str, ...]:
        """Return the phrases of those who act."""
        return self._several(meaning.sources)

    def targets(self, meaning: Meaning) -> tuple[str, ...]:
        """Return the phrases of those acted upon: the likeliest argument, with what is coordinated with it."""
        chosen = self._patient(meaning)
        if chosen is None or (back(meaning.code) and not self._likeness(chosen, meaning)):
            return ()
        return self._several(self.tree.conjuncts(chosen))

    def _several(self, heads: Iterable[int]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(text for k in heads if (text := self.phrase(k))))

    def _patient(self, meaning: Meaning) -> int | None:
        """Return what looks most like a party, in or under what is acted upon; the first of equals."""
        seen: dict[int, None] = {}
        for k in meaning.targets:
            below = [n for name, n in prep_objects(self.tree, k) if name not in PLACES and name not in ASIDE]
            seen.update(dict.fromkeys((k, *below)))
        rest = [k for k in seen if k not in meaning.sources and self.tree.lemma(k) not in DATES]
        return max(rest, key=lambda k: (self._likeness(k, meaning), -rest.index(k)), default=None)

    def _likeness(self, k: int, meaning: Meaning) -> int:
        """Return 3 for a name, a person, a place or forces, 2 for whom a thing goes to, 1 for others, 0 for an act."""
        near = [k, *self.tree.kids(k, "compound", "poss", "amod")]
        thing = self.tree.words[k].dep in ("dobj", "nsubjpass") and meaning.code.startswith(HANDED)
        act = self.match.event_noun(k)
        if any(self.tree.words[n].tag.startswith("NNP") for n in near) and not (thing and act):
            return 3
        if self.match.classes(k) & {"person", "territory", "troops"} and not thing:
            return 3
        if act or thing:
            return 0
        head = self.tree.words[k].head
        return 2 if self.tree.words[k].dep == "pobj" and self.tree.words[head].text.lower() in TOWARDS else 1

    def phrase(self, head: int) -> str:
        """Return the words of a phrase without its clauses and without those coordinated with it."""
        keep = {head}
        queue = [head]
        for k in queue:
            for n in self.tree.kids(k):
                if self.tree.words[n].dep not in APART and not self._loose(k, n):
                    keep.add(n)
                    queue.append(n)
        return self.tree.span_text({i for i in keep if not self._edge(i, keep)})

    def _loose(self, k: int, n: int) -> bool:
        """Whether a dependent is told in passing: a clause after a comma, or a day."""
        word = self.tree.words[n]
        if word.dep in ("relcl", "acl"):
            return word.dep == "relcl" or n != k + 1
        if word.dep == "prep" and word.text.lower() == "of" and self.tree.lemma(self.tree.words[k].head) in BLAMING:
            return True
        return word.dep == "prep" and any(self.tree.lemma(o) in DATES for o in self.tree.kids(n, "pobj"))

    def _edge(self, i: int, keep: set[int]) -> bool:
        closing = self.tree.words[i].text == ")" and any(self.tree.words[k].text == "(" for k in keep)
        return self.tree.words[i].dep == "punct" and i in (min(keep), max(keep)) and not closing
