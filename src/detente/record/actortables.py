"""The dated tables of names beside the code, read and checked: a file with a fault is refused with its line."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from detente.errors import FormatError, UnknownName
from detente.record.entries import NOUNS, ROLES, Entry, Via, case_of, day
from detente.record.wording import plural

TABLES = Path(__file__).with_name("data")

Row = tuple[int, dict[str, str]]
Dates = tuple[dt.date | None, dt.date | None]

_VIA_OF_KIND: dict[str, Via] = {
    "name": "name",
    "former": "name",
    "lesser": "name",
    "demonym": "demonym",
    "lesser demonym": "demonym",
    "capital": "capital",
    "metonym": "metonym",
    "abbreviation": "abbreviation",
    "institution": "organisation",
}
REGION_KINDS = frozenset({"city", "province", "people", "lesser people", "area", "de facto", "no actor"})
# How much an office weighs where two people share a name.
OFFICES: dict[str, int] = {
    "head_of_state": 0,
    "head_of_government": 0,
    "leader": 0,
    "foreign_minister": 1,
    "defence_minister": 1,
    "head_of_body": 1,
    "vice": 1,
    "envoy": 2,
    "other": 2,
}


def table(folder: Path, name: str, columns: tuple[str, ...]) -> Iterator[Row]:
    """Yield (line, cells) of a table; an absent table is empty. Raises `FormatError` where the form is wrong."""
    path = folder / f"{name}.csv"
    if not path.exists():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        header = tuple(next(rows, ()))
        if missing := [column for column in columns if column not in header]:
            what = f"lacks the columns {', '.join(missing)}"
            raise FormatError.at(path, 1, what, f"the header is {','.join(columns)}")
        for cells in rows:
            if len(cells) != len(header):
                what = f"has {len(cells)} cells where the header has {len(header)}"
                raise FormatError.at(path, rows.line_num, what, "quote a cell that holds a comma")
            yield rows.line_num, dict(zip(header, cells, strict=False))


class Reader:
    """Reads the tables of one folder into entries; knows the codes, to refuse a name of nobody."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.codes: set[str] = set()
        self._paths: dict[str, str] = {}
        self.officials: dict[str, str] = {}

    def states(self) -> Iterator[dict[str, Any]]:
        """Yield the fields of each state and territory."""
        needed = ("code", "kind", "name", "official_name", "iso2", "cow", "gw", "capital", "since", "until", "part_of")
        for line, row in table(self.folder, "states", needed):
            self.codes.add(row["code"])
            yield {
                **{key: row[key] for key in ("code", "kind", "name", "official_name", "iso2", "capital", "part_of")},
                "sector": "GOV",
                **{key: int(row[key]) if row[key] else None for key in ("cow", "gw")},
                **dict(
                    zip(("since", "until"), self._dates("states", line, row, first="since", last="until"), strict=True)
                ),
            }

    def organisations(self) -> Iterator[tuple[dict[str, Any], list[Entry], list[str]]]:
        """Yield (fields, entries, other codes) of each organisation."""
        for line, row in table(
            self.folder,
            "organisations",
            ("code", "name", "official_name", "kind", "sector", "officials", "names", "aliases", "since", "until"),
        ):
            self.codes.add(row["code"])
            since, until = self._dates("organisations", line, row, first="since", last="until")
            fields: dict[str, Any] = {key: row[key] for key in ("code", "kind", "name", "official_name")}
            fields |= {"since": since, "until": until, "part_of": row.get("part_of", "")}
            fields["sector"] = self.officials[row["code"]] = row["officials"] or row["sector"]
            names = dict.fromkeys([row["name"], row["official_name"], *row["names"].split("|")])
            via: Via = "region" if row["kind"] == "group" else "organisation"
            role = "people" if row["kind"] == "group" else ""
            entries = [Entry(name, row["code"], row["sector"], via, case_of(name), role=role) for name in names if name]
            if row["kind"] == "group":
                entries += [entry._replace(name=plural(entry.name)) for entry in entries if entry.case != "exact"]
            yield fields, entries, [alias for alias in row["aliases"].split("|") if alias]

    def names(self) -> Iterator[Entry]:
        """Yield the entries of names.csv: names, demonyms, capitals, metonyms, abbreviations, institutions."""
        for line, row in table(self.folder, "names", ("actor", "name", "kind", "sector", "from", "to", "case", "note")):
            via = self._among("names", line, "kind", row["kind"], _VIA_OF_KIND)
            entry = Entry(
                row["name"],
                self._actor("names", line, row["actor"]),
                row["sector"],
                via,
                "exact" if row["case"] == "exact" else case_of(row["name"]),
                *self._dates("names", line, row),
                int(row["kind"].startswith("lesser")),
            )
            yield entry
            if via == "demonym" and (more := plural(entry.name)) != entry.name:
                yield entry._replace(name=more)

    def groups(self) -> Iterator[Entry]:
        """Yield the entries of groups.csv: rebels, parties, companies and the like, with their state and sector."""
        for line, row in table(self.folder, "groups", ("actor", "name", "names", "sector", "from", "to")):
            code = self._actor("groups", line, row["actor"]) if row["actor"] else ""
            dates = self._dates("groups", line, row)
            for name in filter(None, [row["name"], *row["names"].split("|")]):
                yield Entry(name, code, row["sector"], "organisation", case_of(name), *dates)

    def regions(self) -> Iterator[Entry]:
        """Yield the entries of regions.csv: cities, provinces, peoples, and places that stand for no actor."""
        for line, row in table(self.folder, "regions", ("actor", "name", "names", "kind", "sector", "from", "to")):
            self._among("regions", line, "kind", row["kind"], dict.fromkeys(REGION_KINDS, ""))
            code = self._actor("regions", line, row["actor"]) if row["kind"] != "no actor" else ""
            dates = self._dates("regions", line, row)
            rank = int(row["kind"].startswith("lesser"))
            for name in filter(None, [row["name"], *row["names"].split("|")]):
                entry = Entry(name, code, row["sector"], "region", "capital", *dates, rank)
                yield entry
                if "people" in row["kind"] and (more := plural(name)) != name:
                    yield entry._replace(name=more)

    def agents(self) -> Iterator[Entry]:
        """Yield the entries of agents.csv: nouns of role with their sector, singular and plural."""
        for line, row in table(self.folder, "agents", ("noun", "sector", "role", "plural")):
            role = row["role"] or "head"
            self._among("agents", line, "role", role, dict.fromkeys(ROLES, ""))
            case = case_of(row["noun"])
            yield Entry(row["noun"], "", row["sector"], "agent", case, role=role)
            if row["plural"] != "-" and role in NOUNS:
                yield Entry(row["plural"] or plural(row["noun"]), "", row["sector"], "agent", case, role=role)

    def people(self) -> Iterator[Entry]:
        """Yield the entries of office_holders.csv and people.csv: each name of a person, for each office held."""
        for line, row in table(
            self.folder,
            "office_holders",
            ("actor", "office", "title", "person", "family_name", "short_names", "from", "to"),
        ):
            rank = self._among("office_holders", line, "office", row["office"], OFFICES)
            code = self._actor("office_holders", line, row["actor"])
            sector = self.officials.get(code, "GOV")
            yield from self._person("office_holders", line, row, code, sector, rank, row["office"])
        for line, row in table(
            self.folder, "people", ("actor", "person", "short_names", "sector", "office", "from", "to")
        ):
            rank = self._among("people", line, "office", row["office"] or "other", OFFICES)
            code = self._actor("people", line, row["actor"]) if row["actor"] else ""
            yield from self._person("people", line, row, code, row["sector"], rank, row["office"] or "other")

    def _person(
        self, file: str, line: int, row: dict[str, str], code: str, sector: str, rank: int, office: str
    ) -> Iterator[Entry]:
        since, until = self._dates(file, line, row)
        person = row["person"]
        for name in dict.fromkeys(filter(None, itertools.chain([person], row["short_names"].split("|")))):
            yield Entry(name, code, sector, "person", "capital", since, until, rank, office, person)

    def _actor(self, file: str, line: int, code: str) -> str:
        if code not in self.codes:
            raise FormatError.at(self._path(file), line, str(UnknownName.among("actor", code, sorted(self.codes))))
        return code

    def _among(self, file: str, line: int, column: str, value: str, known: dict[str, Any]) -> Any:
        if value not in known:
            raise FormatError.at(self._path(file), line, str(UnknownName.among(column, value, sorted(known))))
        return known[value]

    def _dates(self, file: str, line: int, row: dict[str, str], *, first: str = "from", last: str = "to") -> Dates:
        if not row[first] and not row[last]:
            return None, None
        path = self._paths.get(file) or self._paths.setdefault(file, str(self._path(file)))
        since = day(row[first], last=False, file=path, line=line)
        until = day(row[last], last=True, file=path, line=line)
        if since and until and until < since:
            raise FormatError.at(self._path(file), line, f"ends on {until}, before it begins on {since}")
        return since, until

    def _path(self, file: str) -> Path:
        return self.folder / f"{file}.csv"
