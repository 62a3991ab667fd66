"""Intervals hold the truth about as often as they say; 2,000 runs are in `docs/statistics.md`."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import simulation
from evals.statistics.interval import interval
from evals.statistics.paired import difference_interval, paired

RUNS = 200


def shares(random: np.random.Generator, n: int) -> tuple[np.ndarray, list[str] | None, float]:
    return (random.random(n) < 0.8).astype(float), None, 0.8


def waits(random: np.random.Generator, n: int) -> tuple[np.ndarray, list[str] | None, float]:
    return random.exponential(1.0, n), None, 1.0


def groups(random: np.random.Generator, n: int) -> tuple[np.ndarray, list[str] | None, float]:
    of = np.arange(n) // 3
    right = random.beta(4, 1, n)[of]
    return (random.random(n) < right).astype(float), [str(one) for one in of], 0.8


@pytest.mark.parametrize("n", [50, 150])
@pytest.mark.parametrize("kind", [shares, waits, groups])
def test_an_interval_holds_the_truth_about_as_often_as_it_says(kind, n: int) -> None:  # type: ignore[no-untyped-def]
    held = 0
    for run in range(RUNS):
        values, of, truth = kind(np.random.default_rng([3, n, run]), n)
        found = interval(list(values), groups=of)
        held += found.low <= truth <= found.high
    assert 0.92 <= held / RUNS <= 0.985


@pytest.mark.parametrize("n", [50, 150])
def test_the_interval_of_a_difference_holds_it_too(n: int) -> None:
    held = 0
    for run in range(RUNS):
        random = np.random.default_rng([4, n, run])
        old = (random.random(n) < 0.8).astype(float)
        new = np.where(random.random(n) < 0.1, 0.0, old)
        found = difference_interval(paired(list(old), list(new)))
        held += found.low <= -0.08 <= found.high
    assert 0.92 <= held / RUNS <= 0.995


def test_the_simulation_that_the_docs_quote_runs() -> None:
    first = next(simulation.coverage(2))
    assert first["n"] == 50
    assert 0 <= first["covered"] <= 1
    row = next(simulation.gate(2))
    assert row["pass"] + row["fail"] + row["inconclusive"] == pytest.approx(1)
    lost = next(simulation.power(1))
    assert lost["smallest_loss"] > 0
