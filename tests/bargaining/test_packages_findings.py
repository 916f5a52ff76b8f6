from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from detente.bargaining.evidence import percent, refs, said, unreasoned
from detente.bargaining.lever_findings import lever_findings
from detente.bargaining.lever_ranking import rank_levers
from detente.bargaining.levers import Change, Lever
from detente.bargaining.package_findings import package_findings
from detente.bargaining.packages import Package
from detente.bargaining.spatial import SpatialModel
from detente.bargaining.spatial_findings import spatial_findings
from detente.finding import EvidenceRef, Finding, Intervals, Series, Table
from detente.record.position import Interval, Position


def judged(low: float, value: float, high: float, source: str = "pos-1") -> dict[str, object]:
    return {"low": low, "value": value, "high": high, "reason": "stated", "source": source}


def talks() -> Package:
    def party(name: str, far: float, limit: float, *, source: str, **more: object) -> dict[str, object]:
        stance = {"place": judged(far, far, far, source), "limit": judged(limit - 15, limit, limit + 15, source)}
        return {
            "name": name,
            "stances": {"scope": {**stance, "salience": 0.5}, "relief": {**stance, "salience": judged(0.5, 0.7, 0.9)}},
            **more,
        }

    return Package.from_dict(
        {
            "id": "talks",
            "issues": [
                {"id": "scope", "levels": ["none", "part", "all"], "places": [0, 40, 100]},
                {"id": "relief", "levels": ["none", "part", "all"], "places": [100, 60, 0]},
            ],
            "parties": [
                party("A", 100, 45, source="pos-1"),
                party("B", 0, 55, source="events:ev-2", discount=0.9, deadline=2),
            ],
            "no_deal": {"scope": "none", "relief": "none"},
            "plan": {
                "steps": [{"name": "first", "issues": ["relief"]}, {"name": "second", "issues": ["scope"]}],
                "default": {"A": 0.1, "B": judged(0.1, 0.2, 0.4)},
                "verification": 0.5,
            },
            "offers": [
                {"name": "big", "levels": {"scope": "all", "relief": "all"}, "by": "A", "source": "ev-9"},
                {"name": "small", "levels": {"scope": "part", "relief": "none"}, "by": "B", "account": "A"},
            ],
        }
    )


def tables(finding: Finding) -> dict[str, Table]:
    return {each.title: each for each in finding.exhibits if isinstance(each, Table)}


@pytest.fixture(scope="module")
def found() -> dict[str, Finding]:
    given = package_findings(talks(), np.random.default_rng(0), 300, as_of=dt.date(2019, 3, 1))
    return {each.id: each for each in given}


def test_a_package_answers_five_questions(found: dict[str, Finding]) -> None:
    asked = ["range", "frontier", "offers", "sequence", "waiting"]
    assert list(found) == [f"package.talks.{name}" for name in asked]
    assert all(each.as_of == dt.date(2019, 3, 1) and each.engine == "bargaining" for each in found.values())


def test_the_range_is_never_called_a_probability_and_shows_every_reading(found: dict[str, Finding]) -> None:
    finding = found["package.talks.range"]
    assert "probability" not in finding.statement
    assert "not the probability" in finding.caveats[0]
    picture = next(each for each in finding.exhibits if isinstance(each, Intervals))
    assert len(picture.rows) == 3
    shares = [row.value for row in picture.rows]
    assert finding.estimate is not None
    assert shares[0] == round(finding.estimate.value, 4)
    assert shares[1] <= shares[0]


def test_the_range_leads_back_to_the_rows_it_rests_on() -> None:
    known = {"pos-1": EvidenceRef(table="positions", id="pos-1", date=dt.date(2019, 2, 28), text="all of it")}
    finding = package_findings(talks(), np.random.default_rng(0), 50, evidence=known)[0]
    assert finding.evidence_for == (known["pos-1"], EvidenceRef(table="events", id="ev-2"))
    assert finding.gaps[0] == "no reason is given for A: scope, salience"


def test_the_frontier_is_a_picture_with_the_offers_marked(found: dict[str, Finding]) -> None:
    finding = found["package.talks.frontier"]
    picture = next(each for each in finding.exhibits if isinstance(each, Series))
    assert picture.draw == "point"
    assert list(picture.x) == sorted(picture.x)
    marks = {mark.label: mark for mark in picture.marks}
    offer = talks().deal({"scope": "all", "relief": "all"})
    assert (marks["offer: big"].at, marks["offer: big"].value) == (offer.worth["A"], offer.worth["B"])
    assert {"Nash", "Kalai-Smorodinsky", "egalitarian", "utilitarian", "walking away"} <= set(marks)
    assert "not a prediction" in finding.caveats[0]


def test_an_offer_that_all_could_better_is_shown_with_what_is_better(found: dict[str, Finding]) -> None:
    table = tables(found["package.talks.offers"])["Who would sign which offer"]
    better = {row[0]: row[-1] for row in table.rows}
    by = {row[0]: row[1] for row in table.rows}
    assert by["small"] == "B (as told by A)"
    for name, offer in zip(("big", "small"), talks().offers, strict=True):
        worth = talks().deal(offer.levels).worth
        others = [deal.worth for deal in talks().frontier().deals]
        dominated = any(all(o[p] >= worth[p] for p in worth) and o != worth for o in others)
        assert (better[name] != "nothing") == dominated
    assert table.refs[0] == (EvidenceRef(table="events", id="ev-9"),)


def test_waiting_past_a_deadline_leaves_no_range(found: dict[str, Finding]) -> None:
    finding = found["package.talks.waiting"]
    series = finding.exhibits[0]
    assert isinstance(series, Series)
    assert series.x == (0.0, 1.0, 2.0, 3.0)
    assert series.lines[0].y[0] > 0
    assert series.lines[0].y[-1] == 0.0


def test_a_package_that_suits_nobody_still_answers() -> None:
    given = Package.from_dict(
        {
            "issues": [{"id": "a", "levels": ["x", "y"]}],
            "parties": [
                {"name": n, "utilities": {"a": {"x": int(n == "A"), "y": int(n != "A")}}, "walk_away": 0.5}
                for n in "ABC"
            ],
        }
    )
    first, second = package_findings(given, np.random.default_rng(0), 20)
    assert "beats walking away for A, B and C under 0 %" in first.statement
    assert "none of them suits everyone" in second.statement


def test_a_spatial_finding_says_that_it_is_a_reconstruction() -> None:
    actors = [
        {"name": "a", "position": judged(10, 20, 30), "salience": 0.9, "capability": 2, "veto": True},
        {"name": "b", "position": judged(60, 70, 80, "pos-7"), "salience": 0.5, "capability": 3},
        {"name": "c", "position": 100, "salience": 0.4, "capability": 1, "ratifies": "b"},
    ]
    model = SpatialModel.from_dict({"id": "talks", "issue": "relief", "actors": actors, "status_quo": 40})
    outcome, consent = spatial_findings(model, np.random.default_rng(0), 60, rounds=3)
    for finding in (outcome, consent):
        assert "reconstruction (not a validated forecast)" in finding.statement
        assert "not a validated forecast" in finding.caveats[0]
    paths = next(each for each in outcome.exhibits if isinstance(each, Series))
    assert [line.name for line in paths.lines] == ["a", "b", "c", "weighted median"]
    assert [ref.id for ref in outcome.evidence_for] == ["pos-1", "pos-7"]
    # a would have 0 to 40, c 40 to 100
    (table,) = consent.exhibits
    assert isinstance(table, Table)
    assert [row[:3] for row in table.rows] == [("a", 0.0, 40.0), ("c", 40.0, 100.0)]


def test_levers_that_cannot_be_told_apart_are_said_so_with_the_reason() -> None:
    wide = {"low": -1, "value": 0, "high": 1}
    package = Package.from_dict(
        {
            "issues": [{"id": "deal", "levels": ["none", "signed"]}],
            "parties": [{"name": n, "utilities": {"deal": {"none": -2, "signed": wide}}} for n in "AB"],
        }
    )
    levers = [
        Lever(
            id=n,
            name=f"help {n}",
            source="a memo",
            changes=[Change(field=f"package.p.parties.{n}.utilities.deal.signed", shift=0.5, reason="as proposed")],
        )
        for n in "AB"
    ]
    ranking = rank_levers({"package.p": package}, levers, np.random.default_rng(1), 2000)
    (finding,) = lever_findings(ranking, levers)
    assert "cannot be told apart from help" in finding.statement
    assert finding.confidence is not None
    assert finding.confidence.level == "low"
    assert "cannot be told apart" in finding.confidence.reason
    titles = tables(finding)
    assert [row[-2:] for row in titles["What each lever changes"].rows] == [("as proposed", "a memo")] * 2
    (apart,) = titles["Which levers can be told apart"].rows
    assert apart[-1] is False
    ranked = titles["Levers by the change in the share of admissible inputs with a bargaining range"]
    assert [column.key for column in ranked.columns][5:8] == ["change", "low", "high"]
    picture = next(each for each in finding.exhibits if isinstance(each, Intervals))
    assert [row.value for row in picture.rows] == [round(effect.room.value, 4) for effect in ranking.effects]


def test_levers_that_change_nothing_are_said_to_change_nothing() -> None:
    package = talks()
    levers = [Lever(id="note", changes=[Change(field="package.talks.note", to="x")])]
    (finding,) = lever_findings(rank_levers({"package.talks": package}, levers, np.random.default_rng(0), 40))
    assert "none changes that share" in finding.statement


def test_stances_left_to_the_record_carry_its_rows() -> None:
    given = talks().to_dict()
    del given["parties"][0]["stances"]["scope"]
    row = Position(
        id="pos-44",
        actor="A",
        issue="scope",
        as_of=dt.date(2019, 2, 1),
        statement="all of it",
        place=Interval(low=80, value=90, high=100),
        salience=Interval(low=0.8, value=0.9, high=1),
    )
    stance = Package.from_dict(given, [row]).party("A").stances["scope"]
    assert (stance.place.value, stance.place.source, stance.place.reason) == (90, "pos-44", "all of it")
    assert stance.limit is None
    kept = Package.from_dict(talks().to_dict(), [row]).party("A").stances["scope"]
    assert kept.place.source == "pos-1"


def test_inputs_are_named_in_words_and_shares_in_percent() -> None:
    assert said("actors.CHN.capability") == "CHN: capability"
    assert said("plan.verification") == "verification"
    assert said("parties.A.utilities.deal.signed") == "A: deal, signed"
    assert (percent(0.0), percent(0.004), percent(0.5), percent(0.996)) == ("0 %", "less than 1 %", "50 %", "over 99 %")


def test_several_sources_of_one_number_are_several_rows() -> None:
    inputs = talks().replace(issues=talks().issues).inputs()
    number = next(iter(inputs.values())).replace(source="pos-1; events:ev-3")
    assert [ref.table for ref in refs([number], {})] == ["positions", "events"]
    assert "parties.A.discount" not in unreasoned(inputs)
