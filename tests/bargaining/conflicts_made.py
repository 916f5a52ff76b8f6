"""Small conflicts drawn at random, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from detente.bargaining.conflict import Conflict
from detente.bargaining.conflict_parts import DecisionMaker, Option

WAYS = ("both", "both", "both", "fwd", "back")


@st.composite
def conditions(draw: st.DrawFn, options: list[str]) -> str:
    def pattern() -> str:
        named = draw(st.lists(st.sampled_from(options), min_size=1, max_size=3, unique=True))
        return " and ".join(f"{draw(st.sampled_from(['', 'not ']))}{option}" for option in named)

    joined = draw(st.sampled_from(["", "", "", " or ", " if ", " iff "]))
    return f"({pattern()}){joined}({pattern()})" if joined else pattern()


@st.composite
def conflicts(
    draw: st.DrawFn, *, most: int = 4, most_options: int = 5, one_way: bool = True, hidden: bool = False
) -> Conflict:
    """Conflicts of 1 to ``most`` decision makers, some options one-way, some states infeasible, many ties."""
    count = draw(st.integers(1, most))
    options = [f"o{k}" for k in range(draw(st.integers(max(1, count - 1), most_options)))]
    owner = [draw(st.integers(0, count - 1)) for _ in options]
    ways = [draw(st.sampled_from(WAYS)) if one_way else "both" for _ in options]
    makers = [
        DecisionMaker(
            name=f"D{k}",
            options=[option for option, own in zip(options, owner, strict=True) if own == k],
            preferences=draw(st.lists(conditions(options), max_size=5)),
            misperceives=draw(st.lists(conditions(options), max_size=1)) if hidden else (),
        )
        for k in range(count)
    ]
    patterns = draw(st.lists(conditions(options), max_size=2))
    fields = {
        "options": [Option(id=option, permitted=way) for option, way in zip(options, ways, strict=True)],
        "decision_makers": makers,
        "contradictions": "rank",
    }
    try:
        return Conflict(**fields, infeasible=patterns)
    except ValueError:
        return Conflict(**fields)
