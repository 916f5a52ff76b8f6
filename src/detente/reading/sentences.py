"""Text to sentences by rule, before any parsing, with offsets into the text as it was given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# One character for one, so that offsets stay; characters that print nothing are dropped and mapped around.
_ALIKE = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "«": '"', "»": '"', "\u00a0": " ", "–": "-"})
_UNSEEN = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
# Halves of surrogate pairs are no characters; parsers choke on them.
_LONE = re.compile("[\ud800-\udfff]")
# What is no part of the body is masked by a character that prints nothing, so that offsets stay.
MASK = "\ufeff"
_BREAK = re.compile(
    r"""(?<=[.!?…])["')\]\ufeff]*\s+(?=["'(\[\ufeff]*[A-Z0-9])|\s*\n\s*\n\s*|(?<=[.!?]["'])\s+(?=[A-Z])"""
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sgt|Capt|Cmdr|Adm|Maj|Brig|Sen|Rep|Gov|Rev|Hon|Pres|St|Ste|Mt|Ft|vs|etc|No|Nos|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Inc|Ltd|Corp|Co|Bros|al|Art|Sec|Fig|cf|e\.g|i\.e|a\.m|p\.m|approx|Ph\.D"
    r"|Messrs|Jr|Sr|Amb|Dept|Univ|Assn|Ave|Blvd)|(?<![A-Za-z])[A-Z]|(?:\b[A-Z]\.\s?)+[A-Z])\.$"
)
_OPENERS = re.compile(
    r"(?:The|In|On|At|He|She|It|They|We|But|And|However|Meanwhile|This|These|That|A|An|After|Before|As|If|When|While|Both)\b"
)
_INITIALS = re.compile(r"(?:[A-Z]\.\s?){2,}$")
# "TIRANA, Albania (AP) -- ": a place and an agency, no part of the sentence.
_DATELINE = re.compile(
    r"(?:[A-Z]{3,}[A-Z.' -]*(?:,\s*[A-Z][\w.]+(?:\s[A-Z]\w+)?)?(?:,\s*[A-Z]\w+\s\d+)?\s*"
    r"(?:\([^)]{2,30}\)\s*(?:--?|:)?|--|:|\s-\s)|[A-Z]\w+(?:\s[A-Z]\w+)?\s*(?:\([A-Z]\w+\)\s*--?|\s--?\s))\s+"
)
# Beyond this many characters a sentence is cut at a blank: no event spans so far, and parsing must stay bounded.
LONGEST = 1200


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text: its offsets there, and its words as the parser shall see them.

    ``shift`` maps offsets of ``clean`` back where characters were dropped; empty where none were.
    """

    start: int
    end: int
    clean: str
    shift: tuple[int, ...] = ()

    def offset(self, k: int) -> int:
        """Return the offset into the given text of offset ``k`` of the clean sentence."""
        return self.start + (self.shift[k] if self.shift else k)


def split(text: str, apart: Sequence[tuple[int, int]] = ()) -> Iterator[Sentence]:
    """Yield the sentences of a text in order; offsets are code points, half-open.

    ``apart`` are stretches that are no part of its sentences: whole blocks, or signs within a sentence.

    >>> [sentence.clean for sentence in split("Mr. Moon met Mr. Kim. The U.S. said no.")]
    ['Mr. Moon met Mr. Kim.', 'The U.S. said no.']
    """
    plain = _LONE.sub("?", text.translate(_ALIKE))
    if apart:
        plain = _masked(plain, apart)
    start = 0
    for match in _BREAK.finditer(plain):
        if _ends_here(plain, start, match):
            yield from _pieces(plain, start, match.start())
            start = match.end()
    yield from _pieces(plain, start, len(plain))


def _masked(text: str, apart: Sequence[tuple[int, int]]) -> str:
    """Hide what stands apart behind signs that print nothing, one for one."""
    pieces, end = [], 0
    for start, stop in sorted(apart):
        pieces += [text[end:start], MASK * (stop - max(start, end))]
        end = max(end, stop)
    return "".join([*pieces, text[end:]])


def _ends_here(text: str, start: int, match: re.Match[str]) -> bool:
    if "\n" in match.group() and match.group().count("\n") > 1:
        return True
    before = text[max(start, match.start() - 24) : match.start()]
    if not before.endswith("."):
        return True
    if _INITIALS.search(before):
        return bool(_OPENERS.match(text, match.end()))
    return not _ABBREVIATED.search(before)


def _pieces(text: str, start: int, end: int) -> Iterator[Sentence]:
    while start < end and (text[start].isspace() or text[start] == MASK):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == MASK):
        end -= 1
    while end - start > LONGEST:
        cut = max(text.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in ("; ", ", ")) + 1
        cut = cut or text.rfind(" ", start, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        yield _sentence(text, start, cut)
        start = cut + 1 if text[cut : cut + 1] == " " else cut
    if start < end:
        yield _sentence(text, start, end)


def _sentence(text: str, start: int, end: int) -> Sentence:
    dateline = _DATELINE.match(text, start, end)
    if dateline and dateline.end() < end:
        start = dateline.end()
    piece = text[start:end].replace("\n", " ").replace("\t", " ").replace("\r", " ")
    if not _UNSEEN.search(piece):
        return Sentence(start, end, piece)
    kept = [k for k, letter in enumerate(piece) if not _UNSEEN.match(letter)]
    return Sentence(start, end, "".join(piece[k] for k in kept), (*kept, len(piece)))
