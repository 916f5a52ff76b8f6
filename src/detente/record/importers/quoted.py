"""Rows of a delimited text whose cells may be quoted; a quote left open costs its own line and no other."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from typing import IO

from detente.record.importers.blocks import BLANK, Block, blocks, clean, fault
from detente.record.rows import MAX_LINE, BadRow, Row

SIZE = 4 * 2**20  # bytes decoded at a time
MAX_SPAN = 200  # lines; a row that runs over more has a quote left open


class _LeftOpen(Exception):
    """A row runs on into lines that cannot be its own."""


class _Feed:
    """Decoded lines for the csv reader; ``taken`` are those that the row now read has used."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._source = (line for block in blocks(stream, size=SIZE) for line in _decoded(block))
        self._again: deque[tuple[int, str, str | None]] = deque()
        self.taken: list[tuple[int, str, str | None]] = []

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._source)
        self.taken.append(line)
        if line[2] or len(self.taken) > MAX_SPAN:
            raise _LeftOpen
        return line[1]

    def give_back(self) -> None:
        """Have all lines but the first of the row read again as rows of their own."""
        self._again.extendleft(reversed(self.taken[1:]))


def read_quoted(stream: IO[bytes], *, delimiter: str) -> Iterator[Row | BadRow]:
    """Yield the rows, header first, each as wide as the header; blank lines are skipped.

    Empty cells beyond the header are dropped. A row of another width, or one that runs into a broken line, gives
    back the lines after its first, which are then read for themselves.
    """
    feed, width = _Feed(stream), 0
    csv.field_size_limit(MAX_LINE)
    reader = csv.reader(feed, delimiter=delimiter)
    while True:
        feed.taken = []
        try:
            cells, reason = next(reader), ""
        except StopIteration:
            return
        except (_LeftOpen, csv.Error) as error:
            cells, reason = [], str(error) or "leaves a quote open"
            reader = csv.reader(feed, delimiter=delimiter)
        line, _, broken = feed.taken[0]
        if not reason and not any(cells):
            continue
        while width and len(cells) > width and not cells[-1].strip():
            cells.pop()
        if reason or (width and len(cells) != width):
            feed.give_back()
            wide = f"has {len(cells)} cells where the header has {width}"
            spans = "; is a quote left open?" if len(feed.taken) > 1 else ""
            yield BadRow(line, broken or reason or wide + spans)
            continue
        width = width or len(cells)
        yield Row(line, cells)


def _decoded(block: Block) -> Iterator[tuple[int, str, str | None]]:
    """Yield (number, text, what is wrong with it) of each line."""
    if clean(block):
        for number, text in enumerate(block.data.decode().split("\n")[:-1], block.first):
            yield number, text + "\n", None
        return
    for number, line in enumerate(block.data.split(b"\n")[:-1], block.first):
        reason = fault(line)
        # A blank line may stand within a quoted cell.
        yield number, line.decode(errors="replace") + "\n", None if reason == BLANK else reason
