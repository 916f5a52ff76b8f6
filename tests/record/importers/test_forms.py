"""Known answers: what each field of each form becomes, worked out by hand from the source's codebook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from detente.record.importers import FORMS, sniff

Sample = Callable[[str], Path]


def shown(event: dict[str, Any], *names: str) -> tuple[object, ...]:
    return tuple(event[name] for name in names)


ACT = ("source", "source_sector", "target", "target_sector", "type", "mode", "quad", "scope")


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_known_by_its_first_line(form: str, sample: Sample) -> None:
    assert sniff(sample(form)) == form


@pytest.mark.parametrize("form", ["gdelt1", "gdelt2"])
def test_gdelt_rows_take_actors_kind_and_days_from_their_columns(form: str, sample: Sample, record: Any) -> None:
    tally = record.take(sample(form))
    assert (tally.read, tally.stored, tally.merged, tally.rejected) == (12, 5, 1, 6)
    events = record.events()
    assert shown(events["1001"], *ACT) == ("USA", "GOV", "FRA", "", "CONSULT", "visit", 1, "dyadic")
    assert shown(events["1001"], "date", "known_from", "cameo", "source_quad", "coder") == (
        dt.date(2019, 3, 1), dt.date(2019, 3, 2), "042", 1, form,
    )  # fmt: skip
    # Romania had another code until 2002; the European Union and the World Bank are groups without a country.
    assert shown(events["1002"], *ACT) == ("FRA", "", "ROU", "MIL", "ASSAULT", "", 4, "dyadic")
    assert shown(events["1003"], "source", "source_sector", "target", "date", "known_from") == (
        "EUR", "", "WBK", dt.date(2018, 3, 1), dt.date(2019, 3, 1),
    )  # fmt: skip
    assert events["1004"]["scope"] == "domestic"


@pytest.mark.parametrize("form", ["gdelt1", "gdelt2"])
def test_gdelt_rows_are_refused_each_for_its_own_reason(form: str, sample: Sample, record: Any) -> None:
    record.take(sample(form))
    reasons = record.reasons()
    assert sorted(reasons) == [5, 6, 7, 8, 9, 10]
    for line, word in {5: "region", 6: "'COP'", 7: "second actor", 8: "date", 9: "'999'", 10: "'XYZ'"}.items():
        assert word in reasons[line]


def test_the_day_a_gdelt_row_was_added_never_comes_before_the_event(sample: Sample, record: Any) -> None:
    record.take(sample("gdelt2"))
    # Added on 1 March, dated 5 March; its class 7 is none.
    assert shown(record.events()["1011"], "date", "known_from", "source_quad") == (
        dt.date(2019, 3, 5), dt.date(2019, 3, 5), None,
    )  # fmt: skip


def test_the_address_of_a_gdelt_row_is_in_its_report_and_no_sentence(sample: Sample, record: Any) -> None:
    record.take(sample("gdelt2"))
    assert record.one("select document from reports where event_id = '1001'") == "https://example.org/a"
    assert {event["sentence"] for event in record.events().values()} == {""}


def test_of_a_repeated_id_the_earliest_report_is_kept_and_the_other_can_be_seen(sample: Sample, record: Any) -> None:
    record.take(sample("gdelt2"))
    assert record.con.execute("select id, merged_into, known_from from merged").fetchall() == [
        ("1001", "1001", dt.date(2019, 3, 5))
    ]


def test_icews_actors_are_of_their_country_with_the_most_telling_sector(sample: Sample, record: Any) -> None:
    tally = record.take(sample("icews"))
    assert (tally.read, tally.stored, tally.merged, tally.rejected) == (7, 4, 1, 2)
    events = record.events()
    assert shown(events["501"], *ACT) == ("BRA", "GOV", "CHL", "MIL", "CONSULT", "", 1, "dyadic")
    assert shown(events["502"], "source", "target") == ("CHL", "BRA")
    assert shown(events["503"], "source", "target", "type", "quad") == ("EUR", "CIV", "SANCTION", 4)
    assert shown(events["505"], *ACT) == ("CHL", "COP", "CHL", "CVL", "COERCE", "arrest", 4, "domestic")
    assert "Côte d’Ivoire" in events["503"]["sentence"]
    assert set(record.reasons()) == {5, 7}


def test_named_icews_rows_go_by_country_then_by_the_name_in_brackets(sample: Sample, record: Any) -> None:
    tally = record.take(sample("icews_named"))
    assert (tally.read, tally.stored, tally.merged, tally.rejected) == (5, 2, 1, 2)
    found = {shown(event, *ACT) for event in record.events().values()}
    assert found == {
        ("AUS", "COP", "AUS", "CVL", "COERCE", "arrest", 4, "domestic"),
        ("PER", "", "USA", "GOV", "THREATEN", "", 3, "dyadic"),
    }
    assert "Somebody Unheard Of" in record.reasons()[4]
    assert "kind" in record.reasons()[5]


def test_polecat_rows_are_plover_already(sample: Sample, record: Any) -> None:
    tally = record.take(sample("polecat"))
    assert (tally.read, tally.stored, tally.merged, tally.rejected) == (5, 3, 0, 2)
    events = record.events()
    assert shown(events["P1"], *ACT) == ("PER", "GOV", "CHL", "MIL", "CONSULT", "visit", 1, "dyadic")
    assert shown(events["P1"], "context", "source_quad", "date", "known_from") == (
        ["diplomatic", "military"], 1, dt.date(2020, 5, 1), dt.date(2020, 5, 3),
    )  # fmt: skip
    # A body goes by its name, a list of actors by the first that is ours; published before it happened it was not.
    assert shown(events["P2"], *ACT) == ("EUR", "", "PER", "MIL", "SANCTION", "", 4, "dyadic")
    assert events["P2"]["known_from"] == dt.date(2020, 5, 4)
    assert shown(events["P5"], "mode", "scope") == ("", "domestic")
    assert "'DANCE'" in record.reasons()[4]
    assert "second actor" in record.reasons()[5]


def test_acled_actors_belong_to_the_state_in_their_name_and_else_to_the_place(sample: Sample, record: Any) -> None:
    tally = record.take(sample("acled"))
    assert (tally.read, tally.stored, tally.merged, tally.rejected) == (6, 3, 0, 3)
    events = record.events()
    assert shown(events["SYR1"], *ACT) == ("USA", "MIL", "SYR", "MIL", "ASSAULT", "aerial", 4, "dyadic")
    assert shown(events["SYR1"], "date", "precision", "known_from", "note") == (
        dt.date(2019, 5, 10), "day", dt.date(2019, 5, 14), "deaths: 3",
    )  # fmt: skip
    assert events["SYR1"]["sentence"].endswith("with a comma,\nand a second line.")
    assert shown(events["MEX2"], *ACT) == ("MEX", "CVL", "MEX", "COP", "PROTEST", "demo", 4, "domestic")
    assert shown(events["MEX2"], "date", "precision", "note") == (dt.date(2019, 5, 12), "week", "")
    assert shown(events["KEN3"], "source", "source_sector", "precision") == ("KEN", "UAF", "month")


def test_acled_rows_are_refused_where_no_actor_acts_on_another(sample: Sample, record: Any) -> None:
    record.take(sample("acled"))
    # The first row takes two lines, so that the numbers are those of lines and not of rows.
    assert {line: reason.split(" ")[0] for line, reason in record.reasons().items()} == {
        6: "names", 7: "'Other'", 8: "first",
    }  # fmt: skip
    assert "From Abroad" in record.reasons()[8]


def test_ucdp_governments_go_by_number_and_others_by_the_country_of_the_event(sample: Sample, record: Any) -> None:
    tally = record.take(sample("ucdp"))
    assert (tally.read, tally.stored, tally.merged, tally.rejected) == (5, 3, 0, 2)
    events = record.events()
    assert shown(events["9001"], *ACT) == ("RUS", "GOV", "UKR", "GOV", "ASSAULT", "", 4, "dyadic")
    assert shown(events["9001"], "date_end", "known_from", "note") == (
        None, dt.date(2018, 2, 7), "deaths, best estimate: 4",
    )  # fmt: skip
    assert shown(events["9002"], "source", "source_sector", "target", "precision") == ("NGA", "REB", "NGA", "week")
    # Nothing says when it was told: not before it was over.
    assert shown(events["9002"], "date", "date_end", "known_from") == (
        dt.date(2018, 2, 5), dt.date(2018, 2, 9), dt.date(2018, 2, 9),
    )  # fmt: skip
    assert shown(events["9003"], "target_sector", "precision", "known_from") == ("CVL", "month", dt.date(2018, 2, 28))
    assert "'4'" in record.reasons()[5]
    assert "'9999'" in record.reasons()[6]


def test_our_own_table_keeps_happenings_months_and_the_grade_of_each_telling(sample: Sample, record: Any) -> None:
    tally = record.take(sample("own"))
    assert (tally.read, tally.stored, tally.merged, tally.rejected) == (5, 2, 1, 2)
    events = record.events()
    assert {event["happening_id"] for event in events.values()} == {"h1"}
    assert shown(events["o1"], "date", "date_end", "precision", "coder") == (
        dt.date(2018, 5, 1), dt.date(2018, 5, 31), "month", "person",
    )  # fmt: skip
    assert record.con.execute("select distinct source_id, credibility from reports").fetchall() == [("paper", "2")]
    assert record.one("select merged_into from merged") == "o1"
    assert "'SING'" in record.reasons()[4]


def test_the_last_month_of_all_is_a_month_too(tmp_path: Path, record: Any) -> None:
    path = tmp_path / "own.csv"
    path.write_text("id,date,source,target,type\n1,9999-12,USA,FRA,CONSULT\n2,0000,USA,FRA,CONSULT\n")
    tally = record.take(path)
    assert (tally.stored, tally.rejected) == (1, 1)
    assert record.events()["1"]["date_end"] == dt.date(9999, 12, 31)


def test_many_rows_of_one_source_with_the_ids_of_another_are_kept_apart(sample: Sample, record: Any) -> None:
    record.take(sample("gdelt2"))
    before = set(record.events())
    record.take(sample("gdelt1"))
    assert set(record.events()) == before | {f"gdelt1:{id_}" for id_ in before}
    again = record.take(sample("gdelt1"))
    assert (again.stored, again.merged) == (0, 6)


def test_two_icews_events_of_different_days_may_share_an_id(sample: Sample, tmp_path: Path, record: Any) -> None:
    header, first, *_ = sample("icews").read_text(encoding="utf-8").splitlines()
    later, third = first.replace("2018-06-01", "2018-09-05"), first.replace("2018-06-01", "2019-01-01")
    one, two = tmp_path / "2018.tab", tmp_path / "2019.tab"
    one.write_text("\n".join([header, first, later, first]) + "\n", encoding="utf-8")
    two.write_text("\n".join([header, third, later]) + "\n", encoding="utf-8")
    assert (record.take(one).stored, record.take(two).stored) == (2, 1)
    assert {id_: event["date"].isoformat() for id_, event in record.events().items()} == {
        "501": "2018-06-01", "501@2018-09-05": "2018-09-05", "501@2019-01-01": "2019-01-01",
    }  # fmt: skip
    assert record.take(one).stored == record.take(two).stored == 0


def test_a_report_known_earlier_takes_the_place_of_one_stored_before(
    sample: Sample, tmp_path: Path, record: Any
) -> None:
    first, *_ = sample("gdelt2").read_text(encoding="utf-8").splitlines()
    late, early = tmp_path / "late.CSV", tmp_path / "early.CSV"
    late.write_text(first.replace("20190302120000", "20190309120000") + "\n", encoding="utf-8")
    early.write_text(first.replace("example.org/a", "example.org/early") + "\n", encoding="utf-8")
    record.take(late)
    tally = record.take(early)
    assert (tally.stored, tally.merged) == (0, 1)
    assert record.events()["1001"]["known_from"] == dt.date(2019, 3, 2)
    assert record.one("select document from reports") == "https://example.org/early"
    assert record.one("select known_from from merged") == dt.date(2019, 3, 9)
