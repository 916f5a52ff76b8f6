"""PDF to text: the lines of its pages, with running heads and page numbers set apart and broken words mended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from detente.reading.layout import Apart

# A line that stands at the edge of so many pages is a running head.
REPEATED = 3
EDGE = 2  # lines at the top and at the bottom of a page
_NUMBER = re.compile(r"\W*(?:page )?\d{1,4}(?: (?:of|/) \d{1,4})?\W*$", re.IGNORECASE)
_BROKEN = re.compile(r"(?<=[a-z])-\n(?=[a-z])")


def join_pages(pages: Sequence[str]) -> tuple[str, list[Apart]]:
    """Return the text of pages, parted by a line end, with what of it stands apart.

    >>> text, apart = join_pages(["The govern-\\nment agreed.\\n1"])
    >>> [(text[start:end], kind) for start, end, kind in apart]
    [('-\\n', 'markup'), ('1', 'navigation')]
    """
    seen = Counter(_plain(line) for page in pages for line in {*_edges(page.split("\n"))})
    heads = {line for line, count in seen.items() if count >= REPEATED and line}
    text = "\n".join(pages)
    apart = [Apart(match.start(), match.end(), "markup") for match in _BROKEN.finditer(text)]
    start = 0
    for page in pages:
        apart += _furniture(page, start, heads)
        start += len(page) + 1
    return text, sorted(apart)


def _furniture(page: str, start: int, heads: set[str]) -> Iterator[Apart]:
    lines = page.split("\n")
    edges = set(_edges(lines))
    for line in lines:
        if line.strip() and line in edges and (_NUMBER.match(line) or _plain(line) in heads):
            yield Apart(start, start + len(line), "navigation")
        start += len(line) + 1


def _edges(lines: Sequence[str]) -> list[str]:
    written = [line for line in lines if line.strip()]
    return [*written[:EDGE], *written[-EDGE:]]


def _plain(line: str) -> str:
    """A line without its numbers, so that "Report, page 3" and "Report, page 4" are one."""
    return " ".join(re.sub(r"\d+", "", line).split())
