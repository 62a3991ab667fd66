"""A sweep on the terminal, and for programs: a row a point."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from evals.running.page import shown
from evals.sweeping.grid import Grid
from evals.sweeping.sweep import Tried
from rag.settings import shown as told

_SPENT = ("seconds", "tokens", "cost", "errors")
_LONGEST = 40


def columns(grid: Grid) -> list[str]:
    """Return the metrics that are shown: those that are weighed, then what a point took."""
    return list(dict.fromkeys((*grid.quality, *grid.cost, *_SPENT)))


def page(grid: Grid, tried: Sequence[Tried]) -> Iterator[str]:
    """Yield the table, the points in the order of the grid, and what the marks mean."""
    metrics = [name for name in columns(grid) if any(map(_worth_showing(name), tried))]
    heads = ["", *grid.varied, *metrics]
    rows = [
        [
            "*" if one.front else "",
            *(_value(one.point.value(name)) for name in grid.varied),
            *(_metric(one, name) for name in metrics),
        ]
        for one in tried
    ]
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    for cells in (heads, *rows):
        padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        yield "  ".join(padded).rstrip()
    yield ""
    yield (
        f"* no other point is as good in {_and(grid.quality)} and in {_and(grid.cost)}, and better "
        "in one. Means over the cases (seconds: medians), with 95 % intervals."
    )
    yield tried[0].head["judge"]["said"]
    yield from _caveats(tried)


def _caveats(tried: Sequence[Tried]) -> Iterator[str]:
    unjudged = sum(one.head["unjudged"] for one in tried)
    if unjudged:
        yield f"The judge could not judge {unjudged:,} statements: they are left out."
    fell = sum(one.head["fallbacks"] for one in tried)
    if fell:
        yield f"In {fell:,} cases a model failed, and the sources' own words answered."


def as_json(grid: Grid, tried: Sequence[Tried]) -> dict[str, Any]:
    """Return the same as an object, with every metric of every point."""
    return {
        "schema": 1,
        "quality": list(grid.quality),
        "cost": list(grid.cost),
        "varied": grid.varied,
        "judge": tried[0].head["judge"],
        "points": [
            {
                "values": {name: _bare(value) for name, value in one.point.values.items()},
                "run": one.point.folder,
                "front": one.front,
                "system": one.head["system"],
                "models": one.head["models"],
                "library": one.head["library"],
                "cases": len(one.head["cases"]),
                "errors": one.head["errors"],
                "unjudged": one.head["unjudged"],
                "fallbacks": one.head["fallbacks"],
                "metrics": one.head["metrics"],
            }
            for one in tried
        ],
    }


def _worth_showing(name: str) -> Callable[[Tried], bool]:
    if name == "errors":
        return lambda one: bool(one.head["errors"])
    return lambda one: one.value(name) is not None


def _metric(tried: Tried, name: str) -> str:
    found = tried.head["metrics"].get(name)
    if found is None:
        return "-"
    value = shown(name, found["value"])
    if found["low"] is None:
        return value
    return f"{value} ({shown(name, found['low'])} – {shown(name, found['high'])})"


def _value(value: Any) -> str:
    text = "-" if value is None else str(_bare(value))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _bare(value: Any) -> Any:
    return value.name if isinstance(value, Path) else told(value)


def _and(names: Sequence[str]) -> str:
    return " and ".join(names)
