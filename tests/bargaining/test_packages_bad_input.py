"""Whatever stands in a game file, the answer is a model or a ModelError."""

from __future__ import annotations

import contextlib
import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.bargaining.levers import Lever
from detente.bargaining.packages import Package
from detente.bargaining.spatial import SpatialModel
from detente.errors import ModelError

PACKAGE: dict[str, Any] = {
    "id": "g",
    "issues": [{"id": "a", "levels": ["x", "y"], "places": [0, 100]}],
    "parties": [
        {"name": "A", "stances": {"a": {"place": 10, "limit": {"low": 1, "value": 2, "high": 3}, "salience": 0.5}}},
        {"name": "B", "utilities": {"a": {"x": 1, "y": 0}}, "weights": {"a": 2}, "walk_away": 0.1},
    ],
    "no_deal": {"a": "x"},
    "excluded": [{"levels": {"a": "x"}}],
    "offers": [{"name": "o", "levels": {"a": "y"}}],
    "plan": {"steps": [{"issues": ["a"], "verification": 0.5}], "default": {"A": 0.1}},
}
SPATIAL: dict[str, Any] = {
    "issue": "i",
    "scale": [0, 100],
    "actors": [
        {"name": "A", "position": 10, "salience": 0.5, "capability": 2, "ideals": {"A": 1}},
        {"name": "B", "position": {"low": 1, "value": 2, "high": 3}, "salience": 1, "capability": 1, "ratifies": "A"},
    ],
    "bargaining": {"voting": "cubic"},
}
LEVER: dict[str, Any] = {"id": "l", "changes": [{"field": "package.p.x", "scale": 2}]}
JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 200), st.floats(), st.text(max_size=3),
    st.just([]), st.just({}), st.just([None]), st.just({"x": None}), st.just([[1]]),
)  # fmt: skip


def spots(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return where anything stands in a nested mapping."""
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [path, *(spot for key, item in items for spot in spots(item, (*path, key)))]


@st.composite
def spoilt(draw: st.DrawFn, tree: dict[str, Any]) -> Any:
    path = draw(st.sampled_from(spots(tree)))
    if not path:
        return draw(JUNK)
    found = copy.deepcopy(tree)
    holder: Any = found
    for key in path[:-1]:
        holder = holder[key]
    if isinstance(holder, dict) and draw(st.booleans()):
        del holder[path[-1]]
    else:
        holder[path[-1]] = draw(JUNK)
    return found


@settings(max_examples=400)
@given(spoilt(PACKAGE))
def test_a_spoilt_package_is_a_model_error_or_a_sound_package(given_: Any) -> None:
    try:
        package = Package.from_dict(given_)
    except ModelError:
        return
    package.frontier()
    package.nash()


@settings(max_examples=300)
@given(spoilt(SPATIAL))
def test_a_spoilt_spatial_model_is_a_model_error_or_a_sound_model(given_: Any) -> None:
    try:
        model = SpatialModel.from_dict(given_)
    except ModelError:
        return
    model.forecast(rounds=2)


@settings(max_examples=100)
@given(spoilt(LEVER))
def test_a_spoilt_lever_is_a_model_error_or_a_lever(given_: Any) -> None:
    if not isinstance(given_, dict):
        return
    with contextlib.suppress(ModelError):
        Lever(**given_)


def test_the_unspoilt_ones_are_sound() -> None:
    assert Package.from_dict(PACKAGE).size == 1
    assert SpatialModel.from_dict(SPATIAL).actor("B").ratifies == "A"
    assert Lever(**LEVER).label == "l"
