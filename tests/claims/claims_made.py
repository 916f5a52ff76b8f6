"""A small invented record about Chile, Peru and Bolivia, as tables of the record, and a bench made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache

import polars as pl

from detente.claims.bench import Bench, bench_of
from detente.claims.reader import Reader
from detente.reading import Coder
from detente.record.agreement import Agreement, Commitment, Condition
from detente.record.background import Figure, Meeting, Tie, Verification
from detente.record.event import Event, Report
from detente.record.ontology import quad
from detente.record.position import Definition, Position, Term, TermItem
from detente.record.sources import Source
from detente.record.store import TABLES, table_schema
from detente.record.tabular import frame
from detente.value import Value

PARTIES = {"CHL": "Chile", "PER": "Peru", "BOL": "Bolivia"}
AS_OF = dt.date(2021, 12, 31)
WINDOW = (dt.date(2020, 1, 1), dt.date(2021, 12, 31))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def event(name: str, on: str, source: str, target: str, kind: str, sentence: str, **more: object) -> Event:
    fields: dict[str, object] = {
        "id": name, "happening_id": name, "date": day(on), "known_from": day(on), "source": source, "target": target,
        "type": kind, "quad": quad(kind, "", ""), "intensity": 0.0, "sentence": sentence,
    }  # fmt: skip
    return Event(**(fields | more))


EVENTS = (
    event("E1", "2020-03-02", "CHL", "PER", "SANCTION", "Chile closed the border crossing at Arica to Peru."),
    event("E2", "2020-05-10", "PER", "CHL", "CONCEDE", "Peru released 12 Chilean sailors."),
    event("E3", "2020-09-01", "CHL", "PER", "CONSULT", "The presidents of Chile and Peru met in Tacna."),
    event("E3b", "2020-09-01", "PER", "CHL", "CONSULT", "The presidents of Chile and Peru met in Tacna.",
          happening_id="E3"),
    event("E4", "2021-02-11", "CHL", "PER", "CONSULT", "Chile and Peru held a second summit in Lima."),
    event("E4b", "2021-02-11", "PER", "CHL", "CONSULT", "Chile and Peru held a second summit in Lima.",
          happening_id="E4"),
    event("E5", "2021-04-03", "PER", "CHL", "REQUEST", "Peru said that it had asked Chile to reopen one crossing.",
          happening_id="H5", account="PER"),
    event("E6", "2021-04-03", "CHL", "PER", "REQUEST", "Chile said that Peru had asked it to reopen all crossings.",
          happening_id="H5", account="CHL"),
    event("E7", "2021-11-05", "CHL", "PER", "COOPERATE", "Chile reopened the crossing at Arica.",
          known_from=day("2022-02-01")),
)  # fmt: skip
MEETINGS = (
    Meeting(id="M1", date=day("2020-09-01"), place="Tacna", level="summit", parties=("CHL", "PER"), outcome="held",
            happening="E3", known_from=day("2020-09-01")),
    Meeting(id="M2", date=day("2021-02-11"), place="Lima", level="summit", parties=("CHL", "PER"), outcome="agreed",
            happening="E4", known_from=day("2021-02-11")),
)  # fmt: skip
AGREEMENT = Agreement(
    id="tacna", title="Tacna Declaration", date=day("2020-09-01"), parties=("CHL", "PER"),
    known_from=day("2020-09-01"), source="S",
    commitments=(
        Commitment(id="T1", debtor=("CHL",), creditor=("PER",), action="Remove the mines along the frontier",
                   kind="achieve", condition=Condition(text="Peru pays half of the cost")),
        Commitment(id="T2", debtor=("PER",), creditor=("CHL",), action="Return 40 fishing boats", kind="achieve"),
    ),
)  # fmt: skip
FIGURES = (
    Figure(id="F1", measure="share of trade", subject="BOL", partner="CHL", year=2020, value=61.0, unit="percent",
           compiler="INE", basis="", source="S", known_from=day("2021-03-01")),
)  # fmt: skip
TIES = (
    Tie(id="K1", actor="CHL", partner="PER", kind="alliance", name="Pact of Mutual Assistance", since=day("1947-09-02"),
        source="S", known_from=day("1947-09-02")),
)  # fmt: skip
REPORTS_OF_INSPECTORS = (
    Verification(id="V1", issuer="UNO", date=day("2021-06-15"), object="minefields at Arica", finding="cannot_confirm",
                 access="remote", certainty="possible", text="Work seen; removal of the mines cannot be confirmed",
                 source="S", known_from=day("2021-06-15")),
)  # fmt: skip
POSITIONS = (
    Position(id="P1", actor="BOL", issue="sea", as_of=day("2020-06-01"), statement="Sovereign access to the sea",
             source="S", known_from=day("2020-06-01")),
)  # fmt: skip
TERM = Term(
    id="access", name="access to the sea", items=(TermItem(id="port", name="a port of its own"),
                                                   TermItem(id="rail", name="free use of the railway")),
)  # fmt: skip
DEFINITIONS = (
    Definition(holder="BOL", includes=("port",), excludes=("rail",), published=day("2020-02-01"), source="S",
               known_from=day("2020-02-01"), text="A port under the flag of Bolivia"),
)  # fmt: skip


def _table(name: str, values: Iterable[Value], **added: str) -> pl.DataFrame:
    model, _, dropped = TABLES[name]
    rows = frame(model, list(values)).drop(dropped).with_columns(pl.lit(text).alias(key) for key, text in added.items())
    return rows if len(rows) else pl.DataFrame(schema=table_schema(name))


def tables() -> dict[str, pl.DataFrame]:
    reports = [
        Report(id=e.id, event_id=e.id, happening_id=e.happening_id, source_id="S", date=e.date, known_from=e.known_from,
               text=e.sentence)
        for e in EVENTS
    ]  # fmt: skip
    empty = ("evidence", "measures", "capabilities", "projects", "goals")
    found = {name: pl.DataFrame(schema=table_schema(name)) for name in empty}
    return found | {
        "events": _table("events", EVENTS),
        "reports": _table("reports", reports),
        "sources": _table("sources", [Source(id="S", publisher="P", title="T", reliability="B", credibility="2")]),
        "agreements": _table("agreements", [AGREEMENT]),
        "commitments": _table("commitments", AGREEMENT.commitments, agreement="tacna"),
        "positions": _table("positions", POSITIONS),
        "terms": _table("terms", [TERM]),
        "definitions": _table("definitions", DEFINITIONS, term="access"),
        "meetings": _table("meetings", MEETINGS),
        "ties": _table("ties", TIES),
        "verifications": _table("verifications", REPORTS_OF_INSPECTORS),
        "figures": _table("figures", FIGURES),
    }


@cache
def made_bench(as_of: dt.date = AS_OF) -> Bench:
    return bench_of(tables(), Reader(Coder(), PARTIES), as_of=as_of, window=WINDOW)
