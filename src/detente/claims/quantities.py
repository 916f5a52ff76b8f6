"""The matcher of quantities: a number against the figures of the same measure, year, compiler and basis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from detente.claims.bench import Bench, Row
from detente.claims.facts import Fact, keys_of
from detente.claims.naming import country
from detente.claims.numbers import Number
from detente.claims.told import Told
from detente.claims.verdict import Ruling, Sure
from detente.claims.words import stem

_SCALE = {"bn": 1e9, "m": 1e6, "million": 1e6, "billion": 1e9}
_MORE = frozenset(
    map(stem, ("larger", "higher", "more", "greater", "rose", "grew", "increased", "rise", "grow", "bigger"))
)
_LESS = frozenset(map(stem, ("smaller", "lower", "less", "fell", "shrank", "dropped", "fall", "decrease", "decline")))
# Words of a basis that say what is counted in.
_INCLUDES = frozenset(map(stem, ("including", "include", "counted", "counting", "count", "with", "added", "basis")))
_GENERAL = frozenset({stem(word) for word in ("share", "of", "in", "by", "two", "way", "total", "a", "the", "month")})
_SAME = frozenset(map(stem, ("that", "this", "share", "figure")))
AMOUNT = ("percent", "money", "count")


def check_quantity(told: Told, bench: Bench) -> Ruling | None:
    """Rule on an amount; None where the record has no figure of that measure for those actors."""
    figures = _of_one(told, [row for row in bench.figures if _same_measure(row, told)])
    if not figures:
        return None
    years = sorted({year for d in told.days if d.precision != "range" for year in (d.first.year, d.last.year)})
    if len(years) == 2 and told.stems & (_MORE | _LESS) and not told.numbers:
        return _compared(figures, years, told, bench)
    number = next((n for n in told.numbers if n.unit in AMOUNT and any(_unit(row, n, told) for row in figures)), None)
    if number is None:
        return None
    figures = [row for row in figures if _unit(row, number, told)]
    figures = _of_years(figures, years)
    if not figures:
        said = ", ".join(map(str, years))
        return Ruling("not_in_record", f"the record has no such figure for {said} that was public by {bench.as_of}")
    ruling = _ruled(number, _of_basis(figures, told), bench, years)
    return ruling if years or ruling.verdict != "contradicted" else _yearless(ruling, number, told, bench)


def _yearless(ruling: Ruling, number: Number, told: Told, bench: Bench) -> Ruling | None:
    """Rule on a number that is not the latest: without a year it may be that of another, or of another measure."""
    rows = _of_one(told, [row for row in bench.figures if _same_measure(row, told)])
    earlier = [row for row in rows if _unit(row, number, told) and number.holds(_value(row))]
    if earlier:
        return Ruling("partly", f"not of the latest year: {_told(earlier[0])}", _facts(earlier, bench), sure="low")
    spoken_of = told.stems | told.topic
    return ruling if any(_measure_keys(row) <= spoken_of for row in rows) else None


def _of_one(told: Told, figures: list[Row]) -> list[Row]:
    """Return the figures of the one subject that a claim speaks of: its doer where it names several; else none.

    None either where several subjects have such a figure and the claim gives several numbers: whose is whose?
    """
    if len({row["subject"] for row in figures}) < 2:
        return figures
    doing = {country(actor) for actor in told.doers}
    own = [row for row in figures if row["subject"] in doing]
    rivals = {row["measure"] for row in own} & {row["measure"] for row in figures if row not in own}
    several = bool(rivals) and sum(n.unit in AMOUNT for n in told.numbers) > 1
    return own if len({row["subject"] for row in own}) == 1 and not several else []


def _ruled(number: Number, figures: Sequence[Row], bench: Bench, years: list[int]) -> Ruling:
    right = [row for row in figures if number.holds(_value(row))]
    wrong = [row for row in figures if row not in right]
    if right and wrong and not _same_basis(right, wrong):
        said = "; ".join(map(_told, figures[:3]))
        return Ruling(
            "supported" if years else "partly",
            f"true of one way of counting only: {said}",
            _facts(right, bench),
            _facts(wrong, bench),
            sure="low",
        )
    if right:
        return Ruling("supported", _told(right[0]), _facts(right, bench), sure=_sure(right, bench))
    return Ruling(
        "contradicted", "; ".join(map(_told, wrong[:3])), against=_facts(wrong, bench), sure=_sure(wrong, bench)
    )


def _compared(figures: Sequence[Row], years: list[int], told: Told, bench: Bench) -> Ruling | None:
    first, second = ([row for row in figures if row["year"] == year] for year in years)
    if not first or not second:
        return None
    # the year that the sentence names first is the one that is said to be larger or smaller
    named = [d.first.year for d in told.days]
    ahead, behind = (first, second) if named[0] == years[0] else (second, first)
    larger = min(map(_value, ahead)) > max(map(_value, behind))
    smaller = max(map(_value, ahead)) < min(map(_value, behind))
    wanted = larger if told.stems & _MORE else smaller
    said = "; ".join(map(_told, (first[0], second[0])))
    rows = _facts([first[0], second[0]], bench)
    if wanted:
        return Ruling("supported", said, rows)
    return Ruling("contradicted", said, against=rows) if larger or smaller else None


def _same_measure(row: Row, told: Told) -> bool:
    actors = {country(a) for a in told.actors | told.places | (told.earlier if told.stems & _SAME else frozenset())}
    if row["subject"] not in actors or (row["partner"] and row["partner"] not in actors):
        return False
    return bool(_measure_keys(row) & (told.stems | told.topic))


def _measure_keys(row: Row) -> set[str]:
    """Return the words by which a measure is known."""
    return {key for key in set(keys_of(row["measure"])) - _GENERAL if key[0] not in "~"}


def _unit(row: Row, number: Number, told: Told) -> bool:
    unit = row["unit"].casefold()
    stems = {stem(word) for word in unit.split()} & told.stems
    if number.unit == "percent":
        return bool(unit == "percent")
    if number.unit == "money":
        return any(unit.endswith(scale) for scale in _SCALE) and len(unit.split()) == 2 and unit.split()[0].isalpha()
    return number.unit == "count" and not any(unit.endswith(s) for s in ("percent", *_SCALE)) and bool(stems)


def _value(row: Row) -> float:
    scale = row["unit"].casefold().split()[-1]
    return float(row["value"]) * _SCALE.get(scale, 1.0)


def _of_years(figures: Sequence[Row], years: list[int]) -> list[Row]:
    """Return the figures of the years named; without a year, those of the latest year that is known."""
    if years:
        return [row for row in figures if years[0] <= row["year"] <= years[-1]]
    latest = max(row["year"] for row in figures)
    return [row for row in figures if row["year"] == latest]


def _of_basis(figures: Sequence[Row], told: Told) -> Sequence[Row]:
    """Return the figures of the compiler that the claim names, or of the basis that it states."""
    compiled = [row for row in figures if {stem(part) for part in row["compiler"].split()} & told.stems]
    if compiled:
        return compiled
    if told.stems & _INCLUDES and len({term.text for term in told.terms}) > 0:
        wide = [row for row in figures if row["basis"].startswith("includes")]
        if wide and _asks_wider(told):
            return wide
    return figures


def _asks_wider(told: Told) -> bool:
    """Whether a claim says that something is counted in."""
    return bool(told.stems & frozenset(map(stem, ("including", "include", "counted", "counting", "count"))))


def _same_basis(right: Sequence[Row], wrong: Sequence[Row]) -> bool:
    return {row["basis"][:8] for row in right} == {row["basis"][:8] for row in wrong}


def _told(row: Row) -> str:
    basis = f", {row['basis']}" if row["basis"] else ""
    return f"{row['compiler']} gives {row['value']:g} {row['unit']} for {row['year']} ({row['measure']}{basis})"


def _sure(rows: Sequence[Row], bench: Bench) -> Sure:
    return "high" if any(bench.grades.get(row["source"], "F")[0] in "AB" for row in rows) else "moderate"


def _facts(rows: Sequence[Row], bench: Bench) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            table="figures",
            id=row["id"],
            text=_told(row),
            date=dt.date(row["year"], 12, 31),
            date_end=None,
            told=Told(row["measure"], 0, 1),
            keys={},
            doers=frozenset(),
            actors=frozenset(),
            grade=bench.grades.get(row["source"], ""),
            source=row["source"],
        )
        for row in rows
    )
