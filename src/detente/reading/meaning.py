"""What a predicate says happened: frames matched, operators composed, negation and mood applied."""

from __future__ import annotations

from dataclasses import dataclass, replace

from detente.reading.clauses import Clause, Clauses, prep_objects
from detente.reading.lexicon import Frame, Lexicon, NounSense
from detente.reading.matching import Matcher
from detente.reading.mood import unreal
from detente.reading.words import Tree, Word

DEEPEST = 8
COOPERATIVE = ("02", "03", "04", "05", "06", "07", "08")
TOGETHER = ("03", "04", "050", "057", "06")
TOPICAL = frozenset({"discuss", "debate", "review"})
TRANSPARENT = frozenset({"begin", "light", "say", "order", "callup"})
NOUN_LINKS = frozenset({"of", "to", "for", "on", "against", "with", "in", "into", "about", "over", "between", "from"})


@dataclass(frozen=True)
class Meaning:
    """A coded act: its CAMEO code, its trigger, who and whom (word indexes), and how the code came about."""

    code: str
    trigger: int
    entry: str
    sources: tuple[int, ...] = ()
    targets: tuple[int, ...] = ()
    speakers: tuple[int, ...] = ()
    inner: Meaning | None = None
    inner_modality: str = ""
    modality: str = "actual"
    weight: float = 0.0
    steps: tuple[str, ...] = ()

    def chain(self) -> list[Meaning]:
        """Return this meaning and those it speaks of, outermost first."""
        return [self, *(self.inner.chain() if self.inner else [])]


NOTHING = Meaning("", -1, "")
# Operators that mean what another means, but say nothing unless what they govern is an act.
WEAK = {"intend": "promise", "want": "request"}


def _unique(*groups: object) -> tuple[int, ...]:
    found: dict[int, None] = {}
    for group in groups:
        for k in group:  # type: ignore[attr-defined]
            found[k] = None
    return tuple(found)


class Interpreter:
    """Reads the meanings of one sentence."""

    def __init__(self, tree: Tree, lexicon: Lexicon) -> None:
        self.tree = tree
        self.lexicon = lexicon
        self.match = Matcher(tree, lexicon)
        self.clauses = Clauses(tree)
        self.used: set[int] = set()
        self.asides: list[Meaning] = []
        self._known: dict[int, Meaning | None] = {}

    # -- the whole sentence

    def meanings(self) -> list[Meaning]:
        """Return the outermost meanings of the sentence, in the order of their triggers."""
        found: dict[int, Meaning] = {}
        for word in self.tree.words:
            meaning = self._at(word)
            # What is said and the saying of it share a trigger: the fuller reading stays.
            if meaning and len(meaning.steps) >= len(found.get(meaning.trigger, NOTHING).steps):
                found[meaning.trigger] = meaning
        return [self._settled(found[k]) for k in sorted(found) if k not in self.used]

    def _settled(self, meaning: Meaning) -> Meaning:
        """Lower what stands in a condition, a question, a bare purpose or under a duty from done to not done."""
        if meaning.code == "061" and self.tree.words[meaning.trigger].tag in ("VBZ", "VBP"):
            return replace(
                meaning, modality="hypothetical", steps=(*meaning.steps, "a habit, not an act: hypothetical")
            )
        lowered = unreal(self.tree, meaning.trigger)
        if not lowered or meaning.modality != "actual":
            return meaning
        return replace(meaning, modality=lowered[0], steps=(*meaning.steps, f"{lowered[1]}: {lowered[0]}"))

    def _at(self, word: Word) -> Meaning | None:
        if word.dep in ("aux", "auxpass", "amod", "compound", "nmod"):
            return None
        if word.verbal or word.dep in ("acomp", "oprd"):
            return self.predicate(word.i)
        return self.noun(word.i) if word.tag in ("NN", "NNS") else None

    # -- predicates

    def predicate(self, verb: int, depth: int = 0) -> Meaning | None:
        """Return the meaning of a verb or predicative adjective with its mood applied."""
        if verb in self._known:
            return self._known[verb]
        self._known[verb] = None
        clause = self.clauses.of(verb)
        base = self._best(clause, depth)
        self._known[verb] = self._mood(base, clause) if base else None
        return self._known[verb]

    def _best(self, clause: Clause, depth: int) -> Meaning | None:
        if depth > DEEPEST:
            return None
        lemma = self.tree.lemma(clause.verb)
        ranked = []
        for rank, frame in enumerate(self.lexicon.frames.get(lemma, ())):
            score = self.match.fit(frame, clause)
            if score is not None:
                ranked.append((-score, rank, frame))
        for score, _, frame in sorted(ranked, key=lambda entry: entry[:2]):
            meaning = self._apply(frame, clause, depth)
            if meaning:
                return replace(meaning, weight=-score)
            if frame.code == "@none":
                return None
        return None

    # -- from a frame to a meaning

    def _apply(self, frame: Frame, clause: Clause, depth: int) -> Meaning | None:
        if frame.code.startswith("@"):
            return self._operate(frame, clause, depth)
        targets = self._towards(frame.code, clause)
        self._absorb(clause.objects)
        inner = self._alleged(clause, depth) if frame.code == "112" else None
        return Meaning(
            frame.code,
            clause.verb,
            frame.entry,
            _unique(clause.subjects),
            targets,
            inner=inner,
            inner_modality="hypothetical" if inner else "",
            steps=(f"{self.tree.words[clause.verb].text!r} by {frame.entry} is {frame.code}",),
        )

    def _alleged(self, clause: Clause, depth: int) -> Meaning | None:
        """Return what somebody is accused of, which stays an allegation."""
        for name, k in clause.preps:
            if name in ("of", "for", "over") and (inner := self._phrase(k, depth)):
                self.used.update(m.trigger for m in inner.chain())
                return inner
        return None

    def _absorb(self, objects: list[int]) -> None:
        """Keep the nouns that a frame already accounts for from being read as acts of their own."""
        for k in objects:
            self.used.update(n for n in self.tree.subtree(k) if self.tree.words[n].tag.startswith("NN"))

    def _towards(self, code: str, clause: Clause) -> tuple[int, ...]:
        """Return the targets of a frame: those acted with come first, and what is talked about is none."""
        if not code.startswith(TOGETHER):
            return self._targets(clause)
        company = [k for name, k in clause.preps if name == "with"]
        topical = self.tree.lemma(clause.verb) in TOPICAL
        return _unique(company, () if topical else self._targets(clause))

    def _targets(self, clause: Clause) -> tuple[int, ...]:
        """Return what an act may be towards: objects, then prepositions, then whoever is to meet a condition."""
        near = [clause, *(self.clauses.of(k) for k in clause.complements)]
        conditions = [k for one in near for _, verb in one.conditions for k in self.clauses.of(verb).subjects]
        return _unique(clause.objects, (k for _, k in clause.preps), conditions)

    def _operate(self, frame: Frame, clause: Clause, depth: int) -> Meaning | None:
        op = frame.code[1:]
        if op == "none":
            return None
        inner = self._governed(frame, clause, depth)
        if op in TRANSPARENT:
            return self._through(op, frame, clause, inner)
        if op in WEAK:
            if inner is None and not (op == "want" and self._asks_another(clause)):
                return None
            op = WEAK[op]
        if op == "callon":
            op = "request" if any(name in ("on", "upon", "for") for name, _ in clause.preps) else "none"
        if op == "need":
            step = f"{self.tree.words[clause.verb].text!r}: needed, not done: recommended"
            return replace(inner, modality="recommended", steps=(*inner.steps, step)) if inner else None
        if op == "suffer":
            return self._suffered(frame, clause, inner)
        if op in ("consider", "deny"):
            return self._doubted(op, clause, inner)
        if op == "warn" and inner is None and not clause.complements:
            return None
        outcome = self.lexicon.operation(op, inner.code if inner else "")
        if op == "fail" and inner and not inner.code.startswith(COOPERATIVE):
            return replace(inner, modality="failed")
        if op == "try" and inner is not None and outcome is None:
            return replace(inner, modality="planned")
        if outcome is None or not (inner or self._stands_alone(op, clause)):
            return None
        return self._compose(op, outcome, frame, clause, inner)

    def _stands_alone(self, op: str, clause: Clause) -> bool:
        """Say whether an operator means something though what it governs is no known act."""
        if op in ("stop", "try", "fail", "discuss"):
            return op == "discuss"
        if op == "promise":
            return any(self.tree.words[k].dep != "ccomp" for k in clause.complements)
        return bool(clause.complements) or op in (
            "threaten",
            "refuse",
            "demand",
            "accept",
            "concede",
            "allow",
            "request",
        )

    def _asks_another(self, clause: Clause) -> bool:
        """Whether what is wanted is to be done by somebody named: "wants Iran to stop"."""
        return any(self.match.is_actor(n) for k in clause.complements for n in self.tree.kids(k, "nsubj"))

    def _compose(
        self, op: str, outcome: tuple[str, str], frame: Frame, clause: Clause, inner: Meaning | None
    ) -> Meaning:
        code, modality = outcome
        word = self.tree.words[clause.verb].text
        of = f" of {inner.code}" if inner else ""
        if inner:
            self.used.update(m.trigger for m in inner.chain())
        return Meaning(
            code,
            clause.verb,
            frame.entry,
            _unique(clause.subjects) or (inner.sources if inner else ()),
            _unique(self._targets(clause), *((inner.targets, inner.sources) if inner else ())),
            inner=inner if inner and modality else None,
            inner_modality=modality,
            modality="failed" if op == "fail" else "actual",
            steps=(*(inner.steps if inner else ()), f"{word!r} by {frame.entry} makes {op}{of} {code}"),
        )

    def _through(self, op: str, frame: Frame, clause: Clause, inner: Meaning | None) -> Meaning | None:
        """Let a meaning shine through a verb that adds nothing: "launched an attack", "said it would"."""
        if inner is None:
            return self._said_duty(frame, clause) if op == "say" else None
        word = self.tree.words[clause.verb].text
        steps = (*inner.steps, f"{word!r} by {frame.entry} adds nothing of its own")
        if op == "say":
            return self._reported(clause, replace(inner, steps=steps), frame)
        if inner.trigger != clause.verb:
            self.used.add(inner.trigger)
        return replace(
            inner,
            trigger=clause.verb,
            entry=f"{frame.entry}+{inner.entry}",
            sources=_unique(clause.subjects) or inner.sources,
            targets=_unique(inner.targets, self._targets(clause)),
            steps=steps,
        )

    def _reported(self, clause: Clause, inner: Meaning, frame: Frame) -> Meaning:
        """Tie what is said to its speaker: a pronoun or no subject is the speaker, a duty is the speaker's demand."""
        own = [k for k in inner.sources if not self._speaks_of_itself(k)]
        speakers = _unique(clause.subjects)
        if inner.modality == "recommended" and speakers:
            asked = self._wrap("demand", inner, "actual", "duty that is spoken")
            return replace(asked, sources=speakers, targets=_unique(own, inner.targets))
        if not own:
            return replace(inner, sources=speakers or inner.sources)
        if speakers and inner.code > "12" and inner.modality == "actual":
            step = f"{self.tree.words[clause.verb].text!r} by {frame.entry} lays {inner.code} to another's charge"
            self.asides.append(
                Meaning(
                    "112",
                    clause.verb,
                    frame.entry,
                    speakers,
                    inner.sources,
                    inner=inner,
                    inner_modality="hypothetical",
                    steps=(step,),
                )
            )
        return replace(inner, speakers=speakers)

    def _speaks_of_itself(self, k: int) -> bool:
        """Say whether a subject is the speaker again: a pronoun, or a noun with one ("his country")."""
        pronouns = ("PRP", "EX", "WP", "WDT", "DT")
        return self.tree.words[k].tag in pronouns or any(
            self.tree.words[p].tag == "PRP$" for p in self.tree.kids(k, "poss")
        )

    def _said_duty(self, frame: Frame, clause: Clause) -> Meaning | None:
        """Read "said that X must ..." as a demand of X, whatever X must do."""
        for k in clause.complements:
            below = self.clauses.of(k)
            if below.modal == "duty" and clause.subjects:
                step = f"{self.tree.words[clause.verb].text!r} by {frame.entry} with a duty is 100"
                patients = _unique(below.subjects, below.objects, (n for _, n in below.preps))
                return Meaning("100", clause.verb, frame.entry, _unique(clause.subjects), patients, steps=(step,))
        return None

    def _suffered(self, frame: Frame, clause: Clause, inner: Meaning | None) -> Meaning | None:
        """Turn an act about, where its object is the subject: "received aid from", "faces criticism from"."""
        doers = _unique((k for name, k in clause.preps if name in ("from", "by")), inner.sources if inner else ())
        if inner is None or not doers:
            return None
        self.used.add(inner.trigger)
        step = f"{self.tree.words[clause.verb].text!r} by {frame.entry}: its subject is acted upon"
        return replace(
            inner, trigger=clause.verb, sources=doers, targets=_unique(clause.subjects), steps=(*inner.steps, step)
        )

    def _doubted(self, op: str, clause: Clause, inner: Meaning | None) -> Meaning | None:
        if inner is None:
            return None
        self.used.add(inner.trigger)
        modality = "denied" if op == "deny" else "hypothetical"
        return replace(inner, trigger=clause.verb, modality=modality, sources=inner.sources or _unique(clause.subjects))

    def _governed(self, frame: Frame, clause: Clause, depth: int) -> Meaning | None:
        """Return the meaning of what an operator governs: a clause, else a preposition's noun, else its object."""
        for k in clause.complements:
            meaning = self._clausal(k, depth)
            if meaning:
                return meaning
        for slot in frame.preps:
            for name, k in clause.preps + [p for obj in clause.objects for p in prep_objects(self.tree, obj)]:
                if slot.prep.split("_")[-1] == name:
                    meaning = self._phrase(k, depth)
                    if meaning:
                        return meaning
        for k in clause.objects:
            meaning = self.noun(k, depth + 1)
            if meaning:
                return meaning
        if frame.code == "@callon":
            return next((m for name, k in clause.preps if name == "for" and (m := self._phrase(k, depth))), None)
        return None

    def _clausal(self, k: int, depth: int) -> Meaning | None:
        word = self.tree.words[k]
        if word.verbal or word.tag.startswith("JJ"):
            return self.predicate(k, depth + 1)
        return self.noun(k, depth + 1)

    def _phrase(self, k: int, depth: int) -> Meaning | None:
        return self.predicate(k, depth + 1) if self.tree.words[k].verbal else self.noun(k, depth + 1)

    # -- event nouns

    def noun(self, i: int, depth: int = 0) -> Meaning | None:
        """Return the meaning of a noun that names an act, or of the act its operator governs."""
        if depth > DEEPEST or not self.tree.words[i].tag.startswith("NN"):
            return None
        senses = [sense for sense in self.match.senses(i) if sense.code]
        if not senses:
            return None
        sense = self._choose(i, senses)
        sources, targets = self._noun_arguments(i)
        entry = f"nouns:{sense.noun_class}"
        name = self.tree.words[i].text
        if not sense.code.startswith("@"):
            step = f"noun {name!r} ({sense.noun_class}) is {sense.code}"
            return Meaning(sense.code, i, entry, sources, targets, weight=0.5, steps=(step,))
        return self._noun_operator(i, sense, sources, targets, depth)

    def _choose(self, i: int, senses: list[NounSense]) -> NounSense:
        names = {name for name, _ in prep_objects(self.tree, i)}
        if self.tree.lemma(i) == "call" and ("for" in names or self.tree.kids(i, "acl")):
            return next(sense for sense in senses if sense.code == "@request")
        return senses[0]

    def _noun_arguments(self, i: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        owners = self.tree.kids(i, "poss") + [
            k for k in self.tree.kids(i, "compound", "amod", "nmod") if self._names(k)
        ]
        by: list[int] = []
        others: list[int] = []
        for name, k in prep_objects(self.tree, i):
            (by if name in ("by", "from") else others).append(k)
        return _unique(by, owners), _unique(others)

    def _names(self, k: int) -> bool:
        return k in self.tree.actors if self.tree.actors else self.tree.words[k].tag in ("NNP", "NNPS")

    def _noun_operator(
        self, i: int, sense: NounSense, sources: tuple[int, ...], targets: tuple[int, ...], depth: int
    ) -> Meaning | None:
        op = sense.code[1:]
        inner = self._noun_complement(i, depth)
        name = self.tree.words[i].text
        if op == "begin":
            return replace(inner, trigger=i, sources=sources or inner.sources) if inner else None
        outcome = self.lexicon.operation(op, inner.code if inner else "")
        if outcome is None or (inner is None and op == "stop"):
            return None
        if inner:
            self.used.update(m.trigger for m in inner.chain())
        return Meaning(
            outcome[0],
            i,
            f"nouns:{sense.noun_class}",
            sources,
            _unique(targets, *((inner.targets, inner.sources) if inner else ())),
            inner=inner if outcome[1] else None,
            inner_modality=outcome[1],
            weight=0.5,
            steps=(*(inner.steps if inner else ()), f"noun {name!r} ({sense.noun_class}) makes {op} {outcome[0]}"),
        )

    def _noun_complement(self, i: int, depth: int) -> Meaning | None:
        for k in self.tree.kids(i, "acl", "ccomp", "xcomp"):
            if self.tree.words[k].tag in ("VB", "VBG", "VBZ", "VBP", "VBD"):
                meaning = self.predicate(k, depth + 1)
                if meaning:
                    return meaning
        for name, k in prep_objects(self.tree, i):
            if name in NOUN_LINKS:
                meaning = self._phrase(k, depth)
                if meaning:
                    return meaning
        for k in reversed(self.tree.kids(i, "compound", "amod", "nmod")):
            meaning = self.noun(k, depth + 1)
            if meaning:
                return meaning
        return None

    # -- mood

    def _mood(self, meaning: Meaning, clause: Clause) -> Meaning:
        cooperative = meaning.code.startswith(COOPERATIVE)
        future = clause.modal == "future" or (clause.modal == "would" and self._reports(clause.verb))
        if clause.negated:
            if cooperative and meaning.modality == "actual":
                return self._wrap("refuse", meaning, "actual" if clause.modal else "failed", "negation")
            if future and not cooperative:
                return self._wrap("promise", replace(meaning, code="030"), "actual", "negated threat")
            return replace(meaning, modality="denied", steps=(*meaning.steps, "negated: denied"))
        if future and meaning.code[:2] not in ("12", "13", "10", "02", "03"):
            return self._wrap("promise", meaning, "actual", "future")
        if clause.modal == "duty":
            return replace(meaning, modality="recommended", steps=(*meaning.steps, "a duty, not a deed: recommended"))
        if clause.modal in ("possible", "would") and meaning.modality == "actual":
            return replace(meaning, modality="hypothetical", steps=(*meaning.steps, "only possible: hypothetical"))
        return meaning

    def _reports(self, verb: int) -> bool:
        """Whether a clause is the content of a saying: there "would" is the past of "will"."""
        return self.tree.words[verb].dep == "ccomp" or any(
            self.tree.words[above].dep == "ccomp" for above in self.tree.ancestors(verb)
        )

    def _wrap(self, op: str, meaning: Meaning, modality: str, rule: str) -> Meaning:
        outcome = self.lexicon.operation(op, meaning.code)
        if outcome is None:
            return meaning
        code, half = outcome
        step = f"{rule}: {op} of {meaning.code} is {code}"
        return replace(
            meaning,
            code=code,
            inner=meaning if half else meaning.inner,
            inner_modality=half or meaning.inner_modality,
            modality=modality,
            steps=(*meaning.steps, step),
        )
