"""The studentised bootstrap over clusters (Efron and Tibshirani 1993, chapter 12.5).

Percentile and BCa intervals cover too little for skewed scores and 50 cases; dividing each
resample's error by its own standard error mends most of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from evals.statistics.clusters import Clusters, Floats
from evals.statistics.normal import t_of, z_of

RESAMPLES = 2_000
SEED = 20_260_101
_KEPT = 500
_AT_ONCE = 250
_HARDLY = 1e-12
_MANY = 30


def resampled(rows: Floats) -> Floats:
    """Return the sums of rows drawn with replacement, float64 [RESAMPLES, columns].

    The same number of rows is always drawn alike. Rows are float64 [n, columns].
    """
    return np.concatenate([counts @ rows for counts in draws(len(rows))])


def draws(clusters: int) -> Iterator[Floats]:
    """Yield how often each cluster is drawn in RESAMPLES drawings, float64 [some, clusters]."""
    yield from _kept(clusters) if clusters <= _KEPT else _drawn(clusters)


def studentised(data: Clusters, level: float = 0.95) -> tuple[float, float]:
    """Return the ends of the interval of the ratio; at least two clusters that differ."""
    ratios, errors = _ratios(data)
    usable = errors > 0
    turned = (ratios[usable] - data.ratio) / errors[usable]
    high, low = np.quantile(turned, [(1 + level) / 2, (1 - level) / 2])
    high, low = (end * _widening(len(data), level) for end in (high, low))
    return data.ratio - float(high) * data.spread, data.ratio - float(low) * data.spread


def _widening(clusters: int, level: float) -> float:
    """Return by how much Student's interval for few clusters is wider than the normal one."""
    if clusters >= _MANY:
        return 1.0
    return t_of((1 + level) / 2, clusters - 1) / z_of((1 + level) / 2)


def _ratios(data: Clusters) -> tuple[Floats, Floats]:
    """Return ratio and standard error of every resample, float64 [RESAMPLES]; 0 where undefined."""
    top, bottom = data.top, data.bottom
    sums = resampled(np.stack([top, bottom, top**2, top * bottom, bottom**2], axis=1))
    whole = sums[:, 1] > 0
    ours, below, of_top, both, of_bottom = np.where(whole[:, None], sums, 1.0).T
    ratio = ours / below
    rest = of_top - 2 * ratio * both + ratio**2 * of_bottom
    rest = np.where(whole & (rest > _HARDLY * of_top), rest, 0.0)
    return ratio, np.sqrt(rest * len(data) / (len(data) - 1)) / below


@lru_cache(maxsize=8)
def _kept(clusters: int) -> tuple[Floats, ...]:
    return tuple(_drawn(clusters))


def _drawn(clusters: int) -> Iterator[Floats]:
    generator = np.random.default_rng([SEED, clusters])
    even = np.full(clusters, 1 / clusters)
    for _ in range(RESAMPLES // _AT_ONCE):
        yield generator.multinomial(clusters, even, _AT_ONCE).astype(np.float64)
