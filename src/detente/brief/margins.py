"""A text with notes in its margin: cut into paragraphs, each with its marked pieces and the notes that begin in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from detente.finding import AnnotatedText, Remark

# Remarks that grey a stretch out and need no note.
UNNOTED = frozenset({"apart"})


class Note(NamedTuple):
    """A remark with its number on the page and the anchors of its note and of its place in the text."""

    number: int
    remark: Remark
    anchor: str


class Piece(NamedTuple):
    """A stretch of text that the same remarks cover; ``opens`` and ``closes`` are the notes that begin and end here."""

    text: str
    remarks: tuple[Remark, ...]
    opens: tuple[Note, ...]
    closes: tuple[Note, ...]


class Passage(NamedTuple):
    """A paragraph: its pieces, and the notes beside it."""

    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]


def prefix_of(exhibit: AnnotatedText) -> str:
    """Return what the anchors of a text begin with: its id, or a digest where it has none."""
    return exhibit.id or "t" + hashlib.blake2b((exhibit.title + exhibit.text).encode(), digest_size=4).hexdigest()


def notes_of(exhibit: AnnotatedText) -> list[Note]:
    """Return the notes of a text, numbered in its order."""
    noted = sorted((r for r in exhibit.remarks if r.role not in UNNOTED), key=lambda r: (r.start, r.end))
    return [Note(n, remark, f"{prefix_of(exhibit)}-{n}") for n, remark in enumerate(noted, start=1)]


def passages(exhibit: AnnotatedText) -> Iterator[Passage]:
    """Yield the paragraphs of a text, parted by blank lines, with what is marked in them.

    >>> text = AnnotatedText(title="t", text="One. Two.\\n\\nThree.", remarks=(Remark(start=5, end=9, label="x"),))
    >>> [[piece.text for piece in passage.pieces] for passage in passages(text)]
    [['One. ', 'Two.'], ['Three.']]
    """
    notes = notes_of(exhibit)
    start = 0
    for gap in [*re.finditer(r"\n[ \t]*\n\s*", exhibit.text), None]:
        end = gap.start() if gap else len(exhibit.text)
        if exhibit.text[start:end].strip():
            pieces = tuple(_pieces(exhibit.text, start, end, exhibit.remarks, notes))
            yield Passage(pieces, tuple(note for piece in pieces for note in piece.opens))
        start = gap.end() if gap else end


def _pieces(text: str, start: int, end: int, remarks: Sequence[Remark], notes: Sequence[Note]) -> Iterator[Piece]:
    near = [remark for remark in remarks if remark.start < end and start < remark.end]
    inside = [note for note in notes if note.remark in near]
    cuts = sorted({start, end, *(min(end, max(start, k)) for remark in near for k in (remark.start, remark.end))})
    for a, b in pairwise(cuts):
        yield Piece(
            text[a:b],
            tuple(remark for remark in near if remark.start <= a and b <= remark.end),
            tuple(note for note in inside if note.remark.start == a),
            tuple(note for note in inside if min(note.remark.end, end) == b and start <= note.remark.start < b),
        )
