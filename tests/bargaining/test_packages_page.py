"""What the page on packages shows must run as it stands there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

from detente.bargaining.packages import Package
from detente.bargaining.spatial import SpatialModel

PAGE = (Path(__file__).parents[2] / "docs" / "packages.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def games() -> list[dict[str, Any]]:
    return [YAML(typ="safe").load(text) for text in blocks("yaml")]


def test_the_games_on_the_page_are_sound_and_survive_a_round_trip(games) -> None:
    package, spatial = Package.from_dict(games[0]), SpatialModel.from_dict(games[1])
    assert Package.from_dict(package.to_dict()) == package
    assert SpatialModel.from_dict(spatial.to_dict()) == spatial
    assert package.size == 6


def test_the_python_on_the_page_runs(games) -> None:
    names: dict[str, Any] = {"rng": np.random.default_rng(0)}
    imports, package, spatial, levers = blocks("python")
    exec(imports, names)
    for code, game in ((package, games[0]), (spatial, games[1]), (levers, {})):
        names["game"] = game
        exec(code, names)
    assert {effect.lever for effect in names["ranking"].effects} == {"monitors", "front"}


@pytest.mark.parametrize("said", ["not the\nprobability of an agreement", "Both are reconstructions"])
def test_the_page_says_what_the_numbers_are_not(said: str) -> None:
    assert said in PAGE
