"""The same cases answered twice: how much a metric changed, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from evals.statistics.clusters import Clusters, Floats, by_cluster, summed
from evals.statistics.interval import Interval, plus_one, plus_two

EQUAL = 1e-12


@dataclass(frozen=True)
class Pairs:
    """Sums by cluster, float64 [clusters], of the old and of the new run, over the same cases.

    `changed` counts the cases whose score changed; `binary` is whether every score is 0 or 1.
    """

    old_top: Floats
    old_bottom: Floats
    new_top: Floats
    new_bottom: Floats
    cases: int
    changed: int
    binary: bool

    def __len__(self) -> int:
        return len(self.old_top)

    @property
    def old(self) -> float:
        """The metric of the old run."""
        return math.fsum(self.old_top) / math.fsum(self.old_bottom)

    @property
    def new(self) -> float:
        """The metric of the new run."""
        return math.fsum(self.new_top) / math.fsum(self.new_bottom)

    @property
    def difference(self) -> float:
        """New less old; exactly 0 where no case changed."""
        return self.new - self.old if self.changed else 0.0

    @property
    def parts(self) -> Clusters:
        """What each cluster adds to the difference, whose mean is the difference (linearised)."""
        old = (self.old_top - self.old * self.old_bottom) / self.old_bottom.mean()
        new = (self.new_top - self.new * self.new_bottom) / self.new_bottom.mean()
        values = self.difference + new - old
        if self._even:
            values = (self.new_top - self.old_top) / self.old_bottom
        ones = np.ones(len(self))
        return Clusters(values, ones, values, np.arange(len(self)))

    @property
    def differing(self) -> npt.NDArray[np.bool_]:
        """Whether each cluster is another in the two runs."""
        top = np.abs(self.new_top - self.old_top) > EQUAL
        return top | (np.abs(self.new_bottom - self.old_bottom) > EQUAL)

    @property
    def shares(self) -> bool:
        """Whether every score lies within 0 and 1, so that no case can change by more."""
        runs = ((self.old_top, self.old_bottom), (self.new_top, self.new_bottom))
        return all(bool((top >= 0).all() and (top <= bottom).all()) for top, bottom in runs)

    @property
    def _even(self) -> bool:
        bottoms = np.concatenate([self.old_bottom, self.new_bottom])
        return bool((bottoms == bottoms[0]).all())


def paired(
    old: Sequence[float],
    new: Sequence[float],
    groups: Sequence[str] | None = None,
    old_bottom: Sequence[float] | None = None,
    new_bottom: Sequence[float] | None = None,
) -> Pairs:
    """Return two runs over the same cases, in the same order, by cluster.

    Without bottoms the metric is the mean. Raises ValueError where lengths differ, or where a run
    has nothing to take a share of.
    """
    ones = [1.0] * len(old)
    columns = [old, old_bottom or ones, new, new_bottom or ones]
    rows = by_cluster(columns, groups)
    sums = summed(rows, 4)
    if not len(sums) or (sums[:, (1, 3)].sum(axis=0) <= 0).any():
        raise ValueError("There is nothing to take a share of.")
    cases = [case for row in rows for case in row]
    changed = sum(case[:2] != case[2:] for case in cases)
    whole = not (old_bottom or new_bottom)
    binary = whole and all(value in (0.0, 1.0) for case in cases for value in case)
    old_sums, old_below, new_sums, new_below = sums.T
    return Pairs(old_sums, old_below, new_sums, new_below, len(cases), changed, binary)


def difference_interval(pairs: Pairs, level: float = 0.95) -> Interval:
    """Return where the difference lies, by Student's t over clusters with a little added.

    Most cases stay as they were, so that a bootstrap would draw from a handful: what is added,
    after Agresti and Min (2005), stands for the changes that were not seen. Shares differ by 1 at
    the most.
    """
    one_case = len(pairs) / pairs.cases if pairs.shares else 0.0
    method = plus_two if pairs.binary else plus_one
    found = method(pairs.parts, level, one_case)
    if not pairs.shares:
        return found
    return replace(found, low=max(found.low, -1.0), high=min(found.high, 1.0))
