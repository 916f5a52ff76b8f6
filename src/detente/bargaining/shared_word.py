"""One word, two meanings: what happens if parties sign the same term and each carries out what it means by it.

A hypergame in which nobody mistakes what another wants, but each reads another's deed by its own definition: the other
has kept its word only where it did all that the reader's definition asks of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field, model_validator

from detente.bargaining.answers import Improvement
from detente.bargaining.checked import Checked, plain, require_known
from detente.bargaining.conflict import Conflict
from detente.bargaining.conflict_parts import State
from detente.errors import ModelError
from detente.value import Value

_LONGEST = 64


class Reading(Value):
    """How a party reads a state: the state as it sees it, and what of its definition others left undone, by party."""

    party: str
    state: State
    undone: dict[str, tuple[str, ...]]


class Turn(Value):
    """One step after the signing: where things stand by each party's reading, and who then moves why."""

    deeds: State
    readings: tuple[Reading, ...]
    mover: str = ""
    said: str = ""


class Signed(Value):
    """What follows a signature under one word: the state each believes in, and what play makes of it.

    ``turns`` run from the first deeds until nobody moves (``rests``) or a state comes round again.
    """

    believed: State
    turns: tuple[Turn, ...]
    rests: bool

    @property
    def surprised(self) -> tuple[str, ...]:
        """The parties that do not see what they expected once the others have done their part."""
        return tuple(reading.party for reading in self.turns[0].readings if reading.state != self.believed)

    @property
    def end(self) -> State:
        """The deeds in which play comes to rest, or those reached when it comes round again."""
        return self.turns[-1].deeds


class SharedWord(Checked):
    """A conflict in which options say that a party carries out a word, and what each party means by it.

    ``carried_out_by`` maps parties to those options; ``duties`` says who would have to do which item, ``meanings``
    which items each party's definition asks for. A party that defines nothing reads the word as it was carried out.

    >>> from detente.bargaining import DecisionMaker
    >>> deal = Conflict(decision_makers=[
    ...     DecisionMaker(name="A", options=["a"], preferences=["b", "not a if not b"]),
    ...     DecisionMaker(name="B", options=["b"], preferences=["a", "not b if not a"]),
    ... ])
    >>> word = SharedWord(
    ...     conflict=deal, word="withdrawal", carried_out_by={"A": "a", "B": "b"},
    ...     duties={"A": ["troops"], "B": ["guns", "mines"]},
    ...     meanings={"A": ["troops", "guns", "mines"], "B": ["troops", "guns"]},
    ... )
    >>> word.undone("A", "B")
    ('mines',)
    >>> word.signed()[0].surprised
    ('A',)
    """

    conflict: Conflict
    word: str = Field(min_length=1)
    carried_out_by: dict[str, str]
    duties: dict[str, tuple[str, ...]]
    meanings: dict[str, tuple[str, ...]]
    items: dict[str, str] = {}
    note: str = ""

    @model_validator(mode="after")
    def _sound(self) -> SharedWord:
        names = self.conflict.names
        for kind in ("carried_out_by", "duties", "meanings"):
            require_known(f"party of {kind}", getattr(self, kind), names)
        for party, option in self.carried_out_by.items():
            require_known(f"option of {party!r}", [option], self.conflict.decision_maker(party).options)
        placed = [item for items in self.duties.values() for item in items]
        for party, items in self.meanings.items():
            require_known(f"item in the meaning of {party!r} (no duty names it):", items, placed)
        if not self.carried_out_by:
            raise ModelError(f"nobody carries out {self.word!r}; name an option under carried_out_by")
        return self

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> SharedWord:
        """Return the model of a plain mapping."""
        if not isinstance(data, Mapping) or "conflict" not in data:
            raise ModelError("a shared word is a mapping with a conflict, a word, duties and meanings")
        return cls(**{**data, "conflict": Conflict.from_dict(data["conflict"])})

    def to_dict(self) -> dict[str, Any]:
        """Return a plain mapping that ``from_dict`` reads back to an equal model."""
        dumped: dict[str, Any] = plain(self.model_dump(mode="json", exclude_defaults=True))
        return {**dumped, "conflict": self.conflict.to_dict()}

    def does(self, party: str) -> frozenset[str]:
        """Return what a party does when it carries out the word: what its own definition asks of it."""
        return frozenset(self.meanings.get(party, ())) & frozenset(self.duties.get(party, ()))

    def undone(self, reader: str, party: str) -> tuple[str, ...]:
        """Return what a reader's definition asks of a party and the party's own does not."""
        asked = [item for item in self.meanings.get(reader, ()) if item in self.duties.get(party, ())]
        return tuple(item for item in asked if item not in self.does(party))

    def reading(self, reader: str, deeds: State) -> Reading:
        """Return how a party reads what was done: another has carried out the word only by the reader's definition."""
        undone = {
            party: self.undone(reader, party)
            for party, option in self.carried_out_by.items()
            if party != reader and option in deeds.taken and self.undone(reader, party)
        }
        broken = {self.carried_out_by[party] for party in undone}
        taken = [option for option in deeds.taken if option not in broken]
        return Reading(party=reader, state=self.conflict.state(taken), undone=undone)

    def agreed(self, concept: str = "SEQ") -> tuple[State, ...]:
        """Return the equilibria in which everyone who can carries out the word: what each believes it has signed."""
        word = set(self.carried_out_by.values())
        states = [self.conflict.state(n) for n in self.conflict.stability([concept]).equilibria(concept)]
        return tuple(state for state in states if word <= set(state.taken))

    def signed(self, concept: str = "SEQ") -> tuple[Signed, ...]:
        """Return what follows for each state that the parties can believe they have signed."""
        return tuple(self._played(state, concept) for state in self.agreed(concept))

    def _wants(self, reading: Reading, concept: str) -> Improvement | None:
        """Return the best improvement that the party, by its reading, has no answer to fear for."""
        found = self.conflict.improvements(reading.state.number, reading.party, concept)
        rank = self.conflict.graph.ranks[self.conflict.names.index(reading.party)]
        open_to = [each for each in found if not each.answered]
        return max(open_to, key=lambda each: (int(rank[each.move.to.code]), -each.move.to.number), default=None)

    def _played(self, believed: State, concept: str) -> Signed:
        deeds, seen = believed, set[int]()
        turns: list[Turn] = []
        while True:
            readings = tuple(self.reading(party, deeds) for party in self.conflict.names)
            wanted = [(reading, self._wants(reading, concept)) for reading in readings]
            moving = next(((reading, gain) for reading, gain in wanted if gain is not None), None)
            if moving is None or deeds.number in seen or len(turns) >= _LONGEST:
                turns.append(Turn(deeds=deeds, readings=readings))
                return Signed(believed=believed, turns=tuple(turns), rests=moving is None)
            seen.add(deeds.number)
            reading, gain = moving
            assert gain is not None
            turns.append(Turn(deeds=deeds, readings=readings, mover=reading.party, said=gain.move.said))
            taken = (set(deeds.taken) | set(gain.move.takes)) - set(gain.move.gives_up)
            deeds = self.conflict.state([option.id for option in self.conflict.options if option.id in taken])
