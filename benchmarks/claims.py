"""How well a text's claims are judged, on claims with verdicts written before the checker ran.

    python benchmarks/claims.py --data CLAIMS.csv --case CASE --json answers.json [--text MEMO.md] [--half even|odd]

A row of CLAIMS.csv is one claim: ``text``, ``kind``, ``verdict``, ``also_right`` (other verdicts as good, parted by
semicolons), ``reason``. Each is checked as a text of its own, or, with ``--text``, where it stands in a document. A
claim whose clauses come out apart gets the gravest of their verdicts: contradicted, overstated, disputed, partly, not
in the record, supported, not checkable. Precision, recall and the share right come with 95 % bootstrap intervals.

"False contradicted" is the share called contradicted among the claims that are neither contradicted nor overstated.
``--half`` keeps the rows of even or odd position: the even half was looked at while the rules were written, the odd
half only scored.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import detente
from detente.claims.verdict import VERDICTS, Claim
from detente.reading.documents import read_document

GRAVEST = ("contradicted", "overstated", "disputed", "partly", "not_in_record", "supported", "not_checkable")
WRONG = {"contradicted", "overstated"}
Row = dict[str, str]


def answer_of(claims: Sequence[Claim]) -> str:
    """Return the verdict on a sentence from those on its clauses; not checkable where it makes no claim."""
    return min((claim.verdict for claim in claims), key=GRAVEST.index, default="not_checkable")


def answers(rows: list[Row], case: detente.Case, text: Path | None) -> list[str]:
    if text is None:
        checker = case.checker()
        return [answer_of(checker(row["text"]).claims) for row in rows]
    document = read_document(text)
    found = case.check(document.text, date=document.date)
    given = []
    for row in rows:
        start = document.text.find(row["text"])
        if start < 0:
            raise SystemExit(f"{text} does not hold {row['text'][:60]!r}")
        end = start + len(row["text"])
        given.append(answer_of([claim for claim in found.claims if claim.start < end and start < claim.end]))
    return given


def right(row: Row, given: str) -> bool:
    return given in (row["verdict"], *row["also_right"].split(";"))


def interval(score: Callable[[list[int]], float], n: int, *, rounds: int = 1000, seed: int = 7) -> tuple[float, float]:
    rng = random.Random(seed)
    values = sorted(score([rng.randrange(n) for _ in range(n)]) for _ in range(rounds))
    return values[int(0.025 * rounds)], values[int(0.975 * rounds) - 1]


def share(hits: Sequence[bool], over: Sequence[bool]) -> Callable[[list[int]], float]:
    """Return the share of hits among the cases counted, as a function of case indexes."""
    return lambda cases: sum(hits[n] for n in cases) / max(1, sum(over[n] for n in cases))


def report(rows: list[Row], given: list[str]) -> None:
    hit = [right(row, answer) for row, answer in zip(rows, given, strict=True)]
    n, every = len(rows), list(range(len(rows)))
    print(f"{'all':<14} right {sum(hit) / n:.3f} ({_range(share(hit, [True] * n), n)}), n = {n}")
    innocent = [row["verdict"] not in WRONG and not WRONG & set(row["also_right"].split(";")) for row in rows]
    false = [answer == "contradicted" and free for answer, free in zip(given, innocent, strict=True)]
    measured = share(false, innocent)
    print(f"{'false contra.':<14} {measured(every):.3f} ({_range(measured, n)}), n = {sum(innocent)}")
    for verdict in VERDICTS:
        said = [answer == verdict for answer in given]
        there = [row["verdict"] == verdict for row in rows]
        precision = share([a and b for a, b in zip(said, hit, strict=True)], said)
        recall = share([a and b for a, b in zip(there, hit, strict=True)], there)
        print(
            f"{verdict:<14} precision {precision(every):.3f} ({_range(precision, n)}), n = {sum(said)}; "
            f"recall {recall(every):.3f} ({_range(recall, n)}), n = {sum(there)}"
        )
    print("\nwritten -> given")
    for (written, answer), count in sorted(Counter(zip((r["verdict"] for r in rows), given, strict=True)).items()):
        print(f"  {written:<14} -> {answer:<14} {count}")


def _range(score: Callable[[list[int]], float], n: int) -> str:
    low, high = interval(score, n)
    return f"{low:.3f}-{high:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--case", type=Path, required=True)
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--text", type=Path)
    parser.add_argument("--half", choices=("even", "odd"))
    options = parser.parse_args()
    with options.data.open(encoding="utf-8", newline="") as handle:
        numbered = list(enumerate(csv.DictReader(handle)))
    if options.half:
        numbered = numbered[options.half == "odd" :: 2]
    rows = [row for _, row in numbered]
    begun = time.process_time()
    given = answers(rows, detente.build(options.case), options.text)
    taken = time.process_time() - begun
    raw = [{"id": n, "answer": {"verdict": answer}} for (n, _), answer in zip(numbered, given, strict=True)]
    options.json.write_text(json.dumps(raw, indent=1), encoding="utf-8")
    report(rows, given)
    print(f"\n{taken:.1f} CPU seconds, the reading of the record among them")


if __name__ == "__main__":
    main()
