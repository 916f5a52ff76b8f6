"""Which words must stand in a sentence before the lexicon can find an act in it, told without a parse.

A frame asks for more than its verb: an object of some class, a preposition, a particle. Where no word of the sentence
could be that, the frame cannot fit, however the sentence is parsed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Set
from functools import cache, lru_cache

from detente.reading.clauses import DUTY
from detente.reading.inflection import verb_forms
from detente.reading.lexicon import Frame, Lexicon
from detente.reading.sayings import GUILTY

_WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")
_PARTS = re.compile(r"[-']")
# Operators that say nothing unless what they govern is an act, which has a trigger of its own.
_GOVERNING = frozenset(
    {"@none", "@begin", "@together", "@light", "@order", "@callup", "@stop", "@try", "@fail"}
    | {"@intend", "@need", "@suffer"}
    | {"@consider", "@deny"}
)
# "Said that Peru must leave", "said that Peru was behind it" tell of an act whatever else is said.
_DUTY_OR_GUILT = frozenset({*DUTY, *GUILTY, "behind"})
# Verbs by which somebody is called something, an act without a frame.
_NAMING = ("call", "brand", "label", "dub")
# What must stand beside a verb: one word of each set.
Needs = tuple[frozenset[str], ...]
# Objects that any sentence may hold: none, any, somebody.
_ANY_OBJECT = frozenset({"", "-", "+", "~actor"})


@lru_cache(maxsize=16)
def words_of(text: str) -> frozenset[str]:
    """Return the words of a sentence in lower case, those with a hyphen or an apostrophe in parts as well.

    >>> sorted(words_of("The US-led force"))
    ['force', 'led', 'the', 'us', 'us-led']
    """
    found = set(_WORD.findall(text.lower()))
    return frozenset(found.union(*(_PARTS.split(word) for word in found if not word.isalpha())))


def head_of(name: str, links: Set[str]) -> str:
    """Return the word of a noun's name that is looked up: the last before a preposition, else the last.

    >>> head_of("show of force", {"of"}), head_of("aid convoy", {"of"})
    ('show', 'convoy')
    """
    words = name.split()
    cut = next((n for n, word in enumerate(words) if n and word in links), len(words))
    return words[cut - 1]


class Triggers:
    """The words that may tell of an act, and what each needs beside it.

    >>> from detente.reading.lexicon import lexicon
    >>> triggers = Triggers(lexicon())
    >>> triggers.may_tell(words_of("They showed their films.")), triggers.may_tell(words_of("They showed support."))
    (False, True)
    """

    def __init__(self, lexicon: Lexicon) -> None:
        slots = {slot.prep for group in lexicon.frames.values() for frame in group for slot in frame.preps}
        self._links = slots | {part for prep in slots for part in prep.split("_")}
        self._classes: dict[str, set[str]] = defaultdict(set)
        for name, senses in lexicon.nouns.items():
            for sense in senses:
                self._classes[sense.noun_class] |= verb_forms(head_of(name, self._links))
        heads = {head_of(name, self._links) for name, senses in lexicon.nouns.items() if any(s.code for s in senses)}
        self._acts = frozenset(form for form, noun in lexicon.lemmatize.nouns.items() if noun in heads)
        # Each form with what its frames need: one word of each set. A form with no need tells of an act by itself.
        self._needs: dict[str, set[Needs]] = {form: {()} for verb in _NAMING for form in verb_forms(verb)}
        for form in self._acts:
            self._needs[form] = {()}
        for verb, frames in lexicon.frames.items():
            self._add(verb_forms(verb.split("_")[0]), frames)
        for noun, (verb, particle) in lexicon.deverbal.items():
            self._add(verb_forms(noun), lexicon.frames.get(verb, ()), particle)
        self._alone = {form for form, needs in self._needs.items() if () in needs}

    def may_tell(self, words: Set[str]) -> bool:
        """Whether a sentence of these words, as `words_of` returns them, may tell of an act."""
        if not self._alone.isdisjoint(words):
            return True
        return any(
            all(not need.isdisjoint(words) for need in needs)
            for word in words & self._needs.keys()
            for needs in self._needs[word]
        )

    def knows(self, form: str) -> bool:
        """Whether a word may tell of an act, by itself or with others."""
        return form in self._needs

    def _add(self, forms: Iterable[str], frames: Iterable[Frame], particle: str = "") -> None:
        needs = {self._need(frame, particle) for frame in frames if frame.code not in _GOVERNING}
        for form in forms if needs else ():
            self._needs.setdefault(form, set()).update(needs)

    def _need(self, frame: Frame, particle: str) -> Needs:
        """Return what must stand beside the verb of a frame: one word of each set."""
        needs = [_DUTY_OR_GUILT] if frame.code == "@say" else []
        if frame.particles.isdisjoint(("", particle)):
            needs.append(frame.particles)
        if frame.objects and frame.objects.isdisjoint(_ANY_OBJECT):
            needs.append(frozenset().union(*map(self._named, frame.objects)))
        if not frame.prep_optional:
            links = (form for slot in frame.preps for part in slot.prep.split("_") for form in verb_forms(part))
            needs.append(frozenset(links))
            if all(slot.noun for slot in frame.preps):
                needs.append(frozenset().union(*(self._named(slot.noun) for slot in frame.preps)))
        return tuple(needs)

    @cache  # noqa: B019 - triggers live as long as their coder
    def _named(self, wanted: str) -> frozenset[str]:
        """Return every form that may stand for what a frame asks for: a class, a noun itself, or any act."""
        name = wanted.removeprefix("^")
        if name == "*event":
            return self._acts
        return frozenset(self._classes.get(name, set()) | verb_forms(name) | verb_forms(name.split("_")[-1]))
