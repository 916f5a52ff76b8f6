"""Mends of parses that a small model gets wrong in ways a rule can see."""

from __future__ import annotations

from detente.reading.lexicon import Lexicon
from detente.reading.words import Word


def mend(words: list[Word], lexicon: Lexicon) -> None:
    """Mend a parsed sentence in place."""
    for word in words:
        if word.dep == "ccomp" and word.tag.startswith("NN"):
            _subjunctive(words, word, lexicon)


def _subjunctive(words: list[Word], noun: Word, lexicon: Lexicon) -> None:
    """Find the bare verb in "demanded that Iran halt tests", where it was read as a noun before its object."""
    kids = [word for word in words if word.head == noun.i and word.i != noun.i]
    if not any(word.dep == "mark" and word.text.lower() == "that" for word in kids):
        return
    for verb in (word for word in kids if word.dep in ("compound", "nmod", "amod") and word.i < noun.i):
        base = verb.text.lower()
        subject = words[verb.i - 1] if verb.i else None
        if base not in lexicon.frames or not verb.text.islower() or subject is None or not subject.tag.startswith("NN"):
            continue
        _make_verb(words, verb, noun, subject, kids)
        verb.lemma = base
        return


def _make_verb(words: list[Word], verb: Word, noun: Word, subject: Word, kids: list[Word]) -> None:
    verb.tag, verb.dep, verb.head = "VB", "ccomp", noun.head
    noun.dep, noun.head = "dobj", verb.i
    subject.dep, subject.head = "nsubj", verb.i
    for word in kids:
        if word.i < subject.i:
            word.head = verb.i if word.dep == "mark" else subject.i
        elif word.dep == "prep":
            word.head = verb.i
    for word in words:
        if word.head == verb.i and word.i < subject.i and word.dep in ("det", "compound", "amod", "poss", "nmod"):
            word.head = subject.i
