"""Rival accounts and several readings of the same evidence, kept side by side so that answers span them."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from pydantic import Field

from detente.bargaining.checked import Checked, require_known
from detente.bargaining.preferences import Barred, Evidence, Statement

if TYPE_CHECKING:
    from detente.bargaining.conflict import Conflict
    from detente.bargaining.conflict_parts import DecisionMaker

AS_GIVEN = "as given"


class Alternative(Checked):
    """One of several ways to take a question (``of``): an account, a reading.

    ``preferences`` replaces whole lists: each entry is a statement, or the id of one of the conflict's own.
    ``infeasible`` adds patterns. An alternative that changes nothing stands for the conflict as it is written.
    """

    of: str = Field(min_length=1)
    name: str = Field(min_length=1)
    note: str = ""
    evidence: Evidence = ()
    preferences: dict[str, tuple[str | Statement, ...]] = {}
    infeasible: tuple[Barred, ...] = ()


class Outcome(Checked):
    """A state with a name, so that answers can speak of it: the options taken, the others not."""

    name: str = Field(min_length=1)
    taken: tuple[str, ...] = ()


def _statements(maker: DecisionMaker, given: tuple[str | Statement, ...]) -> tuple[Statement, ...]:
    own = {statement.id: statement for statement in maker.preferences if statement.id}
    named = [entry for entry in given if isinstance(entry, str)]
    require_known(f"statement of {maker.name!r}", named, own)
    return tuple(own[entry] if isinstance(entry, str) else entry for entry in given)


def _taken(conflict: Conflict, chosen: tuple[Alternative, ...]) -> Conflict:
    makers = {maker.name: maker for maker in conflict.decision_makers}
    for alternative in chosen:
        require_known(f"decision maker in {alternative.name!r}", alternative.preferences, makers)
        for name, given in alternative.preferences.items():
            wanted = _statements(conflict.decision_maker(name), given)
            makers[name] = makers[name].replace(preferences=wanted, ranking=None, comparisons=())
    return conflict.replace(
        decision_makers=tuple(makers.values()),
        infeasible=(*conflict.infeasible, *(pattern for each in chosen for pattern in each.infeasible)),
        alternatives=(),
    )


def variants(conflict: Conflict) -> dict[str, Conflict]:
    """Return the conflict under every combination of its alternatives, one of each question, by name."""
    questions: dict[str, list[Alternative]] = {}
    for alternative in conflict.alternatives:
        questions.setdefault(alternative.of, []).append(alternative)
    if not questions:
        return {AS_GIVEN: conflict}
    return {
        ", ".join(each.name for each in chosen): _taken(conflict, chosen) for chosen in product(*questions.values())
    }
