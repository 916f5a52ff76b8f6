"""Who broke an agreement, under each definition of its contested words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from detente.agreements.asked import Asked, owed, said, sentence
from detente.agreements.credibility import Judged, Outcome, judge
from detente.finding import Column, Finding, Table
from detente.record.agreement import Agreement

OUTCOMES: tuple[Outcome, ...] = ("kept", "broken", "not testable")


def broken_findings(asked: Asked) -> list[Finding]:
    """Who broke each agreement that the dyad made in the window, under each definition; then the other agreements."""
    made = [
        agreement
        for agreement in asked.public
        if agreement.commitments and asked.window[0] <= agreement.date <= asked.window[1]
    ]
    own = [agreement for agreement in made if set(asked.dyad) <= set(agreement.parties)]
    others = [agreement for agreement in made if agreement not in own]
    together = groupby(own, lambda each: (each.date, frozenset(each.parties)))
    return [*(_broken(asked, list(part)) for _, part in together), *([_others(asked, others)] if others else [])]


def _broken(asked: Asked, agreements: Sequence[Agreement]) -> Finding:
    ids = {agreement.id for agreement in agreements}
    plain = [entry for entry in asked.plain if entry.agreement.id in ids]
    judged = [judge(entry) for entry in plain]
    under = {
        holder: {entry.id: judge(entry) for entry in asked.ledger(holder=holder) if entry.agreement.id in ids}
        for holder in asked.holders
    }
    title = " with ".join(agreement.title for agreement in agreements)
    return Finding(
        id=f"promises-broken-{agreements[0].id}",
        engine="agreements",
        statement=f"Who broke the {title}? {_answer(judged)} {_by_holder(asked, judged, under)}",
        evidence_for=tuple(ref for each in judged if each.outcome == "broken" for ref in asked.entry_refs(each.entry)),
        exhibits=(_side_by_side(asked, judged, under),),
        caveats=(
            "That a definition is wider or narrower is no breach: the columns show what the word alone changes.",
            "Joint promises are listed once; what one debtor did is not held against the other in its record below.",
        ),
        as_of=asked.as_of,
    )


def _others(asked: Asked, agreements: Sequence[Agreement]) -> Finding:
    judged = {
        agreement.id: [judge(entry) for entry in asked.plain if entry.agreement.id == agreement.id]
        for agreement in agreements
    }
    counts = {
        name: {outcome: [each for each in all_ if each.outcome == outcome] for outcome in OUTCOMES}
        for name, all_ in judged.items()
    }
    broken = sum(len(each["broken"]) for each in counts.values())
    total = sum(map(len, judged.values()))
    return Finding(
        id="promises-broken-others",
        engine="agreements",
        statement=(
            f"The other agreements of these years hold {said(total, 'promise')}, of which {broken or 'none'} "
            f"{'is' if broken < 2 else 'are'} broken."
        ),
        exhibits=(
            Table(
                title="Other agreements: what can be tested, and what was broken by whom",
                columns=tuple(
                    Column(key=name, label=name)
                    for name in ("date", "agreement", "promises", *OUTCOMES, "broken, and who owed it")
                ),
                rows=tuple(
                    (
                        each.date, each.title, len(judged[each.id]), *(len(counts[each.id][name]) for name in OUTCOMES),
                        "; ".join(f"{one.entry.id} by {_breaker(one)}" for one in counts[each.id]["broken"]),
                    )
                    for each in agreements
                ),
                refs=tuple(
                    tuple(ref for one in counts[each.id]["broken"] for ref in asked.entry_refs(one.entry))
                    for each in agreements
                ),
            ),
        ),
        as_of=asked.as_of,
    )  # fmt: skip


def _breaker(judged: Judged) -> str:
    """Whose deed broke a promise, where the evidence says so; else all who owe it."""
    deeds = [each for each in judged.entry.counted if each.effect == "breach" and each.date == judged.day]
    return deeds[0].by if deeds and deeds[0].by else owed(judged.entry)


def _answer(judged: Sequence[Judged]) -> str:
    by = {outcome: [each for each in judged if each.outcome == outcome] for outcome in OUTCOMES}
    reasons = Counter(each.reason.split(":")[0] for each in by["not testable"])
    told = "; ".join(f"{count} {reason}" for reason, count in reasons.most_common())
    return (
        f"Of {said(len(judged), 'promise')}, {len(by['not testable'])} cannot be tested{f' ({told})' if told else ''}, "
        f"{_listed(by['kept'], 'kept')}, {_listed(by['broken'], 'broken')}."
    )


def _listed(judged: Sequence[Judged], outcome: str) -> str:
    named = "; ".join(f"{each.entry.id} by {_breaker(each)}{_how_sure(each)}" for each in judged)
    return f"{len(judged) or 'none'} {'is' if len(judged) < 2 else 'are'} {outcome}{f' ({named})' if named else ''}"


def _how_sure(judged: Judged) -> str:
    deeds = [each for each in judged.entry.counted if each.effect == "breach" and each.date == judged.day]
    return f", on {deeds[0].certainty} evidence" if judged.outcome == "broken" and deeds else ""


def _by_holder(asked: Asked, plain: Sequence[Judged], under: dict[str, dict[str, Judged]]) -> str:
    base = frozenset(each.entry.id for each in plain if each.outcome == "broken")
    other: dict[frozenset[str], list[str]] = {}
    for holder, judged in under.items():
        broken = frozenset(name for name, each in judged.items() if each.outcome == "broken")
        if broken != base:
            other.setdefault(broken, []).append(asked.name(holder))
    if not under:
        return ""
    if not other:
        return "No public definition of the contested words changes that."
    told = (
        f"as {' or '.join(names)} {'define' if len(names) > 1 else 'defines'} the contested words, "
        f"{', '.join(sorted(broken)) or 'none'} is broken"
        for broken, names in other.items()
    )
    return f"But {'; '.join(told)}."


def _side_by_side(asked: Asked, plain: Sequence[Judged], under: dict[str, dict[str, Judged]]) -> Table:
    order = sorted(under, key=lambda code: code not in asked.dyad)
    columns = (
        Column(key="id", label="id"), Column(key="action", label="promise"), Column(key="debtor", label="owed by"),
        Column(key="judged", label="judged"), Column(key="all", label="all evidence"),
        *(Column(key=holder, label=f"as {asked.name(holder)} means it") for holder in order),
        Column(key="why", label="why"),
    )  # fmt: skip
    rows = tuple(
        (
            each.entry.id,
            each.entry.commitment.action,
            owed(each.entry),
            each.outcome,
            _cell(each),
            *(_cell(under[code][each.entry.id]) if each.entry.commitment.terms else "same" for code in order),
            sentence(each.reason),
        )
        for each in plain
    )
    return Table(
        title="Each promise under each definition",
        columns=columns,
        rows=rows,
        refs=tuple(asked.entry_refs(each.entry) for each in plain),
        filters=("debtor", "judged"),
        note="State and score from 0 to 3. A promise without a contested word is the same for all.",
    )


def _cell(judged: Judged) -> str:
    score = judged.entry.scored.score
    return judged.entry.state if score is None else f"{judged.entry.state}, {score}"
