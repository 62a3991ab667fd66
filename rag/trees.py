"""Gradient-boosted trees (Friedman 2001) as data: fitted elsewhere, read from JSON, summed here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Tree:
    """Parallel lists, one place a node: a leaf has no feature (-1) and its value counts."""

    feature: tuple[int, ...]
    threshold: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    value: tuple[float, ...]

    def __call__(self, row: npt.NDArray[np.float32]) -> float:
        """Return the value of the leaf a row falls into."""
        node = 0
        while (feature := self.feature[node]) >= 0:
            below = row[feature] <= self.threshold[node]
            node = self.left[node] if below else self.right[node]
        return self.value[node]


@dataclass(frozen=True)
class Boosted:
    """The sum of trees, in log odds."""

    names: tuple[str, ...]
    intercept: float
    trees: tuple[Tree, ...]

    @classmethod
    def parsed(cls, data: Mapping[str, Any]) -> Self:
        """Read what `benchmarks/calibrate_checker.py` writes. Raises KeyError, TypeError."""
        trees = tuple(
            Tree(**{key: tuple(row) for key, row in one.items()}) for one in data["trees"]
        )
        return cls(tuple(data["names"]), float(data["intercept"]), trees)

    def chance(self, row: Sequence[float] | npt.NDArray[np.float32]) -> float:
        """Return the chance, 0 to 1, for one number a name."""
        numbers = np.asarray(row, dtype=np.float32)
        logit = self.intercept + sum(tree(numbers) for tree in self.trees)
        return float(1.0 / (1.0 + np.exp(-logit)))
