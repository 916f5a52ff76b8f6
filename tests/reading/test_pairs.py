"""What holds between two given actors, on the constructions that simple coders get wrong."""

from __future__ import annotations

import pytest

from detente.reading import Coder

CASES = [
    # nominalised, reversed, refused, conditional, failed
    ("[Norway] announced a suspension of aid to {Malawi}.", "SANCTION"),
    ("[The miners] will not end the strike against {the ministry}.", "REJECT"),
    ("[The army] will not release {the hostages} until the siege is lifted.", "REJECT"),
    ("[The two firms] and {the ministry} failed to reach an agreement.", "REJECT"),
    ("[Nepal] refused to lift the ban on {Indian trucks}.", "REJECT"),
    ("[Iran] ended its boycott of {Omani ports}.", "CONCEDE"),
    # light verbs, idioms, passives
    ("[The minister] gave approval to {the union's request}.", "CONCEDE"),
    ("[The villagers] have sought refuge in {Chad}.", "REQUEST"),
    ("[Malta] launched a scathing attack on {Libyan officials} with bombs.", "ASSAULT"),
    ("{The convoy} was ambushed by [gunmen].", "ASSAULT"),
    ("{Two Turks} were deported by [Bulgaria].", "COERCE"),
    ("{Zambia} received emergency food aid from [Canada].", "AID"),
    # one word, several acts
    ("[Jet fighters] carried out strikes against {rebel positions}.", "ASSAULT"),
    ("[Teachers] went on strike against {the council}.", "PROTEST"),
    ("[Ghana] sent peacekeepers to {Liberia}.", "AID"),
    ("[Ghana] deployed troops along the border with {Togo}.", "MOBILIZE"),
    # what is said, asked, promised, threatened
    ("[Peru] urged {Chile} to withdraw its troops.", "REQUEST"),
    ("[Peru] accused {Chile} of withdrawing its troops.", "ACCUSE"),
    ("[Peru] agreed to withdraw its troops from {Chile}.", "AGREE"),
    ("[Peru] threatened to attack {Chile}.", "THREATEN"),
    ("[Peru] said {Chile} must stop the shelling.", "REQUEST"),
    ("[Peru] vowed to impose sanctions on {Chile}.", "THREATEN"),
    ("[Peru] condemned the attack on {Chile}.", "ACCUSE"),
    ("[Peru] welcomed the decision of {Chile}.", "SUPPORT"),
]  # fmt: skip


def marked(text: str) -> tuple[str, tuple[int, int], tuple[int, int]]:
    plain = text.translate(str.maketrans("", "", "[]{}"))
    source = text[text.index("[") + 1 : text.index("]")]
    target = text[text.index("{") + 1 : text.index("}")]
    a, b = plain.index(source), plain.index(target)
    return plain, (a, a + len(source)), (b, b + len(target))


@pytest.mark.parametrize(("text", "kind"), CASES, ids=[text for text, _ in CASES])
def test_pair_is_read_as(coder: Coder, text: str, kind: str) -> None:
    event = coder.code_pair(*marked(text))
    assert event is not None
    assert event.type == kind


def test_a_pair_names_its_actors_by_their_words(coder: Coder) -> None:
    event = coder.code_pair(*marked("[The Xyzzy League] condemned {the Frobnitz Front}."))
    assert event is not None
    assert (event.source, event.target) == ("The Xyzzy League", "the Frobnitz Front")


def test_a_sentence_without_an_act_gives_none(coder: Coder) -> None:
    assert coder.code_pair(*marked("[Peru] is larger than {Chile}.")) is None


def test_a_pair_without_a_target_is_read(coder: Coder) -> None:
    event = coder.code_pair("Farmers held a demonstration.", (0, 7), None)
    assert event is not None
    assert (event.type, event.target) == ("PROTEST", None)


@pytest.mark.parametrize("spans", [((90, 95), (100, 110)), ((0, 0), (0, 0)), ((5, 2), (3, 1))])
def test_spans_outside_the_text_do_not_crash(coder: Coder, spans: tuple[tuple[int, int], tuple[int, int]]) -> None:
    coder.code_pair("Peru attacked Chile.", *spans)
