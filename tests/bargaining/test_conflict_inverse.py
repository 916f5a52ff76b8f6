"""Inverse and robust analysis: smallest changes against trying all, shares against weighing profile by profile."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from conflict_oracle import Oracle
from conflicts_made import conflicts
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.bargaining import Conflict, DecisionMaker, Statement
from detente.errors import ModelError

CONCEPTS = ("R", "GMR", "SMR", "SEQ")
DILEMMA = Conflict(
    decision_makers=[
        DecisionMaker(name="Row", options=["r"], preferences=["c", "not r"]),
        DecisionMaker(name="Column", options=["c"], preferences=["r", "not c"]),
    ]
)


def changed(conflict: Conflict) -> Iterator[Conflict]:
    """Yield every conflict that is one change of a statement away."""
    for k, maker in enumerate(conflict.decision_makers):
        says = [statement.says for statement in maker.preferences]
        lists = [says[:at] + says[at + 1 :] for at in range(len(says))]
        lists += [[*says[:at], f"not ({says[at]})", *says[at + 1 :]] for at in range(len(says))]
        lists += [[*says[: at - 1], says[at], says[at - 1], *says[at + 1 :]] for at in range(1, len(says))]
        for each in lists:
            other = maker.replace(preferences=tuple(Statement(says=s) for s in each))
            makers = (*conflict.decision_makers[:k], other, *conflict.decision_makers[k + 1 :])
            yield conflict.replace(decision_makers=makers)


def smallest_by_trying(conflict: Conflict, state: int, concept: str, want: str, deepest: int) -> int | None:
    level = [conflict]
    for size in range(deepest + 1):
        if any((state in Oracle(each).equilibria(concept)) == (want == "stable") for each in level):
            return size
        level = [other for each in level for other in changed(each)]
    return None


@settings(max_examples=40, deadline=None)
@given(conflicts(most=2, most_options=3), st.data())
def test_the_smallest_change_is_the_smallest_that_trying_all_finds(conflict: Conflict, data) -> None:
    assume(sum(len(maker.preferences) for maker in conflict.decision_makers) <= 6)
    state = data.draw(st.integers(1, len(conflict.states)))
    concept, want = data.draw(st.sampled_from(CONCEPTS)), data.draw(st.sampled_from(["stable", "unstable"]))
    found = conflict.smallest_change(state, concept, want=want, deepest=2)
    assert found.exact
    assert found.size == smallest_by_trying(conflict, state, concept, want, 2)


def test_each_set_of_changes_told_is_told_in_words() -> None:
    made = DILEMMA.smallest_change(4, "R")
    assert (made.size, made.exact) == (2, True)
    assert {edit.by for edit in made.ways[0]} == {"Row", "Column"}
    ended = DILEMMA.smallest_change(4, "SEQ", want="unstable")
    assert ended.size == 1
    assert "Row ranks 'not r' above 'c'" in [edit.said for (edit,) in ended.ways]
    assert ended.said.startswith("The smallest change that ends the equilibrium at state 4 (SEQ) takes 1: ")
    assert DILEMMA.smallest_change(1, "R").said == "Nothing need change: state 1 is stable already."


def test_only_those_named_change_their_preferences() -> None:
    found = DILEMMA.smallest_change(4, "R", of=["Row"])
    assert found.size is None
    assert found.said.startswith("No set of up to 4 changes makes state 4 an equilibrium (R); ")


def test_a_search_that_cannot_weigh_everything_says_so() -> None:
    options = [f"o{k}" for k in range(6)]
    makers = [
        DecisionMaker(name=f"D{k}", options=options[2 * k : 2 * k + 2], preferences=[f"not {o}" for o in options])
        for k in range(3)
    ]
    found = Conflict(decision_makers=makers).smallest_change("YYYYYY", "R", deepest=6, budget=500)
    assert (found.size, found.exact) == (6, False)
    assert "searched, not proved smallest" in found.said


def test_in_a_direct_ranking_a_change_swaps_neighbours() -> None:
    chicken = Conflict(
        decision_makers=[
            DecisionMaker(name="Row", options=["r"], ranking=["NY", "YY", "YN", "NN"]),
            DecisionMaker(name="Column", options=["c"], ranking=["YN", "YY", "NY", "NN"]),
        ]
    )
    found = chicken.smallest_change("YY", "R")
    assert found.size == 2
    assert {edit.said for edit in found.ways[0]} == {
        "Row puts state 4 above state 3",
        "Column puts state 4 above state 2",
    }


def unsure(conflict: Conflict, data) -> Conflict:
    def doubt(statement: Statement, place: int) -> Statement:
        return statement.replace(
            importance={"low": -place - 1.0, "value": -float(place), "high": -place + data.draw(st.floats(0, 2))},
            doubtful=data.draw(st.booleans()),
            unknown=data.draw(st.booleans()),
        )

    return conflict.replace(
        decision_makers=tuple(
            maker.replace(preferences=tuple(doubt(s, place) for place, s in enumerate(maker.preferences)))
            for maker in conflict.decision_makers
        )
    )


@settings(max_examples=60, deadline=None)
@given(conflicts(most_options=4, hidden=True), st.sampled_from(CONCEPTS), st.data())
def test_profiles_weighed_at_once_are_those_weighed_one_by_one(conflict: Conflict, concept: str, data) -> None:
    open_one = unsure(conflict, data)
    found = open_one.robustness(np.random.default_rng(1), profiles=8, concept=concept)
    lists = relisted(open_one, profiles=8)
    for profile in range(8):
        makers = tuple(
            maker.replace(preferences=tuple(Statement(says=s) for s in lists[maker.name][profile]))
            for maker in open_one.decision_makers
        )
        alone = open_one.replace(decision_makers=makers).stability([concept])
        assert (found.flags[profile] == alone.equilibrium(concept)).all()


def relisted(conflict: Conflict, *, profiles: int) -> dict[str, list[list[str]]]:
    """Read off, from what was drawn, the list of each decision maker in each profile."""
    drawn = conflict.robustness(np.random.default_rng(1), profiles=profiles).drawn
    luck = iter(drawn.items())
    repeated = len(drawn) < sum(
        (s.importance.width > 0) + s.unknown + s.doubtful for m in conflict.decision_makers for s in m.preferences
    )
    assume(not repeated)  # a statement listed twice draws under one name
    held = dict(luck)
    found: dict[str, list[list[str]]] = {}
    for maker in conflict.decision_makers:
        found[maker.name] = []
        for profile in range(profiles):
            weighed = []
            for statement in maker.preferences:
                number = statement.importance
                here = {question: held.get((maker.name, statement.says, question)) for question in QUESTIONS}
                at = 0.0 if here[QUESTIONS[0]] is None else here[QUESTIONS[0]][profile]
                if here[QUESTIONS[1]] is not None and here[QUESTIONS[1]][profile] < 0.5:
                    continue
                turned = here[QUESTIONS[2]] is not None and here[QUESTIONS[2]][profile] < 0.5
                says = f"not ({statement.says})" if turned else statement.says
                weighed.append((number.low + at * number.width, says))
            found[maker.name].append([says for _, says in sorted(weighed, key=lambda each: -each[0])])
    return found


QUESTIONS = ("more important", "held at all", "wanted rather than unwanted")


def test_the_statement_that_decides_is_found() -> None:
    wants = [
        Statement(says="c", importance={"low": 0, "value": 1, "high": 2}),
        Statement(says="not r", importance={"low": 0.5, "value": 0.9, "high": 1.2}),
    ]
    conflict = DILEMMA.replace(
        decision_makers=(DecisionMaker(name="Row", options=["r"], preferences=wants), DILEMMA.decision_makers[1])
    )
    found = conflict.robustness(np.random.default_rng(0), profiles=2000)
    assert found.share(1).value == 1.0
    # The compromise holds where the other's restraint matters more than one's own freedom.
    assert 0.4 < found.share(4).value < 0.8
    first = found.drivers(4)[0]
    assert (first.decision_maker, first.statement, first.question) == ("Row", "c", "more important")
    assert first.moves.low > 0.5
    assert list(found.shares) == [1, 4]


def test_dropping_a_source_shows_which_equilibria_hang_on_it() -> None:
    wants = [Statement(says="c", evidence="ev-1; ev-2"), Statement(says="not r", evidence="ev-3")]
    conflict = DILEMMA.replace(
        decision_makers=(DecisionMaker(name="Row", options=["r"], preferences=wants), DILEMMA.decision_makers[1])
    )
    alone = {each.source: each for each in conflict.without_sources("SEQ")}
    assert set(alone) == {"ev-3"}
    # A Row that does not mind its own restraint no longer answers, so Column leaves the compromise.
    assert alone["ev-3"].statements == ("Row: not r",)
    assert (alone["ev-3"].made, alone["ev-3"].ended, alone["ev-3"].kept) == ((2,), (4,), (1,))
    together = conflict.without_sources("SEQ", sources={"ev-1": "agency", "ev-2": "agency"})
    assert [each.source for each in together] == ["agency", "ev-3"]


def test_questions_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ModelError, match="unknown goal 'stabel'; did you mean 'stable'"):
        DILEMMA.smallest_change(1, want="stabel")
    with pytest.raises(ModelError, match="0 profiles"):
        DILEMMA.robustness(np.random.default_rng(0), profiles=0)
