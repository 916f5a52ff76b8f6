"""The facts of a record, indexed by their words, with what a claim asks of them."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from detente.claims.facts import Fact
from detente.claims.likeness import Likeness, likeness
from detente.claims.told import Term, Told

UNSEEN = 0.45  # rarity of a common word that no row of the record uses: mostly style
COMMON = 0.3  # least rarity


@dataclass(frozen=True)
class Scope:
    """What the record covers: which actors, from when to when, and until which day it was public."""

    parties: frozenset[str]
    first: dt.date
    last: dt.date

    def covers(self, first: dt.date, last: dt.date) -> bool:
        """Whether days fall inside the window."""
        return self.first <= first and last <= self.last


class Archive:
    """All facts, with what claims are asked of them."""

    def __init__(self, facts: Sequence[Fact], scope: Scope) -> None:
        self.facts = tuple(facts)
        self.scope = scope
        self._index: dict[str, list[int]] = {}
        seen: Counter[str] = Counter()
        for n, fact in enumerate(self.facts):
            for key in fact.keys:
                self._index.setdefault(key, []).append(n)
                seen[key] += 1
        self._seen: Mapping[str, int] = seen
        self._people = _people(seen)
        self._log = math.log(max(2, len(self.facts)))

    def of(self, table: str) -> list[Fact]:
        """Return the facts of one table."""
        return [fact for fact in self.facts if fact.table == table]

    def named(self, told: Told) -> Told:
        """Return a claim with the people that it names by one word under their whole names."""
        anchors = tuple(replace(anchor, told=self.named(anchor.told)) for anchor in told.anchors)
        return replace(told, terms=tuple(map(self._whole_name, told.terms)), anchors=anchors)

    def _whole_name(self, term: Term) -> Term:
        """Return the term of a person under the whole name that the record mostly uses for that part of it."""
        parts = term.text.split(" ")
        whole = self._people.get(parts[-1]) if term.person else None
        if whole is None or not set(parts) < set(whole[1:].split(" ")):
            return term
        return replace(term, keys=(whole, term.keys[0]))

    def rarity(self, term: Term) -> float:
        """Return how much a word tells a row from others, 0.3 to 1; half of that for a word that no row uses."""
        seen = self._seen.get(term.keys[0], 0)
        if not seen:
            known = any(self._seen.get(key) for key in term.keys)
            return 1.0 if term.name and not known else 0.6 if known else UNSEEN
        return max(COMMON, math.log(len(self.facts) / seen) / self._log)

    def likenesses(
        self, told: Told, *, where: Callable[[Fact], bool] | None = None, least: float = 0.25
    ) -> list[Likeness]:
        """Return the facts that share words with a claim, best first."""
        weights = [(term, term.weight * self.rarity(term)) for term in told.terms]
        total = sum(weight for _, weight in weights)
        if total <= 0:
            return []
        near = {n for term, _ in weights for key in term.keys for n in self._index.get(key, ())}
        found = [
            likeness(told, self.facts[n], weights, total) for n in sorted(near) if where is None or where(self.facts[n])
        ]
        return sorted(
            (each for each in found if each.coverage >= least),
            key=lambda each: (-each.coverage + 0.12 * each.conflicts, each.fact.table, each.fact.id),
        )


def _people(seen: Mapping[str, int]) -> dict[str, str]:
    """Return part of a name -> the whole name that the record uses most."""
    found: dict[str, str] = {}
    for key in sorted((key for key in seen if key.startswith("&")), key=lambda key: (seen[key], key)):
        found |= dict.fromkeys(key[1:].split(" "), key)
    return found
