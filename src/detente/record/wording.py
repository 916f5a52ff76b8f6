"""How names are compared: words with their offsets, folding, plurals, and spellings of one romanised name."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "`": "'", "′": "'"})
# Letters that Unicode does not decompose into a base and an accent.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ə": "a", "ħ": "h", "ŧ": "t"}
)
# "U.S.", "U.S", "U. S", "D.P.R.K." are one word; so is "N'Djamena"; "&" stands for "and".
_WORD = re.compile(
    r"(?:(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?|U\.[SKN](?![^\W_])|U\.\s(?:S\.\s?A\.|[SNK](?:\.|\b)))(?:'s?(?![^\W_]))?"
    r"|[^\W_]+(?:'[^\W_]+)*'?|&"
)
_PLAIN = re.compile(r"[A-Za-z]+(?:[ -][A-Za-z]+)*")
_SAME_WORD = {"&": "and", "st": "saint"}


class Word(NamedTuple):
    """A word of a text: as written (without possessive and dots), folded, and where it stands."""

    bare: str
    key: str
    start: int
    end: int
    possessive: bool


def words(text: str) -> list[Word]:
    """Return the words of a text; offsets are code points, half-open.

    >>> [(word.key, word.possessive) for word in words("the U.S.'s Moon Jae-in")]
    [('the', False), ('us', True), ('moon', False), ('jae', False), ('in', False)]
    """
    found = ((_word(match.group()), match.span()) for match in _WORD.finditer(text.translate(_APOSTROPHES)))
    return [Word(bare, key, start, end, possessive) for (bare, key, possessive), (start, end) in found]


@lru_cache(maxsize=50_000)
def _word(written: str) -> tuple[str, str, bool]:
    """Return a word without possessive and dots, folded, and whether it is a possessive; the same few recur."""
    bare = written
    possessive = bare.endswith(("'s", "'S", "'"))
    if possessive:
        bare = bare.rstrip("sS") if bare[-1] in "sS" else bare
        bare = bare.rstrip("'")
    bare = bare.replace(".", "").replace(" ", "")
    key = _fold_word(bare)
    return bare, _SAME_WORD.get(key, key), possessive


def _fold_word(word: str) -> str:
    folded = word.casefold().replace("'", "")
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFKD", folded.translate(_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


def fold(name: str) -> str:
    """Return the form under which names are looked up: no case, accents, dots, hyphens or leading article.

    >>> fold("The U.S. Côte-d'Ivoire desk"), fold("St. Lucia")
    ('us cote divoire desk', 'saint lucia')
    """
    if _PLAIN.fullmatch(name):
        key = name.casefold().replace("-", " ")
        if not key.startswith(("the ", "st ")) and " st" not in key:
            return key
    keys = [word.key for word in words(name)]
    return " ".join(keys[1:] if len(keys) > 1 and keys[0] == "the" else keys)


def plural(noun: str) -> str:
    """Return the regular English plural of the last word of a noun, or the noun itself where it has none.

    >>> plural("Irishman"), plural("army"), plural("Chinese"), plural("Iraqi")
    ('Irishmen', 'armies', 'Chinese', 'Iraqis')
    """
    if noun.endswith(("man", "MAN")) and not noun.casefold().endswith(("german", "roman", "oman", "burman", "human")):
        return noun[:-2] + ("EN" if noun.endswith("MAN") else "en")
    if noun.endswith(("ese", "ish", "wiss", "rench", "utch", "zech")):
        return noun + "s" if noun.endswith("zech") else noun
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return noun[:-1] + "ies"
    return noun + "s"


_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"^ye|^je", "e"),  # Yevgeny, Evgeny; Yeltsin
        (r"ck|q|kh|gh|g|c(?=[aouklrt]|$)", "k"),  # Gaddafi, Qaddafi, Khaddafi; Viktor, Victor
        (r"dh", "d"),
        (r"th", "t"),
        (r"ph", "f"),
        (r"w", "v"),
        (r"tsch|tch|ch", "c"),
        (r"sch|sh", "s"),
        (r"dj|dzh|zh", "j"),
        (r"x", "ks"),
        (r"(?<=.)(?:iy|yy|ii|ij|iyy|ey|ei|ay|ai)", "i"),
        (r"ly(?=[aeiou])", "l"),  # Alyaksandr
        (r"y", "i"),
        (r"ou|oo|u", "o"),
        (r"ee", "i"),
        (r"e", "a"),
        (r"(.)\1+", r"\1"),
        (r"(?<=..)h$", ""),
        (r"(?<=[^aio])ar$", "r"),  # Aleksandr, Alexander
        (r"(?<=..)o$", "a"),  # Lukashenko, Lukashenka
    )
)


@cache
def spelling(key: str) -> str:
    """Return what the romanisations of one name share; for names of two words or more, where chance hits are rare.

    >>> spelling("mohammed") == spelling("muhamad"), spelling("hassan") == spelling("hussein")
    (True, False)
    """
    for pattern, replacement in _SPELLINGS:
        key = pattern.sub(replacement, key)
    return key
