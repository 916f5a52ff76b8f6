"""The form in which conflicts are exchanged: options and statements by their places, states by their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from detente.errors import ModelError

_STATEMENTS = ("statements_most_important_first", "statements")


def as_list(given: Any) -> list[Any]:
    """Return a list as it is, and nothing for what is none: the fields say what is wrong with that."""
    return list(given) if isinstance(given, list | tuple) else []


def is_exchanged(data: Mapping[str, Any]) -> bool:
    """Return whether a mapping is in the form in which conflicts are exchanged."""
    if str(data.get("kind", "")).startswith("gmcr") or _count(data.get("options")):
        return True
    makers = [each for each in as_list(data.get("decision_makers")) if isinstance(each, Mapping)]
    owned = [option for each in makers for option in as_list(each.get("options"))]
    return any(isinstance(option, int) and not isinstance(option, bool) for option in owned)


def _count(given: Any) -> bool:
    return isinstance(given, int) and not isinstance(given, bool)


def _list(data: Mapping[str, Any], key: str) -> list[Any]:
    given = data.get(key)
    if given is None:
        return []
    if not isinstance(given, list | tuple):
        raise ModelError(f"{key}: a list is needed, not {given!r:.40}")
    return list(given)


def _options(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    given = [{}] * data["options"] if _count(data.get("options")) else _list(data, "options")
    ways = as_list(data.get("permitted", data.get("permittedDirection")))
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
                return {"preferences": _list(given, key)}
        if "ranking" in given:
            return {"ranking": _list(given, "ranking")}
    if isinstance(given, list | tuple):
        return {"preferences": list(given)}
    raise ModelError(f"preferences {given!r:.60}: give statements_most_important_first, or a ranking")


def _maker(data: Mapping[str, Any], place: int, ids: Sequence[str]) -> dict[str, Any]:
    each = _list(data, "decision_makers")[place]
    if not isinstance(each, Mapping):
        raise ModelError(f"decision_makers.{place}: {each!r:.40} is no decision maker; give name and options")
    apart, hidden = _list(data, "preferences"), _list(data, "misperceptions")
    own = each.get("misperceptions", hidden[place] if place < len(hidden) else [])
    return {
        "name": each.get("name", ""),
        "options": [_at(ids, option, place) for option in _list(each, "options")],
        "misperceives": _list({"misperceptions": own}, "misperceptions"),
        **_preference(apart[place] if place < len(apart) else each),
    }


def exchanged(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a conflict given in the form in which conflicts are exchanged.

    Both spellings of its keys are read: ``permitted`` and ``permittedDirection``, ``preferences`` beside the decision
    makers and ``statements`` within them. Of two contradictory statements the more important prevails, as published.
    """
    options = _options(data)
    ids = [option["id"] for option in options]
    return {
        "id": str(data.get("id", "") or data.get("name", "")),
        "name": str(data.get("title", "") or data.get("name", "")),
        "options": options,
        "decision_makers": [_maker(data, k, ids) for k in range(len(_list(data, "decision_makers")))],
        "infeasible": _list(data, "infeasible"),
        "contradictions": "rank",
    }


def _at(ids: Sequence[str], option: Any, maker: int) -> str:
    if isinstance(option, str):
        return option
    if not _count(option) or not 0 <= option < len(ids):
        raise ModelError(f"decision_makers.{maker}: {option!r:.40} is no option; they are numbered 0 to {len(ids) - 1}")
    return ids[int(option)]
