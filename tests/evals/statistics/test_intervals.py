"""Intervals of one metric: the right method, the same for every order, within what can be."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from evals.statistics.clusters import clustered
from evals.statistics.interval import Interval, interval
from evals.statistics.normal import t_of, z_of

SCORES = st.lists(st.floats(0, 1, width=32), min_size=1, max_size=60)


def test_a_share_has_the_interval_of_wilson() -> None:
    found = interval([1.0] * 45 + [0.0] * 5)
    known = stats.binomtest(45, 50).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx((known.low, known.high))
    assert found.method == "wilson"


def test_all_right_is_not_certain() -> None:
    found = interval([1.0] * 50)
    assert found.high == 1.0
    assert found.low == pytest.approx(stats.binomtest(50, 50).proportion_ci(method="wilson").low)


def test_graded_scores_have_a_studentised_interval() -> None:
    values = np.random.default_rng(1).exponential(1.0, 80)
    found = interval(list(values))
    assert found.method == "studentised bootstrap"
    assert found.low < values.mean() < found.high
    assert found.high - values.mean() > values.mean() - found.low


def test_a_few_odd_scores_are_no_reason_for_certainty() -> None:
    shares = interval([1.0] * 49 + [0.5])
    assert shares.method == "wilson"
    assert shares.low < 0.95
    times = interval([2.0] * 49 + [3.0])
    assert times.method == "plus two"
    assert times.low < 2.0


def test_cases_of_a_group_count_less_than_as_many_alone() -> None:
    values = [1.0] * 60 + [0.0] * 40
    alone = interval(values)
    groups = [str(at // 4) for at in range(100)]
    together = interval(values, groups=groups)
    assert together.high - together.low > 1.7 * (alone.high - alone.low)


def test_the_ratio_of_sums_is_measured_as_such() -> None:
    hits, of = [2.0, 0.0, 3.0] * 20, [4.0, 1.0, 3.0] * 20
    found = interval(hits, of)
    assert found.low < 5 / 8 < found.high


@settings(deadline=None, max_examples=40)
@given(SCORES, st.randoms(use_true_random=False))
def test_an_interval_holds_the_mean_whatever_the_order(
    values: list[float], shuffled: random.Random
) -> None:
    groups = [str(at % 7) for at in range(len(values))]
    found = interval(values, groups=groups)
    rows = list(zip(values, groups, strict=True))
    shuffled.shuffle(rows)
    again = interval([value for value, _ in rows], groups=[group for _, group in rows])
    assert found == again
    assert 0 <= found.low <= np.mean(values) + 1e-6
    assert np.mean(values) - 1e-6 <= found.high <= 1


@pytest.mark.parametrize("top", [[], [1.0]])
def test_nothing_to_measure_is_refused(top: list[float]) -> None:
    with pytest.raises(ValueError, match=r"nothing to take a share of|differ"):
        interval(top, [0.0] * len(top))


def test_groups_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="differ in length"):
        clustered([1.0, 0.0], groups=["a"])


def test_an_interval_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="ends before"):
        Interval(0.5, 0.4, "wilson")


@pytest.mark.parametrize("share", [0.6, 0.8, 0.95, 0.975, 0.995])
@pytest.mark.parametrize("freedom", [8, 15, 30, 150])
def test_quantiles_are_those_of_scipy(share: float, freedom: int) -> None:
    assert z_of(share) == pytest.approx(stats.norm.ppf(share))
    assert t_of(share, freedom) == pytest.approx(stats.t.ppf(share, freedom), abs=0.002)
