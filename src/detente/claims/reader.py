"""Parsed sentences to what they tell: roles, terms, numbers, days, anchors and denial, for claims and rows alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from detente.claims.days import days_of
from detente.claims.naming import Namer, Naming, name_parts
from detente.claims.numbers import Number, numbers, ordinal, part_of_name
from detente.claims.told import Anchor, Days, Term, Told
from detente.claims.words import cue, ideas, stem, two_word_phrases
from detente.reading import Coder
from detente.reading.clauses import Clauses
from detente.reading.sentences import Sentence
from detente.reading.words import Tree

NEGATORS = frozenset({"no", "not", "n't", "never", "neither", "nor", "none", "nobody", "nothing", "without", "cannot"})
LIGHT = frozenset(
    "be have do take make get become there own such other more most very so also same".split()
    + "then now still only just even therefore however nevertheless year day month time side way".split()
    + "percent % dollar million billion place leader president side government country".split()
)
ASIDE = 0.4  # what a word in an aside counts beside one of the clause itself
LEAST = 1.2  # weight of the words that a coordinated clause needs to be checked apart
PERSON = 1.0  # weight of a word of a person's name: rows mostly name the office too
_WEIGHTS = {"NNP": 1.4, "NN": 1.0, "VB": 1.0, "JJ": 0.6, "RB": 0.25}
_ANCHORS = {"after": "after", "following": "after", "since": "since", "once": "after", "before": "before"}
_ANCHORS |= {"until": "before", "when": "near", "during": "near"}
PARTICLES = ("prt", "advmod", "prep")  # how parsers label the second half of "throw out", "walk away"
_PLURAL = frozenset({"leaders", "sides", "parties", "governments", "countries", "states", "two", "both", "they"})
_OWNERS = frozenset({"its", "his", "her"})
_SINGULAR = frozenset({"agency", "country", "regime", "he", "she", "it"})


@dataclass(frozen=True)
class Context:
    """What earlier sentences leave behind: the last doers, the last actors, the last days of the paragraph."""

    doers: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    days: Days | None = None
    last: Told | None = None


class Reader:
    """Reads sentences into `Told` with the parser and the names of a coder."""

    def __init__(self, coder: Coder, parties: Mapping[str, str]) -> None:
        self.coder = coder
        self.namer = Namer(coder.finder, parties)

    def trees(self, texts: Iterable[str]) -> Iterator[Tree]:
        """Yield one tree a text."""
        return self.coder.parser.parse(texts)

    def rows(self, texts: list[tuple[str, dt.date | None]]) -> list[Told]:
        """Return what rows of the record tell; each text is read as one sentence."""
        clean = [text.replace("\n", " ")[:2000] for text, _ in texts]
        trees = self.trees(clean)
        return [
            self.told(text, tree, frozenset(range(len(tree.words))), _root(tree), day, Context())
            for text, tree, (_, day) in zip(clean, trees, texts, strict=True)
        ]

    def parts(self, sentence: Sentence, tree: Tree, day: dt.date | None, context: Context) -> list[Told]:
        """Return what a sentence tells, one value a clause that can be checked alone."""
        found: list[Told] = []
        for head, inside in _clauses(tree):
            told = self.told(sentence.clean, tree, inside, head, day, context)
            if not told.terms and told.anchors and context.last:
                told = replace(context.last, anchors=told.anchors, start=told.start, end=told.end, text=told.text)
            if sum(term.weight for term in told.terms) < LEAST and not (told.numbers or told.anchors):
                if found:
                    found[-1] = replace(found[-1], end=max(found[-1].end, sentence.offset(told.end)))
                    continue
                if not told.terms:
                    continue
            if found and not told.doers and not told.subject:
                told = replace(told, doers=found[0].doers)
            if found and not told.days and not told.anchors:
                told = replace(told, days=found[-1].days)
            told = replace(told, earlier=context.actors)
            context = heir(context, told)
            found.append(_placed(told, sentence))
            counts = (a.told for a in told.anchors if any(n.unit == "count" for n in a.told.numbers))
            found += [
                _placed(replace(each, earlier=context.actors, days=each.days or told.days), sentence) for each in counts
            ]
        return found

    def told(
        self, text: str, tree: Tree, inside: frozenset[int], head: int, day: dt.date | None, context: Context
    ) -> Told:
        """Return what the words of one clause tell; offsets count from the start of ``text``."""
        namings = [n for n in self.namer.find(text, tree, day) if n.words & inside]
        days, dated = days_of(text, tree, inside, day, context.days)
        hooks, aside = _hooks(tree, inside, head, days)
        speaker, spoken = self._according(tree, inside, namings)
        aside |= spoken
        anchors = tuple(
            Anchor(bound, self.told(text, tree, body, top, day, context), gap) for bound, body, top, gap in hooks
        )
        denied = _denied(tree, inside - aside)
        doers, inner = self._doers(tree, head, namings, context, inside)
        named = {i for naming in namings for i in naming.words}
        kept = sorted(inside)
        start, end = _span(tree, kept)
        others = frozenset(a for n in namings if not n.place and not n.words & aside for a in n.actors) - doers
        return Told(
            text=text[start:end],
            start=start,
            end=end,
            doers=doers,
            others=others,
            inner=inner,
            places=frozenset(a for n in namings if n.place for a in n.actors),
            terms=self._terms(tree, inside - dated - aside, namings, named, denied),
            numbers=tuple(n for n in numbers(tree, dated) if n.word in inside and n.word not in aside),
            days=tuple(each for each in days if each.word not in aside),
            anchors=anchors,
            verbs=_verbs(tree, head),
            stems=_stems(tree, inside),
            negated=head in denied,
            modal=_modal(tree, head),
            present=_present(tree, head),
            past=tree.words[head].tag == "VBD",
            subject=bool(Clauses(tree).of(head).subjects),
            speaker=speaker or (doers if stem(tree.lemma(head)) in cue("say") and _content(tree, head) else frozenset()),
            named=tuple((n.actors, n.words) for n in namings),
        )

    def _doers(
        self, tree: Tree, head: int, namings: list[Naming], context: Context, inside: frozenset[int]
    ) -> tuple[frozenset[str], frozenset[str]]:
        """Return who acts in a clause, and who acts in what is said there."""
        clauses = Clauses(tree)
        outer = self._subjects(tree, clauses.of(head).subjects, namings, context)
        if not outer and not clauses.of(head).passive and tree.words[head].verbal:
            # "of September 2018 North Korea undertook": the parser takes the name for part of the date
            outer = frozenset(a for n in namings if not n.place and max(n.words) == head - 1 for a in n.actors)
        inner: frozenset[str] = frozenset()
        reports = stem(tree.lemma(head)) in cue("say")
        for complement in clauses.of(head).complements if reports else ():
            if complement in inside:
                inner |= self._subjects(tree, clauses.of(complement).subjects, namings, context)
        return outer, inner

    def _according(
        self, tree: Tree, inside: frozenset[int], namings: list[Naming]
    ) -> tuple[frozenset[str], frozenset[int]]:
        """Return to whom a clause is ascribed, "according to" or "by the account of", and the words that say so."""
        for i in sorted(inside):
            low = tree.words[i].text.casefold()
            told = low == "according" or (low == "for" and tree.words[i].text == "For" and _fronted(tree, i)) or (
                low == "by" and any(tree.words[k].text.casefold() in ("account", "telling") for k in tree.kids(i))
            )
            if told:
                words = frozenset(tree.subtree(i))
                return frozenset(a for n in namings if n.words & words for a in n.actors), words
        return frozenset(), frozenset()

    def _subjects(
        self, tree: Tree, subjects: list[int], namings: list[Naming], context: Context
    ) -> frozenset[str]:
        found: set[str] = set()
        for subject in subjects:
            reach = _without_phrases(tree, subject)
            named = {a for n in namings if n.words & reach and not (n.place and not n.capital) for a in n.actors}
            low = tree.words[subject].text.casefold()
            if named:
                found |= named
            elif low in _PLURAL and len(context.actors) >= 2:
                found |= context.actors
            elif low in _SINGULAR or {tree.words[k].text.casefold() for k in tree.kids(subject, "poss")} & _OWNERS:
                found |= context.doers
        return frozenset(found)


    def _terms(
        self, tree: Tree, inside: frozenset[int], namings: list[Naming], named: set[int], denied: frozenset[int]
    ) -> tuple[Term, ...]:
        plain = {i for n in namings if not (n.place or n.person or n.region) for i in n.words}
        placed = {i for n in namings if n.place or n.region for i in n.words}
        found = []
        asides = _asides(tree, inside)
        people = {max(n.words): n for n in namings if n.person}
        repeated = {i for n in namings for i in n.words if i != max(n.words)}
        for i in sorted(inside - plain - repeated - _titles(tree, namings)):
            weight = _weight(tree, i, i in named, i in placed)
            if weight <= 0:
                continue
            weight *= ASIDE if i in asides else 1.0
            term = _term(tree, i, weight, i in denied, i in named)
            if i in people:
                found.append(_person(term, tree, people[i].words))
            else:
                found.append(replace(term, keys=term.keys + self.namer.lands(tree.words[i].text)))
        return tuple(found)


def _placed(told: Told, sentence: Sentence) -> Told:
    return replace(told, start=sentence.offset(told.start), end=sentence.offset(told.end))


def heir(context: Context, told: Told) -> Context:
    """Return the context that a clause leaves to the next one."""
    actors = told.actors if len(told.actors) >= 2 else told.actors | context.actors if told.actors else context.actors
    dated = next((each for each in reversed(told.days) if each.bound in ("in", "near")), context.days)
    return Context(told.doers or context.doers, frozenset(actors), dated, told)


def _root(tree: Tree) -> int:
    return next((word.i for word in tree.words if word.dep == "ROOT"), 0)


def _clauses(tree: Tree) -> list[tuple[int, frozenset[int]]]:
    """Return the predicates that can be checked alone, each with its words; the main one first."""
    root = _root(tree)
    heads = [root, *_coordinated(tree, root)]
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


def _coordinated(tree: Tree, root: int) -> list[int]:
    """Return clauses beside the main one: coordinated finite verbs, and contrasts ("while the other side ...")."""
    found: list[int] = []
    for k in tree.kids(root, "conj", "advcl", "ccomp", "parataxis"):
        word = tree.words[k]
        finite = word.tag in ("VBD", "VBZ", "VBP") or any(
            tree.words[a].tag in ("VBD", "VBZ", "VBP", "MD") for a in tree.kids(k, "aux", "auxpass")
        )
        subject = bool(tree.kids(k, "nsubj", "nsubjpass"))
        marks = {tree.words[m].text.casefold() for m in tree.kids(k, "mark", "advmod")}
        contrast = word.dep == "advcl" and subject and bool(marks & {"while", "whereas", "although", "though"})
        beside = word.dep == "ccomp" and subject and ";" in {w.text for w in tree.words[min(k, root) : max(k, root)]}
        if finite and ((word.dep == "conj" and (subject or len(tree.subtree(k)) > 3)) or contrast or beside):
            found.append(k)
            found += _coordinated(tree, k)
    return found


def _span(tree: Tree, kept: list[int]) -> tuple[int, int]:
    while kept and (tree.words[kept[0]].dep in ("punct", "cc") and tree.words[kept[0]].text not in ('"', "'", "(")):
        kept = kept[1:]
    while len(kept) > 1 and tree.words[kept[-1]].dep == "punct" and kept[-1] - kept[-2] > 1:
        kept = kept[:-1]  # the full stop of the clause that follows
    while len(kept) > 1 and (tree.words[kept[-1]].dep == "cc" or tree.words[kept[-1]].text in (",", ";", ":", "-")):
        kept = kept[:-1]
    if not kept:
        return 0, tree.words[-1].end if tree.words else 0
    return tree.words[kept[0]].start, tree.words[kept[-1]].end


def _without_phrases(tree: Tree, i: int) -> set[int]:
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


def _verbs(tree: Tree, head: int) -> frozenset[str]:
    word = tree.words[head]
    if not word.verbal:
        return frozenset()
    if word.lemma in LIGHT:
        return frozenset()
    particles = [tree.words[k].text.casefold() for k in tree.kids(head, *PARTICLES)]
    phrases = {f"{stem(word.lemma)} {stem(p)}" for p in particles} & two_word_phrases()
    return frozenset(phrases or {stem(word.lemma)})


def _stems(tree: Tree, inside: frozenset[int]) -> frozenset[str]:
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


def _modal(tree: Tree, head: int) -> str:
    clause = Clauses(tree).of(head)
    return clause.modal


def _present(tree: Tree, head: int) -> bool:
    """Whether a clause speaks of how things are rather than of what was done."""
    helpers = [tree.words[k] for k in tree.kids(head, "aux", "auxpass")]
    first = min([tree.words[head], *helpers], key=lambda word: word.i)
    perfect = any(stem(word.lemma) == "have" or word.text.casefold() in ("has", "have") for word in helpers)
    return first.tag in ("VBZ", "VBP") and not perfect


def _denied(tree: Tree, inside: frozenset[int]) -> frozenset[int]:
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


def _asides(tree: Tree, inside: frozenset[int]) -> frozenset[int]:
    """Return the words of appositions, relative clauses and clauses of reason: said by the way."""
    found: set[int] = set()
    for i in inside:
        word = tree.words[i]
        beside = word.dep in ("relcl", "appos", "parataxis") or (word.dep == "advcl" and i > word.head)
        if beside and word.head in inside:
            found |= tree.subtree(i)
    for i in tree.kids(_root(tree), "prep"):
        reach = tree.subtree(i)
        before = max(reach) < _root(tree) and len(reach) > 2
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


def _fronted(tree: Tree, i: int) -> bool:
    """Whether a clause opens with a phrase set off by a comma."""
    end = max(tree.subtree(i))
    return i == 0 and end + 1 < len(tree.words) and tree.words[end + 1].text == "," and end - i <= 4


Hook = tuple[str, frozenset[int], int, Number | None]


def _hooks(
    tree: Tree, inside: frozenset[int], head: int, days: tuple[Days, ...]
) -> tuple[list[Hook], frozenset[int]]:
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


def _content(tree: Tree, head: int) -> bool:
    """Whether a verb of saying has a clause as what is said."""
    return bool(tree.kids(head, "ccomp", "xcomp"))


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
    if low in NEGATORS or word.lemma in LIGHT or low in LIGHT or not any(c.isalnum() for c in low):
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
