"""The command line: each command composes a few calls and prints what they return."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, Parameter
from cyclopts.exceptions import CycloptsError

from detente.errors import CaseError, DetenteError, InputError
from detente.terminal import StepLines, print_json, print_rows, rows_read

app = App(
    name="detente",
    help="A workbench for people who analyse relations between states. A case is a folder; every answer leads back "
    "to a sentence.",
)

Json = Annotated[bool, Parameter(name="--json", negative="", help="Print JSON for another program.")]
AsOf = Annotated[str | None, Parameter(help="Only what was public by this day, like 2019-04-15.")]
Dyad = Annotated[str | None, Parameter(help="Two actors, like USA,PRK; either may act.")]


@app.command
def new(folder: Path, *, as_json: Json = False) -> None:
    """Make a small working case to start from.

    Parameters
    ----------
    folder
        Where to put it; must not exist yet.
    """
    from detente.case.starting import start_case

    start_case(folder)
    if as_json:
        print_json({"case": str(folder)})
    else:
        print(f"{folder}: a small working case. Next: detente build {folder}")


@app.command
def check(case: Path, *, as_json: Json = False) -> None:
    """Print every fault of a case folder, with place and mend; exit status 2 where there is one."""
    from detente.case.validating import validate

    faults = validate(case)
    if as_json:
        print_json([{name: getattr(f, name) for name in ("file", "line", "key", "what", "mend")} for f in faults])
        if faults:
            sys.exit(2)
    elif faults:
        raise CaseError(faults)
    else:
        print(f"{case}: no faults")


@app.command
def build(case: Path, *, as_json: Json = False) -> None:
    """Build a case: the record, the findings, the brief. Steps whose inputs did not change are reused."""
    from detente.workbench import build as build_case

    built = build_case(case, progress=StepLines())
    brief_path = built.build / "brief.html"
    if as_json:
        print_json({"build": str(built.build), "brief": str(brief_path), "manifest": dict(built.manifest)})
    else:
        print(brief_path)


@app.command
def brief(case: Path, *, out: Path | None = None, as_json: Json = False) -> None:
    """Write the brief of a built case to a file, or print where the build keeps it.

    Parameters
    ----------
    out
        The file to write.
    """
    from detente.case.opened import open_case
    from detente.workbench import write_brief

    opened = open_case(case)
    page = write_brief(opened, out) if out else opened.build / "brief.html"
    print_json({"brief": str(page)}) if as_json else print(page)


@app.command(name="import")
def import_(*files: Path, out: Path | None = None, form: str | None = None, as_json: Json = False) -> None:
    """Import event files of any known form and say what became of every row.

    Parameters
    ----------
    files
        GDELT, ICEWS, POLECAT, ACLED, UCDP files or tables in our own form; plain, .gz or .zip.
    out
        A new DuckDB file to keep the record in; without it the files are only tried.
    form
        The form of the files, where it cannot be seen from them.
    """
    from detente.record.importers import import_files

    tallies = import_files(files, out=out, form=form, progress=rows_read)
    print(end="\r\033[K" if sys.stderr.isatty() else "", file=sys.stderr)
    if as_json:
        print_json([tally.as_dict() for tally in tallies])
    else:
        print("\n".join(map(str, tallies)))


@app.command
def events(
    case: Path,
    *,
    dyad: Dyad = None,
    since: str | None = None,
    until: str | None = None,
    as_of: AsOf = None,
    limit: int = 50,
    as_json: Json = False,
) -> None:
    """List events of a built case, oldest first.

    Parameters
    ----------
    since
        First day.
    until
        Last day.
    limit
        How many rows the table shows; JSON has them all.
    """
    from detente.case.opened import open_case

    found = open_case(case).events(as_of=as_of, dyad=_pair(dyad), since=since, until=until)
    columns = found.columns if as_json else ["id", "date", "source", "target", "type", "modality", "sentence"]
    print_rows(found.select(columns), as_json=as_json, limit=limit)


@app.command
def phases(case: Path, *, dyad: Dyad = None, as_of: AsOf = None, as_json: Json = False) -> None:
    """Say which phases a dyad went through, where they meet, and which regime holds since the case's day."""
    from detente.case.opened import open_case
    from detente.terminal.phases import phases_as_dict, print_phases

    opened = open_case(case)
    one, other = _pair(dyad) or opened.folder.file.focus.dyad
    relation = opened.relation(one, other, as_of=as_of)
    print_json(phases_as_dict(relation)) if as_json else print_phases(relation)


@app.command
def ledger(
    case: Path,
    *,
    as_of: AsOf = None,
    party: str = "",
    state: str = "",
    definition: str = "",
    as_json: Json = False,
) -> None:
    """List who promised what, and what became of it.

    Parameters
    ----------
    party
        Only what this actor owes or is owed.
    state
        Only commitments in this state: conditional, detached, pending, satisfied, violated, expired or terminated.
    definition
        Count evidence only as this holder defines the contested terms.
    """
    from detente.case.opened import open_case
    from detente.terminal.agreements import checked_party, checked_state, ledger_as_dict, print_ledger

    opened = open_case(case)
    found = opened.ledger(as_of=as_of, definition=definition.upper())
    found = found.where(party=checked_party(party, opened.folder.agreements), state=checked_state(state))
    print_json(ledger_as_dict(found)) if as_json else print_ledger(found)


@app.command
def claims(text: Path, *, case: Path, date: str | None = None, as_of: AsOf = None, as_json: Json = False) -> None:
    """Check a text against the record of a case: each claim, its verdict, and the rows for and against it.

    Parameters
    ----------
    text
        A .txt, .md, .html or .pdf file in English.
    case
        A built case.
    date
        The day the text was published, where the file does not say; months without a year count from it.
    """
    from detente.case.opened import open_case
    from detente.terminal.claims import claims_as_dict, print_claims

    found = open_case(case).claims(text, as_of=as_of, date=date)
    print_json(claims_as_dict(found)) if as_json else print_claims(found)


@app.command
def read(
    source: Path,
    *,
    date: str | None = None,
    explain: bool = False,
    html: Path | None = None,
    pipeline: str = "default",
    out: Path | None = None,
    processes: int | None = None,
    as_json: Json = False,
) -> None:
    """Read texts: who did what to whom, when, in what mode, and what was asked in exchange.

    Parameters
    ----------
    source
        A .txt, .md, .html or .pdf file in English, or a folder of them.
    date
        The day the text was published; without it, what the file says. Relative dates count from it.
    explain
        Say of each event of a file why it was coded so.
    html
        Write that of a file as a page of its own, with a small drawing of what each event hangs on.
    pipeline
        An installed spaCy pipeline by name, or "none" for the weaker rules without one.
    out
        Where the results of a folder are kept, so that reading it again goes on where it stopped.
    processes
        How many processes read a folder; by default as many as are worth their start.
    """
    from detente.record.store import parse_day
    from detente.terminal import reading as shown

    day = parse_day(date)
    if source.is_dir():
        _folder_only(source, explain=explain, html=html, processes=processes)
        _read_folder(source, day, pipeline=pipeline, out=out, processes=processes, as_json=as_json)
        return
    from detente.case.bulk import coder_of
    from detente.reading.documents import read_document

    if out is not None or processes is not None:
        raise InputError(f"{source}: is one file; --out and --processes are for a folder")
    document = read_document(source, date=day)
    coder = coder_of(pipeline)
    reading = coder.read(document.text, document.date, apart=document.apart)
    shown.remarks_on(document, reading, file=source, weaker=coder.weaker)
    if html:
        shown.write_explained(reading, html, title=f"Events read from {source.name}")
    if as_json:
        shown.print_reading_as_json(reading)
    else:
        shown.print_reading(reading, document, explain=explain)


@app.command
def bargain(case: Path, *, as_json: Json = False) -> None:
    """Say what the parties could agree on, and which levers would move that: the findings of the case's games."""
    from detente.case.opened import open_case
    from detente.terminal import print_findings

    print_findings(open_case(case).findings("bargaining"), as_json=as_json)


@app.command
def sql(case: Path, query: str, *, limit: int = 200, as_json: Json = False) -> None:
    """Query the record of a built case, or a DuckDB file made by import, with SQL.

    Parameters
    ----------
    query
        For example: select type, count(*) from events group by all order by 2 desc
    limit
        How many rows the table shows; JSON has them all.
    """
    from detente.case.opened import query_record

    print_rows(query_record(case, query), as_json=as_json, limit=limit)


@app.command
def diff(case: Path, *, since: str | None = None, as_json: Json = False) -> None:
    """Say what changed between two builds.

    Parameters
    ----------
    since
        An earlier build by name or number, or a day; the one before by default.
    """
    from detente.case.comparing import diff as compare
    from detente.case.opened import open_case

    found = compare(open_case(case), since=since)
    print_json(found.as_dict()) if as_json else print(found)


@app.command
def export(
    case: Path,
    out: Path,
    *,
    to: Literal["csv", "parquet", "xlsx", "graphml", "bibtex"] | None = None,
    as_json: Json = False,
) -> None:
    """Export the record: tables as CSV or Parquet (a folder), a workbook with its codebook, a graph, a bibliography.

    Parameters
    ----------
    out
        A folder for csv and parquet; a file for xlsx, graphml and bibtex.
    to
        The format, where the name of the file does not tell it.
    """
    from detente.case.opened import open_case
    from detente.record.export import export_record

    written = export_record(open_case(case).build / "record.duckdb", out, form=to)
    if as_json:
        print_json([str(path) for path in written])
    else:
        print("\n".join(map(str, written)))


def main() -> None:
    """Run the command line; a fault in the input ends with a message and exit status 2."""
    try:
        app(exit_on_error=False, print_error=True)
    except CycloptsError:
        sys.exit(2)
    except DetenteError as error:
        print(f"detente: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        # The reader of a pipe has seen enough; keep the interpreter from complaining while it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        sys.exit(130)


def _folder_only(folder: Path, *, explain: bool, html: Path | None, processes: int | None) -> None:
    """Refuse what the reading of a folder does not do, rather than pass it over."""
    if explain or html is not None:
        raise InputError(f"{folder}: is a folder; --explain and --html tell of one file: name a file in it")
    if processes is not None and processes < 1:
        raise InputError(f"--processes {processes}: give 1 or more")


def _read_folder(
    folder: Path, date: dt.date | None, *, pipeline: str, out: Path | None, processes: int | None, as_json: bool
) -> None:
    from tempfile import TemporaryDirectory

    from detente.case.bulk import Options, load, read_all
    from detente.reading.documents import documents_in
    from detente.terminal.reading import bar, print_readings

    files = list(documents_in(folder))
    if not files:
        raise InputError(f"{folder}: holds no .txt, .md, .html or .pdf file; name a file or another folder")
    with TemporaryDirectory() as scratch, bar(len(files)) as progress:
        options = Options(date, pipeline)
        results = read_all(files, out or Path(scratch), options=options, processes=processes, progress=progress)
        read, refused = print_readings(((path, load(result)) for path, result in results), as_json=as_json)
    if refused:
        raise InputError(f"{refused} of {read + refused} files could not be read; the others were")


def _pair(dyad: str | None) -> tuple[str, str] | None:
    if dyad is None:
        return None
    parts = [part.strip().upper() for part in dyad.split(",")]
    if len(parts) != 2 or not all(parts) or parts[0] == parts[1]:
        raise InputError(f"--dyad {dyad!r} is not two actors; write it like USA,PRK")
    return parts[0], parts[1]
