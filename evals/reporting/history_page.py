"""Runs over time for people: a table on the terminal, plots on a page that stands alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from evals.metrics.registry import METRICS
from evals.reporting import words
from evals.reporting.history import History, Point
from evals.reporting.page import page
from evals.reporting.plots import Axis
from ui.exporting.page import text

_HEIGHT, _TOP, _BOTTOM, _LEFT, _STEP = 220, 24, 52, 50, 84


def lines(found: History, metrics: Sequence[str]) -> Iterator[str]:
    """Yield the table, then what the series are of."""
    width = max(4, *(len(point.name) for point in found.points))
    heads = "".join(f"  {METRICS[name].title:22}" for name in metrics)
    yield f"{'run':{width}}  {'ended':16}  of{heads}".rstrip()
    for point in found.points:
        if point.other:
            yield f"-- other {', '.join(point.other)}: not comparable with those above"
        cells = "".join(f"  {_cell(point, name):22}" for name in metrics)
        yield f"{point.name:{width}}  {_when(point):16}  {letter(point.series):2}{cells}".rstrip()
    yield ""
    yield from (f"{letter(place)}: {told}" for place, told in enumerate(found.series))


def _cell(point: Point, name: str) -> str:
    one = point.metrics.get(name)
    if one is None:
        return "–"
    where = words.interval(name, one["low"], one["high"])
    return f"{words.number(name, one['value'])}" + (f" ({where})" if where else "")


def _when(point: Point) -> str:
    return (point.ended or "no date")[:16].replace("T", " ")


def letter(series: int) -> str:
    """Return the name of a series: A to Z, then A1 and so on."""
    return chr(ord("A") + series % 26) + (str(series // 26) if series >= 26 else "")


def history_json(found: History, metrics: Sequence[str]) -> dict[str, Any]:
    """Return the same as an object."""
    return {
        "schema": 1,
        "series": list(found.series),
        "left_out": list(found.left),
        "runs": [
            {
                "name": point.name,
                "ended": point.ended,
                "cases": point.cases,
                "series": point.series,
                "other": list(point.other),
                "code": point.code,
                "settings": point.settings,
                "metrics": {n: point.metrics[n] for n in metrics if n in point.metrics},
            }
            for point in found.points
        ],
    }


def history_html(found: History, metrics: Sequence[str]) -> str:
    """Return a page: a plot for each metric, then the table."""
    return page("Evaluations over time", _body(found, metrics))


def _body(found: History, metrics: Sequence[str]) -> Iterator[str]:
    yield '<main class="report">\n<h1>Evaluations over time</h1>'
    yield (
        '<p class="facts">Points with 95 % intervals. Only runs of the same cases, documents, '
        "judge and system are joined; a dotted line stands where one of them is another.</p>"
    )
    yield '<div class="series">'
    for name in metrics:
        if any(name in point.metrics for point in found.points):
            yield over_time(found, name)
    yield "</div>\n<h2>The runs</h2>"
    heads = "".join(f'<th scope="col">{text(METRICS[name].title)}</th>' for name in metrics)
    yield (
        '<div class="scrolls" role="region" aria-label="The runs" tabindex="0"><table><thead><tr>'
        f'<th scope="col">Run</th><th scope="col">Ended</th><th scope="col">Of</th>{heads}'
        '<th scope="col">Settings</th><th scope="col">Code</th></tr></thead><tbody>'
    )
    yield from (_row(point, metrics) for point in found.points)
    yield "</tbody></table></div>\n<h2>What they are of</h2>\n<ul>"
    yield from (f"<li>{letter(n)}: {text(told)}</li>" for n, told in enumerate(found.series))
    yield "</ul>\n</main>"


def _row(point: Point, metrics: Sequence[str]) -> str:
    other = f" <small>other {text(', '.join(point.other))}</small>" if point.other else ""
    cells = "".join(f"<td>{text(_cell(point, name))}</td>" for name in metrics)
    return (
        f'<tr><th scope="row">{text(point.name)}</th><td>{_when(point)}</td>'
        f"<td>{letter(point.series)}{other}</td>{cells}<td>{text(point.settings)}</td>"
        f"<td>{text(point.code)}</td></tr>"
    )


def over_time(found: History, name: str) -> str:
    """Return a metric over the runs as SVG."""
    points, metric = found.points, METRICS[name]
    shown = [(place, point.metrics[name]) for place, point in enumerate(points)
             if name in point.metrics]  # fmt: skip
    top = 1.0 if words.is_share(name) else max(_high(one) for _, one in shown) or 1.0
    y = Axis(0, top, _HEIGHT - _BOTTOM, _TOP)
    width = max(320, _LEFT + _STEP * len(points) + 16)
    x = Axis(0, 1, _LEFT + _STEP / 2, _LEFT + 1.5 * _STEP)
    drawn = [*_grid(y, width, top), *_joins(points, name, x, y)]
    for place, one in shown:
        middle = x.at(place)
        if one["low"] is not None:
            drawn.append(
                f'<line class="interval" x1="{middle}" y1="{y.at(one["low"])}" x2="{middle}" '
                f'y2="{y.at(min(one["high"], top))}"/>'
            )
        drawn.append(
            f'<circle class="now" cx="{middle}" cy="{y.at(one["value"])}" r="4"><title>'
            f"{escape(points[place].name)}: {escape(_cell(points[place], name))}</title></circle>"
        )
    drawn += [_named(point, x.at(place)) for place, point in enumerate(points)]
    said = "; ".join(f"{points[place].name} {_cell(points[place], name)}" for place, _ in shown)
    lower = " (less is better)" if metric.better == "lower" else ""
    return (
        f'<figure><figcaption>{text(metric.title)}{lower}</figcaption><div class="scrolls" '
        f'tabindex="0" role="region" aria-label="{text(metric.title)}">'
        f'<svg role="img" width="{width}" height="{_HEIGHT}" viewBox="0 0 {width} {_HEIGHT}" '
        f'aria-label="{text(f"{metric.title}: {said}")}">{"".join(drawn)}</svg></div></figure>'
    )


def _high(one: Any) -> float:
    return float(one["value"] if one["high"] is None else one["high"])


def _grid(y: Axis, width: float, top: float) -> Iterator[str]:
    for part in (0, 0.5, 1):
        at = y.at(part * top)
        yield f'<line class="axis" x1="{_LEFT}" y1="{at}" x2="{width - 8}" y2="{at}"/>'
        yield f'<text x="{_LEFT - 6}" y="{at + 4}" text-anchor="end">{part * top:.3g}</text>'


def _joins(points: Sequence[Point], name: str, x: Axis, y: Axis) -> Iterator[str]:
    """Yield lines between points of one series, and a dotted one where something is another."""
    last: dict[int, tuple[float, float]] = {}
    for place, point in enumerate(points):
        if point.other:
            at = x.at(place - 0.5)
            yield (
                f'<line class="parted" x1="{at}" y1="{y.begin}" x2="{at}" y2="{y.end}"/>'
                f'<text x="{at + 3}" y="{_TOP - 8}">other {escape(", ".join(point.other))}</text>'
            )
        if name in point.metrics:
            here = (x.at(place), y.at(point.metrics[name]["value"]))
            if point.series in last:
                old = last[point.series]
                yield (
                    f'<line class="joined" x1="{old[0]}" y1="{old[1]}" x2="{here[0]}" '
                    f'y2="{here[1]}"/>'
                )
            last[point.series] = here


def _named(point: Point, x: float) -> str:
    base = _HEIGHT - _BOTTOM
    day, _, hour = _when(point).partition(" ")
    return (
        f'<text x="{x}" y="{base + 16}" text-anchor="middle">{letter(point.series)}</text>'
        f'<text x="{x}" y="{base + 31}" text-anchor="middle">{day}</text>'
        f'<text x="{x}" y="{base + 44}" text-anchor="middle">{hour}</text>'
    )
