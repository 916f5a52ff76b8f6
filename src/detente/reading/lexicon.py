"""The lexicon: which verbs with which objects, and which nouns, tell of which acts.

Codes are those of CAMEO 1.1b3 (Schrodt 2012). A code that begins with ``@`` is an operator: it says
nothing of its own and turns the meaning of what it governs into another, by ``operations.csv``.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from detente.errors import FormatError
from detente.reading.inflection import Lemmatizer

FRAME_FILES = ("frames_cooperation.csv", "frames_yield.csv", "frames_conflict.csv", "operators.csv")


@dataclass(frozen=True, slots=True)
class PrepSlot:
    """A preposition a frame asks for, and the class its object must have (any, if empty)."""

    prep: str
    noun: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of a frame table: what must stand beside the verb, and what it then means."""

    particles: frozenset[str]
    objects: frozenset[str]
    preps: tuple[PrepSlot, ...]
    prep_optional: bool
    code: str
    entry: str

    @property
    def bare(self) -> bool:
        """Whether the verb alone suffices."""
        return "" in self.particles and not self.objects and not self.preps


@dataclass(frozen=True, slots=True)
class NounSense:
    """A class that a noun belongs to, and the code of the act it names, if it names one."""

    noun_class: str
    code: str


def _rows(name: str) -> list[tuple[int, dict[str, str]]]:
    path = files("detente.reading") / "data" / name
    return list(enumerate(csv.DictReader(path.read_text(encoding="utf-8").splitlines()), start=2))


def _frame(name: str, line: int, row: dict[str, str]) -> Frame:
    slots = [PrepSlot(*part.split(":", 1)) for part in row["prep"].split("|") if part]
    code = row["code"]
    if not (code.startswith("@") or (code.isdigit() and 3 <= len(code) <= 4)):
        raise FormatError.at(name, line, f"code {code!r} is neither a CAMEO code nor an operator")
    return Frame(
        particles=frozenset(row["particle"].split("|")),
        objects=frozenset(part for part in row["object"].split("|") if part)
        | ({""} if row["object"].endswith("|") else set()),
        preps=tuple(slots),
        prep_optional=row["prep"].endswith("|") or not slots,
        code=code,
        entry=f"{name.removesuffix('.csv')}:{line}",
    )


class Lexicon:
    """The tables of the reader, indexed by lemma."""

    def __init__(self) -> None:
        self.frames: dict[str, list[Frame]] = defaultdict(list)
        self.nouns: dict[str, list[NounSense]] = defaultdict(list)
        self.operations: dict[tuple[str, str], tuple[str, str]] = {}
        self.deverbal = {
            noun: (row["verb"], row["particle"]) for _, row in _rows("deverbal.csv") for noun in row["nouns"].split(";")
        }
        for name in FRAME_FILES:
            for line, row in _rows(name):
                frame = _frame(name, line, row)
                for verb in row["verbs"].split(";"):
                    self.frames[verb].append(frame)
        for _, row in _rows("nouns.csv"):
            for noun in row["nouns"].split(";"):
                self.nouns[noun].append(NounSense(row["class"], row["code"]))
        for _, row in _rows("operations.csv"):
            self.operations[row["op"], row["inner"]] = (row["code"], row["modality"])
        classes = {sense.noun_class for senses in self.nouns.values() for sense in senses}
        heads = {noun.split()[-1] for noun in self.nouns} | {
            noun for noun in self._literals() - classes if noun.isalpha()
        }
        self.hyphenated = frozenset(name for name in (*self.frames, *self.nouns) if "-" in name)
        self.lemmatize = Lemmatizer(self.frames, heads)

    def _literals(self) -> set[str]:
        frames = [frame for group in self.frames.values() for frame in group]
        return {noun for frame in frames for noun in frame.objects if noun} | {
            slot.noun for frame in frames for slot in frame.preps if slot.noun
        }

    def operation(self, op: str, inner: str) -> tuple[str, str] | None:
        """Return (code, modality of what is spoken of) for an operator over a meaning, by the longest known prefix."""
        for cut in range(len(inner), -1, -1):
            found = self.operations.get((op, inner[:cut]))
            if found and (cut or not inner or op not in ("stop", "begin")):
                return found
        return None


@cache
def lexicon() -> Lexicon:
    """Return the shipped lexicon, loaded once."""
    return Lexicon()
