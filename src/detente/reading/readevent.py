"""The event as the reader returns it: the record's event, with why it was coded so."""

from __future__ import annotations

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
        return str(self.explanation) if self.explanation else "no explanation was kept"

    def plain(self) -> Event:
        """Return the event without its explanation, as the record stores it."""
        return Event(**{name: getattr(self, name) for name in Event.model_fields})
