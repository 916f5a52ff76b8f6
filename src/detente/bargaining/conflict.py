"""A conflict in the graph model: who can do what, what each wants, and which states hold.

Follows Fang, Hipel and Kilgour, Interactive Decision Making (1993). A stable state is one that nobody has reason to
leave under the concept asked for; it is not a prediction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from detente.bargaining import conflict_checks
from detente.bargaining.alternatives import Alternative, Outcome, variants
from detente.bargaining.checked import Checked, plain, require_known
from detente.bargaining.conditions import Clause, clauses, in_words, parse
from detente.bargaining.conflict_forms import exchanged, is_exchanged
from detente.bargaining.conflict_parts import DecisionMaker, Listed, Option, Reference, State
from detente.bargaining.graph_model import GraphModel, each_of, free_of, ranks_of, require_room
from detente.bargaining.preferences import STRONG, Barred, Statement, ranked
from detente.bargaining.stability import CONCEPTS, Stability, analyse
from detente.errors import ModelError

if TYPE_CHECKING:
    from detente.bargaining.answers import Improvement
    from detente.bargaining.coalitions import Coalitions
    from detente.bargaining.graded import Kind
    from detente.bargaining.inverse import SmallestChange, Want
    from detente.bargaining.robustness import Robustness, WithoutSource
    from detente.bargaining.sampling import Sampled
    from detente.bargaining.status_quo import Way

ROOM = 2.0  # gigabytes that an analysis in full may take unless more is allowed


class Conflict(Checked):
    """Decision makers, their options, what cannot be, and what each wants; a frozen model that analyses are asked of.

    Options need not be listed apart from their owners, unless one has a name or can be changed one way only. A state is
    numbered from 1 over the feasible ones, in ascending order of the number whose bit k stands for option k.
    ``contradictions`` says what becomes of two statements of one decision maker that contradict each other: ``refuse``,
    or ``rank``, where the more important prevails.

    Raises ModelError, saying where and what, for an option without an owner or with two, an unknown option, a cycle,
    contradictory statements, or patterns that leave no feasible state.

    >>> chicken = Conflict(
    ...     decision_makers=[
    ...         DecisionMaker(name="Row", options=["row swerves"], ranking=["NY", "YY", "YN", "NN"]),
    ...         DecisionMaker(name="Column", options=["column swerves"], ranking=["YN", "YY", "NY", "NN"]),
    ...     ]
    ... )
    >>> chicken.stability().equilibria("R")
    (2, 3)
    >>> chicken.state(2).taken
    ('row swerves',)
    """

    id: str = ""
    name: str = ""
    options: tuple[Listed, ...] = ()
    decision_makers: tuple[DecisionMaker, ...] = Field(min_length=1)
    infeasible: tuple[Barred, ...] = ()
    status_quo: Reference | None = None
    contradictions: Literal["refuse", "rank"] = "refuse"
    outcomes: tuple[Outcome, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _with_options(cls, given: Any) -> Any:
        return conflict_checks.with_options(given)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        conflict_checks.require_sound(self)
        return self

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return the conflict of a plain mapping: of a case's file, or in the form in which conflicts are exchanged."""
        if not isinstance(data, Mapping):
            raise ModelError(f"a conflict is a mapping of fields, not {type(data).__name__}")
        fields = exchanged(data) if is_exchanged(data) else {str(key): value for key, value in data.items()}
        fields.pop("kind", None)
        return cls(**fields)

    def to_dict(self) -> dict[str, Any]:
        """Return a plain mapping that ``from_dict`` reads back to an equal conflict."""
        dumped: dict[str, Any] = plain(self.model_dump(mode="json", exclude_defaults=True))
        # A status quo in which nothing is done is empty, and yet says where things stand.
        return dumped if self.status_quo is None else {**dumped, "status_quo": self.status_quo}

    @cached_property
    def places(self) -> dict[str, int]:
        """The bit of each option, by its id and by ``#`` and its place."""
        found = {f"#{bit}": bit for bit in range(len(self.options))}
        return found | {option.id: bit for bit, option in enumerate(self.options)}

    @property
    def names(self) -> tuple[str, ...]:
        """The decision makers, in order."""
        return tuple(maker.name for maker in self.decision_makers)

    def decision_maker(self, name: str) -> DecisionMaker:
        """Return a decision maker by its name."""
        require_known("decision maker", [name], self.names)
        return self.decision_makers[self.names.index(name)]

    def option(self, name: str) -> Option:
        """Return an option by its id."""
        require_known("option", [name], [option.id for option in self.options])
        return self.options[self.places[name]]

    def clauses(self, says: str) -> tuple[Clause, ...]:
        """Return a condition as alternatives (mask, value) over the numbers of states."""
        return clauses(parse(says), self.places)

    @cached_property
    def barred(self) -> tuple[Clause, ...]:
        """The infeasible patterns as alternatives (mask, value)."""
        return tuple(clause for pattern in self.infeasible for clause in self.clauses(pattern.says))

    @cached_property
    def graph(self) -> GraphModel:
        """The compiled conflict. Raises TooLarge where it does not fit; see ``reduced`` and ``sampled``."""
        return self.compiled(gigabytes=ROOM)

    def compiled(self, *, gigabytes: float) -> GraphModel:
        """Return the compiled conflict, allowed as much memory as is said."""
        require_room(len(self.options), len(self.names), gigabytes=gigabytes)
        feasible = free_of(len(self.options), self.barred)
        makers = self.decision_makers
        ranks = each_of(len(makers), lambda k: self._ranks(makers[k], feasible), size=len(feasible))
        blind = any(maker.misperceives for maker in makers)
        return GraphModel(
            bits=len(self.options),
            feasible=feasible,
            ways=tuple({"both": 0, "fwd": 1, "back": 2}[option.permitted] for option in self.options),
            owned=tuple(tuple(self.places[option] for option in maker.options) for maker in self.decision_makers),
            ranks=np.array(ranks, dtype=np.int32),
            **({"hidden": np.array([self._hidden(maker) for maker in makers])} if blind else {}),
        )

    def _hidden(self, maker: DecisionMaker) -> np.ndarray:
        met = tuple(clause for pattern in maker.misperceives for clause in self.clauses(pattern.says))
        return ~free_of(len(self.options), met)

    def _ranks(self, maker: DecisionMaker, feasible: np.ndarray) -> np.ndarray:
        if maker.ranking is None and not maker.comparisons:
            return ranks_of(feasible, [self.clauses(statement.says) for statement in maker.ordered])
        groups = maker.ranking.groups if maker.ranking is not None else ranked(maker.comparisons)
        return conflict_checks.ranks_of_ranking(self, maker.name, groups, np.flatnonzero(feasible))

    def variants(self) -> dict[str, Conflict]:
        """Return the conflict under every combination of its rival accounts and readings, by name."""
        return variants(self)

    @property
    def states(self) -> tuple[State, ...]:
        """The feasible states in the order of their numbers."""
        return tuple(self._state(int(code), k + 1) for k, code in enumerate(self.graph.states))

    def _state(self, code: int, number: int) -> State:
        return State(
            number=number,
            code=code,
            text="".join("Y" if code >> bit & 1 else "N" for bit in range(len(self.options))),
            taken=tuple(option.id for bit, option in enumerate(self.options) if code >> bit & 1),
        )

    def code(self, reference: Reference) -> int:
        """Return the number whose bits are the options of a state.

        A state goes by its number (from 1), as Y and N in the order of the options, by the options taken, or by a
        mapping from options to Y or N, where one that is not named is not taken.
        """
        return conflict_checks.code_of(self, reference)

    def state(self, reference: Reference) -> State:
        """Return a feasible state by its number, its Y/N text or the options taken."""
        code = self.code(reference)
        return self._state(code, self.graph.number(code))

    def said(self, statement: Statement | str) -> str:
        """Return a statement in words, its options by their names."""
        says = statement if isinstance(statement, str) else statement.says
        return in_words(parse(says), lambda name: self.options[self.places[name]].label)

    def payoffs(self, decision_maker: str) -> tuple[int, ...]:
        """Return the rank of each feasible state for a decision maker, 1 the worst, ties alike."""
        require_known("decision maker", [decision_maker], self.names)
        rank = self.graph.ranks[self.names.index(decision_maker)]
        return tuple(int(each) for each in rank[self.graph.states])

    def stability(self, concepts: str | Iterable[str] = CONCEPTS, *, gigabytes: float = ROOM) -> Stability:
        """Return the stable states and equilibria under some of R, GMR, SMR, SEQ (these by default) and SIM.

        Raises TooLarge where that would take more memory than is allowed.
        """
        graph = self.graph if gigabytes == ROOM else self.compiled(gigabytes=gigabytes)
        return analyse(graph, self.names, concepts)

    def improvements(self, state: Reference, decision_maker: str, concept: str = "SEQ") -> tuple[Improvement, ...]:
        """Return a decision maker's improvements from a state, each with the answer of the others that spoils it."""
        from detente.bargaining.answers import improvements

        return improvements(self, state, decision_maker, concept)

    def why(self, state: Reference, concept: str = "SEQ") -> tuple[str, ...]:
        """Return why each decision maker would stay in a state or leave it, in words."""
        from detente.bargaining.answers import why

        return tuple(why(self, state, concept))

    def ways(self, start: Reference | None = None, *, improving: bool = False) -> dict[int, Way]:
        """Return a shortest way from the status quo (or another state) to every state that moves can reach.

        ``improving`` allows only moves that better their mover.
        """
        from detente.bargaining.status_quo import ways

        return ways(self, start, improving=improving)

    def coalitions(self) -> Coalitions:
        """Return the coalitions, to be asked what they would do together and what withstands them."""
        from detente.bargaining.coalitions import Coalitions

        return Coalitions(self)

    def limited_move(self, depth: int) -> Stability:
        """Return the states stable under foresight of ``depth`` moves, as the concept ``L`` and the depth."""
        from detente.bargaining.foresight import limited_moves

        return Stability(self.graph, self.names, {f"L{depth}": limited_moves(self.graph, depth)})

    def non_myopic(self) -> Stability:
        """Return the states stable under foresight without limit, as the concept ``NM``."""
        from detente.bargaining.foresight import non_myopic

        return Stability(self.graph, self.names, {"NM": non_myopic(self.graph)})

    def uncertain(self, kind: Kind) -> Stability:
        """Return the stable states where some preferences are unknown, of kind a, b, c or d (see ``graded``)."""
        from detente.bargaining.graded import LEAVES, under_unknown

        require_known("kind of stability under unknown preference", [kind], LEAVES)
        return Stability(self.graph, self.names, under_unknown(self, kind))

    def strong(self, degree: int = STRONG) -> Stability:
        """Return the strongly stable states: every answer makes the mover worse off by at least a degree (2 or 3)."""
        from detente.bargaining.graded import strongly

        return Stability(self.graph, self.names, strongly(self, degree))

    def smallest_change(
        self,
        state: Reference,
        concept: str = "SEQ",
        *,
        want: Want = "stable",
        of: Iterable[str] | None = None,
        deepest: int = 4,
        budget: int = 20_000,
    ) -> SmallestChange:
        """Return the smallest change of preferences after which a state is an equilibrium, or (``unstable``) is not.

        ``of`` names whose preferences may change; ``budget`` is how many profiles may be weighed before the search
        follows the most promising ones only, and says so.
        """
        from detente.bargaining.inverse import smallest_change

        return smallest_change(self, state, concept=concept, want=want, of=of, deepest=deepest, budget=budget)

    def robustness(self, rng: np.random.Generator, *, profiles: int = 10_000, concept: str = "SEQ") -> Robustness:
        """Return under which share of the profiles that the evidence leaves open each state is an equilibrium."""
        from detente.bargaining.robustness import robustness

        return robustness(self, rng, profiles=profiles, concept=concept)

    def without_sources(
        self, concept: str = "SEQ", *, sources: Mapping[str, str] | None = None
    ) -> tuple[WithoutSource, ...]:
        """Return, source by source, which equilibria change if what rests on it alone is dropped.

        ``sources`` maps cited evidence to who published it; what it does not hold stands for itself.
        """
        from detente.bargaining.robustness import without_sources

        return without_sources(self, concept=concept, sources=sources)

    def reduced(self, held: Mapping[str, Any]) -> Self:
        """Return the conflict with some options held at Y or N, and out of everyone's reach."""
        from detente.bargaining.reducing import reduced

        return type(self)(**reduced(self, held))

    def sampled(self, rng: np.random.Generator, *, states: int = 200, answers: int = 200) -> Sampled:
        """Return what can be said of stability from states drawn at random, for a conflict too large to list.

        R is settled for each state drawn; under the other concepts a state is stable where an answer to every
        improvement was found among ``answers`` tries, and open otherwise.
        """
        from detente.bargaining.sampling import sampled

        return sampled(self, rng, states=states, answers=answers)
