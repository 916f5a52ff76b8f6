"""Who is the source and who the target of a meaning, from the parties its words stand for."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from detente.reading.athome import held_at_home, own_people
from detente.reading.clauses import prep_objects
from detente.reading.meaning import Meaning
from detente.reading.memory import Party, same_party
from detente.reading.parties import PartyReader
from detente.reading.whereabouts import local_actors, place_of

# Acts towards whoever is in a place; elsewhere a place named with "in" or "at" is no party.
LOCAL_ROOTS = frozenset({"042", "023", "14", "17", "18", "19", "20", "07", "08", "15", "16"})
# Acts that are worth a row though they name no second actor.
SOLITARY = ("15", "0873", "0871", "083", "0874", "087")


# What is said to somebody, though the sentence may leave out to whom: the other side of the dealings told before.
SAID_TO = ("02", "03", "10", "12", "13")
# What acts for whoever made it, and acts that are addressed to somebody.
MADE = frozenset({"request", "decision", "agreement", "statement", "law", "resolution", "order", "sanctions"})
MAKING = frozenset({"adopt", "pass", "sign", "issue", "release", "make", "announce", "publish", "approve", "enact"})
ADDRESSED = ("02", "03", "05", "06", "07", "10", "13")
MUTUAL = ("03", "04", "050", "057", "06", "0871")
# What is done to the things of another: "rejected its proposal", "bombed its bases".
TO_ANOTHERS = ("11", "122", "123", "125", "126", "127", "17", "18", "19", "20")
DONE_TO_PEOPLE = ("14", "17", "18", "19", "20")
OWN_PEOPLE = frozenset(
    {"citizen", "national", "nationals", "people", "tourist", "subject", "resident", "traveller", "traveler"}
)
SERVING = frozenset({"force", "mission", "operation", "contingent"})
BODIES = frozenset({"UNO", "AFU", "EUR", "NAT"})
# Kurds are of the state in which they are attacked.
STATELESS = "KUR"
EXCHANGING = frozenset({"exchange", "swap", "trade"})
MUTUAL_WORDS = frozenset({"exchange", "swap", "trade", "clash", "fight", "battle", "skirmish", "reconcile", "war"})


@dataclass(frozen=True, slots=True)
class Cast:
    """A source and a target (or none) of one row."""

    source: Party
    target: Party | None


@cache
def symmetric() -> dict[str, str]:
    """Return code -> the code of the same happening seen from the other side."""
    path = files("detente.reading") / "data" / "symmetric.csv"
    return {row["code"]: row["back"] for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())}


def back(code: str) -> str:
    """Return the code for the other direction of a symmetric act, or an empty string."""
    table = symmetric()
    return table.get(code) or table.get(code[:3], "")


def distinct(parties: Iterable[Party]) -> list[Party]:
    """Return parties once for each actor and sector, the first mention standing."""
    found: dict[tuple[str, str], Party] = {}
    for party in parties:
        found.setdefault((party.code, party.sector), party)
    return list(found.values())


class Caster:
    """Finds the casts of meanings in one sentence."""

    def __init__(self, reader: PartyReader) -> None:
        self.reader = reader

    def sources(self, meaning: Meaning) -> list[Party]:
        """Return the parties that act."""
        named = distinct(party for k in meaning.sources for party in self._agent(k))
        return named or distinct(local_actors(self.reader, meaning))

    def _agent(self, k: int) -> list[Party]:
        """Return who acts; a law, a plan or a statement acts for whoever made it."""
        found = self.reader.of(k)
        tree = self.reader.tree
        made = tree.words[k].dep in ("dobj", "nsubjpass") and tree.lemma(tree.words[k].head) in MAKING
        if not found and made and self.reader.match.classes(k) & MADE:
            return [party for n in tree.kids(tree.words[k].head, "nsubj", "agent") for party in self.reader.of(n)]
        if not found and self.reader.match.event_noun(k):
            # "Talks between A and B", "killed by mortar fire from A", wherever the parser hung it.
            doers = [n for name, n in prep_objects(tree, k) if name in ("between", "among", "from", "by")]
            above = next((n for n in tree.ancestors(k) if tree.words[n].verbal), k)
            doers = doers or [n for name, n in prep_objects(tree, above) if name == "from" and n > k]
            return [party for n in doers for party in self.reader.of(n)]
        return found

    def targets(self, meaning: Meaning, sources: list[Party]) -> list[Party]:
        """Return the parties acted upon: the first argument that names any, with those coordinated with it."""
        return self._found(meaning, sources, deep=False) or self._found(meaning, sources, deep=True)

    def _found(self, meaning: Meaning, sources: list[Party], *, deep: bool, apart: bool = False) -> list[Party]:
        unplaced = self._unplaced(meaning.code)
        own = {party.code for party in sources}
        domestic: list[Party] = []
        # Only what is done to people may be done to one's own: else an own citizen is the way to somebody.
        people = meaning.code.startswith(DONE_TO_PEOPLE)
        acting = sources if people else [replace(party, sector="") for party in sources]
        for k in self._ordered(meaning):
            if (
                self.reader.placed(k, unplaced)
                or (people and self._near_border(k))
                or (apart and self.reader.match.event_noun(k))
            ):
                continue
            found = self._patients(k, acting, unplaced, deep=deep)
            if deep and not found and meaning.code.startswith(TO_ANOTHERS):
                found = self.reader.possessors(k, sources)
            others = [party for party in found if not same_party(party, sources)]
            # A word is rather for another state than for one's own people: "concern over its nationals in Mali".
            if others and not people and own.issuperset(party.code for party in others):
                domestic = domestic or others
            elif others:
                return distinct(others)
        return [] if deep else distinct(domestic)

    def _ordered(self, meaning: Meaning) -> tuple[int, ...]:
        """Put those a thing is done to before the act itself: "proposed Red Cross talks to Norway"."""
        if not meaning.code.startswith(ADDRESSED):
            return meaning.targets
        return tuple(sorted(meaning.targets, key=self.reader.match.event_noun))

    def _patients(self, k: int, sources: list[Party], unplaced: frozenset[str], *, deep: bool) -> list[Party]:
        def read(n: int) -> list[Party]:
            return self.reader.nearest(n, sources, unplaced) if deep else self.reader.of(n)

        found = self._hosts(k) or read(k)
        if found:
            found = found + [party for c in self.reader.tree.conjuncts(k)[1:] for party in read(c)]
        return found

    def _there(self, party: Party, meaning: Meaning, sources: list[Party]) -> Party:
        """Put armed groups that are attacked abroad where they were: "strikes on Islamic State in Syria"."""
        if not meaning.code.startswith("19") or (party.sector != "REB" and party.code != STATELESS):
            return party
        place = place_of(self.reader, meaning)
        abroad = place and place[0].code not in (party.code, *(source.code for source in sources))
        return replace(party, code=place[0].code) if abroad else party

    def _agreed_with(self, meaning: Meaning) -> tuple[int, ...]:
        """Return with whom several agreed: what they agreed to do to a third is not done with it."""
        return tuple(n for name, n in prep_objects(self.reader.tree, meaning.trigger) if name == "with")

    def _near_border(self, k: int) -> bool:
        """Whether a border only says where it was: whoever is on its other side is no target."""
        tree = self.reader.tree
        by = tree.words[tree.words[k].head].text.lower()
        return tree.lemma(k) in ("border", "frontier", "coast") and by in ("near", "along", "on", "at", "off")

    def _hosts(self, k: int) -> list[Party]:
        """Return where peacekeepers serve, who are nobody's target: "troops for the UN mission in Mali"."""
        tree = self.reader.tree
        if tree.lemma(k) not in SERVING:
            return []
        bodies = [party for party in self.reader.of(k) if party.code in BODIES]
        if not bodies and "peacekeepers" not in self.reader.match.classes(k):
            return []
        phrases = (*prep_objects(tree, k), *prep_objects(tree, tree.words[k].head))
        return [p for name, n in phrases if name == "in" for p in self.reader.of(n)]

    def _unplaced(self, code: str) -> frozenset[str]:
        """Return the kinds of name that are mere places after "in": none where the act is done to who is there."""
        if code[:3] in LOCAL_ROOTS or (code[:2] in LOCAL_ROOTS and not code.startswith(MUTUAL)):
            return frozenset()
        return frozenset({"capital", "region", "name"} if code.startswith(MUTUAL) else {"capital", "region"})

    def _mutual(self, meaning: Meaning) -> bool:
        """Whether several who act, with nobody acted upon, act upon each other: "agreed", "met", "clashed"."""
        tree = self.reader.tree
        lemma = tree.lemma(meaning.trigger)
        below = tree.subtree(meaning.trigger)
        each_other = any(tree.lemma(k) == "other" and k and tree.lemma(k - 1) == "each" for k in below)
        return (
            each_other
            or bool(back(meaning.code))
            or meaning.code.startswith(MUTUAL)
            or lemma in MUTUAL_WORDS
            or (meaning.modality == "failed" and meaning.code.startswith("12"))
        )

    def casts(self, meaning: Meaning) -> list[Cast]:
        """Return every ordered pair that a meaning holds between, in the direction of its code."""
        sources = self.sources(meaning) or held_at_home(self.reader, meaning)
        if not sources or self._to_its_own(meaning):
            return []
        mutual = len({party.code for party in sources}) > 1 and self._mutual(meaning)
        # Several who met or failed to agree did so with each other, whatever place or topic is named besides.
        agreed = self.reader.tree.lemma(meaning.trigger) == "agree"
        alone = mutual and not agreed and not meaning.code.startswith("03")
        if mutual and agreed:
            meaning = replace(meaning, targets=self._agreed_with(meaning))
        targets = self._found(meaning, sources, deep=False, apart=True) if alone else self.targets(meaning, sources)
        if not targets and sources[0].how == "at home":
            return [Cast(sources[0], party) for party in self.reader.of(meaning.targets[0])]
        targets = [self._there(party, meaning, sources) for party in targets]
        targets = targets or own_people(self.reader, meaning, sources)
        if targets and meaning.code.startswith("19") and self.reader.tree.lemma(meaning.trigger) in EXCHANGING:
            return [Cast(*pair) for a in sources for b in targets for pair in ((a, b), (b, a))]
        if targets:
            return [Cast(source, target) for source in sources for target in targets]
        if mutual:
            return self._each_other(meaning, sources)
        return self._unaddressed(meaning, sources)

    def _unaddressed(self, meaning: Meaning, sources: list[Party]) -> list[Cast]:
        """Return the rows of an act that names nobody it is towards: by what was told before, or by its kind alone."""
        counterpart = self._counterpart(meaning, sources)
        if counterpart:
            return [Cast(source, counterpart) for source in sources]
        word = self.reader.tree.words[meaning.trigger]
        in_passing = word.dep == "pcomp" or (word.tag == "VBG" and word.dep in ("acl", "advcl"))
        spoken_of = meaning.inner if meaning.code.startswith("03") and meaning.inner else meaning
        solitary = spoken_of.code.startswith(SOLITARY) and not in_passing
        return [Cast(source, None) for source in sources] if solitary else []

    def _to_its_own(self, meaning: Meaning) -> bool:
        """Whether a word is to one's own people alone: "urged its nationals to leave Mali"."""
        tree, first = self.reader.tree, meaning.targets[:1]
        spoken = meaning.code.startswith(("02", "10", "13")) and tree.words[meaning.trigger].verbal
        owned = any(tree.words[n].tag == "PRP$" for k in first for n in tree.kids(k, "poss"))
        return spoken and owned and tree.lemma(first[0]) in OWN_PEOPLE

    def _counterpart(self, meaning: Meaning, sources: list[Party]) -> Party | None:
        """Return the other side of a party's latest dealings for a word said to nobody who is named."""
        # "Refused to resign" says nothing to anybody; "rejected the plan" and "refused to lift sanctions" do.
        named = [k for k in meaning.targets if k not in self.reader.at]
        known_act = meaning.inner is not None or len(meaning.steps) > 1 or bool(named)
        if len(sources) != 1 or not known_act or not meaning.code.startswith(SAID_TO):
            return None
        if any(self.reader.somebody(k) for part in meaning.chain() for k in part.targets):
            return None
        other = self.reader.memory.counterpart(sources[0].code)
        return replace(other, how="the other side of what was told before") if other else None

    def _each_other(self, meaning: Meaning, sources: list[Party]) -> list[Cast]:
        # What was done is mirrored when it is written; what is only spoken of is not.
        once = bool(back(meaning.code)) and meaning.modality == "actual"
        return [
            Cast(a, b)
            for n, a in enumerate(sources)
            for m, b in enumerate(sources)
            if a.code != b.code and (n < m if once else n != m)
        ]
