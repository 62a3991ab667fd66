"""Cases that belong together, added up: paraphrases of one question count once.

A metric over cases is a sum over a sum: scores over how many cases have one, or, for precision and
the like, hits over what was to be hit. Everything here is kept by cluster, the unit that is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Clusters:
    """Sums by cluster in an order of their own: `top` and `bottom` float64 [clusters].

    `values` and `of` are the cases: what each has on top, and the number of its cluster.
    """

    top: Floats
    bottom: Floats
    values: Floats
    of: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.top)

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return len(self.values)

    @property
    def ratio(self) -> float:
        """The metric: all that is on top over all that is below. At least one case."""
        return math.fsum(self.top) / math.fsum(self.bottom)

    @property
    def spread(self) -> float:
        """The standard error of the ratio over clusters, by linearisation; inf with one cluster."""
        if len(self) < 2:
            return math.inf
        rest = self.top - self.ratio * self.bottom
        scale = len(self) / (len(self) - 1)
        return math.sqrt(scale * math.fsum(rest**2)) / math.fsum(self.bottom)


def clustered(
    top: Sequence[float],
    bottom: Sequence[float] | None = None,
    groups: Sequence[str] | None = None,
) -> Clusters:
    """Return the cases by cluster; without groups, each case is one of its own.

    `bottom` is 1 a case where none is given. Raises ValueError where lengths differ, where there is
    no case, or nothing is below.
    """
    below = [1.0] * len(top) if bottom is None else bottom
    rows = by_cluster([top, below], groups)
    sums = summed(rows, 2)
    if sums[:, 1].sum() <= 0:
        raise ValueError("There is nothing to take a share of.")
    values = [value for row in rows for value, _ in row]
    of = [place for place, row in enumerate(rows) for _ in row]
    return Clusters(sums[:, 0], sums[:, 1], np.array(values), np.array(of))


def by_cluster(
    columns: Sequence[Sequence[float]], groups: Sequence[str] | None
) -> list[list[tuple[float, ...]]]:
    """Return the cases of each cluster, a tuple a case; the same in whatever order they come.

    Clusters are drawn by place, so neither places nor sums may depend on the order of the cases.
    Raises ValueError where columns or groups differ in length.
    """
    names: Sequence[object] = range(len(columns[0])) if groups is None else groups
    if any(len(column) != len(names) for column in columns):
        raise ValueError("Values and groups differ in length.")
    members: dict[object, list[tuple[float, ...]]] = {}
    for name, *values in zip(names, *columns, strict=True):
        members.setdefault(name, []).append(tuple(float(value) for value in values))
    return sorted(sorted(rows) for rows in members.values())


def summed(rows: Sequence[Sequence[tuple[float, ...]]], columns: int) -> Floats:
    """Return what the cases of each cluster come to, float64 [clusters, columns]."""
    sums = [[sum(column) for column in zip(*row, strict=True)] for row in rows]
    return np.array(sums, dtype=np.float64).reshape(-1, columns)
