"""Import mutated rows of every form: no crash, and the arithmetic holds whatever the bytes are.

Rows of small good files (``--data``, one file a form) are repeated under new ids and harmed, each in one to three
places: bytes flipped, control characters, quotes, tabs and line ends put in, pieces cut out or doubled. The same
seed harms alike. Run ``python benchmarks/fuzz_importing.py``; it exits with status 1 where a promise is broken.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

SAMPLES = Path(__file__).parents[1] / "tests" / "record" / "importers" / "samples"
SPECIAL = [
    *(b"\x00", b"\xff", b"\xc3", b"\x1a", b"\x1e", b"\t", b",", b'"', b"\r", b"\n", b"'", b";", b"-", b"(", b")"),
    *(b" " * 50, b"9" * 20, b"0000", b"infinity", b"NaN", b"\xef\xbb\xbf", b"\xe2\x80\xa8"),
]


def harmed(line: bytes, dice: random.Random) -> bytes:
    """Return a line changed in one to three places."""
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(len(line) + 1)
        end = min(len(line), at + dice.choice((1, 1, 2, 8, 40)))
        kind = dice.randrange(5)
        if kind == 0 and line:
            at = dice.randrange(len(line))
            line = line[:at] + bytes([dice.randrange(256)]) + line[at + 1 :]
        elif kind == 1:
            line = line[:at] + dice.choice(SPECIAL) + line[at:]
        elif kind == 2:
            line = line[:at] + line[end:]
        elif kind == 3:
            line = line[:end] + line[at:]
        else:
            cells = line.split(b"\t" if b"\t" in line else b",")
            cells[dice.randrange(len(cells))] = dice.choice(SPECIAL)
            line = (b"\t" if b"\t" in line else b",").join(cells)
    return line


def harmed_file(sample: Path, path: Path, *, header: bool, rows: int, seed: int) -> None:
    """Write a file of harmed rows under a good header; every tenth row is left whole."""
    dice = random.Random(seed)
    lines = sample.read_bytes().splitlines()
    head, body = (lines[:1], lines[1:]) if header else ([], lines)
    made = []
    for number in range(rows):
        line = body[number % len(body)]
        first, mark, rest = line.partition(b"\t" if b"\t" in line else b",")
        if b"-" not in first:  # an id, and no day
            line = b"%d" % number + mark + rest
        made.append(line if number % 10 == 0 else harmed(line, dice))
    path.write_bytes(b"\n".join([*head, *made]) + b"\n")


def lines_not_empty(path: Path) -> int:
    """Count the rows of a file without quotes by the plainest of ways."""
    data = path.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b" ")
    return sum(re.fullmatch(rb"(\xef\xbb\xbf)*", line) is None for line in data.split(b"\n"))


def faults(path: Path, form: str) -> tuple[str, list[str]]:
    """Import a file; return what became of its rows, and every promise that was broken."""
    from detente.record.importers import import_file
    from detente.record.store import create_tables

    with duckdb.connect() as con:
        create_tables(con)
        tally = import_file(path, con, form=form)
        broken = []
        for table, told in (("events", tally.stored), ("merged", tally.merged), ("rejected", tally.rejected)):
            ((found,),) = con.execute(f"select count(*) from {table}").fetchall()
            if found != told:
                broken.append(f"{form}: {told} rows {table} told, {found} found")
        if tally.read != tally.stored + tally.merged + tally.rejected:
            broken.append(f"{form}: rows went missing: {tally}")
        header = form not in ("gdelt1", "gdelt2")
        if form in ("gdelt1", "gdelt2", "icews") and tally.read != lines_not_empty(path) - header:
            broken.append(f"{form}: {tally.read} rows read of {lines_not_empty(path) - header}")
        for what, query in _PROMISES.items():
            ((count,),) = con.execute(query).fetchall()
            if count:
                broken.append(f"{form}: {count} rows {what}")
    return str(tally), broken


_PROMISES = {
    "without a reason": "select count(*) from rejected where coalesce(reason, '') = '' or line is null or file = ''",
    "share an id": "select count(*) - count(distinct id) from events",
    "known before they happened": "select count(*) from events where known_from < date",
    "end before they begin": "select count(*) from events where date_end < date",
    # Only a table of our own may tell of an act without a target.
    "without an actor, a kind or a day": "select count(*) from events where source is null or type is null "
    "or date is null or quad is null or intensity is null or (target is null and coder <> 'person')",
    "without their report": "select count(*) from events anti join reports on reports.event_id = events.id",
}


def main() -> int:
    """Parse the command line, import harmed rows of each form, and print the arithmetic."""
    from detente.record.importers import sniff

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SAMPLES, help="a folder of good files, one a form")
    parser.add_argument("--rows", type=int, default=10_000, help="rows a form")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write what became of the rows here")
    given = parser.parse_args()
    told, broken = {}, []
    with TemporaryDirectory() as folder:
        for sample in sorted(given.data.iterdir()):
            form, start = sniff(sample), time.perf_counter()
            path = Path(folder) / sample.name
            header = form not in ("gdelt1", "gdelt2")
            harmed_file(sample, path, header=header, rows=given.rows, seed=given.seed)
            told[form], found = faults(path, form)
            broken += found
            print(f"{told[form]}  ({time.perf_counter() - start:.1f} s)")
    print("\n".join(broken) or "no crash, and every row accounted for")
    if given.json:
        given.json.write_text(json.dumps({"tallies": told, "broken": broken}, indent=1), encoding="utf-8")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
