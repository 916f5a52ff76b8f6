"""What is said, denied, doubted, suffered or only possible: whose act it is then, and in what mood."""

from __future__ import annotations

from dataclasses import replace

from detente.reading.clauses import Clause
from detente.reading.lexicon import Frame
from detente.reading.meaning import COOPERATIVE, Meaning, unique
from detente.reading.senses import settle
from detente.reading.state import SentenceReader

ALLEGING = frozenset({"allege", "charge"})
GUILTY = frozenset({"responsible", "guilty", "culpable", "accountable", "liable", "complicit"})


class Sayings(SentenceReader):
    """Applies speakers and moods to meanings."""

    def _reported(self, clause: Clause, inner: Meaning, frame: Frame) -> Meaning:
        """Tie what is said to its speaker: a pronoun or no subject is the speaker, a duty is the speaker's demand."""
        own = [k for k in inner.sources if not self._speaks_of_itself(k)]
        speakers = unique(clause.subjects)
        if self.tree.lemma(clause.verb) == "claim" and not own and inner.sources and inner.code > "18":
            return self._claimed(clause, inner, frame)
        # "Said that he had to go" asks nobody.
        if inner.modality == "recommended" and speakers and (own or not inner.sources):
            asked = self._wrap("demand", inner, "actual", "duty that is spoken")
            return replace(asked, sources=speakers, targets=unique(own, inner.targets))
        if not inner.sources and inner.code > "14":
            # "Ten were killed, the ministry said": a deed whose doer is not named is not the speaker's.
            return replace(inner, speakers=speakers)
        if not own:
            return replace(inner, sources=speakers or inner.sources)
        alleged = self.tree.lemma(clause.verb) in ALLEGING
        attributed = inner.trigger < clause.verb and self.tree.lemma(clause.verb) == "say"
        if speakers and (inner.code > "12" or alleged) and inner.modality == "actual" and not attributed:
            step = (
                f"{self.tree.words[clause.verb].text!r} lays {inner.code} to another's charge (lexicon {frame.entry})"
            )
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

    def _claimed(self, clause: Clause, inner: Meaning, frame: Frame) -> Meaning:
        """Read "claimed that they had attacked" as taking responsibility, with the deed as what is spoken of."""
        deed = replace(inner, sources=unique(clause.subjects) or inner.sources)
        step = f"{self.tree.words[clause.verb].text!r} takes responsibility: CAMEO 015 (lexicon {frame.entry})"
        return replace(deed, code="015", trigger=clause.verb, inner=deed, steps=(*inner.steps, step))

    def _speaks_of_itself(self, k: int) -> bool:
        """Say whether a subject is the speaker again: a pronoun, or a noun with one ("his country")."""
        pronouns = ("PRP", "EX", "WP", "WDT", "DT")
        return self.tree.words[k].tag in pronouns or any(
            self.tree.words[p].tag == "PRP$" for p in self.tree.kids(k, "poss")
        )

    def _said_duty(self, frame: Frame, clause: Clause) -> Meaning | None:
        """Read "said X must ..." as a demand of X, whatever X must do, and "said X was guilty" as an accusation."""
        for k in clause.complements:
            below = self.clauses.of(k)
            guilty = next((a for a in self.tree.kids(k, "acomp") if self.tree.lemma(a) in GUILTY), None)
            behind = self.tree.lemma(k) == "be" and any(name == "behind" for name, _ in below.preps)
            guilty = k if behind else guilty
            if guilty is not None and below.subjects and clause.subjects:
                step = f"{self.tree.words[clause.verb].text!r} that somebody was {self.tree.lemma(guilty)} is 112"
                return Meaning(
                    "112", clause.verb, frame.entry, unique(clause.subjects), unique(below.subjects), steps=(step,)
                )
            if below.modal == "duty" and clause.subjects:
                step = f"{self.tree.words[clause.verb].text!r} with a duty is CAMEO 100 (lexicon {frame.entry})"
                patients = unique(below.subjects, below.objects, (n for _, n in below.preps))
                return Meaning("100", clause.verb, frame.entry, unique(clause.subjects), patients, steps=(step,))
        return None

    def _suffered(self, frame: Frame, clause: Clause, inner: Meaning | None) -> Meaning | None:
        """Turn an act about, where its object is the subject: "received aid from", "faces criticism from"."""
        doers = unique((k for name, k in clause.preps if name in ("from", "by")), inner.sources if inner else ())
        sufferers = [n for k in clause.subjects for n in (self._doers_of(k) or (k,))]
        if inner is None or not doers:
            return None
        self.used.add(inner.trigger)
        step = f"{self.tree.words[clause.verb].text!r} acts upon its subject (lexicon {frame.entry})"
        steps = (*inner.steps, step)
        return settle(
            self.match, replace(inner, trigger=clause.verb, sources=doers, targets=unique(sufferers), steps=steps)
        )

    def _doers_of(self, k: int) -> tuple[int, ...]:
        """Return who did what a noun names: criticism that an arrest draws is of those who arrested."""
        return self._noun_arguments(k)[0] if self.match.event_noun(k) else ()

    def _doubted(self, op: str, clause: Clause, inner: Meaning | None) -> Meaning | None:
        if inner is None:
            return None
        self.used.add(inner.trigger)
        modality = "denied" if op == "deny" else "hypothetical"
        return replace(inner, trigger=clause.verb, modality=modality, sources=inner.sources or unique(clause.subjects))

    def _mood(self, meaning: Meaning, clause: Clause) -> Meaning:
        cooperative = meaning.code.startswith(COOPERATIVE)
        would = clause.modal == "would" and self._reports(clause.verb) and not clause.conditions
        future = clause.modal == "future" or would
        if clause.negated and self._standing(clause):
            return replace(meaning, modality="hypothetical", steps=(*meaning.steps, "how things stand: hypothetical"))
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
        if clause.modal in ("possible", "would") and not future and meaning.modality == "actual":
            return replace(meaning, modality="hypothetical", steps=(*meaning.steps, "only possible: hypothetical"))
        return meaning

    def _standing(self, clause: Clause) -> bool:
        """Whether a relative clause says what somebody does not do in general: "which does not recognise Kosovo"."""
        helpers = {self.tree.words[k].text.lower() for k in self.tree.kids(clause.verb, "aux")}
        return self.tree.words[clause.verb].dep == "relcl" and bool(helpers & {"does", "do"})

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
        step = f"{rule} turns {meaning.code} into {code}: {op}"
        return replace(
            meaning,
            code=code,
            inner=meaning if half else meaning.inner,
            inner_modality=half or meaning.inner_modality,
            modality=modality,
            steps=(*meaning.steps, step),
        )
