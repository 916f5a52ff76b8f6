"""Contested words as findings: who counts what in, since when, and what the word alone changes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from detente.agreements.asked import Asked, owed, said, sentence
from detente.agreements.definitions import (
    Overlap,
    Publication,
    Signing,
    WordEffect,
    overlaps,
    publications,
    word_effects,
)
from detente.agreements.evidence import definition_of, holders
from detente.finding import Column, EvidenceRef, Finding, Holding, Line, Series, Sets, Table
from detente.record.position import Definition, Term

NO_FAILURE = "A gap between definitions is no failure of an agreement: some agreements hold because of it."


def word_findings(asked: Asked) -> list[Finding]:
    """One finding for each term of which a definition is public, and one on what words alone change."""
    found = [_term(asked, term) for term in asked.terms if holders(term, asked.as_of)]
    effects = word_effects(asked.public, asked.terms, as_of=asked.as_of)
    return [*found, *([_effects(asked, effects)] if effects else [])]


def _term(asked: Asked, term: Term) -> Finding:
    over_time = overlaps(term, as_of=asked.as_of)
    published = publications(term, asked.agreements, as_of=asked.as_of)
    names = {item.id: item.name for item in term.items}
    return Finding(
        id=f"promises-word-{term.id}",
        engine="agreements",
        statement=f"On “{term.name}”: {_now(asked, term, over_time)} {_turns(asked, published)}",
        exhibits=(
            _sets(asked, term, names),
            *_series(asked, over_time),
            _publication_table(asked, published),
            _overlap_table(asked, term, over_time),
        ),
        method="Overlap is the Jaccard index: items both count in, over items either counts in.",
        caveats=(NO_FAILURE, "The items are the case's own; each definition names the text they were read from."),
        as_of=asked.as_of,
    )


def _now(asked: Asked, term: Term, over_time: Sequence[Overlap]) -> str:
    newest = {(each.one, each.other): each for each in over_time}
    standing = set(holders(term, asked.as_of))
    now = [each for each in newest.values() if {each.one, each.other} <= standing]
    if not now:
        return "only one party has a public definition."
    dyad = next((each for each in now if {each.one, each.other} == set(asked.dyad)), None)
    if dyad is not None:
        together = len(dyad.shared) + len(dyad.only_one) + len(dyad.only_other)
        return (
            f"{asked.name(dyad.one)} and {asked.name(dyad.other)} count in {len(dyad.shared)} of {together} items "
            f"alike (overlap {dyad.jaccard:.2f}); only {asked.name(dyad.one)} {len(dyad.only_one)}, only "
            f"{asked.name(dyad.other)} {len(dyad.only_other)}."
        )
    least = min(now, key=lambda each: each.jaccard)
    return f"{asked.name(least.one)} and {asked.name(least.other)} are farthest apart (overlap {least.jaccard:.2f})."


def _turns(asked: Asked, published: Sequence[Publication]) -> str:
    found = []
    for code in asked.dyad:
        mine = [each for each in published if each.definition.holder == code]
        if mine:
            day = mine[-1].definition.published
            told = [_signed(each) for each in mine[-1].signings if set(asked.dyad) <= set(each.agreement.parties)]
            known = asked.name(code)
            found.append(f"{known} published what it means now on {day}{f', {told[-1]}' if told else ''}.")
    return " ".join(sentence(each) for each in found)


def _signed(signing: Signing) -> str:
    days = abs(signing.days_after)
    if signing.days_after > 0:
        return f"{days} days after the {signing.agreement.title} (a {signing.meaning} of it)".replace(
            "a first said after of it", "the first time after it"
        )
    return f"{days} days before the {signing.agreement.title}, so the other side could know"


def _sets(asked: Asked, term: Term, names: dict[str, str]) -> Sets:
    held = [definition_of(term, holder, asked.as_of) for holder in holders(term, asked.as_of)]
    return Sets(
        title=f"What each counts in under “{term.name}”",
        items=tuple(names.values()),
        holdings=tuple(
            Holding(
                holder=asked.name(each.holder),
                items=tuple(names[item] for item in each.includes),
                since=each.published,
                refs=(_ref(asked, each),),
            )
            for each in held
            if each is not None
        ),
        note="An open circle means that the holder's text does not name the item, not that it rules it out.",
    )


def _overlap_table(asked: Asked, term: Term, over_time: Sequence[Overlap]) -> Table:
    columns = ("since", "between", "overlap", "both", "only the first", "only the second")
    rows = tuple(
        (
            each.since,
            f"{each.one} and {each.other}",
            round(each.jaccard, 2),
            *(_items(part) or "nothing" for part in (each.shared, each.only_one, each.only_other)),
        )
        for each in over_time
    )
    refs = tuple(
        tuple(
            _ref(asked, found)
            for holder in (each.one, each.other)
            if (found := definition_of(term, holder, each.since, known=asked.as_of)) is not None
        )
        for each in over_time
    )
    return Table(
        title="Overlap over time",
        columns=tuple(Column(key=name, label=name) for name in columns),
        rows=rows,
        refs=refs,
        filters=("between",),
    )


def _publication_table(asked: Asked, published: Sequence[Publication]) -> Table:
    columns = ("published", "holder", "what it was", "adds", "drops", "signings", "restated")
    rows = tuple(
        (
            each.definition.published,
            each.definition.holder,
            each.change,
            _items(each.added),
            _items(each.dropped),
            _beside(asked, each.signings),
            ", ".join(
                statement.date.isoformat() for statement in each.definition.restated if statement.date <= asked.as_of
            ),
        )
        for each in published
    )
    return Table(
        title="What was published when, before or after which signing",
        columns=tuple(Column(key=name, label=name) for name in columns),
        rows=rows,
        refs=tuple((_ref(asked, each.definition),) for each in published),
        filters=("holder", "what it was"),
        note="A restatement is no reinterpretation: its items are those of the definition it repeats.",
    )


def _beside(asked: Asked, signings: Sequence[Signing]) -> str:
    """The signings in the window by what the definition was to them, nearest first."""
    found: dict[str, list[str]] = {}
    for each in sorted(signings, key=lambda each: abs(each.days_after)):
        if asked.window[0] <= each.agreement.date <= asked.window[1]:
            when = "after" if each.days_after > 0 else "before"
            found.setdefault(each.meaning, []).append(f"{each.agreement.id} ({abs(each.days_after)} days {when})")
    return "; ".join(f"{meaning}: {', '.join(named)}" for meaning, named in found.items())


def _items(items: Sequence[str]) -> str:
    return "; ".join(item.replace("-", " ") for item in items)


def _series(asked: Asked, over_time: Sequence[Overlap]) -> tuple[Series, ...]:
    days = sorted({each.since for each in over_time if each.since >= asked.window[0]} | {asked.window[0], asked.as_of})
    pairs = list(dict.fromkeys((each.one, each.other) for each in over_time))
    parties = [pair for pair in pairs if asked.dyad[0] in pair or asked.dyad[1] in pair]
    lines = []
    for pair in parties:
        own = [each for each in over_time if (each.one, each.other) == pair]
        values = [next((each.jaccard for each in reversed(own) if each.since <= day), None) for day in days]
        if any(value is not None for value in values):
            lines.append(Line(name=f"{pair[0]} and {pair[1]}", y=tuple(values)))
    if len(days) < 2 or not lines:
        return ()
    return (Series(title="Overlap of definitions", x=tuple(days), y_label="overlap", lines=tuple(lines), draw="step"),)


def _effects(asked: Asked, effects: Sequence[WordEffect]) -> Finding:
    differing = [each for each in effects if each.differs]
    named = [code for code in asked.holders if any(code in each.under for each in effects)]
    apart = ", ".join(each.plain.id for each in differing)
    columns = (
        Column(key="id", label="id"), Column(key="action", label="promise"), Column(key="debtor", label="owed by"),
        *(Column(key=code, label=asked.name(code)) for code in named),
        Column(key="differs", label="does the word decide?"),
    )  # fmt: skip
    rows = tuple(
        (
            each.plain.id,
            each.plain.commitment.action,
            owed(each.plain),
            *(_state(each, code) for code in named),
            each.differs,
        )
        for each in effects
    )
    return Finding(
        id="promises-words",
        engine="agreements",
        statement=(
            f"Of {said(len(effects), 'promise')} with a contested word, {len(differing)} stand or score differently by "
            f"whose definition is used{f': {apart}' if apart else ''}."
            f"{_most_apart(asked, effects, named) if apart else ''}"
        ),
        exhibits=(
            Table(
                title="State and score under each definition",
                columns=columns,
                rows=rows,
                refs=tuple(asked.entry_refs(each.plain) for each in effects),
                filters=("debtor", "differs"),
                note="Evidence on an item that a definition does not count in is left out under it.",
            ),
        ),
        caveats=(NO_FAILURE,),
        as_of=asked.as_of,
    )


def _state(effect: WordEffect, code: str) -> str:
    entry = effect.under.get(code)
    if entry is None:
        return ""
    left = f", {len(entry.left_out)} left out" if entry.left_out else ""
    return f"{entry.state}{'' if entry.scored.score is None else f', {entry.scored.score}'}{left}"


def _most_apart(asked: Asked, effects: Sequence[WordEffect], named: Sequence[str]) -> str:
    def differing(pair: tuple[str, str]) -> int:
        return sum(_state(each, pair[0]) != _state(each, pair[1]) for each in effects if set(pair) <= each.under.keys())

    pairs = list(combinations(named, 2))
    if not pairs:
        return ""
    one, other = max(pairs, key=differing)
    return f" The word parts {asked.name(one)} and {asked.name(other)} most often."


def _ref(asked: Asked, definition: Definition) -> EvidenceRef:
    return EvidenceRef(
        table="sources",
        id=definition.source,
        date=definition.published,
        text=f"{asked.name(definition.holder)}: {definition.text}",
        grade=asked.grades.get(definition.source, ""),
    )
