"""The event as the reader returns it: the record's event, with why it was coded so."""

from __future__ import annotations

from detente.record import ontology
from detente.record.event import Event
from detente.value import Value


class Explanation(Value):
    """Why an event was coded: trigger, lexicon entry, arguments, and the rules applied in order.

    ``words`` holds the sentence's tree, a word as (text, label, head index); ``roles`` the part that words play.
    """

    trigger: str
    entry: str
    source: str
    target: str
    rules: tuple[str, ...]
    words: tuple[tuple[str, str, int], ...] = ()
    roles: tuple[tuple[int, str], ...] = ()

    def __str__(self) -> str:
        lines = [f"trigger: {self.trigger} (lexicon {self.entry})", f"source: {self.source}", f"target: {self.target}"]
        return "\n".join([*lines, *(f"rule {n}: {rule}" for n, rule in enumerate(self.rules, start=1))])


class ReadEvent(Event):
    """An event read from a sentence; ``explain()`` says why it was coded as it was."""

    explanation: Explanation | None = None

    def explain(self) -> str:
        """Return in words what triggered the event, the lexicon's entry, the arguments and the rules applied."""
        if self.explanation is None:
            return "no explanation was kept"
        asked = [f"exchange: {self.asks()}"] if self.exchange else []
        return "\n".join([f"act: {self.act()}", str(self.explanation), *asked])

    def act(self) -> str:
        """Return what was done in words: type, mode and the name of its CAMEO code."""
        # A code finer than the table's is named by the class that it belongs to.
        known = (self.cameo[:n] for n in range(len(self.cameo), 1, -1) if ontology.normalise_code(self.cameo[:n]))
        name = next((ontology.cameo(code).name for code in known), "")
        code = f" (CAMEO {self.cameo}: {name[:1].lower() + name[1:]})" if name else ""
        return (
            f"{self.type} {self.mode}".strip()
            + f"{code}, {self.modality}"
            + (", only spoken of" if self.spoken_in else "")
        )

    def asks(self) -> str:
        """Return in words who asks what of whom and gives what for it."""
        trade = self.exchange
        if trade is None:
            return ""
        return (
            f"{trade.asker} asks {trade.want!r}"
            + (f" of {trade.asked}" if trade.asked else "")
            + f", for {trade.give!r}"
        )

    def plain(self) -> Event:
        """Return the event without its explanation, as the record stores it."""
        return Event(**{name: getattr(self, name) for name in Event.model_fields})
