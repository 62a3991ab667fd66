"""Two runs over the same cases: differences, exact tests, and what so many cases can show."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from evals.statistics.correction import holm
from evals.statistics.exact import chance
from evals.statistics.noise import noise
from evals.statistics.paired import difference_interval, paired
from evals.statistics.power import fewest, smallest_loss

PAIRS = st.lists(st.tuples(st.floats(0, 1, width=16), st.floats(0, 1, width=16)), min_size=2)


def test_binary_scores_are_tested_by_mcnemar() -> None:
    old = [1.0] * 40 + [0.0] * 20
    new = [1.0] * 28 + [0.0] * 12 + [1.0] * 3 + [0.0] * 17
    pairs = paired(old, new)
    assert chance(pairs) == pytest.approx(stats.binomtest(3, 15).pvalue)
    assert chance(pairs, "less") == pytest.approx(stats.binomtest(3, 15, alternative="less").pvalue)
    assert (pairs.cases, pairs.changed) == (60, 15)


def test_graded_scores_are_tested_by_every_exchange() -> None:
    old = [0.2, 0.9, 0.8, 0.7, 0.5, 0.6, 1.0]
    new = [0.1, 0.7, 0.9, 0.2, 0.5, 0.1, 0.8]
    differences = np.subtract(new, old)
    signs = np.array(list(itertools.product((1, -1), repeat=len(old))))
    every = np.round(signs @ differences, 9)
    known = (every <= round(differences.sum(), 9)).mean()
    assert chance(paired(old, new), "less") == pytest.approx(known)
    known = (np.abs(every) >= abs(round(differences.sum(), 9))).mean()
    assert chance(paired(old, new)) == pytest.approx(known)


def test_many_changes_are_tested_by_random_exchanges() -> None:
    generator = np.random.default_rng(5)
    old = generator.random(60)
    new = old - generator.normal(0.04, 0.1, 60)
    found = chance(paired(list(old), list(new)))
    known = stats.permutation_test(
        (new - old,), np.mean, permutation_type="samples", n_resamples=10_000, rng=generator
    ).pvalue
    assert found == pytest.approx(known, abs=0.01)
    assert found > 0


def test_a_group_is_exchanged_as_a_whole() -> None:
    old, new = [1.0] * 8, [0.0] * 8
    assert chance(paired(old, new), "less") == pytest.approx(1 / 256)
    grouped = paired(old, new, ["a", "a", "a", "a", "b", "b", "b", "b"])
    assert chance(grouped, "less") == pytest.approx(1 / 4)


def test_shares_of_sums_are_compared_as_such() -> None:
    pairs = paired([1, 2, 3], [1, 1, 3], None, [2, 2, 4], [2, 3, 4])
    assert pairs.old == pytest.approx(6 / 8)
    assert pairs.new == pytest.approx(5 / 9)
    assert pairs.parts.values.mean() == pytest.approx(pairs.difference)
    assert chance(pairs, "less") == pytest.approx(0.5)


@settings(deadline=None, max_examples=40)
@given(PAIRS, st.randoms(use_true_random=False))
def test_neither_the_order_nor_the_side_matters(
    cases: list[tuple[float, float]], shuffled: random.Random
) -> None:
    old, new = [one for one, _ in cases], [other for _, other in cases]
    found, again = paired(old, new), list(cases)
    shuffled.shuffle(again)
    mixed = paired([one for one, _ in again], [other for _, other in again])
    assert chance(found) == chance(mixed)
    assert difference_interval(found) == difference_interval(mixed)
    assert difference_interval(found).low <= found.difference <= difference_interval(found).high
    turned = paired(new, old)
    assert turned.difference == pytest.approx(-found.difference, abs=1e-9)
    assert 0 < chance(found) <= 1
    assert chance(turned) == pytest.approx(chance(found), abs=0.05)  # drawn, 10,000 times


def test_identical_runs_differ_by_nothing_and_are_not_certain() -> None:
    scores = [1.0, 0.0, 0.5] * 20
    pairs = paired(scores, scores)
    assert pairs.difference == 0
    assert chance(pairs) == 1.0
    where = difference_interval(pairs)
    assert where.low == pytest.approx(-where.high)
    assert where.low < 0


def test_few_changes_have_a_wider_interval_than_seen() -> None:
    old = [1.0] * 100
    where = difference_interval(paired(old, [1.0] * 98 + [0.0] * 2))
    assert where.method == "plus two"
    assert where.low < -0.04 < -0.02 < where.high


def test_shares_differ_by_no_more_than_one() -> None:
    where = difference_interval(paired([1.0] * 40, [0.0] * 40))
    assert where.low == -1
    assert where.high > -1
    assert difference_interval(paired([0.0] * 40, [1.0] * 40)).high == 1
    assert difference_interval(paired([30.0] * 40, [10.0] * 40)).low < -1


def test_runs_of_other_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="differ in length"):
        paired([1.0, 0.0], [1.0])
    with pytest.raises(ValueError, match="nothing to take"):
        paired([], [])


def test_holm_raises_small_chances_most() -> None:
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx(
        {"a": 0.03, "b": 0.06, "c": 0.06}
    )
    assert holm({"a": 0.9, "b": 0.8}) == {"a": 1.0, "b": 1.0}


def test_five_cases_must_get_worse_before_a_test_can_tell() -> None:
    assert fewest(0.05) == 5
    assert 0.5 ** fewest(0.05) <= 0.05 < 0.5 ** (fewest(0.05) - 1)
    assert fewest(0.05 / 8) == 8
    scores = [1.0] * 500
    assert smallest_loss(paired(scores, scores)) > 5 / 500
    assert smallest_loss(paired(scores, scores), metrics=8) > 8 / 500


def test_a_loss_of_the_size_named_is_mostly_found() -> None:
    old = [1.0] * 120 + [0.0] * 30
    named = smallest_loss(paired(old, old))
    found = 0
    for run in range(100):
        random = np.random.default_rng([31, run])
        new = np.where(random.random(150) < named / 0.8, 0.0, old)
        found += chance(paired(old, list(new)), "less") <= 0.05
    assert 70 <= found <= 97


def test_the_smallest_loss_shrinks_as_cases_are_added() -> None:
    generator = np.random.default_rng(3)
    old = generator.random(400)
    new = old + generator.normal(0, 0.2, 400)
    many, few = paired(list(old), list(new)), paired(list(old[:100]), list(new[:100]))
    assert 1.6 < smallest_loss(few) / smallest_loss(many) < 4
    assert smallest_loss(many) > (1.645 + 0.842) * 0.2 / 20 * 0.9
    assert smallest_loss(many, metrics=8) > smallest_loss(many)


def test_a_judge_that_changes_its_mind_has_noise() -> None:
    steady = [True, False, True, True]
    assert noise([steady, steady, steady]).flips == 0
    assert noise([steady, steady]).spread == 0
    found = noise([[True, False, True, None], [True, True, True, None], [False, True, True, True]])
    assert (found.runs, found.pairs) == (3, 4)
    assert found.flips == pytest.approx(2 / 3)
    assert found.spread == pytest.approx(np.std([2 / 3, 1, 3 / 4], ddof=1))


def test_what_was_judged_once_has_no_noise() -> None:
    once = noise([[True, None]])
    assert once.flips is None
    assert once.spread is None
    with pytest.raises(ValueError, match="same pairs"):
        noise([[True], [True, False]])
