"""The reduced model: some options held still, everything else as it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from detente.bargaining.checked import require_known
from detente.bargaining.conditions import Tree, in_words, parse, spelt_out, written
from detente.bargaining.conflict_parts import DecisionMaker
from detente.bargaining.preferences import Pattern, Ranking, numbered, ranked
from detente.errors import ModelError

if TYPE_CHECKING:
    from detente.bargaining.conflict import Conflict


def settled(tree: Tree, held: Mapping[str, bool]) -> Tree | bool:
    """Return a condition with some options known: a smaller condition, or True or False.

    >>> settled(parse("a and (b or c)"), {"a": True, "b": False})
    ('is', 'c')
    """
    tree = spelt_out(tree)
    word = tree[0]
    if word == "is":
        known = held.get(tree[1])
        return tree if known is None else known
    if word == "not":
        inner = settled(tree[1], held)
        return not inner if isinstance(inner, bool) else ("not", inner)
    parts = [settled(part, held) for part in tree[1:]]
    decisive: bool = word == "or"
    if decisive in [part for part in parts if isinstance(part, bool)]:
        return decisive
    left = [part for part in parts if not isinstance(part, bool)]
    if not left:
        return not decisive
    return left[0] if len(left) == 1 else (word, *left)


class _Holder:
    def __init__(self, conflict: Conflict, held: Mapping[str, Any]) -> None:
        known = [option.id for option in conflict.options]
        require_known("option to hold", held, known)
        if set(held) == set(known):
            raise ModelError("every option is held; leave at least one free")
        self.conflict = conflict
        self.fixed = {option: parse(written({option: taken}))[0] == "is" for option, taken in held.items()}
        self.free = [option for option in known if option not in held]

    def name(self, option: str) -> str:
        return self.conflict.options[self.conflict.places[option]].id

    def says(self, says: str) -> str | bool:
        tree = parse(says)
        places = {name: self.name(name) for name in self.conflict.places}
        held = {name: self.fixed[own] for name, own in places.items() if own in self.fixed}
        left = settled(tree, held)
        return left if isinstance(left, bool) else in_words(left, lambda name: f'"{self.name(name)}"')

    def patterns(self, patterns: tuple[Pattern, ...]) -> tuple[Pattern, ...]:
        told = [(pattern, self.says(pattern.says)) for pattern in patterns]
        for pattern, says in told:
            if says is True:
                raise ModelError(f"holding these options leaves no feasible state: {pattern.says!r} rules them all out")
        return tuple(pattern.replace(says=says) for pattern, says in told if isinstance(says, str))

    def text(self, code: int) -> str | None:
        """Return a state's Y/N text over the free options; None where it does not fit what is held."""
        taken = {option.id: bool(code >> bit & 1) for bit, option in enumerate(self.conflict.options)}
        if any(taken[option] != fixed for option, fixed in self.fixed.items()):
            return None
        return "".join("Y" if taken[option] else "N" for option in self.free)

    def ranking(self, maker: DecisionMaker) -> Ranking | None:
        if maker.ranking is None and not maker.comparisons:
            return None
        groups = maker.ranking.groups if maker.ranking is not None else ranked(maker.comparisons)
        told = [[self.text(self.conflict.code(numbered(state))) for state in group] for group in groups]
        kept = [tuple(text for text in group if text is not None) for group in told]
        return Ranking(states=tuple(group for group in kept if group))

    def maker(self, maker: DecisionMaker) -> DecisionMaker:
        told = [(statement, self.says(statement.says)) for statement in maker.preferences]
        return maker.replace(
            options=tuple(option for option in maker.options if option in self.free),
            preferences=tuple(statement.replace(says=says) for statement, says in told if isinstance(says, str)),
            ranking=self.ranking(maker),
            comparisons=(),
            misperceives=self.patterns(maker.misperceives),
        )


def reduced(conflict: Conflict, held: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a conflict with some options held at Y or N.

    Conditions are read with those options known; a statement that this settles falls away, since every state left
    meets it or none does. A status quo that does not fit is dropped.
    """
    holder = _Holder(conflict, held)
    quo = None if conflict.status_quo is None else holder.text(conflict.code(conflict.status_quo))
    return {
        "id": conflict.id,
        "name": conflict.name,
        "options": tuple(option for option in conflict.options if option.id in holder.free),
        "decision_makers": tuple(holder.maker(maker) for maker in conflict.decision_makers),
        "infeasible": holder.patterns(conflict.infeasible),
        "status_quo": quo,
        "outcomes": (),
        "contradictions": "rank",
        "note": conflict.note,
    }
