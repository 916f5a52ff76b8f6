"""What part a date plays in its sentence: it tells when, opens a range, sets a term, or only names a thing."""

from __future__ import annotations

import re

from detente.reading.clock import Role

_PART = r"(?: the)?(?: (?:very )?(?:end|start|beginning|close|middle) of)?(?: early| late)? $"
_BOUND = re.compile(
    r"\b(?:by|before|until|till|no later than|prior to|ahead of|deadline (?:of|in|on)"
    r"|(?:scheduled|planned|set|slated|expected|due|foreseen)(?: (?:for|in|on|to \w+ (?:in|on)))?)" + _PART,
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:since|after|following|in the (?:wake|aftermath) of)(?: at least| about| around)?" + _PART, re.IGNORECASE
)
AFTER = re.compile(r"\b(?:after|following)(?: the)?(?: \w+ of)?(?: early| late)? $", re.IGNORECASE)
_GOVERNED = re.compile(
    r"\b(?:in|at|on|during|under|with) (?:the |its |their |an? )?(?:[\w'-]+ ){0,4}(?:of )?$", re.IGNORECASE
)
_OWNED = re.compile(
    r"(?:\b(?:the|an?|its|their|his|her|this|that|both|two|three|four)|'s?)(?: [\w-]+)? $", re.IGNORECASE
)
_PARTITIVE = re.compile(
    r"\b(?:end|start|beginning|middle|close|days?|weeks?|months?|years?|spring|summer|autumn|fall|winter|half|quarter"
    r"|part|course|night|morning|evening|afternoon) of $"
)
_OF_THEM = re.compile(
    r"\b(?:last|first|latest|second|third|most recent|one|some|most) of (?:them|these|those|which)\b[^.;]*$"
)
_NAMES = re.compile(
    r" (?!(?:and|or|but|to|the|an?|in|at|on|of|by|as|for|with|when|where|which|who|that|was|were|is|has|had"
    r"|marked|saw|brought|began|ended)\b)[A-Za-z]"
)


def role_of(text: str, start: int, end: int) -> Role:
    """Return what part a date plays, by the words around it: text from ``start`` to ``end``."""
    before = text[max(0, start - 60) : start]
    if _BOUND.search(before):
        return "bound"
    if _OPEN.search(before):
        return "open"
    if text.startswith((" onward", " on,"), end) and re.search(r"\b[Ff]rom $", before):
        return "open"
    if _OF_THEM.search(before):
        return "name"
    named = (_OWNED.search(before) and _NAMES.match(text, end)) or (
        before.endswith(" of ") and not _PARTITIVE.search(before)
    )
    return "name" if named and not _GOVERNED.search(before) else "when"
