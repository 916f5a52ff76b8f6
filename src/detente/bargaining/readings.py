"""Several readings of the same evidence, kept side by side so that their spread runs through to the answer."""

from __future__ import annotations

from detente.bargaining.packages import Package, Reading

LIMITS: dict[Reading, str] = {
    "trade": "if a loss beyond a stated limit can be made good elsewhere",
    "red line": "if nothing beyond a stated limit is signed",
}
CARRIED_OUT = "counting the risks of carrying it out"


def readings(package: Package) -> dict[str, Package]:
    """Return the readings of a package that its evidence allows, by name; the package's own first.

    Stated limits may be traded away or are red lines; a plan's risks are counted or left out.
    """
    found = {"as given": package}
    if any(stance.limit is not None for party in package.parties for stance in party.stances.values()):
        other = package.read_as("red line" if package.reading == "trade" else "trade")
        found = {LIMITS[package.reading]: package, LIMITS[other.reading]: other}
    if package.plan is not None and not package.as_carried_out:
        found[CARRIED_OUT] = package.carried_out()
    return found
