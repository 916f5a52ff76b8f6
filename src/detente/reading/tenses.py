"""Which time of a sentence belongs to which act: the tense of a trigger, and the clause that a date stands in."""

from __future__ import annotations

import re
from typing import Literal

from detente.reading.clock import Expression
from detente.reading.spans import PRECISIONS
from detente.reading.words import Tree

Tense = Literal["past", "present", "perfect", "pluperfect", "future", "none"]

_YEAR = re.compile(r"(?:19|20)\d{2}")
_AHEAD = frozenset({"will", "'ll", "shall", "wo", "would", "must", "should", "may", "might", "could", "can"})
# Arcs through which the time of a clause is that of the clause under it.
_SHARED = frozenset({"conj", "advcl", "xcomp", "acl", "pcomp", "prep", "dep", "parataxis", "csubj", "csubjpass"})


def governing(tree: Tree, trigger: int) -> int:
    """Return the verb that carries the time of a trigger: itself, or the nearest verb above a noun."""
    if tree.words[trigger].verbal:
        return trigger
    return next((i for i in tree.ancestors(trigger) if tree.words[i].verbal), trigger)


def tense(tree: Tree, trigger: int) -> Tense:
    """Return the tense of an act; participles and infinitives without auxiliaries take that of the verb above them."""
    verb = governing(tree, trigger)
    word = tree.words[verb]
    helpers = {tree.words[k].text.lower() for k in tree.kids(verb, "aux", "auxpass")}
    if helpers & _AHEAD:
        return "future"
    if "had" in helpers:
        return "pluperfect"
    if helpers & {"has", "have", "'ve"}:
        return "perfect"
    if word.tag == "VBD" or helpers & {"was", "were", "did"}:
        return "past"
    if word.tag in ("VBZ", "VBP") or helpers & {"is", "are", "am", "does", "do", "'s", "'re"}:
        return "present"
    above = next((i for i in tree.ancestors(verb) if tree.words[i].verbal), None)
    if word.tag in ("VBN", "VBG", "VB") and above is not None:
        return tense(tree, above)
    return "past" if word.tag == "VBN" else "none"


def background(tree: Tree, trigger: int) -> bool:
    """Whether an act only says which thing is meant, in a clause on a noun: "resolutions which demanded that"."""
    path = [governing(tree, trigger), *tree.ancestors(trigger)]
    clause = next((i for i in path if tree.words[i].dep == "relcl"), None)
    if clause is None:
        return False
    opening = min(tree.subtree(clause))
    return opening > 0 and tree.words[opening - 1].text != ","


def nearest(tree: Tree, trigger: int, found: list[Expression]) -> Expression | None:
    """Return the date that belongs to a trigger: of its own clause or one that shares its time, nearest in the tree."""
    fitting = [each for each in found if each.span and belongs(tree, trigger, each)]
    return min(
        fitting,
        key=lambda e: (e.role == "name", _steps(tree, trigger, e), PRECISIONS[e.precision], e.start),
        default=None,
    )


def belongs(tree: Tree, trigger: int, date: Expression) -> bool:
    """Whether a date tells when an act took place."""
    inside = [word.i for word in tree.words if word.start < date.end and date.start < word.end]
    if date.role == "bound" or not inside:
        return False
    top = next((i for i in inside if tree.words[i].head not in inside), inside[0])
    if date.role == "name":
        return tree.words[top].head == trigger or trigger in inside
    if _fronted(tree, inside[0]):
        return _shares(tree, trigger, _first_clause(tree, [top, *tree.ancestors(top)][-1]))
    path = [top, *tree.ancestors(top)]
    if trigger in path and not any(tree.words[i].verbal for i in path[: path.index(trigger)]):
        return True
    clause = next((i for i in path if tree.words[i].verbal), path[-1])
    if any(tree.words[i].dep == "appos" for i in path[: path.index(clause)]):
        return False
    certain = bool(date.how) or any(_YEAR.fullmatch(tree.words[i].text) for i in inside)
    return _shares(tree, trigger, clause) or _deeper(tree, trigger, clause, certain=certain)


def _fronted(tree: Tree, first: int) -> bool:
    """Whether a date opens its sentence, before any verb and any subject."""
    return not any(word.verbal or word.dep in ("nsubj", "nsubjpass") for word in tree.words[:first])


def _first_clause(tree: Tree, root: int) -> int:
    """Return the verb that opens a sentence: the root, or what is reported before it ("In May they met, he said")."""
    reported = [k for k in tree.kids(root, "ccomp") if k < root and tree.words[k].verbal]
    return reported[0] if reported else governing(tree, root)


def _shares(tree: Tree, trigger: int, clause: int) -> bool:
    """Whether a trigger stands in a clause, or under it through arcs that keep its time."""
    i = trigger
    for _ in tree.words:
        if i == clause:
            return True
        word = tree.words[i]
        if word.head == i or (word.verbal and word.dep not in _SHARED and not _within(tree, i)):
            return False
        i = word.head
    return False


def _within(tree: Tree, verb: int) -> bool:
    """Whether a relative clause tells what was part of its noun: "a declaration under which they agreed"."""
    return tree.words[verb].dep == "relcl" and any(
        tree.words[obj].text.lower() == "which" for k in tree.kids(verb, "prep") for obj in tree.kids(k, "pobj")
    )


def _deeper(tree: Tree, trigger: int, clause: int, *, certain: bool) -> bool:
    """Whether a date's clause hangs under a trigger and still tells its time.

    A clause coordinated without a subject of its own does; an infinitive ("sent troops to fight in 1950") where the
    date is of the past for certain, since "agreed to meet in June" tells of the meeting.
    """
    i = clause
    above = governing(tree, trigger)
    for _ in tree.words:
        if i in (trigger, above):
            return True
        word = tree.words[i]
        infinitive = word.tag == "VB" and word.dep in ("xcomp", "advcl", "acl")
        apart = any(tree.words[k].dep in ("nsubj", "nsubjpass") for k in tree.kids(i))
        if word.head == i or (infinitive and not certain):
            return False
        if word.verbal and not infinitive and (apart or word.dep not in ("conj", "pcomp", "acl", "xcomp")):
            return False
        i = word.head
    return False


def _steps(tree: Tree, trigger: int, date: Expression) -> int:
    """How many arcs of the tree lie between a trigger and a date: none shared, the whole sentence's length."""
    above = [trigger, *tree.ancestors(trigger)]
    best = len(tree.words)
    for word in tree.words:
        if word.start < date.end and date.start < word.end:
            for up, node in enumerate([word.i, *tree.ancestors(word.i)]):
                if node in above:
                    best = min(best, up + above.index(node))
                    break
    return best
