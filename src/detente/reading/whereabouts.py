"""Who must have acted where nobody is named: the state in which a court sentenced, police arrested or gunmen struck."""

from __future__ import annotations

from dataclasses import replace

from detente.reading.meaning import Meaning
from detente.reading.memory import Party
from detente.reading.parties import PartyReader

# What the authorities of a place do to people, and what its gunmen do.
BY_AUTHORITY = ("116", "173", "174")
BY_GUNMEN = ("18", "19")
GUNMEN = frozenset(
    {"gunman", "gunmen", "attacker", "assailant", "militant", "insurgent", "rebel", "bomber"}
    | {"suicide bomber", "bandit", "mob"}
    | {"kidnapper", "tribesman", "guerrilla", "extremist", "militiaman", "bomb", "blast", "explosion"}
)
PEOPLE = frozenset({"man", "people", "group", "person", "assailant", "robber"})
UNKNOWN = frozenset({"armed", "masked", "unidentified", "unknown", "suspected", "hooded"})
AUTHORITIES = frozenset(
    {"police", "court", "authority", "prosecutor", "soldier", "troop", "guard", "judge", "army"}
    | {"policeman", "magistrate"}
)
CROWDS = frozenset({"mob", "crowd", "protester", "demonstrator", "student", "youth", "rioter", "worker"})
KILLING = frozenset({"shoot", "gun", "murder", "assassinate", "behead", "stab", "abduct", "kidnap"})
STANDING = frozenset({"ROOT", "ccomp", "conj", "advcl"})
WITHIN = frozenset({"in", "at", "near", "outside", "inside", "around"})
QUARTERS = frozenset({"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "outskirt"})
LOCATING = ("name", "capital", "region")


def local_actors(reader: PartyReader, meaning: Meaning) -> list[Party]:
    """Return the state of the place where an act without a known doer was done to somebody, or nothing."""
    tree = reader.tree
    word = tree.words[meaning.trigger]
    gunmen = bool(meaning.sources) and all(_unknown_armed(reader, k) for k in meaning.sources)
    crowd = bool(meaning.sources) and all(tree.lemma(k) in CROWDS for k in meaning.sources)
    authority = bool(meaning.sources) and all(tree.lemma(k) in AUTHORITIES for k in meaning.sources)
    unnamed = not meaning.sources and (
        meaning.code.startswith((*BY_AUTHORITY, "181", "183", "186", "19")) or tree.lemma(meaning.trigger) in KILLING
    )
    fits = (
        unnamed
        or (authority and meaning.code.startswith((*BY_AUTHORITY, *BY_GUNMEN)))
        or (gunmen and meaning.code.startswith(BY_GUNMEN))
        or (crowd and meaning.code.startswith("14"))
    )
    if not fits or not word.verbal or word.dep not in STANDING or (crowd and word.dep == "advcl"):
        return []
    sector = "UAF" if gunmen else "CVL" if crowd else _unnamed_sector(reader, meaning)
    return [replace(party, sector=sector, how="by the place alone") for party in place_of(reader, meaning)]


def _unnamed_sector(reader: PartyReader, meaning: Meaning) -> str:
    """Return the sector of police or a court named without their state, or of whoever must have acted."""
    named = (reader.actors.sector_of(reader.tree.words[k].text) for k in meaning.sources)
    return next((sector for sector in named if sector), "GOV" if meaning.code.startswith(BY_AUTHORITY) else "UAF")


def place_of(reader: PartyReader, meaning: Meaning) -> list[Party]:
    """Return the state in which an act took place, by the first place named with it."""
    tree = reader.tree
    word = tree.words[meaning.trigger]
    within = [meaning.trigger, *([word.head] if word.dep == "advcl" else [])]
    places = (k for top in within for k in sorted(tree.subtree(top)) if _place(reader, k))
    return next((found for k in places if (found := reader.of(k))), [])


def _unknown_armed(reader: PartyReader, k: int) -> bool:
    tree = reader.tree
    masked = any(tree.lemma(n) in UNKNOWN for n in tree.modifiers(k))
    return tree.lemma(k) in GUNMEN or (masked and tree.lemma(k) in PEOPLE)


def _place(reader: PartyReader, k: int) -> bool:
    tree = reader.tree
    preposition = tree.words[k].head
    if tree.words[k].dep != "pobj" or not _located(reader, k):
        return False
    quarter = tree.words[preposition].text.lower() == "of" and tree.lemma(tree.words[preposition].head) in QUARTERS
    return quarter or tree.words[preposition].text.lower() in WITHIN


def _located(reader: PartyReader, k: int) -> bool:
    """Whether a noun is a place's name, or has one before it: "the Afghan city of Herat"."""
    names = [n for n in (k, *reader.tree.modifiers(k)) if n in reader.at]
    territory = "territory" in reader.match.classes(k)
    return any(reader.at[n].actors[0].via in (LOCATING if n == k else (*LOCATING, "demonym")) for n in names) and (
        k in reader.at or territory
    )
