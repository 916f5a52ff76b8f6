"""Where a sentence is cut into clauses that can be checked alone."""

from __future__ import annotations

from detente.reading.words import Tree


def root(tree: Tree) -> int:
    """Return the main predicate of a sentence."""
    return next((word.i for word in tree.words if word.dep == "ROOT"), 0)


def clauses(tree: Tree) -> list[tuple[int, frozenset[int]]]:
    """Return the predicates that can be checked alone, each with its words; the main one first."""
    top = root(tree)
    heads = [top, *_coordinated(tree, top)]
    heads += [k for k in _relatives(tree) if not any(h in tree.subtree(k) for h in heads)]
    apart = {head: tree.subtree(head) for head in heads[1:]}
    found = []
    for head in heads:
        own = apart.get(head) or set(range(len(tree.words)))
        for other in heads[1:]:
            if other != head and other in own:
                own = own - apart[other]
        found.append((head, frozenset(own)))
    return found


def _relatives(tree: Tree) -> list[int]:
    """Return relative clauses set off by a comma that name their own doer: ", under which the other side agreed"."""
    found = []
    for word in tree.words:
        if word.dep == "relcl" and tree.kids(word.i, "nsubj") and len(tree.subtree(word.i)) > 6:
            start = min(tree.subtree(word.i))
            subject = tree.words[tree.kids(word.i, "nsubj")[0]].text.casefold()
            if start and tree.words[start - 1].text == "," and subject not in ("which", "who", "that"):
                found.append(word.i)
    return found


def _coordinated(tree: Tree, top: int) -> list[int]:
    """Return clauses beside the main one: coordinated finite verbs, and contrasts ("while the other side ...")."""
    found: list[int] = []
    for k in tree.kids(top, "conj", "advcl", "ccomp", "parataxis"):
        word = tree.words[k]
        finite = word.tag in ("VBD", "VBZ", "VBP") or any(
            tree.words[a].tag in ("VBD", "VBZ", "VBP", "MD") for a in tree.kids(k, "aux", "auxpass")
        )
        subject = bool(tree.kids(k, "nsubj", "nsubjpass"))
        marks = {tree.words[m].text.casefold() for m in tree.kids(k, "mark", "advmod")}
        contrast = word.dep == "advcl" and subject and bool(marks & {"while", "whereas", "although", "though"})
        beside = word.dep == "ccomp" and subject and ";" in {w.text for w in tree.words[min(k, top) : max(k, top)]}
        if finite and ((word.dep == "conj" and (subject or len(tree.subtree(k)) > 3)) or contrast or beside):
            found.append(k)
            found += _coordinated(tree, k)
    return found


def span(tree: Tree, kept: list[int]) -> tuple[int, int]:
    """Return where the words of a clause begin and end, without what only joins it to another."""
    while kept and (tree.words[kept[0]].dep in ("punct", "cc") and tree.words[kept[0]].text not in ('"', "'", "(")):
        kept = kept[1:]
    while len(kept) > 1 and tree.words[kept[-1]].dep == "punct" and kept[-1] - kept[-2] > 1:
        kept = kept[:-1]  # the full stop of the clause that follows
    while len(kept) > 1 and (tree.words[kept[-1]].dep == "cc" or tree.words[kept[-1]].text in (",", ";", ":", "-")):
        kept = kept[:-1]
    if not kept:
        return 0, tree.words[-1].end if tree.words else 0
    return tree.words[kept[0]].start, tree.words[kept[-1]].end
