"""What a conflict, and a word with two meanings, are told as."""

from __future__ import annotations

import numpy as np
import pytest

from detente.bargaining import Conflict
from detente.bargaining.conflict_findings import conflict_findings
from detente.bargaining.shared_word import SharedWord
from detente.bargaining.stable_outcomes import stable_outcomes
from detente.bargaining.word_findings import word_finding
from detente.errors import ModelError
from detente.finding import EvidenceRef, Finding

WIDE = {"low": 1, "value": 2, "high": 3}
GAME = {
    "id": "river",
    "options": [{"id": "open", "name": "open the sluices"}, {"id": "pay", "name": "pay the toll"}],
    "status_quo": [],
    "outcomes": [{"name": "deadlock"}, {"name": "water for money", "taken": ["open", "pay"]}],
    "decision_makers": [
        {
            "name": "Up",
            "options": ["open"],
            "preferences": [
                {
                    "id": "wants-toll",
                    "says": "pay",
                    "evidence": "pos-1",
                    "importance": {"low": 1, "value": 2, "high": 3},
                },
                {"id": "keeps-water", "says": "not open", "evidence": "pos-2", "importance": 1.5},
            ],
        },
        {
            "name": "Down",
            "options": ["pay"],
            "preferences": [{"id": "wants-water", "says": "open"}, {"id": "keeps-money", "says": "not pay"}],
        },
    ],
    "alternatives": [
        {"of": "reading", "name": "hard", "note": "as said in March"},
        {
            "of": "reading",
            "name": "soft",
            "note": "as said in May",
            "preferences": {"Down": ["wants-water", {"says": "pay if open", "evidence": "pos-3"}, "keeps-money"]},
        },
    ],
}


@pytest.fixture(scope="module")
def findings() -> dict[str, Finding]:
    refs = {"pos-1": EvidenceRef(table="positions", id="pos-1", source="gazette")}
    found = conflict_findings(Conflict.from_dict(GAME), np.random.default_rng(1), 500, evidence=refs)
    return {finding.id: finding for finding in found}


def test_a_conflict_is_told_in_four_answers(findings) -> None:
    assert list(findings) == [f"conflict.river.{part}" for part in ("standing", "stable", "change", "hangs-on")]
    assert all(finding.engine == "bargaining" for finding in findings.values())


def test_every_answer_on_stability_says_that_it_is_no_prediction(findings) -> None:
    for part in ("standing", "stable"):
        assert any("not a prediction" in caveat for caveat in findings[f"conflict.river.{part}"].caveats)
    assert any("not the probability" in caveat for caveat in findings["conflict.river.hangs-on"].caveats)


def test_where_things_stand_and_what_would_hold_is_said_for_every_reading(findings) -> None:
    said = findings["conflict.river.standing"].statement
    assert "Where things stand (deadlock), nobody can better its lot by a move of its own under every account" in said
    assert "water for money: under every account and reading" in said


def test_statements_lead_to_the_rows_they_rest_on(findings) -> None:
    finding = findings["conflict.river.standing"]
    wants = next(exhibit for exhibit in finding.exhibits if exhibit.title.startswith("What each is taken to want"))
    assert wants.refs[0] == (EvidenceRef(table="positions", id="pos-1", source="gazette"),)
    assert {ref.id for ref in finding.evidence_for} == {"pos-1", "pos-2"}


def test_the_picture_shows_where_things_stand_and_the_named_outcomes(findings) -> None:
    picture = next(e for e in findings["conflict.river.stable"].exhibits if e.kind == "graph")
    assert {"1 (now): deadlock", "4: water for money"} <= {node.label for node in picture.nodes}
    assert ("4", "3", "Up") in {(edge.source, edge.target, edge.label) for edge in picture.edges}
    assert ("1", "2") in {(edge.source, edge.target) for edge in picture.edges if edge.style == "dashed"}


def test_dropping_a_source_is_told_by_who_published_it(findings) -> None:
    dropped = next(e for e in findings["conflict.river.hangs-on"].exhibits if e.title == "Dropping one source")
    assert [row[0] for row in dropped.rows] == ["gazette", "pos-2"]


def test_every_combination_of_accounts_and_readings_is_kept() -> None:
    second = {"of": "account", "name": "theirs", "infeasible": ["open and not pay"]}
    third = {"of": "account", "name": "ours"}
    game = Conflict.from_dict({**GAME, "alternatives": [*GAME["alternatives"], third, second]})
    found = game.variants()
    assert list(found) == ["hard, ours", "hard, theirs", "soft, ours", "soft, theirs"]
    assert [len(each.states) for each in found.values()] == [4, 3, 4, 3]
    assert found["soft, ours"].decision_maker("Down").preferences[1].says == "pay if open"


def test_an_alternative_that_names_no_statement_is_refused() -> None:
    wrong = {"of": "reading", "name": "odd", "preferences": {"Down": ["wants-watr"]}}
    with pytest.raises(ModelError, match="unknown statement of 'Down' 'wants-watr'; did you mean 'wants-water'"):
        Conflict.from_dict({**GAME, "alternatives": [wrong]})


def test_an_alternative_may_state_a_new_wish_in_a_word() -> None:
    new = {"of": "reading", "name": "plain", "preferences": {"Down": ["open", "wants-water"]}}
    (found,) = Conflict.from_dict({**GAME, "alternatives": [new]}).variants().values()
    assert [s.says for s in found.decision_maker("Down").preferences] == ["open", "open"]


def test_levers_see_which_named_outcomes_hold() -> None:
    assert list(stable_outcomes(Conflict.from_dict(GAME))) == [
        "deadlock (hard)",
        "water for money (hard)",
        "deadlock (soft)",
        "water for money (soft)",
    ]


def test_a_word_survives_a_round_trip_and_is_seen_by_levers() -> None:
    same = word(A=["troops", "guns"], B=["troops", "guns"])
    assert SharedWord.from_dict(same.to_dict()) == same
    assert list(stable_outcomes(same)) == ["what was signed holds"]
    assert list(stable_outcomes(word(A=["guns", "mines"], B=["guns"]))) == []


def word(**meanings: list[str]) -> SharedWord:
    return SharedWord.from_dict(
        {
            "conflict": {
                "decision_makers": [
                    {"name": "A", "options": ["a"], "preferences": ["b", "not a if not b"]},
                    {"name": "B", "options": ["b"], "preferences": ["a", "not b if not a"]},
                ]
            },
            "word": "withdrawal",
            "carried_out_by": {"A": "a", "B": "b"},
            "duties": {"A": ["troops"], "B": ["guns", "mines"]},
            "items": {"mines": "the minefields"},
            "meanings": meanings,
        }
    )


def test_the_surprise_of_a_word_falls_on_the_one_whose_meaning_asks_more() -> None:
    found = word_finding(word(A=["troops", "guns", "mines"], B=["troops", "guns"]), concept="R")
    assert "The surprise falls on A: A misses from B: the minefields." in found.statement
    assert found.statement.endswith("it ends with: nothing is carried out.")
    assert {exhibit.kind for exhibit in found.exhibits} == {"sets", "table"}


def test_a_word_with_one_meaning_holds() -> None:
    found = word_finding(word(A=["troops", "guns"], B=["troops", "guns"]), concept="R")
    assert "holds" in found.statement
    assert "surprise" not in found.statement
