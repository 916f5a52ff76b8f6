"""The coder: text in, events out, each with its sentence and the reasons for its code."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from detente.errors import InputError
from detente.reading.anchors import Anchor
from detente.reading.candidates import Filter
from detente.reading.capitals import calmed, shouted
from detente.reading.casting import Cast, Caster
from detente.reading.exchange import find_trade, tie_terms
from detente.reading.interpreter import Interpreter
from detente.reading.layout import Apart
from detente.reading.lexicon import lexicon
from detente.reading.meaning import Meaning
from detente.reading.memory import Memory, Party
from detente.reading.mentions import MentionFinder, Mentions
from detente.reading.narrative import Narrative
from detente.reading.pairs import PairReader
from detente.reading.parsing import DEFAULT_PIPELINE, Parser, SpacyParser
from detente.reading.parties import PartyReader
from detente.reading.readevent import ReadEvent
from detente.reading.sayings import ALLEGING
from detente.reading.sentences import Sentence, split
from detente.reading.shallow import ShallowParser
from detente.reading.unknown import UnknownNames
from detente.reading.unlisted import foremost
from detente.reading.words import Tree
from detente.reading.writing import EventWriter
from detente.record.actors import Actors

BATCH = 512
# A pronoun or "both leaders" is taken to mean actors of the last few sentences.
NEAR = 3
# Acts that have a venue, and the kinds of names that a venue may have.
MEETING = ("04", "057")
PLACE_NAMES = frozenset({"capital", "name", "region"})
# Nouns that by themselves tell of something done; others ("cooperation", "threat") mostly name a topic.
NOMINAL = ("04", "057", "0871", "150", "163", "17", "18", "19", "20")
# Nouns that tell of something done where they name who did it to whom: "Germany's criticism of the reform".
TOLD = ("02", "07", "08", "10", "11", "12", "13", "14", "16", "17")
TOPICS = ("nouns:aid", "nouns:sanctions", "nouns:restrictions", "nouns:concern", "nouns:troops")


class Undated(NamedTuple):
    """A span of the text with the reason why something about it stayed open."""

    text: str
    start: int
    end: int
    reason: str


@dataclass
class Reading:
    """All that was read from a text: events, the spans that stayed undated, and the names that stayed unresolved."""

    text: str
    events: list[ReadEvent] = field(default_factory=list)
    undated: list[Undated] = field(default_factory=list)
    unresolved: list[Undated] = field(default_factory=list)


def _document(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _day(date: dt.date | str | None) -> dt.date | None:
    if not isinstance(date, str):
        return date
    try:
        return dt.date.fromisoformat(date)
    except ValueError as reason:
        raise InputError(f"{date!r} is not a day ({reason}); write it as 2019-04-10") from None


def _key(one: Cast, meaning: Meaning) -> tuple[str, str | None, str, str]:
    return one.source.code, one.target.code if one.target else None, meaning.code, meaning.modality


class Coder:
    """Reads events from text with a table of actors and a parser.

    ``pipeline`` names any installed spaCy pipeline for English; None takes the rule-only parser, which needs no
    model and is weaker: ``coder.weaker`` then says so.

    >>> events = Coder(pipeline=None).code("Iran condemned Israel.")
    >>> [(event.source, event.target, event.type) for event in events]
    [('IRN', 'ISR', 'ACCUSE')]
    """

    def __init__(self, actors: Actors | None = None, *, pipeline: str | None = DEFAULT_PIPELINE) -> None:
        self.actors = actors or Actors.load()
        self.lexicon = lexicon()
        self.parser: Parser = SpacyParser(pipeline, self.lexicon) if pipeline else ShallowParser(self.lexicon)
        self.weaker = (
            "" if pipeline else "the rule-only parser is in use: it misses and misreads more than a model does"
        )
        self.finder = MentionFinder(self.actors)
        self.filter = Filter(self.lexicon)
        self.unknown = UnknownNames(self.finder, self.filter)

    # -- whole texts

    def code(self, text: str, date: dt.date | str | None = None) -> list[ReadEvent]:
        """Return the events of a text; ``date`` is the day the text appeared, for offices and relative dates.

        The day may be ISO text. Raises `InputError` where it is no day.
        """
        return self.read(text, date).events

    def read(
        self,
        text: str,
        date: dt.date | str | None = None,
        *,
        anchors: Iterable[Anchor] = (),
        apart: Iterable[Apart] = (),
    ) -> Reading:
        """Return the events of a text with what stayed undated and unresolved; ``date`` as for `code`.

        ``anchors`` are dated happenings that the text may name without dating them itself; ``apart`` is what is no
        part of its body.
        """
        date = _day(date)
        reading = Reading(text)
        writer = EventWriter(_document(text), self.parser.name, published=date)
        memory = Memory()
        story = Narrative(text, date, anchors=anchors)
        body = split(text, [(start, end) for start, end, _ in apart])
        for batch in self._batches(body, date, reading):
            chosen = [(sentence, mentions) for sentence, mentions, parse in batch if parse]
            trees = iter(self.parser.parse(sentence.clean for sentence, _ in chosen))
            for sentence, mentions, parse in batch:
                story.hear(sentence)
                memory.sentence += 1
                if parse:
                    self._events(sentence, next(trees), mentions, memory, story, writer, reading)
                elif mentions.found:
                    self._pass_by(mentions, memory)
        return reading

    def _batches(
        self, body: Iterable[Sentence], date: dt.date | None, reading: Reading
    ) -> Iterator[list[tuple[Sentence, Mentions, bool]]]:
        batch: list[tuple[Sentence, Mentions, bool]] = []
        recent: deque[set[str]] = deque(maxlen=NEAR)
        text = reading.text
        for sentence in body:
            mentions = self.finder.find(sentence.clean, date)
            if shouted(sentence.clean):
                sentence = replace(sentence, clean=calmed(sentence.clean, mentions))
                mentions = self.finder.find(sentence.clean, date)
            for start, end, reason in mentions.unsettled:
                a, b = sentence.offset(start), sentence.offset(end)
                reading.unresolved.append(Undated(text[a:b], a, b, reason))
            for start, end in self.unknown.find(sentence.clean, mentions):
                a, b = sentence.offset(start), sentence.offset(end)
                reading.unresolved.append(Undated(text[a:b], a, b, "no table holds this name"))
            known = len(set().union(*recent))
            parse = self.filter.may_hold_event(sentence.clean, mentions, actors_before=known)
            recent.append(mentions.codes())
            batch.append((sentence, mentions, parse))
            if len(batch) >= BATCH:
                yield batch
                batch = []
        if batch:
            yield batch

    def _pass_by(self, mentions: Mentions, memory: Memory) -> None:
        parties = [Party(a.code, a.sector, m.text, m.start) for m in mentions.found for a in m.actors]
        memory.remember(parties)
        memory.subject = parties[0]

    def _events(
        self,
        sentence: Sentence,
        tree: Tree,
        mentions: Mentions,
        memory: Memory,
        story: Narrative,
        writer: EventWriter,
        reading: Reading,
    ) -> None:
        interpreter = Interpreter(tree, self.lexicon)
        parties = PartyReader(
            tree, sentence.clean, mentions.found, self.finder, interpreter.match, memory, story.published
        )
        caster = Caster(parties)
        seen: set[tuple[str, str | None, str, str]] = set()
        told_here: list[ReadEvent] = []
        places = [m.text for i, m in parties.at.items() if parties.placed(i, PLACE_NAMES)]
        memory.return_to(places)
        for meaning in self._weighed(interpreter, caster):
            casts = caster.casts(meaning)
            if not casts:
                continue
            dated = story.when(sentence, tree, meaning)
            meaning = replace(
                meaning, steps=(*meaning.steps, f"{'dated' if dated.date else 'undated'}: {dated.reason}")
            )
            trade = find_trade(tree, interpreter.clauses, meaning)
            told = [_key(c, meaning) for c in casts]
            if seen.issuperset(told):
                continue
            seen.update(told)
            for one in casts:
                if one.target:
                    memory.deal(one.source, one.target)
                if one.target and meaning.code.startswith(MEETING):
                    memory.venues.update(dict.fromkeys(places, (one.source, one.target)))
            events = writer.write(sentence, reading.text, tree, meaning, casts, caster, dated, trade)
            told_here.extend(events)
            if events and dated.date is None:
                a, b = sentence.start, sentence.end
                reading.undated.append(Undated(reading.text[a:b], a, b, dated.reason))
        reading.events.extend(tie_terms(told_here))
        self._remember(tree, parties, memory)

    def _weighed(self, interpreter: Interpreter, caster: Caster) -> list[Meaning]:
        """Return the meanings of a sentence, what one party says of another as an accusation and not as done.

        Reports of violence stay reports: news tells of fighting through the side that speaks of it.
        """
        meanings = interpreter.meanings()
        for aside in interpreter.asides:
            told = aside.inner
            alleged = interpreter.tree.lemma(aside.trigger) in ALLEGING
            if told is None or (told.code >= "18" and not alleged):
                continue
            speakers = {party.code for party in caster.sources(aside)}
            if speakers and speakers.isdisjoint(party.code for party in caster.sources(told)):
                meanings = [m for m in meanings if m.trigger != told.trigger] + [aside]
        # Who claims a deed did it, as far as a reader of the text can tell.
        deeds = [m.inner if m.code == "015" and m.inner else m for m in meanings]
        return [m for m in deeds if self._worth(interpreter.tree, m)] + interpreter.answered

    def _worth(self, tree: Tree, meaning: Meaning) -> bool:
        """Leave out plain statements, and nouns that only name a topic."""
        if meaning.code.startswith("01") and not meaning.code.startswith(("012", "016", "018", "019")):
            return False
        word = tree.words[meaning.trigger]
        if word.verbal or not word.nominal or meaning.code.startswith(NOMINAL):
            return True
        told = meaning.code.startswith(TOLD) and not meaning.entry.startswith(TOPICS)
        return told and bool(meaning.sources) and bool(meaning.targets)

    def _remember(self, tree: Tree, parties: PartyReader, memory: Memory) -> None:
        named = sorted({m.start: (i, m) for i, m in parties.at.items()}.values(), key=lambda pair: pair[0])
        subjects = [k for word in tree.words if word.dep in ("nsubj", "nsubjpass") for k in [word.i]]
        first = next((found[0] for k in subjects if (found := parties.of(k))), None)
        memory.remember([party for i, _ in named for party in parties.of(i)])
        if first:
            memory.subject = first

    # -- one sentence, two given actors

    def code_pair(
        self, text: str, source_span: tuple[int, int], target_span: tuple[int, int] | None
    ) -> ReadEvent | None:
        """Return what holds between two actors given as (start, end) code points, or None where nothing is said.

        The actors need be in no table: the event names them by their words. ``target_span`` may be None.
        """
        sentence = next((s for s in split(text) if s.start <= source_span[0] < s.end), None)
        if sentence is None:
            return None
        if target_span and not sentence.start <= target_span[0] < sentence.end:
            sentence = self._spanning(text, source_span, target_span)
        tree = next(iter(self.parser.parse([sentence.clean])))
        source, target = self._covered(sentence, tree, source_span), self._covered(sentence, tree, target_span)
        names = {word.i for word in tree.words if word.tag in ("NNP", "NNPS", "PRP")}
        tree.actors = frozenset(names | source | target)
        meaning = PairReader(tree, Interpreter(tree, self.lexicon)).choose(source, target)
        if meaning is None:
            return None
        writer = EventWriter(_document(text), self.parser.name)
        named = text[slice(*source_span)], text[slice(*target_span)] if target_span else None
        return writer.pair(sentence, text, tree, meaning, named, (source, target))

    def code_unlisted(self, text: str) -> list[ReadEvent]:
        """Return the foremost act of a text between parties named by their words, in tables or not.

        One row an ordered pair; a symmetric act has both directions; an act without a patient has an empty target.
        """
        trees = ((sentence, next(iter(self.parser.parse([sentence.clean])))) for sentence in split(text))
        found = foremost(trees, self.lexicon)
        if found is None:
            return []
        writer = EventWriter(_document(text), self.parser.name)
        return [
            writer.pair(found.sentence, text, found.tree, found.meaning, pair, (set(), set())) for pair in found.pairs()
        ]

    def _spanning(self, text: str, *spans: tuple[int, int]) -> Sentence:
        low, high = min(span[0] for span in spans), max(span[1] for span in spans)
        touched = [s for s in split(text) if s.end > low and s.start < high]
        return Sentence(touched[0].start, touched[-1].end, text[touched[0].start : touched[-1].end].replace("\n", " "))

    def _covered(self, sentence: Sentence, tree: Tree, span: Sequence[int] | None) -> set[int]:
        if span is None:
            return set()
        return {
            word.i
            for word in tree.words
            if sentence.offset(word.start) < span[1] and sentence.offset(word.end) > span[0]
        }
