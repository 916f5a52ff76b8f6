"""Who acts in a clause, who is spoken of, and who is said to say it."""

from __future__ import annotations

from dataclasses import dataclass

from detente.claims.grammar import fronted, real, verbs, without_phrases
from detente.claims.naming import Naming
from detente.claims.told import Deed
from detente.claims.words import cue, ideas, is_light, stem
from detente.reading.clauses import Clauses
from detente.reading.words import Tree

PLURAL = frozenset({"leaders", "sides", "parties", "governments", "countries", "states", "two", "both", "they"})
SINGULAR = frozenset({"agency", "country", "regime", "he", "she", "it"})
OWNERS = frozenset({"its", "his", "her"})


@dataclass(frozen=True)
class Mentioned:
    """Actors that earlier sentences named: those who acted last, and all of the last sentence with several."""

    doers: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()


def actors_in(namings: list[Naming], words: frozenset[int] | set[int]) -> frozenset[str]:
    """Return the actors that some words name."""
    return frozenset(actor for naming in namings if naming.words & words for actor in naming.actors)


def doers(tree: Tree, head: int, namings: list[Naming], before: Mentioned) -> frozenset[str]:
    """Return who acts in the clause of a predicate."""
    clause = Clauses(tree).of(head)
    found = _subjects(tree, clause.subjects, namings, before)
    if not found and not clause.passive and tree.words[head].verbal:
        # "of September 2018 North Korea undertook": the parser takes the name for part of the date
        return frozenset(a for n in namings if not n.place and max(n.words) == head - 1 for a in n.actors)
    return found


def deeds(tree: Tree, inside: frozenset[int], namings: list[Naming], before: Mentioned) -> tuple[Deed, ...]:
    """Return every verb of a clause with those who do it."""
    clauses = Clauses(tree)
    found = []
    for i in sorted(inside):
        if tree.words[i].verbal and not is_light(tree.words[i]) and tree.words[i].dep not in ("aux", "auxpass"):
            stems = verbs(tree, i)
            keys = [*sorted(stems), *sorted(idea for key in stems for idea in ideas().get(key, ()))]
            doing = _subjects(tree, clauses.of(i).subjects, namings, before)
            found.append(Deed(tuple(keys), doing, real(tree, i)))
    return tuple(found)


def inferred(tree: Tree, head: int, namings: list[Naming]) -> bool:
    """Whether only a pronoun or "both sides" says who acts."""
    subjects = Clauses(tree).of(head).subjects
    named = any(n.words & without_phrases(tree, subject) for subject in subjects for n in namings)
    return not named and any(tree.words[k].text.casefold() in PLURAL | SINGULAR for k in subjects)


def spoken_of(
    tree: Tree, head: int, inside: frozenset[int], namings: list[Naming], before: Mentioned
) -> frozenset[str]:
    """Return who acts in what a verb of saying reports; nobody where the verb is no verb of saying."""
    if stem(tree.lemma(head)) not in cue("say"):
        return frozenset()
    found: frozenset[str] = frozenset()
    clauses = Clauses(tree)
    for complement in clauses.of(head).complements:
        if complement in inside:
            found |= _subjects(tree, clauses.of(complement).subjects, namings, before)
    return found


def ascribed(tree: Tree, inside: frozenset[int], namings: list[Naming]) -> tuple[frozenset[str], frozenset[int]]:
    """Return to whom a clause is ascribed ("according to", "by the account of", "For X, "), and the words for it."""
    for i in sorted(inside):
        low = tree.words[i].text.casefold()
        account = low == "by" and any(tree.words[k].text.casefold() in ("account", "telling") for k in tree.kids(i))
        if low == "according" or account or (low == "for" and fronted(tree, i)):
            words = frozenset(tree.subtree(i))
            return actors_in(namings, words), words
    return frozenset(), frozenset()


def _subjects(tree: Tree, subjects: list[int], namings: list[Naming], before: Mentioned) -> frozenset[str]:
    found: set[str] = set()
    for subject in subjects:
        reach = without_phrases(tree, subject)
        named = {a for n in namings if n.words & reach and not (n.place and not n.capital) for a in n.actors}
        low = tree.words[subject].text.casefold()
        owned = {tree.words[k].text.casefold() for k in tree.kids(subject, "poss")} & OWNERS
        if named:
            found |= named
        elif low in PLURAL and len(before.actors) >= 2:
            found |= before.actors
        elif low in SINGULAR or owned:
            found |= before.doers
    return frozenset(found)
