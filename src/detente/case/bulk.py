"""Many documents read at once: cached by what is in them, in several processes, and resumed after a kill.

::

    OUT/
      3f2a91c4....json   what was read from one document, by the hash of its bytes, the options and the program

A result is written under another name and renamed when it is whole, so that a kill at any moment loses at most the
documents that were being read, and nothing is ever there twice.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from detente.case.steps import program_digest
from detente.errors import BuildError, DetenteError, InputError

# A process needs about as long to load its model as to read so many bytes; fewer are read in this one.
WORTH_A_PROCESS = 400_000
PIPELINE = "default"


@dataclass(frozen=True)
class Options:
    """How documents are read: the day for those that name none, and the pipeline by name ("none" for rules alone)."""

    date: dt.date | None = None
    pipeline: str = PIPELINE


@dataclass(frozen=True)
class Job:
    """A document to read and the file that its result belongs in."""

    path: Path
    result: Path


def read_all(
    files: Sequence[Path],
    out: Path,
    *,
    options: Options | None = None,
    processes: int | None = None,
    progress: Callable[[Path], None] = lambda path: None,
) -> Iterator[tuple[Path, Path]]:
    """Read documents that have no result in ``out`` yet; yield each document with its result's file, in their order.

    ``processes`` is chosen by the amount to read unless given; ``progress`` is told of each document once. Raises
    `InputError` where ``out`` cannot be written.
    """
    options = options or Options()
    jobs = [Job(path, out / f"{_key(path, options)}.json") for path in files]
    try:
        out.mkdir(parents=True, exist_ok=True)
        _clear_partials(out)
        todo = {job.result: job for job in jobs if not job.result.exists()}
        for job in jobs:
            if job.result not in todo or todo[job.result] is not job:
                progress(job.path)
        for path in _done(list(todo.values()), options, processes):
            progress(path)
    except OSError as error:
        raise InputError(f"{out}: cannot be written ({error.strerror or error}); free space or name another") from error
    yield from ((job.path, job.result) for job in jobs)


def _key(path: Path, options: Options) -> str:
    """Hash what a result depends on: the bytes, how the file is read, and the program."""
    digest = hashlib.blake2b(digest_size=16)
    try:
        digest.update(path.read_bytes())
    except OSError as error:
        digest.update(f"{path}: {error.strerror}".encode())
    digest.update(f"|{path.suffix.lower()}|{options.date}|{options.pipeline}|{program_digest()}".encode())
    return digest.hexdigest()


def _done(jobs: Sequence[Job], options: Options, processes: int | None) -> Iterator[Path]:
    size = sum(job.path.stat().st_size for job in jobs if job.path.exists())
    count = processes or min(os.cpu_count() or 1, 1 + size // WORTH_A_PROCESS, max(1, len(jobs)))
    if count == 1:
        for job in jobs:
            yield read_one(job, options)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=_watch, initargs=(os.getpid(),)) as pool:
        waiting: list[Future[Path]] = [pool.submit(read_one, job, options) for job in jobs]
        try:
            for each in as_completed(waiting):
                yield each.result()
        except BrokenProcessPool as error:
            raise BuildError("a reading process was killed; run the same command again to go on") from error
        finally:
            for each in waiting:
                each.cancel()


def _watch(parent: int) -> None:
    """End this process when the one that started it is gone."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def read_one(job: Job, options: Options) -> Path:
    """Read one document and leave its result, or why there is none, in its file; return the document's path."""
    from detente.reading.documents import read_document
    from detente.reading.jsonform import json_lines

    try:
        coder = coder_of(options.pipeline)
        document = read_document(job.path, date=options.date)
    except InputError as error:
        _write(job.result, [json.dumps({"error": str(error)}, ensure_ascii=True), "\n"])
        return job.path
    reading = coder.read(document.text, document.date, apart=document.apart)
    about = {"title": document.title, "author": document.author, "published": document.date}
    head = json.dumps({**about, "remarks": document.remarks}, ensure_ascii=True, default=str)
    _write(job.result, [head, "\n", *json_lines(reading)])
    return job.path


@cache
def coder_of(pipeline: str) -> Any:
    """Return the coder of a pipeline by name; loaded once a process. Raises `MissingExtra` for an unknown one."""
    from detente.reading import Coder

    return Coder() if pipeline == PIPELINE else Coder(pipeline=None if pipeline == "none" else pipeline)


def _write(path: Path, pieces: Iterable[str]) -> None:
    partial = path.with_suffix(f".{os.getpid()}.partial")
    try:
        with partial.open("w", encoding="utf-8") as handle:
            handle.writelines(pieces)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def _clear_partials(out: Path) -> None:
    """Remove what killed processes left half written; what a living one writes stays."""
    for stale in out.glob("*.partial"):
        try:
            os.kill(int(stale.suffixes[-2].lstrip(".")), 0)
        except ProcessLookupError:
            stale.unlink(missing_ok=True)
        except (ValueError, IndexError, PermissionError):
            continue


def load(result: Path) -> Mapping[str, Any]:
    """Return a result: ``error`` alone, or ``title, author, published, remarks`` and what was read."""
    try:
        head, _, body = result.read_text(encoding="utf-8").partition("\n")
        return {**json.loads(head), **(json.loads(body) if body else {})}
    except (OSError, ValueError) as error:
        raise DetenteError(f"{result}: is no result of reading ({error}); remove it and read again") from error
