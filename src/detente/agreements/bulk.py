"""Large ledgers: the states of many commitments at many days, by one compiled pass.

The rules are those of `detente.agreements.lifecycle`, which stays the oracle: a property test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.agreements.lifecycle import MOVES, STATES, Duty, Move, Terms
from detente.errors import ModelError

if TYPE_CHECKING:
    import polars as pl

NEVER = np.iinfo(np.int64).max
DUTIES: tuple[Duty, ...] = ("achieve", "maintain", "effort")


@dataclass(frozen=True)
class Columns:
    """Commitments as columns, and their events as columns sorted by commitment, then by instant.

    ``first[k]`` to ``first[k + 1]`` are the events of commitment k. An event counts from the instant at which it was
    ``known``, and never before it happened. Deadlines that do not exist are `NEVER`.
    """

    duty: NDArray[np.int8]
    conditional: NDArray[np.bool_]
    owed: NDArray[np.bool_]
    antecedent_by: NDArray[np.int64]
    consequent_by: NDArray[np.int64]
    consequent_within: NDArray[np.int64]
    first: NDArray[np.int64]
    at: NDArray[np.int64]
    known: NDArray[np.int64]
    move: NDArray[np.int8]

    def __post_init__(self) -> None:
        count = len(self.duty)
        if len(self.first) != count + 1 or self.first[0] != 0 or self.first[-1] != len(self.at):
            raise ModelError(f"ledger columns: first needs {count + 1} places from 0 to {len(self.at)}")
        steps = np.diff(self.at)
        inner = np.ones(len(self.at), dtype=bool)
        inner[self.first[:-1][self.first[:-1] < len(self.at)]] = False
        if np.any(steps[inner[1:]] < 0):
            raise ModelError("ledger columns: the events of a commitment are not in order of time")


def columns(promises: Iterable[tuple[Terms, Sequence[tuple[int, Move, int]]]]) -> Columns:
    """Return the columns of promises given as terms with (instant, move, known from) events in any order."""
    given = [(terms, sorted(events, key=lambda event: event[0])) for terms, events in promises]
    every = [event for _, events in given for event in events]
    return Columns(
        duty=np.array([DUTIES.index(terms.duty) for terms, _ in given], dtype=np.int8),
        conditional=np.array([terms.conditional for terms, _ in given], dtype=bool),
        owed=np.array([terms.owed for terms, _ in given], dtype=bool),
        antecedent_by=_deadlines(terms.antecedent_by for terms, _ in given),
        consequent_by=_deadlines(terms.consequent_by for terms, _ in given),
        consequent_within=_deadlines(terms.consequent_within for terms, _ in given),
        first=np.cumsum([0, *(len(events) for _, events in given)], dtype=np.int64),
        at=np.array([at for at, _, _ in every], dtype=np.int64),
        known=np.array([known for _, _, known in every], dtype=np.int64),
        move=np.array([MOVES.index(move) for _, move, _ in every], dtype=np.int8),
    )


def states(given: Columns, instants: ArrayLike) -> NDArray[np.int8]:
    """Return the state of every commitment (rows) at every instant (columns) as places in `STATES`.

    At each instant only events that were known by then are used.

    >>> made = columns([(Terms(conditional=False, consequent_by=5), [(0, "create", 0), (4, "consequent", 8)])])
    >>> [STATES[code] for code in states(made, [4, 6, 8])[0]]
    ['detached', 'violated', 'satisfied']
    """
    from detente.agreements.bulk_kernel import run

    asked = np.asarray(instants, dtype=np.int64)
    found: NDArray[np.int8] = run(
        given.duty, given.conditional, given.owed, given.antecedent_by, given.consequent_by, given.consequent_within,
        given.first, given.at, np.maximum(given.known, given.at), given.move, asked,
    )  # fmt: skip
    return found


def counts(found: NDArray[np.int8], instants: Sequence[object]) -> pl.DataFrame:
    """Return how many commitments stood in each state at each instant: one row an instant, one column a state."""
    import polars as pl

    tallies = {str(state): (found == code).sum(axis=0) for code, state in enumerate(STATES)}
    return pl.DataFrame({"at": list(instants), **tallies})


def _deadlines(values: Iterable[int | None]) -> NDArray[np.int64]:
    return np.array([NEVER if value is None else value for value in values], dtype=np.int64)
