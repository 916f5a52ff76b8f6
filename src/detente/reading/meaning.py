"""A coded act as the rules make it: what, by which word, who and whom as word indexes, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# CAMEO roots of cooperation, in word and deed.
COOPERATIVE = ("02", "03", "04", "05", "06", "07", "08")


@dataclass(frozen=True)
class Meaning:
    """A coded act: its CAMEO code, its trigger, who and whom (word indexes), and how the code came about.

    ``one_sided`` says that an act of a symmetric kind is done by one side alone: a treaty ratified, a visit planned.
    """

    code: str
    trigger: int
    entry: str
    sources: tuple[int, ...] = ()
    targets: tuple[int, ...] = ()
    speakers: tuple[int, ...] = ()
    inner: Meaning | None = None
    inner_modality: str = ""
    modality: str = "actual"
    one_sided: bool = False
    weight: float = 0.0
    steps: tuple[str, ...] = ()

    def chain(self) -> list[Meaning]:
        """Return this meaning and those it speaks of, outermost first."""
        return [self, *(self.inner.chain() if self.inner else [])]


NOTHING = Meaning("", -1, "")


def unique(*groups: Iterable[int]) -> tuple[int, ...]:
    """Return the indexes of several groups in order, each once."""
    found: dict[int, None] = {}
    for group in groups:
        for k in group:
            found[k] = None
    return tuple(found)
