"""How well the frames of the lexicon fit a clause, and which classes a noun belongs to."""

from __future__ import annotations

from detente.reading.clauses import Clause, prep_objects
from detente.reading.lexicon import Frame, Lexicon, NounSense, PrepSlot
from detente.reading.words import Tree


class Matcher:
    """Fits frames to the clauses of one sentence."""

    def __init__(self, tree: Tree, lexicon: Lexicon) -> None:
        self.tree = tree
        self.lexicon = lexicon
        self._senses_at: dict[int, list[NounSense]] = {}
        self._classes_at: dict[int, set[str]] = {}

    def fit(self, frame: Frame, clause: Clause) -> float | None:
        """Return how much of a frame is there, or None where something it asks for is missing."""
        score = 0.0
        if clause.particles & frame.particles:
            score += 2.5
        elif "" not in frame.particles:
            return None
        objects = self._object_fit(frame, clause)
        preps = None if objects is None else self._prep_fit(frame, clause)
        if objects is None or preps is None:
            return None
        score += objects + preps
        gerund = frame.preps and any(self.tree.words[k].verbal for _, k in clause.preps)
        if frame.code == "@begin" and (clause.complements or gerund):
            score += 0.4
        if frame.code == "@help" and clause.complements:
            score += 0.4
        if frame.code.startswith("@") and not frame.objects and not frame.preps:
            if not clause.complements:
                return score - 1
            score += 2.2
        return score

    def _object_fit(self, frame: Frame, clause: Clause) -> float | None:
        wanted = frame.objects
        if not wanted:
            return 0.0
        if "-" in wanted:
            return None if clause.objects else 0.8
        best = 0.0 if "" in wanted else None
        if any(f"^{name}" in wanted for subject in clause.subjects for name in self.classes(subject)):
            return 3.0
        for obj in clause.objects:
            if self.classes(obj) & wanted:
                best = max(best or 0.0, 3.5 if self._compound_class(obj) & wanted else 3.0)
            elif "~actor" in wanted and self.is_actor(obj):
                best = max(best or 0.0, 2.0)
            elif "*event" in wanted and self.event_noun(obj):
                best = max(best or 0.0, 2.3)
            elif "+" in wanted:
                best = max(best or 0.0, 1.0)
        return best

    def _prep_fit(self, frame: Frame, clause: Clause) -> float | None:
        if not frame.preps:
            return 0.0
        offered = clause.preps + [pair for obj in clause.objects for pair in prep_objects(self.tree, obj)]
        best = 0.0 if frame.prep_optional else None
        within = [k for obj in clause.objects for k in self.tree.kids(obj, "acl", "relcl")]
        infinitives = [("to", k) for k in (*clause.complements, *within) if self._infinitive(k)]
        for slot in frame.preps:
            for name, k in offered + (infinitives if slot.prep == "to_do" else []):
                value = self._slot_fit(slot, name, k)
                if value:
                    best = max(best or 0.0, value)
        return best

    def _infinitive(self, k: int) -> bool:
        return any(self.tree.words[a].tag == "TO" for a in self.tree.kids(k, "aux"))

    def _slot_fit(self, slot: PrepSlot, name: str, k: int) -> float:
        if slot.prep.split("_")[0] != name and slot.prep.split("_")[-1] != name:
            return 0.0
        if not slot.noun:
            return 1.2
        return 3.2 if slot.noun in self.classes(k) else 0.0

    def senses(self, i: int) -> list[NounSense]:
        """Return the senses of a noun, looking through quantities: "a batch of peacekeepers"."""
        if i not in self._senses_at:
            self._senses_at[i] = self._read_senses(i)
        return self._senses_at[i]

    def _read_senses(self, i: int) -> list[NounSense]:
        found = self._own_senses(i)
        if any(sense.noun_class == "quantity" for sense in found):
            for name, k in prep_objects(self.tree, i):
                if name == "of" and k > i:
                    return self._own_senses(k) + found
        return found

    def _own_senses(self, i: int) -> list[NounSense]:
        word = self.tree.words[i]
        modified = [f"{self.tree.words[m].text.lower()} {word.lemma}" for m in self.tree.modifiers(i)]
        modified += [f"{word.lemma} {name}" for name in self._prepositions(i)]
        modified += [f"{word.lemma} of {self.tree.lemma(k)}" for name, k in prep_objects(self.tree, i) if name == "of"]
        if any(self._infinitive(k) for k in self.tree.kids(i, "acl")):
            modified.append(f"{word.lemma} to_do")
        found = [sense for name in modified for sense in self.lexicon.nouns.get(name, ())]
        return found + self.lexicon.nouns.get(word.lemma, [])

    def _prepositions(self, i: int) -> list[str]:
        """Return the prepositions on a noun and on the verb it is the object of."""
        names = [name for name, _ in prep_objects(self.tree, i)]
        if self.tree.words[i].dep == "dobj":
            names += [name for name, _ in prep_objects(self.tree, self.tree.words[i].head)]
        return names

    def classes(self, i: int) -> set[str]:
        """Return the classes of a noun with its own forms, which a frame may name literally."""
        if i not in self._classes_at:
            self._classes_at[i] = self._read_classes(i)
        return self._classes_at[i]

    def _read_classes(self, i: int) -> set[str]:
        word = self.tree.words[i]
        modified = {f"{self.tree.words[m].text.lower()}_{word.lemma}" for m in self.tree.modifiers(i)}
        found = {sense.noun_class for sense in self.senses(i)} | {word.lemma, word.text.lower()} | modified
        if "quantity" in found:
            found |= {self.tree.lemma(k) for name, k in prep_objects(self.tree, i) if name == "of"}
        return found

    def _compound_class(self, i: int) -> set[str]:
        """Return the class of a noun with its modifier, "ceasefire agreement", which goes before its own."""
        word = self.tree.words[i]
        names = [f"{self.tree.words[m].text.lower()} {word.lemma}" for m in self.tree.modifiers(i)]
        names += [f"{word.lemma} of {self.tree.lemma(k)}" for name, k in prep_objects(self.tree, i) if name == "of"]
        return {sense.noun_class for name in names for sense in self.lexicon.nouns.get(name, ())}

    def event_noun(self, i: int) -> bool:
        """Whether a noun names an act."""
        return any(sense.code for sense in self.senses(i))

    def is_actor(self, i: int) -> bool:
        """Whether a word is known to name an actor; a proper noun, where none are known."""
        if self.tree.actors:
            return bool(self.tree.actors & {i, *self.tree.kids(i, "appos")})
        return self.tree.words[i].tag in ("NNP", "NNPS", "PRP")
