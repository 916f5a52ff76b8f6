"""Which of two acts a word names: an attack in words or in arms, a killing by an army or by other hands."""

from __future__ import annotations

from dataclasses import replace

from detente.reading.clauses import DATES, prep_objects
from detente.reading.matching import Matcher
from detente.reading.meaning import Meaning

# Words of violence that are as often used of speech.
ALSO_SPOKEN = frozenset(
    {"attack", "assail", "assault", "blast", "strike", "hit", "savage", "fight", "war", "offensive", "battle"}
    | {"clash", "target", "broadside", "retaliate", "fire", "storm", "swipe", "bombardment", "barrage"}
    | {"campaign", "retaliation"}
)
SPOKEN = frozenset(
    {"verbal", "scathing", "blistering", "stinging", "withering", "veiled", "personal", "extraordinary", "rhetorical"}
    | {"bitter", "outspoken", "vitriolic", "political", "scornful", "furious", "angry", "thinly"}
)
SCUFFLING = frozenset({"clash", "scuffle", "brawl", "battle"})
FOR_CAUSE = frozenset({"over", "for", "as"})
SAYING = frozenset({"call", "say", "accuse", "describe", "brand", "tell", "declare", "claim", "denounce", "label"})
ABSTRACT = frozenset({"decision", "request", "agreement", "accusation", "promise", "cooperation", "ties", "criticism"})
ARMED = frozenset({"troops", "weapon", "territory", "property", "border", "embassy", "observers", "peacekeepers"})
FIGHTERS = frozenset(
    {"militant", "rebel", "fighter", "gunman", "insurgent", "guerrilla", "civilian", "villager", "convoy"}
)
OFFICES = frozenset(
    {"government", "ministry", "minister", "president", "spokesman", "spokeswoman", "ambassador", "premier"}
)
CAPTORS = frozenset(
    {"rebel", "gunman", "militant", "pirate", "guerrilla", "insurgent", "kidnapper", "separatist"}
    | {"tribesman", "bandit"}
)
BEATING = frozenset({"attack", "assault"})
CROWD = frozenset(
    {"youth", "mob", "crowd", "protester", "demonstrator", "student", "villager", "settler", "resident", "fan"}
)
BOMBERS = frozenset({"plane", "aircraft", "airplane", "jet", "helicopter", "coalition", "alliance"})
FORCED = {"166": "driven out", "180": "killed", "182": "hurt", "174": "driven out"}
GUARDS = frozenset({"police", "guard", "coastguard"})
FORCES = frozenset({"troops", "airstrike", "artillery", "rocket", "missile", "shell", "mortar", "drone"})


def settle(match: Matcher, meaning: Meaning) -> Meaning:
    """Return a meaning with the sense that its source, its object and its words speak for."""
    if meaning.code[:2] in ("18", "19") and _in_words(match, meaning):
        step = f"{match.tree.words[meaning.trigger].text!r} is meant of words: 111"
        return replace(meaning, code="111", steps=(*meaning.steps, step))
    if meaning.code in FORCED and _by_forces(match, meaning):
        done = FORCED[meaning.code]
        return replace(meaning, code="190", steps=(*meaning.steps, f"{done} by armed forces: 190"))
    if meaning.code == "180" and _by_arms(match, meaning):
        return replace(meaning, code="190", steps=(*meaning.steps, "killed by a strike of arms: 190"))
    if meaning.code == "145" and any(match.classes(k) & {"police", "troops"} for k in meaning.sources):
        return replace(meaning, code="190", steps=(*meaning.steps, "stormed by armed forces: 190"))
    if meaning.code == "141" and _official(match, meaning):
        return replace(meaning, code="114", steps=(*meaning.steps, "a government protests in words: 114"))
    if meaning.code in ("171", "173") and any(match.tree.lemma(k) in CAPTORS for k in meaning.sources):
        return replace(meaning, code="181", steps=(*meaning.steps, "taken by captors and no authority: 181"))
    if meaning.code == "193" and not meaning.sources:
        return replace(meaning, code="180", steps=(*meaning.steps, "shot by nobody named: 180"))
    if meaning.code == "190" and match.tree.lemma(meaning.trigger) in BEATING and _unarmed(match, meaning):
        return replace(meaning, code="182", steps=(*meaning.steps, "attacked by a crowd: 182"))
    if meaning.code == "190" and match.tree.lemma(meaning.trigger) in SCUFFLING and _policing(match, meaning):
        return replace(meaning, code="175", steps=(*meaning.steps, "police against a crowd: 175"))
    if meaning.code == "183" and match.tree.lemma(meaning.trigger) in ("bomb", "bombing") and _warring(match, meaning):
        return replace(meaning, code="195", steps=(*meaning.steps, "bombed by a state or its forces: 195"))
    return meaning


def _official(match: Matcher, meaning: Meaning) -> bool:
    """Whether a state or an office protests, and no crowd: a name by itself, a ministry, a president."""
    heads = [match.tree.words[k] for k in meaning.sources]
    return any((word.tag == "NNP" and word.i in match.tree.actors) or word.lemma in OFFICES for word in heads)


def _unarmed(match: Matcher, meaning: Meaning) -> bool:
    """Whether those who attack are a crowd and no fighters."""
    return bool(meaning.sources) and all(match.tree.lemma(k) in CROWD for k in meaning.sources)


def _by_arms(match: Matcher, meaning: Meaning) -> bool:
    """Whether the means named is an air strike or artillery: "killed a commander in an air strike"."""
    means = [k for name, k in prep_objects(match.tree, meaning.trigger) if name in ("in", "with", "during")]
    return any(match.classes(k) & {"airstrike", "artillery"} for k in means)


def _by_forces(match: Matcher, meaning: Meaning) -> bool:
    """Whether armed forces act, or guards and police act upon such."""
    police = any(match.classes(k) & GUARDS for k in meaning.sources)
    armed = any(match.classes(k) & {"troops", "police", *GUARDS} for k in meaning.targets[:1])
    return (police and armed) or any(match.classes(k) & FORCES for k in meaning.sources)


def _policing(match: Matcher, meaning: Meaning) -> bool:
    """Whether police, and no army, clash with people who are no force themselves."""
    police = any("police" in match.classes(k) and "troops" not in match.classes(k) for k in meaning.sources)
    crowd = [k for k in meaning.targets[:1] if "person" in match.classes(k) and match.tree.lemma(k) not in FIGHTERS]
    return police and bool(crowd)


def _warring(match: Matcher, meaning: Meaning) -> bool:
    """Whether forces act, or a name does by itself: "Peru bombed the town", and not "a Peruvian group"."""
    return any(
        match.classes(k) & {"troops"} or match.tree.lemma(k) in BOMBERS or match.tree.words[k].tag.startswith("NNP")
        for k in meaning.sources
    )


def _in_words(match: Matcher, meaning: Meaning) -> bool:
    tree = match.tree
    named = [meaning.trigger, *tree.kids(meaning.trigger, "dobj")]
    acts = [k for k in named if tree.lemma(k) in ALSO_SPOKEN]
    if not acts:
        return False
    if _armed(match, meaning):
        return False
    if any(tree.words[m].text.lower() in SPOKEN for k in acts for m in tree.modifiers(k)):
        return True
    patients = [k for k in meaning.targets if k not in named]
    if any(match.classes(k) & ARMED or tree.lemma(k) in FIGHTERS for k in patients[:1]):
        return False
    if patients and match.classes(patients[0]) & ABSTRACT and tree.lemma(patients[0]) != "government":
        return True
    verb = meaning.trigger
    if tree.words[verb].verbal and tree.lemma(verb) in ALSO_SPOKEN:
        told = {name for name, k in prep_objects(tree, verb) if tree.lemma(k) not in DATES}
        if told & FOR_CAUSE and "with" not in told and tree.lemma(verb) != "strike":
            return True
    spoken = any(tree.lemma(k) in SAYING and tree.words[k].tag == "VBG" for k in tree.kids(verb, "advcl"))
    return spoken or (any(_speaks(match, k) for k in meaning.sources) and any(_speaks(match, k) for k in patients))


def _armed(match: Matcher, meaning: Meaning) -> bool:
    """Whether forces act, or weapons are named as the means."""
    means = [k for name, k in prep_objects(match.tree, meaning.trigger) if name in ("with", "using", "by")]
    return any(match.classes(k) & {"weapon", "police", *FORCES} for k in (*meaning.sources, *means))


def _speaks(match: Matcher, k: int) -> bool:
    """Whether a noun names somebody who makes speeches: a minister, a party, a critic, by head or by title."""
    return any("speaker" in match.classes(n) for n in (k, *match.tree.kids(k, "compound", "appos")))
