"""The ledger, for a terminal or for another program."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from detente.agreements.lifecycle import STATES
from detente.errors import UnknownName

if TYPE_CHECKING:
    from detente.agreements.ledger import Entry, Ledger
    from detente.record.agreement import Agreement


def checked_state(name: str) -> str:
    """Return a state as it is written; raises `UnknownName` for a word that names none."""
    if name and name not in STATES:
        raise UnknownName.among("state", name, STATES)
    return name


def checked_party(name: str, agreements: Iterable[Agreement]) -> str:
    """Return the code of an actor that owes or is owed something; raises `UnknownName` for one that does not."""
    made = [commitment for agreement in agreements for commitment in agreement.commitments]
    known = {code for each in made for code in (*each.debtor, *each.creditor)}
    if name and name.upper() not in known:
        raise UnknownName.among("party", name, sorted(known))
    return name.upper()


def ledger_as_dict(found: Ledger) -> dict[str, Any]:
    """Return the ledger in the form that other programs read."""
    return {
        "as_of": found.reading.as_of,
        "definition": found.reading.holder or None,
        "commitments": [_entry(entry) for entry in found],
    }


def print_ledger(found: Ledger) -> None:
    """Print the ledger as a table, with what is flagged below each row."""
    from rich.console import Console
    from rich.table import Table

    under = f", under {found.reading.holder}'s definitions" if found.reading.holder else ""
    print(f"{len(found)} commitments as of {found.reading.as_of}{under}")
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("id", "who", "what", "state", "since", "score"):
        table.add_column(name, overflow="fold", no_wrap=name in ("id", "state", "since"))
    for entry in found:
        made = entry.commitment
        who = ", ".join(made.debtor) + (f" to {', '.join(made.creditor)}" if made.creditor else "")
        what = "\n".join([made.action, *(f"  {flag}" for flag in entry.flags)])
        score = "" if entry.scored.score is None else str(entry.scored.score)
        table.add_row(entry.id, who, what, entry.state, str(entry.since or ""), score)
    Console().print(table, markup=False)


def _entry(entry: Entry) -> dict[str, Any]:
    row = entry.row()
    row["history"] = [{"date": day, "state": state} for day, state in entry.history]
    row["periods"] = [
        {"start": each.start, "end": each.end, "score": each.scored.score, "reason": each.scored.reason}
        for each in entry.periods
    ]
    row["evidence"] = [each.model_dump(mode="json") for each in entry.counted]
    row["left_out"] = [each.model_dump(mode="json") for each in entry.left_out]
    return row
