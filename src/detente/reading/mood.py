"""What keeps a clause from being a report of something done: conditions, purposes, questions, duties."""

from __future__ import annotations

from itertools import pairwise

from detente.reading.clauses import DUTY, POSSIBLE, TIMES, WOULD, told
from detente.reading.words import Tree

IF_WORDS = frozenset({"if", "unless", "until", "till", "lest", "once", "provided", "whether"})
# What follows these verbs and nouns is thought, hoped or possible, and not said to be done.
DOUBTS = frozenset(
    {"hope", "believe", "think", "suppose", "imagine", "doubt", "suspect", "anticipate", "foresee", "assume", "fear"}
    | {"consider", "contemplate", "mull", "weigh", "explore", "wonder", "dread", "dream", "predict", "forecast"}
    | {"possibility", "prospect", "option", "idea", "chance", "likelihood", "danger", "risk"}
    | {"speculation", "rumor", "avoid"}
    | {"rumour", "scenario", "question"}
)
# "Called to thank" thanked, and "is to sue" is the future and no purpose.
REALISED = frozenset({"call", "phone", "telephone", "ring", "be", "ought"})
# "The latest country to expel envoys" has expelled them.
ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "latest", "last", "only", "next"})
# "Stopped short of", "came close to", "on the brink of", "instead of".
NEARLY = frozenset({"short", "close", "brink", "verge", "instead", "closer", "near"})
# What somebody is arrested or tried for is alleged.
TRYING = frozenset(
    {"arrest", "detain", "jail", "charge", "convict", "sentence", "imprison", "suspect", "indict", "try", "prosecute"}
    | {"question", "interrogate", "wanted", "accuse", "acquit", "fine", "hold"}
)
ATTEMPTS = frozenset({"attempt", "try", "seek", "hope", "want", "plan", "aim", "intend", "strive"})
HELPING = frozenset({"help", "aid", "assistance", "support", "cooperation", "interest"})
HELD_OFF = frozenset({"against", "from"})
INVERTING = frozenset({"had", "were", "should"})
ALMOST = frozenset({"almost", "nearly", "narrowly", "practically", "virtually"})
ALLEGED = frozenset({"allegedly", "supposedly", "purportedly", "ostensibly"})
BEING = frozenset({"be", "seem", "look", "appear", "remain", "prove", "become"})
PROPOSED = frozenset({"proposed", "planned", "intended", "suggested", "prospective", "envisaged", "envisioned"})
SUPPOSED = frozenset(
    {"possible", "potential", "threatened", "feared", "hypothetical", "imagined", "looming", "would-be"}
)
AVERTING = frozenset({"avert", "prevent", "foil", "thwart", "forestall", "preclude", "avoid"})
UNSURE = frozenset(
    {"unlikely", "likely", "possible", "impossible", "improbable", "probable", "inconceivable", "unthinkable"}
)
FALSE = frozenset({"false", "untrue", "wrong", "baseless", "unfounded", "groundless", "incorrect", "fabricated"})
ADVISED = frozenset(
    {"wise", "good", "well", "best", "better", "vital", "important", "necessary", "essential", "advisable", "crucial"}
    | {"imperative", "sensible", "prudent", "time", "urgent", "right", "critical", "high"}
)
# Through these a clause shares the mood of the one above it.
SHARED = frozenset(
    {"xcomp", "pcomp", "prep", "conj", "dobj", "pobj", "acl", "advcl", "nsubj", "attr", "compound", "poss"}
)


def _inverted(tree: Tree, k: int) -> bool:
    """Whether an auxiliary opens a clause before its subject: "had Peru attacked", "were it to attack"."""
    opening = min(tree.subtree(k))
    subject = min(tree.kids(k, "nsubj", "nsubjpass"), default=-1)
    return tree.words[opening].text.lower() in INVERTING and opening < subject and opening in tree.kids(k, "aux")


def _judged(tree: Tree, k: int) -> tuple[str, str] | None:
    """Read "an attack is unlikely", "the claim that they attacked is false", "it is wise for them to talk"."""
    word = tree.words[k]
    helpers = {tree.words[a].text.lower() for a in tree.kids(k, "aux")}
    marks = {tree.words[m].text.lower() for m in tree.kids(k, "mark")}
    if word.verbal and "to" in helpers and "for" in marks and tree.kids(k, "nsubj") and tree.lemma(word.head) == "be":
        said = {tree.lemma(n) for c in tree.kids(word.head, "acomp", "attr", "nsubj") for n in (c, *tree.kids(c))}
        return ("recommended" if said & ADVISED else "hypothetical"), "for somebody to do, and not said to be done"
    near = [tree.words[n].text.lower() for n in range(max(k - 2, 0), min(k + 2, len(tree.words)))]
    if word.verbal and ("had", "better") in pairwise(near):
        return "recommended", "under 'had better'"
    claimed = word.dep in ("acl", "ccomp", "relcl") and tree.words[word.head].nominal
    if claimed and any(tree.words[d].text.lower() == "no" for d in tree.kids(word.head, "det")):
        return "hypothetical", f"under 'no {tree.words[word.head].text}'"
    subject = word.head if claimed else k
    copula = tree.words[subject].head
    if tree.words[subject].dep != "nsubj" or not tree.words[subject].nominal or tree.lemma(copula) not in BEING:
        return None
    called = {tree.lemma(n) for n in tree.kids(copula, "acomp", "oprd")} & (FALSE if claimed else UNSURE)
    return ("hypothetical", f"said to be {sorted(called)[0]!r}") if called else None


def _only_named(tree: Tree, k: int) -> tuple[str, str] | None:
    """Read "a threatened invasion", "the invasion was averted", "a treaty would end it": named, and not said to be."""
    word = tree.words[k]
    styled = {tree.words[m].text.lower() for m in tree.kids(k, "amod", "compound")}
    for modality, words in (("planned", PROPOSED), ("hypothetical", SUPPOSED)):
        if styled & words:
            return modality, f"called {sorted(styled & words)[0]!r}"
    if word.dep in ("dobj", "nsubjpass") and tree.lemma(word.head) in AVERTING:
        return "hypothetical", f"under {tree.lemma(word.head)!r}"
    # "The war would last" presupposes a war; "a treaty would help" does not presuppose a treaty.
    certain = {tree.words[d].text.lower() for d in tree.kids(k, "det", "poss")} - {"a", "an", "any"}
    helpers = {tree.words[a].text.lower() for a in tree.kids(word.head, "aux")}
    if word.dep == "nsubj" and not certain and helpers & (WOULD | POSSIBLE) and "have" not in helpers:
        return "hypothetical", "what would or could do something is not said to be"
    return None


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
        if word.dep == "conj" and word.tag == "VBD" and tree.words[word.head].tag == "VB":
            return None  # "agreed to meet and signed a pact": what is told stands beside what is meant
        k, first = word.head, False
    return None


def _here(tree: Tree, k: int, *, own: bool) -> tuple[str, str] | None:
    word = tree.words[k]
    marks = {tree.words[m].text.lower() for m in tree.kids(k, "mark", "advmod")}
    if marks & IF_WORDS and (not marks & IF_WORDS <= TIMES or not told(tree, word.head)):
        return "hypothetical", f"under {sorted(marks & IF_WORDS)[0]!r}"
    if k > 1 and tree.lemma(k - 1) == "than" and tree.lemma(k - 2) == "rather":
        return "hypothetical", "after 'rather than'"
    if tree.words[k].dep == "advcl" and _inverted(tree, k):
        return "hypothetical", "a condition told by turning subject and auxiliary"
    if own and {tree.words[m].text.lower() for m in tree.kids(k, "advmod")} & ALMOST:
        return "hypothetical", "only nearly done"
    if own and {tree.words[m].text.lower() for m in tree.kids(k, "advmod")} & ALLEGED:
        return "hypothetical", "only alleged"
    judged = _judged(tree, k) or (_only_named(tree, k) if own and tree.words[k].nominal else None)
    if judged:
        return judged
    above = tree.lemma(word.head) if word.head != k else ""
    if word.dep in ("ccomp", "xcomp", "dobj", "acl") and above in DOUBTS:
        return "hypothetical", f"under {above!r}"
    if word.dep == "prep" and (above in DOUBTS):
        return "hypothetical", f"under {above!r}"
    if word.dep == "pcomp" and tree.lemma(word.head) in HELD_OFF:
        return "hypothetical", f"after {tree.lemma(word.head)!r}"
    helping = tree.lemma(tree.words[word.head].head)
    if word.dep == "pcomp" and tree.lemma(word.head) == "in" and helping in HELPING:
        return "planned", f"what {helping!r} is for"
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
    nouns = (word.head, *tree.kids(word.head, "attr"))
    ranked = ORDINALS & {tree.words[n].text.lower() for noun in nouns for n in tree.kids(noun, "amod")}
    if word.verbal and "to" in auxiliaries and "have" not in auxiliaries and above not in REALISED and not ranked:
        return "planned", "an infinitive of purpose or intent"
    if not own and auxiliaries & DUTY:
        return "recommended", "under a duty"
    if not own and auxiliaries & POSSIBLE:
        return "hypothetical", "under a possibility"
    if word.dep == "prep" and word.text.lower() in ("without", "instead"):
        return "hypothetical", f"after {word.text.lower()!r}"
    return None
