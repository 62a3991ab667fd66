"""May a difference between two runs be chance: exact tests over the cases that changed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from evals.statistics.bootstrap import SEED
from evals.statistics.clusters import Floats
from evals.statistics.paired import EQUAL, Pairs

Alternative = Literal["two-sided", "less"]
Bits = npt.NDArray[np.int8]
PERMUTATIONS = 10_000
_ENUMERATED = 14
_AT_ONCE = 1_000
_KEPT = 200


def chance(pairs: Pairs, alternative: Alternative = "two-sided") -> float:
    """Return how likely such a difference is where both runs are as good: a p-value, never 0.

    Exact: McNemar's test for binary scores, every exchange of old and new where up to 14 clusters
    differ. Otherwise 10,000 random exchanges, themselves counted (Phipson and Smyth 2010).
    """
    if not pairs.differing.any():
        return 1.0
    if pairs.binary and len(pairs) == pairs.cases:
        return _mcnemar(pairs, alternative)
    return _exchanged(pairs, alternative)


def _mcnemar(pairs: Pairs, alternative: Alternative) -> float:
    better = int((pairs.new_top > pairs.old_top).sum())
    worse = int((pairs.new_top < pairs.old_top).sum())
    fewer = better if alternative == "less" else min(better, worse)
    all_ways = int(2 ** (better + worse))
    tail = sum(math.comb(better + worse, k) for k in range(fewer + 1)) / all_ways
    return tail if alternative == "less" else min(1.0, 2 * tail)


def _exchanged(pairs: Pairs, alternative: Alternative) -> float:
    at = pairs.differing
    moved = np.stack([pairs.new_top - pairs.old_top, pairs.new_bottom - pairs.old_bottom], axis=1)
    extreme = tries = 0
    for swaps in _swaps(int(at.sum())):
        top, bottom = (swaps @ moved[at]).T
        with np.errstate(invalid="ignore"):
            old = (pairs.old_top.sum() + top) / (pairs.old_bottom.sum() + bottom)
            found = (pairs.new_top.sum() - top) / (pairs.new_bottom.sum() - bottom) - old
        # An exchange that leaves a run with nothing to take a share of counts against a difference.
        if alternative == "less":
            far = ~(found > pairs.difference + EQUAL)
        else:
            far = ~(np.abs(found) < abs(pairs.difference) - EQUAL)
        extreme += int(far.sum())
        tries += len(swaps)
    whole = at.sum() <= _ENUMERATED
    return extreme / tries if whole else (extreme + 1) / (tries + 1)


def _swaps(clusters: int) -> Iterator[Floats]:
    """Yield which clusters are exchanged, 0 or 1 in float64 [tries, clusters], some at a time."""
    if clusters <= _ENUMERATED:
        numbers = np.arange(2**clusters)[:, None]
        yield ((numbers >> np.arange(clusters)) & 1).astype(np.float64)
        return
    for some in _kept(clusters) if clusters <= _KEPT else _drawn(clusters):
        yield some.astype(np.float64)


@lru_cache(maxsize=32)
def _kept(clusters: int) -> tuple[Bits, ...]:
    return tuple(_drawn(clusters))


def _drawn(clusters: int) -> Iterator[Bits]:
    generator = np.random.default_rng([SEED, clusters])
    for _ in range(PERMUTATIONS // _AT_ONCE):
        yield generator.integers(0, 2, (_AT_ONCE, clusters), dtype=np.int8)
