"""The argument of a text: which statement is offered as a reason for which, where the text itself says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from detente.claims.verdict import Claim

if TYPE_CHECKING:
    from detente.claims.checking import Checked

By = Literal["reason", "conclusion", "contrast", "condition", "point"]
Role = Literal["claim", "reason", "conclusion", "recommendation", "forecast"]

_THEREFORE = re.compile(r"(?:so|therefore|thus|hence|consequently|accordingly|as a result|for this reason)\b[, ]", re.I)
_INSIDE_THEREFORE = re.compile(r"\b(?:therefore|thus|hence|consequently)\b", re.I)
_HOWEVER = re.compile(r"(?:however|nevertheless|nonetheless|yet|but|still|despite|although|on the other hand)\b", re.I)
_POINT = re.compile(
    r"(?:first|firstly|second|secondly|third|thirdly|fourth|finally|lastly|further|moreover)\b,?\s", re.I
)
_FIRST = re.compile(r"(?:first|firstly)\b,?\s", re.I)
_BECAUSE = re.compile(r"\b(?:because(?: of)?|due to|owing to|since (?=it|they|he|she|the|no)|as a result of)\b", re.I)
_IF = re.compile(r"^(?:if|unless|as long as|so long as|provided that)\b", re.I)


@dataclass(frozen=True)
class Link:
    """A link that the text makes: statement ``source`` bears on statement ``target``, by the words ``marker``.

    Both are positions in the list of claims. A statement that carries its own reason links to itself.
    """

    source: int
    target: int
    by: By
    marker: str


@dataclass(frozen=True)
class Argument:
    """The links of a text, the role of each statement, and the statements that nothing is offered for."""

    links: tuple[Link, ...]
    roles: tuple[Role, ...]
    unsupported: tuple[int, ...]


def argument_of(found: Checked) -> Argument:
    """Return the argument of a checked text.

    A link is drawn only where the text draws it (because, therefore, however, first ... second, if). Unsupported is
    what is claimed, judged, foretold or recommended without a reason of its own and without a row that supports it.
    """
    links = tuple(_links(found))
    roles = tuple(_role(n, claim, links) for n, claim in enumerate(found.claims))
    backed = {link.target for link in links if link.by in ("reason", "point", "conclusion")}
    unsupported = tuple(
        n for n, claim in enumerate(found.claims) if n not in backed and claim.verdict not in ("supported", "disputed")
    )
    return Argument(links, roles, unsupported)


def _links(found: Checked) -> Iterator[Link]:
    head: int | None = None  # the statement that a list of points is offered for
    for n, claim in enumerate(found.claims):
        text = _lead(found, n)
        if match := _BECAUSE.search(claim.text):
            yield Link(n, n, "reason", match.group())
        if match := _IF.match(text):
            yield Link(n, n, "condition", match.group())
        if match := _POINT.match(text):
            head = n - 1 if _FIRST.match(text) or head is None else head
            if head >= 0:
                yield Link(n, head, "point", match.group().strip(" ,"))
            continue
        if not n:
            continue
        if match := _THEREFORE.match(text) or _INSIDE_THEREFORE.search(claim.text):
            yield Link(n - 1, n, "conclusion", match.group().strip(" ,"))
        elif match := _HOWEVER.match(text):
            yield Link(n, n - 1, "contrast", match.group())


def _lead(found: Checked, n: int) -> str:
    """Return a statement with the words that stand before it in its sentence: "However," is part of none."""
    before = found.claims[n - 1].end if n else 0
    gap = found.text[before : found.claims[n].start] if before <= found.claims[n].start else ""
    return (gap.lstrip(" .;,\n\"'”") + found.claims[n].text).lstrip()


def _role(n: int, claim: Claim, links: tuple[Link, ...]) -> Role:
    if claim.kind in ("recommendation", "forecast"):
        return "recommendation" if claim.kind == "recommendation" else "forecast"
    if any(link.target == n and link.by == "conclusion" for link in links):
        return "conclusion"
    if any(link.source == n and link.by in ("point", "conclusion") and link.target != n for link in links):
        return "reason"
    return "claim"
