"""What is asked for what: "in exchange for", "in return for", "unless", "until", "if", "provided"."""

from __future__ import annotations

from dataclasses import dataclass

from detente.reading.clauses import Clauses, prep_objects
from detente.reading.meaning import Meaning
from detente.reading.words import Tree

TRADES = frozenset({"exchange", "return", "turn"})
TERMS = frozenset({"if", "unless", "until", "till", "once", "provided", "before"})
DEMANDS = ("02", "10")
THREATS = ("13",)


@dataclass(frozen=True, slots=True)
class Trade:
    """The words of what the source gives and of what it wants for it."""

    give: str
    want: str


def find_trade(tree: Tree, clauses: Clauses, meaning: Meaning) -> Trade | None:
    """Return what a meaning offers and wants, or None where it names no exchange."""
    for k in _acts(meaning, tree):
        traded = _traded(tree, k)
        if traded:
            act, price = traded
            return Trade(price, act) if meaning.code.startswith(DEMANDS) else Trade(act, price)
    for k in _acts(meaning, tree):
        for mark, verb in clauses.of(k).conditions if tree.words[k].verbal else ():
            if mark in TERMS:
                act = _words(tree, k, without=tree.subtree(verb))
                refusal = meaning.code.startswith(THREATS) and mark in ("unless", "until", "till")
                return Trade(f"not {act}" if refusal else act, _words(tree, verb, marks=False))
    return None


def _acts(meaning: Meaning, tree: Tree) -> list[int]:
    """Return the words that an exchange may hang on, the innermost act first."""
    chain = [m.trigger for m in reversed(meaning.chain())]
    below = [k for t in chain for k in tree.kids(t, "xcomp", "ccomp", "dobj")]
    above = [k for t in chain for k in tree.ancestors(t) if tree.words[k].verbal]
    return list(dict.fromkeys([*chain, *below, *above[:2]]))


def _traded(tree: Tree, k: int) -> tuple[str, str] | None:
    for name, noun in prep_objects(tree, k):
        if name != "in" or tree.lemma(noun) not in TRADES:
            continue
        for link, price in prep_objects(tree, noun):
            if link == "for":
                head = tree.words[noun].head
                return _words(tree, k, without=tree.subtree(head)), _words(tree, price)
    return None


def _words(tree: Tree, k: int, *, without: set[int] | None = None, marks: bool = True) -> str:
    """Return the words under one, without its subject's clause marks where asked, trimmed of commas."""
    drop = set(without or ())
    for n in tree.kids(k):
        word = tree.words[n]
        if (not marks and word.dep == "mark") or (n < k and word.dep in ("advmod", "punct", "cc")):
            drop |= tree.subtree(n)
        if word.dep in ("appos", "relcl", "advcl", "punct") and n > k:
            drop |= tree.subtree(n)
        if word.dep in ("nsubj", "nsubjpass", "aux", "mark", "neg") and marks and n < k:
            drop |= tree.subtree(n) if word.dep != "nsubjpass" else set()
    return tree.span_text(tree.subtree(k) - drop).replace(" ,", ",").replace(" '", "'").strip(" ,.")
