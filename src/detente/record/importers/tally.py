"""The arithmetic of an import: no row is lost without a word."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Tally:
    """What became of the rows of one file.

    >>> print(Tally("a.csv", "own", read=5, stored=3, merged=1, rejected=1))
    a.csv (own): 5 rows read = 3 stored + 1 merged + 1 rejected
    """

    file: str
    form: str
    read: int
    stored: int
    merged: int
    rejected: int

    def __post_init__(self) -> None:
        if self.read != self.stored + self.merged + self.rejected:
            raise AssertionError(f"rows went missing: {self}")

    def __add__(self, other: Tally) -> Tally:
        """Return the tally of both, under the name of the first."""
        return Tally(
            self.file,
            self.form,
            read=self.read + other.read,
            stored=self.stored + other.stored,
            merged=self.merged + other.merged,
            rejected=self.rejected + other.rejected,
        )

    def __str__(self) -> str:
        return (
            f"{self.file} ({self.form}): {self.read:,} rows read = "
            f"{self.stored:,} stored + {self.merged:,} merged + {self.rejected:,} rejected"
        )

    def as_dict(self) -> dict[str, str | int]:
        """Return the tally for JSON."""
        return asdict(self)
