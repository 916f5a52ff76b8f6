"""The games of a case, read from their files into the models of bargaining."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from detente.bargaining.levers import Lever
from detente.bargaining.packages import Package
from detente.bargaining.spatial import SpatialModel
from detente.case.folder import CaseFolder
from detente.case.yamlfile import YamlFile
from detente.errors import CaseError, Fault, InputError, UnknownName

KINDS = ("package", "spatial", "levers")


@dataclass(frozen=True)
class Games:
    """The games of a case by id, and the levers that move them."""

    packages: Mapping[str, Package] = field(default_factory=dict)
    spatial: Mapping[str, SpatialModel] = field(default_factory=dict)
    levers: tuple[Lever, ...] = ()
    on: str | None = None

    @property
    def models(self) -> dict[str, Any]:
        """Every model under the name by which levers call it, like ``package.river``."""
        return {
            **{f"package.{name}": model for name, model in self.packages.items()},
            **{f"spatial.{name}": model for name, model in self.spatial.items()},
        }


def read_games(folder: CaseFolder) -> Games:
    """Read the games of a case; stances that a game leaves out are the last positions stated by the case's day.

    Raises `CaseError`, naming the file.
    """
    packages, spatial, levers, on = {}, {}, [], None
    for path in folder.games:
        name = f"games/{path.name}"
        data = YamlFile.read(path, name).plain()
        try:
            kind = data.pop("kind", "")
            if kind not in KINDS:
                raise UnknownName.among("kind of game", str(kind), KINDS)
            if kind == "package":
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
    return Games(packages, spatial, tuple(levers), on)
