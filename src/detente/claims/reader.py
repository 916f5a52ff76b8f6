"""Parsed sentences to what they tell: roles, terms, numbers, days, anchors and denial, for claims and rows alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from detente.claims import grammar, roles
from detente.claims.cutting import clauses, root, span
from detente.claims.days import days_of
from detente.claims.naming import Namer, Naming
from detente.claims.numbers import numbers
from detente.claims.told import Anchor, Days, Told
from detente.claims.weighing import terms
from detente.claims.words import cue, stem
from detente.reading import Coder
from detente.reading.clauses import Clauses
from detente.reading.sentences import Sentence
from detente.reading.words import Tree

LEAST = 1.2  # weight of the words that a coordinated clause needs to be checked apart


@dataclass(frozen=True)
class Context:
    """What earlier sentences leave behind: the actors, the last days of the paragraph, the last clause."""

    before: roles.Mentioned = field(default_factory=roles.Mentioned)
    days: Days | None = None
    last: Told | None = None
    topic: frozenset[str] = frozenset()


class Reader:
    """Reads sentences into `Told` with the parser and the names of a coder."""

    def __init__(self, coder: Coder, parties: Mapping[str, str]) -> None:
        self.coder = coder
        self.namer = Namer(coder.finder, parties)

    def trees(self, texts: Iterable[str]) -> Iterator[Tree]:
        """Yield one tree a text."""
        return self.coder.parser.parse(texts)

    def rows(self, texts: list[tuple[str, dt.date | None]]) -> list[Told]:
        """Return what rows of the record tell; each text is read as one sentence."""
        clean = [text.replace("\n", " ")[:2000] for text, _ in texts]
        return [
            self.told(text, tree, frozenset(range(len(tree.words))), root(tree), day, Context())
            for text, tree, (_, day) in zip(clean, self.trees(clean), texts, strict=True)
        ]

    def parts(self, sentence: Sentence, tree: Tree, day: dt.date | None, context: Context) -> list[Told]:
        """Return what a sentence tells, one value a clause that can be checked alone."""
        found: list[Told] = []
        for head, inside in clauses(tree):
            told = self.told(sentence.clean, tree, inside, head, day, context)
            if not told.terms and told.anchors and context.last:
                # "He did so after ...": the deed is that of the clause before
                told = replace(context.last, anchors=told.anchors, start=told.start, end=told.end, text=told.text)
            elif told.weight < LEAST and not (told.numbers or told.anchors):
                if found:
                    found[-1] = replace(found[-1], end=max(found[-1].end, sentence.offset(told.end)))
                if found or not told.terms:
                    continue
            told = _completed(told, found, context)
            context = heir(context, told)
            found.append(_placed(told, sentence))
            found += [_placed(each, sentence) for each in _counts(told)]
        return found

    def told(
        self, text: str, tree: Tree, inside: frozenset[int], head: int, day: dt.date | None, context: Context
    ) -> Told:
        """Return what the words of one clause tell; offsets count from the start of ``text``."""
        namings = [n for n in self.namer.find(text, tree, day) if n.words & inside]
        days, dated = days_of(text, tree, inside, day, context.days)
        hooks, aside = grammar.hooks(tree, inside, head, days)
        speaker, spoken = roles.ascribed(tree, inside, namings)
        anchors = [
            Anchor(bound, self.told(text, tree, body, top, day, context), gap) for bound, body, top, gap in hooks
        ]
        aside |= spoken
        denied = grammar.denied(tree, inside - aside)
        doers = roles.doers(tree, head, namings, context.before)
        reports = stem(tree.lemma(head)) in cue("say") and grammar.content(tree, head)
        start, end = span(tree, sorted(inside))
        return Told(
            text=text[start:end],
            start=start,
            end=end,
            doers=doers,
            others=_others(namings, aside) - doers,
            inner=roles.spoken_of(tree, head, inside, namings, context.before),
            places=frozenset(a for n in namings if n.place for a in n.actors),
            terms=terms(tree, inside - dated - aside, namings, denied, self.namer),
            numbers=tuple(n for n in numbers(tree, dated) if n.word in inside and n.word not in aside),
            days=tuple(each for each in days if each.word not in aside),
            anchors=tuple(anchors),
            verbs=grammar.verbs(tree, head),
            stems=grammar.stems(tree, inside),
            negated=head in denied,
            modal=grammar.modal(tree, head),
            present=grammar.present(tree, head),
            past=tree.words[head].tag == "VBD",
            subject=bool(Clauses(tree).of(head).subjects),
            inferred=roles.inferred(tree, head, namings),
            deeds=roles.deeds(tree, inside, namings, context.before),
            speaker=speaker or (doers if reports else frozenset()),
            named=tuple((n.actors, n.words) for n in namings),
        )


def heir(context: Context, told: Told) -> Context:
    """Return the context that a clause leaves to the next one."""
    before = context.before
    actors = told.actors if len(told.actors) >= 2 or not told.actors else told.actors | before.actors
    dated = next((each for each in reversed(told.days) if each.bound in ("in", "near")), context.days)
    mentioned = roles.Mentioned(told.doers or before.doers, frozenset(actors) or before.actors)
    return Context(mentioned, dated, told, context.topic | told.stems)


def _completed(told: Told, found: list[Told], context: Context) -> Told:
    """Give a clause what it shares with those before it in its sentence: the doer and the days."""
    if found and not told.doers and not told.subject:
        told = replace(told, doers=found[-1].doers)
    if found and not told.days and not told.anchors:
        told = replace(told, days=found[-1].days)
    return replace(told, earlier=context.before.actors, topic=context.topic)


def _counts(told: Told) -> list[Told]:
    """Return the counts that a clause counts from ("following three summits"): they can be checked alone."""
    return [
        replace(anchor.told, earlier=told.earlier, days=anchor.told.days or told.days)
        for anchor in told.anchors
        if any(number.unit == "count" for number in anchor.told.numbers)
    ]


def _others(namings: list[Naming], aside: frozenset[int]) -> frozenset[str]:
    return frozenset(a for n in namings if not n.place and not n.words & aside for a in n.actors)


def _placed(told: Told, sentence: Sentence) -> Told:
    return replace(told, start=sentence.offset(told.start), end=sentence.offset(told.end))
