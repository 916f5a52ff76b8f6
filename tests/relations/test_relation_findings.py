from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from made_events import table

from detente.case.linking import relation_findings
from detente.errors import ModelError, UnknownName
from detente.finding import Finding
from detente.relations.asked import Asked, span_name
from detente.relations.links import Link
from detente.relations.pictures import mean_intensity
from detente.relations.selection import Selection, select
from detente.workbench import build

WINDOW = (dt.date(2016, 1, 1), dt.date(2019, 12, 31))
LINK = Link(
    name="oil & steel", statement="Steel moves oil", expected="fall",
    first=Selection(source=("ESP",), target=("FRA",)), then=Selection(between=("FRA", "DEU")),
)  # fmt: skip


def day(n: int) -> dt.date:
    return WINDOW[0] + dt.timedelta(days=int(n))


def some_acts(seed: int = 1) -> list:
    rng = np.random.default_rng(seed)
    pairs = [("FRA", "DEU"), ("DEU", "FRA"), ("ITA", "DEU"), ("DEU", "ITA"), ("FRA", "ITA"), ("ESP", "FRA")]
    return [(day(n), *pairs[int(rng.integers(6))], int(rng.integers(1, 5))) for n in rng.integers(0, 1461, 300)]


def tables(acts: list, **positions: list) -> dict[str, pl.DataFrame]:
    empty = {
        "id": [], "actor": [], "issue": [], "as_of": [], "known_from": [], "place_low": [], "place": [],
        "place_high": [], "statement": [], "account": [],
    }  # fmt: skip
    return {
        "events": table(acts),
        "positions": pl.DataFrame(empty | positions),
        "meetings": pl.DataFrame({"date": [], "known_from": [], "parties": [], "level": [], "outcome": []}),
        "verifications": pl.DataFrame({"date": [], "known_from": [], "finding": []}),
        "evidence": pl.DataFrame({"date": [], "known_from": [], "effect": []}),
    }


def asked(**changes: object) -> Asked:
    values = {
        "focus": ("FRA", "DEU"), "names": {"FRA": "France", "DEU": "Germany", "ITA": "Italy", "ESP": "Spain"},
        "window": WINDOW, "reference": ("the talks", dt.date(2018, 1, 1)), "as_of": WINDOW[1],
        "coalitions": (("the allies", ("FRA", "ITA"), "DEU"),), "links": (LINK,),
    }  # fmt: skip
    return Asked(**(values | changes))


def by_id(found: list[Finding]) -> dict[str, Finding]:
    names = [finding.id for finding in found]
    assert len(names) == len(set(names))
    return dict(zip(names, found, strict=True))


def test_every_question_gets_a_finding_with_its_method_confidence_and_evidence() -> None:
    found = by_id(relation_findings(tables(some_acts()), asked()))
    for name in (
        "conduct-surface", "conduct-behaviour-fra", "alignment-conduct-fra-ita-deu", "alignment-wedge-fra-ita-deu",
        "alignment-third-parties", "alignment-mediation", "alignment-balance",
    ):  # fmt: skip
        assert found[name].method
        assert found[name].confidence is not None
        assert found[name].gaps
        assert found[name].evidence_for
    assert found["linkage-oil-steel"].evidence_for


def test_the_same_record_gives_the_same_findings() -> None:
    assert relation_findings(tables(some_acts()), asked()) == relation_findings(tables(some_acts()), asked())


def test_what_became_public_later_changes_no_finding() -> None:
    day_ = dt.date(2018, 6, 30)
    whole = tables(some_acts())
    cut = whole | {"events": whole["events"].filter(pl.col("known_from") <= day_)}
    assert relation_findings(cut, asked(as_of=day_)) == relation_findings(whole, asked(as_of=day_))


@pytest.mark.parametrize("acts", [[], [(day(5), "FRA", "DEU", 1)], [(day(n), "ESP", "PRT", 1) for n in range(300)]])
def test_an_empty_record_gives_open_answers_and_no_fault(acts: list) -> None:
    found = by_id(relation_findings(tables(acts), asked()))
    assert "cannot be told" in found["alignment-conduct-fra-ita-deu"].statement
    assert "no wedge" in found["alignment-wedge-fra-ita-deu"].statement
    assert "cannot be told" in found["linkage-oil-steel"].statement


def test_a_day_before_the_window_has_nothing_to_say() -> None:
    assert relation_findings(tables(some_acts()), asked(as_of=dt.date(2015, 1, 1))) == []


def test_a_case_without_coalitions_links_or_third_parties_is_asked_of_its_dyad_alone() -> None:
    bare = asked(coalitions=(), links=(), names={"FRA": "France", "DEU": "Germany"})
    found = by_id(relation_findings(tables(some_acts()), bare))
    assert set(found) == {"conduct-surface", "conduct-behaviour-fra", "conduct-behaviour-deu"}


def test_positions_of_both_members_give_their_distance_and_an_issue_of_one_is_a_gap() -> None:
    since = dt.date(2017, 1, 1)
    rows = tables(
        some_acts(),
        id=["1", "2", "3"], actor=["FRA", "ITA", "FRA"], issue=["water", "water", "fish"], as_of=[since] * 3,
        known_from=[since] * 3, place_low=[0.0, 60.0, 1.0], place=[10.0, 70.0, 2.0], place_high=[20.0, 80.0, 3.0],
        statement=["a", "b", "c"], account=[""] * 3,
    )  # fmt: skip
    found = by_id(relation_findings(rows, asked(issues={"water": "Water", "fish": "Fish"})))
    positions = found["alignment-positions-fra-ita"]
    assert "1 of 1 issues" in positions.statement
    assert "Water (60: 40 to 80)" in positions.statement
    assert any("Fish" in gap for gap in positions.gaps)


def test_small_multiples_hold_every_dyad_that_has_acts_and_leave_its_gaps_open() -> None:
    dyads = (("FRA", "DEU"), ("ITA", "DEU"), ("ESP", "ITA"))
    found = by_id(relation_findings(tables(some_acts()), asked(dyads=dyads)))["conduct-dyads"]
    series = found.exhibits[0]
    assert [line.name for line in series.lines] == ["France and Germany", "Italy and Germany"]
    quiet = [act for act in some_acts() if act[0] >= dt.date(2017, 1, 1)]
    late = by_id(relation_findings(tables(quiet), asked(dyads=dyads)))["conduct-dyads"].exhibits[0]
    assert all(line.y[:4] == (None,) * 4 for line in late.lines)


def test_the_mean_of_a_step_has_an_interval_inside_the_scale_and_one_act_has_none() -> None:
    acts = select(
        table([(day(n), "FRA", "DEU", quad) for n, quad in enumerate((2, 4, 2, 4))]), Selection(source=("FRA",))
    )
    found = mean_intensity(acts)
    assert found is not None
    assert found.value == pytest.approx(-0.5)
    assert -10 <= found.low < found.high <= 10
    assert mean_intensity(acts[:1]) is None


def test_a_span_is_named_by_its_year_where_it_is_whole() -> None:
    assert span_name((dt.date(2016, 1, 1), dt.date(2016, 12, 31))) == "2016"
    assert span_name((dt.date(2016, 3, 1), dt.date(2017, 2, 1))) == "March 2016 to February 2017"


def test_an_opened_case_answers_for_any_two_actors_and_any_link(starter: Path) -> None:
    case = build(starter)
    with pytest.raises(UnknownName, match="unknown actor 'PRE'; did you mean 'PER'"):
        case.alignment("CHL", "PER", toward="PRE")
    link = Link(
        name="n", statement="s", expected="rise",
        first=Selection(source=("CHL",), target=("PER",)), then=Selection(source=("PER",), target=("CHL",)),
    )  # fmt: skip
    assert case.linkage(link).verdict == "cannot be told"
    with pytest.raises(ModelError, match="cannot be its target"):
        case.alignment("CHL", "PER", toward="PER")


def test_the_brief_of_a_bare_case_holds_no_empty_section(starter: Path) -> None:
    found = {finding.id for finding in build(starter).findings("relations")}
    assert {"linkage", "alignment-mediation", "conduct-dyads"}.isdisjoint(found)
