"""One word with two meanings, as a finding: what each believes it signed, and where the surprise falls."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from detente.bargaining.evidence import ref
from detente.bargaining.shared_word import SharedWord, Signed
from detente.finding import Column, EvidenceRef, Finding, Holding, Sets, Table

_CAVEAT = "What follows a signature here is what the stated preferences and definitions imply; it is not a prediction."


def _listed(word: SharedWord, items: tuple[str, ...]) -> str:
    return ", ".join(word.items.get(item, item) for item in items)


def _turns(word: SharedWord, signed: Signed) -> Table:
    rows = []
    for place, turn in enumerate(signed.turns):
        for reading in turn.readings:
            undone = "; ".join(f"{party}: {_listed(word, items)}" for party, items in reading.undone.items())
            seen = ", ".join(word.conflict.option(o).label for o in reading.state.taken) or "nothing"
            moves = turn.said if turn.mover == reading.party else ""
            rows.append((place, reading.party, seen, undone or "nothing", moves))
    columns = (
        Column(key="turn", label="turn"),
        Column(key="party", label="who looks"),
        Column(key="sees", label="what it sees done"),
        Column(key="undone", label="what its definition asks and others left undone"),
        Column(key="moves", label="and then"),
    )
    end = "Nobody moves on from the last turn." if signed.rests else "The last turn has come round before."
    return Table(title="After the signature", columns=columns, rows=tuple(rows), note=end)


def _meanings(word: SharedWord, evidence: Mapping[str, EvidenceRef]) -> Sets:
    every = tuple(item for items in word.duties.values() for item in items)
    return Sets(
        title=f"What each means by '{word.word}'",
        items=tuple(word.items.get(item, item) for item in every),
        holdings=tuple(
            Holding(
                holder=party,
                items=tuple(word.items.get(item, item) for item in every if item in items),
                refs=(evidence[party],) if party in evidence else (),
            )
            for party, items in word.meanings.items()
        ),
    )


def _statement(word: SharedWord, signed: Signed) -> str:
    if not signed.surprised:
        return (
            f"Both mean the same by '{word.word}' as far as each asks of the other: what was signed "
            f"(state {signed.believed}) holds."
        )
    told = [
        f"{reading.party} misses from {party}: {_listed(word, items)}"
        for reading in signed.turns[0].readings
        for party, items in reading.undone.items()
    ]
    end = ", ".join(word.conflict.option(o).label for o in signed.end.taken) or "nothing is carried out"
    course = "it ends with" if signed.rests else "it goes round by way of"
    return (
        f"Signing '{word.word}', each believes in the same equilibrium, in which everyone carries out the word, and "
        f"each then does what its own definition asks. The surprise falls on {' and '.join(signed.surprised)}: "
        f"{'; '.join(told)}. If each then acts on what it sees, {course}: {end}."
    )


def word_finding(
    word: SharedWord,
    *,
    id: str = "",  # noqa: A002 - the findings' own word
    concept: str = "SEQ",
    definitions: Mapping[str, EvidenceRef] | None = None,
    evidence: Mapping[str, EvidenceRef] | None = None,
    as_of: dt.date | None = None,
) -> Finding:
    """Return what follows if the parties sign one word and each carries out what it means by it.

    ``definitions`` points to each party's definition, ``evidence`` to the rows that preferences cite.
    """
    known = definitions or {}
    cited = [e for m in word.conflict.decision_makers for s in m.preferences for e in s.evidence]
    refs = (*known.values(), *(ref(each, evidence or {}) for each in dict.fromkeys(cited)))
    played = word.signed(concept)
    said = (
        _statement(word, played[0])
        if played
        else f"No state in which all carry out '{word.word}' is stable ({concept})."
    )
    return Finding(
        id=f"word.{id or word.word}",
        engine="bargaining",
        statement=said,
        evidence_for=refs,
        assumptions=(
            "Each keeps its word as it defines it, and judges the other's deeds by its own definition.",
            "What a definition does not name, its holder does not ask for.",
        ),
        method="Hypergame of shared preferences and differing definitions (Wang, Hipel and Fraser 1988).",
        caveats=(_CAVEAT,),
        exhibits=(_meanings(word, known), *(_turns(word, each) for each in played[:1])),
        as_of=as_of,
    )
