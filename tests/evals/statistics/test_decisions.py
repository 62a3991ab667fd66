"""A gate: a loss fails, what excludes a loss passes, and the rest is said to be open."""

from __future__ import annotations

import pytest

from evals.statistics.decision import Measured, Outcome, compare, overall
from evals.statistics.paired import paired

RIGHT = [1.0] * 90 + [0.0] * 10


def test_identical_cases_pass_however_few() -> None:
    for scores in ([1.0], [0.3, 0.7], RIGHT):
        (found,) = compare([Measured("m", paired(scores, scores), margin=0.0)])
        assert found.outcome is Outcome.PASS
        assert found.changed == 0


def test_a_clear_loss_fails() -> None:
    (found,) = compare([Measured("m", paired(RIGHT, [0.0] * 20 + RIGHT[20:]), 0.05)])
    assert found.outcome is Outcome.FAIL
    assert found.difference == pytest.approx(-0.2)
    assert found.interval.high < 0
    assert found.corrected < 0.001


def test_a_gain_passes() -> None:
    (found,) = compare([Measured("m", paired([0.0] * 20 + RIGHT[20:], RIGHT), 0.05)])
    assert found.outcome is Outcome.PASS


def test_too_few_cases_to_exclude_a_loss_are_inconclusive() -> None:
    (found,) = compare([Measured("m", paired([1.0] * 20, [0.0] + [1.0] * 19), 0.05)])
    assert found.outcome is Outcome.INCONCLUSIVE
    assert found.smallest > 5 / 20


@pytest.mark.parametrize(
    ("old", "new", "outcome"),
    [
        ([(2, 2), (1, 1), (3, 3)], [(1, 1), (1, 1), (2, 2)], Outcome.PASS),
        ([(2, 2), (1, 2), (3, 3)], [(2, 2), (2, 2), (3, 3)], Outcome.PASS),
        ([(2, 2), (1, 1), (3, 3)], [(1, 2), (1, 1), (3, 3)], Outcome.INCONCLUSIVE),
    ],
)
def test_a_margin_of_nothing_asks_that_nothing_is_lost(
    old: list[tuple[float, float]], new: list[tuple[float, float]], outcome: Outcome
) -> None:
    shares = [[got for got, _ in each] for each in (old, new)]
    counts = [[of for _, of in each] for each in (old, new)]
    pairs = paired(*shares, None, *counts)
    (found,) = compare([Measured("quote_exactness", pairs, margin=0.0)])
    assert found.outcome is outcome


def test_one_change_among_many_cases_passes() -> None:
    old = [1.0] * 300
    (found,) = compare([Measured("m", paired(old, [0.0, *old[1:]]), 0.05)])
    assert found.outcome is Outcome.PASS


def test_many_metrics_need_more_evidence_each() -> None:
    loses = paired([1.0] * 60, [0.0] * 6 + [1.0] * 54)
    (alone,) = compare([Measured("m", loses, 0.01)])
    assert alone.outcome is Outcome.FAIL
    still = paired(RIGHT, RIGHT)
    among = compare([Measured("m", loses, 0.01), *(Measured(str(n), still, 0.01) for n in "abcd")])
    assert among[0].outcome is Outcome.INCONCLUSIVE
    assert [one.name for one in among] == ["m", "a", "b", "c", "d"]


def test_a_loss_within_the_noise_of_the_judge_does_not_fail() -> None:
    pairs = paired(RIGHT, [0.0] * 8 + RIGHT[8:])
    (found,) = compare([Measured("m", pairs, 0.05, noise=0.03)])
    assert found.outcome is Outcome.INCONCLUSIVE
    assert "judge" in found.reason


def test_the_worst_metric_decides() -> None:
    metrics = [
        Measured("same", paired(RIGHT, RIGHT), 0.05),
        Measured("open", paired([1.0] * 20, [0.0] + [1.0] * 19), 0.05),
        Measured("loses", paired(RIGHT, [0.0] * 30 + RIGHT[30:]), 0.05),
    ]
    assert overall(compare(metrics)) is Outcome.FAIL
    assert overall(compare(metrics[:2])) is Outcome.INCONCLUSIVE
    assert overall(compare(metrics[:1])) is Outcome.PASS


def test_metrics_of_one_name_are_refused() -> None:
    one = Measured("m", paired(RIGHT, RIGHT), 0.05)
    with pytest.raises(ValueError, match="same name"):
        compare([one, one])
