"""One build at a time: a lock that the operating system drops when its holder dies."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from detente.errors import Locked


@contextmanager
def build_lock(path: Path) -> Iterator[None]:
    """Hold the lock file at ``path`` while the block runs. Raises `Locked`, saying who holds it."""
    with path.open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            handle.seek(0)
            holder = handle.read().strip() or "another process"
            raise Locked(f"{path.parent}: {holder} is building this case; wait for it to end") from error
        handle.truncate(0)
        handle.write(f"process {os.getpid()} on {socket.gethostname()}")
        handle.flush()
        try:
            yield
        finally:
            handle.truncate(0)
