"""Bytes to text: UTF-8 as it should be, and what else can be told for certain enough."""

from __future__ import annotations

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
# Of a text in a Western charset at most this share of letters is accented or a typographic mark.
RARE = 0.08
_WESTERN = re.compile(
    "[\u00a0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u2013\u2014\u2018-\u201e\u2020-\u2026\u2030\u20ac\u2122]"
)


def decoded(raw: bytes, *, page: bool = False) -> tuple[str, str]:
    """Return a text and a remark on its charset, empty for UTF-8; ``page``: believe what a page says of itself.

    Raises `UnicodeDecodeError` where no charset is plausible.

    >>> decoded("naïve".encode("cp1252"))
    ('naïve', 'is not UTF-8; read as Windows-1252')
    """
    for mark, charset in _MARKS:
        if raw.startswith(mark):
            return raw.decode(charset), "" if charset == "utf-8-sig" else "is not UTF-8; read as UTF-16"
    try:
        return raw.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        declared = _DECLARED.search(raw[:4096]) if page else None
        if declared and (text := _as(raw, declared[1].decode("ascii"))) is not None:
            return text, f"is not UTF-8; read as {declared[1].decode('ascii')}, as the page declares"
        western = _as(raw, "cp1252")
        if western is None or not _plausible(western):
            raise error
        return western, "is not UTF-8; read as Windows-1252"


def _as(raw: bytes, charset: str) -> str | None:
    try:
        return raw.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return None


def _plausible(text: str) -> bool:
    """Whether every letter beyond ASCII is one that Western languages use, and there are few of them."""
    beyond = [letter for letter in text if letter > "\x7f"]
    letters = sum(letter.isalpha() for letter in text)
    common = all(_WESTERN.match(letter) for letter in beyond)
    return common and letters > 0 and len(beyond) <= max(1, RARE * letters) and "\x00" not in text
