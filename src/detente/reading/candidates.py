"""Which sentences are worth a parse: those with a word that may tell of an act, and two actors or one and a pointer."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

from detente.reading.inflection import verb_forms
from detente.reading.lexicon import Lexicon, NounSense
from detente.reading.mentions import Mentions
from detente.reading.triggers import Triggers, words_of

_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
_POINTER = re.compile(
    r"\b(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|him|them|[Bb]oth|[Tt]wo|former|latter|each)\b"
)
# What may stand for both parties of an act at once.
_PAIR = re.compile(r"\b(?:[Tt]hey|[Bb]oth|[Tt]he two|[Tt]hese two|each other|one another|latter)\b")
# Acts that are kept though they name no second actor: tests, moratoria, resignations.
_SOLITARY_ROOTS = ("15", "087", "083")
# Words that are said to somebody: with one actor in a sentence and two just before, to the other of them.
_ADDRESSING = frozenset({"@demand", "@offer", "@threaten", "@refuse", "@promise"})

_RESULT = re.compile(r"\b\d{1,3}-\d{1,3}\b")


def _solitary(sense: NounSense) -> bool:
    return sense.code.startswith(_SOLITARY_ROOTS) or sense.noun_class in ("weapon", "nuclear")


@cache
def topics() -> dict[str, frozenset[str]]:
    """Return topic -> the words that speak for it, in lower case; an opener begins a sentence and names nobody."""
    path = files("detente.reading") / "data" / "topics.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {row["topic"]: frozenset(row["words"].lower().split(";")) for row in rows}


def of_sport(text: str) -> bool:
    """Whether a sentence tells of a game, whose attacks and defeats are none.

    It does where a word of games alone, or a result, stands with another word of sport, and no word of politics.

    >>> of_sport("Brazil thrashed Japan 4-0 in a friendly."), of_sport("The two states formed one Olympic team.")
    (True, False)
    """
    words = {match.group().lower().removesuffix("'s") for match in _WORD.finditer(text)}
    games, sport = len(words & topics()["game"]), len(words & topics()["sport"])
    result = bool(_RESULT.search(text))
    return (games > 0 or result) and games + sport + result > 1 and not words & topics()["politics"]


class Filter:
    """Sieves sentences by their words alone."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._triggers = Triggers(lexicon)
        said = {v for v, frames in lexicon.frames.items() if any(f.code in _ADDRESSING and f.bare for f in frames)}
        self._said = {form for verb in said for form in verb_forms(verb)}
        solitary = {name.split()[-1] for name, senses in lexicon.nouns.items() if any(map(_solitary, senses))}
        self._solitary = {form for form, noun in lexicon.lemmatize.nouns.items() if noun in solitary}

    def may_hold_event(self, text: str, mentions: Mentions, *, actors_before: int = 0) -> bool:
        """Say whether a sentence can hold an event; ``actors_before`` counts those that a pointer may mean."""
        named = len(mentions.codes())
        if not named:
            worth = actors_before > 1 and bool(_PAIR.search(text))
        elif named == 1:
            pointed = bool(actors_before) and bool(_POINTER.search(text))
            here = words_of(text)
            alone = not self._solitary.isdisjoint(here)
            worth = pointed or alone or (actors_before > 1 and not self._said.isdisjoint(here))
        else:
            worth = True
        return worth and self.tells(text) and not of_sport(text)

    def tells(self, text: str) -> bool:
        """Whether a sentence may tell of an act."""
        return self._triggers.may_tell(words_of(text))

    def knows(self, form: str) -> bool:
        """Whether a word may tell of an act."""
        return self._triggers.knows(form)
