"""The event as the reader returns it: the record's event, with why it was coded so."""

from __future__ import annotations

from detente.record.event import Event
from detente.value import Value


class ExplainedWord(Value):
    """A word of the sentence in its dependency tree, with the part it plays in the event."""

    text: str
    label: str
    head: int
    role: str = ""


class Explanation(Value):
    """Why an event was coded: trigger, lexicon entry, arguments, the rules applied in order, and the tree."""

    trigger: str
    entry: str
    source: str
    target: str
    rules: tuple[str, ...]
    words: tuple[ExplainedWord, ...] = ()

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
