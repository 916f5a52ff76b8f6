"""Conditions over the options of a conflict: what a statement of preference or an infeasible pattern says of a state.

A condition is written as text (``freeze and not test``, ``lift if freeze``, ``lift iff freeze``), as a mapping from
options to Y or N, as a list of pairs, or as a mapping with ``all``, ``any``, ``not``, ``if`` and ``then``, ``iff``, or
``members`` of a compound. An option goes by its id, in quotes where that has spaces, or by ``#`` and its place from 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from detente.errors import ModelError

Tree = tuple[Any, ...]
Clause = tuple[int, int]

_TOKEN = re.compile(r'\s*(?:"([^"]+)"|([()&|!~])|(-(?=[\w#"(]))|([#\w](?:[\w.:]|-(?=\w))*))')
_SIGNS = {"&": "and", "|": "or", "!": "not", "~": "not", "-": "not"}
_WORDS = {"and", "or", "not", "if", "iff"}
_MOST_CLAUSES = 4096
_YES, _NO = {"Y", "y", True}, {"N", "n", False}


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            raise ModelError(f"condition {text!r}: nothing can be read from {text[at:].strip()!r}")
        quoted, sign, minus, word = match.groups()
        if quoted is not None:
            found.append(("option", quoted))
        elif word is not None and word.lower() not in _WORDS:
            found.append(("option", word))
        else:
            said = (sign or minus or word).lower()
            found.append(("word", _SIGNS.get(said, said)))
        at = match.end()
    return found


class _Reader:
    """Reads tokens by falling precedence: iff, if, or, and, not."""

    def __init__(self, text: str) -> None:
        self.text, self.tokens, self.at = text, _tokens(text), 0

    def taken(self, word: str) -> bool:
        found = self.at < len(self.tokens) and self.tokens[self.at] == ("word", word)
        self.at += found
        return found

    def whole(self) -> Tree:
        tree = self.iff()
        if self.at < len(self.tokens):
            raise ModelError(f"condition {self.text!r}: {self.tokens[self.at][1]!r} does not fit where it stands")
        return tree

    def iff(self) -> Tree:
        tree = self.implied()
        while self.taken("iff"):
            tree = ("iff", tree, self.implied())
        return tree

    def implied(self) -> Tree:
        tree = self.joined("or", lambda: self.joined("and", self.atom))
        while self.taken("if"):
            tree = ("if", tree, self.joined("or", lambda: self.joined("and", self.atom)))
        return tree

    def joined(self, word: str, part: Callable[[], Tree]) -> Tree:
        parts = [part()]
        while self.taken(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else (word, *parts)

    def atom(self) -> Tree:
        if self.taken("not"):
            return ("not", self.atom())
        if self.taken("("):
            tree = self.iff()
            if not self.taken(")"):
                raise ModelError(f"condition {self.text!r}: a bracket is not closed")
            return tree
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "option":
            self.at += 1
            return ("is", self.tokens[self.at - 1][1])
        raise ModelError(f"condition {self.text!r}: an option is missing; write an option's id, or one after 'not'")


@lru_cache(maxsize=4096)
def parse(text: str) -> Tree:
    """Return the tree of a condition written as text. Raises ModelError, quoting the text, where it cannot be read.

    >>> parse("lift if freeze")
    ('if', ('is', 'lift'), ('is', 'freeze'))
    """
    return _Reader(text).whole()


def _named(option: object) -> str:
    if isinstance(option, int) and not isinstance(option, bool):
        return f"#{option}"
    if not isinstance(option, str) or not option or '"' in option:
        raise ModelError(f"{option!r} names no option; give the id of one, or its place from 0")
    plain = re.fullmatch(r"[#\w](?:[\w.:]|-(?=\w))*", option) and option.lower() not in _WORDS
    return option if plain else f'"{option}"'


def _literal(option: object, taken: object) -> str:
    try:
        if taken in _YES:
            return _named(option)
        if taken in _NO:
            return f"not {_named(option)}"
    except TypeError:
        pass
    raise ModelError(f"option {option!r} is {taken!r:.30}; say Y (taken) or N (not taken)")


def _all(parts: Iterable[str]) -> str:
    found = list(parts)
    if not found:
        raise ModelError("a condition is empty; name an option")
    return found[0] if len(found) == 1 else " and ".join(found)


def _bracketed(text: str) -> str:
    return f"({text})" if " " in text and not re.fullmatch(r'"[^"]*"', text) else text


def _joined(word: str, given: object) -> str:
    if not isinstance(given, Sequence) or isinstance(given, str) or not given:
        raise ModelError(f"{given!r:.40}: a list of conditions is needed")
    return f" {word} ".join(_bracketed(written(each)) for each in given)


def _of_mapping(given: Mapping[Any, Any]) -> str:
    keys = set(given)
    if keys <= {"members", "compound"} and "members" in keys:
        return _joined("or", given["members"])
    for key, word in (("all", "and"), ("any", "or")):
        if keys == {key}:
            return _joined(word, given[key])
    if keys == {"not"}:
        return f"not {_bracketed(written(given['not']))}"
    if keys == {"if", "then"}:
        return f"{_bracketed(written(given['then']))} if {_bracketed(written(given['if']))}"
    if keys == {"iff"}:
        parts = given["iff"]
        if not isinstance(parts, Sequence) or isinstance(parts, str) or len(parts) != 2:
            raise ModelError("iff joins two conditions; give a list of two")
        return _joined("iff", parts)
    return _all(_literal(option, taken) for option, taken in given.items())


def written(given: object) -> str:
    """Return a condition in any of its forms as text that ``parse`` reads.

    >>> written({"if": {"freeze": "Y"}, "then": [["lift", "Y"], ["test", "N"]]})
    '(lift and not test) if freeze'
    """
    if isinstance(given, str):
        parse(given)
        return given.strip()
    if isinstance(given, Mapping):
        return _of_mapping(given)
    if isinstance(given, Sequence):
        pairs = [tuple(each) if isinstance(each, Sequence) and not isinstance(each, str) else () for each in given]
        if all(len(pair) == 2 for pair in pairs):
            return _all(_literal(option, taken) for option, taken in pairs)
    raise ModelError(f"{given!r:.60} is no condition; write text, a mapping from options to Y or N, or a list of pairs")


def options_of(tree: Tree) -> tuple[str, ...]:
    """Return the options that a tree names, in order, each once."""
    if tree[0] == "is":
        return (tree[1],)
    return tuple(dict.fromkeys(name for part in tree[1:] for name in options_of(part)))


def _tidy(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """Drop what a weaker clause already covers."""
    kept: list[Clause] = []
    for mask, value in sorted(set(clauses), key=lambda clause: (clause[0].bit_count(), clause)):
        if not any(mask & wide == wide and value & wide == held for wide, held in kept):
            kept.append((mask, value))
    return tuple(kept)


def _both(first: tuple[Clause, ...], second: tuple[Clause, ...]) -> tuple[Clause, ...]:
    found = [(m | k, v | w) for m, v in first for k, w in second if not (v ^ w) & m & k]
    if len(found) > _MOST_CLAUSES:
        raise ModelError(f"a condition comes to over {_MOST_CLAUSES} alternatives; split it into several")
    return _tidy(found)


def spelt_out(tree: Tree) -> Tree:
    """Return a tree whose outermost word is one of is, not, and, or.

    >>> spelt_out(parse("lift if freeze"))
    ('or', ('is', 'lift'), ('not', ('is', 'freeze')))
    """
    if tree[0] == "if":
        return ("or", tree[1], ("not", tree[2]))
    if tree[0] == "iff":
        return ("or", ("and", tree[1], tree[2]), ("and", ("not", tree[1]), ("not", tree[2])))
    return tree


def clauses(tree: Tree, place: Mapping[str, int], *, holds: bool = True) -> tuple[Clause, ...]:
    """Return a condition (or its negation) as alternatives (mask, value): a state meets one if state & mask == value.

    ``place`` gives the bit of each option. No alternatives: nothing meets it; ``((0, 0),)``: everything does.

    >>> clauses(parse("a and not b"), {"a": 0, "b": 1})
    ((3, 1),)
    """
    tree = spelt_out(tree)
    word = tree[0]
    if word == "is":
        bit = 1 << place[tree[1]]
        return ((bit, bit if holds else 0),)
    if word == "not":
        return clauses(tree[1], place, holds=not holds)
    parts = [clauses(part, place, holds=holds) for part in tree[1:]]
    if (word == "and") == holds:
        found = parts[0]
        for part in parts[1:]:
            found = _both(found, part)
        return found
    return _tidy(clause for part in parts for clause in part)


def meets(state: int, alternatives: Iterable[Clause]) -> bool:
    """Return whether a state meets one of the alternatives."""
    return any(state & mask == value for mask, value in alternatives)


def in_words(tree: Tree, label: Callable[[str], str]) -> str:
    """Return a tree as text, its options by their labels."""
    if tree[0] == "is":
        return label(tree[1])
    if tree[0] == "not":
        inner = in_words(tree[1], label)
        return f"not {inner}" if tree[1][0] == "is" else f"not ({inner})"
    parts = [in_words(part, label) for part in tree[1:]]
    told = [f"({said})" if part[0] not in ("is", "not") else said for said, part in zip(parts, tree[1:], strict=True)]
    return f" {tree[0]} ".join(told)
