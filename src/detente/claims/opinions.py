"""Statements that no record settles: judgements, forecasts with their likelihood band, recommendations."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import NamedTuple

from detente.claims.told import Told
from detente.claims.words import cue, stem, table
from detente.finding import likelihood

WISH = frozenset(map(stem, ("like", "prefer", "wish", "want")))
NEED = frozenset(map(stem, ("need", "ought", "must", "should")))
_ADVICE = re.compile(
    r"\b(?:would be (?:wise|better|best|useful|prudent|sensible)|it is (?:high )?time|had better|let us|is advisable"
    r"|(?:are|is) (?:well )?advised|remains? (?:vital|essential) (?:to|that))\b",
    re.IGNORECASE,
)


_AUTHOR = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y|(?:[Tt]his|the) (?:memo|essay|paper|article|piece|author))\b")
_DUTY = re.compile(r"\b(?:should|must|ought to)\b")


class Band(NamedTuple):
    """The likelihood that a forecast's words stand for, and the words."""

    words: str
    low: float
    high: float


@cache
def _bands() -> list[tuple[re.Pattern[str], Band]]:
    rows = [
        Band(words.strip(), float(row["low"]), float(row["high"]))
        for row in table("likelihood")
        for words in row["words"].split(";")
    ]
    rows.sort(key=lambda band: -len(band.words))
    return [(re.compile(rf"\b{re.escape(band.words)}\b", re.IGNORECASE), band) for band in rows]


def band_of(text: str) -> Band | None:
    """Return the likelihood band of the hedging words of a text; the longest words found win.

    >>> band_of("A third meeting is very likely.")
    Band(words='very likely', low=0.8, high=0.95)
    """
    return next((band for pattern, band in _bands() if pattern.search(text)), None)


def is_recommendation(told: Told) -> bool:
    """Whether a clause says what ought to be done."""
    if told.modal == "duty":
        return True
    if told.speaker:
        return False
    needs = bool(told.verbs & NEED) and told.present
    duty = bool(not told.past and _DUTY.search(told.text))
    return duty or needs or bool(_ADVICE.search(told.text))


def is_forecast(told: Told, as_of: dt.date) -> bool:
    """Whether a clause says what will or may come."""
    if told.speaker or any(d.last < as_of and d.bound in ("in", "near") for d in told.days):
        return False
    if told.modal == "would" and told.stems & WISH:
        return False
    if told.modal in ("future", "would") or (told.modal == "possible" and not told.negated):
        return True
    band = band_of(told.text)
    return band is not None and (told.present or told.modal == "possible") and band.words != "will"


def speaks_for_itself(told: Told) -> bool:
    """Whether a clause says what its own author thinks."""
    return bool(_AUTHOR.match(told.text))


def is_judgement(told: Told) -> bool:
    """Whether a clause weighs rather than tells: no day, no number, and it says how things are to be seen."""
    if told.verbs & cue("assess"):
        return True
    if told.days or (told.numbers and told.actors):
        return False
    weighs = bool(told.stems & cue("judge"))
    return weighs or not (told.actors or any(term.name for term in told.terms))


def question(told: Told, as_of: dt.date) -> str:
    """Return what will settle a forecast: what to look for, from when, until when."""
    ahead = [d for d in told.days if d.last > as_of]
    until = f" by {max(d.last for d in ahead)}" if ahead else ", by a day that the text does not name"
    return f"After {as_of}{until}: did it come so? {told.text.rstrip('.')}"


def band_reason(band: Band | None) -> str:
    """Say in one line what a forecast's words stand for."""
    if band is None:
        return "a forecast without a stated likelihood"
    middle = (max(0.0, band.low) + band.high) / 2
    return f"a forecast; {band.words!r} is read as {band.low:.0%} to {band.high:.0%} ({likelihood(middle)})"
