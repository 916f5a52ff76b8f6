"""Names and short phrases resolved to countries and sectors, against a set of phrases with known answers.

    python benchmarks/actors.py --data FILE.jsonl --json OUT

A row needs ``text`` and ``expected`` with ``country`` or ``code_1``; others are left out and counted. A row
counts as right where every part that it expects is given. 95 % intervals are bootstrapped with a fixed seed.

The answers follow the scheme of such files, which differs from ours in five places: international bodies stand under
IGO, those of the United Nations under UNO, private ones and the popes under no country; media are JRN and health is MED
there, MED and HLH here as in CAMEO; what names no role has the sector UNK, unless it is a name alone. A name is asked
for as of the row's day, else as of the newest day in the file, which is about when such a file was written.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from pathlib import Path

import numpy as np

from detente.errors import UnknownName
from detente.record.actors import Actors, Resolution
from detente.record.wording import fold


def day_of(text: str) -> dt.date | None:
    """A day as such files write it, "2022-05-01" or "October 1, 2021"; None for "today" and the like."""
    for form in ("%Y-%m-%d", "%B %d, %Y"):
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def asked_of(row: dict, newest: dt.date | None = None) -> tuple[dt.date | None, str]:
    """The day that a name is asked for, ``newest`` where none is told, and the country it is known to belong to."""
    on, within = None, ""
    for part in row.get("context") or []:
        options = part if isinstance(part, dict) else {"query_date": part}
        within = options.get("known_country") or within
        on = day_of(options.get("query_date") or "") or on
    return on or newest, within


SECTORS = {"MED": "JRN", "HLH": "MED"}
OWN_COUNTRY = ("UNO", "EUR")


def answer(actors: Actors, row: dict, newest: dt.date | None) -> dict[str, str]:
    on, country = asked_of(row, newest)
    within = next((reading.code for reading in actors.candidates(country)), "") if country else ""
    try:
        found = actors.resolve(row["text"], on, within=within)
    except UnknownName:
        readings = actors.candidates(row["text"], on, within=within)
        if not readings:
            return {"country": "", "code": "UNK"}
        found = readings[0]
    return {"country": country_of(actors, found), "code": sector_of(found, row["text"])}


def country_of(actors: Actors, found: Resolution) -> str:
    """The actor under which such files put it."""
    if not found.code or found.code in OWN_COUNTRY:
        return found.code
    if found.code == "VAT" and found.sector == "REL":
        return ""
    actor = actors.actor(found.code)
    if actor.kind != "organisation":
        return found.code
    if actor.sector == "NGO":
        return ""
    listed_under = actor.part_of in OWN_COUNTRY or (actor.part_of and actors.actor(actor.part_of).kind == "state")
    return actor.part_of if listed_under else "IGO"


def sector_of(found: Resolution, text: str) -> str:
    """The sector as such files write it."""
    named = fold(found.name) == fold(text) or found.via in ("person", "organisation", "code")
    return SECTORS.get(found.sector, found.sector) or ("" if named else "UNK")


def right(expected: dict, given: dict[str, str]) -> dict[str, bool | None]:
    country, code = expected.get("country"), expected.get("code_1")
    parts = {
        "country": None if country is None else given["country"] == country,
        "code": None if code is None else given["code"] == code,
    }
    told = [value for value in parts.values() if value is not None]
    return {**parts, "both": all(told) if told else None}


def interval(values: list[bool], rng: np.random.Generator) -> str:
    data = np.array(values, dtype=float)
    draws = rng.choice(data, (2000, data.size)).mean(axis=1)
    low, high = np.quantile(draws, [0.025, 0.975])
    return f"{data.mean():.3f} [{low:.3f}, {high:.3f}] (n = {data.size})"


def main(path: Path, out: Path | None) -> None:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    asked = [
        row for row in rows if isinstance(row.get("expected"), dict) and {"country", "code_1"} & set(row["expected"])
    ]
    actors, rng = Actors.load(), np.random.default_rng(20190228)
    newest = max(filter(None, (asked_of(row)[0] for row in rows)), default=None)
    answers = [{"id": row["id"], "answer": answer(actors, row, newest)} for row in asked]
    judged = [right(row["expected"], given["answer"]) for row, given in zip(asked, answers, strict=True)]
    for part in ("country", "code", "both"):
        for name, some in (("all", judged), ("even", judged[::2]), ("odd", judged[1::2])):
            told = [each[part] for each in some if each[part] is not None]
            print(f"{part:8} {name:5} {interval(told, rng)}")
    print(f"{len(rows) - len(asked)} of {len(rows)} rows ask for neither country nor code: left out")
    if out:
        out.write_text(json.dumps(answers, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    given_options = parser.parse_args()
    main(given_options.data, given_options.json)
