"""What a clause's grammar says: its verb, its mood, what it denies, and the happenings that it counts from."""

from __future__ import annotations

from detente.claims.numbers import Number, numbers
from detente.claims.told import Days
from detente.claims.words import cue, is_light, stem, two_word_phrases
from detente.reading.clauses import Clauses
from detente.reading.words import Tree

NEGATORS = frozenset({"no", "not", "n't", "never", "neither", "nor", "none", "nobody", "nothing", "without", "cannot"})
PARTICLES = ("prt", "advmod", "prep")  # how parsers label the second half of "throw out", "walk away"
_ANCHORS = {"after": "after", "following": "after", "since": "since", "once": "after", "before": "before"}
_ANCHORS |= {"until": "before", "when": "near", "during": "near"}
Hook = tuple[str, frozenset[int], int, Number | None]


def without_phrases(tree: Tree, i: int) -> set[int]:
    """Return the words of a phrase without what hangs on prepositions other than those of parties."""
    keep, queue = {i}, [i]
    for k in queue:
        for n in tree.kids(k):
            word = tree.words[n]
            if word.dep in ("relcl", "acl", "advcl") or (
                word.dep == "prep" and word.text.casefold() not in ("of", "between", "by")
            ):
                continue
            keep.add(n)
            queue.append(n)
    return keep


def verbs(tree: Tree, head: int) -> frozenset[str]:
    """Return the stem of the main verb, with its particle where the two mean another thing ("call off")."""
    word = tree.words[head]
    if not word.verbal:
        return frozenset()
    if is_light(word):
        return frozenset()
    particles = [tree.words[k].text.casefold() for k in tree.kids(head, *PARTICLES)]
    phrases = {f"{stem(word.lemma)} {stem(p)}" for p in particles} & two_word_phrases()
    return frozenset(phrases or {stem(word.lemma)})


def stems(tree: Tree, inside: frozenset[int]) -> frozenset[str]:
    """Return the stems of all words of a clause and of its known phrases."""
    single = [stem(tree.words[i].lemma) for i in sorted(inside)]
    forms = [stem(tree.words[i].text) for i in sorted(inside)]
    known = two_word_phrases()
    runs = {" ".join(forms[n : n + size]) for size in (2, 3, 4) for n in range(len(forms) - size + 1)}
    runs |= {" ".join(single[n : n + size]) for size in (2, 3) for n in range(len(single) - size + 1)}
    particles = {
        f"{stem(tree.words[i].lemma)} {stem(tree.words[k].text)}" for i in inside for k in tree.kids(i, *PARTICLES)
    }
    return frozenset(single) | frozenset(forms) | ((runs | particles) & known)


def modal(tree: Tree, head: int) -> str:
    """Return the mood of a predicate: future, would, duty, possible, or nothing."""
    return Clauses(tree).of(head).modal


def real(tree: Tree, verb: int) -> bool:
    """Whether a verb tells of something as done: no modal before it, no infinitive but after "began to"."""
    if Clauses(tree).of(verb).modal or Clauses(tree).of(verb).conditions:
        return False
    infinitive = any(tree.words[k].tag == "TO" for k in tree.kids(verb, "aux"))
    above = tree.words[tree.words[verb].head]
    return not infinitive or stem(above.lemma) in cue("phase")


def present(tree: Tree, head: int) -> bool:
    """Whether a clause speaks of how things are rather than of what was done."""
    helpers = [tree.words[k] for k in tree.kids(head, "aux", "auxpass")]
    first = min([tree.words[head], *helpers], key=lambda word: word.i)
    perfect = any(stem(word.lemma) == "have" or word.text.casefold() in ("has", "have") for word in helpers)
    return first.tag in ("VBZ", "VBP") and not perfect


def denied(tree: Tree, inside: frozenset[int]) -> frozenset[int]:
    """Return the words under a negation."""
    found: set[int] = set()
    for i in inside:
        word = tree.words[i]
        if word.text.casefold() not in NEGATORS:
            continue
        above = tree.words[word.head]
        if word.text.casefold() == "without" or not above.verbal:
            nouns = [word.head] if word.dep in ("det", "neg", "preconj") else tree.kids(i, "pobj")
            found |= {i} | {k for noun in nouns for k in (noun, *tree.kids(noun, "amod", "compound", "det"))}
            verb = tree.words[above.head]
            if word.dep == "det" and above.dep in ("dobj", "nsubj", "nsubjpass", "attr") and verb.verbal:
                found.add(verb.i)
        else:
            subjects = {s for k in tree.kids(word.head, "nsubj", "nsubjpass") for s in tree.subtree(k)}
            found |= tree.subtree(word.head) - subjects
    return frozenset(found & inside)


def hooks(tree: Tree, inside: frozenset[int], head: int, days: tuple[Days, ...]) -> tuple[list[Hook], frozenset[int]]:
    """Return the happenings that a clause counts from, each with its bound, words and head, and all their words."""
    dated = {each.word for each in days}
    found: list[Hook] = []
    aside: set[int] = set()
    for i in sorted(inside):
        word = tree.words[i]
        bound = _ANCHORS.get(word.text.casefold(), "same" if _same_day(tree, i) else "")
        if not bound or i in aside or (bound != "same" and word.dep not in ("mark", "prep", "advmod", "pcomp")):
            continue
        over = word.head if word.dep in ("mark", "advmod") and word.head != head and word.head > i else i
        body = frozenset(k for k in tree.subtree(over) & inside if k > i)
        if head in body or not body or (dated & body and len(body) < 5):
            continue
        top = over if over != i else next((k for k in tree.kids(i) if k in body), min(body))
        found.append((bound, body, top, _gap(tree, i)))
        aside |= body | {k for k in tree.subtree(i) if k < i and found[-1][3]}
    return found, frozenset(aside)


def _same_day(tree: Tree, i: int) -> bool:
    """Whether a word is the day of another happening: "on the day on which", "the day when"."""
    return tree.words[i].text.casefold() in ("day", "night", "week", "month") and bool(tree.kids(i, "relcl", "acl"))


def _gap(tree: Tree, i: int) -> Number | None:
    """Return the time that stands before "after" or "before": "two days after"."""
    near = [n for n in numbers(tree, frozenset()) if n.unit == "time" and i - 4 <= n.word < i]
    return near[-1] if near else None


def content(tree: Tree, head: int) -> bool:
    """Whether a verb of saying has a clause as what is said."""
    return bool(tree.kids(head, "ccomp", "xcomp"))


def fronted(tree: Tree, i: int) -> bool:
    """Whether a clause opens with a phrase set off by a comma."""
    end = max(tree.subtree(i))
    return i == 0 and end + 1 < len(tree.words) and tree.words[end + 1].text == "," and end - i <= 4
