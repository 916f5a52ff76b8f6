"""What all readers of one sentence share: its tree, its clauses, the lexicon, and what has been accounted for."""

from __future__ import annotations

from abc import ABC, abstractmethod

from detente.reading.clauses import Clause, Clauses
from detente.reading.lexicon import Lexicon
from detente.reading.matching import Matcher
from detente.reading.meaning import Meaning
from detente.reading.words import Tree

# How deep acts may speak of acts before a reader gives up.
DEEPEST = 8
# Who repels an attack was attacked.
REPELLING = frozenset({"repel", "repulse", "foil", "thwart", "fend", "resist", "withstand"})


class SentenceReader(ABC):
    """The state of reading one sentence.

    ``used`` are triggers that a larger meaning accounts for; ``asides`` are accusations made by reporting something;
    ``answered`` are the offers, requests and protests that others refuse or accept.
    """

    def __init__(self, tree: Tree, lexicon: Lexicon) -> None:
        self.tree = tree
        self.lexicon = lexicon
        self.match = Matcher(tree, lexicon)
        self.clauses = Clauses(tree)
        self.used: set[int] = set()
        self.asides: list[Meaning] = []
        self.answered: list[Meaning] = []

    @abstractmethod
    def predicate(self, verb: int, depth: int = 0) -> Meaning | None:
        """Return the meaning of a verb or predicative adjective with its mood applied."""

    @abstractmethod
    def framed(self, lemma: str, clause: Clause, depth: int) -> Meaning | None:
        """Return the meaning of the best frame of a verb over the arguments of a clause."""

    @abstractmethod
    def noun(self, i: int, depth: int = 0) -> Meaning | None:
        """Return the meaning of a noun that names an act, or of the act its operator governs."""

    @abstractmethod
    def _noun_arguments(self, i: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return who does what a noun names, and to whom."""

    def phrase(self, k: int, depth: int) -> Meaning | None:
        """Return the meaning of a verb or a noun, whichever the word is."""
        return self.predicate(k, depth + 1) if self.tree.words[k].verbal else self.noun(k, depth + 1)
