"""Promises and definitions that cannot be: each a fault with its line and a mend, never a crash."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.agreements.conditions import in_circles, in_order
from detente.case.validating import validate

HEAD = """\
id: lake
title: Lake Accord
date: 2021-03-02
parties: [CHL, PER]
source: invented-1
commitments:
"""
PROMISE = "  - {{id: L-{n}, debtor: [{debtor}], creditor: [{creditor}], action: x, kind: {kind}{more}}}\n"
DEFINITION = """\
terms:
  - id: calm
    name: calm
    items: [{id: guns, name: guns}]
    definitions:
"""
MEANT = "      - {{holder: {}, published: {}, includes: [guns]}}\n"


def lake(case: Path, *promises: str) -> str:
    (case / "agreements" / "lake.yaml").write_text(HEAD + "".join(promises), encoding="utf-8")
    return "\n".join(map(str, validate(case)))


def promise(more: str = "", *, n: int = 1, debtor: str = "CHL", creditor: str = "PER", kind: str = "achieve") -> str:
    return PROMISE.format(n=n, debtor=debtor, creditor=creditor, kind=kind, more=f", {more}" if more else "")


def test_a_promise_that_can_be_has_no_fault(starter: Path) -> None:
    assert lake(starter, promise("due: 2021-06-30")) == ""
    assert lake(starter, promise(debtor="CHL, PER", creditor="PER, CHL")) == ""


def test_promises_that_wait_in_a_circle_are_refused(starter: Path) -> None:
    one = promise("condition: {text: after you, after: [L-2]}")
    other = promise("condition: {text: after you, after: [L-1]}", n=2)
    found = lake(starter, one, other)
    assert "agreements/lake.yaml:7: commitments.0.condition.after: L-1 waits in a circle: it comes after L-2" in found
    assert "L-2 waits in a circle: it comes after L-1; drop one" in found


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (promise("condition: {text: x, after: [L-1]}"), "L-1 waits in a circle"),
        (promise("condition: {text: x, after: [L-7]}"), "unknown commitment 'L-7'"),
        (promise("condition: {text: x, depends_on: [CHI]}"), "condition.depends_on: unknown actor 'CHI'"),
        (promise("condition: {text: x, due: 2020-01-01}"), "2020-01-01 is before the agreement of 2021-03-02"),
        (promise("due: 2020-01-01"), "2020-01-01 is before the agreement of 2021-03-02"),
        (promise("due: 2021-05-01, starts: 2021-06-01"), "2021-05-01 is before it starts on 2021-06-01"),
        (promise(creditor="CHL"), "CHL stands on both sides"),
        (promise(debtor="CHL, PER"), "debtor: PER stands on both sides"),
        (promise(debtor=""), "debtor: is empty"),
        (promise(kind="unilateral"), "a unilateral commitment has none"),
        (promise("evidence: [{date: 2020-01-01, effect: fulfils, text: x}]"), "2020-01-01 is before the agreement"),
        (
            promise("evidence: [{date: 2021-05-01, date_end: 2021-04-01, effect: breach, text: x}]"),
            "2021-04-01 is before it began on 2021-05-01",
        ),
        (
            promise("evidence: [{date: 2021-05-01, known_from: 2021-04-01, effect: breach, text: x}]"),
            "2021-04-01 is before it happened on 2021-05-01",
        ),
        (promise("evidence: [{date: 2021-05-01, effect: breach, text: x, by: PRU}]"), "unknown actor 'PRU'"),
        (promise("evidence: [{date: 2021-05-01, effect: broke, text: x}]"), "evidence.0.effect"),
        (promise("scores: [{as_of: 2021-06-01, score: 4}]"), "scores.0.score"),
        (
            promise("scores: [{as_of: 2021-06-01, score: 1}, {as_of: 2021-06-01, score: 2}]"),
            "2021-06-01 is scored twice",
        ),
        (promise("source: nowhere"), "unknown source 'nowhere'"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_a_fault_with_its_line(starter: Path, made: str, said: str) -> None:
    found = lake(starter, made)
    assert said in found
    assert "agreements/lake.yaml:7" in found


@pytest.mark.parametrize(
    ("definitions", "said"),
    [
        (
            MEANT.format("CHL", "2020-01-01") + MEANT.format("CHL", "2020-06-01"),
            "CHL holds two definitions from 2020-06-01; end the one of 2020-01-01 with 'until: 2020-06-01'",
        ),
        (
            MEANT.format("''", "2020-01-01") + MEANT.format("''", "2020-06-01"),
            "names no holder; say who means the word so",
        ),
        ("      - {published: 2020-01-01, includes: [guns]}\n", "holder: is missing"),
        (
            "      - {holder: CHL, published: 2020-01-01, until: 2019-01-01, includes: [guns]}\n",
            "is not after 2020-01-01",
        ),
        (
            "      - {holder: CHL, published: 2020-01-01, includes: [guns], excludes: [guns]}\n",
            "'guns' is both counted in and ruled out",
        ),
        ("      - {holder: CHL, published: 2020-01-01, includes: [gums]}\n", "did you mean 'guns'?"),
        (
            "      - {holder: CHL, published: 2020-01-01, includes: [guns], restated: [{date: 2019-01-01}]}\n",
            "2019-01-01 is before the definition of 2020-01-01",
        ),
    ],
)
def test_definitions_that_cannot_be_are_faults(starter: Path, definitions: str, said: str) -> None:
    (starter / "agreements" / "river.yaml").unlink()
    (starter / "definitions.yaml").write_text(DEFINITION + definitions, encoding="utf-8")
    found = "\n".join(map(str, validate(starter)))
    assert said in found
    assert "definitions.yaml:" in found


def test_a_report_on_an_obligation_that_is_not_there_is_a_fault(starter: Path) -> None:
    (starter / "verifications.csv").write_text(
        "id,issuer,date,object,finding,access,certainty,text,obligations,source\n"
        "V,UNO,2021-05-01,x,breach,remote,confirmed,x,RIV-9,invented-1\n",
        encoding="utf-8",
    )
    (fault,) = validate(starter)
    assert str(fault).startswith("verifications.csv:2: obligations: unknown commitment 'RIV-9'; did you mean")


graphs = st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 9), max_size=3), max_size=8).map(
    lambda graph: {str(name): [str(other) for other in others] for name, others in graph.items()}
)


def reachable(graph: dict[str, list[str]], start: str) -> set[str]:
    seen: set[str] = set()
    left = list(graph[start])
    while left:
        name = left.pop()
        if name in graph and name not in seen:
            seen.add(name)
            left += graph[name]
    return seen


@given(graphs)
def test_whatever_waits_for_itself_is_found_and_nothing_outside_circles_and_the_paths_between(
    graph: dict[str, list[str]],
) -> None:
    found = in_circles(graph)
    own = {name for name in graph if name in reachable(graph, name)}
    assert own <= found
    for name in found:
        assert name in own or (reachable(graph, name) & own and any(name in reachable(graph, each) for each in own))


@given(graphs)
def test_an_order_holds_everything_once_and_puts_first_what_is_waited_for(graph: dict[str, list[str]]) -> None:
    order = in_order(graph)
    assert sorted(order) == sorted(graph)
    if not in_circles(graph):
        place = {name: n for n, name in enumerate(order)}
        assert all(place[other] < place[name] for name, others in graph.items() for other in others if other in place)
