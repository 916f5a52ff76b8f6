"""The article in a page: its text, what stands around it, and what the page says of itself.

The text is our own, so that repeated paragraphs stay and offsets mean something; trafilatura only helps to tell the
article from what stands around it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

from detente.reading.layout import Apart, Block, Layout, lay_out
from detente.reading.pages import PageBlock, PageParts, page_parts

# Beyond this many characters of source the structure of a page alone decides what its body is.
LARGE = 4_000_000
_DATES = (
    "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created",
    "citation_publication_date", "citation_date", "parsely-pub-date", "sailthru.date", "pubdate", "publish-date",
)  # fmt: skip
_PARTING = "\n\n"


def read_page(source: str) -> tuple[str, Layout]:
    """Return the text of a page, its blocks parted by blank lines, with what stands apart in it."""
    parts = page_parts(source)
    _mark_surroundings(source, parts)
    text, apart = _joined(parts)
    found = lay_out(text)
    taken = [(each.start, each.end) for each in apart]
    apart += [each for each in found.apart if not any(a < each.end and each.start < b for a, b in taken)]
    headings = [block.text for block in parts.blocks if block.kind == "title"]
    bylines = [block.text for block in parts.blocks if block.kind == "byline"]
    linked = list(_linked(parts))
    title = parts.meta.get("og:title") or next(iter(headings), "") or parts.meta.get("title", "") or found.title
    author = (
        _author(parts, linked) or re.sub(r"^by\s+", "", next(iter(bylines), ""), flags=re.IGNORECASE) or found.author
    )
    return text, Layout(tuple(sorted(apart)), title, author.split("\n")[0], _date(parts, linked) or found.date)


def _joined(parts: PageParts) -> tuple[str, list[Apart]]:
    apart, start = [], 0
    for block in parts.blocks:
        if block.kind:
            apart.append(Apart(start, start + len(block.text), block.kind))
        start += len(block.text) + len(_PARTING)
    return _PARTING.join(block.text for block in parts.blocks), apart


def _mark_surroundings(source: str, parts: PageParts) -> None:
    """Mark as navigation what holds no whole sentence and is no part of the article that trafilatura finds."""
    doubtful = [block for block in parts.blocks if block.kind is None and not _prose(block)]
    if not doubtful or len(source) > LARGE:
        return
    import trafilatura

    found: Any = trafilatura.bare_extraction(source, include_comments=False)
    article = " ".join((found.text or "").split()) if found is not None else ""
    if len(article) < 250:
        return
    for block in doubtful:
        if " ".join(block.text.split()) not in article and "\n" not in block.text:
            block.kind = "navigation"


def _prose(block: PageBlock) -> bool:
    return Block(0, len(block.text), block.text).prose


def _linked(parts: PageParts) -> Iterator[dict[str, Any]]:
    """Yield the records of a page's linked data that tell of an article."""
    for text in parts.linked_data:
        try:
            found = json.loads(text)
        except ValueError:
            continue
        listed = found if isinstance(found, list) else [found]
        for each in listed:
            graph = each.get("@graph", [each]) if isinstance(each, dict) else []
            yield from (record for record in graph if isinstance(record, dict) and "datePublished" in record)


def _author(parts: PageParts, linked: list[dict[str, Any]]) -> str:
    named = parts.meta.get("author") or parts.meta.get("citation_author") or parts.meta.get("dc.creator") or ""
    if not named:
        for record in linked:
            author = record.get("author")
            author = author[0] if isinstance(author, list) and author else author
            named = str(author.get("name", "")) if isinstance(author, dict) else str(author or "")
    return "" if named.startswith("http") else named


def _date(parts: PageParts, linked: list[dict[str, Any]]) -> dt.date | None:
    said = [parts.meta.get(name, "") for name in _DATES]
    said += [str(record["datePublished"]) for record in linked] + parts.times[:1]
    return next((day for text in said if (day := iso_day(text))), None)


def iso_day(text: str) -> dt.date | None:
    """Return the day that ISO text, with a time or not, begins with; None where it is none."""
    try:
        return dt.date.fromisoformat(text.strip("\"' ").replace("/", "-")[:10])
    except ValueError:
        return None
