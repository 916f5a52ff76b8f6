"""Findings on a checked text: the sum of verdicts, the text with verdicts in its margin, forecasts, the argument."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from detente.claims.argument import argument_of
from detente.claims.checking import Checked
from detente.claims.verdict import VERDICTS, Claim
from detente.finding import AnnotatedText, Column, Confidence, Exhibit, Finding, Remark, Table

LABELS = {
    "supported": "Supported", "contradicted": "Contradicted", "overstated": "Overstated", "disputed": "Disputed",
    "partly": "Partly", "not_in_record": "Not in the record", "not_checkable": "Not checkable",
}  # fmt: skip
METHOD = (
    "Each sentence is cut into clauses that can be checked alone. A clause is held against every row that shares words "
    "with it: who did it to whom, when, how many, asserted or denied. A row that holds most of its words and says "
    "nothing else supports it; one that differs in a single part contradicts it, where no other happening fits. What "
    "no row tells is not in the record, whatever else is known of it."
)


def claim_findings(found: Checked, *, title: str, author: str, as_of: dt.date) -> list[Finding]:
    """Return the findings on a text: its verdicts, and what it argues."""
    return [_verdicts(found, title, author, as_of), *_forecasts(found, as_of), *_argument(found, as_of)]


def _verdicts(found: Checked, title: str, author: str, as_of: dt.date) -> Finding:
    counts = Counter(claim.verdict for claim in found.claims)
    wrong = [claim for claim in found.claims if claim.verdict in ("contradicted", "overstated")]
    said = ", ".join(f"{counts[name]} {LABELS[name].lower()}" for name in VERDICTS if counts[name])
    by = f" by {author}" if author else ""
    exhibits: tuple[Exhibit, ...] = (
        AnnotatedText(
            title=f"{title}{by}",
            text=found.text,
            remarks=tuple(map(_remark, found.claims)),
            note="The verdict on each statement stands beside it. What is not in the record may still be true.",
        ),
    )
    if wrong:
        exhibits = (_table("What the record speaks against", wrong), *exhibits)
    return Finding(
        id="claims-verdicts",
        engine="claims",
        statement=found.note
        or f"Of {len(found.claims)} statements, by the record as of {as_of.day} {as_of:%B %Y}: {said}.",
        confidence=_confidence(found),
        evidence_against=tuple(dict.fromkeys(ref for claim in wrong for ref in claim.evidence_against)),
        gaps=(
            "The record goes by importance: a happening that it does not list may have taken place.",
            "A statement put in words that no row shares is not recognised, and comes out as not in the record.",
        ),
        method=METHOD,
        exhibits=exhibits,
        as_of=as_of,
    )


def _confidence(found: Checked) -> Confidence | None:
    told = [claim for claim in found.claims if claim.verdict not in ("not_checkable", "not_in_record")]
    if not told:
        return None
    low = sum(claim.sure == "low" for claim in told)
    level = "moderate" if low <= len(told) / 3 else "low"
    return Confidence(
        level=level,
        reason=f"{len(told) - low} of {len(told)} verdicts rest on a row that holds most of the statement's words; "
        "a reader should look at the rows before quoting a verdict.",
    )


def _remark(claim: Claim) -> Remark:
    return Remark(
        start=claim.start,
        end=claim.end,
        label=LABELS[claim.verdict],
        note=claim.reason,
        role=claim.verdict,
        refs=claim.evidence_for + claim.evidence_against,
    )


def _table(title: str, claims: list[Claim]) -> Table:
    columns = (
        Column(key="statement", label="The text says"),
        Column(key="verdict", label="Verdict"),
        Column(key="reason", label="Why"),
    )
    return Table(
        title=title,
        columns=columns,
        rows=tuple((" ".join(c.text.split()), LABELS[c.verdict], c.reason) for c in claims),
        refs=tuple(c.evidence_against for c in claims),
    )


def _forecasts(found: Checked, as_of: dt.date) -> list[Finding]:
    made = [claim for claim in found.claims if claim.kind == "forecast"]
    if not made:
        return []
    columns = (
        Column(key="statement", label="The text says"),
        Column(key="band", label="Read as", unit="probability"),
        Column(key="question", label="What will settle it"),
    )
    rows = tuple(
        (
            " ".join(c.text.split()),
            "no likelihood stated" if c.low is None else f"{c.low:.0%} to {c.high:.0%}",
            c.question,
        )
        for c in made
    )
    return [
        Finding(
            id="claims-forecasts",
            engine="claims",
            statement=f"The text makes {len(made)} forecast{'s' if len(made) > 1 else ''}; they can be scored later.",
            method="Hedged words are read as bands of ICD 203; words that it does not define get the widest that fits.",
            exhibits=(Table(title="Forecasts of the text", columns=columns, rows=rows),),
            as_of=as_of,
        )
    ]


def _argument(found: Checked, as_of: dt.date) -> list[Finding]:
    argument = argument_of(found)
    if not argument.links:
        return []
    columns = (
        Column(key="from", label="Statement"),
        Column(key="by", label="Bears on the next as"),
        Column(key="to", label="Statement borne on"),
        Column(key="verdict", label="Verdict on the first"),
    )
    claims = found.claims
    rows = tuple(
        (
            _short(claims[link.source]),
            f"{link.by} ({link.marker.lower()})",
            "itself" if link.source == link.target else _short(claims[link.target]),
            LABELS[claims[link.source].verdict],
        )
        for link in argument.links
    )
    bare = [claims[n] for n in argument.unsupported]
    exhibits: list[Exhibit] = [Table(title="Links that the text makes", columns=columns, rows=rows)]
    if bare:
        exhibits.append(_bare(bare))
    return [
        Finding(
            id="claims-argument",
            engine="claims",
            statement=f"The text makes {len(argument.links)} links by words such as because, therefore or however; "
            f"{len(bare)} statements stand without a reason of their own and without a row that supports them.",
            method="A link is drawn only where the text draws it; what a reader would infer is left to the reader.",
            exhibits=tuple(exhibits),
            as_of=as_of,
        )
    ]


def _bare(claims: list[Claim]) -> Table:
    columns = (Column(key="statement", label="Statement"), Column(key="kind", label="Kind"))
    rows = tuple((_short(claim), claim.kind) for claim in claims)
    return Table(title="Offered without a reason, and unsupported by the record", columns=columns, rows=rows)


def _short(claim: Claim) -> str:
    text = " ".join(claim.text.split())
    return text if len(text) <= 160 else f"{text[:157].rstrip()} ..."
