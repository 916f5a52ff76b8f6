"""Words that mean alike: stems, ideas, opposites and cues, from the tables beside the code."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from detente.reading.words import Word

_SUFFIXES = (
    "isations", "isation", "ments", "ment", "ations", "ation", "itions", "ition", "ions", "ion", "ances", "ance", "als",
    "al", "ings", "ing", "ers", "er", "ed", "es", "ly", "s", "e", "y",
)  # fmt: skip
DOCUMENT = re.compile(
    r"(?:joint )?(?:declaration|statement|agreement|accord|framework|treaty|deal|pact|document|communique)s?",
    re.IGNORECASE,
)
SHORTEST = 4  # letters that a stem keeps at least


@cache
def stem(word: str) -> str:
    """Return the stem of a word, one for both spellings of -ise and for a verb and its noun.

    >>> stem("dismantlement") == stem("dismantling") and stem("denuclearization") == stem("denuclearisation")
    True
    """
    low = word.casefold().replace("iz", "is").replace("yz", "ys").replace("-", "")
    low = low.replace("our", "or") if len(low) > SHORTEST + 1 else low
    for suffix in _SUFFIXES:
        if low.endswith(suffix) and len(low) - len(suffix) >= SHORTEST:
            low = low.removesuffix(suffix)
            break
    if low.endswith("e") and len(low) > SHORTEST:
        low = low[:-1]
    return low[:-1] if len(low) >= SHORTEST and low[-1] == low[-2] else low


def phrase_stem(phrase: str) -> str:
    """Return the stems of a phrase, joined: "called off" and "calling off" come out alike."""
    return " ".join(stem(word) for word in phrase.split())


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of this package."""
    path = files("detente.claims") / "data" / f"{name}.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def listed(cell: str) -> Iterator[str]:
    """Yield the stems of the words or phrases of a cell, parted by semicolons."""
    for part in cell.split(";"):
        if part.strip():
            yield phrase_stem(part.strip())


@cache
def ideas() -> dict[str, frozenset[str]]:
    """Return stem -> the ideas that it stands for."""
    found: dict[str, set[str]] = {}
    for row in table("alike"):
        for word in listed(row["words"]):
            found.setdefault(word, set()).add("~" + row["idea"])
    return {word: frozenset(names) for word, names in found.items()}


@cache
def opposites() -> dict[str, frozenset[str]]:
    """Return stem -> the stems of words that say the opposite."""
    found: dict[str, set[str]] = {}
    for row in table("opposites"):
        one, other = set(listed(row["one"])), set(listed(row["other"]))
        for words, against in ((one, other), (other, one)):
            for word in words:
                found.setdefault(word, set()).update(against)
    return {word: frozenset(against) for word, against in found.items()}


@cache
def cue(name: str) -> frozenset[str]:
    """Return the stems of the words that give a cue."""
    return frozenset(word for row in table("cues") if row["cue"] == name for word in listed(row["words"]))


def is_light(word: Word) -> bool:
    """Whether a word says so little that it is never looked for."""
    return stem(word.lemma) in cue("light") or stem(word.text) in cue("light")


@cache
def two_word_phrases() -> frozenset[str]:
    """Return the stems of all phrases of two words or more in the tables of ideas and cues."""
    cells = [row["words"] for name in ("alike", "cues") for row in table(name)]
    cells += [row[side] for row in table("opposites") for side in ("one", "other")]
    return frozenset(word for cell in cells for word in listed(cell) if " " in word)
