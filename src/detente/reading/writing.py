"""From meanings and casts to events: ids, types, directions, half-events and explanations."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import cast

from detente.reading.casting import SOLITARY, Cast, Caster, back
from detente.reading.exchange import Trade
from detente.reading.meaning import Meaning
from detente.reading.memory import Party
from detente.reading.readevent import Explanation, ReadEvent
from detente.reading.sentences import Sentence
from detente.reading.words import Tree
from detente.record import ontology
from detente.record.event import EventType, Exchange, Modality, Precision, event_id

LEXICON_VERSION = "1"
# Who accuses another of arming is not whom it arms against.
ACCUSING = "11"


@dataclass(frozen=True)
class Dated:
    """When an event happened, as far as its sentence says; without a date, why there is none."""

    date: dt.date | None = None
    date_end: dt.date | None = None
    precision: Precision = "day"
    reason: str = "no date is given in the sentence or before it"


def classify(code: str) -> tuple[EventType, str, tuple[str, ...], int, float]:
    """Return (type, mode, contexts, quad, intensity) of a CAMEO code.

    A promise to yield (035) is a promise: the yielding is its half-event.
    """
    known = next(code[:n] for n in range(len(code), 1, -1) if ontology.normalise_code(code[:n]) == code[:n])
    plover = ontology.to_plover(known)
    kind: EventType = plover.type
    mode = plover.mode
    if known.startswith("035"):
        kind, mode = "AGREE", ""
    quad = ontology.quad(kind, mode, known)
    return kind, mode, plover.contexts, quad, ontology.intensity(kind, mode, known)


def _roles(meaning: Meaning, sources: Iterable[int], targets: Iterable[int]) -> tuple[tuple[int, str], ...]:
    roles = [(k, "target") for k in targets] + [(k, "source") for k in sources]
    return tuple(sorted({**dict(roles), meaning.trigger: "trigger"}.items()))


def _standing(tree: Tree, party: Party | None, others: tuple[int, ...]) -> tuple[int, ...]:
    """Return the words that a party of a row was read from; a pronoun's are the arguments themselves."""
    if party is None:
        return ()
    end = party.start + len(party.text)
    # "Both leaders" were named in another sentence, whose offsets say nothing of this one.
    here = [w for w in tree.words if w.start < end and w.end > party.start]
    named = party.how == "named" and bool(here) and all(w.text in party.text for w in here)
    return tuple(w.i for w in here) if named else others


class EventWriter:
    """Writes the events of one document, with ids that depend on its text and spans alone."""

    def __init__(self, document: str, parser: str, *, published: dt.date | None = None) -> None:
        self.document = document
        self.published = published
        self.coder = f"detente lexicon {LEXICON_VERSION}; {parser}"
        self._count: dict[tuple[int, int], int] = {}
        self._last: tuple[Tree | None, tuple[tuple[str, str, int], ...]] = (None, ())

    def write(
        self,
        sentence: Sentence,
        text: str,
        tree: Tree,
        meaning: Meaning,
        casts: list[Cast],
        caster: Caster,
        dated: Dated,
        trade: Trade | None = None,
    ) -> list[ReadEvent]:
        """Return the rows of one meaning: each cast, its mirror where the act is symmetric, and its half-events."""
        happening = self._next(sentence)
        rows: list[ReadEvent] = []
        mirrored = back(meaning.code) if meaning.modality == "actual" and not meaning.one_sided else ""
        for one in casts:
            rows.append(self._row(sentence, text, tree, meaning, one, happening, dated, first=not rows))
            if mirrored and one.target:
                steps = (*meaning.steps, "symmetric: the other direction")
                other = replace(
                    meaning, code=mirrored, sources=meaning.targets, targets=meaning.sources, inner=None, steps=steps
                )
                swapped = Cast(one.target, one.source)
                rows.append(self._row(sentence, text, tree, other, swapped, happening, dated))
        halves = self._halves(sentence, text, tree, meaning, casts, caster, rows[0].id)
        if trade:
            rows = [self._traded(row, trade, halves) for row in rows]
        return rows + halves

    def _traded(self, row: ReadEvent, trade: Trade, halves: list[ReadEvent]) -> ReadEvent:
        """Tie an act to what is given and wanted, and to the half-events that stand for either."""
        own = next((half.id for half in halves if half.source == row.source), None)
        other = next((half.id for half in halves if half.source != row.source), None)
        exchange = Exchange(
            asker=row.source,
            asked=row.target or "",
            give=trade.give,
            want=trade.want,
            give_event=own,
            want_event=other,
        )
        return row.model_copy(update={"exchange": exchange})

    def _halves(
        self,
        sentence: Sentence,
        text: str,
        tree: Tree,
        meaning: Meaning,
        casts: list[Cast],
        caster: Caster,
        spoken: str,
    ) -> list[ReadEvent]:
        inner = meaning.inner
        if inner is None or not meaning.inner_modality:
            return []
        speaking = {c.source.code for c in casts}
        # What is demanded is for those of whom it is demanded to do.
        asked = [c.target for c in casts if c.target] if meaning.inner_modality == "demanded" else []
        actors = list(caster.sources(inner)) or asked or [c.source for c in casts][:1]
        patients = caster.targets(inner, actors)
        if not patients:
            patients = [c.target for c in casts if c.target and c.target.code not in {a.code for a in actors}]
            if not (meaning.code.startswith(ACCUSING) and inner.code.startswith(SOLITARY)):
                patients = patients or [c.source for c in casts if c.source.code not in {a.code for a in actors}]
        happening = self._next(sentence)
        modality = meaning.inner_modality if inner.modality == "actual" else inner.modality
        half = replace(inner, modality=modality, inner=None, inner_modality="")
        pairs = [Cast(a, p) for a in actors for p in patients[:4]] or [Cast(a, None) for a in actors]
        rows = [
            self._row(sentence, text, tree, half, one, happening, Dated(), spoken=spoken, first=n == 0)
            for n, one in enumerate(pairs)
            if one.target is None or one.source.code != one.target.code
        ]
        return rows if speaking else []

    def _row(
        self,
        sentence: Sentence,
        text: str,
        tree: Tree,
        meaning: Meaning,
        one: Cast,
        happening: str,
        dated: Dated,
        *,
        spoken: str | None = None,
        first: bool = False,
    ) -> ReadEvent:
        kind, mode, contexts, quad, intensity = classify(meaning.code)
        target = one.target
        own = target is not None and target.code == one.source.code
        return ReadEvent(
            id=happening if first else self._next(sentence),
            happening_id=happening,
            date=dated.date,
            date_end=dated.date_end,
            precision=dated.precision,
            known_from=self.published,
            source=one.source.code,
            source_sector=one.source.sector,
            target=target.code if target else None,
            target_sector=target.sector if target else "",
            type=kind,
            mode=mode,
            context=contexts,
            cameo=meaning.code,
            quad=quad,
            intensity=intensity,
            severity=ontology.severity(kind, mode, contexts),
            modality=cast(Modality, meaning.modality),
            scope="domestic" if own or target is None else "dyadic",
            spoken_in=spoken,
            confidence=self._confidence(meaning, one),
            coder=self.coder,
            sentence=text[sentence.start : sentence.end],
            start=sentence.start,
            end=sentence.end,
            explanation=self._explain(tree, meaning, one),
        )

    def _confidence(self, meaning: Meaning, one: Cast) -> float:
        """Return a rough degree of trust: full frames and named actors count most, pronouns and bare verbs least."""
        trust = 0.5 + 0.08 * min(meaning.weight, 4)
        if one.source.how != "named" or (one.target and one.target.how != "named"):
            trust -= 0.15
        return round(max(0.1, min(0.95, trust)), 2)

    def _explain(self, tree: Tree, meaning: Meaning, one: Cast) -> Explanation:
        target = one.target
        return Explanation.model_construct(
            trigger=tree.words[meaning.trigger].text,
            entry=meaning.entry,
            source=f"{one.source.code} ({one.source.how}: {one.source.text!r})",
            target=f"{target.code} ({target.how}: {target.text!r})" if target else "none named",
            rules=meaning.steps,
            words=self._drawn(tree),
            roles=_roles(
                meaning,
                _standing(tree, one.source, meaning.sources),
                _standing(tree, one.target, meaning.targets),
            ),
        )

    def _drawn(self, tree: Tree) -> tuple[tuple[str, str, int], ...]:
        """Return the tree as plain tuples, the same object for every event of a sentence."""
        if self._last[0] is not tree:
            self._last = (tree, tuple((sys.intern(word.text), sys.intern(word.dep), word.head) for word in tree.words))
        return self._last[1]

    def _next(self, sentence: Sentence) -> str:
        key = (sentence.start, sentence.end)
        self._count[key] = self._count.get(key, -1) + 1
        return event_id(self.document, *key, self._count[key])

    def pair(
        self,
        sentence: Sentence,
        text: str,
        tree: Tree,
        meaning: Meaning,
        named: tuple[str, str | None],
        spans: tuple[set[int], set[int]],
    ) -> ReadEvent:
        """Return the event between two actors that were given, named by their words."""
        kind, mode, contexts, quad, intensity = classify(meaning.code)
        happening = self._next(sentence)
        return ReadEvent(
            id=happening,
            happening_id=happening,
            source=named[0],
            target=named[1],
            type=kind,
            mode=mode,
            context=contexts,
            cameo=meaning.code,
            quad=quad,
            intensity=intensity,
            severity=ontology.severity(kind, mode, contexts),
            modality=cast(Modality, meaning.modality),
            confidence=round(min(0.95, 0.5 + 0.08 * min(meaning.weight, 4)), 2),
            coder=self.coder,
            sentence=text[sentence.start : sentence.end],
            start=sentence.start,
            end=sentence.end,
            explanation=Explanation.model_construct(
                trigger=tree.words[meaning.trigger].text,
                entry=meaning.entry,
                source=f"{named[0]!r} (given)",
                target=f"{named[1]!r} (given)" if named[1] else "none given",
                rules=meaning.steps,
                words=self._drawn(tree),
                roles=_roles(meaning, meaning.sources, meaning.targets),
            ),
        )
