from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import UnknownName
from detente.record import ontology
from detente.record.event import EVENT_TYPES

CODES = ontology.codes()
KINDS = [(kind, mode) for kind in EVENT_TYPES for mode in ("", *ontology.modes(kind))]

# Where PLOVER sees another class than CAMEO's root: CAMEO counts these as statements, or a conviction as words.
OTHER_CLASS = {"011", "012", "016", "116"}


def root_class(code: ontology.CameoCode) -> int:
    number = int(code.root)
    return 1 if number <= 5 else 2 if number <= 8 else 3 if number <= 13 else 4


def test_cameo_has_twenty_roots_and_every_code_a_parent() -> None:
    roots = [code for code in CODES if not code.parent]
    assert [code.code for code in roots] == [f"{n:02d}" for n in range(1, 21)]
    known = {code.code for code in CODES}
    assert all(code.parent in known for code in CODES if len(code.code) > 2)
    assert len(CODES) > 300


@pytest.mark.parametrize(
    ("code", "name", "goldstein"),
    [("057", "Sign formal agreement", 8.0),
     ("042", "Make a visit", 1.9), ("190", "Use conventional military force", -10.0),
     ("0841", "Return, release person(s)", 7.0), ("163", "Impose embargo, boycott, or sanctions", -8.0)],
)  # fmt: skip
def test_known_codes_have_their_names_and_goldstein_numbers(code: str, name: str, goldstein: float) -> None:
    assert (ontology.cameo(code).name, ontology.cameo(code).goldstein) == (name, goldstein)


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.code)
def test_every_code_has_an_image_of_its_own_class(code: ontology.CameoCode) -> None:
    image = ontology.to_plover(code.code)
    assert image.mode in ("", *ontology.modes(image.type))
    assert set(image.contexts) <= set(ontology.contexts())
    same = ontology.quad(image.type, image.mode, code.code) == root_class(code)
    assert same != (code.code in OTHER_CLASS)
    assert -10 <= code.goldstein <= 10


@pytest.mark.parametrize(("kind", "mode"), KINDS)
def test_every_type_and_mode_has_a_class_an_intensity_of_its_sign_and_a_code(kind: str, mode: str) -> None:
    assert ontology.quad(kind, mode) in (1, 2, 3, 4)
    for mapping in ontology.MAPPINGS:
        value = ontology.intensity(kind, mode, mapping=mapping)
        assert -10 <= value <= 10
    assert (ontology.intensity(kind, mode) > 0) == (ontology.quad(kind, mode) <= 2)
    assert ontology.to_cameo(kind, mode).code in {code.code for code in CODES}


# PLOVER joins what CAMEO divides: appeals with demands, fights with assaults, intent with signature.
JOINED = {
    "02": {"02", "10"}, "10": {"02", "10"}, "03": {"03", "05", "08"}, "05": {"03", "05", "08"}, "08": {"03", "08"},
    "17": {"17", "18"}, "18": {"17", "18", "19", "20"}, "19": {"18", "19", "20"}, "20": {"18", "19", "20"},
}  # fmt: skip


@pytest.mark.parametrize("code", [code for code in CODES if code.code != "116"], ids=lambda code: code.code)
def test_there_and_back_stays_in_the_root_where_the_image_is_exact(code: ontology.CameoCode) -> None:
    image = ontology.to_plover(code.code)
    if image.exact:
        assert ontology.to_cameo(image.type, image.mode).root in JOINED.get(code.root, {code.root})


def test_an_appeal_is_cooperation_and_a_demand_is_conflict() -> None:
    assert (ontology.quad("REQUEST", "", "022"), ontology.quad("REQUEST", "", "102")) == (1, 3)


def test_a_promise_to_yield_is_words_and_a_release_is_a_deed() -> None:
    assert (ontology.quad("CONCEDE"), ontology.quad("CONCEDE", "release"), ontology.quad("CONCEDE", "", "0841")) == (
        1,
        2,
        2,
    )


def test_sanctions_are_material_conflict() -> None:
    assert ontology.quad("SANCTION") == 4


def test_weapons_of_mass_destruction_weigh_more_than_an_exercise() -> None:
    assert ontology.severity("MOBILIZE", "weapons", ["wmd"]) > ontology.severity("MOBILIZE", "troops")


@pytest.mark.parametrize("raw", ["57", "057", 57, " 057 "])
def test_a_code_is_known_in_the_spellings_that_files_use(raw: str | int) -> None:
    assert ontology.cameo(raw).code == "057"


def test_unknown_names_are_told_with_what_was_probably_meant() -> None:
    with pytest.raises(UnknownName, match="did you mean 'ACCUSE'"):
        ontology.quad("ACUSE")
    with pytest.raises(UnknownName, match="did you mean 'visit'"):
        ontology.quad("CONSULT", "visits")
    with pytest.raises(UnknownName, match="CAMEO code"):
        ontology.cameo("999")


@given(st.text(max_size=8))
def test_any_text_is_a_code_or_a_clear_fault(text: str) -> None:
    known = {code.code for code in CODES}
    if text.strip() in known or "0" + text.strip() in known:
        assert ontology.cameo(text).code in known
    else:
        with pytest.raises(UnknownName, match="unknown CAMEO code"):
            ontology.cameo(text)
