"""Who promised what, and what became of it: the ledger of a case."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from detente.case.answers import write_findings
from detente.case.dating import dated_agreements, dated_positions, dated_terms, dated_verifications
from detente.case.folder import CaseFolder
from detente.case.steps import Context, Step
from detente.errors import UnknownName

if TYPE_CHECKING:
    from detente.agreements.ledger import Ledger


def step(folder: CaseFolder) -> Step | None:
    """Return the step that keeps the ledger of a case; None where it has no agreements and no positions."""
    if not folder.agreements and not folder.positions:
        return None
    tables = ("case.yaml", "sources.csv", "definitions.yaml", "verifications.csv", "positions.csv", "agreements/*.yaml")
    reads = [path for pattern in tables for path in sorted(folder.path.glob(pattern))]
    return Step("findings-agreements", _run, reads=reads)


def ledger_of(folder: CaseFolder, *, as_of: dt.date | None = None, definition: str = "") -> Ledger:
    """Return the ledger of a case on a day (its own by default), under one holder's definitions where one is named.

    Raises `UnknownName` where nobody of that name has published a definition.
    """
    from detente.agreements.ledger import ledger
    from detente.agreements.verification import with_reports

    terms = dated_terms(folder)
    holders = {each.holder for term in terms for each in term.definitions}
    if definition and definition not in holders:
        raise UnknownName.among("holder of a definition", definition, sorted(holders))
    agreements = with_reports(dated_agreements(folder), dated_verifications(folder))
    return ledger(agreements, as_of=as_of or folder.file.as_of, terms=terms, holder=definition)


def _run(context: Context) -> None:
    from detente.agreements.answering import promise_findings
    from detente.agreements.asked import Asked

    folder = context.folder
    file = folder.file
    asked = Asked(
        agreements=dated_agreements(folder),
        as_of=file.as_of,
        dyad=file.focus.dyad,
        window=file.window,
        terms=dated_terms(folder),
        reports=dated_verifications(folder),
        positions=dated_positions(folder),
        issues=file.issues,
        names=file.names,
        grades={source.id: source.grade for source in folder.sources},
    )
    write_findings(context, "agreements", promise_findings(asked))
