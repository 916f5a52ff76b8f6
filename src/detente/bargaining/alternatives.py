"""Rival accounts and several readings of the same evidence, kept side by side so that answers span them."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from pydantic import Field

from detente.bargaining.checked import Checked, require_known
from detente.bargaining.conditions import options_of, parse
from detente.bargaining.preferences import Barred, Evidence, Statement
from detente.errors import ModelError, UnknownName

if TYPE_CHECKING:
    from detente.bargaining.conflict import Conflict
    from detente.bargaining.conflict_parts import DecisionMaker

AS_GIVEN = "as given"


class Alternative(Checked):
    """One of several ways to take a question (``of``): an account, a reading.

    ``preferences`` replaces whole lists: each entry is the id of one of the conflict's own statements, or a new one.
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


def _statement(conflict: Conflict, maker: DecisionMaker, entry: str | Statement) -> Statement:
    if isinstance(entry, Statement):
        return entry
    own = {statement.id: statement for statement in maker.preferences if statement.id}
    if entry in own:
        return own[entry]
    if all(name in conflict.places for name in options_of(parse(entry))):
        return Statement(says=entry)
    raise ModelError(str(UnknownName.among(f"statement of {maker.name!r}", entry, own)))


def _taken(conflict: Conflict, chosen: tuple[Alternative, ...]) -> Conflict:
    makers = {maker.name: maker for maker in conflict.decision_makers}
    for alternative in chosen:
        require_known(f"decision maker in {alternative.name!r}", alternative.preferences, makers)
        for name, given in alternative.preferences.items():
            own = conflict.decision_maker(name)
            wanted = tuple(_statement(conflict, own, entry) for entry in given)
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
