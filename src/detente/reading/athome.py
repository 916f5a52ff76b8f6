"""Acts of forces within their own state: rebels against their government, police against a crowd."""

from __future__ import annotations

from detente.reading.meaning import Meaning
from detente.reading.memory import Party
from detente.reading.parties import PartyReader

# What is done to people of the same state, and who does it.
WITHIN = ("145", "171", "173", "175", "18", "19", "20")
DOERS = frozenset({"REB", "MIL", "COP", "OPP", "SEP", "INS", "UAF", "SPY"})
FOES = frozenset(
    {"rebel", "militant", "insurgent", "guerrilla", "protester", "demonstrator", "dissident"}
    | {"militiaman", "separatist"}
    | {"islamist", "opposition", "villager", "civilian", "crowd", "activist"}
)
RANKED = frozenset({"OPP", "MIL", "LEG", "JUD", "MED", "PTY", "REB"})
REBELLING = frozenset({"REB", "SEP", "INS", "OPP", "UAF"})


def own_people(reader: PartyReader, meaning: Meaning, sources: list[Party]) -> list[Party]:
    """Return the same state's other side where an act of its forces or rebels names nobody else, or nothing.

    Rebels act upon the state whatever they hit; an army or police only upon those named as rebels, crowds or civilians.
    """
    tree = reader.tree
    if not meaning.code.startswith(WITHIN) or not meaning.targets or not tree.words[meaning.trigger].verbal:
        return []
    k = meaning.targets[0]
    source = sources[0]
    classes = reader.match.classes(k)
    foe = any(tree.lemma(n) in FOES for n in meaning.targets[:3])
    hit = source.sector in REBELLING and bool(classes & {"territory", "police", "troops", "property", "person"})
    if len(sources) > 1 or source.sector not in DOERS or not (foe or hit) or any(map(reader.of, meaning.targets[:3])):
        return []
    sector = reader.actors.sector_of(tree.words[k].text) or ("GOV" if not foe else "CVL")
    return (
        []
        if sector == source.sector
        else [Party(source.code, sector, tree.words[k].text, tree.words[k].start, "at home")]
    )


def held_at_home(reader: PartyReader, meaning: Meaning) -> list[Party]:
    """Return the state of somebody of rank who was arrested or sentenced by nobody named and in no place named."""
    tree = reader.tree
    word = tree.words[meaning.trigger]
    if not meaning.code.startswith(("116", "173")) or meaning.sources or not meaning.targets:
        return []
    held = reader.of(meaning.targets[0])
    if not word.verbal or word.dep not in ("ROOT", "ccomp", "conj") or len(held) != 1:
        return []
    one = held[0]
    titles = (tree.words[n].text for n in tree.modifiers(meaning.targets[0]))
    ranked = one.sector in RANKED or any(reader.actors.sector_of(title) in RANKED for title in titles)
    return [Party(one.code, "COP", one.text, one.start, "at home")] if ranked else []
