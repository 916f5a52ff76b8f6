"""From words to actors: who stands behind a noun phrase, with its sector."""

from __future__ import annotations

import datetime as dt

from detente.reading.anaphora import PAIR_NOUNS, Anaphora
from detente.reading.clauses import ASIDE, prep_objects
from detente.reading.matching import Matcher
from detente.reading.memory import Memory, Party, same_party
from detente.reading.mentions import Mention, MentionFinder
from detente.reading.mood import TRYING
from detente.reading.words import Tree
from detente.record.actors import Actors

# Prepositions by which a noun of role names its actor ("lawmakers in Fornost"), and those that only name a place.
BELONGING = frozenset({"of", "from", "in", "for", "at"})
PLACES = frozenset({"in", "at", "near", "outside", "inside", "around", "across", "over"})
LEADING_AWAY = frozenset({"anti", "pro", "backed", "brokered", "sponsored", "held", "occupied", "supported"})
ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj"})
OF_STATE = frozenset({"army", "government", "military", "police", "navy", "troop", "force", "parliament"})


class PartyReader(Anaphora):
    """Resolves the words of one sentence to actors."""

    def __init__(
        self,
        tree: Tree,
        text: str,
        mentions: list[Mention],
        finder: MentionFinder,
        match: Matcher,
        memory: Memory,
        on: dt.date | None,
    ) -> None:
        self.tree = tree
        self.text = text
        self.memory = memory
        self.on = on
        self.finder = finder
        self.match = match
        self.actors: Actors = finder.actors
        self.at: dict[int, Mention] = {}
        # What was read once: the same words are asked about as source, as target and by every meaning.
        self._read: dict[tuple[int, frozenset[int]], list[Party]] = {}
        self._modifiers: dict[int, list[int]] = {}
        for mention in mentions:
            for word in tree.words:
                if word.start < mention.end and word.end > mention.start:
                    self.at[word.i] = mention
        tree.actors = frozenset(self.at) | {word.i for word in tree.words if self._led_by_name(word.i)}

    def _led_by_name(self, k: int) -> bool:
        """Whether a noun of role, or a person's name, stands with a name before it: "the Sudanese president"."""
        tag = self.tree.words[k].tag
        if tag not in ("NN", "NNS", "NNP") or k in self.at:
            return False
        if tag == "NNP":
            return bool(self._nested(k))
        return self._role(k) and bool(self._nested(k) or any(n in self.at for n in self._belonging(k)))

    # -- noun phrases

    def of(self, k: int, *, seen: frozenset[int] = frozenset()) -> list[Party]:
        """Return the actors that a word, with its phrase, stands for; empty where it names none."""
        if (k, seen) not in self._read:
            self._read[k, seen] = [] if k in seen else self._of(k, seen)
        return self._read[k, seen]

    def _of(self, k: int, seen: frozenset[int]) -> list[Party]:
        word = self.tree.words[k]
        if word.tag in ("PRP", "WP", "WDT") or (word.tag == "DT" and word.dep in ARGUMENTS):
            return self._named(k, k) if k in self.at else self._pronoun(k, seen)
        pair = self._pair(k)
        if pair:
            return pair
        if k in self.at:
            return self._owner(k) or self._named(k, k)
        listed = self._listed(k)
        if listed:
            return listed
        for group in (self._states(self._before(k)), self._belonging(k), self.tree.kids(k, "appos")):
            found = [party for n in group for party in self._modifier(n, k, seen)]
            if found:
                return found
        return self._possessed(k, seen) or self._home(k, seen)

    def _home(self, k: int, seen: frozenset[int]) -> list[Party]:
        """Read "the army" in what an official says as that official's own."""
        if self.tree.lemma(k) not in OF_STATE or self.tree.words[k].dep != "nsubj":
            return []
        if self.tree.kids(k, "amod", "compound", "poss", "prep"):
            return []
        verb = self.tree.words[k].head
        speaker = self.tree.words[verb].head
        if self.tree.words[verb].dep != "ccomp":
            return []
        found = (self.of(n, seen=seen | {k}) for n in self.tree.kids(speaker, "nsubj") if n not in seen)
        return [
            Party(p.code, self._sector(p.code, "", k), p.text, p.start, "of who speaks")
            for parties in found
            for p in parties
        ]

    def _listed(self, k: int) -> list[Party]:
        """Read "President A and leader B", which a parser may take for one long name, as everyone named in it."""
        if not self.tree.words[k].tag.startswith("NNP"):
            return []
        below = [n for n in sorted(self.tree.subtree(k)) if n < k]
        if not any(self.tree.words[n].text == "and" for n in below) or any(
            self.tree.words[n].dep == "prep" for n in below
        ):
            return []
        found = {p.start: p for n in below if n in self.at for p in self._named(n, n)}
        return list(found.values()) if len(found) > 1 else []

    def _states(self, group: list[int]) -> list[int]:
        """Leave out a people after its state: "Iraqi Kurdish fighters"."""
        via = {n: self.at[n].actors[0].via for n in group if n in self.at}
        return [n for n in group if via.get(n) != "region" or not any(via[m] == "demonym" for m in via if m < n)]

    def _owner(self, k: int) -> list[Party]:
        """Read "Mexico's Senate" and "Iraqi Kurds" as of the state that stands before the body or the people."""
        if self.at[k].actors[0].via not in ("organisation", "region", "person"):
            return []
        states = [n for n in self._nested(k) if self.at[n].actors[0].via in ("name", "demonym")]
        return [party for n in states if self.at[n] is not self.at[k] for party in self._named(n, k)]

    def _named(self, k: int, head: int) -> list[Party]:
        mention = self.at[k]
        return [
            Party(actor.code, self._sector(actor.code, actor.sector, head), mention.text, mention.start)
            for actor in mention.actors
        ]

    def _modifier(self, n: int, head: int, seen: frozenset[int]) -> list[Party]:
        if n in self.at:
            return self._owner(n) or self._named(n, head)
        if self.tree.words[n].dep == "appos" or self.tree.words[n].dep == "pobj":
            return self.of(n, seen=seen | {head})
        return [party for m in self._nested(n) for party in self._named(m, head)]

    def _nested(self, n: int) -> list[int]:
        """Return the names among the modifiers of a modifier, however deep: "IAEA Director General Amano"."""
        queue = list(self._before(n))
        for m in queue:
            if m not in self.at:
                queue.extend(c for c in self._before(m) if c not in queue)
        return [m for m in queue if m in self.at]

    def _before(self, k: int) -> list[int]:
        """Return the modifiers of a noun with those coordinated with them, but not "anti-" or "-backed" ones."""
        if k not in self._modifiers:
            self._modifiers[k] = self._modifiers_of(k)
        return self._modifiers[k]

    def _modifiers_of(self, k: int) -> list[int]:
        modifiers = self.tree.kids(k, "compound", "amod", "nmod", "poss")
        # "US-led forces": whoever leads acts.
        modifiers += [n for m in modifiers if self.tree.lemma(m) in ("led", "lead") for n in self.tree.kids(m)]
        return [c for n in modifiers for c in self.tree.conjuncts(n) if not self._leads_away(c)]

    def _leads_away(self, k: int) -> bool:
        near = {self.tree.lemma(n) for n in (k - 2, k + 2) if 0 <= n < len(self.tree.words)}
        hyphened = any(self.tree.words[n].text == "-" for n in (k - 1, k + 1) if 0 <= n < len(self.tree.words))
        below = {self.tree.words[n].text.lower() for n in self.tree.kids(self.tree.words[k].head)}
        return hyphened and bool(near & LEADING_AWAY or (below & LEADING_AWAY and "-" in below))

    def _belonging(self, k: int) -> list[int]:
        if self.match.event_noun(k) and "quantity" not in self.match.classes(k):
            return []
        return [n for name, n in prep_objects(self.tree, k) if name in BELONGING]

    def _possessed(self, k: int, seen: frozenset[int]) -> list[Party]:
        """Read "his government" as what the pronoun stands for."""
        for n in self.tree.kids(k, "poss"):
            if self.tree.words[n].tag == "PRP$" and self._role(k):
                return [
                    Party(p.code, self._sector(p.code, "", k), p.text, p.start, "his or their")
                    for p in self._pronoun(n, seen | {k})
                ]
        return []

    def _role(self, k: int) -> bool:
        return self.actors.sector_of(self.tree.words[k].text) is not None or self.tree.lemma(k) in PAIR_NOUNS

    def _sector(self, code: str, own: str, head: int) -> str:
        """Return the sector that the phrase of a head noun gives to an actor, else the actor's own."""
        low, high = self._phrase(head)
        phrase = self.text[self.tree.words[low].start : self.tree.words[high].end]
        found = self.finder.sector(phrase, code, self.on)
        if not found and head not in self.at and not self._titled(head):
            found = self.actors.sector_of(self.tree.words[head].text) or ""
        return found or own

    def _titled(self, head: int) -> bool:
        """Whether a noun ends a title of two words, which says what the last does not: "secretary general"."""
        if not head:
            return False
        before, last = (self.tree.words[n].text for n in (head - 1, head))
        return self.actors.sector_of(f"{before} {last}") not in (None, self.actors.sector_of(last))

    def _phrase(self, head: int) -> tuple[int, int]:
        """Return the first and last word of a noun phrase without its clauses and coordinated phrases."""
        inside = {head}
        for n in self.tree.kids(head):
            belongs = self.tree.words[n].dep == "prep" and self.tree.words[n].text.lower() in BELONGING
            if belongs or self.tree.words[n].dep in ("compound", "amod", "nmod", "poss", "det", "nummod"):
                inside |= self.tree.subtree(n)
        low = high = head
        while low - 1 in inside:
            low -= 1
        while high + 1 in inside:
            high += 1
        return low, high

    def somebody(self, k: int) -> bool:
        """Whether a word stands for people whom no table lists: "its citizens", "reporters", "Ivan Petrov"."""
        word = self.tree.words[k]
        return k not in self.at and (word.tag in ("NNP", "NNPS", "PRP") or (word.nominal and self._role(k)))

    def _has_name(self, k: int) -> bool:
        return any(n in self.at for n in (*self._before(k), *self._belonging(k)))

    # -- what stands deeper in a phrase

    def nearest(self, k: int, acting: list[Party], unplaced: frozenset[str]) -> list[Party]:
        """Return the nearest actors under a word other than those acting: "the results of the U.N. report".

        Names reached through ``unplaced`` kinds after "in" or "at" are mere places.
        """
        queue = [k]
        for n in queue:
            found = [party for party in self.of(n) if not same_party(party, acting)]
            if found:
                others = [party for c in self.tree.conjuncts(n)[1:] for party in self.of(c)]
                return found + [party for party in others if not same_party(party, acting)]
            queue.extend(
                c
                for c in self.tree.kids(n)
                if self.tree.words[c].dep not in ("relcl", "advcl", "punct", "cc", "conj")
                and not (self.tree.words[c].dep == "acl" and self.tree.lemma(c) in TRYING)
                and not (self.tree.words[c].dep == "prep" and self.tree.words[c].text.lower() in ASIDE)
                and not self.placed(c, unplaced)
            )
        return []

    def placed(self, k: int, unplaced: frozenset[str]) -> bool:
        """Whether a word names no more than a place: a name of one of these kinds after "in" or "at"."""
        head = self.tree.words[k].head
        after = self.tree.words[k].dep == "pobj" and self.tree.words[head].text.lower() in PLACES
        return after and k in self.at and self.at[k].actors[0].via in unplaced
