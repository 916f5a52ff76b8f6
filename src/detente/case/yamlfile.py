"""YAML files read so that every fault names its line and its key."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from detente.errors import CaseError, Fault
from detente.record.tabular import complaints
from detente.value import Value

MAX_BYTES = 8 * 2**20  # a case's YAML is written by hand; more than this is some other file

V = TypeVar("V", bound=Value)


class YamlFile:
    """A parsed file that still knows on which line each key stands."""

    def __init__(self, name: str, data: Any) -> None:
        self.name = name
        self._data = data

    @classmethod
    def read(cls, path: Path, name: str) -> YamlFile:
        """Parse a file; ``name`` is how messages call it. Raises `CaseError`."""
        from ruamel.yaml import YAML
        from ruamel.yaml.constructor import RoundTripConstructor
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        class DatesAsText(RoundTripConstructor):
            """Leaves dates to the model, which knows the key they stand at."""

        DatesAsText.add_constructor("tag:yaml.org,2002:timestamp", RoundTripConstructor.construct_yaml_str)
        yaml = YAML(typ="rt")
        yaml.Constructor = DatesAsText
        text = _text(path, name)
        try:
            return cls(name, yaml.load(text))
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark else None
            what = f"not valid YAML: {error.problem or error.context}"
            raise CaseError([Fault(name, line, "", what, "check the indentation and the colons")]) from error
        except (YAMLError, ValueError, RecursionError) as error:
            first = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise CaseError([Fault(name, None, "", f"not valid YAML: {first}")]) from error

    def parse(self, model: type[V]) -> V:
        """Return the file as a value of a model. Raises `CaseError` with every fault at once."""
        try:
            return model.model_validate(self.plain())
        except ValidationError as error:
            raise CaseError(self.fault(place, what) for place, what in complaints(error)) from error

    def plain(self) -> dict[str, Any]:
        """Return the file as plain mappings, lists and texts. Raises `CaseError` where it holds no keys."""
        plain = _plain(self._data)
        if not isinstance(plain, dict):
            raise CaseError([Fault(self.name, 1, "", "should hold keys and values", "start it with 'id: ...'")])
        return plain

    def fault(self, key: str, what: str, mend: str = "") -> Fault:
        """Return a fault at a dotted key of this file."""
        return Fault(self.name, self.line(key), key, what, mend)

    def line(self, key: str) -> int | None:
        """Return the line of a dotted key, or of its nearest parent that is in the file."""
        from ruamel.yaml.comments import CommentedMap, CommentedSeq

        node, line = self._data, 1
        for part in key.split(".") if key else []:
            if isinstance(node, CommentedMap) and part in node:
                line, node = node.lc.key(part)[0] + 1, node[part]
            elif isinstance(node, CommentedSeq) and part.isdigit() and int(part) < len(node):
                line, node = node.lc.item(int(part))[0] + 1, node[int(part)]
            else:
                break
        return line


def _text(path: Path, name: str) -> str:
    try:
        raw = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except OSError as error:
        raise CaseError([Fault(name, None, "", f"cannot be read: {error.strerror}", "check the path")]) from error
    if raw is None:
        raise CaseError([Fault(name, None, "", f"larger than {MAX_BYTES >> 20} MB", "is this the right file?")])
    if not raw.strip(b"\xef\xbb\xbf \t\r\n"):
        raise CaseError([Fault(name, 1, "", "is empty", "see 'detente new' for a small working case")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise CaseError([Fault(name, line, "", "is not UTF-8", "save the file as UTF-8")]) from error
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        raise CaseError([Fault(name, line, "", "holds a NUL byte", "save the file as plain text")])
    return text.replace("\r\n", "\n")


def _plain(node: Any) -> Any:
    """Drop ruamel's own types, which pydantic need not know."""
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    return str(node) if isinstance(node, str) else node
