"""The rule-only parser: word classes from the lexicon and closed lists, heads by nearness. Weaker than a model.

Made for machines without a spaCy pipeline. It knows finite clauses, passives, infinitives, prepositional
phrases and coordination of nouns; it guesses every attachment by nearness.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from detente.reading.lexicon import Lexicon
from detente.reading.words import Tree, Word, join_hyphens

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|\d[\d,.]*\d|[^\W_]+?(?=n't\b)|n't\b|'s\b|[^\W_]+(?:\.(?=[a-z]))?|[^\w\s]|_")
_CLOSED = {
    "DT": "the a an this these those some any each every no all both another",
    "PRP": "he she it they him them we us i you who which that",
    "PRP$": "his her its their our my",
    "IN": "of in on at by with against to for from into over about between toward towards under after before during "
    "since through without within as among across near outside until unless if because while although",
    "CC": "and or but nor",
    "MD": "will would shall should may might could can must 'll wo",
    "RB": "not n't never also again already still now then today yesterday recently strongly jointly",
}
_TAGS = {word: tag for tag, group in _CLOSED.items() for word in group.split()}
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "am"})
_HAVE = frozenset({"has", "have", "had", "having"})
_MARKS = frozenset({"if", "unless", "until", "because", "while", "although", "since", "before", "after"})


class ShallowParser:
    """Guesses tags and heads by rule."""

    name = "rule-only"

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def parse(self, sentences: Iterable[str]) -> Iterator[Tree]:
        """Yield one tree a sentence, in order."""
        for text in sentences:
            words = self._words(text)
            self._verbs(words)
            self._attach(words)
            join_hyphens(words, self._lexicon.hyphenated)
            yield Tree(words)

    def _words(self, text: str) -> list[Word]:
        words: list[Word] = []
        for i, match in enumerate(_TOKEN.finditer(text)):
            if i >= 220:
                break
            tag = self._tag(match.group(), words)
            lemma = self._lexicon.lemmatize(match.group(), tag)
            words.append(Word(i, match.group(), lemma, tag, "dep", i, match.start(), match.end()))
        return words

    def _tag(self, form: str, before: list[Word]) -> str:
        low = form.lower()
        last = before[-1] if before else None
        if not form[0].isalnum() and form not in ("'s", "n't"):
            return "."
        if form == "'s":
            return "POS"
        if low == "to":
            return "TO"
        if low in _TAGS:
            return _TAGS[low]
        if low in _BE | _HAVE | {"do", "does", "did"}:
            return "VBZ"
        named = form[0].isupper() and last
        nominal = last and last.tag in ("DT", "PRP$", "JJ", "POS", "CD")
        if low in self._lexicon.lemmatize.verbs and not named and not nominal:
            return self._verb_tag(low, last)
        if form[0].isupper():
            return "NNP"
        if form[0].isdigit():
            return "CD"
        if low in self._lexicon.lemmatize.nouns:
            return "NNS" if low.endswith("s") else "NN"
        return (
            "JJ"
            if low.endswith(("ian", "ish", "ese", "ic", "al", "ive", "ous"))
            else "RB"
            if low.endswith("ly")
            else "NN"
        )

    def _verb_tag(self, low: str, last: Word | None) -> str:
        if last and (last.tag in ("TO", "MD") or last.lemma in ("not", "n't")):
            return "VB"
        if low.endswith("ing"):
            return "VBG"
        noun = low in self._lexicon.lemmatize.nouns
        if noun and not low.endswith("ed") and not (last and last.tag in ("NNP", "PRP", "NNS")):
            return "NNS" if low.endswith("s") else "NN"
        return "VBD"

    def _verbs(self, words: list[Word]) -> None:
        """Chain auxiliaries to their verb, and turn participles after "be" into passives."""
        for i, word in enumerate(words):
            if word.tag not in ("MD", "VBZ") or word.text.lower() not in _BE | _HAVE | {"do", "does", "did"} | set(
                _CLOSED["MD"].split()
            ):
                continue
            main = next(
                (w for w in words[i + 1 : i + 5] if w.tag.startswith("VB") and w.text.lower() not in _BE | _HAVE), None
            )
            if main is None or any(w.tag in (".", "IN", "NNP") for w in words[i + 1 : main.i]):
                continue
            passive = word.text.lower() in _BE and not main.text.lower().endswith("ing") and main.tag == "VBD"
            word.dep, word.head = ("auxpass" if passive else "aux"), main.i
            main.tag = "VBN" if passive else main.tag
        for i, word in enumerate(words):
            if word.text.lower() in ("not", "n't", "never"):
                main = next((w for w in words[i + 1 : i + 4] if w.tag.startswith("VB") and w.dep != "aux"), None)
                if main:
                    word.dep, word.head = "neg", main.i

    def _attach(self, words: list[Word]) -> None:
        root: int | None = None
        verb: int | None = None
        noun: int | None = None
        prep: int | None = None
        for i, word in enumerate(words):
            if word.dep in ("aux", "auxpass", "neg"):
                continue
            if word.tag.startswith("VB"):
                self._verb(words, word, root, verb, noun)
                root = word.i if root is None else root
                verb, noun, prep = word.i, None, None
            elif word.tag == "IN" or (word.tag == "TO" and not self._before_verb(words, i)):
                word.dep, word.head = (
                    "prep",
                    noun if noun is not None and word.text.lower() == "of" else self._or(verb, noun, i),
                )
                if word.text.lower() in _MARKS and self._clause_follows(words, i):
                    word.dep = "mark"
                prep = i if word.dep == "prep" else None
            elif word.tag in ("NN", "NNS", "NNP", "PRP", "CD"):
                noun, prep = self._noun(words, word, verb, noun, prep)
        self._rest(words, root)

    def _or(self, *choices: int | None) -> int:
        return next(choice for choice in choices if choice is not None)

    def _before_verb(self, words: list[Word], i: int) -> bool:
        return i + 1 < len(words) and words[i + 1].tag.startswith("VB")

    def _clause_follows(self, words: list[Word], i: int) -> bool:
        ahead = words[i + 1 : i + 6]
        return any(w.tag in ("VBD", "VBZ") for w in ahead)

    def _verb(self, words: list[Word], word: Word, root: int | None, verb: int | None, noun: int | None) -> None:
        infinitive = word.i > 0 and words[word.i - 1].tag == "TO"
        if infinitive:
            words[word.i - 1].dep, words[word.i - 1].head = "aux", word.i
        if root is None or verb is None:
            word.dep = "ROOT"
        elif infinitive:
            word.dep, word.head = "xcomp", verb
        elif any(w.tag == "CC" for w in words[max(verb, word.i - 3) : word.i]) and noun is None:
            word.dep, word.head = "conj", verb
        else:
            word.dep, word.head = "ccomp" if noun is not None else "advcl", verb
        self._subject(words, word, infinitive)

    def _subject(self, words: list[Word], word: Word, infinitive: bool) -> None:
        if infinitive or word.tag == "VBG":
            return
        for k in range(word.i - 1, -1, -1):
            found = words[k]
            if found.tag.startswith("VB") and found.dep not in ("aux", "auxpass"):
                return
            if found.dep == "nphead":
                found.dep, found.head = ("nsubjpass" if word.tag == "VBN" else "nsubj"), word.i
                return

    def _noun(
        self, words: list[Word], word: Word, verb: int | None, noun: int | None, prep: int | None
    ) -> tuple[int | None, int | None]:
        after = words[word.i + 1] if word.i + 1 < len(words) else None
        if after and after.tag in ("NN", "NNS", "NNP"):
            word.dep, word.head = "compound", self._head_of(words, word.i)
        elif after and after.tag == "POS":
            word.dep, word.head = "poss", self._head_of(words, word.i + 1)
        elif prep is not None:
            agent = words[prep].text.lower() == "by" and verb is not None and words[verb].tag == "VBN"
            words[prep].dep = "agent" if agent else words[prep].dep
            word.dep, word.head = "pobj", prep
            return word.i, None
        elif noun is not None and word.i >= 2 and words[word.i - 1].tag in ("CC", "."):
            word.dep, word.head = "conj", noun
        elif verb is not None and noun is None:
            word.dep, word.head = "dobj", verb
        else:
            word.dep = "nphead"
        return (noun, prep) if word.dep in ("compound", "poss") else (word.i, None)

    def _head_of(self, words: list[Word], i: int) -> int:
        k = i + 1
        while k + 1 < len(words) and words[k + 1].tag in ("NN", "NNS", "NNP") and words[k].tag != ".":
            k += 1
        return min(k, len(words) - 1)

    def _rest(self, words: list[Word], root: int | None) -> None:
        for word in words:
            if word.tag in ("JJ", "DT", "PRP$") and word.dep == "dep":
                word.head = self._head_of(words, word.i)
                word.dep = {"JJ": "amod", "DT": "det", "PRP$": "poss"}[word.tag]
            elif word.dep in ("dep", "nphead") and root is not None and word.i != root:
                word.head = root
        for word in words:
            seen = {word.i}
            k = word.i
            while words[k].head != k:
                k = words[k].head
                if k in seen:
                    word.dep, word.head = "dep", root if root is not None and root != word.i else word.i
                    break
                seen.add(k)
