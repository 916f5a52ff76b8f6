"""Hypergames: each party plays the conflict that it sees, and play shows where it was mistaken.

After Wang, Hipel and Fraser (1988). A view hides options, rules out states, or mistakes what another wants. A state is
an equilibrium of the hypergame where every party, in the conflict that it sees, would stay.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from pydantic import Field, model_validator

from detente.bargaining.checked import Checked, require_known, require_unique
from detente.bargaining.conflict import Conflict
from detente.bargaining.conflict_parts import State
from detente.bargaining.preferences import Barred, Evidence, Wanted
from detente.bargaining.status_quo import Way
from detente.errors import ModelError, TooLarge
from detente.value import Value

if TYPE_CHECKING:
    from detente.bargaining.stability import Stability

_MOST_PLAYS = 256


class View(Checked):
    """How one party sees the conflict: options it does not know of, states it rules out, what others seem to want."""

    of: str = Field(min_length=1)
    hidden: tuple[str, ...] = ()
    rules_out: tuple[Barred, ...] = ()
    believes: dict[str, tuple[Wanted, ...]] = {}
    reason: str = ""
    evidence: Evidence = ()


class Surprise(Value):
    """What one party expected, what it met with, and what the others did otherwise.

    ``unseen``: the outcome uses an option, or is a state, that the party did not know of. ``worth`` compares it with
    what was expected, by the party's own preferences.
    """

    party: str
    expected: State
    others_did: tuple[str, ...]
    unseen: bool
    worth: str

    @property
    def said(self) -> str:
        """The surprise in words."""
        kind = " by a state that it did not know of" if self.unseen else ""
        return (
            f"{self.party} expected state {self.expected} and is surprised{kind}: {'; '.join(self.others_did)}; "
            f"the outcome is {self.worth} than what it expected."
        )


class Play(Value):
    """Each party carries out its part of an equilibrium that it believes in: the outcome, the surprises, what follows.

    ``after`` are shortest ways of improvements from there to the equilibria of the conflict as it is; one without moves
    says that the outcome holds once all is known.
    """

    expected: dict[str, State]
    outcome: State
    surprises: tuple[Surprise, ...]
    after: tuple[Way, ...]


class Hypergame(Checked):
    """A conflict as it is, and how each party sees it; a party without a view sees it as it is.

    >>> from detente.bargaining import DecisionMaker
    >>> real = Conflict(decision_makers=[
    ...     DecisionMaker(name="A", options=["trust"], preferences=["trust if keep", "not trust if not keep"]),
    ...     DecisionMaker(name="B", options=["keep"], preferences=["trust", "not keep"]),
    ... ])
    >>> mistaken = Hypergame(conflict=real, views=[View(of="A", believes={"B": ["keep"]})])
    >>> [state.text for state in mistaken.believed("A", "R")], [state.text for state in mistaken.believed("B", "R")]
    (['YY'], ['NN'])
    """

    conflict: Conflict
    views: tuple[View, ...] = ()
    name: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _sound(self) -> Hypergame:
        names = self.conflict.names
        require_known("decision maker with a view", (view.of for view in self.views), names)
        require_unique("view of", (view.of for view in self.views))
        for view in self.views:
            require_known(f"option hidden from {view.of!r}", view.hidden, [o.id for o in self.conflict.options])
            require_known(f"decision maker in the view of {view.of!r}", view.believes, names)
            own = set(self.conflict.decision_maker(view.of).options) & set(view.hidden)
            if own:
                raise ModelError(
                    f"{sorted(own)[0]!r} is hidden from {view.of!r}, who owns it; hide it from others only"
                )
            self.seen_by(view.of)
        return self

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Hypergame:
        """Return the hypergame of a plain mapping: ``conflict`` and ``views``."""
        if not isinstance(data, dict) or "conflict" not in data:
            raise ModelError("a hypergame is a mapping with a conflict and views of it")
        return cls(**{**data, "conflict": Conflict.from_dict(data["conflict"])})

    def view(self, party: str) -> View:
        """Return how a party sees the conflict."""
        require_known("decision maker", [party], self.conflict.names)
        return next((view for view in self.views if view.of == party), View(of=party))

    def seen_by(self, party: str) -> Conflict:
        """Return the conflict that a party believes it plays; hidden options are not in it."""
        view = self.view(party)
        makers = [
            maker.replace(preferences=view.believes[maker.name], ranking=None, comparisons=())
            if maker.name in view.believes
            else maker
            for maker in self.conflict.decision_makers
        ]
        seen = self.conflict.replace(
            decision_makers=tuple(makers), infeasible=(*self.conflict.infeasible, *view.rules_out), status_quo=None
        )
        return seen.reduced(dict.fromkeys(view.hidden, "N")) if view.hidden else seen

    def _actual(self, seen: Conflict, state: State) -> State:
        """Return a state of a view as a state of the conflict, what is hidden not taken."""
        return self.conflict.state(list(state.taken))

    def believed(self, party: str, concept: str = "SEQ") -> tuple[State, ...]:
        """Return the equilibria that a party believes in, as states of the conflict as it is."""
        seen = self.seen_by(party)
        return tuple(self._actual(seen, seen.state(n)) for n in seen.stability([concept]).equilibria(concept))

    def equilibria(self, concept: str = "SEQ") -> tuple[int, ...]:
        """Return the states in which every party stays, each by the conflict that it sees.

        A state that somebody does not know of is not among them: it cannot be at rest in what it has not foreseen.
        """
        views = {party: self.seen_by(party) for party in self.conflict.names}
        found = {party: view.stability([concept]) for party, view in views.items()}
        return tuple(
            state.number
            for state in self.conflict.states
            if all(self._stays(party, views[party], found[party], concept, state) for party in self.conflict.names)
        )

    def _stays(self, party: str, seen: Conflict, found: Stability, concept: str, state: State) -> bool:
        return self._knows(party, seen, state) and seen.state(list(state.taken)).number in found.stable(concept, party)

    def _knows(self, party: str, seen: Conflict, state: State) -> bool:
        if set(state.taken) & set(self.view(party).hidden):
            return False
        try:
            seen.state(list(state.taken))
        except ModelError:
            return False
        return True

    def plays(self, concept: str = "SEQ") -> tuple[Play, ...]:
        """Return what happens if each carries out its part of an equilibrium that it believes in, for every choice.

        Choices whose parts do not fit together in a feasible state are left out.
        """
        believed = [self.believed(party, concept) for party in self.conflict.names]
        choices = list(product(*believed))
        if len(choices) > _MOST_PLAYS:
            raise TooLarge(f"{len(choices):,} combinations of believed equilibria; up to {_MOST_PLAYS} are played out")
        told = (self._play(dict(zip(self.conflict.names, choice, strict=True)), concept) for choice in choices)
        return tuple(play for play in told if play is not None)

    def _play(self, expected: dict[str, State], concept: str) -> Play | None:
        taken = [
            option
            for party, state in expected.items()
            for option in self.conflict.decision_maker(party).options
            if option in state.taken
        ]
        try:
            outcome = self.conflict.state(taken)
        except ModelError:
            return None
        surprises = [self._surprise(party, state, outcome) for party, state in expected.items() if state != outcome]
        return Play(expected=expected, outcome=outcome, surprises=tuple(surprises), after=self._after(outcome, concept))

    def _surprise(self, party: str, expected: State, outcome: State) -> Surprise:
        rank = self.conflict.graph.ranks[self.conflict.names.index(party)]
        gain = int(rank[outcome.code]) - int(rank[expected.code])
        did = []
        for maker in self.conflict.decision_makers:
            for option in maker.options:
                if (option in outcome.taken) != (option in expected.taken):
                    verb = "takes up" if option in outcome.taken else "does not take up"
                    did.append(f"{maker.name} {verb} '{self.conflict.option(option).label}'")
        return Surprise(
            party=party,
            expected=expected,
            others_did=tuple(did),
            unseen=not self._knows(party, self.seen_by(party), outcome),
            worth="better" if gain > 0 else "worse" if gain < 0 else "neither better nor worse",
        )

    def _after(self, outcome: State, concept: str) -> tuple[Way, ...]:
        ways = self.conflict.ways(outcome.number, improving=True)
        stable = self.conflict.stability([concept]).equilibria(concept)
        if outcome.number in stable:
            return (ways[outcome.number],)
        return tuple(sorted((ways[n] for n in stable if n in ways), key=lambda way: (len(way.moves), way.to.number)))
