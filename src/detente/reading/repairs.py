"""Mends of parses that a small model gets wrong in ways a rule can see."""

from __future__ import annotations

from detente.reading.lexicon import Lexicon
from detente.reading.words import Word

FINITE = ("VBD", "VBZ", "VBP", "MD")
MAKING = frozenset({"make", "keep", "leave", "render", "deem", "consider"})
# Endings that no past tense has: "taken", "shown", "torn".
PARTICIPLES = ("en", "wn", "rn")
DETERMINERS = ("DT", "PRP$")
BEFORE_NOUN = ("det", "compound", "amod", "poss", "nmod", "nummod")


def mend(words: list[Word], lexicon: Lexicon) -> None:
    """Mend a parsed sentence in place."""
    if not any(word.tag in FINITE for word in words):
        _missed_verb(words, lexicon)
    for word in words:
        if word.lemma == "part" and word.dep == "dobj" and words[word.head].lemma == "take":
            words[word.head].lemma, word.dep = "take_part", "prt"
        if word.dep == "pobj":
            _stray_subject(words, word)
        elif word.dep == "ccomp" and word.tag.startswith("NN"):
            _subjunctive(words, word, lexicon)
        elif word.dep == "ccomp" and word.tag in ("VBG", "VBN"):
            _object_with_participle(words, word)
        elif word.dep == "ccomp" and word.tag.startswith("JJ") and words[word.head].lemma in MAKING:
            _made_so(words, word)
        elif word.dep == "prep" and word.text.lower() == "provided":
            _provided(words, word)
        elif word.dep == "acl" and word.tag in ("VBN", "VBD") and word.head < word.i:
            _lone_participle(words, word)
        elif word.dep in ("ROOT", "ccomp") and word.tag in ("VBD", "VBN"):
            _participle_for_root(words, word)


def _kids(words: list[Word], head: Word) -> list[Word]:
    return [word for word in words if word.head == head.i and word.i != head.i]


def _stray_subject(words: list[Word], noun: Word) -> None:
    """Read "In the month of May 2018 Iran left", where one preposition was given two objects, as having a subject."""
    first = next((word for word in _kids(words, words[noun.head]) if word.dep == "pobj"), noun)
    verb = words[noun.i + 1] if noun.i + 1 < len(words) else noun
    if first.i >= noun.i or verb.tag not in ("VBD", "VBZ", "VBP"):
        return
    if not any(word.dep in ("nsubj", "nsubjpass", "aux") for word in _kids(words, verb)):
        noun.dep, noun.head = "nsubj", verb.i


def _missed_verb(words: list[Word], lexicon: Lexicon) -> None:
    """Find the verb of "Peru sheltered refugees", taken for a modifier: the one past tense after a noun."""
    for verb in words[1:-1]:
        base = lexicon.lemmatize.verbs.get(verb.text)
        object_ = words[verb.head]
        subject = words[verb.i - 1]
        if (
            base is None
            or not verb.text.endswith("ed")
            or verb.dep not in ("compound", "amod")
            or object_.dep != "ROOT"
        ):
            continue
        if not subject.tag.startswith("NN") or subject.head not in (verb.i, object_.i):
            continue
        verb.tag, verb.dep, verb.head, verb.lemma = "VBD", "ROOT", verb.i, base
        subject.dep, subject.head = "nsubj", verb.i
        for word in _kids(words, object_):
            if word.i < subject.i:
                word.head = subject.i
        object_.dep, object_.head = "dobj", verb.i
        return


def _subjunctive(words: list[Word], noun: Word, lexicon: Lexicon) -> None:
    """Find the bare verb in "demanded that Iran halt tests", where it was read as a noun before its object."""
    kids = _kids(words, noun)
    if not any(word.dep == "mark" and word.text.lower() == "that" for word in kids):
        return
    if noun.text.lower() in lexicon.frames and any(word.dep == "nsubj" for word in kids):
        noun.tag, noun.lemma = "VB", noun.text.lower()
        return
    for verb in (word for word in kids if word.dep in ("compound", "nmod", "amod") and word.i < noun.i):
        base = verb.text.lower()
        subject = words[verb.i - 1] if verb.i else None
        if not verb.text.islower() or subject is None or not subject.tag.startswith("NN"):
            continue
        if base not in lexicon.frames and words[verb.i + 1].tag not in DETERMINERS:
            continue
        _make_verb(words, verb, noun, subject, kids)
        verb.lemma = base
        return


def _make_verb(words: list[Word], verb: Word, noun: Word, subject: Word, kids: list[Word]) -> None:
    verb.tag, verb.dep, verb.head = "VB", "ccomp", noun.head
    noun.dep, noun.head = "dobj", verb.i
    subject.dep, subject.head = "nsubj", verb.i
    for word in kids:
        if word.i < subject.i:
            word.head = verb.i if word.dep == "mark" else subject.i
        elif word.dep == "prep":
            word.head = verb.i
    for word in words:
        if word.head == verb.i and word.i < subject.i and word.dep in BEFORE_NOUN:
            word.head = subject.i


def _object_with_participle(words: list[Word], verb: Word) -> None:
    """Read "accept refugees fleeing the war" as an object with a participle, not as a clause that is accepted."""
    kids = _kids(words, verb)
    subject = next((word for word in kids if word.dep == "nsubj" and word.tag in ("NN", "NNS")), None)
    above = words[verb.head]
    if subject is None or not above.i < subject.i < verb.i or not above.tag.startswith("VB"):
        return
    if any(word.dep in ("aux", "mark") for word in kids) or verb.i - subject.i > 2:
        return
    subject.dep, subject.head = "dobj", above.i
    verb.dep, verb.head = "acl", subject.i


def _made_so(words: list[Word], adjective: Word) -> None:
    """Read "made relief conditional" as an object with a word for what it is made."""
    subject = next((word for word in _kids(words, adjective) if word.dep == "nsubj"), None)
    if subject is not None:
        subject.dep, subject.head = "dobj", adjective.head
        adjective.dep = "oprd"


def _provided(words: list[Word], provided: Word) -> None:
    """Read "provided Pakistan did the same" as a condition."""
    subject = next((word for word in _kids(words, provided) if word.dep == "pobj"), None)
    verb = words[subject.i + 1] if subject and subject.i + 1 < len(words) else None
    if subject is None or verb is None or verb.tag not in FINITE or verb.dep not in ("dep", "ccomp", "conj"):
        return
    verb.dep, verb.head = "advcl", provided.head
    provided.dep, provided.head = "mark", verb.i
    subject.dep, subject.head = "nsubj", verb.i


def _lone_participle(words: list[Word], verb: Word) -> None:
    """Read "A report called for sanctions" as a sentence, not as a noun with a participle: no other verb is finite."""
    noun = words[verb.head]
    while verb.tag == "VBD" and noun.dep in ("pobj", "prep"):
        noun = words[noun.head]
    if (
        noun.dep != "ROOT"
        or not noun.tag.startswith("NN")
        or any(word.tag in FINITE and word is not verb for word in words)
    ):
        return
    if any(word.dep == "agent" for word in _kids(words, verb)) or (verb.tag == "VBN" and verb.i != noun.i + 1):
        return
    verb.tag, verb.dep, verb.head = "VBD", "ROOT", verb.i
    noun.dep, noun.head = "nsubj", verb.i
    for word in words:
        if word.head == noun.i and word.i > verb.i and word is not noun:
            word.head = verb.i


def _participle_for_root(words: list[Word], verb: Word) -> None:
    """Read "The men, held in Mali, have been freed": the finite verb is the root, the first a participle."""
    kids = _kids(words, verb)
    subject = next((word for word in kids if word.dep in ("nsubj", "nsubjpass") and word.i < verb.i), None)
    main = next((word for word in kids if word.dep == "conj" and word.tag.startswith("VB")), None)
    if subject is None or main is None or any(word.dep == "cc" for word in kids):
        return
    participle = verb.tag == "VBN" or verb.text.lower().endswith(PARTICIPLES)
    bare = participle and not any(word.dep in ("aux", "auxpass") for word in kids)
    if words[verb.i - 1].text != "," and not bare:
        return
    helpers = {word.dep: word for word in _kids(words, main)}
    if words[main.i - 1].dep not in ("aux", "auxpass", "neg") or "nsubj" in helpers or "nsubjpass" in helpers:
        return
    main.dep, main.head = verb.dep, verb.head if verb.dep != "ROOT" else main.i
    verb.tag, verb.dep, verb.head = "VBN", "acl", subject.i
    subject.head, subject.dep = main.i, "nsubjpass" if "auxpass" in helpers else "nsubj"
    for word in kids:
        if word.dep == "punct":
            word.head = main.i
