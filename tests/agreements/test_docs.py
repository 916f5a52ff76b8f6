"""The page on agreements: its examples are valid, and its code says what it says."""

from __future__ import annotations

import re
from pathlib import Path

from detente.case.validating import validate

PAGE = (Path(__file__).parents[2] / "docs" / "agreements.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_agreement_and_the_definition_on_the_page_can_be_entered_as_they_are(starter: Path) -> None:
    agreement, definition = blocks("yaml")
    (starter / "agreements" / "lake.yaml").write_text(agreement, encoding="utf-8")
    terms = (starter / "definitions.yaml").read_text(encoding="utf-8")
    (starter / "definitions.yaml").write_text(terms + definition.removeprefix("terms:\n"), encoding="utf-8")
    assert validate(starter) == []


def test_the_code_on_the_page_runs_and_gives_what_its_comments_say(tmp_path: Path) -> None:
    (code,) = blocks("python")
    names: dict[str, object] = {"folder": tmp_path}
    for line in code.splitlines():
        said = re.fullmatch(r"(case\..*|found\[.*)  # (\(.*\)|'\w+').*", line)
        if said is None:
            exec(line, names)
        else:
            assert eval(said[1], names) == eval(said[2]), line


def test_every_effect_and_kind_of_the_model_is_on_the_page() -> None:
    from detente.record.agreement import Commitment, Evidence

    words = (*Evidence.model_fields["effect"].annotation.__args__, *Commitment.model_fields["kind"].annotation.__args__)  # type: ignore[union-attr]
    assert [word for word in words if f"`{word}`" not in PAGE] == []
