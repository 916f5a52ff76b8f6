"""Surface against substance: what two say and how often they meet, beside what they do and what is found on the ground.

Words are verbal acts and deeds material ones (quad classes 1 and 3, 2 and 4). Their gap is the cooperative share of
words less that of deeds: above 0 the words are better than the deeds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.finding import Estimate
from detente.relations.alignment import quarter_of, quarters
from detente.relations.gaps import share_gap
from detente.relations.selection import Chosen, Window
from detente.relations.shares import share

LEAST = 2  # words, and deeds, without which a span shows no gap
WORDS, DEEDS = (1, 3), (2, 4)


@dataclass(frozen=True)
class Surface:
    """Words and deeds of two actors in a span: acts, the cooperative share of each, and the gap between them."""

    span: Window
    words: tuple[Chosen, ...]
    deeds: tuple[Chosen, ...]
    word_share: Estimate | None
    deed_share: Estimate | None
    gap: Estimate | None

    @property
    def talks(self) -> int:
        """How many consultations and agreements there were."""
        return sum(act.type in ("CONSULT", "AGREE") for act in self.words)


def surfaces(acts: Sequence[Chosen], spans: Sequence[Window], *, rng: np.random.Generator) -> tuple[Surface, ...]:
    """Return words and deeds span by span; ``rng`` moves the draws behind the gap's interval."""
    return tuple(_surface(acts, span, rng) for span in spans)


def quarter_spans(window: Window) -> list[Window]:
    """Return the quarters that a window touches, whole."""
    starts = quarters(window)
    return [(start, quarter_of(start + dt.timedelta(days=95)) - dt.timedelta(days=1)) for start in starts]


def _surface(acts: Sequence[Chosen], span: Window, rng: np.random.Generator) -> Surface:
    inside = [act for act in acts if span[0] <= act.date <= span[1]]
    words, deeds = (tuple(act for act in inside if act.quad in quads) for quads in (WORDS, DEEDS))
    both = min(len(words), len(deeds)) >= LEAST
    return Surface(span, words, deeds, _shared(words), _shared(deeds), share_gap(words, deeds, rng) if both else None)


def _shared(acts: Sequence[Chosen]) -> Estimate | None:
    return share(sum(act.cooperative for act in acts), len(acts)) if acts else None
