"""Builds on disk: one folder a build, and one pointer that moves when a build is whole.

::

    build/
      .lock          held while a build runs
      current        the name of the newest whole build
      0007-3f2a91c4/ a build: record.duckdb, *.parquet, findings-*.json, brief.html, manifest.json
      cache/         results of single steps, by the hash of what they read

A reader follows the pointer and then reads one folder that nobody writes to any more.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from detente.errors import BuildError, NoBuild

KEPT = 4  # whole builds that stay on disk, so that `diff` has something to compare


def build_root(case: Path) -> Path:
    """Return the folder of a case's builds, made if need be. Raises `BuildError` where it cannot be written."""
    root = case / "build"
    try:
        (root / "cache").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BuildError(f"{root}: cannot be written ({error.strerror}); free space or change its rights") from error
    return root


def current(case: Path) -> Path:
    """Return the folder of the newest whole build. Raises `NoBuild`."""
    root = case / "build"
    try:
        name = (root / "current").read_text(encoding="utf-8").strip()
    except OSError as error:
        raise NoBuild(f"{case}: not built yet; run 'detente build {case}'") from error
    if not (root / name / "manifest.json").is_file():
        raise NoBuild(f"{case}: the build {name!r} is gone; run 'detente build {case}'")
    return root / name


def builds(case: Path) -> list[Path]:
    """Return the folders of all whole builds, oldest first."""
    return sorted(path.parent for path in (case / "build").glob("[0-9]*-*/manifest.json"))


def manifest(build: Path) -> dict[str, Any]:
    """Return what a build says of itself."""
    return dict(json.loads((build / "manifest.json").read_text(encoding="utf-8")))


def publish(root: Path, outputs: Iterable[Path], about: Mapping[str, Any], key: str) -> Path:
    """Assemble the outputs of all steps in a new build folder and point ``current`` at it.

    ``outputs`` are folders of files. Killed at any moment, this leaves the previous
    build whole: a folder is renamed into place when its files are on disk, the pointer after that.
    """
    number = 1 + max((int(path.name.split("-")[0]) for path in root.glob("[0-9]*-*")), default=0)
    partial = root / f".partial-{os.getpid()}"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    for folder in outputs:
        for file in sorted(folder.iterdir()):
            _link(file, partial / file.name)
    text = json.dumps(dict(about), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    _write_durably(partial / "manifest.json", text)
    target = root / f"{number:04d}-{key[:8]}"
    partial.rename(target)
    _write_durably(root / "current.new", target.name)
    os.replace(root / "current.new", root / "current")
    return target


def clear_partials(case: Path) -> None:
    """Remove what dead builds left behind."""
    root = case / "build"
    for stale in [*root.glob(".partial-*"), *root.glob("cache/.partial-*")]:
        shutil.rmtree(stale, ignore_errors=True)


def prune(case: Path) -> None:
    """Remove builds beyond the last few, and cached results that none of them uses."""
    root = case / "build"
    whole = builds(case)
    for old in whole[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    used = {f"{step}-{key}" for build in whole[-KEPT:] for step, key in manifest(build)["steps"].items()}
    for folder in (root / "cache").iterdir():
        if folder.name not in used:
            shutil.rmtree(folder, ignore_errors=True)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _write_durably(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
