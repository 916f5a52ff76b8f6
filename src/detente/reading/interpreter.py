"""What the predicates of a sentence say happened: frames matched, and operators composed with what they govern."""

from __future__ import annotations

from dataclasses import replace

from detente.reading.arguments import Arguments
from detente.reading.clauses import Clause, prep_objects
from detente.reading.lexicon import Frame, Lexicon
from detente.reading.meaning import COOPERATIVE, Meaning, unique
from detente.reading.mood import unreal
from detente.reading.nominals import Nominals
from detente.reading.sayings import Sayings
from detente.reading.senses import settle
from detente.reading.state import DEEPEST, REPELLING
from detente.reading.words import Tree, Word

TRANSPARENT = frozenset({"begin", "light", "say", "order", "callup"})
MODAL = frozenset({"need", "suffer", "consider", "deny"})
NOTHING = Meaning("", -1, "")
# Operators that mean what another means, but say nothing unless what they govern is an act.
AGREEING = frozenset({"agree", "consent", "offer", "volunteer"})
# Acts by which a thing goes to somebody, whatever name the thing has: "Russian missiles to Chile".
HANDED_OVER = ("07", "0842")
FAILING = frozenset({"fail", "collapse", "founder", "falter", "stall", "unable"})
RATIFYING = frozenset({"ratify", "approve", "adopt", "endorse", "accept", "back", "accede"})
VIOLENT = ("18", "19", "20")
WEAK = {"intend": "promise", "want": "request"}


class Interpreter(Arguments, Nominals, Sayings):
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
        return [self._sided(self._convened(self._settled(found[k]))) for k in sorted(found) if k not in self.used]

    def _convened(self, meaning: Meaning) -> Meaning:
        """Name those who meet for their meeting: "the summit between A and B failed to agree"."""
        held = [self._noun_arguments(k)[0] if self.match.event_noun(k) else () for k in meaning.sources]
        several = [doers if len(doers) > 1 else (k,) for k, doers in zip(meaning.sources, held, strict=True)]
        return replace(meaning, sources=unique(*several))

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
        base = self._best(clause, depth)
        self._known[verb] = self._mood(base, clause) if base else None
        return self._known[verb]

    def _best(self, clause: Clause, depth: int) -> Meaning | None:
        if self._names_ill(clause):
            step = f"{self.tree.words[clause.verb].text!r} gives somebody a name: 111"
            return Meaning("111", clause.verb, "call", unique(clause.subjects), self._targets(clause), steps=(step,))
        return self.framed(self.tree.lemma(clause.verb), clause, depth)

    def _names_ill(self, clause: Clause) -> bool:
        """Whether somebody is called something: "called the envoy a fool"."""
        if self.tree.lemma(clause.verb) not in ("call", "brand", "label", "dub") or clause.passive:
            return False
        named = self.tree.kids(clause.verb, "oprd")
        apart = [
            a
            for k in (*named, *clause.objects)
            for a in self.tree.kids(k, "appos")
            if any(self.tree.words[d].text.lower() in ("a", "an") for d in self.tree.kids(a, "det"))
        ]
        return bool(apart or (named and self.tree.kids(clause.verb, "dobj")))

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
        targets = self._towards(code, clause)
        if code.startswith(HANDED_OVER):
            targets = unique((k for name, k in clause.preps if name == "to"), targets)
        if code in ("111", "112", "012"):
            targets = tuple(k for k in targets if not self._by_nobody(k))
        if self.tree.lemma(clause.verb) not in REPELLING:
            self._absorb(clause.objects)
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

    def _comes_to_nothing(self, frame: Frame, clause: Clause) -> bool:
        return self.tree.lemma(clause.verb) in FAILING or any(slot.prep == "without" for slot in frame.preps)

    def _shared(self, code: str, clause: Clause) -> str:
        """Return the code of an exercise held by several together (062), else the code itself."""
        held = any("exercise" in self.match.classes(k) for k in clause.objects)
        return "062" if code == "152" and held and len(clause.subjects) > 1 else code

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

    def _operate(self, frame: Frame, clause: Clause, depth: int) -> Meaning | None:
        op = self._operator(frame.code[1:], clause)
        if op == "none":
            return None
        inner = self._governed(frame, clause, depth)
        if op in TRANSPARENT:
            return self._through(op, frame, clause, inner)
        if op in MODAL:
            return self._weakened(op, frame, clause, inner)
        if op in WEAK:
            if inner is None and not (op == "want" and self._asks_another(clause)):
                return None
            op = WEAK[op]
        if op == "fail" and inner and not inner.code.startswith((*COOPERATIVE, "019")):
            return replace(inner, modality="failed")
        outcome = self.lexicon.operation(op, inner.code if inner else "")
        if outcome and outcome[0].startswith("13") and inner and inner.code.startswith("15"):
            # Who agrees or offers to send troops threatens nobody.
            outcome = ("030", "promised") if self.tree.lemma(clause.verb) in AGREEING else outcome
        if op == "try" and inner is not None and outcome is None:
            return replace(inner, modality="planned")
        if outcome is None or not (inner or self._stands_alone(op, frame, clause)):
            return None
        return self._compose(op, outcome, frame, clause, inner)

    def _operator(self, op: str, clause: Clause) -> str:
        """Settle the operators of verbs that have several: "tell that" and "tell to", "call on" and "call"."""
        if op == "tell":
            ordered = any(self.tree.words[a].tag == "TO" for k in clause.complements for a in self.tree.kids(k, "aux"))
            return "demand" if ordered else "say"
        if op == "say" and self._subjunctive(clause):
            return "demand" if self.tree.lemma(clause.verb) == "insist" else "request"
        if op == "callon":
            return "request" if any(name in ("on", "upon", "for") for name, _ in clause.preps) else "none"
        return op

    def _subjunctive(self, clause: Clause) -> bool:
        """Whether what is said is to be done: "suggested that Chile hold elections"."""
        return self.tree.lemma(clause.verb) in ("suggest", "insist", "argue") and any(
            self.tree.words[k].tag in ("VB", "VBP") and self._bare(k) for k in clause.complements
        )

    def _bare(self, k: int) -> bool:
        """Whether a verb is bare though its subject is one: "that Chile pay"."""
        subjects = self.tree.kids(k, "nsubj")
        return not self.tree.kids(k, "aux") and all(self.tree.words[n].tag in ("NN", "NNP") for n in subjects)

    def _weakened(self, op: str, frame: Frame, clause: Clause, inner: Meaning | None) -> Meaning | None:
        """Read what is needed, suffered, considered or denied."""
        if op == "suffer":
            return self._suffered(frame, clause, inner)
        if op == "need":
            step = f"{self.tree.words[clause.verb].text!r}: needed, not done: recommended"
            return replace(inner, modality="recommended", steps=(*inner.steps, step)) if inner else None
        return self._doubted(op, clause, inner)

    def _stands_alone(self, op: str, frame: Frame, clause: Clause) -> bool:
        """Say whether an operator means something though what it governs is no known act."""
        if op in ("stop", "try", "fail"):
            return False
        if op == "promise":
            bound = any(slot.prep == "to" for slot in frame.preps)
            return (
                bound
                or bool(self.tree.kids(clause.verb, "dative"))
                or any(self.tree.words[k].dep != "ccomp" for k in clause.complements)
            )
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
        turned = f"turns {inner.code} into {code}" if inner else f"is CAMEO {code}"
        if inner:
            self.used.update(m.trigger for m in inner.chain())
        return Meaning(
            code,
            clause.verb,
            frame.entry,
            unique(clause.subjects) or (inner.sources if inner else ()),
            unique(self._targets(clause), *((inner.targets, inner.sources) if inner else (self._asked(clause),))),
            inner=inner if inner and modality else None,
            inner_modality=modality,
            modality="failed" if op == "fail" else "actual",
            steps=(*(inner.steps if inner else ()), f"{word!r} {turned}: {op} (lexicon {frame.entry})"),
        )

    def _through(self, op: str, frame: Frame, clause: Clause, inner: Meaning | None) -> Meaning | None:
        """Let a meaning shine through a verb that adds nothing: "launched an attack", "said it would"."""
        if inner is None:
            return self._said_duty(frame, clause) if op == "say" else None
        word = self.tree.words[clause.verb].text
        steps = (*inner.steps, f"{word!r} adds nothing of its own (lexicon {frame.entry})")
        if op == "say":
            return self._reported(clause, replace(inner, steps=steps), frame)
        if inner.trigger != clause.verb:
            self.used.add(inner.trigger)
        whole = replace(
            inner,
            trigger=clause.verb,
            entry=f"{frame.entry}+{inner.entry}",
            sources=unique(clause.subjects) or inner.sources,
            targets=unique(inner.targets, self._targets(clause)),
            steps=steps,
        )
        return settle(self.match, whole)

    def _governed(self, frame: Frame, clause: Clause, depth: int) -> Meaning | None:
        """Return the meaning of what an operator governs: a clause, else a preposition's noun, else its object."""
        for k in clause.complements:
            # A clause before its verb is what is said ("..., it said"); to any other verb the parser hung it in error.
            if k < clause.verb and frame.code != "@say" and self.tree.words[k].dep == "ccomp":
                continue
            meaning = self._clausal(k, depth)
            if meaning:
                return meaning
        for slot in frame.preps:
            for name, k in clause.preps + [p for obj in clause.objects for p in prep_objects(self.tree, obj)]:
                if slot.prep.split("_")[-1] == name:
                    meaning = self.phrase(k, depth)
                    if meaning:
                        return meaning
        for k in clause.objects:
            meaning = self.noun(k, depth + 1)
            if meaning:
                return meaning
        if frame.code == "@callon":
            return next((m for name, k in clause.preps if name == "for" and (m := self.phrase(k, depth))), None)
        return None

    def _clausal(self, k: int, depth: int) -> Meaning | None:
        word = self.tree.words[k]
        if word.verbal or word.tag.startswith("JJ"):
            return self.predicate(k, depth + 1)
        return self.noun(k, depth + 1)
