"""The page on importing: its examples run, and say what the page says they say."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

from detente.record.importers import FORMS

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")


def examples() -> list[tuple[str, str]]:
    """Return each command of the page with the lines printed under it there."""
    blocks = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    commands = [part for block in blocks for part in block.split("$ ")[1:]]
    return [(command.partition("\n")[0], command.partition("\n")[2]) for command in commands]


def test_the_examples_of_the_page_run(tmp_path: Path) -> None:
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    assert len(examples()) >= 4
    for command, printed in examples():
        name, *words = shlex.split(command)
        assert name == "detente"
        done = subprocess.run(
            [sys.executable, "-m", "detente", *words], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert printed in done.stdout


def test_every_form_is_on_the_page() -> None:
    assert all(f"| `{form}` |" in PAGE for form in FORMS)
