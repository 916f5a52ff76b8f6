"""Phases, boundaries and regimes, for a terminal or for another program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.case.opened import Relation


def phases_as_dict(relation: Relation) -> dict[str, Any]:
    """Return phases, boundaries and regimes in the form that other programs read."""
    answer = relation.answer
    return {
        "dyad": list(relation.question.dyad),
        "as_of": relation.question.as_of,
        "any_change": round(answer.phases.any_change, 4),
        "changes": {str(k): round(p, 4) for k, p in answer.phases.number.items()},
        "breakpoints": [
            {"date": b.date, "low": b.low, "high": b.high, "probability": round(b.probability, 4)}
            for b in answer.phases.boundaries
        ],
        "phases": [
            {
                "start": phase.start,
                "end": phase.end,
                "label": phase.label,
                "counts": list(phase.counts),
                "intensity": None if phase.intensity is None else round(phase.intensity, 3),
                "trend": phase.trend,
                "telling": [act.id for act in phase.telling],
            }
            for phase in answer.phases.phases
        ],
        "hypotheses": [
            {"regime": name, "prior": relation.question.priors[name], "probability": round(value, 4)}
            for name, value in answer.regimes.probability.items()
        ],
        "told": answer.regimes.told,
        "acts_since": answer.regimes.acts,
        "smallest_shift": None if answer.regimes.shift is None else round(answer.regimes.shift, 3),
    }


def print_phases(relation: Relation) -> None:
    """Print phases, boundaries and regimes in words."""
    found = phases_as_dict(relation)
    print(f"{found['dyad'][0]}-{found['dyad'][1]} as of {found['as_of']}; any change: {found['any_change']:.2f}")
    for phase in found["phases"]:
        print(f"  {phase['start']} to {phase['end']}  {phase['label']:<10} {phase['counts']}  {phase['trend']}")
    for point in found["breakpoints"]:
        print(f"  boundary {point['date']} (95 %: {point['low']} to {point['high']}), {point['probability']:.2f}")
    for regime in found["hypotheses"]:
        print(f"  {regime['regime']:<10} {regime['probability']:.2f} (prior {regime['prior']:.2f})")
    shift, acts = found["smallest_shift"], found["acts_since"]
    seen = "no shift" if shift is None else f"no fall of the cooperative share by less than {100 * shift:.0f} points"
    print(f"  {acts} acts since the reference day; {seen} could have shown")
    if not found["told"]:
        print("  the record cannot tell these apart")
