from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DocumentError
from detente.reading.documents import read_document

ENGLISH = (
    "The ministers of the two states met in the capital and agreed on a plan for the river that was in dispute. " * 3
)


GERMAN = "Die Minister der beiden Staaten trafen sich in der Hauptstadt und einigten sich auf den Plan. " * 5


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_front_matter_is_set_apart_from_the_text(tmp_path: Path) -> None:
    head = "---\ntitle: A memo\nauthor: Somebody\ndate: 2019-04-15\n---\n"
    document = read_document(write(tmp_path / "a.md", head + ENGLISH))
    assert (document.title, document.author, document.date) == ("A memo", "Somebody", dt.date(2019, 4, 15))
    assert document.text == ENGLISH


def test_a_given_day_wins(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", ENGLISH)
    assert read_document(path, date=dt.date(2020, 1, 1)).date == dt.date(2020, 1, 1)


def test_the_body_of_a_page_is_found(tmp_path: Path) -> None:
    body = f"<nav>Home | About</nav><article><p>{ENGLISH}</p></article>"
    page = f"<html><head><title>T</title></head><body>{body}</body></html>"
    document = read_document(write(tmp_path / "a.html", page))
    assert "ministers of the two states" in document.text
    assert "About" not in document.text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "holds no text"),
        ("a.txt", b"caf\xe9", "is not UTF-8"),
        ("a.txt", b"a\x00b", "NUL"),
        ("a.doc", b"x", "of a kind not read"),
        ("a.pdf", b"not a pdf", "no PDF that can be read"),
        ("a.html", b"<html></html>", "holds no text"),
        ("a.txt", GERMAN.encode(), "does not seem to be English"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    with pytest.raises(DocumentError, match=said):
        read_document(write(tmp_path / name, content))


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be read"):
        read_document(tmp_path / "none.txt")


@given(st.binary(max_size=400), st.sampled_from([".txt", ".md", ".pdf"]))
def test_any_bytes_are_a_document_or_a_clear_fault(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, suffix: str
) -> None:
    path = write(tmp_path_factory.mktemp("document") / f"a{suffix}", raw)
    try:
        assert read_document(path).text.strip()
    except DocumentError as error:
        assert path.name in str(error)  # noqa: PT017
