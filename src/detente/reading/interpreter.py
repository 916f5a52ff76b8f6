"""What the predicates of a sentence say happened: frames matched, and their meanings settled."""

from __future__ import annotations

from dataclasses import replace

from detente.reading.clauses import Clause, prep_objects
from detente.reading.lexicon import Frame, Lexicon
from detente.reading.meaning import NOTHING, Meaning, unique
from detente.reading.mood import unreal
from detente.reading.operating import Operating
from detente.reading.senses import settle
from detente.reading.state import DEEPEST, REPELLING
from detente.reading.words import Tree, Word
from detente.record.event import HAPPENED

# Acts by which a thing goes to somebody, whatever name the thing has: "Russian missiles to Chile".
HANDED_OVER = ("07", "0841", "0842")
FAILING = frozenset({"fail", "collapse", "founder", "falter", "stall", "unable"})
RATIFYING = frozenset({"ratify", "approve", "adopt", "endorse", "accept", "back", "accede"})
# Happenings that a reader lists beside what they led to.
LASTING = ("040", "163")
VIOLENT = ("18", "19", "20")


class Interpreter(Operating):
    """Reads the meanings of one sentence."""

    def __init__(self, tree: Tree, lexicon: Lexicon) -> None:
        super().__init__(tree, lexicon)
        self._known: dict[int, Meaning | None] = {}

    def meanings(self) -> list[Meaning]:
        """Return the outermost meanings of the sentence, in the order of their triggers."""
        found: dict[int, Meaning] = {}
        for word in self.tree.words:
            meaning = self._at(word)
            # What is said and the saying of it share a trigger: the fuller reading stays.
            if meaning and len(meaning.steps) >= len(found.get(meaning.trigger, NOTHING).steps):
                found[meaning.trigger] = meaning
        for k in list(found):
            if self._consequence(found, k):
                self.used.add(k)
        self.answered = [self._settled(said) for said in self.answered]
        whole = {k: self._convened(found[k]) for k in sorted(found) if k not in self.used}
        return [self._sided(self._settled(meaning)) for k, meaning in whole.items() if k not in self.used]

    def _convened(self, meaning: Meaning) -> Meaning:
        """Name those who meet for their meeting: "the summit between A and B failed to agree"."""
        held = [self._noun_arguments(k)[0] if self.match.event_noun(k) else () for k in meaning.sources]
        pairs = zip(meaning.sources, held, strict=True)
        self.used.update(k for k, doers in pairs if len(doers) > 1 and not self._took_place(meaning, k))
        several = [doers if len(doers) > 1 else (k,) for k, doers in zip(meaning.sources, held, strict=True)]
        named = self._holders(meaning)
        return replace(meaning, sources=named or unique(*several))

    def _holders(self, meaning: Meaning) -> tuple[int, ...]:
        """Return who meets where the object names both and no actor is the subject: "by resuming Peru-Chile talks"."""
        if not meaning.code.startswith("04") or any(self.match.is_actor(k) for k in meaning.sources):
            return ()
        held = (self._noun_arguments(k)[0] for k in self.tree.kids(meaning.trigger, "dobj") if self.match.event_noun(k))
        return next((doers for doers in held if len(doers) > 1), ())

    def _took_place(self, meaning: Meaning, k: int) -> bool:
        """Whether a meeting or a trade war is told to have been by what came, or did not come, of it."""
        told = any(sense.code in LASTING for sense in self.match.senses(k)) and not meaning.code.startswith("04")
        return told and meaning.modality in HAPPENED

    def _sided(self, meaning: Meaning) -> Meaning:
        """Mark what one side does alone though its kind is symmetric: ratifying, planning a visit, hosting others."""
        planned = meaning.inner if meaning.code == "036" else None
        alone = meaning.code == "057" and self.tree.lemma(meaning.trigger) in RATIFYING
        if planned is not None:
            below = self.tree.subtree(planned.trigger)
            others = any(self.tree.words[k].text.lower() == "between" for k in below)
            alone = planned.code in ("042", "045") or (planned.code in ("043", "046") and others)
        return replace(meaning, one_sided=True) if alone else meaning

    def _consequence(self, found: dict[int, Meaning], k: int) -> bool:
        """Whether a participle only tells what an act of violence led to: "shelled the town, killing two"."""
        word = self.tree.words[k]
        above = found.get(word.head)
        if word.tag != "VBG" or word.dep != "advcl" or above is None or not found[k].code.startswith(VIOLENT):
            return False
        return above.code.startswith(VIOLENT)

    def _settled(self, meaning: Meaning) -> Meaning:
        """Lower what stands in a condition, a question, a bare purpose or under a duty from done to not done."""
        if meaning.code == "061" and self.tree.words[meaning.trigger].tag in ("VBZ", "VBP"):
            return replace(
                meaning, modality="hypothetical", steps=(*meaning.steps, "a habit, not an act: hypothetical")
            )
        if meaning.code.startswith("04") and self._ahead(meaning.trigger):
            return replace(meaning, modality="planned", steps=(*meaning.steps, "in a clause about the future: planned"))
        lowered = unreal(self.tree, meaning.trigger)
        if not lowered or meaning.modality != "actual":
            return meaning
        return replace(meaning, modality=lowered[0], steps=(*meaning.steps, f"{lowered[1]}: {lowered[0]}"))

    def _ahead(self, k: int) -> bool:
        """Whether a noun stands in a clause about the future: "will sign it on a visit"."""
        above = next((n for n in self.tree.ancestors(k) if self.tree.words[n].verbal), None)
        return self.tree.words[k].nominal and above is not None and self.clauses.of(above).modal == "future"

    def _at(self, word: Word) -> Meaning | None:
        if word.dep in ("aux", "auxpass", "amod", "compound", "nmod"):
            return None
        if word.verbal or word.dep in ("acomp", "oprd"):
            return self.predicate(word.i)
        return self.noun(word.i) if word.tag in ("NN", "NNS") else None

    def predicate(self, verb: int, depth: int = 0) -> Meaning | None:
        """Return the meaning of a verb or predicative adjective with its mood applied."""
        if verb in self._known:
            return self._known[verb]
        self._known[verb] = None
        clause = self.clauses.of(verb)
        clause.objects = [self._halted(k) for k in clause.objects]
        base = self._best(clause, depth)
        self._known[verb] = self._mood(base, clause) if base else None
        return self._known[verb]

    def _best(self, clause: Clause, depth: int) -> Meaning | None:
        undergone = self._undergone(clause, depth)
        if undergone:
            return undergone
        if self._names_ill(clause):
            step = f"{self.tree.words[clause.verb].text!r} gives somebody a name: 111"
            return Meaning("111", clause.verb, "call", unique(clause.subjects), self._targets(clause), steps=(step,))
        return self.framed(self.tree.lemma(clause.verb), clause, depth)

    def _names_ill(self, clause: Clause) -> bool:
        """Whether somebody is called something: "called the envoy a fool", "branded Chile a threat"."""
        if self.tree.lemma(clause.verb) not in ("call", "brand", "label", "dub") or clause.passive:
            return False
        named = self.tree.kids(clause.verb, "oprd")
        apart = [
            a
            for k in (*named, *clause.objects)
            for a in self.tree.kids(k, "appos")
            if any(self.tree.words[d].text.lower() in ("a", "an") for d in self.tree.kids(a, "det"))
        ]
        twice = len(self.tree.kids(clause.verb, "dobj")) > 1
        return bool(apart or twice or (named and self.tree.kids(clause.verb, "dobj")))

    def framed(self, lemma: str, clause: Clause, depth: int) -> Meaning | None:
        """Return the meaning of the best frame of a verb over the arguments of a clause."""
        if depth > DEEPEST:
            return None
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

    def _apply(self, frame: Frame, clause: Clause, depth: int) -> Meaning | None:
        if frame.code.startswith("@"):
            return self._operate(frame, clause, depth)
        code = self._shared(frame.code, clause)
        targets = self._patients(code, clause)
        self._account(code, clause, depth)
        inner = self._alleged(clause, depth) if code == "112" else None
        meaning = Meaning(
            code,
            clause.verb,
            frame.entry,
            unique(clause.subjects) or self._implied(code, clause),
            targets,
            inner=inner,
            inner_modality="hypothetical" if inner else "",
            modality="failed" if code == "120" and self._comes_to_nothing(frame, clause) else "actual",
            steps=(f"{self.tree.words[clause.verb].text!r} is CAMEO {code} (lexicon {frame.entry})",),
        )
        return settle(self.match, meaning)

    def _patients(self, code: str, clause: Clause) -> tuple[int, ...]:
        """Return whom a frame is done to, likeliest first, by what its code says of that."""
        targets = self._towards(code, clause)
        if code.startswith(HANDED_OVER):
            targets = unique((k for name, k in clause.preps if name == "to"), targets)
        if self.tree.lemma(clause.verb) == "blame":
            # "Blamed the raid on Chile": the phrase may hang on what was done.
            near = (n for k in clause.objects for name, n in prep_objects(self.tree, k) if name == "on")
            targets = unique(near, targets)
        if code in ("111", "112", "012"):
            targets = tuple(k for k in targets if not self._by_nobody(k))
        return targets

    def _account(self, code: str, clause: Clause, depth: int) -> None:
        """Keep the nouns that a frame covers from being read as acts of their own; what is refused was said before."""
        if code.startswith("12"):
            for said in filter(None, (self.noun(k, depth + 1) for k in clause.objects)):
                self._answer(said, clause)
            # What a resolution would have condemned is not condemned by who votes it down.
            self.used.update(n for k in clause.objects for n in self.tree.subtree(k))
        if self.tree.lemma(clause.verb) not in REPELLING:
            self._absorb(clause.objects)

    def _comes_to_nothing(self, frame: Frame, clause: Clause) -> bool:
        return self.tree.lemma(clause.verb) in FAILING or any(slot.prep == "without" for slot in frame.preps)

    def _shared(self, code: str, clause: Clause) -> str:
        """Return the code of an exercise held by several together (062), else the code itself."""
        held = any("exercise" in self.match.classes(k) for k in clause.objects)
        several = len(clause.subjects) > 1 or any(self._of_several(k) for k in clause.subjects)
        return "062" if code == "152" and held and several else code

    def _of_several(self, k: int) -> bool:
        """Whether a noun has several names before it: "Thai and American marines"."""
        return any(self._names(c) for n in self.tree.modifiers(k) for c in self.tree.kids(n, "conj"))

    def _alleged(self, clause: Clause, depth: int) -> Meaning | None:
        """Return what somebody is accused of, which stays an allegation."""
        for name, k in clause.preps:
            if name in ("of", "for", "over") and (inner := self.phrase(k, depth)):
                self.used.update(m.trigger for m in inner.chain())
                return inner
        return None

    def _absorb(self, objects: list[int]) -> None:
        """Keep the nouns that a frame already accounts for from being read as acts of their own."""
        for k in objects:
            self.used.update(n for n in self.tree.subtree(k) if self.tree.words[n].tag.startswith("NN"))
