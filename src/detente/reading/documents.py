"""Files to text: plain text, Markdown with front matter, HTML and PDF, kept so that offsets mean something.

Offsets of events are code points into `Document.text`. What is no part of the body (titles, bylines, captions, notes on
the author, navigation) keeps its place there and is listed in `Document.apart`. This is the only part of the reader
that opens files.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from pathlib import Path

from detente.errors import DocumentError, Fault
from detente.reading.articles import iso_day, read_page
from detente.reading.charsets import decoded
from detente.reading.language import ENGLISH, language_of
from detente.reading.layout import Apart, Layout, lay_out
from detente.reading.markdown import front_matter, marks
from detente.reading.printed import join_pages
from detente.value import Value

MAX_BYTES = 64 * 2**20
# What pypdf lets through of the ways in which a file can be broken.
BROKEN_PDF = (
    *(ValueError, LookupError, TypeError, AttributeError, RecursionError, OSError),
    *(NotImplementedError, ArithmeticError, AssertionError),
)


class Document(Value):
    """A text as read, with what the file says of itself; ``remarks`` are what a person should know of the reading."""

    text: str
    title: str = ""
    author: str = ""
    date: dt.date | None = None
    apart: tuple[Apart, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def spans_apart(self) -> tuple[tuple[int, int], ...]:
        """What stands apart, as (start, end)."""
        return tuple((start, end) for start, end, _ in self.apart)

    @property
    def body(self) -> str:
        """The text without what stands apart."""
        pieces, end = [], 0
        for start, stop, _ in self.apart:
            if start >= end:
                pieces.append(self.text[end:start])
            end = max(end, stop)
        return "".join([*pieces, self.text[end:]])


def read_document(path: Path, *, date: dt.date | None = None) -> Document:
    """Return the text of a .txt, .md, .html or .pdf file; ``date`` overrides what the file says.

    Raises `DocumentError` for what cannot be read as English text, with the mend.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise _fault(path, f"is of a kind not read ({path.suffix or 'no suffix'})", f"use one of {', '.join(READERS)}")
    document = reader(path, _bytes(path))
    if not document.body.strip():
        raise _fault(path, "holds no text", "is it a picture of a page? read it with character recognition first")
    language = language_of(document.body)
    if language not in (None, ENGLISH):
        raise _fault(path, f"does not seem to be English but {language}", "translate it; the reader knows English only")
    return document.replace(date=date) if date else document


def documents_in(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and its folders that are of a kind that can be read, in order of their names."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in READERS and path.is_file() and not hidden:
            yield path


def _made(text: str, layout: Layout, *remarks: str) -> Document:
    return Document(
        text=text,
        title=layout.title,
        author=layout.author,
        date=layout.date,
        apart=layout.apart,
        remarks=tuple(filter(None, remarks)),
    )


def _plain(path: Path, raw: bytes) -> Document:
    text, remark = _decoded(path, raw)
    return _made(text, lay_out(text), remark)


def _markdown(path: Path, raw: bytes) -> Document:
    whole, remark = _decoded(path, raw)
    fields, text = front_matter(whole)
    found = lay_out(text)
    document = _made(text, found, remark)
    return document.replace(
        title=fields.get("title") or found.title,
        author=fields.get("author") or found.author,
        date=iso_day(fields.get("date", "")) or found.date,
        apart=tuple(sorted({*found.apart, *marks(text)})),
    )


def _html(path: Path, raw: bytes) -> Document:
    source, remark = _decoded(path, raw, page=True)
    return _made(*read_page(source), remark)


def _pdf(path: Path, raw: bytes) -> Document:
    import logging

    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # a broken file is told of once, by the message below
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _fault(path, "is encrypted", "save it without its password")
        text, apart = join_pages([page.extract_text() or "" for page in reader.pages])
        about = reader.metadata
        title, author = (str(about.title or ""), str(about.author or "")) if about else ("", "")
    except DocumentError:
        raise
    except (PyPdfError, *BROKEN_PDF) as error:
        raise _fault(path, f"is no PDF that can be read ({error})", "open it and save it anew") from error
    except ImportError as error:
        raise _fault(path, "is encrypted in a way that is not read", "save it without its password") from error
    found = lay_out(text)
    whole = tuple(sorted({*apart, *found.apart}))
    return _made(text, Layout(whole, title or found.title, author or found.author, found.date))


READERS: dict[str, Callable[[Path, bytes], Document]] = {
    ".txt": _plain,
    ".md": _markdown,
    ".html": _html,
    ".htm": _html,
    ".pdf": _pdf,
}


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _fault(path, f"is larger than {MAX_BYTES >> 20} MB", "cut it into documents")
        return path.read_bytes()
    except OSError as error:
        raise _fault(path, f"cannot be read ({error.strerror})", "check the path and its rights") from error


def _decoded(path: Path, raw: bytes, *, page: bool = False) -> tuple[str, str]:
    try:
        text, remark = decoded(raw, page=page)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DocumentError(str(Fault(str(path), line, "", "is not UTF-8", "save the file as UTF-8"))) from error
    if "\x00" in text:
        raise _fault(path, "holds a NUL byte", "is it a text file?")
    return text.replace("\r\n", "\n").replace("\r", "\n"), remark


def _fault(path: Path, what: str, mend: str) -> DocumentError:
    return DocumentError(str(Fault(str(path), None, "", what, mend)))
