"""What the page's script reads: an index of all cases, and the cases themselves in parts.

A part is read when one of its cases is opened, so that a page of many cases opens at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ui.terminal import visible

CHUNK = 50
"""How many cases there are in a part."""
_ACTIVE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def index(found: Mapping[str, Any], cases: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what filters and sorts go by, a row for each case, in order."""
    metrics = [
        {name: metric[name] for name in ("name", "title", "better", "unit")}
        for metric in found["metrics"]
    ]
    return {
        "against": found["against"]["name"] if found["against"] else None,
        "metrics": metrics,
        "cases": [_row(case) for case in cases],
    }


def _row(case: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": case["id"],
        "kind": case["kind"],
        "outcome": case["outcome"],
        "tags": case["tags"],
        "question": case["question"],
        "answer": answer_of(case),
        "sources": sorted({str(note["document"]) for note in case["notes"]}),
        "scores": case["scores"],
        "shortfall": case["shortfall"],
        "change": case.get("change"),
    }


def answer_of(case: Mapping[str, Any]) -> str:
    """Return what was said in a case, in a line for people."""
    if case["error"] is not None:
        return f"Error: {case['error']}"
    return case["declined"] or " ".join(one["text"] for one in case["statements"])


def chunks(cases: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Any]]:
    """Yield the parts with their ids."""
    for place, first in enumerate(range(0, len(cases), CHUNK)):
        yield f"part-{place}", cases[first : first + CHUNK]


def safe(value: Any) -> Any:
    """Return a value whose texts hold nothing that a screen would obey."""
    match value:
        case str():
            return visible(value) if _ACTIVE.search(value) else value
        case list():
            return [safe(each) for each in value]
        case dict():
            return {name: safe(each) for name, each in value.items()}
    return value
