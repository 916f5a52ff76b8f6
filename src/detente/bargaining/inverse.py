"""The inverse question: the smallest change of preferences that makes a state an equilibrium, or ends one.

One change drops a statement, turns it into its denial, or moves it up past its neighbour; in a direct ranking it swaps
two neighbouring places. Sets of changes are weighed by their number, smallest first, so what is found is smallest as
long as every smaller set was weighed; where that would take more profiles than are allowed, the search goes on from the
most promising profiles alone and says so (inverse analysis: Kinsara, Kilgour and Hipel 2015).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from detente.bargaining.checked import require_known
from detente.bargaining.conflict_parts import Reference
from detente.bargaining.graph_model import Flags, Ranks
from detente.bargaining.profiles import Profiles, Weigher
from detente.errors import ModelError
from detente.value import Value

if TYPE_CHECKING:
    from detente.bargaining.conflict import Conflict

Want = Literal["stable", "unstable"]
List = tuple[int, ...]
Profile = tuple[List, ...]
_BEAM = 64
_TOLD = 50


class Edit(Value):
    """One change: whose preference, what is done, to which statement or states, in words."""

    by: str
    kind: Literal["drop", "turn", "raise", "swap"]
    what: str
    said: str


class SmallestChange(Value):
    """The smallest change found; ``ways`` are the sets of changes of that size.

    ``exact``: every smaller set was weighed. Where ``size`` is None no set of up to ``deepest`` changes does it.
    """

    state: int
    concept: str
    want: Want
    size: int | None
    ways: tuple[tuple[Edit, ...], ...]
    exact: bool
    examined: int
    deepest: int

    @property
    def said(self) -> str:
        """The answer in words, and whether it is exact."""
        goal = "makes" if self.want == "stable" else "ends"
        told = f"state {self.state} an equilibrium ({self.concept})"
        if self.want == "unstable":
            told = f"the equilibrium at state {self.state} ({self.concept})"
        how = f"{self.examined} profiles weighed"
        if self.size is None:
            kind = "No" if self.exact else "Among those searched, no"
            return f"{kind} set of up to {self.deepest} changes {goal} {told}; {how}."
        if self.size == 0:
            return f"Nothing need change: state {self.state} is {self.want} already."
        first = "; ".join(edit.said for edit in self.ways[0])
        which = "The smallest change" if self.exact else "The smallest change found (searched, not proved smallest)"
        return f"{which} that {goal} {told} takes {self.size}: {first}. {how}."


class _Editor:
    """Makes neighbouring profiles, and tells what was done."""

    def __init__(self, conflict: Conflict, weigher: Weigher, movable: Iterable[str]) -> None:
        self.conflict, self.weigher = conflict, weigher
        self.movable = {conflict.names.index(name) for name in movable}
        self.top = [int(rank.max()) for rank in conflict.graph.ranks]
        self.ranks: list[dict[List, Ranks]] = [{} for _ in conflict.names]

    def stated(self, me: int) -> bool:
        """Whether a decision maker's preferences are statements; otherwise lists hold the levels of its ranking."""
        return bool(len(self.weigher.met[me]))

    def base(self) -> Profile:
        return tuple(
            self.weigher.base(me) if self.stated(me) else tuple(range(self.top[me], 0, -1))
            for me in range(len(self.conflict.names))
        )

    def _edits(self, me: int, given: List) -> Iterator[tuple[List, Edit]]:
        name = self.conflict.names[me]
        if not self.stated(me):
            for k in range(len(given) - 1):
                above, below = self._level(me, given[k]), self._level(me, given[k + 1])
                said = f"{name} puts {below} above {above}"
                yield self._swapped(given, k), Edit(by=name, kind="swap", what=f"{above} > {below}", said=said)
            return
        for k, entry in enumerate(given):
            says = self._statement(me, entry)
            yield (*given[:k], *given[k + 1 :]), Edit(by=name, kind="drop", what=says, said=f"{name} drops '{says}'")
            turned = (*given[:k], -entry, *given[k + 1 :])
            yield turned, Edit(by=name, kind="turn", what=says, said=f"{name} turns '{says}' into its denial")
            if k:
                above = self._statement(me, given[k - 1])
                said = f"{name} ranks '{says}' above '{above}'"
                yield self._swapped(given, k - 1), Edit(by=name, kind="raise", what=says, said=said)

    def _swapped(self, given: List, at: int) -> List:
        return (*given[:at], given[at + 1], given[at], *given[at + 2 :])

    def _statement(self, me: int, entry: int) -> str:
        says = self.conflict.said(self.conflict.decision_makers[me].preferences[abs(entry) - 1])
        return says if entry > 0 else f"not ({says})"

    def _level(self, me: int, level: int) -> str:
        graph = self.conflict.graph
        states = graph.numbers(graph.ranks[me] == level)
        return f"state {states[0]}" if len(states) == 1 else f"states {', '.join(map(str, states))}"

    def neighbours(self, profile: Profile) -> Iterator[tuple[Profile, Edit]]:
        for me in sorted(self.movable):
            for changed, edit in self._edits(me, profile[me]):
                yield (*profile[:me], changed, *profile[me + 1 :]), edit

    def table(self, me: int, lists: list[List]) -> Ranks:
        """Return the ranks over all states of each list, those met before remembered."""
        new = [each for each in lists if each not in self.ranks[me]]
        if new and self.stated(me):
            width = max(1, *map(len, new))
            padded = np.array([[*each, *[0] * (width - len(each))] for each in new], dtype=np.int64)
            made = self.weigher.ranks(me, padded)
        elif new:
            made = np.array([self._ranked(me, each) for each in new])
        self.ranks[me].update(zip(new, made, strict=True) if new else ())
        return np.array([self.ranks[me][each] for each in lists])

    def _ranked(self, me: int, order: List) -> Ranks:
        level = np.zeros(self.top[me] + 1, dtype=np.int32)
        level[list(order)] = np.arange(len(order), 0, -1)
        found: Ranks = level[self.conflict.graph.ranks[me]]
        return found

    def weighed(self, profiles: list[Profile], concept: str, code: int) -> NDArray[np.bool_]:
        """Return whether a state is stable, for each profile and decision maker."""
        distinct = [list(dict.fromkeys(profile[me] for profile in profiles)) for me in range(len(self.conflict.names))]
        tables = tuple(self.table(me, lists) for me, lists in enumerate(distinct))
        place = [{each: k for k, each in enumerate(lists)} for lists in distinct]
        rows = np.array([[place[me][each] for me, each in enumerate(profile)] for profile in profiles])
        if concept == "SEQ":
            return self.weigher.stable_in_sequence(Profiles(tables, rows))[:, :, code]
        alone = [self.weigher.stable_alone(me, table, concept)[:, code] for me, table in enumerate(tables)]
        return np.stack([flags[rows[:, me]] for me, flags in enumerate(alone)], axis=1)


class _Search:
    def __init__(self, editor: _Editor, concept: str, code: int, want: Want, *, budget: int) -> None:
        self.editor, self.concept, self.code, self.want = editor, concept, code, want
        self.budget, self.examined, self.exact = budget, 0, True

    def met(self, stable: Flags) -> Flags:
        whole: Flags = np.asarray(stable.all(axis=1))
        return whole if self.want == "stable" else np.asarray(~whole)

    def weigh(self, profiles: list[Profile]) -> Flags:
        self.examined += len(profiles)
        return self.editor.weighed(profiles, self.concept, self.code)

    def narrowed(self, level: dict[Profile, tuple[Edit, ...]], stable: Flags) -> dict[Profile, tuple[Edit, ...]]:
        """Keep the profiles nearest the goal where going on from all of them would cost too much."""
        each = sum(1 for _ in self.editor.neighbours(next(iter(level))))
        if self.examined + len(level) * each <= self.budget:
            return level
        self.exact = False
        near = stable.sum(axis=1) if self.want == "stable" else -stable.sum(axis=1)
        best = np.argsort(-near, kind="stable")[:_BEAM]
        profiles = list(level)
        return {profiles[k]: level[profiles[k]] for k in sorted(map(int, best))}

    def run(self, deepest: int) -> tuple[int | None, list[tuple[Edit, ...]]]:
        base = self.editor.base()
        level: dict[Profile, tuple[Edit, ...]] = {base: ()}
        seen = {base}
        stable = self.weigh([base])
        for size in range(deepest + 1):
            done = self.met(stable)
            if done.any():
                return size, [edits for edits, met in zip(level.values(), done, strict=True) if met]
            if size == deepest:
                break
            following: dict[Profile, tuple[Edit, ...]] = {}
            for profile, edits in self.narrowed(level, stable).items():
                for changed, edit in self.editor.neighbours(profile):
                    if changed not in seen:
                        seen.add(changed)
                        following[changed] = (*edits, edit)
            if not following:
                break
            level, stable = following, self.weigh(list(following))
        return None, []


def smallest_change(
    conflict: Conflict,
    state: Reference,
    *,
    concept: str,
    want: Want,
    of: Iterable[str] | None,
    deepest: int,
    budget: int,
) -> SmallestChange:
    """Return the smallest change of preferences after which a state is, or is not, an equilibrium."""
    require_known("goal", [want], ("stable", "unstable"))
    movable = list(conflict.names if of is None else of)
    require_known("decision maker", movable, conflict.names)
    if deepest < 0:
        raise ModelError(f"up to {deepest} changes; ask for 0 or more")
    at = conflict.state(state)
    search = _Search(_Editor(conflict, Weigher(conflict), movable), concept, at.code, want, budget=budget)
    size, ways = search.run(deepest)
    return SmallestChange(
        state=at.number,
        concept=concept,
        want=want,
        size=size,
        ways=tuple(ways[:_TOLD]),
        exact=search.exact,
        examined=search.examined,
        deepest=deepest,
    )
