"""What is asked for what: "in exchange for", "unless", "only if", "without", "on condition that", "swapped for"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.reading.clauses import NEGATORS, Clauses, prep_objects
from detente.reading.meaning import Meaning
from detente.reading.readevent import ReadEvent
from detente.reading.words import Tree

TRADES = frozenset({"exchange", "return", "turn", "swap", "payment"})
TERMS = frozenset({"if", "unless", "until", "till", "once", "provided", "before"})
# "Not before", "not without": what is refused until the term is met is what is given for it.
WITHHELD = frozenset({"unless", "until", "till", "without", "before"})
CONDITIONAL = frozenset({"conditional", "contingent", "dependent", "dependant"})
BARTER = frozenset({"swap", "trade", "exchange", "barter"})
DEMANDS = ("02", "10")
THREATS = ("13",)
# Acts that set terms: appeals, promises, demands, refusals and threats.
SPOKEN = ("02", "03", "08", "10", "12", "13")
CLAUSAL = frozenset({"appos", "relcl", "advcl"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "aux", "auxpass", "mark", "neg"})


@dataclass(frozen=True, slots=True)
class Trade:
    """The words of what the source gives and of what it wants for it."""

    give: str
    want: str


def find_trade(tree: Tree, clauses: Clauses, meaning: Meaning) -> Trade | None:
    """Return what a meaning offers and wants, or None where it names no exchange or is itself only supposed."""
    if meaning.modality == "hypothetical":
        return None
    acts = _acts(meaning, tree)
    asks = meaning.code.startswith(DEMANDS)
    for act, price in (found for k in acts for found in _traded(tree, k)):
        return Trade(price, act) if asks else Trade(act, price)
    if not meaning.code.startswith(SPOKEN):
        return None
    for k in acts:
        for mark, act, term in _terms(tree, clauses, k):
            if mark in WITHHELD and meaning.code.startswith(THREATS):
                return Trade(f"not {act}", term)
            return Trade(act, term)
    return None


def _acts(meaning: Meaning, tree: Tree) -> list[int]:
    """Return the words that an exchange may hang on, the innermost act first."""
    chain = [m.trigger for m in reversed(meaning.chain())]
    below = [k for t in chain for k in tree.kids(t, "xcomp", "ccomp", "dobj")]
    above = [k for t in chain for k in tree.ancestors(t) if tree.words[k].verbal]
    return list(dict.fromkeys([*chain, *below, *above[:2]]))


def _traded(tree: Tree, k: int) -> Iterator[tuple[str, str]]:
    """Yield (act, price) for "in exchange for" on a word, and (goods, price) for "swapped prisoners for"."""
    for name, noun in prep_objects(tree, k):
        if (name == "in" and tree.lemma(noun) in TRADES) or (name == "as" and tree.lemma(noun) == "quo"):
            for link, price in prep_objects(tree, noun):
                if link == "for":
                    yield _words(tree, k, without=tree.subtree(tree.words[noun].head)), _words(tree, price)
        if name == "for" and tree.lemma(k) in BARTER and tree.kids(k, "dobj"):
            yield _words(tree, k, without=tree.subtree(tree.words[noun].head)), _words(tree, noun)


def _terms(tree: Tree, clauses: Clauses, k: int) -> Iterator[tuple[str, str, str]]:
    """Yield (mark, act, term) for every condition that an act is put under."""
    if tree.words[k].verbal:
        for mark, verb in clauses.of(k).conditions:
            if mark in TERMS:
                yield mark, _words(tree, k, without=tree.subtree(verb)), _words(tree, verb, marks=False)
    for verb, mark in _provisos(tree, k):
        yield mark, _words(tree, k, without=tree.subtree(verb)), _words(tree, verb, marks=False)
    for name, noun in prep_objects(tree, k):
        phrase = tree.subtree(tree.words[noun].head)
        if name == "without" and clauses.of(k).negated:
            yield name, _words(tree, k, without=phrase), _words(tree, noun)
        if name == "on" and tree.lemma(noun) in ("condition", "proviso"):
            for verb in tree.kids(noun, "acl", "ccomp", "relcl"):
                yield name, _words(tree, k, without=phrase), _words(tree, verb, marks=False)
    for adjective in (n for n in tree.kids(k, "oprd", "acomp", "ccomp") if tree.lemma(n) in CONDITIONAL):
        goods = [*tree.kids(k, "dobj", "nsubj"), *tree.kids(adjective, "nsubj")]
        for name, noun in prep_objects(tree, adjective):
            if name in ("on", "upon") and goods:
                yield name, _words(tree, goods[-1]), _words(tree, noun)


def _provisos(tree: Tree, k: int) -> Iterator[tuple[int, str]]:
    """Yield (verb, mark) for "provided that" and "only after", which a parser hangs like no condition."""
    for n in tree.kids(k):
        if tree.words[n].text.lower() in ("provided", "providing"):
            yield from ((verb, "provided") for verb in tree.kids(n, "ccomp", "pcomp"))
        marks = {tree.words[m].text.lower() for m in tree.kids(n, "mark", "advmod")}
        if tree.words[n].dep == "advcl" and {"only", "after"} <= marks:
            yield n, "after"


def _words(tree: Tree, k: int, *, without: set[int] | None = None, marks: bool = True) -> str:
    """Return the words under one, without its subject's clause marks where asked, trimmed of commas and denials."""
    drop = set(without or ())
    for n in tree.kids(k):
        word = tree.words[n]
        if (not marks and word.dep == "mark") or (n < k and word.dep in ("advmod", "punct", "cc")):
            drop |= tree.subtree(n)
        if marks and n < k and word.dep in SUBJECTS and word.dep != "nsubjpass":
            drop |= tree.subtree(n)
    for n in tree.subtree(k):
        if n != k and tree.words[n].dep in CLAUSAL and n > k:
            drop |= tree.subtree(n)
    kept = [n for n in sorted(tree.subtree(k) - drop) if not (marks and tree.words[n].text.lower() in NEGATORS)]
    return tree.span_text(set(kept)).replace(" ,", ",").replace(" '", "'").strip(" ,.;")


def tie_terms(events: list[ReadEvent]) -> list[ReadEvent]:
    """Return the events of a sentence with each exchange tied to the supposed act that meets its term.

    In "no relief unless Iran disarms" the disarming is an event of its own, hypothetical, and what is wanted.
    """
    return [_tied(event, events) for event in events]


def _tied(event: ReadEvent, others: list[ReadEvent]) -> ReadEvent:
    trade = event.exchange
    if trade is None or trade.want_event:
        return event
    wanted = set(trade.want.split())
    met = (o for o in others if o.modality == "hypothetical" and o.source == trade.asked and o.explanation)
    found = next((o.id for o in met if o.explanation and o.explanation.trigger in wanted), None)
    return event.model_copy(update={"exchange": trade.model_copy(update={"want_event": found})}) if found else event
