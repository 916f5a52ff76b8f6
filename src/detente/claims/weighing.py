"""Which words of a clause count, and how much."""

from __future__ import annotations

from dataclasses import replace

from detente.claims.cutting import root
from detente.claims.grammar import NEGATORS, PARTICLES
from detente.claims.naming import Namer, Naming, name_parts
from detente.claims.numbers import ordinal, part_of_name
from detente.claims.told import Term
from detente.claims.words import cue, ideas, is_light, stem, two_word_phrases
from detente.reading.words import Tree

ASIDE = 0.4  # what a word in an aside counts beside one of the clause itself
PERSON = 1.0  # weight of the name of a person
_WEIGHTS = {"NNP": 1.4, "NN": 1.0, "VB": 1.0, "JJ": 0.6, "RB": 0.25}


def _asides(tree: Tree, inside: frozenset[int]) -> frozenset[int]:
    """Return the words of appositions, relative clauses and clauses of reason: said by the way."""
    found: set[int] = set()
    for i in inside:
        word = tree.words[i]
        beside = word.dep in ("relcl", "appos", "parataxis") or (word.dep == "advcl" and i > word.head)
        if beside and word.head in inside:
            found |= tree.subtree(i)
    for i in tree.kids(root(tree), "prep"):
        reach = tree.subtree(i)
        before = max(reach) < root(tree) and len(reach) > 2
        if before and not any(tree.words[k].tag.startswith(("NNP", "CD")) for k in reach):
            found |= reach
    return frozenset(found)


def _titles(tree: Tree, namings: list[Naming]) -> frozenset[int]:
    """Return the words of titles before the names of people: "Director General"."""
    found: set[int] = set()
    for naming in namings:
        i = min(naming.words) - 1
        while naming.person and i >= 0 and tree.words[i].dep == "compound" and tree.words[i].tag.startswith("NNP"):
            found.add(i)
            i -= 1
    return frozenset(found)


def _term(tree: Tree, i: int, weight: float, negated: bool, named: bool) -> Term:
    word = tree.words[i]
    own = stem(word.lemma if not word.tag.startswith("NNP") else word.text)
    keys = [own, stem(word.text)]
    joined = [f"{stem(word.lemma)} {stem(tree.words[k].text)}" for k in tree.kids(i, *PARTICLES)]
    joined += [f"{stem(tree.words[k].lemma)} {own}" for k in tree.kids(i, "amod", "compound")]
    if phrases := [phrase for phrase in joined if phrase in two_word_phrases()]:
        keys = phrases  # "call off" has nothing to do with calling
    keys += sorted({idea for key in list(keys) for idea in ideas().get(key, ())})
    name = named or word.tag.startswith("NNP") or (word.tag == "CD" and weight > 1)
    return Term(word.text, tuple(dict.fromkeys(keys)), weight, i, negated, ordinal(word.text), name)


def _person(term: Term, tree: Tree, inside: frozenset[int]) -> Term:
    """Return the term of a person: the folded name, whole where it is given whole, else one word of it."""
    parts = name_parts(" ".join(tree.words[i].text for i in sorted(inside) if tree.words[i].tag != "POS"))
    return replace(term, text=" ".join(parts), keys=("&" + " ".join(parts),), person=True, name=True)


def _weight(tree: Tree, i: int, named: bool, placed: bool) -> float:
    word = tree.words[i]
    low = word.text.casefold()
    if low in NEGATORS or is_light(word) or not any(c.isalnum() for c in low):
        return 0.0
    if named:
        return 1.2 if placed else PERSON
    if ordinal(low) is not None:
        return 0.4 if low == "first" else 1.2
    if word.tag == "CD":
        return 1.6 if part_of_name(tree, i) else 0.0
    if stem(word.lemma) in cue("say"):
        return 0.3
    if word.dep in ("aux", "auxpass", "mark", "prep", "cc", "prt"):
        return 0.0
    return next((weight for tag, weight in _WEIGHTS.items() if word.tag.startswith(tag)), 0.0)


def terms(
    tree: Tree, inside: frozenset[int], namings: list[Naming], denied: frozenset[int], namer: Namer
) -> tuple[Term, ...]:
    """Return the content words of a clause, heaviest where they are names, lighter in asides; actors are no terms."""
    plain = {i for n in namings if n.body or not (n.place or n.person or n.region) for i in n.words}
    placed = {i for n in namings if n.place or n.region for i in n.words}
    named = {i for n in namings for i in n.words}
    repeated = {i for n in namings for i in n.words if i != max(n.words)}
    people = {max(n.words): n for n in namings if n.person}
    aside = _asides(tree, inside)
    found = []
    for i in sorted(inside - plain - repeated - _titles(tree, namings)):
        weight = _weight(tree, i, i in named, i in placed) * (ASIDE if i in aside else 1.0)
        if weight <= 0:
            continue
        term = _term(tree, i, weight, i in denied, i in named)
        lands = namer.lands(tree.words[i].text)
        found.append(_person(term, tree, people[i].words) if i in people else replace(term, keys=term.keys + lands))
    return tuple(found)
