"""Which findings stand where on the page, and what a reader is told where an engine has not run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from detente.finding import EvidenceRef, Finding


@dataclass(frozen=True)
class Section:
    """A part of the page: the engine whose findings it shows, its heading and what it answers.

    ``prefix`` takes only findings whose id begins so; a section without one takes what no other of its engine does.
    """

    id: str
    engine: str
    title: str
    answers: str
    prefix: str = ""


SECTIONS: tuple[Section, ...] = (
    Section("phases", "relations", "Where the relationship stands", "whether a new phase has begun, and since when"),
    Section("conduct", "relations", "Words, deeds and habits", "what is said beside what is done", "conduct-"),
    Section(
        "alignment", "relations", "Who acts with whom", "how far allies act alike, and what others do", "alignment-"
    ),
    Section("linkage", "relations", "What moves what", "whether acts elsewhere move this relation", "linkage"),
    Section("record", "record", "What happened", "what was said and done"),
    Section("promises", "agreements", "Promises and what became of them", "who promised what, and who kept it"),
    Section("text", "reading", "The text, read", "what an author's text tells of"),
    Section("claims", "claims", "The text, checked", "what an author's claims are worth against the record"),
    Section(
        "bargaining", "bargaining", "What could be agreed", "what the parties could agree on, and what would move it"
    ),
    Section("outlook", "outlook", "What comes next", "what to expect, and by when one will know"),
)


def filled(findings: Sequence[Finding]) -> list[tuple[Section, list[Finding]]]:
    """Return the sections that have findings, in the order of the page."""
    by_section = [(section, [f for f in findings if _belongs(f, section)]) for section in SECTIONS]
    return [(section, found) for section, found in by_section if found]


def _belongs(finding: Finding, section: Section) -> bool:
    if finding.engine != section.engine:
        return False
    if section.prefix:
        return finding.id.startswith(section.prefix)
    return not any(
        other.prefix and finding.id.startswith(other.prefix) for other in SECTIONS if other.engine == section.engine
    )


def silent(findings: Sequence[Finding]) -> list[Section]:
    """Return the sections whose engine has said nothing."""
    spoken = {finding.engine for finding in findings}
    return [section for section in SECTIONS if section.engine not in spoken]


def bottom_line(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings that answer the question first: the one about phases, else what the record holds."""
    answers = [finding for finding in findings if finding.id == "phase-question"]
    return answers or [finding for finding in findings if finding.id == "record-reach"]


def headlines(findings: Sequence[Finding]) -> list[tuple[Section, Finding]]:
    """Return the first finding of each section that the bottom line does not speak of."""
    spoken = {finding.id for finding in bottom_line(findings)}
    return [(section, found[0]) for section, found in filled(findings) if spoken.isdisjoint(f.id for f in found)]


def best_graded(evidence: Sequence[EvidenceRef], *, most: int = 3) -> list[EvidenceRef]:
    """Return the few rows of best grade, the latest first among equals, in the order of their days."""
    latest = sorted(evidence, key=_day, reverse=True)
    return sorted(sorted(latest, key=lambda ref: ref.grade or "Z")[:most], key=_day)


def _day(ref: EvidenceRef) -> dt.date:
    return ref.date or dt.date.min
