"""A run on the terminal: one table, and what it can be believed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evals.metrics.registry import METRICS
from evals.running.summary import GROUPS
from ui.counting import counted

_UNITS = {"s": "{:.3f} s", "tokens": "{:,.0f}"}


def page(head: dict[str, Any]) -> Iterator[str]:
    """Yield the lines that tell what a run came to."""
    found = head["metrics"]
    kinds = ", ".join(f"{count} {kind}" for kind, count in head["kinds"].items())
    models = f", written by {', '.join(head['models'])}" if head["models"] else ""
    yield f"{counted(len(head['cases']), 'case')} ({kinds}), asked of {head['system']}{models}"
    for group, names in GROUPS.items():
        known = [name for name in names if name in found]
        if known:
            yield ""
            yield group.capitalize()
            yield from (line(name, found[name]) for name in known)
    yield ""
    yield head["judge"]["said"]
    noise = head["judge"].get("noise")
    if noise and noise["flips"] is not None:
        yield (
            f"Asked {noise['runs']} times, it changed its mind on {noise['flips']:.1%} of "
            f"{noise['pairs']:,} statements."
        )
    if head.get("fallbacks"):
        yield (
            f"In {head['fallbacks']:,} cases the model failed, and the sources' own words answered."
        )
    if head["unjudged"]:
        yield f"The judge could not judge {head['unjudged']:,} statements: they are left out."


def line(name: str, one: dict[str, Any]) -> str:
    """Return a metric on one line."""
    low, high = one["low"], one["high"]
    where = f"{shown(name, low)} – {shown(name, high)}" if low is not None else ""
    value = shown(name, one["value"])
    return f"  {METRICS[name].title:26} {value:>9}  {where:17} n = {one['cases']:,}"


def shown(name: str, value: float) -> str:
    """Return a value as people read it."""
    return _UNITS.get(METRICS[name].unit, "{:.3f}").format(value)
