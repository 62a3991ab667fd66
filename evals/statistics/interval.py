"""An interval for one metric over cases, by the method that keeps its promise for such values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from evals.statistics.bootstrap import studentised
from evals.statistics.clusters import Clusters, clustered
from evals.statistics.normal import t_of

Method = Literal["wilson", "studentised bootstrap", "plus two", "plus one"]
FEW = 10
"""With fewer clusters off the most frequent value, a bootstrap has nothing to draw from."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a metric lies at this confidence, and how that was found."""

    low: float
    high: float
    method: Method
    level: float = 0.95

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"An interval from {self.low} to {self.high} ends before it begins.")


def interval(
    top: Sequence[float],
    bottom: Sequence[float] | None = None,
    groups: Sequence[str] | None = None,
    level: float = 0.95,
) -> Interval:
    """Return the interval of the mean of `top`, or of its sum over that of `bottom`.

    Cases of one group count as one draw. Values within 0 and 1 get an interval within 0 and 1.
    Raises ValueError where there is nothing to measure.
    """
    return of_clusters(clustered(top, bottom, groups), level)


def of_clusters(data: Clusters, level: float = 0.95) -> Interval:
    """Return the interval of the ratio of clusters."""
    share = _is_share(data)
    if share and (_binary(data) or odd(data) < FEW):
        return wilson(data, level)
    if odd(data) < FEW:
        return plus_two(data, level)
    low, high = studentised(data, level)
    if share:
        low, high = max(0.0, low), min(1.0, high)
    return Interval(low, high, "studentised bootstrap", level)


def wilson(data: Clusters, level: float = 0.95) -> Interval:
    """Return Wilson's interval (1927) of a share over as many cases as the clusters are worth.

    What clusters are worth is after Korn and Graubard (1998): cases over the design effect, with
    Student's t for the clusters. For scores between 0 and 1 it is at least as wide as it must be.
    """
    share = min(1.0, max(0.0, data.ratio))
    size = _worth(data)
    square = t_of((1 + level) / 2, max(1, len(data) - 1)) ** 2
    if not _grouped(data):
        square = t_of((1 + level) / 2, 10**9) ** 2
    middle = (share + square / (2 * size)) / (1 + square / size)
    half = math.sqrt(square * (share * (1 - share) / size + square / (4 * size**2)))
    half /= 1 + square / size
    low = max(0.0, middle - half) if share > 0 else 0.0
    high = min(1.0, middle + half) if share < 1 else 1.0
    return Interval(low, high, "wilson", level)


def plus_two(data: Clusters, level: float = 0.95, least: float = 0.0) -> Interval:
    """Return the interval after half a cluster more of the largest value either way, and one of 0.

    So Agresti and Min (2005) do for paired shares; it keeps the interval of a few differences, or
    of none, from collapsing. The largest value is that seen, and no less than `least`.
    """
    return Interval(*_padded(data, 2, level, least), "plus two", level)


def plus_one(data: Clusters, level: float = 0.95, least: float = 0.0) -> Interval:
    """Return the same with half as much added: enough for graded scores, by simulation."""
    return Interval(*_padded(data, 1, level, least), "plus one", level)


def _padded(data: Clusters, more: int, level: float, least: float) -> tuple[float, float]:
    per = float(data.bottom.mean())
    largest = max(least, float(np.abs(data.top / per).max())) or 1.0
    size = len(data) + more
    middle = float(data.top.sum()) / (per * size)
    squares = float(((data.top / per) ** 2).sum()) + more / 2 * largest**2
    error = math.sqrt(max(0.0, squares / size - middle**2) / size)
    half = t_of((1 + level) / 2, max(1, len(data) - 1)) * error
    return middle - half, middle + half


def odd(data: Clusters) -> int:
    """Return how many clusters have another ratio than the most frequent one."""
    usable = data.bottom > 0
    ratios = np.round(data.top[usable] / data.bottom[usable], 9)
    _, counts = np.unique(ratios, return_counts=True)
    return int(counts.sum() - counts.max())


def _worth(data: Clusters) -> float:
    """Return how many independent cases the data are worth, at most as many as there are."""
    whole, share = float(data.bottom.sum()), data.ratio
    if not _grouped(data):
        return whole
    if not 0 < share < 1:
        return float(len(data))
    worth = share * (1 - share) / max(data.spread**2, 1e-12)
    return float(min(whole, worth)) if _binary(data) else float(min(whole, max(worth, len(data))))


def _grouped(data: Clusters) -> bool:
    return data.cases > len(data) or bool((data.bottom != 1).any())


def _is_share(data: Clusters) -> bool:
    return bool((data.top >= 0).all() and (data.top <= data.bottom).all())


def _binary(data: Clusters) -> bool:
    return bool(np.isin(data.values, (0.0, 1.0)).all())
