"""Verbs that say nothing of their own and turn what they govern into another act: "refused to", "launched a raid"."""

from __future__ import annotations

from dataclasses import replace

from detente.reading.arguments import HOSTILE, Arguments
from detente.reading.clauses import Clause, prep_objects
from detente.reading.lexicon import Frame
from detente.reading.meaning import COOPERATIVE, Meaning, unique
from detente.reading.nominals import Nominals
from detente.reading.sayings import Sayings
from detente.reading.senses import settle

TRANSPARENT = frozenset({"begin", "together", "light", "say", "order", "callup"})
MODAL = frozenset({"need", "suffer", "consider", "deny"})
JOINT = ("03", "04", "05", "06")
AGREEING = frozenset({"agree", "consent", "offer", "volunteer"})
# What is refused or accepted, and has an owner, was said before: "turned down an Iranian offer".
ANSWERS = frozenset({"refuse", "accept", "concede"})
SAID = ("02", "03", "10", "11", "13", "14")
# Operators that mean what another means, but say nothing unless what they govern is an act.
WEAK = {"intend": "promise", "want": "request"}


class Operating(Arguments, Nominals, Sayings):
    """Composes the meaning of an operator with that of what it governs."""

    def _operate(self, frame: Frame, clause: Clause, depth: int) -> Meaning | None:
        op = self._operator(frame.code[1:], clause)
        if op == "none":
            return None
        inner = self._governed(frame, clause, depth)
        if op == "help":
            return self._helped(frame, clause, inner)
        if op in TRANSPARENT:
            return self._through(op, frame, clause, inner)
        if op in MODAL:
            return self._weakened(op, frame, clause, inner)
        if op in WEAK:
            if inner is None and not (op == "want" and self._asks_another(clause)):
                return None
            op = WEAK[op]
        if op == "promise" and inner and inner.modality == "denied":
            inner = replace(inner, code="030")  # not to do harm is a promise, whatever the harm
        if op == "fail" and inner and not inner.code.startswith((*COOPERATIVE, "019")):
            return replace(inner, modality="failed")
        if op == "promise" and inner and inner.inner and inner.inner_modality == "planned":
            # Who commits to work towards a thing commits to the thing.
            self.used.add(inner.trigger)
            inner = replace(inner.inner, steps=inner.steps)
        outcome = self.lexicon.operation(op, inner.code if inner else "")
        if outcome and outcome[0].startswith("13") and inner and inner.code.startswith("15"):
            # Who agrees or offers to send troops threatens nobody.
            outcome = ("030", "promised") if self.tree.lemma(clause.verb) in AGREEING else outcome
        if op == "try" and inner is not None and outcome is None:
            return replace(inner, modality="planned")
        if outcome is None or not (inner or self._stands_alone(op, frame, clause)):
            return None
        return self._compose(op, outcome, frame, clause, inner)

    def _helped(self, frame: Frame, clause: Clause, inner: Meaning | None) -> Meaning | None:
        """Read "helped the army fight rebels" as aid to the army, and help in bringing others together as that."""
        if inner is not None and inner.code.startswith(JOINT):
            return replace(inner, trigger=clause.verb, sources=unique(clause.subjects) or inner.sources)
        if inner is not None:
            self.used.update(m.trigger for m in inner.chain())
        helped = unique(clause.objects, *(self.clauses.of(k).subjects for k in clause.complements))
        helped = tuple(k for k in helped if k not in clause.subjects)
        friendly = inner is not None and not inner.code.startswith(("15", "17", "18", "19", "20"))
        targets = helped or (inner.targets if friendly and inner else ())
        step = f"{self.tree.words[clause.verb].text!r} with what was done is CAMEO 070 (lexicon {frame.entry})"
        return Meaning("070", clause.verb, frame.entry, unique(clause.subjects), targets, steps=(step,))

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
        if inner and op in ANSWERS:
            self._answer(inner, clause)
        word = self.tree.words[clause.verb].text
        turned = f"turns {inner.code} into {code}" if inner else f"is CAMEO {code}"
        if inner:
            self.used.update(m.trigger for m in inner.chain())
        if op == "refuse":
            self.used.update(n for k in clause.objects for n in self.tree.subtree(k))
        return Meaning(
            code,
            clause.verb,
            frame.entry,
            unique(clause.subjects) or (inner.sources if inner else ()),
            unique(
                self._targets(clause),
                *((inner.targets, inner.sources) if inner else (self._asked(clause),)),
                self._clause_before(clause) if code.startswith(HOSTILE) else (),
            ),
            inner=inner if inner and modality else None,
            inner_modality=modality,
            modality="failed" if op == "fail" else "actual",
            steps=(*(inner.steps if inner else ()), f"{word!r} {turned}: {op} (lexicon {frame.entry})"),
        )

    def _answer(self, inner: Meaning, clause: Clause) -> None:
        """Keep what was said before and is refused or accepted now, where its words name who said it."""
        if not inner.sources or not self.tree.words[inner.trigger].nominal or not inner.code.startswith(SAID):
            return
        code = "114" if inner.code.startswith("14") else inner.code
        step = f"{self.tree.words[clause.verb].text!r} answers it"
        self.answered.append(
            replace(inner, code=code, targets=unique(clause.subjects), inner=None, steps=(*inner.steps, step))
        )

    def _through(self, op: str, frame: Frame, clause: Clause, inner: Meaning | None) -> Meaning | None:
        """Let a meaning shine through a verb that adds nothing: "launched an attack", "said it would"."""
        if inner is None:
            return self._said_duty(frame, clause) if op == "say" else None
        word = self.tree.words[clause.verb].text
        steps = (*inner.steps, f"{word!r} adds nothing of its own (lexicon {frame.entry})")
        if op == "say":
            return self._reported(clause, replace(inner, steps=steps), frame)
        if op == "together":
            return replace(inner, trigger=clause.verb, sources=unique(clause.subjects, clause.objects), steps=steps)
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

    def _halted(self, k: int) -> int:
        """Return the halt, not the tests, in "the halt to tests that Iran announced"."""
        prep = self.tree.words[k].head
        above = self.tree.words[prep].head
        under = self.tree.words[k].dep == "pobj" and bool(self.tree.kids(k, "relcl"))
        stops = under and any(sense.code == "@stop" for sense in self.match.senses(above))
        return above if stops else k

    def _clausal(self, k: int, depth: int) -> Meaning | None:
        word = self.tree.words[k]
        if word.verbal or word.tag.startswith("JJ"):
            return self.predicate(k, depth + 1)
        return self.noun(k, depth + 1)
