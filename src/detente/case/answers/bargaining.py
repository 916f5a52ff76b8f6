"""What the parties could agree on, and what would move that: the games of the case, played."""

from __future__ import annotations

from detente.case.answers import record_tables, write_findings
from detente.case.cited import known_by, rows
from detente.case.folder import CaseFolder
from detente.case.playing import Games, read_games
from detente.case.steps import Context, Step
from detente.case.wording import definition_refs
from detente.finding import EvidenceRef, Finding

SEED = 20190228  # moves the draws of the models that draw


def step(folder: CaseFolder) -> Step | None:
    """Return the step that plays the games of a case; None where it has none."""
    if not folder.games:
        return None
    tables = ("positions.csv", "definitions.yaml")
    agreements = sorted(folder.path.glob("agreements/*"))
    reads = (folder.path / "case.yaml", *(p for t in tables for p in folder.path.glob(t)), *agreements, *folder.games)
    return Step("findings-bargaining", _run, reads=reads, after=("record",))


def _run(context: Context) -> None:
    import numpy as np

    from detente.bargaining.conflict_findings import conflict_findings
    from detente.bargaining.lever_findings import lever_findings
    from detente.bargaining.lever_ranking import rank_levers
    from detente.bargaining.package_findings import package_findings
    from detente.bargaining.spatial_findings import spatial_findings
    from detente.bargaining.stable_outcomes import stable_outcomes

    folder = context.folder
    games = read_games(folder)
    tables = record_tables(context, ("events", "reports"))
    evidence, days = rows(folder, tables["events"], tables["reports"])
    as_of = folder.file.as_of
    found: list[Finding] = []
    for conflict in games.conflicts.values():
        known = known_by(conflict, days, as_of)
        found += conflict_findings(known, np.random.default_rng(SEED), evidence=evidence, as_of=as_of)
    found += _words(folder, games, evidence)
    for package in games.packages.values():
        found += package_findings(package, np.random.default_rng(SEED), evidence=evidence, as_of=as_of)
    if games.levers:
        ranking = rank_levers(
            games.models, games.levers, np.random.default_rng(SEED), on=games.on, stable=stable_outcomes
        )
        found += lever_findings(ranking, games.levers)
    for model in games.spatial.values():
        found += spatial_findings(model, np.random.default_rng(SEED), evidence=evidence, as_of=as_of)
    write_findings(context, "bargaining", found)


def _words(folder: CaseFolder, games: Games, evidence: dict[str, EvidenceRef]) -> list[Finding]:
    from detente.bargaining.word_findings import word_finding

    return [
        word_finding(
            word, id=name, definitions=definition_refs(word, folder.terms), evidence=evidence, as_of=folder.file.as_of
        )
        for name, word in games.words.items()
    ]
