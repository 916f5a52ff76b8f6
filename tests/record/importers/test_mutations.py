"""Rows harmed at random: no crash, every row accounted for; and two ways of splitting a file agree."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.record.importers import FORMS
from detente.record.importers.blocks import BOM, blocks, fault
from detente.record.importers.countries import Who
from detente.record.importers.form import Form, What
from detente.record.importers.quoted import read_quoted
from detente.record.importers.staging import Staging
from detente.record.rows import BadRow, Row

FUZZ = Path(__file__).parents[3] / "benchmarks" / "fuzz_importing.py"


@pytest.fixture(scope="module")
def fuzz() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fuzz_importing", FUZZ)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", [1, 2])
def test_harmed_rows_are_all_accounted_for(
    form: str, seed: int, fuzz: ModuleType, sample: Callable[[str], Path], tmp_path: Path
) -> None:
    path = tmp_path / sample(form).name
    fuzz.harmed_file(sample(form), path, header=not form.startswith("gdelt"), rows=300, seed=seed)
    _, broken = fuzz.faults(path, form)
    assert broken == []


def test_a_missing_row_would_be_noticed(fuzz: ModuleType, sample: Callable[[str], Path], tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_bytes(sample("gdelt2").read_bytes() + b"\n \n-\n")
    assert fuzz.lines_not_empty(path) == 14


# Three columns, kept as they are: what DuckDB splits must be what str.split gives.
PLAIN = Form(
    "plain",
    lambda _: {"key": "c1", "source_key": "c2", "target_key": "c3"},
    lambda key: Who(key),
    lambda key: What(key),
    widths=(3, 3),
)
CELL = st.text(st.characters(codec="utf-8", exclude_characters="\t\n\x00\x1a\x1e"), max_size=4)
LINE = st.one_of(
    st.lists(CELL, min_size=2, max_size=4).map(lambda cells: "\t".join(cells).encode()),
    st.binary(max_size=6),
    st.sampled_from([b"", b" ", b'"\t"\t"', b"\\\t\\n\t'", b"#\t#\t#", b"\x00", b"\xff\t\t", b"a\tb\tc\r"]),
    st.sampled_from([BOM, BOM + BOM + b"1\t2\t3"]),
)


def split_plainly(data: bytes) -> tuple[dict[int, tuple[str, ...]], set[int]]:
    """Return the cells of lines of three, by number, and the numbers of all other lines that are not blank."""
    rows, others = {}, set()
    for number, line in enumerate(data.replace(b"\r\n", b"\n").replace(b"\r", b" ").split(b"\n"), start=1):
        while line.startswith(BOM):
            line = line.removeprefix(BOM)
        reason = fault(line)
        if reason is None and line.count(b"\t") == 2:
            rows[number] = tuple(line.decode().split("\t"))
        elif reason != "":
            others.add(number)
    return rows, others


@settings(max_examples=80)
@given(st.lists(LINE, min_size=1, max_size=8))
def test_duckdb_splits_lines_as_python_does(lines: list[bytes]) -> None:
    from tempfile import TemporaryDirectory

    data = b"\n".join(lines)
    expected, others = split_plainly(data + b"\n")
    with TemporaryDirectory() as name, duckdb.connect() as work:
        path = Path(name) / "a.tsv"
        path.write_bytes(data)
        staging = Staging(PLAIN, path, work, Path(name))
        found, refused, read = {}, set(), 0
        for chunk in staging.chunks(staging.columns()):
            query = f"select {chunk.number}, key, source_key, target_key, whole from coded"
            for line, *cells, whole in work.execute(query).fetchall():
                if whole:
                    found[line] = tuple(cells)
                else:
                    refused.add(line)
            refused |= {row.line for row in chunk.bad}
            read += chunk.rows
    assert found == expected
    assert refused == others
    assert read == len(expected) + len(others)


@given(st.binary(max_size=60), st.integers(min_value=1, max_value=20))
def test_the_size_of_blocks_changes_no_line(data: bytes, size: int) -> None:
    def lines(step: int) -> list[tuple[int, bytes]]:
        return [
            (block.first + place, line)
            for block in blocks(io.BytesIO(data), size=step)
            for place, line in enumerate(block.data.split(b"\n")[:-1])
        ]

    assert lines(size) == lines(1000)


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00\x1a\x1e\r"), max_size=6),
                         min_size=2, max_size=2), max_size=6))  # fmt: skip
def test_what_a_csv_writer_wrote_is_read_back(cells: list[list[str]]) -> None:
    import csv

    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([["a", "b"], *cells])
    rows = list(read_quoted(io.BytesIO(text.getvalue().encode()), delimiter=","))
    assert [row.cells for row in rows if isinstance(row, Row)] == [["a", "b"], *(row for row in cells if any(row))]
    assert not any(isinstance(row, BadRow) for row in rows)
