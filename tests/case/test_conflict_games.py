"""Conflicts and words in a case: read with their evidence, refused where they are spoilt, answered as of a day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from detente.bargaining import Conflict
from detente.case.cited import known_by
from detente.case.folder import read_folder
from detente.case.playing import read_games
from detente.case.validating import validate
from detente.case.wording import in_force
from detente.record.position import Definition, Term, TermItem

CONFLICT = """
kind: conflict
id: water
decision_makers:
  - name: CHL
    options: [release]
    preferences:
      - {id: wants-quiet, says: not protest, evidence: P1}
      - {says: not release, evidence: events:S1}
  - name: PER
    options: [protest]
    preferences: [release, not protest]
status_quo: []
"""


def game(case: Path, text: str, name: str = "water.yaml") -> Path:
    (case / "games").mkdir(exist_ok=True)
    (case / "games" / name).write_text(text, encoding="utf-8")
    return case


def games_of(case: Path):
    folder, _ = read_folder(case)
    assert folder is not None
    return read_games(folder)


def test_a_conflict_of_a_case_is_read_with_its_evidence(starter: Path) -> None:
    assert validate(game(starter, CONFLICT)) == []
    found = games_of(starter).conflicts["water"]
    assert found.decision_maker("CHL").preferences[0].evidence == ("P1",)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("evidence: P1", "evidence: P9", "unknown row of positions 'P9'"),
        ("events:S1", "events:S77", "unknown row of events 'S77'"),
        ("events:S1", "evens:S1", "did you mean 'events'"),
        ("options: [protest]", "options: [protest, release]", "option 'release' is owned by 'CHL' and by 'PER'"),
        ("says: not protest", "says: not portest", "did you mean 'protest'"),
        ("[release, not protest]", "[release, not release]", "contradict each other"),
        ("status_quo: []", "infeasible: [protest, not protest]", "no state is feasible"),
        ("status_quo: []", "colour: blue", "colour"),
        ("kind: conflict", "kind: conflcit", "did you mean 'conflict'"),
    ],
)
def test_a_spoilt_conflict_is_a_fault_that_names_its_file(starter: Path, old: str, new: str, said: str) -> None:
    assert old in CONFLICT
    (fault,) = validate(game(starter, CONFLICT.replace(old, new)))
    assert fault.file == "games/water.yaml"
    assert said in str(fault)


def test_statements_that_rest_on_later_rows_alone_fall_away_before_their_day() -> None:
    conflict = Conflict.from_dict(
        {
            "decision_makers": [
                {
                    "name": "A",
                    "options": ["x", "y"],
                    "preferences": [
                        {"id": "early", "says": "x", "evidence": "p1; p2"},
                        {"id": "late", "says": "y", "evidence": "p2"},
                        {"id": "judged", "says": "x and y"},
                    ],
                }
            ],
            "alternatives": [
                {"of": "reading", "name": "one", "preferences": {"A": ["late", "early"]}},
                {"of": "reading", "name": "two", "evidence": "p2"},
            ],
        }
    )
    days = {"p1": dt.date(2019, 1, 1), "p2": dt.date(2019, 3, 1)}
    before = known_by(conflict, days, dt.date(2019, 2, 1))
    assert [s.id for s in before.decision_maker("A").preferences] == ["early", "judged"]
    assert [a.name for a in before.alternatives] == ["one"]
    assert before.alternatives[0].preferences == {"A": ("early",)}
    assert known_by(conflict, days, dt.date(2019, 3, 1)) == conflict


def test_a_definition_is_in_force_from_its_publication_until_it_ends() -> None:
    def meaning(holder: str, since: str, until: str | None, *items: str) -> Definition:
        end = dt.date.fromisoformat(until) if until else None
        return Definition(holder=holder, includes=items, published=dt.date.fromisoformat(since), until=end)

    term = Term(
        id="t",
        name="t",
        items=(TermItem(id="a", name="a"), TermItem(id="b", name="b")),
        definitions=(
            meaning("X", "2018-01-01", "2018-06-01", "a"),
            meaning("X", "2018-06-01", None, "a", "b"),
            meaning("Y", "2019-01-01", None, "b"),
        ),
    )
    assert {h: d.includes for h, d in in_force(term, dt.date(2018, 5, 31)).items()} == {"X": ("a",)}
    assert {h: d.includes for h, d in in_force(term, dt.date(2019, 2, 1)).items()} == {"X": ("a", "b"), "Y": ("b",)}


def test_a_word_needs_the_day_of_its_signature_and_a_definition_of_each(starter: Path) -> None:
    word = "kind: word\nid: w\nterm: nothing\nsigned: 2020-01-01\nconflict: {}\n"
    (fault,) = validate(game(starter, word, "w.yaml"))
    assert "unknown term 'nothing'" in str(fault)
