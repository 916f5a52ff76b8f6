"""What the pipeline must be told of one source: how its rows are split, and what each cell says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from detente.record.importers.countries import Who

# Joins the parts of a key within one cell; a row that holds this control character is refused.
GLUE = "\x1e"


class What(NamedTuple):
    """A resolved kind of event."""

    type: str
    mode: str = ""
    context: tuple[str, ...] = ()
    cameo: str = ""


@dataclass(frozen=True)
class Form:
    """How one source writes its rows.

    ``fields`` gives, from the header (empty where the form has none), SQL over the cells ``c1, c2 ...`` of a row
    for any of ``key, day, day_end, known, precision, source_key, target_key, kind_key, quad_given, sentence,
    document, note``. ``who`` and ``what`` resolve a key or raise `UnknownName`, whose message becomes the reason
    of a rejection. ``widths`` are the fewest and the most cells of a row; 0 means as many as the header.
    ``id_and_day`` says that the source gives one id to events of different days.
    """

    name: str
    fields: Callable[[Sequence[str]], Mapping[str, str]]
    who: Callable[[str], Who]
    what: Callable[[str], What]
    delimiter: str = "\t"
    quoted: bool = False
    required: tuple[str, ...] = ()
    widths: tuple[int, int] = (0, 0)
    id_and_day: bool = False


def cell(header: Sequence[str], name: str) -> str:
    """Return the SQL for the cell under a heading, trimmed; null where it is empty or the heading is absent."""
    return f"nullif(trim(c{header.index(name) + 1}), '')" if name in header else "null::varchar"


def joined(parts: Sequence[str]) -> str:
    """Return the SQL for a key of several parts, null where all are empty."""
    listed = ", ".join(f"coalesce({part}, '')" for part in parts)
    empty = GLUE * (len(parts) - 1)
    return f"nullif(concat_ws('{GLUE}', {listed}), '{empty}')"


def day(text: str) -> str:
    """Return the SQL for a day written 2018-06-12, with or without an hour."""
    # DuckDB knows days in words too ("epoch"); no source writes them.
    return f"case when left({text}, 1) between '0' and '9' then try_cast({text} as timestamp)::date end"


def compact_day(text: str) -> str:
    """Return the SQL for a day written 20180612."""
    return f"case when length({text}) = 8 then try_strptime({text}, '%Y%m%d')::date end"
