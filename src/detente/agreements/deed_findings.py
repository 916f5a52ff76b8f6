"""Records of debtors, inspections, and outside obligations as findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from detente.agreements.asked import Asked, said, sentence
from detente.agreements.credibility import Record, kept_rate, record_of, words_and_deeds
from detente.agreements.verification import checked
from detente.finding import Column, Estimate, EvidenceRef, Finding, Intervals, Line, Measured, Series, Table

STEPS = 13  # days at which words are held against deeds


def record_findings(asked: Asked) -> list[Finding]:
    """How each party kept what it signed, with the number of promises behind it."""
    debtors = list(dict.fromkeys([*asked.dyad, *(code for entry in asked.plain for code in entry.commitment.debtor)]))
    records = [record_of(code, asked.ledger(debtor=code)) for code in debtors]
    records = [record for record in records if record.judged]
    return [_records(asked, records)] if records else []


def verification_finding(asked: Asked) -> list[Finding]:
    """What inspectors and watchers reported, beside the promises and the obligations that it speaks of."""
    public = [each for each in asked.reports if max(each.known_from or each.date, each.date) <= asked.as_of]
    if not public:
        return []
    verdicts = {entry.id: checked(entry.id, asked.reports, as_of=asked.as_of) for entry in asked.plain}
    tied = [each for each in verdicts.values() if each.reports]
    on_site = sum(each.verdict == "verified on site" for each in tied)
    open_ = sum(each.verdict == "activity, purpose open" for each in tied)
    columns = ("date", "by", "of", "found", "access", "certainty", "speaks of", "what that comes to")
    rows = tuple(
        (
            each.date, each.issuer, each.object, each.finding.replace("_", " "), each.access.replace("_", " "),
            each.certainty, ", ".join((*each.commitments, *each.obligations)), _comes_to(each.finding, each.certainty),
        )
        for each in sorted(public, key=lambda each: (each.date, each.id))
    )  # fmt: skip
    refs = tuple(
        (EvidenceRef(table="verifications", id=each.id, date=each.date, text=each.text),)
        for each in sorted(public, key=lambda each: (each.date, each.id))
    )
    table = Table(
        title="Inspections and sightings",
        columns=tuple(Column(key=name, label=name) for name in columns),
        rows=rows,
        refs=refs,
        filters=("by", "found"),
    )
    return [
        Finding(
            id="promises-verification",
            engine="agreements",
            statement=(
                f"{said(len(public), 'report')} speak of {said(len(tied), 'promise')}: {on_site} verified on site"
                f"{f', {open_} with activity seen whose purpose is open, which is no violation' if open_ else ''}."
            ),
            exhibits=(table, *_outside(asked)),
            caveats=("Obligations from outside a deal bind without consent; they stand beside the promises, unmixed.",),
            as_of=asked.as_of,
        )
    ]


def _records(asked: Asked, records: Sequence[Record]) -> Finding:
    columns = ("party", "kept", "broken", "not testable", "rate kept", "without contested", "cured counted as kept")
    rows = []
    for record in records:
        cured = sum(each.reason == "breached and cured" for each in record.judged)
        kept, broken = record.count("kept"), record.count("broken")
        rows.append(
            (
                asked.name(record.debtor), kept, broken, record.count("not testable"), _written(record.estimate()),
                _written(record.estimate(contested=False)), _written(kept_rate(kept + cured, broken - cured)),
            )
        )  # fmt: skip
    rated = [record for record in records if record.estimate().n]
    pictured = [
        Measured(name=asked.name(record.debtor), value=rate.value, low=rate.low, high=rate.high, group=group)
        for record in rated
        for group, rate in (
            ("all testable promises", record.estimate()),
            ("without contested ones", record.estimate(contested=False)),
        )
    ]
    intervals = Intervals(
        title="Promises kept, of those that can be tested",
        x_label="share kept, 95 % interval",
        rows=tuple(pictured),
        shares=True,
    )
    focus = [record for record in records if record.debtor in asked.dyad]
    return Finding(
        id="promises-records",
        engine="agreements",
        statement=" ".join(_in_words(asked, record) for record in (focus or records)),
        exhibits=(
            *((intervals,) if pictured else ()),
            Table(
                title="Each party's record",
                columns=tuple(Column(key=name, label=name) for name in columns),
                rows=tuple(rows),
            ),
            *(_words_and_deeds(asked, record) for record in focus),
            _judged(asked, records),
        ),
        method=(
            "Kept against broken promises with a uniform prior, Beta(1, 1); the interval holds 95 % of the "
            "posterior. What is kept up counts as broken if it was ever breached. A joint promise counts for each "
            "debtor by its own acts."
        ),
        assumptions=("promises are alike enough to be counted together, which the few that matter most are not",),
        caveats=("With few promises the interval is wide, and nearly all of it is the prior.",),
        as_of=asked.as_of,
    )


def _in_words(asked: Asked, record: Record) -> str:
    kept, broken = record.count("kept"), record.count("broken")
    total = len(record.judged)
    told = f"{sentence(asked.name(record.debtor))}: {kept + broken} of {said(total, 'promise')} can be tested"
    if not kept + broken:
        return f"{told}."
    return (
        f"{told}, {kept} kept and {broken} broken (rate kept {_written(record.estimate())}; without contested ones "
        f"{_written(record.estimate(contested=False))})."
    )


def _written(rate: Estimate) -> str:
    return (
        f"{rate.value:.0%} [{rate.low:.0%}, {rate.high:.0%}], n = {rate.n}".replace("%", " %")
        if rate.n
        else "none testable"
    )


def _words_and_deeds(asked: Asked, record: Record) -> Series:
    first, last = min(each.entry.agreement.date for each in record.judged), asked.as_of
    first = max(first, min(asked.window[0], last - dt.timedelta(days=STEPS)))
    days = [first + (last - first) * step // (STEPS - 1) for step in range(STEPS)]
    days = list(dict.fromkeys(days))
    lines = zip(("promised", "kept", "broken"), words_and_deeds(record, days), strict=True)
    return Series(
        title=f"Words and deeds of {asked.name(record.debtor)}",
        x=tuple(days),
        y_label="promises, summed",
        lines=tuple(Line(name=name, y=tuple(map(float, values))) for name, values in lines),
        draw="step",
        note="What was promised, and what of it was seen to be kept or broken by each day.",
    )


def _judged(asked: Asked, records: Sequence[Record]) -> Table:
    each_judged = [(record.debtor, judged) for record in records for judged in record.judged]
    columns = ("party", "id", "promise", "outcome", "why", "contested")
    return Table(
        title="Every promise, judged for each who owes it",
        columns=tuple(Column(key=name, label=name) for name in columns),
        rows=tuple(
            (code, each.entry.id, each.entry.commitment.action, each.outcome, each.reason, each.contested)
            for code, each in each_judged
        ),
        refs=tuple(asked.entry_refs(each.entry) for _, each in each_judged),
        filters=("party", "outcome"),
    )


def _outside(asked: Asked) -> tuple[Table, ...]:
    """Obligations that a debtor did not sign, beside the promises of the same words or the same field."""
    outside = [entry for entry in asked.plain if not set(entry.commitment.debtor) & set(entry.agreement.parties)]
    if not outside:
        return ()
    rows = []
    for entry in outside:
        beside = [
            other.id
            for other in asked.plain
            if other not in outside
            and set(other.commitment.debtor) & set(entry.commitment.debtor)
            and (
                set(other.commitment.terms) & set(entry.commitment.terms)
                or other.commitment.sector == entry.commitment.sector
            )
        ]
        rows.append((entry.id, entry.commitment.action, entry.state, entry.since, ", ".join(beside)))
    columns = ("id", "obligation", "state", "since", "promises of the same matter")
    return (
        Table(
            title="Obligations from outside the deals",
            columns=tuple(Column(key=name, label=name) for name in columns),
            rows=tuple(rows),
            refs=tuple(asked.entry_refs(entry) for entry in outside),
        ),
    )


def _comes_to(finding: str, certainty: str) -> str:
    if finding in ("activity", "cannot_confirm"):
        return "no violation: the purpose is not confirmed"
    if certainty == "possible":
        return "shown only: no more than possible"
    return {"breach": "a breach, where it speaks of a promise", "compliance": "evidence that it is kept"}.get(
        finding, "shown only"
    )
