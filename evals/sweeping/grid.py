"""A grid of settings: what is tried, and by which metrics points are weighed."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from evals.metrics.registry import METRICS
from evals.running.errors import EvaluationError
from evals.running.versions import digest
from evals.systems.spec import Kind, Spec, spec_of
from rag.configure import changed, names, refuse_unknown
from rag.settings import Settings

MOST = 32
"""A grid of more points is not begun by mistake."""
SYSTEM = "system"
QUALITY, COST = ("right",), ("seconds",)
_TABLES = ("grid", "point", "metrics")
_FIXED = re.compile(r"home$|collection$|web\.")
_ODD = re.compile(r"[^\w.=,-]+")
_LONGEST = 60


@dataclass(frozen=True)
class Point:
    """One choice of settings: what is other than in the settings in force, and what that makes."""

    values: Mapping[str, Any]
    settings: Settings
    spec: Spec

    @property
    def folder(self) -> str:
        """A name for its run that tells the values, and is another for others."""
        told = ",".join(f"{name}={_plain(value)}" for name, value in self.values.items())
        named = _ODD.sub("-", told)[:_LONGEST].strip("-.") or "as-set"
        return f"{named}-{digest(repr(dict(self.values)))[:6]}"

    def value(self, name: str) -> Any:
        """Return its value of a setting, or of `system`."""
        if name == SYSTEM:
            return self.values.get(SYSTEM, Kind.FOOTNOTED.value)
        return self.values.get(name, self.settings.values()[name])


@dataclass(frozen=True)
class Grid:
    """The points in order, each once, and the metrics that the front is of."""

    points: tuple[Point, ...]
    quality: tuple[str, ...] = QUALITY
    cost: tuple[str, ...] = COST

    @property
    def varied(self) -> list[str]:
        """The settings in which points differ, in the order they are named."""
        told = dict.fromkeys(name for point in self.points for name in point.values)
        return [
            name for name in told if len({_plain(point.value(name)) for point in self.points}) > 1
        ]


def read_grid(file: Path, settings: Settings) -> Grid:
    """Return the grid of a TOML file over the settings in force.

    Raises EvaluationError for a file that is none, SettingsError for a setting that is none or for
    a value it cannot have.
    """
    told = _read(file)
    for name in told:
        if name not in _TABLES:
            raise EvaluationError(f"{file} has an unknown table {name!r}{_nearest(name, _TABLES)}")
    chosen = [*_product(told.get("grid", {}), file), *_listed(told.get("point", []), file)]
    if not chosen:
        raise EvaluationError(f"{file} has no points: give a [grid] of lists, or a [[point]].")
    unique = {repr(values): values for values in chosen}
    points = tuple(_point(values, settings, file) for values in unique.values())
    return Grid(points, **_metrics(told.get("metrics", {}), file))


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise EvaluationError(f"The grid {file} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise EvaluationError(f"The grid {file} is not TOML: {error}.") from error


def _product(table: Any, file: Path) -> Iterator[dict[str, Any]]:
    lists = _flat(table, file)
    for name, values in lists.items():
        if not isinstance(values, list) or not values:
            raise EvaluationError(
                f"{name} in [grid] of {file} takes a list of values, like [4, 8]."
            )
    if lists:
        for choice in product(*lists.values()):
            yield dict(zip(lists, choice, strict=True))


def _listed(tables: Any, file: Path) -> Iterator[dict[str, Any]]:
    if not isinstance(tables, list):
        raise EvaluationError(f"A single point of {file} is headed [[point]], with two brackets.")
    for table in tables:
        yield _flat(table, file)


def _flat(table: Any, file: Path) -> dict[str, Any]:
    """Return a table by dotted names, in the order they are written."""
    if not isinstance(table, dict):
        raise EvaluationError(f"{file} gives a value where a table of settings is needed.")
    found: dict[str, Any] = {}
    for name in names(table):
        if name != SYSTEM:
            refuse_unknown(name, file)
        value: Any = table
        for part in name.split("."):
            value = value[part]
        found[name] = value
    return found


def _point(values: dict[str, Any], settings: Settings, file: Path) -> Point:
    own = {name: value for name, value in values.items() if name != SYSTEM}
    for name in own:
        if _FIXED.match(name):
            raise EvaluationError(f"{name} in {file} cannot be varied: it changes no answer.")
    folder = own.get("llm.prompts")
    placed = {"llm.prompts": str(file.parent / folder)} if isinstance(folder, str) else {}
    spec = spec_of(str(values.get(SYSTEM, Kind.FOOTNOTED.value)))
    return Point(values, changed(settings, {**own, **placed}, file), spec)


def _metrics(table: Any, file: Path) -> dict[str, tuple[str, ...]]:
    found = {}
    for side, told in table.items() if isinstance(table, dict) else ():
        if side not in ("quality", "cost"):
            raise EvaluationError(f"[metrics] of {file} has quality and cost, and no {side!r}.")
        wanted = tuple(told) if isinstance(told, list) else (told,)
        for name in wanted:
            if name not in METRICS:
                what = f"[metrics] of {file} names {name!r}, which is no metric"
                raise EvaluationError(f"{what}{_nearest(str(name), METRICS)}")
        found[side] = wanted
    return found


def _nearest(name: str, known: Iterable[str]) -> str:
    return f"; the nearest there is: {difflib.get_close_matches(name, known, 1, 0.0)[0]!r}."


def _plain(value: Any) -> str:
    return Path(value).name if isinstance(value, Path) else str(value)
