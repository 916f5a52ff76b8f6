from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import FormatError
from detente.record import rows
from detente.record.rows import BadRow, Row, read_rows


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_a_byte_order_mark_and_windows_line_ends_are_no_part_of_the_cells(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", b"\xef\xbb\xbfid,name\r\n1,caf\xc3\xa9\r\n")
    assert list(read_rows(path)) == [Row(1, ["id", "name"]), Row(2, ["1", "café"])]


def test_a_row_that_is_not_utf8_is_named_and_the_next_one_still_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", b"id\ncaf\xe9\n2\n")
    good, bad, after = read_rows(path)
    assert (good, after) == (Row(1, ["id"]), Row(3, ["2"]))
    assert isinstance(bad, BadRow)
    assert bad.line == 2
    assert "UTF-8" in bad.reason


def test_a_nul_byte_refuses_its_row_only(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", b"a\nb\x00\nc\n")
    assert [type(row).__name__ for row in read_rows(path)] == ["Row", "BadRow", "Row"]


def test_a_line_longer_than_the_limit_is_refused_without_being_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MAX_LINE", 1000)
    path = write(tmp_path / "a.csv", b"a\n" + b"x" * 50_000 + b"\nc\n")
    first, long, last = read_rows(path)
    assert (first, last) == (Row(1, ["a"]), Row(3, ["c"]))
    assert isinstance(long, BadRow)


def test_a_quote_left_open_is_a_bad_row_and_no_endless_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MAX_LINE", 1000)
    path = write(tmp_path / "a.csv", b'a,b\n1,"open\n' + b"2,3\n" * 400)
    found = list(read_rows(path))
    assert any(isinstance(row, BadRow) and "quote" in row.reason for row in found)


def test_gzip_and_zip_give_the_same_rows_as_plain(tmp_path: Path) -> None:
    plain = write(tmp_path / "a.csv", b"id,name\n1,x\n")
    packed = write(tmp_path / "a.csv.gz", gzip.compress(plain.read_bytes()))
    with zipfile.ZipFile(tmp_path / "a.csv.zip", "w") as archive:
        archive.write(plain, "a.csv")
    assert list(read_rows(plain)) == list(read_rows(packed)) == list(read_rows(tmp_path / "a.csv.zip"))


def test_a_truncated_gzip_says_that_it_is_damaged(tmp_path: Path) -> None:
    whole = gzip.compress(b"id\n" + b"".join(b"%d\n" % n for n in range(5000)))
    path = write(tmp_path / "a.csv.gz", whole[: len(whole) // 2])
    with pytest.raises(FormatError, match="damaged archive"):
        list(read_rows(path))


def test_an_archive_bomb_is_stopped_at_the_cap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MIN_BOMB", 100_000)
    path = write(tmp_path / "a.csv.gz", gzip.compress(b"0,0,0,0\n" * 2_000_000))
    with pytest.raises(FormatError, match="grows more than"):
        list(read_rows(path))


def test_a_zip_of_several_files_asks_for_one(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", "x")
        archive.writestr("b.csv", "y")
    with pytest.raises(FormatError, match="holds 2 files"):
        list(read_rows(tmp_path / "a.zip"))


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_path_that_is_no_file_is_a_clear_fault(tmp_path: Path, name: str) -> None:
    with pytest.raises(FormatError, match=r"no such file|is a folder"):
        list(read_rows(tmp_path / name))


@given(st.binary(max_size=2000))
def test_any_bytes_at_all_are_read_or_refused_line_by_line(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    path = write(tmp_path_factory.mktemp("rows") / "a.csv", raw)
    for row in read_rows(path):
        assert row.line >= 1
