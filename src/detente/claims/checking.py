"""A text to claims with verdicts: sentences, clauses, kinds, matchers, and one ruling for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from detente.claims.absence import check_absence
from detente.claims.bench import Bench
from detente.claims.commitments import BROKEN, KEPT, check_commitment
from detente.claims.counts import check_count, counted
from detente.claims.definitions import check_definition
from detente.claims.events import tells_whole
from detente.claims.opinions import (
    band_of,
    band_reason,
    is_forecast,
    is_judgement,
    is_recommendation,
    question,
    speaks_for_itself,
)
from detente.claims.order import (
    check_dated_event,
    check_meeting_day,
    check_order,
    happening,
    with_anchor_days,
)
from detente.claims.positions import check_position
from detente.claims.quantities import check_quantity
from detente.claims.reader import Context, heir
from detente.claims.strength import check_strength
from detente.claims.ties import check_tie
from detente.claims.told import Told
from detente.claims.verdict import Claim, Kind, Ruling, refs
from detente.claims.words import DOCUMENT, cue, stem
from detente.reading.sentences import Sentence, split

FINITE = ("VBD", "VBZ", "VBP", "MD")
BATCH = 512
Matcher = Callable[[Told, Bench], Ruling | None]


@dataclass(frozen=True)
class Checked:
    """A text with its claims; ``note`` is what a reader must know first."""

    text: str
    claims: tuple[Claim, ...]
    note: str = ""
    told: tuple[Told, ...] = ()


def check_text(
    text: str, bench: Bench, *, published: dt.date | None = None, apart: Sequence[tuple[int, int]] = ()
) -> Checked:
    """Return the claims of a text with their verdicts; dates without a year count back from ``published``.

    ``apart`` are stretches that are no part of the text's body, such as a note on its author.
    """
    claims: list[Claim] = []
    told: list[Told] = []
    day = min(published or bench.as_of, bench.as_of)
    since: dt.date | None = None
    for parts, contested in _read(text, bench, day, apart):
        ruled: list[tuple[Told, Kind, Ruling]] = []
        for part in parts:
            kind, ruling = rule(part, bench, spoken_of=contested or bool(ruled), since=since)
            ruled.append((part, kind, ruling))
            since = ruling.support[0].date if ruling.support else since
        claims += _merged(text, ruled, bench)
        told += parts
    return Checked(text, tuple(claims), _note(claims), tuple(told))


def _read(text: str, bench: Bench, day: dt.date, apart: Sequence[tuple[int, int]]) -> Iterator[tuple[list[Told], bool]]:
    """Yield the parts of each sentence, and whether the sentences before it spoke of a contested term."""
    # a dash sets an aside off as a comma does, and parsers know commas better
    sentences = [replace(s, clean=s.clean.replace("—", ",")) for s in split(text, apart) if _is_statement(s)]
    context, last_end, defines = Context(), 0, False
    for n in range(0, len(sentences), BATCH):
        batch = sentences[n : n + BATCH]
        for sentence, tree in zip(batch, bench.reader.trees(s.clean for s in batch), strict=True):
            if not any(word.tag in FINITE for word in tree.words) and not sentence.clean.rstrip().endswith("."):
                continue  # a heading, a caption, a list of names
            if "\n\n" in text[last_end : sentence.start]:
                context, defines = replace(context, days=None, topic=frozenset()), False
            last_end = sentence.end
            parts = bench.reader.parts(sentence, tree, day, context)
            yield parts, defines
            for part in parts:
                context = _followed(context, part, bench)
                defines = defines or bool(part.stems & cue("define") or _contested(part, bench))


def _followed(context: Context, part: Told, bench: Bench) -> Context:
    """Return the context that a clause leaves: a meeting that it names brings its parties and its days along."""
    part = with_anchor_days(part, bench.archive)
    left = heir(context, part)
    met = None if part.actors else happening(replace(part, days=()), bench.archive)
    if met is not None and met.row and met.row.get("meeting"):
        left = replace(left, before=replace(left.before, actors=frozenset(met.row["meeting"]["parties"])))
    since = next((d for d in part.days if d.bound in ("after", "since")), None)
    return replace(left, days=replace(since, last=since.first)) if since and left.days is context.days else left


def _contested(told: Told, bench: Bench) -> bool:
    names = {stem(name.split(" ")[0]) for name in bench.term_names.values()}
    return any(set(term.keys) & names for term in told.terms)


def _is_statement(sentence: Sentence) -> bool:
    text = sentence.clean.strip()
    return not text.startswith(("#", "|", "```")) and not text.rstrip("\"')").endswith("?")


def rule(told: Told, bench: Bench, *, spoken_of: bool = False, since: dt.date | None = None) -> tuple[Kind, Ruling]:
    """Return the kind of a clause and the ruling on it: the first matcher of its kind that finds something."""
    told = bench.archive.named(told)
    if speaks_for_itself(told):
        return "judgement", Ruling("not_checkable", "the author's own view", sure="high")
    if is_recommendation(told):
        return "recommendation", Ruling("not_checkable", "a recommendation: no record can settle it", sure="high")
    if told.verbs & cue("assess") and not told.numbers:
        return "judgement", Ruling(
            "not_checkable", "a judgement of how things went: see the phases of the relationship"
        )
    if is_forecast(told, bench.as_of):
        return "forecast", Ruling("not_checkable", band_reason(band_of(told.text)), sure="high")
    silent: list[tuple[Kind, Ruling]] = []
    for kind, matcher in _kinds(told, bench, spoken_of, since):
        ruling = matcher(told, bench)
        if ruling is not None and ruling.verdict in ("contradicted", "disputed") and not told.negated:
            ruling = tells_whole(told, bench.archive) or ruling
        if ruling is not None and ruling.verdict != "not_in_record":
            return kind, ruling
        silent += [(kind, ruling)] if ruling is not None else []
    if is_judgement(told):
        return "judgement", Ruling("not_checkable", "a judgement: it weighs rather than tells")
    return silent[0] if silent else ("absence", Ruling("not_in_record", "the record tells nothing of this"))


def _kinds(told: Told, bench: Bench, spoken_of: bool, since: dt.date | None) -> Iterator[tuple[Kind, Matcher]]:
    """Yield the kinds that a clause may be of, the likeliest first, each with its matcher."""
    if told.stems & cue("tie"):
        yield "commitment", check_tie
    if spoken_of or _contested(told, bench):
        yield "position", lambda told, bench: check_definition(told, bench, spoken_of=spoken_of, since=since)
    if told.numbers or len(told.days) > 1:
        yield "quantity", check_quantity
    if counted(told) is not None:
        yield "count", lambda told, bench: check_count(told, bench.archive)
    if told.negated:
        yield "absence", lambda told, bench: check_absence(told, bench.archive)
        return
    named = DOCUMENT.search(told.text) and told.stems & cue("weak")
    if told.stems & cue("commit") or named or told.verbs & (KEPT | BROKEN):
        yield "commitment", check_commitment
    if told.days:
        yield "event", lambda told, bench: check_meeting_day(told, bench.archive)
    if told.anchors:
        yield "order", lambda told, bench: check_order(told, bench.archive)
    if told.stems & cue("verify"):
        yield "strength", check_strength
    if told.stems & cue("want") or told.speaker:
        yield "position", lambda told, bench: check_position(told, bench.archive)
    yield "event", lambda told, bench: check_dated_event(told, bench.archive)


def _merged(text: str, ruled: Sequence[tuple[Told, Kind, Ruling]], bench: Bench) -> list[Claim]:
    """Return one claim for a sentence whose parts come out alike, else one a part."""
    claims = [_claim(text, told, kind, ruling, bench) for told, kind, ruling in ruled if told.start < told.end]
    if len(claims) < 2 or len({claim.verdict for claim in claims}) > 1:
        return claims
    start, end = min(c.start for c in claims), max(c.end for c in claims)
    reasons = dict.fromkeys(claim.reason for claim in claims)
    first = claims[0]
    return [
        first.replace(
            text=text[start:end],
            start=start,
            end=end,
            reason="; ".join(reasons),
            evidence_for=tuple(dict.fromkeys(ref for claim in claims for ref in claim.evidence_for)),
            evidence_against=tuple(dict.fromkeys(ref for claim in claims for ref in claim.evidence_against)),
        )
    ]


def _claim(text: str, told: Told, kind: Kind, ruling: Ruling, bench: Bench) -> Claim:
    band = band_of(told.text) if kind == "forecast" else None
    return Claim(
        text=text[told.start : told.end],
        start=told.start,
        end=told.end,
        kind=kind,
        verdict=ruling.verdict,
        reason=ruling.reason,
        evidence_for=refs(ruling.support),
        evidence_against=refs(ruling.against),
        sure=ruling.sure,
        low=band.low if band else None,
        high=band.high if band else None,
        question=question(told, bench.as_of) if kind == "forecast" else "",
    )


def _note(claims: Sequence[Claim]) -> str:
    checkable = [claim for claim in claims if claim.verdict != "not_checkable"]
    if not claims:
        return "The text makes no statement that could be checked."
    if checkable and all(claim.verdict == "not_in_record" for claim in checkable) and len(checkable) > 2:
        return "Nothing of this text is in the record: it seems to be about another subject."
    return ""
