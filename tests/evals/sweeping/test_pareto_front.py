"""The front by its definition, whatever the points."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evals.sweeping.front import on_front

VALUES = st.integers(0, 4).map(float)
POINTS = st.integers(1, 3).flatmap(
    lambda size: st.lists(st.tuples(*[VALUES] * size), min_size=1, max_size=12)
)


def test_an_example_by_hand() -> None:
    points = [(0.9, -3.0), (0.8, -1.0), (0.8, -2.0), (0.9, -3.0), (0.7, -1.0), (None, -0.5)]
    assert on_front(points) == [True, True, False, True, False, False]


@given(POINTS)
def test_what_is_off_the_front_is_beaten_by_something_on_it(
    points: list[tuple[float, ...]],
) -> None:
    marks = on_front(points)
    front = [point for point, mark in zip(points, marks, strict=True) if mark]
    assert front
    for point, mark in zip(points, marks, strict=True):
        no_worse = [p for p in front if p != point and all(a >= b for a, b in zip(p, point))]  # noqa: B905
        assert bool(no_worse) is not mark


@given(POINTS, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(points: list[tuple[float, ...]], random: object) -> None:
    marked = dict(zip(points, on_front(points), strict=True))
    mixed = [*points]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert dict(zip(mixed, on_front(mixed), strict=True)) == marked


@given(POINTS, VALUES)
def test_what_lacks_a_value_changes_nothing_for_the_others(
    points: list[tuple[float, ...]], value: float
) -> None:
    lacking = (value,) * (len(points[0]) - 1) + (None,)
    assert on_front([*points, lacking]) == [*on_front(points), False]
