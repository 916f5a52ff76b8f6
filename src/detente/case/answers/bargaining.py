"""What the parties could agree on, and what would move that: the games of the case, played."""

from __future__ import annotations

from detente.case.answers import write_findings
from detente.case.folder import CaseFolder
from detente.case.playing import read_games
from detente.case.steps import Context, Step
from detente.finding import EvidenceRef, Finding

SEED = 20190228  # moves the draws of the models that draw


def step(folder: CaseFolder) -> Step | None:
    """Return the step that plays the games of a case; None where it has none."""
    if not folder.games:
        return None
    reads = (folder.path / "case.yaml", *sorted(folder.path.glob("positions.csv")), *folder.games)
    return Step("findings-bargaining", _run, reads=reads, after=("record",))


def _run(context: Context) -> None:
    import numpy as np

    from detente.bargaining.lever_findings import lever_findings
    from detente.bargaining.lever_ranking import rank_levers
    from detente.bargaining.package_findings import package_findings
    from detente.bargaining.spatial_findings import spatial_findings

    folder = context.folder
    games = read_games(folder)
    evidence = {
        position.id: EvidenceRef(table="positions", id=position.id, date=position.as_of, text=position.statement)
        for position in folder.positions
    }
    as_of = folder.file.as_of
    found: list[Finding] = []
    for package in games.packages.values():
        found += package_findings(package, np.random.default_rng(SEED), evidence=evidence, as_of=as_of)
    if games.levers:
        ranking = rank_levers(games.models, games.levers, np.random.default_rng(SEED), on=games.on)
        found += lever_findings(ranking, games.levers)
    for model in games.spatial.values():
        found += spatial_findings(model, np.random.default_rng(SEED), evidence=evidence, as_of=as_of)
    write_findings(context, "bargaining", found)
