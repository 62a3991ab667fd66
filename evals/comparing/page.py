"""Two runs side by side, on the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evals.comparing.compare import Compared, Moved
from evals.metrics.registry import METRICS
from evals.statistics.decision import Comparison, Outcome
from ui.counting import counted
from ui.terminal import one_line

_SHOWN = 10
_LONGEST = 160


def page(found: Compared) -> Iterator[str]:
    """Yield what became of every metric, what moved, and what else is different."""
    yield f"{counted(found.cases, 'case')} in both; old: {found.old.name}, new: {found.new.name}"
    yield ""
    yield f"{'':27}{'old':>7}{'new':>8}  difference (95 %)        shows   p     outcome"
    yield from map(line, found.metrics)
    yield ""
    yield f"{found.decision.value}: {reason(found)}"
    yield from _moved(found)
    if found.changes:
        yield ""
        yield "What else is different"
        for change in found.changes:
            yield f"  {change.what}: {change.old or '-'} → {change.new}"
            yield from (f"    {text}" for text in change.diff)


def line(one: Comparison) -> str:
    """Return what became of a metric; more is better in the difference, whichever it is."""
    metric = METRICS[one.name]
    old, new = before_and_after(one)
    where = f"{one.difference:+.3f} ({one.interval.low:+.3f} … {one.interval.high:+.3f})"
    chance = "" if not one.changed else f"{one.corrected:.2g}"
    return (
        f"{metric.title:27}{old:7.3f}{new:8.3f}  {where:25} {one.smallest:5.3f}  {chance:5} "
        f"{one.outcome.value}"
    )


def before_and_after(one: Comparison) -> tuple[float, float]:
    """Return the old and the new value of a metric as it is named, whichever way is better."""
    if METRICS[one.name].better == "lower":
        return 1 - one.old, 1 - one.new
    return one.old, one.new


def reason(found: Compared) -> str:
    """Return why the runs pass or do not, naming the metrics."""
    if found.identical:
        return "every case came to exactly the same."
    if found.decision is Outcome.PASS:
        return "no metric lost more than its margin."
    why = {one.name: one.reason for one in found.metrics if one.outcome is found.decision}
    if found.decision is Outcome.INCONCLUSIVE:
        why |= {name: f"{count:,} answers have no score" for name, count in found.lacking.items()}
    told = [f"{METRICS[name].title} ({name}): {said}" for name, said in why.items()]
    return f"{', '.join(told[:8])}."


def _moved(found: Compared) -> Iterator[str]:
    for title, side in (("Worse", "worse"), ("Better", "better")):
        moved = [each for each in found.moved if getattr(each, side)]
        if moved:
            yield ""
            yield f"{title}: {counted(len(moved), 'case')}"
            for each in sorted(moved, key=lambda one: -len(getattr(one, side)))[:_SHOWN]:
                yield from _case(each, getattr(each, side))


def _case(moved: Moved, metrics: tuple[str, ...]) -> Iterator[str]:
    yield f"  {moved.new.case}  {one_line(moved.new.question)[:_LONGEST]}  ({', '.join(metrics)})"
    yield f"    old: {one_line(moved.old.answer)[:_LONGEST]}"
    yield f"    new: {one_line(moved.new.answer)[:_LONGEST]}"


def as_json(found: Compared) -> dict[str, Any]:
    """Return the same as an object."""
    return {
        "schema": 1,
        "decision": found.decision.value,
        "identical": found.identical,
        "old": found.old.name,
        "new": found.new.name,
        "cases": found.cases,
        "metrics": [_metric(one) for one in found.metrics],
        "lacking": dict(found.lacking),
        "moved": [
            {
                "case": each.new.case,
                "question": each.new.question,
                "worse": list(each.worse),
                "better": list(each.better),
                "old": each.old.answer,
                "new": each.new.answer,
            }
            for each in found.moved
        ],
        "changes": [
            {"what": c.what, "old": c.old, "new": c.new, "diff": list(c.diff)}
            for c in found.changes
        ],
    }


def _metric(one: Comparison) -> dict[str, Any]:
    old, new = before_and_after(one)
    return {
        "name": one.name,
        "cases": one.cases,
        "changed": one.changed,
        "old": old,
        "new": new,
        "difference": one.difference,
        "low": one.interval.low,
        "high": one.interval.high,
        "p": one.chance,
        "corrected": one.corrected,
        "smallest": one.smallest,
        "margin": one.margin,
        "outcome": one.outcome.value,
        "reason": one.reason,
    }
