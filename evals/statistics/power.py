"""What so many cases can show: the smallest loss that would most likely be noticed."""

from __future__ import annotations

import math

import numpy as np

from evals.statistics.normal import z_of
from evals.statistics.paired import Pairs

_STEPS = 20


def smallest_loss(pairs: Pairs, metrics: int = 1, level: float = 0.05, power: float = 0.8) -> float:
    """Return the smallest loss that the gate finds with this power, in the metric's own measure.

    It goes by how much the cases vary here, and by how much more they would with such a loss; never
    below what the fewest cases that can be significant at all make, if each changed by as much as
    those that did (by 1 where none did). `metrics` is how many are tested together, corrected as if
    this were the worst of them.
    """
    level /= metrics
    parts = pairs.parts.values
    changed = np.abs(parts[pairs.differing])
    size = float(changed.mean()) if len(changed) else 1.0
    few = fewest(level)
    floor = (few + z_of(power) * math.sqrt(few)) * size / len(pairs)
    spread = float(parts.var(ddof=1)) if len(parts) > 1 else math.inf
    found = floor
    for _ in range(_STEPS):
        more = max(0.0, found + pairs.difference) * size
        error = math.sqrt((spread + more) / len(pairs))
        found = max(floor, (z_of(1 - level) + z_of(power)) * error)
    return found


def fewest(level: float = 0.05) -> int:
    """Return how many cases must get worse, and none better, for an exact test to notice."""
    return math.ceil(-math.log2(level) - 1e-9)
