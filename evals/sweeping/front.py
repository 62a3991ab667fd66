"""The Pareto front: the points that no other one beats on all that is wanted."""

from __future__ import annotations

from collections.abc import Sequence


def on_front(points: Sequence[Sequence[float | None]]) -> list[bool]:
    """Tell of each point whether it is on the front; of all values, more is better.

    It is unless another point is at least as good in every value and better in one. A point that
    lacks a value cannot be compared, and is not.
    """
    whole = [
        tuple(v for v in point if v is not None) if None not in point else None for point in points
    ]
    known = [point for point in whole if point is not None]
    return [
        point is not None and not any(_beats(other, point) for other in known) for point in whole
    ]


def _beats(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one != other and all(a >= b for a, b in zip(one, other, strict=True))
