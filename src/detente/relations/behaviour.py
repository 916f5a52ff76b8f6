"""An actor's behaviour toward others: how often it threatens and offers, in what order, and how evenly in time.

*Turn*: whether kindness follows a wrong, and a wrong a kindness, more often than the actor's mix within each phase of
relations would give, by dealing the acts of each phase out in another order. *Beat*: the burstiness (sd - mean) /
(sd + mean) of the days between acts: -1 for a clock, 0 for chance, above 0 for bursts (Goh and Barabási 2008).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from detente.finding import Estimate
from detente.relations.selection import Chosen

DRAWS = 2000
LEAST = 8  # acts without which there is no profile of order or beat

# What an actor may do to another, in the words of the profile; every type of the ontology stands in one.
KINDS = {
    "threats and shows of force": ("THREATEN", "MOBILIZE"),
    "accusations, refusals, protests": ("ACCUSE", "REJECT", "PROTEST"),
    "demands": ("REQUEST",),
    "sanctions, coercion, assault": ("SANCTION", "COERCE", "ASSAULT"),
    "talks": ("CONSULT",),
    "offers, agreements and support": ("AGREE", "SUPPORT"),
    "yielding": ("CONCEDE", "RETREAT"),
    "aid and joint work": ("AID", "COOPERATE"),
}


@dataclass(frozen=True)
class Behaviour:
    """The profile: acts by kind, turns between conflict and cooperation beside chance, and the beat of threats."""

    kinds: tuple[tuple[str, tuple[Chosen, ...]], ...]
    turns: int
    expected: Estimate | None
    p: float | None
    beat: Estimate | None
    pause: float | None


def behaviour(acts: Sequence[Chosen], *, breaks: Sequence[dt.date] = (), rng: np.random.Generator) -> Behaviour:
    """Return the profile of one actor's acts toward others; ``breaks`` are the boundaries of phases."""
    once = tuple({act.happening: act for act in reversed(acts)}.values())
    ordered = sorted(once, key=lambda act: (act.date, act.id))
    kinds = tuple((kind, tuple(act for act in ordered if act.type in types)) for kind, types in KINDS.items())
    signs = np.array([act.cooperative for act in ordered], dtype=bool)
    turns = _turns(signs)
    threats = [act.date for act in kinds[0][1]]
    beat, pause = _beat(threats, rng)
    if len(ordered) < LEAST:
        return Behaviour(kinds, turns, None, None, beat, pause)
    parts = np.array([sum(day <= act.date for day in breaks) for act in ordered])
    dealt = np.array([_turns(_dealt(signs, parts, rng)) for _ in range(DRAWS)])
    low, high = (float(value) for value in np.quantile(dealt, [0.025, 0.975]))
    middle = float(np.clip(dealt.mean(), low, high))
    tail = min((dealt <= turns).sum(), (dealt >= turns).sum())
    p = float(min(1.0, 2 * (1 + tail) / (1 + DRAWS)))
    expected = Estimate(value=middle, low=low, high=high, n=len(ordered), unit="turns")
    return Behaviour(kinds, turns, expected, p, beat, pause)


def base_rates(found: Behaviour, years: float) -> list[tuple[str, int, float]]:
    """Return the number of acts of each kind and how many a year."""
    return [(kind, len(acts), len(acts) / years) for kind, acts in found.kinds]


def burstiness(gaps: NDArray[np.float64]) -> float:
    """Return (sd - mean) / (sd + mean) of the gaps between acts.

    >>> burstiness(np.array([7.0, 7.0, 7.0]))
    -1.0
    """
    total = float(gaps.std() + gaps.mean())
    return float(gaps.std() - gaps.mean()) / total if total else 0.0


def _beat(days: Sequence[dt.date], rng: np.random.Generator) -> tuple[Estimate | None, float | None]:
    gaps = np.array([(later - earlier).days for earlier, later in pairwise(days)], dtype=float)
    if gaps.size < LEAST:
        return None, None
    draws = [burstiness(rng.choice(gaps, gaps.size)) for _ in range(DRAWS)]
    value = burstiness(gaps)
    low, high = (float(bound) for bound in np.quantile(draws, [0.025, 0.975]))
    found = Estimate(value=value, low=min(low, value), high=max(high, value), n=gaps.size, unit="burstiness")
    return found, float(np.median(gaps))


def _turns(signs: NDArray[np.bool_]) -> int:
    return int((signs[1:] != signs[:-1]).sum())


def _dealt(signs: NDArray[np.bool_], parts: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.bool_]:
    found = signs.copy()
    for part in Counter(parts.tolist()):
        at = np.flatnonzero(parts == part)
        found[at] = signs[rng.permutation(at)]
    return found
