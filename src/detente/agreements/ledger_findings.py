"""The ledger as findings: every promise with its state, and the spread of scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from detente.agreements.asked import METHOD, Asked, due_to, owed, said, sentence
from detente.agreements.implementation import aggregate
from detente.agreements.ledger import Entry
from detente.agreements.lifecycle import STATES
from detente.finding import Cell, Column, Finding, Happening, Table, Timeline
from detente.record.agreement import Agreement

GROUPS = {
    "detached": "binding",
    "satisfied": "satisfied",
    "violated": "violated",
    "expired": "lapsed or suspended",
    "pending": "lapsed or suspended",
    "terminated": "lapsed or suspended",
}
# States whose names a reader new to commitments would not know.
IN_WORDS = {"conditional": "waiting for a condition", "detached": "binding and still open (detached)"}
NO_TOTAL = "No overall percentage is given: many small clauses would outweigh the few that matter."


def ledger_finding(asked: Asked) -> Finding:
    """Every commitment with its state and score, as a table, and when states changed."""
    first, last = asked.window
    entries = sorted(asked.plain, key=lambda each: not first <= each.agreement.date <= last)
    counts = Counter(entry.state for entry in entries)
    stuck = [entry for entry in entries if any(flag.startswith("cannot be detached") for flag in entry.flags)]
    states = ", ".join(f"{counts[state]} {IN_WORDS.get(state, state)}" for state in STATES if counts[state])
    agreements = len({entry.agreement.id for entry in entries})
    held = f" {len(stuck)} can never bind as they are written." if stuck else ""
    return Finding(
        id="promises-ledger",
        engine="agreements",
        statement=f"{said(len(entries), 'commitment')} in {said(agreements, 'agreement')}: {states}.{held}",
        exhibits=(_table(asked, entries), _timeline(asked, entries), *_by_period(asked, entries)),
        method=METHOD,
        gaps=tuple(
            f"{entry.id}: no evidence is recorded"
            for entry in entries
            if not entry.counted and entry.state == "detached"
        ),
        caveats=("A row with no evidence since a day says only that the record has none.",),
        as_of=asked.as_of,
    )


def spread_finding(asked: Asked) -> Finding:
    """How far promises were carried out, by agreement and kind, with the spread."""
    entries = sorted(
        asked.plain.entries, key=lambda each: (each.agreement.date, each.agreement.id, each.commitment.kind)
    )
    rows = [
        _spread(_short(part[0].agreement), part[0].commitment.kind, part)
        for part in (list(part) for _, part in groupby(entries, lambda each: (each.agreement.id, each.commitment.kind)))
    ]
    kinds = sorted({entry.commitment.kind for entry in entries})
    by_kind = [
        _spread("all agreements", kind, [each for each in entries if each.commitment.kind == kind]) for kind in kinds
    ]
    blank = sum(entry.scored.score is None for entry in entries)
    columns = (
        Column(key="agreement", label="agreement"), Column(key="kind", label="kind"), Column(key="n", label="promises"),
        *(Column(key=f"s{score}", label=word) for score, word in enumerate(("0 none", "1 minimal", "2 some",
        "3 full"))),
        Column(key="blank", label="blank"), Column(key="percent", label="per cent of full"),
        Column(key="range", label="lowest to highest"),
    )  # fmt: skip
    return Finding(
        id="promises-spread",
        engine="agreements",
        statement=(
            f"How far the promises were carried out differs by kind: {'; '.join(_in_words(row) for row in by_kind)}. "
            f"{said(blank, 'promise')} left blank, not 0: the condition never held, or no period has evidence."
        ),
        exhibits=(
            Table(title="Implementation by kind", columns=columns, rows=tuple(by_kind), note=NO_TOTAL),
            Table(title="Implementation by agreement and kind", columns=columns, rows=tuple(rows)),
        ),
        caveats=("What is kept up is scored by its newest period with evidence, which may be years back.",),
        method="The per cent column sums the scores over the most they could be, as the Peace Accords Matrix does.",
        as_of=asked.as_of,
    )


def _table(asked: Asked, entries: Sequence[Entry]) -> Table:
    given = [("analyst", "analyst's")] if any(entry.analyst for entry in entries) else []
    columns = tuple(
        Column(key=key, label=label)
        for key, label in (
            ("id", "id"), ("action", "promise"), ("debtor", "owed by"), ("creditor", "owed to"), ("kind", "kind"),
            ("state", "state"), ("since", "since"), ("score", "score"), *given, ("why", "why"),
        )
    )  # fmt: skip
    rows = tuple(
        (
            entry.id,
            entry.commitment.action,
            owed(entry),
            due_to(entry),
            entry.commitment.kind,
            entry.state,
            entry.since,
            entry.scored.score,
            *((entry.analyst.score if entry.analyst else None,) if given else ()),
            ". ".join(sentence(each) for each in (entry.scored.reason, *entry.flags)),
        )
        for entry in entries
    )
    return Table(
        title="The ledger",
        columns=columns,
        rows=rows,
        refs=tuple(asked.entry_refs(entry) for entry in entries),
        filters=("debtor", "creditor", "kind", "state"),
        note="Score 0 to 3 by rule, the analyst's own beside it once it was given; blank where nothing can be scored.",
    )


def _timeline(asked: Asked, entries: Sequence[Entry]) -> Timeline:
    first = asked.window[0]
    happenings = [
        Happening(
            at=day,
            lane=_short(entry.agreement),
            group=GROUPS[state],
            weight=2,
            label=f"{entry.id} {state}: {entry.commitment.action}",
            ref=asked.entry_refs(entry)[0],
        )
        for entry in entries
        for day, state in entry.history
        if state in GROUPS and first <= day <= asked.as_of
    ]
    return Timeline(
        title="When promises came to bind, were kept, were broken",
        lanes=tuple(dict.fromkeys(happening.lane for happening in happenings)),
        groups=tuple(dict.fromkeys(GROUPS.values())),
        happenings=tuple(happenings),
        note="Each mark is one commitment entering a state; click it for its row.",
    )


def _by_period(asked: Asked, entries: Sequence[Entry]) -> tuple[Table, ...]:
    rows = [
        (entry, each)
        for entry in entries
        for each in entry.periods
        if each.scored.score is not None and each.end >= asked.window[0]
    ]
    if not rows:
        return ()
    columns = ("id", "from", "to", "score", "breached", "why")
    return (
        Table(
            title="Scores by period",
            columns=tuple(Column(key=name, label=name) for name in columns),
            rows=tuple(
                (entry.id, each.start, each.end, each.scored.score, each.breached, sentence(each.scored.reason))
                for entry, each in rows
            ),
            refs=tuple(asked.refs(each.scored.evidence) for _, each in rows),
            filters=("id", "score"),
            note="A deed is scored by all that was done by the end of a period; what is kept up, by that period alone.",
        ),
    )


def _spread(title: str, kind: str, entries: Sequence[Entry]) -> tuple[Cell, ...]:
    scores = [entry.scored.score for entry in entries if entry.scored.score is not None]
    percent = aggregate(scores)
    return (
        title,
        kind,
        len(entries),
        *(scores.count(score) for score in range(4)),
        len(entries) - len(scores),
        None if percent is None else round(percent, 1),
        f"{min(scores)} to {max(scores)}" if scores else "",
    )


def _in_words(row: Sequence[Cell]) -> str:
    return (
        f"{row[1]} {row[8]} % of full ({row[9]}, n = {sum(int(n) for n in row[3:7] if isinstance(n, int))})"
        if row[8] is not None
        else f"{row[1]} not scored"
    )


def _short(agreement: Agreement) -> str:
    year = f" ({agreement.date.year})"
    return agreement.id.replace("-", " ") + ("" if str(agreement.date.year) in agreement.id else year)
