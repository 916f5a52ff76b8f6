"""What a conflict is made of: options, and decision makers with what they want."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from detente.bargaining.checked import Checked, require_unique
from detente.bargaining.preferences import Barred, Ranking, Statement, Wanted
from detente.errors import ModelError

Permitted = Literal["both", "fwd", "back"]


def _ranking(given: object) -> object:
    return Ranking(states=given) if isinstance(given, list | tuple) else given


def _option(given: object) -> object:
    return {"id": given} if isinstance(given, str) else given


class Option(Checked):
    """Something a decision maker does (Y) or does not do (N).

    ``permitted`` says which way it can be changed: ``both``; ``fwd``, taken and never given up again; ``back``, given
    up and never taken again.
    """

    id: str = Field(min_length=1, pattern=r'^[^"]+$')
    name: str = ""
    permitted: Permitted = "both"
    note: str = ""

    @property
    def label(self) -> str:
        """The name, or the id where there is none."""
        return self.name or self.id


Listed = Annotated[Option, BeforeValidator(_option)]


class DecisionMaker(Checked):
    """One who moves: the options it owns, and what it wants, said in one of three ways.

    ``preferences`` are ranked statements, most important first; ``ranking`` lists every feasible state from best to
    worst, ties as lists; ``comparisons`` are lines such as ``3 > 1 = 2`` that amount to a ranking. With none of them
    the decision maker is indifferent. It can neither enter nor leave states that meet a pattern it ``misperceives``.
    """

    name: str = Field(min_length=1)
    options: tuple[str, ...] = ()
    preferences: tuple[Wanted, ...] = ()
    ranking: Annotated[Ranking | None, BeforeValidator(_ranking)] = None
    comparisons: tuple[str, ...] = ()
    misperceives: tuple[Barred, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _one_way_of_saying(self) -> DecisionMaker:
        given = [name for name in ("preferences", "ranking", "comparisons") if getattr(self, name)]
        if len(given) > 1:
            raise ModelError(f"decision maker {self.name!r} is given {' and '.join(given)}; keep one of them")
        require_unique(f"decision maker {self.name!r}: option", self.options)
        require_unique(f"decision maker {self.name!r}: statement", (s.id for s in self.preferences if s.id))
        weighed = [statement.importance is not None for statement in self.preferences]
        if any(weighed) and not all(weighed):
            bare = self.preferences[weighed.index(False)].says
            raise ModelError(f"decision maker {self.name!r}: no importance for {bare!r}; give one to each or to none")
        for above, below in zip(self.ordered, self.ordered[1:], strict=False):
            if below.strength > above.strength:
                raise ModelError(
                    f"decision maker {self.name!r}: {below.says!r} is stronger than the more important {above.says!r}; "
                    f"a preference is no stronger than those above it"
                )
        return self

    @property
    def ordered(self) -> tuple[Statement, ...]:
        """The statements, most important first: as listed, or by the best guess of their importance."""
        if any(statement.importance is None for statement in self.preferences):
            return self.preferences
        return tuple(sorted(self.preferences, key=lambda s: -_importance(s)))

    def statement_id(self, statement: Statement) -> str:
        """Return a statement's own id, or the decision maker's name and its place in the list."""
        return statement.id or f"{self.name}.{self.preferences.index(statement) + 1}"


def _importance(statement: Statement) -> float:
    return statement.importance.value if statement.importance is not None else 0.0


class State(Checked):
    """A state: its number from 1, its options as Y and N in order, and the ids of the options taken."""

    number: int
    text: str
    taken: tuple[str, ...]
    code: int

    def __str__(self) -> str:
        return f"{self.number} ({self.text})"


Reference = int | str | list[str] | tuple[str, ...] | dict[str, Any]
