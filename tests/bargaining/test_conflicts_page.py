"""What the page on conflicts shows must run as it stands there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from detente.bargaining import Conflict

PAGE = (Path(__file__).parents[2] / "docs" / "conflicts.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def game() -> dict[str, Any]:
    (text,) = blocks("yaml")
    return YAML(typ="safe").load(text)


def test_the_game_on_the_page_is_sound_and_survives_a_round_trip(game) -> None:
    conflict = Conflict.from_dict(game)
    assert Conflict.from_dict(conflict.to_dict()) == conflict
    assert len(conflict.states) == 6


def test_the_python_on_the_page_runs(game) -> None:
    names: dict[str, Any] = {"river": game}
    for code in blocks("python"):
        exec(code, names)
    assert names["found"].equilibria("GMR")


@pytest.mark.parametrize("said", ["It is not a\nprediction", "it is not a probability", "evidence about preferences"])
def test_the_page_says_what_the_answers_are_not(said: str) -> None:
    assert said in PAGE
