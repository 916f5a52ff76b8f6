"""Who promised what, and what became of it: the ledger of a case."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from detente.case.dating import dated_agreements, dated_terms
from detente.case.folder import CaseFolder
from detente.errors import UnknownName

if TYPE_CHECKING:
    from detente.agreements.ledger import Ledger


def ledger_of(folder: CaseFolder, *, as_of: dt.date | None = None, definition: str = "") -> Ledger:
    """Return the ledger of a case on a day (its own by default), under one holder's definitions where one is named.

    Raises `UnknownName` where nobody of that name has published a definition.
    """
    from detente.agreements.ledger import ledger

    terms = dated_terms(folder)
    holders = {each.holder for term in terms for each in term.definitions}
    if definition and definition not in holders:
        raise UnknownName.among("holder of a definition", definition, sorted(holders))
    return ledger(dated_agreements(folder), as_of=as_of or folder.file.as_of, terms=terms, holder=definition)
