"""The form in which conflicts are exchanged: options and statements by their places, states by their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from detente.errors import ModelError

_STATEMENTS = ("statements_most_important_first", "statements")


def is_exchanged(data: Mapping[str, Any]) -> bool:
    """Return whether a mapping is in the form in which conflicts are exchanged."""
    makers = data.get("decision_makers")
    if str(data.get("kind", "")).startswith("gmcr") or isinstance(data.get("options"), int):
        return True
    if not isinstance(makers, Sequence) or isinstance(makers, str):
        return False
    owned = [o for each in makers if isinstance(each, Mapping) for o in each.get("options", ()) or ()]
    return any(isinstance(option, int) and not isinstance(option, bool) for option in owned)


def _options(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    given = data.get("options", ())
    if isinstance(given, int):
        given = [{} for _ in range(given)]
    ways = data.get("permitted", data.get("permittedDirection", ()))
    names = [str(each.get("name", "")) if isinstance(each, Mapping) else str(each) for each in given]
    found = []
    for k, each in enumerate(given):
        fields = each if isinstance(each, Mapping) else {}
        way = fields.get("permitted", fields.get("permittedDirection", ways[k] if k < len(ways) else "both"))
        name = names[k].replace('"', "'")
        clear = bool(name) and names.count(names[k]) == 1 and not name.startswith("#")
        found.append({"id": name if clear else f"option {k}", "name": name, "permitted": way})
    return found


def _preference(given: Any) -> dict[str, Any]:
    if isinstance(given, Mapping):
        for key in _STATEMENTS:
            if key in given:
                return {"preferences": list(given[key])}
        if "ranking" in given:
            return {"ranking": list(given["ranking"])}
    if isinstance(given, Sequence) and not isinstance(given, str):
        return {"preferences": list(given)}
    raise ModelError(f"preferences {given!r:.60}: give statements_most_important_first, or a ranking")


def _patterns(given: Any) -> list[Any]:
    """Return misperceived states as patterns; numbers are kept for the conflict to look up."""
    return list(given or ())


def exchanged(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a conflict given in the form in which conflicts are exchanged.

    Both spellings of its keys are read: ``permitted`` and ``permittedDirection``, ``preferences`` beside the decision
    makers and ``statements`` within them. Of two contradictory statements the more important prevails, as published.
    """
    options = _options(data)
    ids = [option["id"] for option in options]
    makers = []
    for k, each in enumerate(data.get("decision_makers", ())):
        apart = data.get("preferences", ())
        wants = _preference(apart[k]) if k < len(apart) else _preference(each)
        hidden = data.get("misperceptions", ())
        own = each.get("misperceptions", hidden[k] if k < len(hidden) else ())
        makers.append(
            {
                "name": each["name"],
                "options": [_at(ids, place, each["name"]) for place in each.get("options", ())],
                "misperceives": _patterns(own),
                **wants,
            }
        )
    return {
        "id": str(data.get("id", "") or data.get("name", "")),
        "name": str(data.get("title", "") or data.get("name", "")),
        "options": options,
        "decision_makers": makers,
        "infeasible": list(data.get("infeasible", ())),
        "contradictions": "rank",
    }


def _at(ids: Sequence[str], place: Any, maker: str) -> str:
    if isinstance(place, str):
        return place
    if not isinstance(place, int) or not 0 <= place < len(ids):
        raise ModelError(f"decision maker {maker!r} owns option {place!r}; options are numbered 0 to {len(ids) - 1}")
    return ids[place]
