"""Who was named in a text so far, latest last, and who last dealt with whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

# Whom an act is towards is taken from the acts of so many sentences before, where it names nobody.
REACH = 3


@dataclass(frozen=True, slots=True)
class Party:
    """An actor in a role: its code and sector, the name it was read from and where, and how it was reached."""

    code: str
    sector: str
    text: str
    start: int
    how: str = "named"


def same_party(party: Party, others: list[Party]) -> bool:
    """Whether a party is among others: the same actor, and not two sectors of it that are both known.

    >>> rebels, state = Party("AFG", "REB", "Taliban", 0), Party("AFG", "GOV", "Kabul", 9)
    >>> same_party(rebels, [state]), same_party(rebels, [Party("AFG", "", "Kabul", 9)])
    (False, True)
    """
    return any(
        party.code == other.code and (party.sector == other.sector or not party.sector or not other.sector)
        for other in others
    )


@dataclass
class Memory:
    """The actors of the sentences before, latest last, and who last dealt with whom.

    >>> memory = Memory()
    >>> memory.deal(Party("IRN", "", "Tehran", 0), Party("USA", "", "Trump", 20))
    >>> memory.counterpart("IRN").code
    'USA'
    """

    order: list[Party] = field(default_factory=list)
    subject: Party | None = None
    sentence: int = 0
    dealings: dict[str, tuple[Party, int]] = field(default_factory=dict)
    venues: dict[str, tuple[Party, Party]] = field(default_factory=dict)

    def deal(self, one: Party, other: Party) -> None:
        """Note that two actors acted upon one another in the sentence that is being read."""
        if one.code != other.code:
            self.dealings[one.code] = other, self.sentence
            self.dealings[other.code] = one, self.sentence

    def return_to(self, places: Iterable[str]) -> None:
        """Take up the dealings of those who met at a place that is named again: "In Hanoi, Pyongyang asked for"."""
        for place in places:
            if place in self.venues:
                self.deal(*self.venues[place])

    def counterpart(self, code: str) -> Party | None:
        """Return the other side of an actor's latest dealings, if they were told only just before."""
        other, told = self.dealings.get(code, (None, 0))
        return other if other and self.sentence - told <= REACH else None

    def remember(self, parties: list[Party]) -> None:
        """Note actors as they come; only the last few matter."""
        self.order = [*self.order, *parties][-12:]

    def last_two(self) -> list[Party]:
        """Return the last two different actors, in the order in which they were named."""
        found: list[Party] = []
        for party in reversed(self.order):
            if party.code not in {other.code for other in found}:
                found.append(party)
            if len(found) == 2:
                break
        return found[::-1]
