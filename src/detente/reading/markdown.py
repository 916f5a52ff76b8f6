"""Markdown to text: the file as it is, with front matter read and marks set apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.reading.layout import Apart

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(\w+):[ \t]*(.+?)[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"^(?:#{1,6}[ \t].*|.+\n(?:=+|-{3,}))[ \t]*$", re.MULTILINE)
_LINK = re.compile(r"(!?\[)([^\]\n]*)(\]\([^)\n]*\)|\]\[[^\]\n]*\])")
# What stands between fences is code or a transcript, up to the end where the fence is never closed.
_FENCED = re.compile(r"^[ \t]{0,3}(`{3,}|~{3,})[^\n]*\n(?:.*?^[ \t]{0,3}\1[ \t]*$|.*\Z)", re.MULTILINE | re.DOTALL)
_MARK = re.compile(
    r"^[ \t]{0,3}(?:[-*+]|\d{1,3}[.)])[ \t]+|^[ \t]{0,3}>[ \t]?|\*{1,3}|`+"
    r"|(?<!\w)_{1,3}(?=\w)|(?<=[\w.,;:!?])_{1,3}(?!\w)"
    r"|^```.*$|\[\^[^\]\n]+\]:?|^[ \t]*(?:\*{3,}|-{3,}|_{3,})[ \t]*$",
    re.MULTILINE,
)


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return the fields of a file's front matter, and the text after it.

    >>> front_matter("---\\ntitle: 'A memo'\\n---\\nText.")
    ({'title': 'A memo'}, 'Text.')
    """
    front = _FRONT.match(text)
    if front is None:
        return {}, text
    return {name.lower(): value.strip("\"'") for name, value in _FIELD.findall(front[1])}, text[front.end() :]


def marks(text: str) -> Iterator[Apart]:
    """Yield headings, and the signs around and in sentences that are no part of what they say."""
    headings = [match.span() for match in _HEADING.finditer(text)]
    yield from (Apart(start, end, "heading") for start, end in headings)
    yield from (Apart(*match.span(), "markup") for match in _FENCED.finditer(text))
    for link in _LINK.finditer(text):
        if link[1] == "![":
            yield Apart(link.start(), link.end(), "caption")
        else:
            yield Apart(link.start(1), link.end(1), "markup")
            yield Apart(link.start(3), link.end(3), "markup")
    for match in _MARK.finditer(text):
        if not any(start <= match.start() < end for start, end in headings):
            yield Apart(match.start(), match.end(), "markup")
