"""The table of states, held against two independent ones."""

from __future__ import annotations

import datetime as dt

import pytest
from babel import Locale

from detente.errors import AmbiguousName, UnknownName
from detente.record.actors import Actors, resolve

ACTORS = Actors.load()
STATES = [ACTORS.actor(code) for code in ACTORS.codes() if ACTORS.actor(code).kind == "state"]
LIVING = [state for state in STATES if state.until is None]
NAMES = Locale("en").territories


def test_the_member_states_of_the_united_nations_and_four_others_are_there() -> None:
    assert len(LIVING) >= 193
    assert {"TWN", "PSE", "XKX", "VAT"} <= {state.code for state in LIVING}
    assert len({state.code for state in STATES}) == len(STATES)


@pytest.mark.parametrize("state", LIVING, ids=lambda state: state.code)
def test_every_state_is_found_by_its_own_name_its_code_and_babels_name(state: object) -> None:
    assert resolve(state.name).code == state.code
    assert resolve(state.code).code == state.code
    name = NAMES.get(state.iso2)
    assert name, f"babel has no territory {state.iso2}"
    # Babel brackets a second name: "Myanmar (Burma)".
    assert ACTORS.candidates(name.split(" (")[0])[0].code == state.code


@pytest.mark.parametrize("state", LIVING, ids=lambda state: state.code)
def test_every_state_has_a_capital_that_stands_for_it(state: object) -> None:
    assert state.capital
    assert state.code in {reading.code for reading in ACTORS.candidates(state.capital)}


# Where countryinfo names another city than the seat of government that we hold.
OTHER_CAPITAL = {"PSE": "Jerusalem"}
UNKNOWN_THERE = {"XKX"}


def test_capitals_agree_with_countryinfo() -> None:
    from countryinfo import CountryInfo

    apart = {}
    for state in LIVING:
        if state.code in UNKNOWN_THERE:
            continue
        theirs = CountryInfo(state.iso2).capital()
        if state.code not in {reading.code for reading in ACTORS.candidates(theirs)}:
            apart[state.code] = theirs
    assert apart == OTHER_CAPITAL


def test_codes_of_correlates_of_war_and_gleditsch_and_ward_are_the_known_ones() -> None:
    known = {
        "USA": (2, 2),
        "GBR": (200, 200),
        "KOR": (732, 732),
        "PRK": (731, 731),
        "CHN": (710, 710),
        "DEU": (255, 260),
    }
    for code, (cow, gw) in known.items():
        actor = ACTORS.actor(code)
        assert (actor.cow, actor.gw) == (cow, gw), code


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Seoul", "KOR"), ("Blue House", "KOR/GOV"), ("Kremlin", "RUS/GOV"), ("Foggy Bottom", "USA/GOV"),
        ("Pentagon", "USA/MIL"), ("American warplanes", "USA/MIL"), ("U.S.", "USA"), ("the North Koreans", "PRK"),
        ("Downing Street", "GBR/GOV"), ("IAEA", "IAE"), ("NATO", "NAT"), ("South Korean president", "KOR/GOV"),
    ],
)  # fmt: skip
def test_names_resolve_as_the_press_means_them(name: str, expected: str) -> None:
    assert str(resolve(name)) == expected


def test_the_kremlin_was_soviet_before_it_was_russian() -> None:
    assert str(resolve("Kremlin", dt.date(1985, 1, 1))) == "SUN/GOV"


def test_an_ambiguous_name_lists_its_readings_and_an_unknown_one_its_neighbours() -> None:
    with pytest.raises(AmbiguousName) as told:
        resolve("Korea")
    assert {"KOR", "PRK"} <= set(told.value.candidates)
    with pytest.raises(UnknownName, match="France"):
        resolve("Frnace")
    with pytest.raises(UnknownName):
        resolve("us")
