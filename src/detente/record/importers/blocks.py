"""A stream of bytes as blocks of whole numbered lines, so that no broken line can hurt its neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, NamedTuple

from detente.record.rows import MAX_LINE, BadRow

BLOCK = 64 * 2**20  # bytes read at a time
BOM = b"\xef\xbb\xbf"
CONTROLS = (b"\x00", b"\x1a", b"\x1e")  # no text holds them; the importers use two as marks of their own
PLACEHOLDER = b"-"  # stands for a line that cannot be read, so that the others keep their numbers
BLANK = ""  # the reason of a line that is no row at all
TOO_WIDE = "has more than {} cells"


class Block(NamedTuple):
    """Whole lines, each ended by a line feed: how many, and the number of the first one in the file, from 1."""

    first: int
    lines: int
    data: bytes


def blocks(stream: IO[bytes], *, size: int = BLOCK) -> Iterator[Block]:
    """Yield the lines of a stream; of a line longer than `MAX_LINE` only so much that it is still too long.

    Byte order marks are dropped where a line begins (joined files have several), and line ends of Windows become
    line feeds.
    """
    first, rest = 1, b""
    while data := stream.read(size):
        cut = data.rfind(b"\n") + 1
        if not cut:
            rest = (rest + data)[: MAX_LINE + 1]
            continue
        block = _block(first, b"".join((rest, memoryview(data)[:cut])))
        first, rest = first + block.lines, data[cut:]
        yield block
    if rest:
        yield _block(first, rest + b"\n")


def fault(line: bytes) -> str | None:
    """Return what makes a line unreadable, `BLANK` for an empty one, None for a good one.

    >>> fault("né".encode("latin-1"))
    'is not UTF-8; save the file as UTF-8'
    """
    if not line:
        return BLANK
    if len(line) > MAX_LINE:
        return f"is longer than {MAX_LINE >> 20} MB"
    if any(control in line for control in CONTROLS):
        return "holds a NUL byte or another control character"
    return None if _is_text(line) else "is not UTF-8; save the file as UTF-8"


def clean(block: Block) -> bool:
    """Return whether all lines of a block are good, or blank, without looking at each."""
    data = block.data
    return not (
        any(control in data for control in CONTROLS)
        or any(data.find(b"\n", at, at + MAX_LINE // 2) < 0 for at in range(0, len(data), MAX_LINE // 2))
        or not _is_text(data)
    )


def mended(block: Block, *, most: int) -> tuple[Block, list[BadRow]]:
    """Return a block with placeholders for the lines that cannot be read, and those lines with their reasons.

    ``most`` is how many tab-separated cells a line may have.
    """
    lines, bad = block.data.split(b"\n")[:-1], []
    for place, line in enumerate(lines):
        reason = fault(line)
        if reason is None and line.count(b"\t") >= most:
            reason = TOO_WIDE.format(most)
        if reason is not None:
            bad.append(BadRow(block.first + place, reason))
            lines[place] = PLACEHOLDER
    return Block(block.first, block.lines, b"\n".join(lines) + b"\n"), bad


def _block(first: int, data: bytes) -> Block:
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b" ")
    while data.startswith(BOM) or b"\n" + BOM in data:
        data = data.removeprefix(BOM).replace(b"\n" + BOM, b"\n")
    return Block(first, data.count(b"\n"), data)


def _is_text(data: bytes) -> bool:
    if data.isascii():
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
