"""What of a text is its body: titles, bylines, captions, notes on the author and lists of other articles are set apart.

Works on the blocks of a plain text, as one gets it by copying a page: paragraphs between blank lines. Nothing is taken
out: a part that is set apart keeps its place, so that offsets stay those of the text as read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from detente.reading.clock import Clock
from detente.reading.dates import understood

Kind = Literal["title", "byline", "date", "heading", "caption", "author note", "other article", "navigation", "markup"]


class Apart(NamedTuple):
    """A stretch of a text that is no part of its body; offsets are code points, half-open."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True)
class Layout:
    """What stands apart in a text, and what its head says of it."""

    apart: tuple[Apart, ...] = ()
    title: str = ""
    author: str = ""
    date: dt.date | None = None


class Block(NamedTuple):
    """A paragraph with its offsets."""

    start: int
    end: int
    text: str

    @property
    def prose(self) -> bool:
        """Whether it holds a whole sentence: long enough, with a full stop."""
        return len(self.text) > 60 and bool(_STOP.search(self.text))


# Of so many blocks at the head and at the foot a part may be something else than body.
HEAD, FOOT = 8, 14
SHORT = 160  # characters; a longer paragraph is no title
_STOP = re.compile(r"\.[\"')\]\u201d\u2019]*(?:\s|$)|[!?]\s+[A-Z]")
_GAP = re.compile(r"\n[ \t\r\f\v]*\n\s*")
_BYLINE = re.compile(
    r"(?:(?:written )?by|author:)\s+(?P<name>[A-Z][\w'.-]*(?: (?:[A-Z][\w'.-]*|de|van|von|al|bin|and|&)){0,7})"
    r"(?:\s*[,|\u2022-].*)?$",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"(?:(?:first )?(?:published|posted|updated|date)(?: on)?:?\s*)", re.IGNORECASE)
_CAPTION = re.compile(
    r"(?:image|photo(?:graph)?|picture|caption|credits?|figure \d+|illustration|source|cover image)\b\s*[:(]"
    r"|(?:photo(?:graph)?|image|picture) (?:by|credit|courtesy)\b|courtesy of\b|\u00a9|\(c\)|copyright\b"
    r"|\S+\.(?:png|jpe?g|gif|webp|svg)$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"about the authors?\b|the views expressed\b|the (?:author|writer)s?\b.{0,40}\b(?:is|are)\b", re.IGNORECASE
)
_PERSON = re.compile(r"(?P<name>[A-Z][\w'.-]*(?: [A-Z][\w'.-]*){0,4}),? (?:is|was|are|serves as|works as|holds)\b")
_TRADE = re.compile(
    r"\b(?:student|fellow|professor|lecturer|researcher|research (?:associate|assistant)|candidate for|graduate of"
    r"|editor|columnist|journalist|correspondent|contributor|freelance|Ph\.?D|dual-degree)\b"
)
_OTHERS = re.compile(
    r"(?:related|see also|read (?:more|next)|more from|you may also like|recommended|share this|subscribe|sign up"
    r"|follow us)\b|(?:tags?|next|previous):",
    re.IGNORECASE,
)
_SMALL = frozenset(
    {"a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "of", "on", "or", "the", "their", "to"}
    | {"with", "is", "are", "was"}
)


def blocks(text: str) -> list[Block]:
    """Return the paragraphs of a text, parted by blank lines."""
    found, start = [], 0
    for gap in [*_GAP.finditer(text), None]:
        end = gap.start() if gap else len(text)
        piece = text[start:end]
        lead = len(piece) - len(piece.lstrip())
        if piece.strip():
            found.append(Block(start + lead, start + len(piece.rstrip()), piece.strip()))
        start = gap.end() if gap else end
    return found


def lay_out(text: str) -> Layout:
    """Return what stands apart in a plain text; a text of a few lines is all body."""
    parts = blocks(text)
    if sum(block.prose for block in parts) < 2:
        return Layout()
    head = _head(parts)
    foot = _foot(parts, head.author)
    return Layout(tuple(sorted({*head.apart, *foot})), head.title, head.author, head.date)


def _head(parts: Sequence[Block]) -> Layout:
    apart: list[Apart] = []
    title, author, date = "", "", None
    for n, block in enumerate(parts[:HEAD]):
        byline = _BYLINE.match(block.text) if len(block.text) < SHORT else None
        if block.prose and not byline:
            break
        if byline and not author:
            author = re.sub(r"^by ", "", byline["name"], flags=re.IGNORECASE)
            apart.append(Apart(block.start, block.end, "byline"))
        elif _CAPTION.match(block.text):
            apart.append(Apart(block.start, block.end, "caption"))
        elif day := _own_date(block.text):
            date = date or day
            apart.append(Apart(block.start, block.end, "date"))
        elif (n == 0 or block.text == title) and len(block.text) < SHORT and not block.text.endswith("."):
            title = block.text
            apart.append(Apart(block.start, block.end, "title"))
    return Layout(tuple(apart), title.lstrip("# "), author, date)


def _own_date(text: str) -> dt.date | None:
    """Return the day of a block that says nothing else."""
    words = _PUBLISHED.sub("", text, count=1).strip()
    found = understood(words, Clock()) if len(words) < 40 else []
    if len(found) == 1 and found[0].span and found[0].precision == "day" and len(words) - found[0].end < 12:
        before = words[: found[0].start].strip(" ,")
        return found[0].date if not before or before.lower().endswith("day") else None
    return None


def _foot(parts: Sequence[Block], author: str) -> Iterator[Apart]:
    """Yield captions wherever they stand, and what follows the last paragraph of the body."""
    for block in parts:
        if _CAPTION.match(block.text) and len(block.text) < 300:
            yield Apart(block.start, block.end, "caption")
    names = frozenset(author.replace(".", "").split())
    first = max(1, len(parts) - FOOT)
    noted = False
    for n in range(first, len(parts)):
        block = parts[n]
        if _note(block.text, names):
            noted = True
            yield Apart(block.start, block.end, "author note")
        elif (
            (_OTHERS.match(block.text) and not block.prose)
            or (noted and _titled(block.text))
            or _only_titles(parts[n:])
        ):
            yield Apart(block.start, block.end, "other article")


def _note(text: str, names: frozenset[str]) -> bool:
    """Whether a paragraph tells who the author is."""
    if _ABOUT.match(text):
        return True
    person = _PERSON.match(text)
    if person is None or not _TRADE.search(text):
        return False
    return not names or bool(names & set(person["name"].replace(".", "").split()))


def _titled(text: str) -> bool:
    """Whether a line is written like a title: short, no full stop, its words with capitals."""
    words = re.findall(r"[A-Za-z][\w'\u2019-]*", text)
    large = [word for word in words if word.lower() not in _SMALL]
    capitals = sum(word[0].isupper() for word in large)
    return len(text) < SHORT and not text.endswith(".") and len(large) > 1 and capitals >= 0.7 * len(large)


def _only_titles(rest: Sequence[Block]) -> bool:
    """Whether nothing but titles follows, one of them twice, as pages print their teasers."""
    texts = [block.text for block in rest]
    return len(set(texts)) < len(texts) and all(map(_titled, texts))
