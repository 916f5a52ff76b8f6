"""What a noun phrase stands for, from the names and nouns of role inside it.

"American warplanes" is USA/MIL, "the president of the Riigikogu" EST/LEG, "the former Indian prime minister" IND/ELI.
The actor is the first one before the head noun, else after "of", "for", "in" or "at"; never after "to" or
"against" ("ambassador to Japan" is nobody's). The last noun of role gives the sector; a weak one ("leader",
"official", "forces") or a title ("president", "chairman") takes that of the noun or body it goes with.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from detente.record.entries import Entry
from detente.record.phraseitems import Item, Lookup, items_of
from detente.record.tenure import Reading, former, readings

# Where the actor and the noun are looked for, in this order; other prepositions lead away from both.
_SEARCHED = ("", "and", "of", "for", "in", "at", "from", "near", "on", "inside", "within", "across", "under", ",")
_AWAY = (
    "to with against by about toward towards over into between after before that who whom which whose where as via"
    " versus amid during since than outside"
)
_PREPOSITIONS = frozenset([*_SEARCHED, *_AWAY.split()])
_ARMED = frozenset({"REB", "UAF", "PRM", "CRM"})
_FORCE = frozenset({"REB", "UAF", "MIL"})
# A police sniper is police, a rebel soldier a rebel, an army doctor of the army.
_SERVING: dict[str, frozenset[str]] = {
    "MIL": frozenset({"HLH", "LAB", "REL", "EDU"}),
    "COP": frozenset({"MIL", "UAF", "HLH", "LAB", "REL", "EDU"}),
    **{band: frozenset({"MIL", "UAF"}) for band in ("REB", "PRM", "CRM")},
}
_FIRM = frozenset({"head", "office", "aspirant"})


class Part(NamedTuple):
    """The items after one preposition; the head part stands after none."""

    preposition: str
    items: list[Item]


class Spoken(NamedTuple):
    """What the nouns of role say: the last noun, its sector if firm, what a weak one leans on, else its default."""

    noun: Entry | None
    firm: str = ""
    lean: str = ""
    default: str = ""
    former: bool = False


def compose(lookup: Lookup, text: str, on: dt.date | None) -> list[Reading]:
    """Return the readings of a noun phrase, best first; empty where it names nobody and no role."""
    parts = _parts(items_of(lookup, text))
    searched = sorted((p for p in parts if p.preposition in _SEARCHED), key=lambda p: _SEARCHED.index(p.preposition))
    # A noun that may also be a body's name ("Congress") is a name only where nothing else names an actor.
    for generic in (False, True):
        for reach, part in enumerate(searched, start=1):
            if found := _actors(part.items, on, generic=generic):
                spoken = _spoken(searched, reach + _shares_its_noun(searched[reach - 1 : reach + 1], found[0]))
                if found[0].entry.role == "people" and spoken.firm != "REF":
                    found = _at_home(searched[reach:], on) or found
                found += _coordinated(searched, part, found[0], on)
                headed = _followed_by_a_noun(part)
                return [_joined(lookup, reading, spoken, text, headed=headed) for reading in found]
    spoken = _spoken(searched, len(searched))
    return [_role(spoken, text)] if spoken.noun else []


def _parts(items: list[Item]) -> list[Part]:
    """Cut a phrase at its prepositions and commas."""
    parts = [Part("", [])]
    for item in items:
        if not item.entries and item.words[0].key in _PREPOSITIONS:
            parts.append(Part(item.words[0].key, []))
            continue
        if parts[-1].items and any(mark in item.gap for mark in ",;:("):
            parts.append(Part(",", []))
        parts[-1].items.append(item)
    return parts


def _actors(items: list[Item], on: dt.date | None, *, generic: bool) -> list[Reading]:
    """Return the readings of the actor that a part names: its first, with the sector of the body named beside it."""
    usable = _usable(items, generic=generic)
    best = [_best(readings(item.named, on)) for item in usable]
    people = [found for item, found in zip(usable, best, strict=True) if item.is_person]
    others = [found for item, found in zip(usable, best, strict=True) if not item.is_person]
    if people:
        return _person_among(people[0], others, items, on)
    if not others:
        return []
    first = others[0]
    body = next((r for found in others[1:] for r in found if r.entry.via == "organisation" or r.sector), None)
    if body is None or first[0].sector:
        return first
    return [reading._replace(sector=body.sector) for reading in first]


def _usable(items: list[Item], *, generic: bool) -> list[Item]:
    """Return the items that may name the actor of a part."""
    usable: list[Item] = []
    patrons: list[Item] = []
    for n, item in enumerate(items):
        if not item.named or (item.noun and not generic):
            continue
        before, after = items[n - 1] if n else None, items[n + 1] if n + 1 < len(items) else None
        if before and (before.has_role("opposed") or _of_a_person(item, before)):
            continue
        if after and (after.has_role("backed") or (after.has_role("aspirant") and item.is_body)):
            continue  # neither the patron of others nor the house that someone stands for
        if before and before.has_role("honorific", "title", "office"):
            item = item._replace(entries=[e for e in item.entries if e.via == "person"] or item.entries)
        if _dangling(item, before, after, items):
            continue
        (patrons if after and after.has_role("patron") else usable).append(item)
    return usable or patrons


def _dangling(item: Item, before: Item | None, after: Item | None, items: list[Item]) -> bool:
    """Whether a place stands inside a longer unknown name, as in "Paris Hilton" or "Michael Jordan"."""
    if any(entry.via not in ("name", "capital", "region") for entry in item.entries) or any(i.noun for i in items):
        return False
    follows = after is not None and after.unknown_name and after.gap == " " and not item.words[-1].possessive
    if follows or before is None:
        return follows
    return before.unknown_name and item.gap == " " and not before.words[-1].possessive


def _of_a_person(item: Item, before: Item) -> bool:
    """Whether a place or people is the last part of a full name before it, as in "Nicolas Maduro Moros"."""
    person = before.is_person and len(before.words) > 1 and not before.words[-1].possessive
    return person and item.gap == " " and len(item.words) == 1 and not item.is_person


def _best(found: list[Reading]) -> list[Reading]:
    return [reading for reading in found if reading.tier == found[0].tier]


def _person_among(
    person: list[Reading], others: list[list[Reading]], items: list[Item], on: dt.date | None
) -> list[Reading]:
    """Choose among the readings of a person by the actor and the title named beside them."""
    codes = [reading.entry.code for found in others for reading in found]
    if not codes:
        titles = {item.words[-1].key for item in items if item.has_role("title", "office")}
        return [r for r in person if titles & set(r.entry.role.casefold().split())] or person
    same = [reading for code in codes for reading in person if reading.entry.code == code]
    return same[:1] or others[0]


def _at_home(parts: list[Part], on: dt.date | None) -> list[Reading]:
    """Return the state in which a people of several states is said to live: "Kurds in Iraq" are Iraq's."""
    within = (_actors(part.items, on, generic=False) for part in parts if part.preposition in ("of", "in", "from"))
    return next((found for found in within if found and found[0].entry.via != "person"), [])


def _coordinated(parts: list[Part], home: Part, first: Reading, on: dt.date | None) -> list[Reading]:
    """Return the actors named beside the first one: "Russian and Belarusian soldiers", "US-South Korean forces"."""
    found: list[Reading] = []
    for part in parts:
        if part is home:
            joined = [item for item in part.items[1:] if item.gap in ("-", "/", "–")]
            found += _actors(joined, on, generic=False)[:1]
        elif part.preposition == "and" and home.preposition == "":
            found += _actors(part.items, on, generic=False)[:1]
    return [
        reading._replace(tier=first.tier)
        for reading in found
        if reading.entry.code != first.entry.code and reading.entry.via != "person"
    ]


def _spoken(parts: list[Part], reach: int) -> Spoken:
    """Read the nouns of role of the first parts, as far as the actor stands; weak nouns lean on later ones."""
    for part in parts[:reach]:
        nouns = [(n, item.noun) for n, item in enumerate(part.items) if item.noun]
        if nouns:
            break
    else:
        return Spoken(None)
    last, noun = nouns[-1]
    left = any(item.has_role("former") for item in part.items[:last])
    firm = _firm([entry for _, entry in nouns if entry.role in _FIRM]) or _field(part.items[:last])
    later = [item.noun for other in parts if other.preposition in ("of", "for") for item in other.items]
    lean = next((entry.sector for entry in later if entry and entry.role in _FIRM), "")
    default = next((entry.sector for _, entry in reversed(nouns) if entry.sector), "")
    return Spoken(noun, firm, lean, default, left)


def _shares_its_noun(parts: list[Part], first: Reading) -> bool:
    """Whether the noun of an adjective stands after the next one: "US and South Korean troops"."""
    adjective = first.entry.via in ("demonym", "abbreviation")
    joined = [part.preposition for part in parts] == ["", "and"]
    return joined and adjective and not any(item.noun for item in parts[0].items)


def _followed_by_a_noun(part: Part) -> bool:
    """Whether a person only says whose the others are: "Macron's party", "Assad forces"."""
    people = [n for n, item in enumerate(part.items) if item.is_person]
    return bool(people) and any(item.noun for item in part.items[people[-1] + 1 :])


def _firm(nouns: list[Entry]) -> str:
    """Return the sector of the last firm noun, or of the service or band whose soldier or doctor it is."""
    last = nouns[-1].sector if nouns else ""
    before = nouns[-2].sector if len(nouns) > 1 else ""
    if last in _SERVING.get(before, ()):
        return before
    return last


def _field(items: list[Item]) -> str:
    """Return the sector of the last word that says in which field a weak noun works: "a medical team"."""
    fields = [entry for item in items for entry in item.entries if entry.role == "field"]
    return fields[-1].sector if fields else ""


def _joined(lookup: Lookup, reading: Reading, spoken: Spoken, text: str, *, headed: bool) -> Reading:
    """Give an actor the sector of the nouns beside it; a person keeps his own unless another noun is the head."""
    entry, own = reading.entry, reading.sector
    if spoken.noun is None:
        return reading
    other = headed and entry.via == "person"
    if entry.via == "person" and own not in ("", "ELI") and not other:
        sector = own
    else:
        default = lookup.officials(entry.code) if spoken.default == "GOV" and entry.code else spoken.default
        kept = "" if other or own == "ELI" else own
        sector = spoken.firm or kept or spoken.lean or default or ("" if other else own)
    if own in _ARMED and sector in _FORCE:
        sector = own
    if spoken.former:
        sector = former(sector)
    via = entry.via if entry.via == "person" or spoken.noun.role not in ("office", "title") else "office"
    return Reading(reading.tier, entry._replace(name=text.strip(), sector=sector, via=via), sector)


def _role(spoken: Spoken, text: str) -> Reading:
    """Read a phrase that names a role and no actor."""
    sector = spoken.firm or spoken.lean or spoken.default
    if spoken.former:
        sector = former(sector)
    return Reading((0, 4, 0), Entry(text.strip(), "", sector, "agent"), sector)
