"""A conflict as findings: why things stand as they do, what is stable, what would have to change, what it hangs on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from detente.bargaining.change_findings import changes_finding, hanging_finding
from detente.bargaining.conflict import Conflict
from detente.bargaining.conflict_graph import graph
from detente.bargaining.conflict_parts import State
from detente.bargaining.evidence import ref
from detente.bargaining.stability import SAID, Stability
from detente.finding import Cell, Column, Confidence, EvidenceRef, Finding, Table

NOT_A_PREDICTION = (
    "A stable state is one that nobody, once there, has reason to leave under the concept named. "
    "It is not a prediction."
)
METHOD = (
    "Graph model for conflict resolution (Fang, Hipel and Kilgour 1993): preferences from ranked statements; R, GMR, "
    "SMR, SEQ and SIM over all feasible states; opponents move in any legal order, nobody twice in a row."
)
CONCEPTS = ("R", "SEQ", "SIM", "SMR", "GMR")
_SHOWN = 14


@dataclass(frozen=True)
class Played:
    """A conflict in each of its variants, with the stable states of each."""

    conflict: Conflict
    evidence: Mapping[str, EvidenceRef]

    @cached_property
    def variants(self) -> dict[str, Conflict]:
        """The conflict under every combination of accounts and readings."""
        return self.conflict.variants()

    @cached_property
    def stable(self) -> dict[str, Stability]:
        """The stable states of each variant."""
        return {name: each.stability(CONCEPTS) for name, each in self.variants.items()}

    @property
    def id(self) -> str:
        """The id that findings begin with."""
        return f"conflict.{self.conflict.id or 'conflict'}"

    def named(self, state: State) -> str:
        """Return an outcome's name, or the options taken."""
        for outcome in self.conflict.outcomes:
            if set(outcome.taken) == set(state.taken):
                return outcome.name
        return " + ".join(state.taken) or "nothing done"

    def refs(self) -> tuple[EvidenceRef, ...]:
        """Return the rows that the statements and alternatives cite, each once, in order."""
        cited = [e for m in self.conflict.decision_makers for s in m.preferences for e in s.evidence]
        cited += [e for alternative in self.conflict.alternatives for e in alternative.evidence]
        return tuple(ref(each, self.evidence) for each in dict.fromkeys(cited))


def _share_said(names: Iterable[str], total: int) -> str:
    held = list(names)
    if len(held) == total:
        return "under every account and reading" if total > 1 else "as given"
    return "under none" if not held else f"under {len(held)} of {total} ({'; '.join(held)})"


def _leaving(conflict: Conflict, state: State) -> str:
    """Return who would leave a state under SEQ and how, or what holds everyone."""
    found = [conflict.improvements(state.number, name, "SEQ") for name in conflict.names]
    leaving = [next((each.said for each in gains if not each.answered), "") for gains in found]
    if any(leaving):
        return " ".join(said for said in leaving if said)
    held = [gains[0].said for gains in found if gains]
    return " ".join(["Holds.", *held]) if held else "Holds: nobody has anything better to move to."


def _why(played: Played) -> Table:
    """Return, for each named outcome, why it holds or who would leave it; variants that say the same in one row."""
    rows: dict[tuple[str, str], list[str]] = {}
    for outcome in played.conflict.outcomes:
        for variant, conflict in played.variants.items():
            said = _leaving(conflict, conflict.state(outcome.taken))
            rows.setdefault((outcome.name, said), []).append(variant)
    every = len(played.variants)
    return Table(
        title="Why an outcome holds, or who would leave it",
        columns=(
            Column(key="outcome", label="outcome"),
            Column(key="variant", label="account and reading"),
            Column(key="why", label="who moves, and what answers"),
        ),
        rows=tuple(
            (name, "all" if len(variants) == every else "; ".join(variants), said)
            for (name, said), variants in rows.items()
        ),
        note="SEQ: a gain is held back where the others would answer by moves that better themselves and undo it.",
    )


def _standing(played: Played) -> Finding | None:
    """Return why things stand as they do: whether anyone could better its lot from the status quo."""
    if played.conflict.status_quo is None:
        return None
    here = played.conflict.state(played.conflict.status_quo)
    total = len(played.variants)
    holds = [name for name, found in played.stable.items() if here.number in found.equilibria("R")]
    parts = []
    for outcome in played.conflict.outcomes:
        if set(outcome.taken) != set(here.taken):
            at = played.conflict.state(outcome.taken).number
            kept = [name for name, found in played.stable.items() if at in found.equilibria("SEQ")]
            parts.append(f"{outcome.name}: {_share_said(kept, total)}")
    told = (
        f" Once reached, an outcome would hold, because whoever "
        f"left it would be answered (SEQ), as follows. {'. '.join(parts)}."
        if parts
        else ""
    )
    firm = len(holds) in (0, total)
    return Finding(
        id=f"{played.id}.standing",
        engine="bargaining",
        statement=f"Where things stand ({played.named(here)}), nobody can better its lot by a move of its own "
        f"{_share_said(holds, total)}.{told}",
        confidence=Confidence(
            level="moderate" if firm else "low",
            reason="the preferences are read from stated positions; accounts and readings "
            f"{'agree' if firm else 'differ'} on where things stand",
        ),
        evidence_for=played.refs(),
        assumptions=(
            "Stated positions are evidence about preferences, not the preferences.",
            "A more important statement outweighs all less important ones together.",
        ),
        method=METHOD,
        caveats=(NOT_A_PREDICTION,),
        exhibits=(_why(played), _preferences(played)),
    )


def _preferences(played: Played) -> Table:
    """Return what each is taken to want, most important first, with the rows it is read from."""
    rows: list[tuple[Cell, ...]] = []
    refs = []
    for maker in played.conflict.decision_makers:
        for place, statement in enumerate(maker.ordered, start=1):
            said = played.conflict.said(statement)
            rows.append((maker.name, place, f"{said} (doubtful)" if statement.doubtful else said, statement.reason))
            refs.append(tuple(ref(each, played.evidence) for each in statement.evidence))
    columns = [Column(key=key, label=key) for key in ("who", "place", "wants", "reason")]
    return Table(
        title="What each is taken to want, most important first",
        columns=tuple(columns),
        rows=tuple(rows),
        refs=tuple(refs),
        note="; ".join(f"{a.of}, {a.name}: {a.note}" for a in played.conflict.alternatives if a.note),
    )


def _stable_rows(played: Played) -> list[tuple[Cell, ...]]:
    """Return the states stable under R or SEQ in some variant, those under R first, then the named."""
    found: dict[int, list[str]] = {}
    for stable in played.stable.values():
        for number in (*stable.equilibria("R"), *stable.equilibria("SEQ")):
            found.setdefault(number, [])
    for number, cells in found.items():
        for stable in played.stable.values():
            cells.append(", ".join(c for c in ("R", "SEQ", "SIM") if number in stable.equilibria(c)) or "-")
    named = {played.conflict.state(outcome.taken).number for outcome in played.conflict.outcomes}

    def order(number: int) -> tuple[int, bool, int, int]:
        cells = found[number]
        nash, sequential = (sum(concept in cell.split(", ") for cell in cells) for concept in ("R", "SEQ"))
        return (-nash, number not in named, -sequential, number)

    listed = sorted(found, key=order)
    return [(number, played.named(played.conflict.state(number)), *found[number]) for number in listed]


def _counts(played: Played, variants: tuple[Column, ...]) -> Table:
    rows = [(c, SAID[c], *(len(stable.equilibria(c)) for stable in played.stable.values())) for c in CONCEPTS]
    return Table(
        title="How many states are stable under each concept",
        columns=(Column(key="concept", label="concept"), Column(key="said", label="stable where"), *variants),
        rows=tuple(rows),
        note=f"Of {len(played.conflict.graph.states)} feasible states.",
    )


def _always(played: Played, concept: str) -> str:
    """Return the states stable under a concept in every variant, in words."""
    held = set.intersection(*(set(stable.equilibria(concept)) for stable in played.stable.values()))
    return "; ".join(played.named(played.conflict.state(number)) for number in sorted(held)) or "nothing"


def _stable_finding(played: Played) -> Finding:
    variants = tuple(Column(key=f"v{k}", label=name) for k, name in enumerate(played.variants))
    rows = _stable_rows(played)
    more = f" {len(rows) - _SHOWN} more are stable under SEQ somewhere." if len(rows) > _SHOWN else ""
    states = Table(
        title="Stable states by concept, account and reading",
        columns=(Column(key="number", label="state"), Column(key="state", label="what is done"), *variants),
        rows=tuple(rows[:_SHOWN]),
        note=f"Options not named are not taken.{more} GMR and SMR hold for many states; see the counts.",
    )
    first, *others = played.variants.items()
    every = "under every account and reading" if others else "as given"
    return Finding(
        id=f"{played.id}.stable",
        engine="bargaining",
        statement=f"Nobody can gain by leaving alone (R) {every}: {_always(played, 'R')}. Whoever gains by leaving "
        f"would be answered (SEQ) {every}: {_always(played, 'SEQ')}.",
        evidence_for=played.refs(),
        method=METHOD,
        caveats=(NOT_A_PREDICTION,),
        exhibits=(graph(first[1], first[0], played.named), states, _counts(played, variants)),
    )


def conflict_findings(
    conflict: Conflict,
    rng: np.random.Generator,
    profiles: int = 10_000,
    *,
    evidence: Mapping[str, EvidenceRef] | None = None,
    as_of: dt.date | None = None,
) -> tuple[Finding, ...]:
    """Return why a conflict stands as it does, what is stable, what would have to change, and what that hangs on.

    ``evidence`` maps what statements cite to pointers into the record; what it does not hold is pointed to as written.
    """
    played = Played(conflict, evidence or {})
    found = [_standing(played), _stable_finding(played)]
    if conflict.outcomes:
        found.append(changes_finding(played))
        found.append(hanging_finding(played, rng, profiles))
    return tuple(each.replace(as_of=as_of) for each in found if each is not None)
