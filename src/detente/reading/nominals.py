"""Nouns that name acts ("the attack on"), and nouns that govern others ("a suspension of aid")."""

from __future__ import annotations

from dataclasses import replace

from detente.reading.clauses import ASIDE, Clause, prep_objects
from detente.reading.lexicon import NounSense
from detente.reading.meaning import Meaning, unique
from detente.reading.senses import settle
from detente.reading.state import DEEPEST, REPELLING, SentenceReader

HYPHENS = frozenset({"-", "–", "‑"})
# What one leaves did not do the leaving: "the withdrawal from Mali".
LEAVING = frozenset(
    {"withdrawal", "pullout", "retreat", "departure", "exit", "evacuation", "expulsion", "secession", "pullback"}
    | {"independence", "deportation", "removal"}
)
SETTING_LINKS = frozenset({"on", "during", "at", "in", "after"})
NOUN_LINKS = frozenset({"of", "to", "for", "on", "against", "with", "in", "into", "about", "over", "between", "from"})


class Nominals(SentenceReader):
    """Reads the nouns of a sentence."""

    def noun(self, i: int, depth: int = 0) -> Meaning | None:
        """Return the meaning of a noun that names an act, or of the act its operator governs."""
        if depth > DEEPEST or not self.tree.words[i].tag.startswith("NN"):
            return None
        if "contest" in self.match.classes(i):
            return None
        senses = [sense for sense in self.match.senses(i) if sense.code]
        return (self._sensed(i, senses, depth) if senses else None) or self._deverbal(i, depth)

    def _sensed(self, i: int, senses: list[NounSense], depth: int) -> Meaning | None:
        sense = self._choose(i, senses)
        sources, targets = self._noun_arguments(i)
        if sense.code.startswith("04"):
            sources = sources or self._sharing(i)
        entry = f"nouns:{sense.noun_class}"
        name = self.tree.words[i].text
        if not sense.code.startswith("@"):
            step = f"the noun {name!r} is CAMEO {sense.code} (lexicon nouns:{sense.noun_class})"
            return settle(self.match, Meaning(sense.code, i, entry, sources, targets, weight=0.5, steps=(step,)))
        return self._noun_operator(i, sense, sources, targets, depth)

    def _sharing(self, i: int) -> tuple[int, ...]:
        """Return who is on a visit or in talks that are the setting of another act: "hailed it on a visit to Mali"."""
        prep = self.tree.words[i].head
        verb = self.tree.words[prep].head
        setting = self.tree.words[i].dep == "pobj" and self.tree.words[prep].text.lower() in SETTING_LINKS
        if not setting or not self.tree.words[verb].verbal:
            return ()
        clause = self.clauses.of(verb)
        return () if clause.modal or clause.negated else unique(clause.subjects)

    def _deverbal(self, i: int, depth: int) -> Meaning | None:
        """Read "the delivery of missiles to Iran" by the verb behind the noun."""
        behind = self.lexicon.deverbal.get(self.tree.lemma(i))
        if behind is None:
            return None
        verb, particle = behind
        clause = Clause(i, particles={particle} if particle else set())
        clause.subjects, _ = map(list, self._noun_arguments(i))
        clause.objects = [k for k in self.tree.kids(i, "compound") if not self._names(k)]
        for name, k in prep_objects(self.tree, i):
            if name == "of":
                clause.objects.append(k)
            elif name not in ("by", "from") and name not in ASIDE:
                clause.preps.append((name, k))
        if self.tree.words[i].dep == "dobj":
            # "Resumed arms sales to Mali": the phrase may hang on the verb.
            clause.preps += [(name, k) for name, k in prep_objects(self.tree, self.tree.words[i].head) if name == "to"]
        return self.framed(verb, clause, depth) if clause.objects or clause.preps else None

    def _choose(self, i: int, senses: list[NounSense]) -> NounSense:
        names = {name for name, _ in prep_objects(self.tree, i)}
        if self.tree.lemma(i) == "call" and ("for" in names or self.tree.kids(i, "acl")):
            return next(sense for sense in senses if sense.code == "@request")
        return senses[0]

    def _noun_arguments(self, i: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        named = [k for k in self.tree.kids(i, "compound", "amod", "nmod") if self._names(k)]
        owners = self.tree.kids(i, "poss") + sorted({n for k in named for n in (k, *self._joined(k))})
        by: list[int] = []
        others: list[int] = []
        phrases = prep_objects(self.tree, i)
        between = [k for name, k in phrases if name in ("between", "among")]
        if between and not owners:
            # "Talks between A and B", "between Kenyan and Ugandan ministers": all act, upon each other.
            return unique(between), ()
        for name, k in phrases:
            if name not in ASIDE:
                done = name == "by" or (name == "from" and self.tree.lemma(i) not in LEAVING)
                (by if done else others).append(k)
            # "The bombing of an embassy by warplanes": the doer may hang on whom it is done to.
            by.extend(n for link, n in prep_objects(self.tree, k) if name == "of" and link == "by")
        if self.tree.words[i].dep == "dobj" and self.tree.lemma(self.tree.words[i].head) in REPELLING:
            others.extend(self.clauses.of(self.tree.words[i].head).subjects)
        return unique(by, owners), unique(others)

    def _joined(self, k: int) -> list[int]:
        """Return the names joined to a name by a hyphen: "an Egypt-Israel summit" is of both."""
        before = [n for n in self.tree.kids(k, "compound", "amod", "nmod") if self._names(n)]
        joined = [n for n in before if n + 1 < len(self.tree.words) and self.tree.words[n + 1].text in HYPHENS]
        return joined + [m for n in joined for m in self._joined(n)]

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
        turned = f"turns {inner.code} into {outcome[0]}" if inner else f"is CAMEO {outcome[0]}"
        return Meaning(
            outcome[0],
            i,
            f"nouns:{sense.noun_class}",
            sources,
            unique(targets, *((inner.targets, inner.sources) if inner else ())),
            inner=inner if outcome[1] else None,
            inner_modality=outcome[1],
            weight=0.5,
            steps=(
                *(inner.steps if inner else ()),
                f"the noun {name!r} {turned}: {op} (lexicon nouns:{sense.noun_class})",
            ),
        )

    def _noun_complement(self, i: int, depth: int) -> Meaning | None:
        for k in self.tree.kids(i, "acl", "ccomp", "xcomp"):
            if self.tree.words[k].tag in ("VB", "VBG", "VBZ", "VBP", "VBD"):
                meaning = self.predicate(k, depth + 1)
                if meaning:
                    return meaning
        for name, k in prep_objects(self.tree, i):
            if name in NOUN_LINKS:
                meaning = self.phrase(k, depth)
                if meaning:
                    return meaning
        for k in reversed(self.tree.kids(i, "compound", "amod", "nmod")):
            meaning = self.noun(k, depth + 1)
            if meaning:
                return meaning
        return None
