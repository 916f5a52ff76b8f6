"""A small working case to start from."""

from __future__ import annotations

import re
import shutil
from importlib.resources import as_file, files
from pathlib import Path

from detente.errors import InputError


def start_case(path: Path) -> Path:
    """Copy the starter case to a new folder, named after it. Raises `InputError` where something is there already."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise InputError(f"{path}: already there; choose a new folder")
    try:
        with as_file(files("detente.case") / "starter") as starter:
            shutil.copytree(starter, path, dirs_exist_ok=True)
        for folder in ("documents", "games"):
            (path / folder).mkdir(exist_ok=True)
        name = re.sub(r"[^a-z0-9]+", "-", path.resolve().name.lower()).strip("-") or "case"
        case_file = path / "case.yaml"
        case_file.write_text(
            case_file.read_text(encoding="utf-8").replace("id: starter", f"id: {name}"), encoding="utf-8"
        )
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror or error})") from error
    return path
