"""What makes a conflict sound: every option owned once, every name known, nothing contradicted, something feasible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.bargaining.checked import require_known, require_unique
from detente.bargaining.conditions import clauses, meets, options_of, parse, written
from detente.bargaining.conflict_forms import as_list
from detente.bargaining.graph_model import satisfiable
from detente.bargaining.preferences import Statement, numbered
from detente.errors import ModelError

if TYPE_CHECKING:
    from detente.bargaining.conflict import Conflict

_MOST_BITS = 60
_WEIGHED = 12  # statements over more options than this are not held against each other


def with_options(given: Any) -> Any:
    """Return the fields with the options listed, as their owners name them, where they are not listed apart."""
    if not isinstance(given, Mapping) or given.get("options"):
        return given
    named = []
    for maker in as_list(given.get("decision_makers")):
        options = maker.get("options") if isinstance(maker, Mapping) else getattr(maker, "options", ())
        named += [option for option in as_list(options) if isinstance(option, str)]
    return {**given, "options": list(dict.fromkeys(named))}


def require_sound(conflict: Conflict) -> None:
    """Refuse a conflict that contradicts itself. Raises ModelError, saying where and what."""
    require_unique("decision maker", conflict.names)
    require_unique("option", (option.id for option in conflict.options))
    if len(conflict.options) > _MOST_BITS:
        raise ModelError(f"{len(conflict.options)} options; at most {_MOST_BITS} are handled")
    _require_owners(conflict)
    for pattern in conflict.infeasible:
        _require_options(conflict, "the infeasible pattern", pattern.says)
    for maker in conflict.decision_makers:
        for says in (*(s.says for s in maker.preferences), *(p.says for p in maker.misperceives)):
            _require_options(conflict, f"a statement of {maker.name!r}:", says)
    if satisfiable(conflict.barred) is None:
        raise ModelError("no state is feasible: the infeasible patterns rule out every combination; drop one of them")
    if conflict.contradictions == "refuse":
        for maker in conflict.decision_makers:
            _require_agreement(conflict, maker.name, maker.ordered)
    if conflict.status_quo is not None:
        code_of(conflict, conflict.status_quo)
    require_unique("outcome", (outcome.name for outcome in conflict.outcomes))
    require_unique("alternative", (alternative.name for alternative in conflict.alternatives))
    for outcome in conflict.outcomes:
        code_of(conflict, outcome.taken)
    if conflict.alternatives:
        conflict.variants()


def _require_owners(conflict: Conflict) -> None:
    known = [option.id for option in conflict.options]
    owner: dict[str, str] = {}
    for maker in conflict.decision_makers:
        require_known(f"option of {maker.name!r}", maker.options, known)
        for option in maker.options:
            if option in owner:
                raise ModelError(f"option {option!r} is owned by {owner[option]!r} and by {maker.name!r}; keep one")
            owner[option] = maker.name
    bare = [option for option in known if option not in owner]
    if bare:
        raise ModelError(f"option {bare[0]!r} is owned by nobody; list it with a decision maker")
    if not known:
        raise ModelError("a conflict needs an option; list one with a decision maker")


def _require_options(conflict: Conflict, where: str, says: str) -> None:
    named = options_of(parse(says))
    if any(name not in conflict.places for name in named):
        known = [option.id for option in conflict.options]
        require_known(f"option in {where} {says!r}:", [n for n in named if n not in conflict.places], known)


def _truth(conflict: Conflict, says: str) -> tuple[tuple[int, ...], bytes] | None:
    """Return the options a condition turns on and its table of truth over them; None where there are too many."""
    bits = sorted({conflict.places[name] for name in options_of(parse(says))})
    if len(bits) > _WEIGHED:
        return None
    rows = np.arange(1 << len(bits))
    state = np.zeros(len(rows), dtype=np.int64)
    for k, bit in enumerate(bits):
        state |= (rows >> k & 1) << bit
    holds = np.zeros(len(rows), dtype=np.bool_)
    for mask, value in conflict.clauses(says):
        holds |= state & mask == value
    return tuple(bits), holds.tobytes()


def _require_agreement(conflict: Conflict, name: str, statements: Iterable[Statement]) -> None:
    """Refuse a statement that nothing can meet, and two of which each denies the other."""
    seen: dict[tuple[tuple[int, ...], bytes], str] = {}
    for statement in statements:
        table = _truth(conflict, statement.says)
        if table is None:
            continue
        bits, holds = table
        if not any(holds):
            raise ModelError(f"{name}: the statement {statement.says!r} contradicts itself; no state meets it")
        denied = (bits, bytes(1 - each for each in holds))
        if denied in seen:
            raise ModelError(
                f"{name}: the statements {seen[denied]!r} and {statement.says!r} contradict each other; drop the less "
                f"important, or set contradictions to 'rank' to let the more important prevail"
            )
        seen.setdefault((bits, holds), statement.says)


def code_of(conflict: Conflict, reference: Any) -> int:
    """Return the code of a feasible state from its number, Y/N text, options taken, or mapping."""
    if isinstance(reference, bool | float) or reference is None:
        raise ModelError(f"{reference!r} names no state; give its number, its Y/N text or the options taken")
    if isinstance(reference, int | np.integer):
        states = conflict.graph.states
        if not 1 <= reference <= len(states):
            raise ModelError(f"there is no state {reference}; states are numbered 1 to {len(states)}")
        return int(states[reference - 1])
    code = _code_of_words(conflict, reference)
    if meets(code, conflict.barred):
        raise ModelError(f"state {reference!r} is not feasible; an infeasible pattern rules it out")
    return code


def _code_of_words(conflict: Conflict, reference: Any) -> int:
    if isinstance(reference, str):
        if len(reference) != len(conflict.options) or set(reference) - {"Y", "N"}:
            raise ModelError(f"state {reference!r} is not {len(conflict.options)} letters of Y and N, one an option")
        return sum(1 << bit for bit, taken in enumerate(reference) if taken == "Y")
    known = [option.id for option in conflict.options]
    if isinstance(reference, Mapping):
        require_known("option of the state", reference, known)
        says = written(reference) if reference else ""
        alternatives = clauses(parse(says), conflict.places) if says else ((0, 0),)
        return alternatives[0][1]
    taken = list(reference)
    require_known("option of the state", taken, known)
    return sum(1 << conflict.places[option] for option in set(taken))


def ranks_of_ranking(
    conflict: Conflict, name: str, groups: Sequence[Sequence[int | str]], states: np.ndarray
) -> np.ndarray:
    """Return the ranks over all 2^n states of a direct ranking, best group first."""
    number = {int(code): k + 1 for k, code in enumerate(states)}
    rank = np.zeros(1 << len(conflict.options), dtype=np.int32)
    above: list[int] = []
    for level, group in enumerate(groups):
        for given in group:
            code = _ranked_code(conflict, name, numbered(given), states)
            if rank[code]:
                run = [f"{each}" for each in (*above[above.index(number[code]) :], number[code])]
                raise ModelError(
                    f"{name}: the ranking runs in a cycle: {' > '.join(run)}; keep one of the two places of state "
                    f"{number[code]}"
                )
            rank[code] = len(groups) - level
            above.append(number[code])
    missing = [number[int(code)] for code in states if not rank[code]]
    if missing:
        raise ModelError(f"{name}: the ranking leaves out state {missing[0]}; rank every feasible state")
    return rank


def _ranked_code(conflict: Conflict, name: str, given: int | str, states: np.ndarray) -> int:
    if isinstance(given, int):
        if not 1 <= given <= len(states):
            raise ModelError(f"{name}: the ranking holds state {given}; states are numbered 1 to {len(states)}")
        return int(states[given - 1])
    code = _code_of_words(conflict, given)
    if meets(code, conflict.barred):
        raise ModelError(f"{name}: the ranking holds state {given!r}, which is not feasible")
    return code
