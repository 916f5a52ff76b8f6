"""The plan of the house, held by tests: which way imports run, and what must not leak into the program."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from detente.record.actors import Actors

SRC = Path(__file__).parents[1] / "src" / "detente"

# A module may import from its own room and from those below it.
FLOORS = {
    "value": 0, "errors": 0, "finding": 1, "record": 2,
    "reading": 3, "relations": 3, "agreements": 3, "claims": 3, "bargaining": 3, "outlook": 3,
    "case": 4, "brief": 5, "workbench": 6, "web": 7, "terminal": 7, "cli": 8, "__main__": 9, "__init__": 9,
}  # fmt: skip
ENGINES = {"reading", "relations", "agreements", "claims", "bargaining", "outlook"}
ALLOWED_BETWEEN_ENGINES = {("claims", "reading")}

MODULES = sorted(SRC.rglob("*.py"))


def room(path: Path) -> str:
    parts = path.relative_to(SRC).parts
    return parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("detente."):
            found.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("detente.")}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_imports_run_down_the_house(path: Path) -> None:
    own = room(path)
    if own == "__init__":
        return
    for other in imported(path) - {own}:
        assert FLOORS[other] < FLOORS[own] or (own, other) in ALLOWED_BETWEEN_ENGINES, f"{own} imports {other}"


def test_no_rule_in_the_program_knows_the_shipped_cases() -> None:
    names = re.compile(
        r"korea|pyongyang|seoul|hanoi|yongbyon|panmunjom|singapore|\bkim\b|\bmoon\b|trump|denuclear|\bprk\b|\bdprk\b"
        r"|belfast|good friday|sinn|\bira\b|decommission",
        re.IGNORECASE,
    )
    leaks = []
    for path in MODULES:
        if path.is_relative_to(SRC / "record" / "data"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {
            id(body[0].value)
            for owner in ast.walk(tree)
            if isinstance(body := getattr(owner, "body", None), list)
            and body
            and isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
        }
        leaks += [
            f"{path.relative_to(SRC)}:{node.lineno}: {node.value[:60]}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings
            and names.search(node.value)
            # help texts and messages show an example; an example decides nothing
            and not re.search(r"like USA,PRK", node.value)
        ]
    assert not leaks


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("detente.cli", "spacy altair numba duckdb polars ruamel scipy pyspark vl_convert"),
        ("detente.workbench", "spacy altair numba scipy.special pyspark vl_convert"),
    ],
)
def test_importing_the_package_loads_no_heavy_library(module: str, heavy: str) -> None:
    code = f"import sys, detente, {module}; print([m for m in {heavy.split()!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_function_and_class_has_a_docstring() -> None:
    bare = []
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and ast.get_docstring(node) is None:
                bare.append(f"{path.relative_to(SRC)}:{node.lineno} {node.name}")
    assert not bare


def test_the_codes_of_the_house_resolve_to_themselves() -> None:
    actors = Actors.load()
    for code in ("USA", "CHN", "GBR", "UNO"):
        assert actors.resolve(code).code == code
