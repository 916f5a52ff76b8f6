"""Violence told through those it hit: "were killed in an attack by", "was hit when rebels opened fire"."""

from __future__ import annotations

from dataclasses import replace

from detente.reading.clauses import Clause
from detente.reading.meaning import Meaning, unique
from detente.reading.state import SentenceReader

# What befalls somebody, and the verbs that say it of their subject without a passive.
HARMED = frozenset(
    {"kill", "wound", "injure", "hurt", "hit", "damage", "destroy", "target", "strike", "slay", "murder", "maim"}
    | {"shoot", "abduct", "kidnap", "capture", "seize", "attack", "ambush"}
)
DYING = frozenset({"die", "perish", "fall"})
MEANS = frozenset({"in", "during", "by"})
AT_THAT_TIME = frozenset({"when", "after", "as", "while"})
VIOLENT = ("18", "19", "20")


class Victims(SentenceReader):
    """Finds who did it where the clause speaks of whom it was done to."""

    def _undergone(self, clause: Clause, depth: int) -> Meaning | None:
        """Return the attack in which the subject of a clause was harmed, by whoever the attack is of, if by anybody."""
        patients = self._harmed(clause)
        for name, k in clause.preps if patients else ():
            if name not in MEANS or self.tree.words[k].verbal or not self.match.event_noun(k):
                continue
            inner = self.noun(k, depth + 1)
            if inner is None or not inner.code.startswith(VIOLENT):
                continue
            doers = unique(inner.sources, self._staged_by(k))
            if doers or name in ("in", "during"):
                self.used.add(inner.trigger)
                step = f"{self.tree.words[clause.verb].text!r} tells of it by whom it was done to"
                steps = (*inner.steps, step)
                return replace(inner, trigger=clause.verb, sources=doers, targets=patients, steps=steps)
        return None

    def _harmed(self, clause: Clause) -> tuple[int, ...]:
        """Return those harmed by nobody that their own clause names."""
        lemma = self.tree.lemma(clause.verb)
        if lemma in DYING:
            return unique(clause.subjects)
        named = [k for k in clause.subjects if k not in clause.objects]
        return unique(clause.objects) if lemma in HARMED and clause.passive and not named else ()

    def _staged_by(self, k: int) -> tuple[int, ...]:
        """Return who made an attack that a participle describes: "an attack launched from Lebanon by"."""
        return unique(*(self.clauses.of(n).subjects for n in self.tree.kids(k, "acl") if self.clauses.of(n).passive))

    def _hit_meanwhile(self, verb: int) -> tuple[int, ...]:
        """Return whom the clause above was done to, where this one says when: "was hit when rebels opened fire"."""
        word = self.tree.words[verb]
        marks = {self.tree.words[m].text.lower() for m in self.tree.kids(verb, "mark", "advmod")}
        if word.dep != "advcl" or not marks & AT_THAT_TIME or not self.tree.words[word.head].verbal:
            return ()
        return self._harmed(self.clauses.of(word.head))
