"""Scores of whole events: source, target and CAMEO root, end to end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from scoring import Record, bootstrap, halves

# The root of a WEIS code (McClelland 1978), the scheme before CAMEO, and the CAMEO roots that took its acts over.
WEIS = {
    "01": "08", "02": "01", "03": "04", "04": "05", "05": "03", "06": "05 07 08", "07": "07", "08": "03 05", "09": "02",
    "10": "02", "11": "12", "12": "11", "13": "11", "14": "01", "15": "10", "16": "13", "17": "13", "18": "14 15",
    "19": "16", "20": "16 17", "21": "17", "22": "18 19",
}  # fmt: skip
Triple = tuple[str, str | None, str]
Count = Callable[[Sequence[int]], tuple[int, int, int]]


def _counts(
    records: Sequence[Record], answers: Sequence[dict[str, Any]], k: Sequence[int], key: Any
) -> tuple[int, int, int]:
    hits = said = there = 0
    for i in k:
        gold = {key(event) for event in records[i]["events"]}
        given = {key(event) for event in answers[i]["events"]}
        hits, said, there = hits + len(gold & given), said + len(given), there + len(gold)
    return hits, said, there


def _either(records: Sequence[Record], answers: Sequence[dict[str, Any]], k: Sequence[int]) -> tuple[int, int, int]:
    """Count as `_counts` does, with a gold root read as CAMEO or as WEIS, whichever agrees."""
    hits = said = there = 0
    for i in k:
        gold = {(e["source"], e["target"], e["cameo"][:2]) for e in records[i]["events"]}
        given = {(e["source"], e["target"], e["cameo"][:2]) for e in answers[i]["events"]}
        hits += sum(any((a, b, code) in given for code in (root, *WEIS.get(root, "").split())) for a, b, root in gold)
        said, there = said + len(given), there + len(gold)
    return hits, said, there


def _f1(counts: tuple[int, int, int]) -> float:
    hits, said, there = counts
    return 2 * hits / max(1, said + there)


def _print(title: str, count: Count, k: Sequence[int]) -> None:
    hits, said, there = count(k)
    low, high = bootstrap(lambda s: _f1(count([k[i] for i in s])), len(k))
    print(f"{title}: precision {hits / max(1, said):.3f} recall {hits / max(1, there):.3f} "
          f"micro-F1 {_f1((hits, said, there)):.3f} [{low:.3f}, {high:.3f}] n {len(k)}")  # fmt: skip


def plausible(code: str) -> bool:
    """Whether a code stands in CAMEO."""
    from detente.record.ontology import normalise_code

    return normalise_code(code) == code


def score_events(records: Sequence[Record], answers: Sequence[dict[str, Any]]) -> None:
    odd = [r["id"] for r in records if any(not plausible(event["cameo"]) for event in r["events"])]
    print(f"records with codes outside CAMEO left out: {len(odd)}: {' '.join(odd)}")
    usable = [i for i, record in enumerate(records) if record["id"] not in odd]
    keys = {
        "source, target, root": lambda e: (e["source"], e["target"], e["cameo"][:2]),
        "source, target (with sectors)": lambda e: (e["source"], e["target"]),
        "source, target (actors alone)": lambda e: (e["source"][:3], e["target"][:3]),
    }
    counts: dict[str, Count] = {
        title: (lambda k, key=key: _counts(records, answers, k, key)) for title, key in keys.items()
    }
    counts["source, target, root as CAMEO or WEIS"] = lambda k: _either(records, answers, k)
    for name, part in halves(usable):
        for title, count in counts.items():
            _print(f"{title}, {name}", count, [usable[i] for i in part])
    lost = [records[i]["id"] for i in usable if records[i]["events"] and not answers[i]["events"]]
    print(f"records with events and no answer: {len(lost)}: {' '.join(lost[:60])}")


def score_typed(records: Sequence[Record], answers: Sequence[dict[str, Any]]) -> None:
    """Print what was found of (source, target, type, modality) of what is told as done, failed or denied, by half."""

    def rows(events: Sequence[dict[str, Any]]) -> set[tuple[str, ...]]:
        told = (e for e in events if e["modality"] in ("actual", "failed", "denied"))
        return {(e["source"], e["target"], e["type"], e["modality"]) for e in told}

    gold = [rows(record["events"]) for record in records]
    given = [rows(answer["events"]) for answer in answers]

    def count(k: Sequence[int]) -> tuple[int, int, int]:
        return sum(len(gold[i] & given[i]) for i in k), sum(len(given[i]) for i in k), sum(len(gold[i]) for i in k)

    for name, k in halves(range(len(records))):
        _print(f"source, target, type, modality, {name}", count, k)
        quiet = [i for i in k if not gold[i]]
        print(f"  without an event: {len(quiet)}, read as holding one: {sum(bool(given[i]) for i in quiet)}")


def _triples(events: Sequence[dict[str, Any]]) -> set[Triple]:
    """Return the acts of a record; a comment (root 01) is none."""
    rows = {(e["source"], e["target"], e["cameo"][:2]) for e in events}
    return {row for row in rows if row[2] != "01"}


def score_newswire(records: Sequence[Record], answers: Sequence[dict[str, Any]]) -> None:
    """Print what was found of (source, target, root), by half, by root, and what was made of sentences without events.

    What was missed and confused is shown for the half that may be seen.
    """
    gold = [_triples(record["events"]) for record in records]
    given = [_triples(answer["events"]) for answer in answers]

    def count(k: Sequence[int]) -> tuple[int, int, int]:
        return sum(len(gold[i] & given[i]) for i in k), sum(len(given[i]) for i in k), sum(len(gold[i]) for i in k)

    for half in dict.fromkeys(record["half"] for record in records):
        k = [i for i, record in enumerate(records) if record["half"] == half]
        _print(f"source, target, root, {half}", count, k)
        quiet = [i for i in k if not gold[i]]
        print(f"  without an event: {len(quiet)}, read as holding one: {sum(bool(given[i]) for i in quiet)}")
        _roots([gold[i] for i in k], [given[i] for i in k])
    seen = [i for i, record in enumerate(records) if record["half"].startswith("seen")]
    _confusion([gold[i] for i in seen], [given[i] for i in seen])
    print("  lost (seen):", " ".join(records[i]["id"] for i in seen if gold[i] - given[i]))


def _roots(gold: Sequence[set[Triple]], given: Sequence[set[Triple]]) -> None:
    for root in sorted({row[2] for rows in gold for row in rows}):
        there, said = (sum(row[2] == root for rows in side for row in rows) for side in (gold, given))
        hits = sum(row[2] == root for a, b in zip(gold, given, strict=True) for row in a & b)
        print(f"  {root} precision {hits / max(1, said):.2f} recall {hits / there:.2f} n {there}")


def _confusion(gold: Sequence[set[Triple]], given: Sequence[set[Triple]]) -> None:
    """Print, where a pair is right, which root was given for which."""
    table: Counter[tuple[str, str]] = Counter()
    for a, b in zip(gold, given, strict=True):
        for source, target, root in a:
            roots = sorted(row[2] for row in b if row[:2] == (source, target))
            table[root, root if root in roots else roots[0] if roots else "no pair"] += 1
    print("  confusion (gold: answers, seen)")
    for root in sorted({row for row, _ in table}):
        counts = sorted(((n, answer) for (r, answer), n in table.items() if r == root), reverse=True)
        print(f"    {root}:", ", ".join(f"{answer} {n}" for n, answer in counts))
