"""What a case asks of alignment, third parties and links: from the folder's words to the engine's values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from detente.case.folder import CaseFolder
from detente.finding import Finding
from detente.relations.asked import Asked

if TYPE_CHECKING:
    import polars as pl

SEED = 20190228  # moves the deals and draws behind intervals
GOOD = ("A1", "A2", "B1", "B2")
# Tables of the record that these findings rest on, beside events.
TABLES = ("positions", "meetings", "verifications", "evidence")


def asked_of(
    folder: CaseFolder,
    *,
    breaks: Sequence[dt.date] = (),
    grades: Mapping[str, str] | None = None,
    as_of: dt.date | None = None,
) -> Asked:
    """Return what a case asks.

    ``breaks`` are the boundaries between phases of its focus dyad, ``grades`` the best grade of each event.
    """
    file = folder.file
    return Asked(
        focus=file.focus.dyad,
        names=file.names,
        window=file.window,
        reference=(file.focus.reference.name, file.focus.reference.date),
        as_of=as_of or file.as_of,
        breaks=tuple(breaks),
        coalitions=tuple((each.name, each.members, each.toward) for each in file.coalitions),
        dyads=file.all_dyads,
        issues={issue.id: issue.name for issue in file.issues},
        links=file.links,
        well_told=frozenset(event for event, grade in (grades or {}).items() if grade in GOOD),
    )


def relation_findings(tables: Mapping[str, pl.DataFrame], asked: Asked) -> list[Finding]:
    """Return the findings on words and deeds, alignment, third parties and links."""
    import numpy as np

    from detente.relations.alignment_findings import alignment_findings
    from detente.relations.balance_findings import balance_finding
    from detente.relations.conduct_findings import behaviour_findings, surface_finding
    from detente.relations.link_findings import link_findings
    from detente.relations.pictures import dyads_finding
    from detente.relations.thirdparty_findings import activity_finding, mediation_finding

    events, rng = tables["events"], np.random.default_rng(SEED)
    if asked.span[1] <= asked.span[0]:
        return []
    return [
        *surface_finding(events, tables, asked, rng=rng),
        *dyads_finding(events, asked),
        *behaviour_findings(events, asked, rng=rng),
        *alignment_findings(events, tables["positions"], asked, rng=rng),
        *activity_finding(events, tables["meetings"], asked),
        *mediation_finding(events, asked),
        *balance_finding(events, asked),
        *link_findings(events, asked),
    ]
