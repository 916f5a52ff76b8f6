"""What a deal is worth when it is carried out in steps, each of which the others may default on.

At a step every party delivers its part (its cost c) and receives the others' (its benefit b). Party p withholds its
part with chance h_p; verification sees this in time with chance v, and then nobody delivers. After a default the
exchange ends and what is then in hand is kept. The value of step k to p is, with S the chance that all keep::

    V_k = S (b - c + d V_{k+1})                      all keep, and go on; d is p's discount
        - (1 - prod_{q != p}(1 - h_q)) (1 - h_p) (1 - v) c     p delivered, another did not
        + h_p prod_{q != p}(1 - h_q) (1 - v) b                 p took and withheld

which is linear in b and c, so a package keeps additive worths when carried out. That small steps keep the future at
stake, and that a last step has no future to lose, is Schelling (1960, The Strategy of Conflict, ch. 2); that the
enforcement of a deal shapes the bargaining over it is Fearon (1998, International Organization 52:269-305); starting
small is Watson (2002, Games and Economic Behavior 38:155-176).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.bargaining.draws import Floats, Reader
from detente.bargaining.issues import Party, Plan, Step

if TYPE_CHECKING:
    from detente.bargaining.packages import Package


@dataclass(frozen=True, slots=True)
class Odds:
    """The chances of one step for one party: all keep, the others all keep, p is left having delivered, p takes."""

    all_keep: Floats
    others_keep: Floats
    cheated: Floats
    takes: Floats
    unseen: Floats


def _default(plan: Plan, at: int, party: str, read: Reader, draws: int) -> Floats:
    own = plan.steps[at].default.get(party)
    if own is not None:
        return read(f"plan.steps.{at}.default.{party}", own)
    common = plan.default.get(party)
    return np.zeros(draws) if common is None else read(f"plan.default.{party}", common)


def odds(plan: Plan, at: int, party: str, parties: tuple[str, ...], read: Reader) -> Odds:
    """Return the chances of step ``at`` as ``party`` faces them."""
    step: Step = plan.steps[at]
    common = read("plan.verification", plan.verification)
    seen = common if step.verification is None else read(f"plan.steps.{at}.verification", step.verification)
    own = _default(plan, at, party, read, len(seen))
    others = np.ones(len(seen))
    for other in parties:
        if other != party:
            others = others * (1.0 - _default(plan, at, other, read, len(seen)))
    unseen = 1.0 - seen
    return Odds(
        all_keep=others * (1.0 - own),
        others_keep=others,
        cheated=(1.0 - others) * (1.0 - own) * unseen,
        takes=own * others * unseen,
        unseen=unseen,
    )


def carried_out(package: Package, party: Party, values: list[Floats], base: Floats, read: Reader) -> list[Floats]:
    """Return worths (draws, levels) by issue that count what may go wrong under the package's plan.

    A level better than no deal is a benefit, delivered by the others; a worse one is a cost, delivered by the party.
    """
    assert package.plan is not None
    parties = tuple(each.name for each in package.parties)
    patience = read(f"parties.{party.name}.discount", party.discount)
    reached = np.ones(len(patience))
    adjusted = list(values)
    for at, step in enumerate(package.plan.steps):
        chance = odds(package.plan, at, party.name, parties, read)
        benefit = (reached * (chance.all_keep + chance.takes))[:, None]
        cost = (reached * (chance.all_keep + chance.cheated))[:, None]
        for issue in step.issues:
            i = package.index(issue)
            gain = values[i] - base[:, i : i + 1]
            adjusted[i] = base[:, i : i + 1] + np.where(gain > 0, benefit * gain, cost * gain)
        reached = reached * chance.all_keep * patience
    return adjusted
