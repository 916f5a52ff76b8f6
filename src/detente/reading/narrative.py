"""When an event happened, by the words of its sentence and the time that the telling has reached.

A text is heard sentence by sentence. Each date that is told moves the *running time* of its paragraph; a bare month or
"two days later" counts from there, and so does a sentence in the plain past that names no time. The day of publication
only helps to count: an event that no words date stays undated, with the reason.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from detente.reading import spans
from detente.reading.anchors import Anchor, AnchorBook
from detente.reading.clock import Clock, Expression
from detente.reading.dates import understood
from detente.reading.meaning import Meaning
from detente.reading.sentences import Sentence
from detente.reading.spans import Span
from detente.reading.tenses import background, nearest, tense
from detente.reading.words import Tree
from detente.reading.writing import Dated
from detente.record.event import HAPPENED

# So many sentences after a date the plain past still goes on from it.
CARRIES = 3
# So many dates of one year in a row make it the year of the narrative, across paragraphs.
SETTLED = 2
_RELATIVE = re.compile(
    r"\b(?:which|who|whom|whose|where|when|that|because|although|while|whereas|after|before|since)\b"
)
# Words that lead out of the running time.
_ELSEWHEN = re.compile(
    r"\b(?:once|formerly|previously|earlier|historically|traditionally|in the past|long|already|ever|never|always|had"
    r"|decades?|centur(?:y|ies)|for years|over the years|so far|to date|recently|until)\b",
    re.IGNORECASE,
)
_HEADING = re.compile(r"#|[^.!?:;,\n]{1,80}$")
_EXPLICIT = re.compile(r"(?:19|20)\d{2}")
_REASONS = {
    "present": "the sentence is in the present tense and names no time",
    "perfect": "the present perfect says only that it happened before the text",
    "pluperfect": "the pluperfect says only that it happened before what is told",
    "future": "it was still to come, and the sentence names no time",
    "none": "the sentence names no time",
}


class Narrative:
    """The time of one text as it is told; ``anchors`` are dated happenings that it may name.

    >>> story = Narrative("", dt.date(2019, 4, 10))
    >>> for words in ("In April 2018 the ministers met.", "In September they signed."):
    ...     story.hear(Sentence(0, len(words), words))
    >>> story.heard[0].date.isoformat()
    '2018-09-01'
    """

    def __init__(self, text: str, published: dt.date | None = None, *, anchors: Iterable[Anchor] = ()) -> None:
        self.text = text
        self.published = published
        self.heard: list[Expression] = []
        self._book = AnchorBook(anchors)
        self._running: Span | None = None
        self._then: Span | None = None
        self._next: Span | None = None  # becomes the running time when the next sentence begins
        self._in_year = 0  # dates of the running year, in a row
        self._since = CARRIES + 1  # sentences since the running time was set, in this paragraph
        self._end = 0

    def hear(self, sentence: Sentence) -> None:
        """Take in the next sentence: its expressions of time, what it dates, and where it moves the running time."""
        self._advance()
        gap = self.text[self._end : sentence.start]
        if gap.count("\n") > 1:
            self._since = max(self._since, CARRIES + 1)
        if _HEADING.match(sentence.clean) or _HEADING.match(gap.strip()):
            self._in_year = 0  # a new section tells its own story
        self._end = sentence.end
        clock = self._clock()
        self.heard = self._expressions(sentence.clean, clock)
        self._book.learn(sentence.clean, self.heard)
        self._next = self._moved(sentence.clean)
        self._then = next((e.span for e in reversed(self.heard) if e.span and e.role in ("when", "open")), self._then)

    def when(self, sentence: Sentence, tree: Tree, meaning: Meaning) -> Dated:
        """Return when an act of the sentence last heard took place, or why that cannot be said."""
        time = tense(tree, meaning.trigger)
        ahead = meaning.modality not in HAPPENED
        coming = ahead or time == "future"
        heard = self._expressions(sentence.clean, self._clock()._replace(ahead=True)) if coming else self.heard
        found = nearest(tree, meaning.trigger, heard)
        if found and found.span:
            words = sentence.clean[found.start : found.end]
            if self.published and found.date > self.published and not ahead:
                return Dated(reason=f"the sentence names {words!r}, which lies after the text")
            return self._dated(found.span, f"the sentence says {words!r}", found.how)
        missing = next((each for each in heard if each.span is None), None)
        if missing:
            return Dated(reason=f"{sentence.clean[missing.start : missing.end]!r}: {missing.how}")
        carried = time == "past" and not ahead and not background(tree, meaning.trigger)
        if carried and self._running and self._carried(sentence.clean):
            told = f"told in the plain past after {spans.said(self._running)}"
            return self._dated(spans.coarser(self._running), told, "no date of its own")
        bound = next((each for each in heard if each.role == "bound"), None)
        if bound:
            return Dated(reason=f"{sentence.clean[bound.start : bound.end]!r} only sets a limit or a term")
        if any(each.span for each in heard):
            return Dated(reason="the dates in the sentence belong to something else")
        return Dated(reason=_REASONS.get(time, "no date is given in the sentence or just before it"))

    def _dated(self, span: Span, *reasons: str) -> Dated:
        return Dated(span.first, span.last, span.precision, "; ".join(reason for reason in reasons if reason))

    def _clock(self) -> Clock:
        return Clock(
            self.published, self._running, self._since <= CARRIES, settled=self._in_year >= SETTLED, then=self._then
        )

    def _expressions(self, text: str, clock: Clock) -> list[Expression]:
        found = understood(text, clock)
        stated = next(
            (e for e in found if e.span and e.role == "when" and _EXPLICIT.search(text[e.start : e.end])), None
        )
        if stated and stated.span and found[-1].start > stated.start and stated.precision != "range":
            # "In April 2018 they met, and in May they signed": the year goes on to what follows it.
            later = understood(text, clock._replace(running=stated.span, held=True))
            found = [e for e in found if e.start <= stated.start] + [e for e in later if e.start > stated.start]
        for anchor in self._book.find(text, clock):
            if not any(anchor.start < e.end and e.start < anchor.end for e in found):
                found.append(anchor)
        return sorted(found, key=lambda e: e.start)

    def _moved(self, text: str) -> Span | None:
        """Return where the sentence moves the running time: its last date of the past that is no aside."""
        if not self.heard:
            return None
        aside = _RELATIVE.search(text)
        stated = [each for each in self.heard if _EXPLICIT.search(text[each.start : each.end])]
        for each in [*reversed(stated), *reversed(self.heard)]:
            outside = aside is None or each.start < aside.start()
            if each.span is None or each.role != "when" or not outside:
                continue
            if self.published and each.date > self.published:
                continue
            if each.precision != "range":
                return each.span
            if (each.span.first.year, each.span.first.month) == (each.span.end.year, each.span.end.month):
                return spans.month_of(each.date)
            if each.span.first.year == each.span.end.year:
                return spans.year_of(each.date)
        return None

    def _advance(self) -> None:
        self._since += 1
        if self._next is None:
            return
        same = self._running is not None and self._running.first.year == self._next.first.year
        self._in_year = self._in_year + 1 if same else 1
        self._running, self._next, self._since = self._next, None, 0

    def _carried(self, text: str) -> bool:
        """Whether the running time still holds for a sentence in the plain past that names no time."""
        own = any(each.role != "name" for each in self.heard)
        return self._since < CARRIES and not own and not _ELSEWHEN.search(text)
