"""Bad input: every row of a broken file ends in one place, with its line and a reason, or the whole file in none."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from detente.errors import DetenteError, FormatError, InputError, UnknownName
from detente.record import rows
from detente.record.importers import FORMS, blocks, import_files, staging

Sample = Callable[[str], Path]
FOREIGN = [form for form in FORMS if form != "own"]


def gdelt_lines(sample: Path) -> list[bytes]:
    return sample.read_bytes().splitlines()


def write(path: Path, lines: list[bytes]) -> Path:
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


@pytest.mark.parametrize(
    ("harm", "word"),
    [
        (lambda line: line.replace(b"FRANCE", b"FRAN\x00CE"), "NUL"),
        (lambda line: line.replace(b"FRANCE", b"FRAN\xffCE"), "UTF-8"),
        (lambda line: line.replace(b"FRANCE", b"FRAN\x1eCE"), "control"),
        (lambda line: line + b"\tone too many", "more than 61"),
        (lambda line: line.rsplit(b"\t", 1)[0], "fewer than 61"),
        (lambda line: b"-", "fewer than 61"),
        (lambda line: line.replace(b"20190301", b"20190229", 1), "date"),
        (lambda line: line.replace(b"20190301", b"00000000", 1), "date"),
        (lambda line: line.replace(b"20190301", b"99990101", 1), "date"),
        (lambda line: b"\t" + line.split(b"\t", 1)[1], "no id"),
    ],
)
def test_a_broken_line_is_refused_by_number_and_its_neighbours_are_as_they_were(
    harm: Callable[[bytes], bytes], word: str, sample: Sample, tmp_path: Path, record: Any
) -> None:
    good = gdelt_lines(sample("gdelt2"))[0]
    others = [good.replace(b"1001", str(number).encode(), 1) for number in (1, 2, 4)]
    path = write(tmp_path / "a.export.CSV", [*others[:2], harm(good), others[2]])
    tally = record.take(path)
    assert (tally.read, tally.stored) == (4, 3)
    assert list(record.events()) == ["1", "2", "4"]
    (reason,) = record.reasons().items()
    assert reason[0] == 3
    assert word in reason[1]


def test_lines_after_broken_and_blank_ones_keep_their_numbers(sample: Sample, tmp_path: Path, record: Any) -> None:
    good = gdelt_lines(sample("gdelt2"))[0]
    undated = good.replace(b"20190301", b"20190230", 1)
    path = write(tmp_path / "a.CSV", [good, b"", b"\xff", b"   ", undated, b"\x00", undated])
    tally = record.take(path)
    assert (tally.read, tally.stored, tally.rejected) == (6, 1, 5)
    assert list(record.reasons()) == [3, 4, 5, 6, 7]


def test_numbers_hold_across_blocks(
    sample: Sample, tmp_path: Path, record: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = gdelt_lines(sample("gdelt2"))[0]
    lines = [good.replace(b"1001", b"%d" % number, 1) for number in range(1, 401)]
    for number in (7, 150, 151, 399):
        lines[number - 1] = lines[number - 1].replace(b"20190301", b"20190230", 1)
    lines[299] = b"\xff\xff"
    small = blocks.blocks
    monkeypatch.setattr(staging, "blocks", lambda stream, size=0: small(stream, size=5_000))
    tally = record.take(write(tmp_path / "a.CSV", lines), form="gdelt2")
    assert (tally.read, tally.stored, tally.rejected) == (400, 395, 5)
    assert list(record.reasons()) == [7, 150, 151, 300, 399]


def test_a_line_of_many_megabytes_is_refused_and_never_held(
    sample: Sample, tmp_path: Path, record: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "MAX_LINE", 10_000)
    good = gdelt_lines(sample("gdelt2"))[0]
    path = write(tmp_path / "a.CSV", [good, b"x\t" * 100_000, good.replace(b"1001", b"1002", 1)])
    with path.open("rb") as stream:
        assert max(len(block.data) for block in blocks.blocks(stream, size=2_000)) < 15_000
    tally = record.take(path, form="gdelt2")
    assert (tally.read, tally.stored, tally.rejected) == (3, 2, 1)
    assert "longer" in record.reasons()[2]


def test_57_and_58_columns_may_stand_in_one_file(sample: Sample, record: Any) -> None:
    widths = {line.count(b"\t") + 1 for line in gdelt_lines(sample("gdelt1"))}
    assert widths == {57, 58}
    record.take(sample("gdelt1"))
    assert record.one("select document from reports where event_id = '1002'") == "https://example.org/b"
    assert record.one("select document from reports where event_id = '1001'") == ""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "dress",
    [lambda data: b"\xef\xbb\xbf" + data, lambda data: data.replace(b"\n", b"\r\n"), lambda data: data.rstrip(b"\n")],
    ids=["byte order mark", "windows line ends", "no last line end"],
)
def test_a_files_dress_changes_nothing(
    form: str, dress: Callable[[bytes], bytes], sample: Sample, tmp_path: Path, record: Any
) -> None:
    plain = type(record)()
    expected = plain.take(sample(form))
    path = tmp_path / sample(form).name
    path.write_bytes(dress(sample(form).read_bytes()))
    tally = record.take(path)
    assert (tally.stored, tally.merged, tally.rejected) == (expected.stored, expected.merged, expected.rejected)
    assert list(record.events()) == list(plain.events())
    assert [event["source"] for event in record.events().values()] == [
        event["source"] for event in plain.events().values()
    ]
    assert record.reasons() == plain.reasons()


@pytest.mark.parametrize("form", FORMS)
def test_an_archive_gives_what_the_plain_file_gives(form: str, sample: Sample, tmp_path: Path, record: Any) -> None:
    plain = type(record)()
    plain.take(sample(form))
    packed = tmp_path / f"{sample(form).name}.gz"
    packed.write_bytes(gzip.compress(sample(form).read_bytes()))
    record.take(packed)
    assert record.events() == plain.events()
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(sample(form), "a.txt")
    again = record.take(tmp_path / "a.zip")
    assert again.stored == 0


@pytest.mark.parametrize("form", FORMS)
def test_the_same_file_again_is_merged_whole(form: str, sample: Sample, record: Any) -> None:
    first = record.take(sample(form))
    second = record.take(sample(form))
    assert second.stored == 0
    assert second.merged == first.stored + first.merged
    assert second.rejected == first.rejected


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_file_is_said_to_be_empty(form: str, tmp_path: Path, record: Any) -> None:
    for content in (b"", b"\n\r\n\n"):
        path = tmp_path / "empty.csv"
        path.write_bytes(content)
        with pytest.raises(FormatError, match=r"empty\.csv:\d+: (is empty|the header lacks)"):
            record.take(path, form=None if form == "gdelt1" else form)


@pytest.mark.parametrize("form", [form for form in FORMS if not form.startswith("gdelt")])
def test_a_header_alone_is_a_file_of_no_rows(form: str, sample: Sample, tmp_path: Path, record: Any) -> None:
    path = tmp_path / "header.csv"
    path.write_bytes(sample(form).read_bytes().split(b"\n")[0] + b"\n")
    assert record.take(path).read == 0


@pytest.mark.parametrize("form", FOREIGN)
@pytest.mark.parametrize("other", FORMS)
def test_a_file_forced_into_another_form_ends_in_words(form: str, other: str, sample: Sample, record: Any) -> None:
    if {form, other} == {"gdelt1", "gdelt2"} or form == other:
        return
    if form.startswith("gdelt"):
        tally = record.take(sample(other), form=form)
        assert tally.rejected == tally.read
    else:
        with pytest.raises(FormatError, match=sample(other).name):
            record.take(sample(other), form=form)
        assert record.counts() == (0, 0, 0)


def test_a_form_that_is_none_is_said_to_be_none(sample: Sample, record: Any) -> None:
    with pytest.raises(UnknownName, match="gdelt2"):
        record.take(sample("gdelt2"), form="gdelt")


def test_a_truncated_archive_leaves_the_record_as_it_was(sample: Sample, tmp_path: Path, record: Any) -> None:
    record.take(sample("icews"))
    before = record.events(), record.counts()
    good = gdelt_lines(sample("gdelt2"))[0]
    packed = gzip.compress(b"\n".join(good.replace(b"1001", b"%d" % number, 1) for number in range(1, 3000)))
    path = tmp_path / "cut.CSV.gz"
    path.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(FormatError, match="damaged archive"):
        record.take(path, form="gdelt2")
    assert (record.events(), record.counts()) == before


def test_nothing_stays_of_a_file_that_breaks_off_after_whole_blocks(
    sample: Sample, tmp_path: Path, record: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = gdelt_lines(sample("gdelt2"))[0]
    path = write(tmp_path / "a.CSV", [good.replace(b"1001", b"%d" % number, 1) for number in range(1, 100)])
    small = blocks.blocks

    def breaking(stream: Any, size: int = 0) -> Any:
        for place, block in enumerate(small(stream, size=4_000)):
            if place == 3:
                raise FormatError("the disk is gone")
            yield block

    read: list[int] = []
    monkeypatch.setattr(staging, "blocks", breaking)
    with pytest.raises(FormatError, match="disk"):
        staging_run(path, record, read)
    assert len(read) == 3
    assert record.counts() == (0, 0, 0)


def staging_run(path: Path, record: Any, read: list[int]) -> None:
    from detente.record.importers import import_file

    import_file(path, record.con, form="gdelt2", progress=lambda _, count: read.append(count))


def test_an_archive_bomb_is_refused(tmp_path: Path, record: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MIN_BOMB", 10_000)
    path = tmp_path / "bomb.CSV.gz"
    path.write_bytes(gzip.compress(b"1\t" * 5_000_000))
    with pytest.raises(FormatError, match="grows more than"):
        record.take(path, form="gdelt2")


def test_a_quote_left_open_costs_one_row(sample: Sample, tmp_path: Path, record: Any) -> None:
    header, *rest = sample("ucdp").read_bytes().splitlines()
    path = write(
        tmp_path / "a.csv", [header, rest[0].replace(b"A headline,Ukraine", b'"A headline,Ukraine'), *rest[1:]]
    )
    tally = record.take(path)
    assert (tally.read, tally.stored) == (5, 2)
    assert set(record.reasons()) == {2, 5, 6}
    assert "quote" in record.reasons()[2]


def test_a_broken_line_within_quotes_is_no_part_of_the_row_before(sample: Sample, tmp_path: Path, record: Any) -> None:
    header, first, *rest = sample("ucdp").read_bytes().splitlines()
    path = write(tmp_path / "a.csv", [header, first.replace(b"A headline,", b'"A headline,'), b"\xff", *rest])
    record.take(path)
    assert {2, 3} < set(record.reasons())
    assert "UTF-8" in record.reasons()[3]


def test_empty_cells_beyond_the_header_are_dropped_and_full_ones_refused(
    sample: Sample, tmp_path: Path, record: Any
) -> None:
    header, first, second, *_ = sample("polecat").read_bytes().splitlines()
    path = write(tmp_path / "a.txt", [header, first + b"\t\t", second + b"\tmore"])
    tally = record.take(path)
    assert (tally.stored, tally.rejected) == (1, 1)
    assert "41 cells where the header has 40" in record.reasons()[3]


@pytest.mark.parametrize("day", ["infinity", "-infinity", "epoch", "0044-03-15 (BC)", "10000-01-01", "2018-02-30", "x"])
def test_days_that_no_calendar_holds_are_refused(day: str, sample: Sample, tmp_path: Path, record: Any) -> None:
    data = sample("polecat").read_text(encoding="utf-8").replace("P1\t2020-05-01", f"P1\t{day}")
    path = tmp_path / "a.txt"
    path.write_text(data, encoding="utf-8")
    record.take(path)
    assert "P1" not in record.events()


def test_a_record_is_written_whole_or_not_at_all(sample: Sample, tmp_path: Path) -> None:
    out = tmp_path / "x.duckdb"
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"what is this\n")
    with pytest.raises(FormatError):
        import_files([sample("gdelt2"), broken], out=out)
    assert [path.name for path in tmp_path.iterdir()] == ["broken.csv"]
    (tally,) = import_files([sample("gdelt2")], out=out)
    assert tally.stored == 5
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.csv", "x.duckdb"]
    with pytest.raises(InputError, match="already there"):
        import_files([sample("gdelt2")], out=out)


def test_a_folder_that_is_not_there_is_named(sample: Sample, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere"):
        import_files([sample("gdelt2")], out=tmp_path / "nowhere" / "x.duckdb")


@pytest.mark.parametrize("name", ["missing.csv", "folder", "not.gz", "not.zip"])
def test_what_is_no_file_is_said_to_be_none(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for archive in ("not.gz", "not.zip"):
        (tmp_path / archive).write_bytes(b"no archive")
    with pytest.raises(DetenteError, match=name):
        import_files([tmp_path / name])
