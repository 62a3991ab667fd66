"""A report as an object, of which the page, the Markdown and the summary are made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evals.comparing.page import as_json
from evals.judging.measured import measured, standing_of
from evals.judging.standing import standings
from evals.metrics.registry import METRICS
from evals.reporting.cases import case_json, change, old_json
from evals.reporting.report import Against, Report
from evals.running.judging import MODEL, WORDING
from evals.running.summary import GROUPS

SCHEMA = 1


def summary_json(report: Report) -> dict[str, Any]:
    """Return the report without its cases."""
    head = report.run.head
    return {
        "schema": SCHEMA,
        "name": report.run.name,
        "began": head["began"],
        "ended": head["ended"],
        "profile": head["profile"],
        "system": head["system"],
        "models": head["models"],
        "settings": head["settings"],
        "system_settings": head.get("system_settings", {}),
        "fingerprint": head["fingerprint"],
        "prompts": {name: one["fingerprint"] for name, one in head["prompts"].items()},
        "code": head["code"],
        "library": head["library"],
        "asked": len(report.rows),
        "kinds": head["kinds"],
        "errors": head["errors"],
        "fallbacks": head.get("fallbacks", 0),
        "unjudged": head["unjudged"],
        "judge": _judge(report),
        "outcome": report.outcome,
        "metrics": [_metric(name, group, head["metrics"][name]) for name, group in _known(head)],
        "against": _against(report.against) if report.against else None,
    }


def report_json(report: Report) -> dict[str, Any]:
    """Return all of a report."""
    return {**summary_json(report), "cases": list(cases_json(report))}


def cases_json(report: Report) -> Iterator[dict[str, Any]]:
    """Yield the cases; those held against others with what they were."""
    if report.against is None:
        yield from map(case_json, report.rows)
        return
    found = report.against.found
    moved = {each.new.case: each for each in found.moved}
    new = report.run.outcomes
    for row in report.rows:
        case = row["case"]
        old = found.old.outcomes.get(case)
        if old is not None and old.hash != new[case].hash:
            old = None
        yield {
            **case_json(row),
            "change": change(old, moved.get(case)),
            "old": old_json(old, moved.get(case)) if old else None,
        }


def _known(head: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for group, names in GROUPS.items():
        yield from ((name, group) for name in names if name in head["metrics"])


def _metric(name: str, group: str, one: dict[str, Any]) -> dict[str, Any]:
    metric = METRICS[name]
    return {
        "name": name,
        "title": metric.title,
        "group": group,
        "definition": metric.definition,
        "unit": metric.unit,
        "better": metric.better,
        "judged": metric.judged,
        **one,
    }


def _judge(report: Report) -> dict[str, Any]:
    """Return what judged, what it reached on human labels, and how steady it was."""
    head = report.run.head["judge"]
    known = head["kind"] == WORDING and str(head["name"]).endswith(standings().version)
    return {
        "kind": head["kind"],
        "name": head["name"],
        "said": head["said"],
        "noise": head.get("noise"),
        "measured": _shipped() if known else _kept(report),
    }


def _shipped() -> list[dict[str, Any]]:
    return [
        standing_of(one.of, one.score, fitted_on=one.fitted_on)
        for one in standings().all
        if one.score.by == WORDING
    ]


def _kept(report: Report) -> list[dict[str, Any]]:
    head = report.run.head["judge"]
    if head["kind"] != MODEL or report.home is None:
        return []
    return measured(report.home, head["name"])


def _against(against: Against) -> dict[str, Any]:
    found = as_json(against.found)
    return {
        "name": found["old"],
        "outcome": against.outcome,
        "reason": against.why,
        "cases": found["cases"],
        "identical": found["identical"],
        "moved": len(found["moved"]),
        "metrics": found["metrics"],
        "changes": found["changes"],
    }
