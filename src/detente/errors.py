"""Every exception that detente raises on purpose.

::

    DetenteError
    ├── InputError              something handed in is wrong; the command line exits with status 2
    │   ├── FormatError         a file is not in the form it claims to be in
    │   ├── CaseError           a case folder has faults; ``.faults`` holds all of them
    │   ├── UnknownName         a name, code or key that no table holds; ``.candidates``
    │   │   └── AmbiguousName   a name that several entries share; ``.candidates``
    │   ├── DocumentError       a document that cannot be read as text
    │   ├── ModelError          a series, conflict, package or ledger that contradicts itself
    │   └── TooLarge            an input or an answer that would not fit; says what would
    ├── BuildError
    │   ├── NoBuild             the case has not been built yet
    │   ├── Locked              another process is building the case
    │   └── SchemaTooNew        the record was made by a newer detente
    └── MissingExtra            an optional library is not installed; says how to get it
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong with an input: where, what, and how to mend it.

    >>> print(Fault("case.yaml", 14, "parties.3.code", "unknown actor 'PKR'", "did you mean 'PRK'?"))
    case.yaml:14: parties.3.code: unknown actor 'PKR'; did you mean 'PRK'?
    """

    file: str
    line: int | None
    key: str
    what: str
    mend: str = ""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        said = ": ".join(part for part in (place, self.key, self.what) if part)
        return f"{said}; {self.mend}" if self.mend else said


class DetenteError(Exception):
    """The root of the tree."""


class InputError(DetenteError, ValueError):
    """Something handed in is wrong; the message says where, what and how to mend it."""


class FormatError(InputError):
    """A file is not in the form it claims to be in."""

    @classmethod
    def at(cls, file: object, line: int | None, what: str, mend: str = "") -> FormatError:
        """Name the file, the line and the mend."""
        return cls(str(Fault(str(file), line, "", what, mend)))


class CaseError(InputError):
    """A case folder has faults."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        count = f"{len(self.faults)} fault{'s' if len(self.faults) != 1 else ''}"
        super().__init__("\n".join([count, *(f"  {fault}" for fault in self.faults)]))


class UnknownName(InputError):
    """A name, code or key that no table holds."""

    def __init__(self, message: str, candidates: Sequence[str] = ()) -> None:
        self.candidates = tuple(candidates)
        super().__init__(message)

    @classmethod
    def among(cls, kind: str, name: str, known: Iterable[str]) -> UnknownName:
        """Say which known name was probably meant.

        >>> str(UnknownName.among("actor", "PKR", ["PRK", "USA"]))
        "unknown actor 'PKR'; did you mean 'PRK'?"
        """
        close = difflib.get_close_matches(name, list(known), n=3, cutoff=0.6)
        hint = f"; did you mean {' or '.join(map(repr, close))}?" if close else ""
        return cls(f"unknown {kind} {name!r}{hint}", close)


class AmbiguousName(UnknownName):
    """A name that several entries share."""


class DocumentError(InputError):
    """A document that cannot be read as text."""


class ModelError(InputError):
    """A series, conflict, package or ledger that contradicts itself."""


class TooLarge(InputError):
    """An input or an answer that would not fit; the message says what would."""


class BuildError(DetenteError):
    """A build could not be made or found."""


class NoBuild(BuildError):
    """The case has not been built yet."""


class Locked(BuildError):
    """Another process is building the case."""


class SchemaTooNew(BuildError):
    """The record was made by a newer detente."""


class MissingExtra(DetenteError, ImportError):
    """An optional library is not installed."""

    @classmethod
    def of(cls, extra: str, purpose: str) -> MissingExtra:
        """Name the extra that brings the library."""
        return cls(f"{purpose} needs an extra: pip install 'detente[{extra}]'")
