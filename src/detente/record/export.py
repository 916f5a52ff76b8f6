"""The record in the forms that other tools read: CSV, Parquet, a workbook, a graph, a bibliography."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from detente.errors import InputError
from detente.record.store import TABLES, open_record, query, table_schema

if TYPE_CHECKING:
    import polars as pl

# Excel refuses longer cells and sheets with more rows than this.
CELL, ROWS = 32_767, 1_048_575
_EPOCH = dt.datetime(2000, 1, 1)


def export_record(record: Path, out: Path, *, form: str | None = None) -> list[Path]:
    """Write a record in another form and return the files written.

    ``form`` is csv, parquet, xlsx, graphml or bibtex; without it the suffix of ``out`` tells, and a name
    without suffix means CSV. Raises `InputError`.
    """
    chosen = form or {"": "csv", ".bib": "bibtex"}.get(out.suffix, out.suffix.removeprefix("."))
    writers: Mapping[str, Callable[[Path, Path], list[Path]]] = {
        "csv": _csv,
        "parquet": _parquet,
        "xlsx": _xlsx,
        "graphml": _graphml,
        "bibtex": _bibtex,
    }
    if chosen not in writers:
        raise InputError(f"{out}: no such export {chosen!r}; choose one of {', '.join(writers)}")
    try:
        return writers[chosen](record, out)
    except OSError as error:
        raise InputError(f"{out}: cannot be written ({error.strerror or error})") from error


def read_tables(record: Path) -> dict[str, pl.DataFrame]:
    """Return every table of a record, rows in a fixed order."""
    with open_record(record) as con:
        return {name: query(con, f'select * from "{name}" order by all') for name in TABLES}


def _csv(record: Path, out: Path) -> list[Path]:
    import polars as pl

    out.mkdir(parents=True, exist_ok=True)
    written = []
    for name, rows in read_tables(record).items():
        lists = [column for column, kind in rows.schema.items() if isinstance(kind, pl.List)]
        rows.with_columns(pl.col(column).list.join(";") for column in lists).write_csv(out / f"{name}.csv")
        written.append(out / f"{name}.csv")
    return written


def _parquet(record: Path, out: Path) -> list[Path]:
    out.mkdir(parents=True, exist_ok=True)
    return [Path(shutil.copy(path, out / path.name)) for path in sorted(record.parent.glob("*.parquet"))]


def _xlsx(record: Path, out: Path) -> list[Path]:
    import xlsxwriter

    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bottom": 1})
    # A workbook carries its moment of making; a fixed one keeps equal records equal byte for byte.
    book.set_properties({"title": "detente record", "created": _EPOCH})
    _sheet(book, "codebook", ["table", "column", "type", "meaning"], _codebook(), head)
    for name, rows in read_tables(record).items():
        if len(rows) > ROWS:
            raise InputError(f"{out}: {name} has {len(rows):,} rows, more than a sheet holds; export parquet instead")
        _sheet(book, name, rows.columns, rows.iter_rows(), head)
    book.close()
    out.write_bytes(packed.getvalue())
    return [out]


def _graphml(record: Path, out: Path) -> list[Path]:
    """Actors as nodes; one edge an ordered dyad with its counts by quad class and its mean intensity."""
    with open_record(record) as con:
        edges = query(
            con,
            "select source, target, count(*) as events, avg(intensity) as mean_intensity, "
            + ", ".join(f"count(*) filter (quad = {quad}) as quad_{quad}" for quad in (1, 2, 3, 4))
            + " from events where modality = 'actual' and scope = 'dyadic' and target is not null "
            "group by 1, 2 order by 1, 2",
        )
    root = ElementTree.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    for name in edges.columns[2:]:
        kind = "double" if name == "mean_intensity" else "int"
        ElementTree.SubElement(root, "key", {"id": name, "for": "edge", "attr.name": name, "attr.type": kind})
    graph = ElementTree.SubElement(root, "graph", id="dyads", edgedefault="directed")
    for actor in sorted({*edges["source"], *edges["target"]}):
        ElementTree.SubElement(graph, "node", id=actor)
    for row in edges.iter_rows(named=True):
        edge = ElementTree.SubElement(graph, "edge", source=row["source"], target=row["target"])
        for name in edges.columns[2:]:
            ElementTree.SubElement(edge, "data", key=name).text = f"{row[name]:.4g}"
    ElementTree.indent(root)
    ElementTree.ElementTree(root).write(out, encoding="utf-8", xml_declaration=True)
    return [out]


def _bibtex(record: Path, out: Path) -> list[Path]:
    with open_record(record) as con:
        sources = query(con, "select * from sources order by id")
    entries = []
    for row in sources.iter_rows(named=True):
        fields = {
            "title": row["title"],
            "author": row["author"],
            "publisher": row["publisher"],
            "year": str(row["published"].year) if row["published"] else "",
            "date": row["published"].isoformat() if row["published"] else "",
            "url": row["url"],
            "note": f"Admiralty grade {row['reliability']}{row['credibility']}",
        }
        lines = [f"  {name} = {{{_bib(value)}}}," for name, value in fields.items() if value]
        entries.append("\n".join([f"@misc{{{row['id']},", *lines, "}"]))
    out.write_text("\n\n".join(entries) + "\n", encoding="utf-8")
    return [out]


def _codebook() -> list[tuple[str, str, str, str]]:
    rows = []
    for table, (model, _, _) in TABLES.items():
        meaning = (model.__doc__ or "").split("\n", maxsplit=1)[0]
        for column, kind in table_schema(table).items():
            rows.append((table, column, str(kind), meaning))
            meaning = ""
    return rows


def _sheet(book: Any, name: str, heads: list[str], rows: Iterable[Sequence[Any]], head: Any) -> None:
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, heads, head)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        sheet.write_row(number, 0, [_excel(value) for value in row])


def _excel(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return ";".join(map(str, value))
    return value[:CELL] if isinstance(value, str) else value


def _bib(value: str) -> str:
    return value.replace("\\", "").replace("{", "(").replace("}", ")")
