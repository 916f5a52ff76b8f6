"""The games of a case, read from their files into the models of bargaining."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from detente.bargaining.conflict import Conflict
from detente.bargaining.levers import Lever
from detente.bargaining.packages import Package
from detente.bargaining.shared_word import SharedWord
from detente.bargaining.spatial import SpatialModel
from detente.case.dating import dated_terms
from detente.case.folder import CaseFolder
from detente.case.wording import read_word
from detente.case.yamlfile import YamlFile
from detente.errors import CaseError, Fault, InputError, UnknownName

M = TypeVar("M")
KINDS = ("conflict", "word", "package", "spatial", "levers")


@dataclass(frozen=True)
class Games:
    """The games of a case by id, and the levers that move them."""

    conflicts: Mapping[str, Conflict] = field(default_factory=dict)
    words: Mapping[str, SharedWord] = field(default_factory=dict)
    packages: Mapping[str, Package] = field(default_factory=dict)
    spatial: Mapping[str, SpatialModel] = field(default_factory=dict)
    levers: tuple[Lever, ...] = ()
    on: str | None = None
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def models(self) -> dict[str, Any]:
        """Every model under the name by which levers call it, like ``package.river``."""
        return {
            **{f"conflict.{name}": model for name, model in self.conflicts.items()},
            **{f"word.{name}": model for name, model in self.words.items()},
            **{f"package.{name}": model for name, model in self.packages.items()},
            **{f"spatial.{name}": model for name, model in self.spatial.items()},
        }


def named(kind: str, games: Mapping[str, M], name: str) -> M:
    """Return a game by its id. Raises `UnknownName` with the one that was probably meant."""
    if name not in games:
        raise UnknownName.among(kind, name, games)
    return games[name]


def read_games(folder: CaseFolder) -> Games:
    """Read the games of a case; stances that a game leaves out are the last positions stated by the case's day.

    Raises `CaseError`, naming the file.
    """
    conflicts, words, packages, spatial, levers, on = {}, {}, {}, {}, [], None
    files: dict[str, str] = {}
    for path in folder.games:
        name = f"games/{path.name}"
        data = YamlFile.read(path, name).plain()
        try:
            kind = data.pop("kind", "")
            if kind not in KINDS:
                raise UnknownName.among("kind of game", str(kind), KINDS)
            if kind == "conflict":
                conflict = Conflict.from_dict(data)
                conflicts[conflict.id] = conflict
                files[f"conflict.{conflict.id}"] = name
            elif kind == "word":
                word = str(data.pop("id", "") or path.stem)
                words[word] = read_word(data, dated_terms(folder))
                files[f"word.{word}"] = name
            elif kind == "package":
                package = Package.from_dict(data, folder.positions, as_of=folder.file.as_of)
                packages[package.id] = package
            elif kind == "spatial":
                model = SpatialModel.from_dict(data, folder.positions, as_of=folder.file.as_of)
                spatial[model.id] = model
            else:
                levers += [Lever.model_validate(each) for each in data.get("levers", ())]
                on = data.get("on")
        except InputError as error:
            raise CaseError([Fault(name, None, "", str(error))]) from error
    return Games(conflicts, words, packages, spatial, tuple(levers), on, files)
