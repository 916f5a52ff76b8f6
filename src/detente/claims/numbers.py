"""Numbers of a sentence with their unit, what they count, and how far a hedge stretches them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from detente.claims.words import table
from detente.reading.words import Tree

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_MONEY = {"dollar", "dollars", "$", "usd", "euro", "euros", "yen", "pounds", "won"}
_PERCENT = {"percent", "%", "per", "pct"}
_TIME = {"day", "days", "week", "weeks", "month", "months", "year", "years", "hour", "hours"}
_PARTIES = {"leaders", "sides", "parties", "governments", "countries", "states", "capitals", "presidents", "armies"}
DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as said: ``low`` to ``high`` is what would still make it true.

    ``unit`` is percent, money, time or count; ``nouns`` are word indexes of what is counted, ``word`` is
    where it stands.
    """

    value: float
    low: float
    high: float
    unit: str
    word: int
    nouns: frozenset[int] = frozenset()

    def holds(self, value: float) -> bool:
        """Whether a value of the record makes the number true, to the precision that it was given with."""
        slack = 0.005 * abs(self.value) if self.unit in ("percent", "money") else 0.0
        slack = max(slack, 0.5) if self.unit == "percent" and self.value == round(self.value) else slack
        return self.low - slack <= value <= self.high + slack


@cache
def _numerals(kind: str) -> dict[str, float]:
    return {row["word"]: float(row["value"]) for row in table("numerals") if row["kind"] == kind}


def ordinal(text: str) -> int | None:
    """Return the number of an ordinal word, or None.

    >>> ordinal("fifth"), ordinal("2nd"), ordinal("best")
    (5, 2, None)
    """
    low = text.casefold()
    match = re.fullmatch(r"(\d+)(?:st|nd|rd|th)", low)
    if match:
        return int(match[1])
    return int(_numerals("ordinal")[low]) if low in _numerals("ordinal") else None


def numbers(tree: Tree, dated: frozenset[int]) -> tuple[Number, ...]:
    """Return the numbers of a sentence that are no part of a date; ``dated`` holds the words that are."""
    found = []
    i = 0
    while i < len(tree.words):
        value, used = _value(tree, i) if i not in dated else (None, 1)
        if value is not None and not _counts_parties(tree, i + used - 1):
            found.append(_number(tree, i, used, value))
        i += used
    return tuple(found)


def _value(tree: Tree, i: int) -> tuple[float | None, int]:
    """Read the number that begins at a word: its value and how many words it takes."""
    value = _single(tree, i)
    if value is None:
        return None, 1
    used = 1
    while i + used < len(tree.words):
        low = tree.words[i + used].text.casefold()
        if low in _numerals("scale"):
            value *= _numerals("scale")[low]
        elif low == "-" and used == 1 and i + 2 < len(tree.words) and _single(tree, i + 2) in range(1, 10):
            value += _single(tree, i + 2) or 0
            used += 1
        else:
            break
        used += 1
    return value, used


def _single(tree: Tree, i: int) -> float | None:
    low = tree.words[i].text.casefold()
    if low in _numerals("cardinal"):
        # "the one in Singapore" counts nothing
        return _numerals("cardinal")[low] if low != "one" or tree.words[i].dep == "nummod" else None
    if low in _numerals("times"):
        return _numerals("times")[low] if tree.words[i].dep == "advmod" else None
    if low in _numerals("share") and low != "half":
        return _numerals("share")[low] if tree.words[i].tag == "NN" else None
    if low == "half":
        return 50.0
    if low in ("a", "an") and i + 1 < len(tree.words) and tree.words[i + 1].text.casefold() in _numerals("scale"):
        return 1.0
    if low == "both":
        return None
    if _a_period(tree, i):
        return 1.0
    joined = _DIGITS.fullmatch(low)
    return float(low.replace(",", "")) if joined and not part_of_name(tree, i) else None


def part_of_name(tree: Tree, i: int) -> bool:
    """Whether a number belongs to a name: "Resolution 2371"."""
    before = tree.words[i - 1] if i else None
    if i + 1 < len(tree.words) and tree.words[i + 1].text.casefold() in _PERCENT:
        return False
    led = tree.words[i].head <= i  # "In Ireland 71 percent" is no name: the number belongs to what follows
    return bool(led and before and before.tag.startswith("NN") and before.text[:1].isupper() and before.head != i)


def _a_period(tree: Tree, i: int) -> bool:
    """Whether "a" counts a stretch of time: "for a year", "for a full month"."""
    if tree.words[i].text.casefold() not in ("a", "an") or not i or tree.words[i - 1].text.casefold() != "for":
        return False
    return any(word.text.casefold() in _TIME for word in tree.words[i + 1 : i + 3])


def _number(tree: Tree, i: int, used: int, value: float) -> Number:
    after = [word.text.casefold() for word in tree.words[i + used : i + used + 3]]
    before = tree.words[i - 1].text.casefold() if i else ""
    share = tree.words[i].text.casefold() in _numerals("share")
    if share or (after and after[0] in _PERCENT):
        unit = "percent"
    elif before == "$" or any(word in _MONEY for word in after[:2]):
        unit = "money"
    elif period := next((word for word in after[:2] if word in _TIME), ""):
        unit = "time"
        value = value * DAYS.get(period.rstrip("s"), 1)
    else:
        unit = "count"
    low, high = _stretch(tree, i, value)
    return Number(value, low, high, unit, i, _counted(tree, i + used - 1))


def _counts_parties(tree: Tree, i: int) -> bool:
    """Whether a number only says that there are two parties: "the two leaders", "both sides"."""
    head = tree.words[tree.words[i].head]
    two = tree.words[i].text.casefold() in ("two", "2", "both")
    return two and (head.text.casefold() in _PARTIES or (head.tag == "NNPS" and tree.words[i].dep == "nummod"))


def _counted(tree: Tree, i: int) -> frozenset[int]:
    """Return what a number counts: its noun, and the nouns that say of what."""
    head = tree.words[i].head
    if not tree.words[head].nominal:
        return frozenset({head})
    beside = {k for other in tree.kids(head, "conj", "relcl") for k in tree.subtree(other)}
    return frozenset(
        k for k in tree.subtree(head) - beside if tree.words[k].nominal or tree.words[k].tag.startswith("JJ")
    )


@cache
def _hedges() -> list[tuple[tuple[str, ...], float, float]]:
    rows = [
        (tuple(words.split()), float(row["low"]), float(row["high"]))
        for row in table("amounts")
        for words in row["words"].split(";")
    ]
    return sorted(rows, key=lambda row: -len(row[0]))


def _stretch(tree: Tree, i: int, value: float) -> tuple[float, float]:
    """Return the least and the greatest value that the hedge before a number allows."""
    before = [word.text.casefold() for word in tree.words[max(0, i - 4) : i] if word.text not in ("a", "$")]
    for words, low, high in _hedges():
        if tuple(before[-len(words) :]) == words:
            return (
                value * low if low not in (float("-inf"),) else float("-inf"),
                value * high if high != float("inf") else float("inf"),
            )
    return value, value
