"""What a decision maker wants: ranked statements, or a direct ranking of states.

Statements are ordered lexicographically, most important first (option prioritizing; Peng, Hipel and Fang 1997; Fang,
Hipel, Kilgour and Peng 2003). A statement may be of unknown direction (Li, Hipel, Kilgour and Fang 2004) or graded in
strength (Hamouda, Kilgour and Hipel 2004).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from detente.bargaining.checked import Checked, Number
from detente.bargaining.conditions import written
from detente.errors import ModelError

MILD, STRONG, EXTREME = 1, 2, 3
_FIELDS = {"says", "id", "reason", "evidence", "importance", "doubtful", "unknown", "strength"}


def _evidence(given: object) -> object:
    return tuple(part.strip() for part in given.split(";") if part.strip()) if isinstance(given, str) else given


Evidence = Annotated[tuple[str, ...], BeforeValidator(_evidence)]
Said = Annotated[str, BeforeValidator(written)]


class Pattern(Checked):
    """A condition with the reason for it: an infeasible pattern, or what a decision maker misperceives."""

    says: Said
    reason: str = ""
    evidence: Evidence = ()


class Statement(Checked):
    """One thing a decision maker wants, and the dated evidence for it.

    ``importance`` is an interval that orders the statements of an uncertain list (highest first); ``doubtful`` says
    that the evidence may be read as no preference at all, ``unknown`` that its direction is not known. ``strength`` is
    1 (preferred), 2 (strongly) or 3 (beyond any doubt).

    >>> Statement(says={"lift": "Y", "test": "N"}, evidence="events:ev-3; positions:pos-1").evidence
    ('events:ev-3', 'positions:pos-1')
    """

    says: Said
    id: str = ""
    reason: str = ""
    evidence: Evidence = ()
    importance: Number | None = None
    doubtful: bool = False
    unknown: bool = False
    strength: int = Field(default=MILD, ge=MILD, le=EXTREME)


def _given_as(kind: type[Checked], fields: set[str]) -> BeforeValidator:
    def read(given: object) -> object:
        if isinstance(given, kind) or (isinstance(given, dict) and "says" in given and set(given) <= fields):
            return given
        return {"says": given}

    return BeforeValidator(read)


Wanted = Annotated[Statement, _given_as(Statement, _FIELDS)]
Barred = Annotated[Pattern, _given_as(Pattern, {"says", "reason", "evidence"})]
Place = int | str


class Ranking(Checked):
    """States from best to worst, by number or as Y/N text; a list inside the list is a tie.

    ``unknown`` holds pairs of states between which the preference is not known. ``strength`` grades the steps between
    neighbours, one entry a step.
    """

    states: tuple[Place | tuple[Place, ...], ...] = Field(min_length=1)
    strength: tuple[int, ...] = ()
    unknown: tuple[tuple[Place, Place], ...] = ()
    reason: str = ""
    evidence: Evidence = ()

    @property
    def groups(self) -> tuple[tuple[Place, ...], ...]:
        """The states from best to worst, each group a tie."""
        return tuple(group if isinstance(group, tuple) else (group,) for group in self.states)

    @model_validator(mode="after")
    def _steps(self) -> Ranking:
        if self.strength and len(self.strength) != len(self.states) - 1:
            raise ModelError(
                f"{len(self.strength)} strengths for {len(self.states) - 1} steps of the ranking; give one a step"
            )
        return self


def _chains(lines: Iterable[str]) -> tuple[dict[str, set[str]], list[tuple[str, str]], list[str]]:
    """Return who is said to be better than whom, the ties, and every state named."""
    above: dict[str, set[str]] = {}
    ties: list[tuple[str, str]] = []
    named: list[str] = []
    for line in lines:
        parts = line.replace("=", " = ").replace(">", " > ").split()
        if len(parts) % 2 == 0 or any(sign not in (">", "=") for sign in parts[1::2]):
            raise ModelError(f"comparison {line!r}: write states joined by > or =, like '3 > 1 = 2'")
        named += parts[::2]
        for left, sign, right in zip(parts[::2], parts[1::2], parts[2::2], strict=False):
            if sign == "=":
                ties.append((left, right))
            else:
                above.setdefault(left, set()).add(right)
    return above, ties, list(dict.fromkeys(named))


def _cycle(above: dict[str, set[str]], left: list[str]) -> list[str]:
    """Return a cycle among states of which each stands above another."""
    path = [left[0]]
    while True:
        following = sorted(below for below in above.get(path[-1], ()) if below in left)
        if following[0] in path:
            return [*path[path.index(following[0]) :], following[0]]
        path.append(following[0])


def ranked(lines: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the ranking, best first, that a list of comparisons amounts to.

    Raises ModelError for a cycle (naming it) and for two states that nothing compares.

    >>> ranked(["3 > 1 = 2", "2 > 4"])
    (('3',), ('1', '2'), ('4',))
    """
    above, ties, named = _chains(lines)
    leader = {name: name for name in named}
    for one, other in ties:
        first, second = leader[one], leader[other]
        leader = {name: first if lead == second else lead for name, lead in leader.items()}
    merged: dict[str, set[str]] = {}
    for better, worse in above.items():
        merged.setdefault(leader[better], set()).update(leader[each] for each in worse)
    groups, left = [], sorted(set(leader.values()), key=named.index)
    while left:
        best = [name for name in left if not any(name in merged.get(other, ()) for other in left)]
        if not best:
            # Walking upwards from any state left ends in a cycle; written downwards it reads as it was given.
            below = {name: {other for other in left if name in merged.get(other, ())} for name in left}
            raise ModelError(f"the comparisons run in a cycle: {' > '.join(reversed(_cycle(below, left)))}; drop one")
        if len(best) > 1:
            raise ModelError(f"states {best[0]} and {best[1]} are not compared; say which is better, or '='")
        groups.append(tuple(name for name in named if leader[name] == best[0]))
        left.remove(best[0])
    return tuple(groups)


def numbered(place: Any) -> Any:
    """Return a state's number where it is written as digits, else the Y/N text as it is.

    >>> numbered("12"), numbered("YN")
    (12, 'YN')
    """
    return int(place) if isinstance(place, str) and place.isdigit() else place
