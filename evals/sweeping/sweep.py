"""A sweep: a run for each point, in a folder of its own; one that has ended is not made again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.metrics.registry import METRICS
from evals.reporting.folder import keep
from evals.reporting.report import report_of
from evals.running.planning import Asked, Judging, Profile, planned, refuse_without_model
from evals.running.run import carry_out, ended
from evals.sweeping.front import on_front
from evals.systems.spec import Kind

if TYPE_CHECKING:
    from evals.sweeping.grid import Grid, Point

LIBRARIES = "libraries"
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Asking:
    """What every point is asked, and how."""

    cases: list[Path] | None = None
    documents: Path | None = None
    judge: Judging = Judging.WORDING
    limit: int | None = None
    seed: int = 0
    jobs: int | None = None
    repeat: int = 1
    key_variable: str | None = None


@dataclass(frozen=True)
class Tried:
    """What a point came to; `head` is that of its run, `front` whether no other point beats it."""

    point: Point
    head: dict[str, Any]
    front: bool = False

    def value(self, metric: str) -> float | None:
        """Return its value of a metric, None where it has none."""
        found = self.head["metrics"].get(metric)
        return None if found is None else float(found["value"])


def sweep(
    grid: Grid, asking: Asking, out: Path, on_row: Callable[[Point, int], Told] | None = None
) -> list[Tried]:
    """Make the run of every point that has none yet; return all, the front marked.

    `on_row` gives for a point and its number what is told how many of how many cases are done.
    Raises what a run raises; what had ended by then is kept.
    """
    for point in grid.points:
        refuse_without_model(asked_of(point, asking.key_variable), point.settings)
    heads = [
        _made(point, asking, out, on_row(point, number) if on_row else None)
        for number, point in enumerate(grid.points, start=1)
    ]
    tried = [Tried(point, head) for point, head in zip(grid.points, heads, strict=True)]
    marks = on_front([_weighed(one, grid) for one in tried])
    return [replace(one, front=mark) for one, mark in zip(tried, marks, strict=True)]


def _made(point: Point, asking: Asking, out: Path, told: Told | None) -> dict[str, Any]:
    with planned(
        point.settings,
        asking.cases,
        asking.documents,
        asked_of(point, asking.key_variable),
        asking.judge,
        asking.limit,
        asking.seed,
        asking.jobs,
        remade_in=out / LIBRARIES,
    ) as plan:
        folder, plan = out / point.folder, replace(plan, repeat=asking.repeat)
        head = ended(plan, folder)
        if head is None:
            head, _ = carry_out(plan, folder, told)
            keep(report_of(folder, home=point.settings.home), folder)
    return head


def asked_of(point: Point, key_variable: str | None) -> Asked:
    """Return who is asked: Footnoted with the model of the settings, where they name one."""
    from rag.llm import model_wanted

    if point.spec.kind is Kind.FOOTNOTED:
        wanted = model_wanted(point.settings.llm)
        return Asked(point.spec, Profile.MODEL if wanted else Profile.EMBEDDED)
    return Asked(point.spec, None, key_variable if point.spec.kind is Kind.OPENAI else None)


def _weighed(tried: Tried, grid: Grid) -> list[float | None]:
    """Return its values of all that is weighed, more being better."""
    return [
        None if value is None else value if METRICS[name].better == "higher" else -value
        for name in (*grid.quality, *grid.cost)
        for value in [tried.value(name)]
    ]
