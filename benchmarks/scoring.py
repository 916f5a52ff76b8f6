"""Precision, recall, F1, confusion and bootstrap intervals, for the scripts beside this file."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

Record = dict[str, Any]


def bootstrap(
    score: Callable[[Sequence[int]], float], n: int, *, rounds: int = 400, seed: int = 7
) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a score over case indexes."""
    rng = random.Random(seed)
    values = sorted(score([rng.randrange(n) for _ in range(n)]) for _ in range(rounds))
    return values[int(0.025 * rounds)], values[int(0.975 * rounds) - 1]


def per_class(gold: Sequence[str], given: Sequence[str]) -> dict[str, tuple[float, float, float, int]]:
    """Return class -> (precision, recall, F1, count in gold)."""
    table = {}
    for name in sorted(set(gold)):
        hits = sum(g == a == name for g, a in zip(gold, given, strict=True))
        there, said = sum(g == name for g in gold), sum(a == name for a in given)
        table[name] = (hits / max(1, said), hits / there, 2 * hits / max(1, said + there), there)
    return table


def macro_f1(gold: Sequence[str], given: Sequence[str]) -> float:
    """Return the mean F1 over the classes of the gold answers."""
    table = per_class(gold, given)
    return sum(row[2] for row in table.values()) / max(1, len(table))


def report_classes(title: str, ids: Sequence[str], gold: Sequence[str], given: Sequence[str]) -> None:
    """Print precision, recall and F1 a class, the confusion table, intervals and the cases lost."""
    low, high = bootstrap(lambda k: macro_f1([gold[i] for i in k], [given[i] for i in k]), len(gold))
    accuracy = sum(g == a for g, a in zip(gold, given, strict=True)) / len(gold)
    print(
        f"\n{title}: macro-F1 {macro_f1(gold, given):.3f} [{low:.3f}, {high:.3f}], "
        f"accuracy {accuracy:.3f}, n {len(gold)}"
    )
    for name, (precision, recall, f1, count) in per_class(gold, given).items():
        print(f"  {name:10} precision {precision:.2f} recall {recall:.2f} F1 {f1:.2f} n {count}")
    print("  confusion (gold: answers)")
    for name in sorted(set(gold)):
        row = Counter(a for g, a in zip(gold, given, strict=True) if g == name)
        print(f"    {name:10}", ", ".join(f"{answer} {count}" for answer, count in row.most_common()))
    lost = [case for case, answer in zip(ids, given, strict=True) if answer == "NONE"]
    print(f"  without an answer: {len(lost)}", " ".join(lost[:40]))


def halves(records: Sequence[Record]) -> list[tuple[str, list[int]]]:
    """Return the whole, the even and the odd records; only the even ones are ever looked at while building."""
    n = range(len(records))
    return [("all", list(n)), ("even (seen)", list(n[::2])), ("odd (unseen)", list(n[1::2]))]
