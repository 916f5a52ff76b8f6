"""Whatever stands in the file of a conflict or a word, the answer is a model or a ModelError."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from test_packages_bad_input import spoilt

from detente.bargaining import Conflict
from detente.bargaining.hypergame import Hypergame
from detente.bargaining.shared_word import SharedWord
from detente.errors import ModelError

CONFLICT: dict[str, Any] = {
    "id": "g",
    "options": [{"id": "a", "name": "A", "permitted": "fwd"}, "b", "c"],
    "infeasible": [{"says": "a and b", "reason": "x"}, {"b": "Y", "c": "Y"}],
    "status_quo": ["a"],
    "outcomes": [{"name": "o", "taken": ["b"]}],
    "decision_makers": [
        {
            "name": "X",
            "options": ["a", "b"],
            "preferences": [
                {"id": "s", "says": "a if b", "evidence": "e:1", "importance": {"low": 1, "value": 2, "high": 3}},
                {"says": {"if": {"a": "Y"}, "then": [["c", "N"]]}, "importance": 1},
            ],
            "misperceives": ["a and c"],
        },
        {"name": "Y", "options": ["c"], "comparisons": ["1 > 2 = 3", "3 > 4"]},
    ],
    "alternatives": [{"of": "q", "name": "r", "preferences": {"X": ["s", {"says": "b"}]}, "infeasible": ["a"]}],
}
RANKED: dict[str, Any] = {
    "options": [{"name": "p", "permitted": "both"}, {"name": "q"}],
    "decision_makers": [{"name": "X", "options": [0]}, {"name": "Y", "options": [1]}],
    "preferences": [{"ranking": [1, [2, 3], 4]}, {"statements_most_important_first": [[[0, "Y"]], {"members": []}]}],
    "infeasible": [],
    "misperceptions": [[], [[[0, "N"]]]],
}
WORD: dict[str, Any] = {
    "conflict": {
        "decision_makers": [
            {"name": "A", "options": ["a"], "preferences": ["b", "not a if not b"]},
            {"name": "B", "options": ["b"], "preferences": ["a", "not b if not a"]},
        ]
    },
    "word": "w",
    "carried_out_by": {"A": "a", "B": "b"},
    "duties": {"A": ["x"], "B": ["y", "z"]},
    "meanings": {"A": ["x", "y", "z"], "B": ["x", "y"]},
}


@settings(max_examples=500, deadline=None)
@given(spoilt(CONFLICT))
def test_a_spoilt_conflict_is_a_model_error_or_a_sound_conflict(given_: Any) -> None:
    try:
        conflict = Conflict.from_dict(given_)
        conflict.stability()
    except ModelError:
        return
    assert Conflict.from_dict(conflict.to_dict()) == conflict


@settings(max_examples=400, deadline=None)
@given(spoilt(RANKED))
def test_a_spoilt_exchanged_conflict_is_a_model_error_or_a_sound_conflict(given_: Any) -> None:
    try:
        Conflict.from_dict(given_).stability()
    except ModelError:
        return


@settings(max_examples=300, deadline=None)
@given(spoilt(WORD))
def test_a_spoilt_word_is_a_model_error_or_a_sound_word(given_: Any) -> None:
    try:
        word = SharedWord.from_dict(given_)
    except ModelError:
        return
    word.signed()


@settings(max_examples=200, deadline=None)
@given(spoilt({"conflict": WORD["conflict"], "views": [{"of": "A", "hidden": ["b"], "believes": {"B": ["a"]}}]}))
def test_a_spoilt_hypergame_is_a_model_error_or_a_sound_hypergame(given_: Any) -> None:
    try:
        game = Hypergame.from_dict(given_)
    except ModelError:
        return
    game.equilibria()


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='ab()&|!-"# notifrd', max_size=12))
def test_any_text_is_a_condition_or_a_model_error(text: str) -> None:
    fields = {"decision_makers": [{"name": "X", "options": ["a", "b"], "preferences": [text]}]}
    try:
        Conflict.from_dict(fields).stability()
    except ModelError:
        return
