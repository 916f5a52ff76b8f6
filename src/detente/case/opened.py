"""A built case, opened: its tables, its findings, and the questions one can put to it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.case.builds import current, manifest
from detente.case.folder import CaseFolder, read_folder
from detente.case.linking import SEED
from detente.case.validating import validate
from detente.errors import CaseError, Fault, InputError, UnknownName
from detente.finding import Finding
from detente.record.overview import between
from detente.record.store import open_record, parse_day, query

if TYPE_CHECKING:
    import polars as pl

    from detente.agreements.ledger import Ledger
    from detente.bargaining.conflict import Conflict
    from detente.bargaining.levers import Lever
    from detente.bargaining.packages import Package
    from detente.bargaining.shared_word import SharedWord
    from detente.case.answers.claims import Checker
    from detente.claims.checking import Checked
    from detente.relations.alignment import Alignment
    from detente.relations.answering import Answer, Question
    from detente.relations.links import Link, Tested
    from detente.relations.phases import Phases


class Case:
    """The current build of a case folder.

    Rows are those of the record, whole; ``as_of`` keeps only what was public by a day.
    """

    def __init__(self, path: Path, build: Path) -> None:
        self.path = path
        self.build = build
        self.manifest: Mapping[str, Any] = manifest(build)

    def __repr__(self) -> str:
        return f"Case({str(self.path)!r}, build={self.build.name!r}, as_of={self.as_of})"

    @property
    def as_of(self) -> dt.date:
        """The day that the build's answers are given for."""
        return dt.date.fromisoformat(self.manifest["as_of"])

    @property
    def folder(self) -> CaseFolder:
        """The values of the case folder as it stands now. Raises `CaseError` where it has faults."""
        folder, faults = read_folder(self.path)
        if folder is None or faults:
            raise CaseError(faults)
        return folder

    def validate(self) -> list[Fault]:
        """Return every fault of the folder as it stands now."""
        return validate(self.path)

    def sql(self, text: str, **parameters: object) -> pl.DataFrame:
        """Run a query over the record; ``$name`` in the text takes a keyword argument."""
        with open_record(self.build / "record.duckdb") as con:
            return query(con, text, parameters)

    def table(self, name: str, *, as_of: dt.date | str | None = None) -> pl.DataFrame:
        """Return one table of the record, or what was public of it by a day."""
        day = parse_day(as_of)
        if day is None:
            return self.sql(f'select * from "{name}" order by all')
        return self.sql(f'select * from "{name}" where known_from <= $day order by all', day=day)

    def events(
        self,
        *,
        as_of: dt.date | str | None = None,
        dyad: tuple[str, str] | None = None,
        since: dt.date | str | None = None,
        until: dt.date | str | None = None,
    ) -> pl.DataFrame:
        """Return the events, one row an ordered pair of actors, by date; ``dyad`` keeps both directions."""
        import polars as pl

        rows = self.table("events", as_of=as_of)
        if dyad is not None:
            rows = between(rows, dyad)
        for day, keep in ((parse_day(since), "ge"), (parse_day(until), "le")):
            if day is not None:
                rows = rows.filter(getattr(pl.col("date"), keep)(day))
        return rows.sort("date", "id")

    def relation(self, one: str, other: str, *, as_of: dt.date | str | None = None) -> Relation:
        """Return the relation between two actors, as of a day (that of the case by default)."""
        from detente.case.asking import question_of

        question = question_of(self.folder, dyad=(one, other), as_of=parse_day(as_of))
        return Relation(self.events(), question, self.build / "record.duckdb")

    def ledger(self, *, as_of: dt.date | str | None = None, definition: str = "") -> Ledger:
        """Return every commitment and its state on a day, under one holder's ``definition`` of the terms if named."""
        from detente.case.answers.agreements import ledger_of

        return ledger_of(self.folder, as_of=parse_day(as_of), definition=definition)

    def alignment(
        self, one: str, other: str, *, toward: str, as_of: dt.date | str | None = None, seed: int = SEED
    ) -> Alignment:
        """Return how alike two actors act toward a third: by quarter, against chance, and who is the milder.

        Raises `ModelError` where the third is one of the two, or the two are one, `UnknownName` for an actor that the
        record does not have.
        """
        import numpy as np

        from detente.case.linking import asked_of
        from detente.relations.alignment import alignments

        self._know(one, other, toward)
        asked = asked_of(self.folder, as_of=parse_day(as_of))
        rng = np.random.default_rng(seed)
        reference = asked.reference[1]
        (found,) = alignments(
            self.events(), (one, other), toward, window=asked.span, reference=reference, as_of=asked.as_of, rng=rng
        )
        return found

    def linkage(self, link: Link, *, as_of: dt.date | str | None = None) -> Tested:
        """Return what the record says of one link: whether acts of a first kind move acts of a second.

        Each phase of the case's focus dyad is also compared only with itself. Raises `UnknownName` for an actor that
        the record does not have.
        """
        from detente.case.linking import asked_of
        from detente.relations.links import try_links

        self._know(*link.first.actors, *link.then.actors)
        asked = asked_of(self.folder, as_of=parse_day(as_of))
        breaks = [boundary.date for boundary in self.relation(*asked.focus, as_of=asked.as_of).phases().boundaries]
        (found,) = try_links(self.events(), [link], window=asked.window, as_of=asked.as_of, breaks=breaks)
        return found

    def changes(self, *, freq: str = "week", as_of: dt.date | str | None = None) -> pl.DataFrame:
        """Return, for every dyad of the record, how probable a change of its rate of acts is, and where it falls.

        Columns as in `detente.relations.dyad_changes`; it compares how often, and not what kind of, acts there are.
        """
        from detente.relations.many import dyad_changes

        with open_record(self.build / "record.duckdb") as con:
            return dyad_changes(con, freq=freq, as_of=parse_day(as_of))

    def claims(
        self, path: str | Path, *, as_of: dt.date | str | None = None, date: dt.date | str | None = None
    ) -> Checked:
        """Return the claims of a file with their verdicts, from what was public by a day (that of the case by default).

        ``date`` is the day the text appeared, where the file does not say. Raises `DocumentError` as `read_document`.
        """
        from detente.reading.documents import read_document

        document = read_document(Path(path), date=parse_day(date))
        return self.checker(as_of=as_of)(document.text, date=document.date, apart=document.spans_apart)

    def check(self, text: str, *, as_of: dt.date | str | None = None, date: dt.date | str | None = None) -> Checked:
        """Return the claims of a text with their verdicts; offsets count into the text as given."""
        return self.checker(as_of=as_of)(text, date=parse_day(date))

    def checker(self, *, as_of: dt.date | str | None = None) -> Checker:
        """Return what checks texts one after the other: the record is read once."""
        from detente.case.answers.claims import Checker

        return Checker(self.folder, self.build / "record.duckdb", as_of=parse_day(as_of))

    def conflict(self, name: str, *, as_of: dt.date | str | None = None) -> Conflict:
        """Return a conflict of the case; of a day, without the statements that rest on rows published later."""
        from detente.case.cited import known_by, rows
        from detente.case.playing import named, read_games

        found = named("conflict", read_games(self.folder).conflicts, name)
        _, days = rows(self.folder, self.table("events"), self.table("reports"))
        return known_by(found, days, parse_day(as_of) or self.as_of)

    def package(self, name: str) -> Package:
        """Return a package game of the case."""
        from detente.case.playing import named, read_games

        return named("package", read_games(self.folder).packages, name)

    def word(self, name: str) -> SharedWord:
        """Return a word of the case that parties signed, each with its own meaning."""
        from detente.case.playing import named, read_games

        return named("word", read_games(self.folder).words, name)

    def levers(self) -> tuple[Lever, ...]:
        """Return the levers of the case; what they do is among the findings of bargaining."""
        from detente.case.playing import read_games

        return read_games(self.folder).levers

    def _know(self, *codes: str) -> None:
        rows = self.sql("select source as code from events union select target from events where target is not null")
        known = {*rows["code"], *self.folder.file.names}
        for code in codes:
            if code not in known:
                raise UnknownName.among("actor", code, known)

    def findings(self, engine: str | None = None) -> list[Finding]:
        """Return the findings of the build, or those of one engine."""
        found = []
        for path in sorted(self.build.glob("findings-*.json")):
            if engine is None or path.stem == f"findings-{engine}":
                found += [Finding.model_validate(each) for each in json.loads(path.read_text(encoding="utf-8"))]
        return found


class Relation:
    """What a case's record says of two actors over time."""

    def __init__(self, events: pl.DataFrame, question: Question, record: Path) -> None:
        self._events = events
        self._record = record
        self.question = question

    @cached_property
    def answer(self) -> Answer:
        """The phases of the dyad and the regimes since the case's reference day."""
        from detente.relations.answering import answer

        return answer(self._events, self.question)

    def phases(self) -> Phases:
        """Return the phases, with the boundaries between them and their uncertainty."""
        return self.answer.phases

    def series(self, freq: str = "month", *, directed: bool = False) -> pl.DataFrame:
        """Return counts by quad class, intensity, volatility, words against deeds and reciprocity by step.

        ``freq`` is day, week, month or quarter; ``directed`` keeps the acts of the first actor toward the second.
        Steps that the record does not reach are gaps. Columns as in `detente.relations.relation_series`.
        """
        from detente.relations.series import Between, relation_series

        one, other = self.question.dyad
        between = Between((one,), (other,), mutual=not directed)
        with open_record(self._record) as con:
            return relation_series(con, between, freq=freq, as_of=self.question.as_of)

    def why(self, date: dt.date | str) -> list[tuple[str, float]]:
        """Return the acts near a boundary and how much its probability drops without each of them."""
        from detente.relations.phases import boundary_drops

        day = parse_day(date)
        if day is None:
            raise InputError("why needs a day, like 2018-03-02")
        return [(act.id, drop) for act, drop in boundary_drops(self.phases(), day)]


def open_case(path: str | Path) -> Case:
    """Open the current build of a case folder. Raises `NoBuild` where it has none."""
    folder = Path(path)
    return Case(folder, current(folder))


def query_record(path: str | Path, text: str) -> pl.DataFrame:
    """Run a query over the record of a built case, or over a record file of its own."""
    place = Path(path)
    if place.is_dir():
        return open_case(place).sql(text)
    with open_record(place) as con:
        return query(con, text)
