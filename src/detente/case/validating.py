"""All faults of a case folder at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from detente.case.cited import faults as cited_faults
from detente.case.folder import CaseFolder, read_folder
from detente.case.playing import read_games
from detente.case.promising import faults as promise_faults
from detente.case.references import faults as reference_faults
from detente.errors import CaseError, Fault, FormatError, UnknownName
from detente.record.actors import Actors
from detente.record.importers import sniff
from detente.record.importers.table import read_table
from detente.record.rows import BadRow


def validate(path: Path) -> list[Fault]:
    """Return every fault of a case folder, in the order of its files; an empty list means it can be built."""
    return _validated(path)[1]


def checked(path: Path) -> CaseFolder:
    """Return the values of a case folder that can be built. Raises `CaseError` with every fault."""
    folder, faults = _validated(path)
    if folder is None or faults:
        raise CaseError(faults)
    return folder


def _validated(path: Path) -> tuple[CaseFolder | None, list[Fault]]:
    folder, faults = read_folder(path)
    if folder is None:
        return None, faults
    codes = frozenset(Actors.load().codes())
    happenings: set[str] = set()
    faults += _event_faults(folder, codes, happenings)
    faults += reference_faults(folder, actors=codes, happenings=happenings)
    faults += promise_faults(folder, actors=codes)
    try:
        faults += cited_faults(folder, read_games(folder), happenings=happenings)
    except CaseError as error:
        faults += error.faults
    return folder, faults


def _event_faults(folder: CaseFolder, codes: frozenset[str], happenings: set[str]) -> Iterator[Fault]:
    """Check the tables in our own form, and collect the ids that other tables may point at."""
    sources = {source.id for source in folder.sources}
    seen: Counter[str] = Counter()
    for path in folder.event_files:
        name = f"events/{path.name}"
        try:
            if sniff(path) != "own":
                continue
            for row in read_table(path):
                if isinstance(row, BadRow):
                    yield Fault(name, row.line, "", row.reason)
                    continue
                event, report = row.event, row.report
                happenings |= {event.id, event.happening_id}
                seen[event.id] += 1
                if seen[event.id] == 2:
                    yield Fault(name, row.line, "id", f"{event.id!r} stands twice", "give each row its own id")
                for key, code in (("source", event.source), ("target", event.target)):
                    if code not in codes:
                        yield Fault(name, row.line, key, str(UnknownName.among("actor", code or "", codes)))
                if report.source_id not in sources:
                    yield Fault(
                        name, row.line, "source_id", str(UnknownName.among("source", report.source_id, sources))
                    )
        except FormatError as error:
            yield Fault(name, None, "", str(error))
