from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.draws import central
from detente.bargaining.issues import Issue, Party, Plan, Step
from detente.bargaining.packages import Package
from detente.bargaining.sequence import continuation
from detente.errors import ModelError

DEAL = {"a": "yes", "b": "yes"}


def swap(*, default: float = 0.1, verification: float = 0.0, discount: float = 1.0) -> Package:
    """On issue a, A pays 1 and B gets 2; on issue b the other way round."""
    return Package(
        issues=[Issue(id="a", levels=["no", "yes"]), Issue(id="b", levels=["no", "yes"])],
        parties=[
            Party(name="A", utilities={"a": {"no": 0, "yes": -1}, "b": {"no": 0, "yes": 2}}, discount=discount),
            Party(name="B", utilities={"a": {"no": 0, "yes": 2}, "b": {"no": 0, "yes": -1}}, discount=discount),
        ],
        no_deal={"a": "no", "b": "no"},
        plan=Plan(
            steps=(Step(name="a", issues=("a",)), Step(name="b", issues=("b",))),
            default={"A": default, "B": default},
            verification=verification,
        ),
    )


def start(package: Package, plan: Plan) -> list[float]:
    return [float(v) for v in continuation(package, plan, DEAL, central).value[0, 0]]


def test_all_at_once_is_worth_what_the_chances_make_of_it() -> None:
    package = swap()
    assert package.plan is not None
    # 0.81 x 1 kept, 0.09 x -1 cheated, 0.09 x 2 taken; caught in time nothing changes hands
    assert start(package, package.plan.at_once()) == pytest.approx([0.90, 0.90])
    caught = swap(verification=1)
    assert caught.plan is not None
    assert start(caught, caught.plan.at_once()) == pytest.approx([0.81, 0.81])


def test_steps_are_valued_from_the_last_to_the_first() -> None:
    package = swap()
    assert package.plan is not None
    # A: step b 0.81 x 2 + 0.09 x 2 = 1.8, step a 0.81 x (-1 + 1.8) - 0.09; B: step b -0.9, step a 0.81 x 1.1 + 0.18
    assert start(package, package.plan) == pytest.approx([0.558, 1.071])
    patient = swap(discount=0.5)
    assert patient.plan is not None
    assert start(patient, patient.plan)[0] == pytest.approx(0.81 * (-1 + 0.9) - 0.09)


def test_without_risk_the_order_makes_no_difference() -> None:
    package = swap(default=0)
    assert package.plan is not None
    assert start(package, package.plan) == start(package, package.plan.at_once()) == [1.0, 1.0]


def test_default_pays_at_the_last_step_unless_it_is_seen() -> None:
    rng = np.random.default_rng(0)
    # taking pays 0.9 x 2 against keeping 0.9 x 1 - 0.1; seen nine times in ten, 0.18 against 0.89
    blind = swap().sequence(DEAL, rng, draws=10).course("all at once")
    seen = swap(verification=0.9).sequence(DEAL, rng, draws=10).course("all at once")
    assert (blind.kept.value, blind.tempting) == (0.0, "all at once")
    assert (seen.kept.value, seen.tempting) == (1.0, "")


def test_a_partys_own_cost_without_gain_tempts_it_at_the_last_step() -> None:
    found = swap(verification=0.9).sequence(DEAL, np.random.default_rng(0), draws=10)
    # at step b B pays 1 and has nothing left to lose by not paying
    assert found.course("step by step").tempting == "b"


@given(st.floats(0, 0.9), st.floats(0, 1), st.floats(0.1, 1), st.booleans())
def test_a_package_carried_out_is_worth_the_value_of_its_steps(default, verification, discount, at_once) -> None:
    package = swap(default=default, verification=verification, discount=discount)
    assert package.plan is not None
    if at_once:
        package = package.replace(plan=package.plan.at_once())
    worth = package.carried_out().deal(DEAL).worth
    assert [worth["A"], worth["B"]] == pytest.approx(start(package, package.plan))


@given(st.floats(0, 0.5), st.floats(0, 1))
def test_more_verification_never_costs_the_party_that_keeps_its_word(default: float, verification: float) -> None:
    def victim(seen: float) -> float:
        package = swap(verification=seen)
        assert package.plan is not None
        plan = package.plan.at_once().replace(default={"B": default})
        return start(package, plan)[0]

    assert victim(1.0) >= victim(verification) - 1e-12


def test_further_plans_are_compared_on_the_same_draws() -> None:
    package = swap()
    assert package.plan is not None
    sure = package.plan.replace(verification=1.0)
    found = package.sequence(DEAL, np.random.default_rng(0), draws=20, plans=[("inspected", sure)])
    assert [course.name for course in found.courses] == ["step by step", "all at once", "inspected"]
    assert found.course("inspected").value["A"].value == pytest.approx(0.81 * (-1 + 0.81 * 2))
    with pytest.raises(ModelError, match="no course 'other'"):
        found.course("other")


def test_steps_may_have_chances_of_their_own() -> None:
    package = swap()
    assert package.plan is not None
    steps = (package.plan.steps[0], package.plan.steps[1].replace(default={"A": 0, "B": 0}, verification=1))
    # step b is now sure: A gets 2 there
    assert start(package, package.plan.replace(steps=steps))[0] == pytest.approx(0.81 * (-1 + 2) - 0.09)


def test_without_a_plan_there_is_nothing_to_compare() -> None:
    with pytest.raises(ModelError, match="no plan to compare"):
        swap().replace(plan=None).sequence(DEAL, np.random.default_rng(0))
