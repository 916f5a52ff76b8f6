"""Actor and agent dictionaries of TABARI, PETRARCH and PETRARCH2, for people who have their own.

An actor line is a phrase and its codes, ``NAME [CODE]``; a code may hold on certain days only (``[USAGOV <010120]``,
``[USAELI >20010120]``, ``[USAGOV 19930120-20010120]``), and further codes or ``+SYNONYM`` lines may follow. The first
three letters of a code are the actor, the next three the sector. An agent line gives a role: ``POLICE {} [~COP]``, with
its plural in braces; ``!NAME! = A, B`` stands for a list of words. ``#`` and ``;`` begin comments.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from detente.errors import FormatError
from detente.record.actors import Actor, Actors
from detente.record.entries import Entry
from detente.record.rows import open_bytes
from detente.record.wording import plural

_CODE = re.compile(r"\[\s*([^\]\[]*?)\s*\]")
_PLURAL = re.compile(r"\{([^}]*)\}")
_MACRO = re.compile(r"^(![A-Z0-9_]+!)\s*=\s*(.+)$")
_COMMENT = re.compile(r"<!\s*--.*?--\s*>", re.DOTALL)
_DAYS = re.compile(r"^(?:([<>])\s*(\d{6}|\d{8})|(\d{6}|\d{8})\s*-\s*(\d{6}|\d{8}))$")


@dataclass(frozen=True)
class _Block:
    """A phrase with its synonyms and codes, and the line that it begins on."""

    line: int
    names: list[str] = field(default_factory=list)
    plurals: list[str | None] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


def read_dictionaries(paths: Sequence[Path]) -> Actors:
    """Return the actors of dictionary files, actors and agents alike.

    Raises `FormatError` with file and line where a line can be neither.
    """
    entries = [entry for path in paths for entry in _entries(path)]
    codes = sorted({entry.code for entry in entries if entry.code})
    names = {entry.code: entry.name for entry in reversed(entries)}
    return Actors([Actor(code=code, name=names[code].title(), kind="group") for code in codes], entries)


def _entries(path: Path) -> Iterator[Entry]:
    macros: dict[str, list[str]] = {}
    for block in _blocks(path, macros):
        for name, many in zip(block.names, block.plurals, strict=True):
            for spelled in _expanded(name, macros, path, block.line):
                for code in block.codes:
                    yield from _readings(spelled, many, code, path, block.line)


def _blocks(path: Path, macros: dict[str, list[str]]) -> Iterator[_Block]:
    block: _Block | None = None
    for line, text in _lines(path):
        if macro := _MACRO.match(text):
            macros[macro[1]] = [word.strip() for word in macro[2].split(",") if word.strip()]
            continue
        codes = _CODE.findall(text)
        head = _PLURAL.sub("", text.split("[")[0]).strip()
        if not head.lstrip("+").strip() and not codes:
            raise FormatError.at(path, line, f"{text[:40]!r} is no entry", "write a name and its code: NAME [USAGOV]")
        if text.startswith("+") or (not head and codes):
            if block is None:
                raise FormatError.at(path, line, "continues an entry that never began", "give the name first")
        else:
            if block is not None:
                yield _whole(block, path)
            block = _Block(line)
        if head:
            braces = _PLURAL.search(text)
            block.names.append(head.lstrip("+").strip())
            block.plurals.append(braces[1].strip() if braces else None)
        block.codes.extend(codes)
    if block is not None:
        yield _whole(block, path)


def _whole(block: _Block, path: Path) -> _Block:
    if not block.codes:
        raise FormatError.at(path, block.line, f"{block.names[0]!r} has no code", "write it like NAME [USAGOV]")
    return block


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    with open_bytes(path) as stream:
        raw = stream.read()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")  # the published dictionaries are not all UTF-8
    # Comments over several lines keep their line breaks, so that the lines after them keep their numbers.
    text = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
    for number, line in enumerate(text.splitlines(), start=1):
        kept = re.split(r"\s#|^#|^;", line, maxsplit=1)[0].strip()
        if kept:
            yield number, kept


def _expanded(name: str, macros: Mapping[str, list[str]], path: Path, line: int) -> Iterator[str]:
    parts = re.split(r"(![A-Z0-9_]+!)", name)
    choices = []
    for part in parts:
        if part.startswith("!") and part.endswith("!") and len(part) > 2:
            if part not in macros:
                raise FormatError.at(
                    path, line, f"the list {part} is not defined", f"write {part} = WORD, WORD above it"
                )
            choices.append(macros[part])
        else:
            choices.append([part])
    for words in itertools.product(*choices):
        spelled = " ".join(" ".join(words).replace("_", " ").split())
        if spelled:
            yield spelled


def _readings(name: str, many: str | None, code: str, path: Path, line: int) -> Iterator[Entry]:
    letters, _, days = code.partition(" ")
    letters = letters.upper()
    if not re.search(r"[A-Z0-9]", letters):
        return  # a name that stands for no actor
    since, until = _days(days.strip(), path, line) if days.strip() else (None, None)
    if "~" in letters:
        role = letters.replace("~", "")[:3]
        entry = Entry(name.lower(), "", role, "agent", "any", since, until, role="head")
        yield entry
        if many is not None:
            yield entry._replace(name=(many.replace("_", " ") or plural(name)).lower())
        elif len(letters) > 1:
            yield entry._replace(name=plural(name).lower())
        return
    for one in letters.split("/"):  # a name that stands for several actors
        if not re.fullmatch(r"[A-Z0-9]{2,}", one):
            raise FormatError.at(path, line, f"{code!r} is no actor code", "write three letters, then sectors of three")
        yield Entry(name.title(), one[:3], one[3:6], "name", "capital", since, until)


def _days(text: str, path: Path, line: int) -> tuple[dt.date | None, dt.date | None]:
    match = _DAYS.match(text)
    if match is None:
        raise FormatError.at(path, line, f"{text!r} is no restriction of days", "write <010120, >20010120 or a range")
    try:
        if match[1]:
            day = _day(match[2])
            one = dt.timedelta(days=1)
            return (None, day - one) if match[1] == "<" else (day + one, None)
        return _day(match[3]), _day(match[4])
    except ValueError as error:
        raise FormatError.at(path, line, f"{text!r} holds no valid day ({error})") from error


def _day(text: str) -> dt.date:
    """Return a day written YYMMDD (years from 30 on are of the last century) or YYYYMMDD."""
    if len(text) == 6:
        text = ("19" if int(text[:2]) >= 30 else "20") + text
    return dt.datetime.strptime(text, "%Y%m%d").date()
