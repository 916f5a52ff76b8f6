"""Files to text: plain text, Markdown with front matter, HTML and PDF, kept so that offsets mean something.

Offsets of events are code points into `Document.text`. This is the only part of an engine that opens files.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

from detente.errors import DocumentError, Fault
from detente.value import Value

MAX_BYTES = 50 * 2**20
# Of the words of an English text at least this share is among the commonest few; other languages stay far below.
ENGLISH = 0.12
_COMMON = frozenset({"the", "of", "and", "to", "in", "a", "that", "is", "was", "for", "on", "with", "as", "by", "it"})
_FRONT = re.compile(r"\A---\s*\n(.*?)\n---\s*\n", re.DOTALL)


class Document(Value):
    """A text as read, with what the file says of itself."""

    text: str
    title: str = ""
    author: str = ""
    date: dt.date | None = None


def read_document(path: Path, *, date: dt.date | None = None) -> Document:
    """Return the text of a .txt, .md, .html or .pdf file; ``date`` overrides what the file says.

    Raises `DocumentError` for what cannot be read as English text, with the mend.
    """
    readers = {".txt": _plain, ".md": _markdown, ".html": _html, ".htm": _html, ".pdf": _pdf}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise _fault(path, f"is of a kind not read ({path.suffix or 'no suffix'})", f"use one of {', '.join(readers)}")
    document: Document = reader(path, _bytes(path))
    if not document.text.strip():
        raise _fault(path, "holds no text", "is it a picture of a page? read it with character recognition first")
    _require_english(path, document.text)
    return document.replace(date=date) if date else document


def _plain(path: Path, raw: bytes) -> Document:
    return Document(text=_decoded(path, raw))


def _markdown(path: Path, raw: bytes) -> Document:
    text = _decoded(path, raw)
    front = _FRONT.match(text)
    if front is None:
        return Document(text=text)
    fields = dict(re.findall(r"^(\w+):\s*(.+?)\s*$", front[1], re.MULTILINE))
    return Document(
        text=text[front.end() :],
        title=fields.get("title", "").strip("\"'"),
        author=fields.get("author", "").strip("\"'"),
        date=_day(fields.get("date", "")),
    )


def _html(path: Path, raw: bytes) -> Document:
    import trafilatura

    found: Any = trafilatura.bare_extraction(_decoded(path, raw), include_comments=False, with_metadata=True)
    if found is None:
        return Document(text="")
    data = found if isinstance(found, dict) else found.as_dict()
    return Document(
        text=data.get("text") or "",
        title=data.get("title") or "",
        author=data.get("author") or "",
        date=_day(data.get("date") or ""),
    )


def _pdf(path: Path, raw: bytes) -> Document:
    import io

    import pypdf
    from pypdf.errors import PyPdfError

    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _fault(path, "is encrypted", "save it without its password")
        text = "\n".join(page.extract_text() or "" for page in reader.pages)
        title = str(reader.metadata.title or "") if reader.metadata else ""
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        if isinstance(error, DocumentError):
            raise
        raise _fault(path, f"is no PDF that can be read ({error})", "open it and save it anew") from error
    return Document(text=text, title=title)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _fault(path, f"is larger than {MAX_BYTES >> 20} MB", "cut it into documents")
        return path.read_bytes()
    except OSError as error:
        raise _fault(path, f"cannot be read ({error.strerror})", "check the path and its rights") from error


def _decoded(path: Path, raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DocumentError(str(Fault(str(path), line, "", "is not UTF-8", "save the file as UTF-8"))) from error
    if "\x00" in text:
        raise _fault(path, "holds a NUL byte", "is it a text file?")
    return text.replace("\r\n", "\n")


def _require_english(path: Path, text: str) -> None:
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(words) < 40:
        return  # too little to tell
    share = sum(word in _COMMON for word in words) / len(words)
    if share < ENGLISH:
        raise _fault(path, "does not seem to be English", "translate it, or give a pipeline for its language")


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip("\"' ")[:10])
    except ValueError:
        return None


def _fault(path: Path, what: str, mend: str) -> DocumentError:
    return DocumentError(str(Fault(str(path), None, "", what, mend)))
