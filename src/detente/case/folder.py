"""A case folder read into checked values; every fault is found before any is reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import Field, ValidationError

from detente.case.model import CaseFile
from detente.case.yamlfile import YamlFile
from detente.errors import CaseError, Fault, FormatError, UnknownName
from detente.record.agreement import Agreement
from detente.record.background import Capability, Figure, Goal, Measure, Meeting, Project, Tie, Verification
from detente.record.position import Position, Term
from detente.record.reviews import Review
from detente.record.rows import BadRow, Row, read_rows
from detente.record.sources import Source
from detente.record.tabular import columns, complaints, from_cells
from detente.value import Value

V = TypeVar("V", bound=Value)


class Assessment(Value):
    """How one row of evidence sits with one hypothesis: CC C N I II, or NA."""

    evidence: str
    hypothesis: str
    consistency: str = Field(pattern=r"^(CC|C|N|I|II|NA)$")
    reason: str = ""


class _Terms(Value):
    terms: tuple[Term, ...]


# File -> (attribute of the folder, model of its rows). All are optional but sources.csv.
TABLE_FILES: Mapping[str, tuple[str, type[Value]]] = {
    "sources.csv": ("sources", Source),
    "positions.csv": ("positions", Position),
    "meetings.csv": ("meetings", Meeting),
    "measures.csv": ("measures", Measure),
    "ties.csv": ("ties", Tie),
    "capabilities.csv": ("capabilities", Capability),
    "verifications.csv": ("verifications", Verification),
    "projects.csv": ("projects", Project),
    "goals.csv": ("goals", Goal),
    "figures.csv": ("figures", Figure),
    "hypotheses.csv": ("assessments", Assessment),
    "reviewed.csv": ("reviews", Review),
}


@dataclass(frozen=True)
class Placed:
    """Where a value was read from, for messages."""

    file: str
    line: int | None


@dataclass(frozen=True)
class CaseFolder:
    """Everything a person wrote in a case folder, as values."""

    path: Path
    file: CaseFile
    sources: tuple[Source, ...] = ()
    positions: tuple[Position, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    measures: tuple[Measure, ...] = ()
    ties: tuple[Tie, ...] = ()
    capabilities: tuple[Capability, ...] = ()
    verifications: tuple[Verification, ...] = ()
    projects: tuple[Project, ...] = ()
    goals: tuple[Goal, ...] = ()
    figures: tuple[Figure, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    reviews: tuple[Review, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    terms: tuple[Term, ...] = ()
    event_files: tuple[Path, ...] = ()
    documents: tuple[Path, ...] = ()
    games: tuple[Path, ...] = ()
    places: Mapping[tuple[str, int], Placed] = field(default_factory=dict)
    yaml: Mapping[str, YamlFile] = field(default_factory=dict)

    def place(self, attribute: str, ordinal: int) -> Placed:
        """Where the n-th value of an attribute was read from."""
        return self.places.get((attribute, ordinal), Placed(attribute, None))


def read_folder(path: Path) -> tuple[CaseFolder | None, list[Fault]]:
    """Read a case folder; return it (None where ``case.yaml`` itself cannot be read) and all faults found."""
    faults: list[Fault] = []
    if not path.is_dir():
        return None, [Fault(str(path), None, "", "no such case folder", "make one with 'detente new'")]
    file, parsed = _yaml(path, "case.yaml", CaseFile, faults)
    read: dict[str, tuple[Value, ...]] = {}
    places: dict[tuple[str, int], Placed] = {}
    for name, (attribute, model) in TABLE_FILES.items():
        rows = list(_table(path / name, name, model, faults)) if (path / name).exists() else []
        read[attribute] = tuple(value for _, value in rows)
        places |= {(attribute, n): Placed(name, line) for n, (line, _) in enumerate(rows)}
    agreements, yamls = _agreements(path, places, faults)
    terms = _terms(path, yamls, faults)
    if file is None or parsed is None:
        return None, faults
    folder = CaseFolder(
        path=path,
        file=file,
        agreements=agreements,
        terms=terms,
        event_files=_files(path, "events", faults),
        documents=_files(path, "documents", faults, suffixes=(".txt", ".md", ".html", ".htm", ".pdf")),
        games=_files(path, "games", faults, suffixes=(".yaml",)),
        places=places,
        yaml={"case.yaml": parsed, **yamls},
        **read,  # type: ignore[arg-type]
    )
    return folder, faults


def inside(folder: Path, name: str) -> Path:
    """Return a path named in the case, refusing one that leads out of the case folder."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise CaseError([Fault(name, None, "", "leads out of the case folder", "move the file into the case")])
    return path


def _yaml(path: Path, name: str, model: type[V], faults: list[Fault]) -> tuple[V | None, YamlFile | None]:
    try:
        parsed = YamlFile.read(path / name, name)
        return parsed.parse(model), parsed
    except CaseError as error:
        faults += error.faults
        return None, None


def _table(path: Path, name: str, model: type[V], faults: list[Fault]) -> Iterator[tuple[int, V]]:
    try:
        rows = read_rows(path)
        header = _header(name, next(rows, None), model, faults)
        if header is None:
            return
        for row in rows:
            if isinstance(row, BadRow):
                faults.append(Fault(name, row.line, "", row.reason))
                continue
            value = _row(name, row, header, model, faults)
            if value is not None:
                yield row.line, value
    except FormatError as error:
        faults.append(Fault(name, None, "", str(error)))


def _header(name: str, row: Row | BadRow | None, model: type[Value], faults: list[Fault]) -> list[str] | None:
    known = columns(model)
    if row is None:
        faults.append(Fault(name, 1, "", "is empty", f"start it with columns out of {','.join(known)}"))
        return None
    if isinstance(row, BadRow):
        faults.append(Fault(name, row.line, "", row.reason))
        return None
    header = [cell.strip() for cell in row.cells]
    unknown = [cell for cell in header if cell not in known]
    faults += [Fault(name, row.line, cell, str(UnknownName.among("column", cell, known))) for cell in unknown]
    return None if unknown else header


def _row(name: str, row: Row, header: list[str], model: type[V], faults: list[Fault]) -> V | None:
    if len(row.cells) != len(header):
        what = f"has {len(row.cells)} cells where the header has {len(header)}"
        faults.append(Fault(name, row.line, "", what, "is a comma in a cell without quotes?"))
        return None
    try:
        return model(**from_cells(model, dict(zip(header, row.cells, strict=True))))
    except ValidationError as error:
        faults += [Fault(name, row.line, place, what) for place, what in complaints(error)]
        return None


def _agreements(
    path: Path, places: dict[tuple[str, int], Placed], faults: list[Fault]
) -> tuple[tuple[Agreement, ...], dict[str, YamlFile]]:
    found: list[Agreement] = []
    yamls: dict[str, YamlFile] = {}
    for file in _files(path, "agreements", faults, suffixes=(".yaml",)):
        name = f"agreements/{file.name}"
        agreement, parsed = _yaml(path, name, Agreement, faults)
        if agreement is not None and parsed is not None:
            places["agreements", len(found)] = Placed(name, 1)
            found.append(agreement)
            yamls[name] = parsed
    return tuple(found), yamls


def _terms(path: Path, yamls: dict[str, YamlFile], faults: list[Fault]) -> tuple[Term, ...]:
    if not (path / "definitions.yaml").exists():
        return ()
    parsed, file = _yaml(path, "definitions.yaml", _Terms, faults)
    if file is not None:
        yamls["definitions.yaml"] = file
    return parsed.terms if parsed else ()


def _files(path: Path, name: str, faults: list[Fault], *, suffixes: tuple[str, ...] = ()) -> tuple[Path, ...]:
    folder = path / name
    if not folder.is_dir():
        return ()
    visible = sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))
    files = [file for file in visible if not suffixes or file.suffix.lower() in suffixes]
    strays = [file for file in files if not file.resolve().is_relative_to(path.resolve())]
    leads_out = "leads out of the case folder"
    faults.extend(Fault(f"{name}/{file.name}", None, "", leads_out, "copy the file in") for file in strays)
    return tuple(file for file in files if file not in strays)
