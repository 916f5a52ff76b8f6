"""Who is the source and who the target of a meaning, from the parties its words stand for."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from detente.reading.meaning import Meaning
from detente.reading.parties import Party, PartyReader

# Acts towards whoever is in a place; elsewhere a place named with "in" or "at" is no party.
LOCAL_ROOTS = frozenset({"042", "17", "18", "19", "20", "07", "08", "15", "16"})
# Acts that are worth a row though they name no second actor.
SOLITARY = ("15", "0873", "0871", "083", "0874", "087")


@dataclass(frozen=True, slots=True)
class Cast:
    """A source and a target (or none) of one row."""

    source: Party
    target: Party | None


@cache
def symmetric() -> dict[str, str]:
    """Return code -> the code of the same happening seen from the other side."""
    path = files("detente.reading") / "data" / "symmetric.csv"
    return {row["code"]: row["back"] for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())}


def back(code: str) -> str:
    """Return the code for the other direction of a symmetric act, or an empty string."""
    table = symmetric()
    return table.get(code) or table.get(code[:3], "")


def distinct(parties: Iterable[Party]) -> list[Party]:
    """Return parties once for each actor and sector, the first mention standing."""
    found: dict[tuple[str, str], Party] = {}
    for party in parties:
        found.setdefault((party.code, party.sector), party)
    return list(found.values())


class Caster:
    """Finds the casts of meanings in one sentence."""

    def __init__(self, reader: PartyReader) -> None:
        self.reader = reader

    def sources(self, meaning: Meaning) -> list[Party]:
        """Return the parties that act."""
        return distinct(party for k in meaning.sources for party in self._agent(k))

    def _agent(self, k: int) -> list[Party]:
        return self.reader.of(k)

    def targets(self, meaning: Meaning, sources: list[Party]) -> list[Party]:
        """Return the parties acted upon: the first argument that names any, with those coordinated with it."""
        acting = {party.code for party in sources}
        for deep in (False, True):
            for k in meaning.targets:
                if self.reader.placed(k) and not self._local(meaning.code):
                    continue
                found = self._patients(k, deep=deep)
                others = [party for party in found if party.code not in acting]
                if others:
                    return distinct(others)
        return []

    def _patients(self, k: int, *, deep: bool) -> list[Party]:
        group = [c for c in self.reader.tree.conjuncts(k)]
        read = self.reader.nearest if deep else self.reader.of
        return [party for c in group for party in read(c)]

    def _local(self, code: str) -> bool:
        return code[:2] in LOCAL_ROOTS or code[:3] in LOCAL_ROOTS

    def casts(self, meaning: Meaning) -> list[Cast]:
        """Return every ordered pair that a meaning holds between, in the direction of its code."""
        sources = self.sources(meaning)
        targets = self.targets(meaning, sources)
        if not sources:
            return []
        if targets:
            return [Cast(source, target) for source in sources for target in targets]
        if back(meaning.code) and len(sources) > 1:
            return [Cast(a, b) for n, a in enumerate(sources) for b in sources[n + 1 :] if a.code != b.code]
        if meaning.code.startswith(SOLITARY):
            return [Cast(source, None) for source in sources]
        return []
