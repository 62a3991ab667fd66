"""What a report says of its values, the same on every page: numbers, outcomes, the judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from evals.metrics.registry import METRICS
from evals.running.judging import MODEL, NONE, WORDING
from evals.running.page import shown as value_of
from evals.running.summary import GROUPS
from ui.counting import counted

SIGNS = {"pass": "✓", "fail": "✕", "inconclusive": "~", None: "·"}


def number(name: str, value: float | None) -> str:
    """Return a metric's value as people read it; a dash where there is none."""
    return "–" if value is None else value_of(name, value)


def interval(name: str, low: float | None, high: float | None) -> str:
    """Return where it lies, nothing where that is not known."""
    return "" if low is None or high is None else f"{number(name, low)} – {number(name, high)}"


def gain(one: Mapping[str, Any]) -> str:
    """Return a difference with its interval; more is better in it."""
    return f"{one['difference']:+.3f} ({one['low']:+.3f} … {one['high']:+.3f})"


def chance(one: Mapping[str, Any]) -> str:
    """Return the corrected p-value, nothing where no case changed."""
    return f"{one['corrected']:.2g}" if one["changed"] else ""


def is_share(name: str) -> bool:
    """Tell whether a metric lies between 0 and 1."""
    return name not in GROUPS["expense"] or name == "errors"


def facts(found: Mapping[str, Any]) -> str:
    """Return in a sentence what was asked of whom."""
    kinds = ", ".join(
        f"{count:,} {kind.replace('_', ' ')}" for kind, count in found["kinds"].items()
    )
    models = f", written by {', '.join(found['models'])}" if found["models"] else ""
    ended = str(found["ended"]).replace("T", " ").removesuffix("+00:00")
    fallen = found["fallbacks"]
    instead = f" Where the model failed ({fallen:,}), the sources' own words answered."
    own = f" ({found['profile']} profile)" if found["profile"] != "other" else ""
    return (
        f"{counted(found['asked'], 'case')} ({kinds}), asked of {found['system']}{own}"
        f"{models}; ended {ended} UTC.{instead if fallen else ''}"
    )


def verdict(found: Mapping[str, Any]) -> str:
    """Return the outcome first, and why; of a run that stands alone, that it does."""
    against = found["against"]
    if against is None:
        return "Held against nothing: there is no outcome."
    if against["outcome"] is None:
        return f"No outcome against {against['name']}: {against['reason']}"
    head = f"{against['outcome'].capitalize()} against {against['name']}"
    return f"{head}, over {counted(against['cases'], 'case')}: {_why(against)}"


def _why(against: Mapping[str, Any]) -> str:
    """Return the reasons, each once with the metrics that it holds for."""
    if against["identical"] or against["outcome"] == "pass":
        return str(against["reason"])
    reasons: dict[str, list[str]] = {}
    for one in against["metrics"]:
        if one["outcome"] == against["outcome"]:
            reasons.setdefault(one["reason"], []).append(METRICS[one["name"]].title)
    return "; ".join(f"{why} ({', '.join(names)})" for why, names in reasons.items()) + "."


def judge_words(judge: Mapping[str, Any]) -> Iterator[str]:
    """Yield the sentences that say what judged and how far it can be believed."""
    if judge["kind"] == WORDING:
        yield f"A wording check, not a verdict ({judge['name']})."
        if not judge["measured"]:
            yield str(judge["said"])
    elif judge["kind"] == MODEL:
        yield f"A model judged the statements: {judge['name']}."
        if not judge["measured"]:
            yield (
                "How often it is right was not measured here; footnoted eval judge measures it on "
                "human labels."
            )
    elif judge["kind"] == NONE:
        yield "Nothing judged the statements: metrics that need a judge are absent."
    noise = judge["noise"]
    if noise and noise["flips"] is not None:
        yield (
            f"Asked {noise['runs']} times, it changed its mind on {noise['flips']:.1%} of "
            f"{noise['pairs']:,} statements."
        )


def figure(one: Mapping[str, Any] | None) -> str:
    """Return a measure of a judge with its interval."""
    if one is None:
        return "–"
    where = "" if one["low"] is None else f" ({one['low']:.2f} – {one['high']:.2f})"
    return f"{one['value']:.2f}{where}"
