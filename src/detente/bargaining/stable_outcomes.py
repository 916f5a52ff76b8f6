"""The stable outcomes of a conflict, or of a word that parties sign, as labels for levers to make and end."""

from __future__ import annotations

from collections.abc import Iterator

from detente.bargaining.conflict import Conflict
from detente.bargaining.shared_word import SharedWord


def stable_outcomes(model: Conflict | SharedWord) -> Iterator[str]:
    """Yield each named outcome of a conflict that holds (SEQ), with the account and reading under which it does.

    Of a word that parties sign, yield whether what was signed holds.

    >>> from detente.bargaining import DecisionMaker
    >>> alone = Conflict(
    ...     decision_makers=[DecisionMaker(name="A", options=["go"], preferences=["go"])],
    ...     outcomes=[{"name": "gone", "taken": ["go"]}, {"name": "stayed"}],
    ... )
    >>> list(stable_outcomes(alone))
    ['gone (as given)']
    """
    if isinstance(model, SharedWord):
        yield from ("what was signed holds" for signed in model.signed()[:1] if not signed.surprised)
        return
    for variant, each in model.variants().items():
        stable = each.stability(["SEQ"]).equilibria("SEQ")
        for outcome in model.outcomes:
            if each.state(outcome.taken).number in stable:
                yield f"{outcome.name} ({variant})"
