"""What keeps a clause from being a report of something done: conditions, purposes, questions, duties."""

from __future__ import annotations

from detente.reading.clauses import DUTY, POSSIBLE, TIMES, told
from detente.reading.words import Tree

IF_WORDS = frozenset({"if", "unless", "until", "till", "lest", "once", "provided", "whether"})
# What follows these verbs and nouns is thought, hoped or possible, and not said to be done.
DOUBTS = frozenset(
    {"hope", "believe", "think", "suppose", "imagine", "doubt", "suspect", "anticipate", "foresee", "assume", "fear"}
    | {"consider", "contemplate", "mull", "weigh", "explore", "wonder", "dread", "dream", "predict", "forecast"}
    | {
        "possibility",
        "prospect",
        "option",
        "idea",
        "chance",
        "likelihood",
        "danger",
        "risk",
        "speculation",
        "rumor",
        "avoid",
    }
    | {"rumour", "scenario", "question"}
)
# "Called to thank" thanked, and "is to sue" is the future and no purpose.
REALISED = frozenset({"call", "phone", "telephone", "be"})
# "Stopped short of", "came close to", "on the brink of", "instead of".
NEARLY = frozenset({"short", "close", "brink", "verge", "instead", "closer", "near"})
# What somebody is arrested or tried for is alleged.
TRYING = frozenset(
    {"arrest", "detain", "jail", "charge", "convict", "sentence", "imprison", "suspect", "indict", "try", "prosecute"}
    | {"question", "interrogate", "wanted", "acquit", "fine", "hold"}
)
ATTEMPTS = frozenset({"attempt", "try", "seek", "hope", "want", "plan", "aim", "intend", "strive"})
HELD_OFF = frozenset({"against", "from"})
# Through these a clause shares the mood of the one above it.
SHARED = frozenset(
    {"xcomp", "pcomp", "prep", "conj", "dobj", "pobj", "acl", "advcl", "nsubj", "attr", "compound", "poss"}
)


def unreal(tree: Tree, i: int) -> tuple[str, str] | None:
    """Return (modality, reason) where the clause of a word reports nothing done, else None."""
    if tree.words[-1].text == "?" or (len(tree.words) > 1 and tree.words[-2].text == "?"):
        return "hypothetical", "a question"
    k, first = i, True
    for _ in range(len(tree.words)):
        found = _here(tree, k, own=first)
        if found:
            return found
        word = tree.words[k]
        if word.head == k or word.dep not in SHARED or (word.dep == "advcl" and tree.kids(k, "mark")):
            return None
        k, first = word.head, False
    return None


def _here(tree: Tree, k: int, *, own: bool) -> tuple[str, str] | None:
    word = tree.words[k]
    marks = {tree.words[m].text.lower() for m in tree.kids(k, "mark", "advmod")}
    if marks & IF_WORDS and (not marks & IF_WORDS <= TIMES or not told(tree, word.head)):
        return "hypothetical", f"under {sorted(marks & IF_WORDS)[0]!r}"
    if k > 1 and tree.lemma(k - 1) == "than" and tree.lemma(k - 2) == "rather":
        return "hypothetical", "after 'rather than'"
    above = tree.lemma(word.head) if word.head != k else ""
    if word.dep in ("ccomp", "xcomp", "dobj", "acl") and above in DOUBTS:
        return "hypothetical", f"under {above!r}"
    if word.dep == "prep" and (above in DOUBTS):
        return "hypothetical", f"under {above!r}"
    if word.dep == "pcomp" and tree.lemma(word.head) in HELD_OFF:
        return "hypothetical", f"after {tree.lemma(word.head)!r}"
    if (
        word.dep == "pcomp"
        and tree.lemma(word.head) in ("for", "of")
        and tree.lemma(tree.words[word.head].head) in TRYING
    ):
        return "hypothetical", "laid to somebody's charge"
    if word.dep == "pcomp" and word.head > 0 and tree.lemma(word.head - 1) in NEARLY:
        return "hypothetical", f"after {tree.lemma(word.head - 1)!r}"
    if word.dep == "pcomp" and tree.lemma(word.head) == "by" and tree.lemma(tree.words[word.head].head) in ATTEMPTS:
        return "planned", "the means of an attempt"
    auxiliaries = {tree.words[a].text.lower() for a in tree.kids(k, "aux")}
    if word.verbal and "to" in auxiliaries and "have" not in auxiliaries and above not in REALISED:
        return "planned", "an infinitive of purpose or intent"
    if not own and auxiliaries & DUTY:
        return "recommended", "under a duty"
    if not own and auxiliaries & POSSIBLE:
        return "hypothetical", "under a possibility"
    if word.dep == "prep" and word.text.lower() in ("without", "instead"):
        return "hypothetical", f"after {word.text.lower()!r}"
    return None
