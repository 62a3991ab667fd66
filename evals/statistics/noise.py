"""How much a judge differs from itself when it is asked the same again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Noise:
    """What repeated runs over the same pairs showed.

    `flips` is the share of pairs, judged at least twice, that did not always get the same label;
    None where there are none. `spread` is the standard deviation of the runs' means, None with
    fewer than two runs that judged something.
    """

    runs: int
    pairs: int
    flips: float | None
    spread: float | None


def noise(runs: Sequence[Sequence[bool | None]]) -> Noise:
    """Return the noise of runs over the same pairs in the same order; None is not judged.

    Raises ValueError where the runs differ in length.
    """
    if len({len(run) for run in runs}) > 1:
        raise ValueError("The runs are not over the same pairs.")
    by_pair = [[said for said in pair if said is not None] for pair in zip(*runs, strict=True)]
    twice = [said for said in by_pair if len(said) > 1]
    means = [
        float(np.mean(judged)) if (judged := [s for s in run if s is not None]) else None
        for run in runs
    ]
    return Noise(
        runs=len(runs),
        pairs=len(by_pair),
        flips=sum(len(set(said)) > 1 for said in twice) / len(twice) if twice else None,
        spread=spread(means),
    )


def spread(values: Sequence[float | None]) -> float | None:
    """Return the standard deviation of runs' values; None where fewer than two runs have one."""
    known = [value for value in values if value is not None]
    return float(np.std(known, ddof=1)) if len(known) > 1 else None
