"""Whom an act is done to: objects, prepositions, who is to meet a condition, and what lies deeper, in that order."""

from __future__ import annotations

from detente.reading.clauses import ASIDE, Clause, prep_objects
from detente.reading.meaning import unique
from detente.reading.victims import Victims

TOGETHER = ("03", "04", "050", "057", "06")
OCCASIONS = frozenset({"after", "because", "when", "as"})
THANKING = frozenset(
    {"thank", "praise", "reward", "credit", "commend", "hail", "applaud", "congratulate", "compensate"}
)
# Who is arrested or tried is the object; what for, and for whom they worked, is beside it.
SEIZING = ("116", "173")
ANSWERING = frozenset({"respond", "retaliate", "reply", "answer"})
HOSTILE = ("02", "10", "11", "12", "13", "15", "16", "17")
MEANS = frozenset({"weapon", "cannon", "gas", "force", "bullet", "fire", "artillery", "stone", "power"})
TOPICAL = frozenset({"discuss", "debate", "review"})


class Arguments(Victims):
    """Orders what may be the target of an act, likeliest first."""

    def _towards(self, code: str, clause: Clause) -> tuple[int, ...]:
        """Return the targets of a frame: those acted with come first, and what is talked about is none."""
        if code.startswith(SEIZING) and clause.objects:
            return unique(clause.objects)
        if not code.startswith(TOGETHER):
            joined = self._clause_before(clause) if code.startswith(HOSTILE) else ()
            return unique(self._targets(clause), joined)
        near = [pair for k in clause.objects for pair in prep_objects(self.tree, k)]
        company = [k for name, k in (*clause.preps, *near) if name == "with"]
        topical = self.tree.lemma(clause.verb) in TOPICAL
        return unique(company, () if topical else self._targets(clause))

    def _qualified(self, clause: Clause) -> tuple[int, ...]:
        """Return whom a thing's own clause names: "froze the aid it gives Mali"."""
        within = [self.clauses.of(v) for k in clause.objects for v in self.tree.kids(k, "relcl")]
        own = [one for one in within if any(self.tree.words[k].tag == "PRP" for k in one.subjects)]
        return unique(*(k.objects for k in own), (k for one in own for name, k in one.preps if name in ("to", "with")))

    def _clause_before(self, clause: Clause) -> tuple[int, ...]:
        """Return whom the verb before was against: "accused Chile of lying and recalled its envoy"."""
        word = self.tree.words[clause.verb]
        if word.dep != "conj" or not self.tree.words[word.head].verbal:
            return ()
        above = self.clauses.of(word.head)
        return unique(above.objects, (k for name, k in above.preps if name in ("with", "against", "from", "to")))

    def _targets(self, clause: Clause) -> tuple[int, ...]:
        """Return what an act may be towards: objects, then prepositions, then whoever is to meet a condition."""
        near = [clause, *(self.clauses.of(k) for k in clause.complements)]
        conditions = [k for one in near for _, verb in one.conditions for k in self.clauses.of(verb).subjects]
        lacking = [n for name, k in clause.preps if name == "without" and clause.negated for n in self._under(k)]
        preps = [k for name, k in clause.preps if name not in ASIDE]
        return unique(
            self._aimed_at(clause),
            clause.objects,
            preps,
            conditions,
            lacking,
            self._deeper(clause),
            self._around(clause),
            self._hit_meanwhile(clause.verb),
            self._qualified(clause),
            self._occasion(clause),
        )

    def _aimed_at(self, clause: Clause) -> list[int]:
        """Return what a means is used on, though the parser hung it on the means: "used tear gas on marchers"."""
        means = [k for k in clause.objects if self.match.classes(k) & MEANS]
        return [n for k in means for name, n in prep_objects(self.tree, k) if name in ("at", "on", "against")]

    def _under(self, k: int) -> list[int]:
        """Return a noun and what its phrases name: "guarantees from Sweden"."""
        return [k, *(n for _, n in prep_objects(self.tree, k))]

    def _occasion(self, clause: Clause) -> list[int]:
        """Return who gave occasion to an act that names nobody: "protested after China moved the rig"."""
        occasions = [
            k
            for k in self.tree.kids(clause.verb, "advcl")
            if any(self.tree.words[m].text.lower() in OCCASIONS for m in self.tree.kids(k, "mark", "advmod"))
        ]
        return [n for k in occasions for n in self.clauses.of(k).subjects]

    def _deeper(self, clause: Clause, depth: int = 0) -> tuple[int, ...]:
        """Return the arguments of what is agreed, refused or meant to be done, which come last as targets."""
        below = [self.clauses.of(k) for k in clause.complements if depth < 3 and self.tree.words[k].verbal]
        own = [
            k
            for one in below
            for k in (*one.objects, *(n for name, n in one.preps if name not in ASIDE and name != "from"))
        ]
        return unique(own, *(self._deeper(one, depth + 1) for one in below))

    def _around(self, clause: Clause) -> tuple[int, ...]:
        """Return whom an act without an object of its own is done to by the clause it stands in.

        "Thanked Italy for returning the statue" is a return to whoever thanks; "backs the rebels, sending arms"
        arms the rebels.
        """
        word = self.tree.words[clause.verb]
        if word.dep == "relcl" and self.tree.lemma(clause.verb) in ANSWERING and not clause.objects:
            above = next((n for n in self.tree.ancestors(word.head) if self.tree.words[n].verbal), None)
            return () if above is None else unique(n for n in self.clauses.of(above).subjects if n != word.head)
        if word.tag != "VBG" or word.dep not in ("pcomp", "advcl"):
            return ()
        head = word.head
        if word.dep == "advcl":
            return unique(self.clauses.of(head).objects) if self.tree.words[head].verbal else ()
        above = self.tree.words[head].head
        factive = self.tree.words[head].text.lower() == "for" and self.tree.lemma(above) in THANKING
        return unique(self.clauses.of(above).subjects) if factive else ()

    def _implied(self, code: str, clause: Clause) -> tuple[int, ...]:
        """Return who must have acted where a passive names nobody: a captor frees, a host state summons and expels."""
        if not clause.passive:
            return ()
        if code.startswith("084"):
            held = [k for noun in clause.objects for k in self.tree.kids(noun, "acl", "relcl")]
            return unique(*(self.clauses.of(k).subjects for k in held if self.clauses.of(k).passive))
        left = [n for k in clause.complements if self.tree.lemma(k) == "leave" for n in self.clauses.of(k).objects]
        if code in ("166", "174") and left:
            return unique(left)
        if code in ("114", "166"):
            return unique(n for k in clause.objects for name, n in prep_objects(self.tree, k) if name == "to")
        return ()

    def _by_nobody(self, k: int) -> bool:
        """Whether a noun names violence without its doer: to condemn a bombing in Mali is no word against Mali."""
        codes = [sense.code for sense in self.match.senses(k)[:1]]
        return bool(codes) and codes[0].startswith(("18", "19", "20")) and not self._noun_arguments(k)[0]

    def _asked(self, clause: Clause) -> tuple[int, ...]:
        """Return who is to act where what is asked is no known act: "demanded that Peru clarify its stance"."""
        return unique(*(self.clauses.of(k).subjects for k in clause.complements if self.tree.words[k].verbal))
