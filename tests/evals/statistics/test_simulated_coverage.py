"""Intervals and the gate keep their promises over 2,000 simulated runs of 50 cases.

More kinds of scores, and 150 cases, are in `docs/statistics.md`, by the same simulation.
"""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import simulation
from benchmarks.simulation import Kind, binary, clustered, crowded, skewed
from evals.statistics.correction import holm
from evals.statistics.exact import chance
from evals.statistics.paired import paired

RUNS, CASES = 2_000, 50
FROM, TO = 0.935, 0.965


@pytest.mark.parametrize("kind", [binary, skewed, clustered])
def test_an_interval_holds_the_truth_as_often_as_it_says(kind: Kind) -> None:
    assert FROM <= simulation.one_run(RUNS, CASES, kind)["covered"] <= TO


@pytest.mark.parametrize("kind", [binary, crowded, clustered])
def test_the_interval_of_a_difference_holds_it_too(kind: Kind) -> None:
    assert FROM <= simulation.difference(RUNS, CASES, kind)["covered"] <= TO


def test_what_moves_by_chance_seldom_fails() -> None:
    """Three metrics, corrected: a gate fails by nothing else. `docs/statistics.md` has eight."""
    alarms = 0
    for run in range(RUNS):
        random = np.random.default_rng([21, run])
        chances = {}
        for place in range(3):
            old, new = simulation.twice(random, binary(random, CASES), changed=0.3)
            chances[str(place)] = chance(paired(list(old), list(new)), "less")
        alarms += min(holm(chances).values()) <= 0.05
    assert 0 < alarms / RUNS <= 0.05


def test_the_simulation_that_the_docs_quote_runs() -> None:
    first = next(simulation.coverage(2))
    assert first["n"] == 50
    assert 0 <= first["covered"] <= 1
    row = next(simulation.gate(2))
    assert row["pass"] + row["fail"] + row["inconclusive"] == pytest.approx(1)
    lost = next(simulation.power(1))
    assert lost["smallest_loss"] > 0
