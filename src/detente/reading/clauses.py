"""Who does what to whom in a clause: subjects, objects, prepositions and complements of a predicate.

Undoes the passive, relative clauses, coordination, control and raising, so that the lexicon needs to
know one form of each verb only. Labels are those of ClearNLP, which spaCy's English pipelines use.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.reading.words import Tree

RELATIVIZERS = frozenset({"who", "which", "that", "whom"})
FUTURE = frozenset({"will", "'ll", "shall", "wo"})
WOULD = frozenset({"would", "'d"})
DUTY = frozenset({"must", "should", "ought"})
POSSIBLE = frozenset({"may", "might", "could"})
NEGATORS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "nobody", "hardly", "scarcely"})
CONDITIONS = frozenset({"if", "unless", "until", "till", "once", "provided", "should", "lest", "before"})
# These set a condition for what is still to come, and a time for what has been.
TIMES = frozenset({"once", "until", "till", "before"})
ADVERB_PARTICLES = frozenset(
    {"out", "off", "down", "up", "back", "away", "apart", "aside", "over", "in", "free", "home", "together", "well"}
    | {"firm"}
)
SEPARABLE = frozenset({"off", "up", "down", "out"})
PARTICLE_DEPS = frozenset({"advmod", "acomp", "oprd", "prep", "npadvmod"})
# What these name is the setting of an act and no party to it.
ASIDE = frozenset(
    {"under", "despite", "after", "before", "during", "since", "without", "amid", "amidst", "following", "pending"}
    | {"unlike", "like", "because", "throughout", "within", "than"}
)
# "In solidarity with Mali", "in line with Mali": whoever follows is no party to the act.
ACCOMPANIED = frozenset({"solidarity", "line", "accordance", "keeping", "coordination", "consultation", "sympathy"})
SETTINGS = frozenset(
    {"sideline", "margin", "framework", "context", "eve", "wake", "aftermath", "presence", "absence", "event", "course"}
    | {"anniversary", "basis", "capacity"}
)
TIMES_OF_DAY = frozenset({"morning", "afternoon", "evening", "night", "midnight", "noon", "dawn", "today", "yesterday"})
DATES = TIMES_OF_DAY | frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "weekend", "day", "week", "month"}
    | {"year", "january", "february", "march", "april", "june", "july", "august", "september", "october"}
    | {"november", "december", "hour", "decade", "fortnight", "time", "moment"}
)
# "Kept them from leaving", "thanked them for leaving" speak of the object; "by leaving" of the subject.
OBJECT_LINKS = frozenset({"from", "of", "for", "into", "to", "against", "about", "with", "over"})
# Verbs whose object does not become the subject of the infinitive: "promised him to leave".
SUBJECT_CONTROL = frozenset({"promise", "vow", "pledge", "threaten", "swear", "agree", "offer", "use"})


@dataclass
class Clause:
    """The arguments of one predicate, as word indexes."""

    verb: int
    subjects: list[int] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    preps: list[tuple[str, int]] = field(default_factory=list)
    complements: list[int] = field(default_factory=list)
    particles: set[str] = field(default_factory=set)
    conditions: list[tuple[str, int]] = field(default_factory=list)
    passive: bool = False
    negated: bool = False
    modal: str = ""
    reduced: bool = False


def prep_objects(tree: Tree, i: int) -> list[tuple[str, int]]:
    """Return (preposition, noun) for every prepositional phrase on a word, ``out of`` as both its parts."""
    found = tree.phrases.get(i)
    if found is None:
        found = tree.phrases[i] = _prep_objects(tree, i, 0)
    return found


def _prep_objects(tree: Tree, i: int, depth: int) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for k in tree.kids(i, "prep", "agent", "dative"):
        if tree.words[k].nominal:
            continue
        name = tree.words[k].text.lower()
        for obj in tree.kids(k, "pobj", "pcomp"):
            found.extend((name, c) for c in tree.conjuncts(obj))
        if depth < 2:
            found.extend(_prep_objects(tree, k, depth + 1))
    return found


def _after_nor(tree: Tree, verb: int) -> bool:
    """Whether "nor" denies a verb: before it, or between it and the verb that it is joined to."""
    head = tree.words[verb].head
    joined = tree.kids(head, "cc") if tree.words[verb].dep == "conj" else []
    before = [k for k in (*tree.kids(verb, "cc"), *joined) if k < verb and (k > head or k not in joined)]
    return any(tree.words[k].text.lower() == "nor" for k in before)


def _auxiliaries(tree: Tree, clause: Clause) -> None:
    clause.negated = _after_nor(tree, clause.verb)
    for k in tree.kids(clause.verb):
        word = tree.words[k]
        low = word.text.lower()
        if word.dep == "neg" or (word.dep in ("advmod", "preconj") and low in NEGATORS):
            clause.negated = True
        elif word.dep in ("aux", "auxpass"):
            if low in FUTURE:
                clause.modal = "future"
            elif low in WOULD:
                clause.modal = "would"
            elif low in DUTY:
                clause.modal = "duty"
            elif low in POSSIBLE:
                clause.modal = "possible"
            if word.dep == "auxpass":
                clause.passive = True
            if any(tree.lemma(n) in NEGATORS for n in tree.kids(k, "neg")):
                clause.negated = True
        elif word.dep == "prt" or (word.dep in PARTICLE_DEPS and low in ADVERB_PARTICLES):
            clause.particles.add(low)
    after = clause.verb + 1
    if after < len(tree.words) and tree.words[after].text.lower() == "free":
        clause.particles.add("free")


def _own_arguments(tree: Tree, clause: Clause) -> None:
    for k in tree.kids(clause.verb):
        dep = tree.words[k].dep
        if dep in ("nsubj", "csubj", "expl"):
            clause.subjects.extend(tree.conjuncts(k))
        elif dep in ("nsubjpass", "csubjpass"):
            clause.passive = True
            clause.objects.extend(tree.conjuncts(k))
        elif dep in ("dobj", "attr") or (dep in ("dative", "oprd") and tree.words[k].nominal):
            clause.objects.extend(tree.conjuncts(k))
        elif dep in ("xcomp", "ccomp", "acomp"):
            clause.complements.append(k)
        elif dep == "oprd":
            # "Held Chile responsible": the adjective stands in the place of a preposition.
            clause.preps.append((tree.lemma(k), k))
        elif dep == "advcl":
            if tree.words[k].tag == "JJ":
                clause.preps.append((tree.lemma(k), k))
            _adverbial(tree, clause, k)
    if any(
        tree.words[d].text.lower() in ("no", "neither")
        for k in (*clause.subjects, *clause.objects)
        for d in tree.kids(k, "det", "preconj", "cc", "predet")
    ):
        clause.negated = True
    for name, k in prep_objects(tree, clause.verb):
        if tree.lemma(k) in DATES or tree.lemma(k) in SETTINGS or (name == "with" and _accompanied(tree, k)):
            continue
        if name in SEPARABLE and not clause.objects and tree.words[k].head == clause.verb + 1:
            # "Cordoned off the village": a particle, which the parser took for a preposition.
            clause.objects.append(k)
        elif (name == "by" and clause.passive) or _is_agent(tree, k):
            clause.subjects.append(k)
        else:
            clause.preps.append((name, k))


def _accompanied(tree: Tree, k: int) -> bool:
    """Whether a noun after "with" belongs to "in solidarity with" and the like, wherever the parser hung it."""
    preposition = tree.words[k].head
    return preposition > 0 and tree.lemma(preposition - 1) in ACCOMPANIED


def _is_agent(tree: Tree, k: int) -> bool:
    head = tree.words[k].head
    return tree.words[head].dep == "agent"


def _has_to(tree: Tree, verb: int) -> bool:
    return any(tree.words[a].tag == "TO" for a in tree.kids(verb, "aux"))


def told(tree: Tree, verb: int) -> bool:
    """Whether a verb tells of something that was, without a modal, a negation or an infinitive before it."""
    helpers = {tree.words[k].text.lower() for k in tree.kids(verb, "aux", "neg")}
    return tree.words[verb].tag in ("VBD", "VBN", "VBZ") and not helpers & (FUTURE | WOULD | DUTY | POSSIBLE | NEGATORS)


def _adverbial(tree: Tree, clause: Clause, k: int) -> None:
    marks = {tree.words[m].text.lower() for m in tree.kids(k, "mark", "advmod")} & CONDITIONS
    if marks and (not marks <= TIMES or not told(tree, clause.verb)):
        clause.conditions.append((min(marks), k))
    elif _has_to(tree, k):
        clause.complements.append(k)


def _relative(tree: Tree, clause: Clause) -> None:
    """Put the antecedent in the place of the relative pronoun, or of the gap."""
    noun = tree.words[clause.verb].head
    for args in (clause.subjects, clause.objects):
        for n, k in enumerate(args):
            if tree.lemma(k) in RELATIVIZERS:
                args[n] = noun
                return
    if not clause.objects and clause.subjects and not clause.passive:
        clause.objects.append(noun)


def _reduced(tree: Tree, clause: Clause, noun: int) -> None:
    """Fill a participle or an infinitive on a noun: "troops fighting", "a plan proposed by", "a vow to"."""
    tag = tree.words[clause.verb].tag
    if tag == "VBN":
        clause.passive = True
        if not clause.objects:
            clause.objects.append(noun)
        _by_phrase(tree, clause)
    elif tag == "VBG" and not clause.subjects:
        clause.subjects.append(noun)
        clause.reduced = True


def _by_phrase(tree: Tree, clause: Clause) -> None:
    for name, k in list(clause.preps):
        if name == "by":
            clause.preps.remove((name, k))
            clause.subjects.append(k)


class Clauses:
    """The clauses of one sentence, each analysed once."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._found: dict[int, Clause] = {}

    def of(self, verb: int, *, depth: int = 0) -> Clause:
        """Return the clause of a predicate."""
        if verb in self._found:
            return self._found[verb]
        clause = Clause(verb)
        self._found[verb] = clause
        _auxiliaries(self.tree, clause)
        _own_arguments(self.tree, clause)
        if depth < 12:
            self._inherit(clause, depth)
        return clause

    def _inherit(self, clause: Clause, depth: int) -> None:
        word = self.tree.words[clause.verb]
        head, dep = word.head, word.dep
        if dep == "xcomp" and self.tree.lemma(head) == "be" and not clause.modal and _has_to(self.tree, clause.verb):
            # "Peru is to sue Chile" is as good as "will sue".
            clause.modal = "future"
        if dep == "relcl":
            _relative(self.tree, clause)
        elif dep == "acl":
            _reduced(self.tree, clause, head)
        elif dep == "advcl" and word.tag == "VBN" and not self.tree.kids(clause.verb, "aux", "auxpass", "mark"):
            # "Accused by Washington, Pakistan has ...": the participle is of the subject.
            clause.passive = True
            above = self.of(head, depth=depth + 1)
            clause.objects.extend(above.objects if above.passive else above.subjects)
            _by_phrase(self.tree, clause)
        elif dep == "acomp":
            # "It is unlikely that ...": the clause hangs on the copula.
            clause.complements.extend(self.tree.kids(head, "ccomp", "xcomp"))
            copula = self.of(head, depth=depth + 1)
            clause.modal, clause.negated = clause.modal or copula.modal, clause.negated or copula.negated
            clause.conditions.extend(copula.conditions)
        elif dep == "pcomp":
            head = self.tree.words[head].head
        if clause.reduced:
            self._from_noun(clause, head, depth)
        if clause.subjects or head == clause.verb or (dep == "ccomp" and self.tree.kids(clause.verb, "nsubjpass")):
            return
        governor = self.tree.words[head]
        if dep == "acl":
            if word.tag != "VBN":
                self._from_noun(clause, head, depth)
        elif dep == "conj" and (governor.verbal or governor.tag.startswith("JJ")):
            self._from_conjunct(clause, head, depth)
        elif dep in ("xcomp", "advcl", "ccomp", "pcomp", "acomp") and (
            governor.verbal or governor.tag.startswith("JJ")
        ):
            self._from_governor(clause, head, depth)
        elif dep == "pcomp":
            self._from_noun(clause, head, depth)

    def _from_conjunct(self, clause: Clause, head: int, depth: int) -> None:
        above = self.of(head, depth=depth + 1)
        if above.passive and clause.passive is False and self.tree.words[clause.verb].tag == "VBN":
            clause.passive = True
            clause.objects.extend(above.objects)
            clause.subjects.extend(above.subjects)
        elif above.passive and not above.subjects:
            clause.subjects.extend(above.objects)
        else:
            clause.subjects.extend(above.objects if above.passive else above.subjects)
        if not clause.modal and self.tree.words[clause.verb].tag == "VB":
            clause.modal = above.modal

    def _from_governor(self, clause: Clause, head: int, depth: int) -> None:
        above = self.of(head, depth=depth + 1)
        dep = self.tree.words[clause.verb].dep
        controls = dep in ("xcomp", "pcomp", "ccomp") and self.tree.lemma(head) not in SUBJECT_CONTROL
        if dep == "pcomp":
            controls = controls and self.tree.words[self.tree.words[clause.verb].head].text.lower() in OBJECT_LINKS
        taken = above.objects if (above.objects and (controls or above.passive)) else above.subjects
        if dep in ("xcomp", "ccomp") and controls and not above.objects:
            personal = [k for name, k in above.preps if name in ("on", "upon", "to") and k < clause.verb]
            taken = personal or taken
        (clause.objects if clause.passive and not clause.objects else clause.subjects).extend(taken)

    def _from_noun(self, clause: Clause, noun: int, depth: int) -> None:
        """Take the holder of "a vow to ..." from its possessor, or from the clause the noun stands in."""
        owners = self.tree.kids(noun, "poss")
        if owners:
            clause.subjects.extend(owners)
            return
        for above in self.tree.ancestors(noun):
            if self.tree.words[above].verbal:
                clause.subjects.extend(self.of(above, depth=depth + 1).subjects)
                return
