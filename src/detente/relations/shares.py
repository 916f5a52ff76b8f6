"""Rates and shares of few acts, with the intervals of Jeffreys' prior."""

from __future__ import annotations

from detente.finding import Estimate

PRIOR = 0.5


def rate(count: int, exposure: float) -> Estimate:
    """Return events a unit of exposure, with the 95 % interval of Jeffreys' prior.

    >>> rate(0, 2.0).low
    0.0
    """
    from scipy.special import gammaincinv

    low, high = (float(gammaincinv(count + PRIOR, at)) / exposure for at in (0.025, 0.975))
    return Estimate(
        value=count / exposure, low=0.0 if count == 0 else min(low, count / exposure), high=high, n=count,
        unit="happenings a year",
    )  # fmt: skip


def share(count: int, total: int) -> Estimate:
    """Return a share with the 95 % interval of Jeffreys' prior; of nothing, the whole range.

    >>> share(5, 5).high
    1.0
    """
    from scipy.special import betaincinv

    if total == 0:
        return Estimate(value=0.0, low=0.0, high=1.0, n=0, unit="share")
    low, high = (float(betaincinv(count + PRIOR, total - count + PRIOR, at)) for at in (0.025, 0.975))
    value = count / total
    return Estimate(
        value=value, low=0.0 if count == 0 else min(low, value), high=1.0 if count == total else high,
        n=total, unit="share",
    )  # fmt: skip
