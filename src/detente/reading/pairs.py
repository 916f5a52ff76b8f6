"""Which of a sentence's meanings holds between two given actors."""

from __future__ import annotations

from dataclasses import dataclass

from detente.reading.interpreter import Interpreter
from detente.reading.meaning import Meaning
from detente.reading.words import Tree

# Calls, letters and journeys, and what may be said by them.
CONTACTS = frozenset({"040", "041", "042"})
SAID = ("02", "051", "10", "11", "12", "13")
SYMMETRIC_ROOTS = ("04", "05", "06", "03", "12", "19")


@dataclass(frozen=True)
class Candidate:
    """A meaning with how well it fits the pair."""

    score: float
    meaning: Meaning


class PairReader:
    """Scores meanings against a source span and a target span, given as sets of word indexes."""

    def __init__(self, tree: Tree, interpreter: Interpreter) -> None:
        self.tree = tree
        self.interpreter = interpreter

    def choose(self, source: set[int], target: set[int]) -> Meaning | None:
        """Return the meaning that fits the pair best, or None where the sentence holds none."""
        candidates = [Candidate(self._score(m, source, target), m) for m in self._meanings()]
        if not candidates:
            return None
        best = max(candidates, key=lambda c: (c.score, -c.meaning.trigger)).meaning
        return self._said_by_contact(best, [c.meaning for c in candidates])

    def _said_by_contact(self, best: Meaning, meanings: list[Meaning]) -> Meaning:
        """Return what a call, a letter or a journey was made to say, which tells more than that it was made."""
        if best.code[:3] not in CONTACTS or best.modality != "actual":
            return best
        below = self.tree.subtree(best.trigger) - {best.trigger}
        said = [m for m in meanings if m.trigger in below and m.code.startswith(SAID) and self._same_doer(m, best)]
        return said[0] if said else best

    def _same_doer(self, meaning: Meaning, other: Meaning) -> bool:
        word = self.tree.words[meaning.trigger]
        return word.verbal and word.dep in ("advcl", "xcomp", "acl") and bool(set(meaning.sources) & set(other.sources))

    def _meanings(self) -> list[Meaning]:
        found = self.interpreter.meanings()
        return found + self.interpreter.asides

    def _score(self, meaning: Meaning, source: set[int], target: set[int]) -> float:
        agent = max((self._holds(k, source) for k in meaning.sources), default=0.0)
        agent = max([agent, *(0.7 * self._holds(k, source) for k in meaning.speakers)])
        patient = max((self._holds(k, target) for k in meaning.targets), default=0.0)
        if meaning.code[:2] in SYMMETRIC_ROOTS:
            patient = max(patient, *(0.9 * self._holds(k, target) for k in (*meaning.sources, meaning.trigger)))
        reach = self.tree.subtree(meaning.trigger)
        if target & reach:
            patient = max(patient, 1.2)
        if source & reach:
            agent = max(agent, 0.8)
        unreal = 1.5 if meaning.modality in ("planned", "hypothetical") else 0.0
        # "The coalition fighting rebels declared a truce": what only describes the source is not its act here.
        within = 1.5 if meaning.trigger in source and self.tree.words[meaning.trigger].verbal else 0.0
        nominal = 0.0 if self.tree.words[meaning.trigger].verbal else 0.6
        return (
            -nominal
            - within
            - unreal
            + 1.2 * agent
            + patient
            + 0.1 * min(meaning.weight, 5)
            - 0.25 * self._depth(meaning.trigger)
        )

    def _holds(self, k: int, span: set[int]) -> float:
        """Return 3 where the span is headed by a word, less where it stands within or around it."""
        k = self._antecedent(k, span)
        if k in span:
            return 3.0
        below = self.tree.subtree(k)
        if span & below:
            nearest = min(self._distance(s, k) for s in span & below)
            return max(1.2, 2.6 - 0.3 * nearest)
        return 0.0

    def _distance(self, low: int, high: int) -> int:
        for n, above in enumerate(self.tree.ancestors(low), start=1):
            if above == high:
                return n
        return 9

    def _antecedent(self, k: int, span: set[int]) -> int:
        """Take a pronoun for the head of the span where the span stands before it."""
        if self.tree.words[k].tag.startswith(("PRP", "WP", "WDT")) and span and max(span) < k:
            return max(span)
        return k

    def _depth(self, i: int) -> int:
        return sum(1 for _ in self.tree.ancestors(i))
