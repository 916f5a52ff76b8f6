"""Rows of a delimited text file, read so that no broken file can hurt.

Plain, ``.gz`` and ``.zip`` (one member). A row that cannot be read comes back as a `BadRow` with its
line and reason; a file that cannot be read at all raises `FormatError`.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple, cast

from detente.errors import FormatError

MAX_LINE = 4 * 2**20  # bytes; a longer line is a broken file, not a row
MAX_EXPANSION = 200  # an archive that grows more than this is a bomb: real event files stay under 20
MIN_BOMB = 256 * 2**20  # bytes; below this any ratio is harmless


class Row(NamedTuple):
    """A readable row: the line it starts on, and its cells."""

    line: int
    cells: list[str]


class BadRow(NamedTuple):
    """A row that cannot be read: its line and why."""

    line: int
    reason: str


@contextmanager
def open_bytes(path: Path) -> Iterator[IO[bytes]]:
    """Open a plain, gzipped or zipped file as bytes, with a cap on how far an archive may grow."""
    try:
        if path.suffix.lower() == ".gz":
            with path.open("rb") as packed, gzip.GzipFile(fileobj=packed) as stream:
                yield _capped(cast(IO[bytes], stream), path)
        elif path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive, archive.open(_only_member(archive, path)) as stream:
                yield _capped(stream, path)
        else:
            with path.open("rb") as stream:
                yield stream
    except (gzip.BadGzipFile, EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise FormatError.at(path, None, f"damaged archive ({error})", "fetch the file again") from error
    except NotImplementedError as error:
        raise FormatError.at(path, None, f"packed in a way unknown here ({error})", "unpack it by hand") from error
    except FileNotFoundError as error:
        raise FormatError.at(path, None, "no such file", "check the path") from error
    except IsADirectoryError as error:
        raise FormatError.at(path, None, "is a folder, not a file", "name a file in it") from error
    except PermissionError as error:
        raise FormatError.at(path, None, "cannot be opened: permission denied", "make it readable") from error


def read_rows(path: Path, *, delimiter: str = ",") -> Iterator[Row | BadRow]:
    """Yield the rows of a file, header included, skipping empty lines.

    Raises `FormatError` for a missing file, a damaged archive or an archive bomb.
    """
    with open_bytes(path) as stream:
        reader = csv.reader(_lines(stream), delimiter=delimiter)
        csv.field_size_limit(MAX_LINE)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield BadRow(line, f"cannot be split into cells ({error}); is a quote left open?")
                continue
            if cells:
                yield _checked(line, cells)


def _checked(line: int, cells: list[str]) -> Row | BadRow:
    text = "".join(cells)
    if "\x00" in text:
        return BadRow(line, "holds a NUL byte")
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        return BadRow(line, f"is not UTF-8, or longer than {MAX_LINE >> 20} MB; save the file as UTF-8")
    return Row(line, cells)


def _lines(stream: IO[bytes]) -> Iterator[str]:
    first = True
    while line := stream.readline(MAX_LINE):
        if len(line) == MAX_LINE and not line.endswith(b"\n"):
            while (rest := stream.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                pass
            line = b"\xff\n"  # never valid UTF-8, so the row is refused below
        if first:
            line = line.removeprefix(b"\xef\xbb\xbf")
            first = False
        yield line.decode("utf-8", errors="surrogateescape")


def _only_member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) != 1:
        raise FormatError.at(path, None, f"holds {len(members)} files", "pack one table an archive")
    if members[0].flag_bits & 1:
        raise FormatError.at(path, None, "is encrypted", "unpack it with its password")
    return members[0]


def _capped(stream: IO[bytes], path: Path) -> IO[bytes]:
    limit = max(MIN_BOMB, path.stat().st_size * MAX_EXPANSION)
    return io.BufferedReader(_Capped(stream, path, limit), buffer_size=2**20)


class _Capped(io.RawIOBase):
    def __init__(self, stream: IO[bytes], path: Path, limit: int) -> None:
        self._stream, self._path, self._left = stream, path, limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        chunk = self._stream.read(len(view))
        self._left -= len(chunk)
        if self._left < 0:
            grows = f"grows more than {MAX_EXPANSION} times when unpacked"
            raise FormatError.at(self._path, None, grows, "unpack it by hand if you trust it")
        view[: len(chunk)] = chunk
        return len(chunk)
