"""Which language a text is in, told by its script and its commonest words: enough to refuse what cannot be read."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files

ENGLISH = "English"
# Fewer words than this tell little, and fewer than the least of all nothing; so much of a long text is enough.
FEWEST, FEW, SAMPLE = 12, 40, 200_000
# The share of a text that its commonest words make up at least, and how far another language must be ahead of English.
LEAST, AHEAD = 0.08, 1.5
# Of a text of few words a language must show more.
SURELY, FAR_AHEAD = 0.2, 3
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def language_of(text: str) -> str | None:
    """Return the language of a text in English words, or None where too little is there to tell.

    >>> language_of("Die Minister der Staaten trafen sich, und sie einigten sich auf den Plan für das Wasser. " * 3)
    'German'
    """
    sample = text[:SAMPLE]
    written = _script(sample)
    if written:
        return written
    words = [word.lower() for word in _WORD.findall(sample)]
    if len(words) < FEWEST:
        return None
    found = Counter(words)
    shares = {name: sum(found[word] for word in own) for name, own in _common().items()}
    best = max(shares, key=lambda name: shares[name])
    if len(words) < FEW:
        sure = shares[best] >= SURELY * len(words) and shares[best] >= FAR_AHEAD * shares[ENGLISH]
        return best if sure and best != ENGLISH else None
    if shares[best] < LEAST * len(words):
        return None
    # Short words are shared between languages: another must be well ahead.
    return ENGLISH if shares[best] < AHEAD * shares[ENGLISH] else best


def _script(text: str) -> str:
    """Return what is written in letters other than Latin, where most letters are."""
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) < FEW // 2 or sum(letter < "\u0250" for letter in letters) * 2 >= len(letters):
        return ""
    names = (unicodedata.name(letter, "NONE") for letter in letters[:5000] if letter > "\u0250")
    scripts = Counter(re.split(r"[ -]", name)[0] for name in names)
    kana = {name: scripts[name] for name in ("HIRAGANA", "KATAKANA")}
    # Japanese is written with Chinese characters as well.
    most = max(kana if sum(kana.values()) > 0.1 * sum(scripts.values()) else scripts, key=lambda name: scripts[name])
    return dict(_rows("scripts.csv")).get(most, "a language in other letters")


@cache
def _common() -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in _rows("languages.csv")}


@cache
def _rows(name: str) -> tuple[tuple[str, str], ...]:
    """The two columns of a table beside this module."""
    with files("detente.reading.data").joinpath(name).open(encoding="utf-8") as table:
        return tuple((one, other) for one, other in list(csv.reader(table))[1:])
