"""Runs in their folders, made without asking anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from evals.judging.standing import standings
from evals.running.store import Store
from evals.running.summary import summary

KEY = "0" * 12


def cited(quote: str, document: str = "mill.txt", **more: Any) -> dict[str, Any]:
    return {
        "document": document, "title": "The mill", "published": "2025-11-01", "start": 400,
        "end": 400 + len(quote), "quote": quote, "before": "It was night. ", "after": " So it was.",
        **more,
    }  # fmt: skip


def said(text: str, *citations: dict[str, Any], **more: Any) -> dict[str, Any]:
    judged = {"supported": True, "score": 0.9, "label": "words matched", "reason": "to 0.9"}
    reason = "The source says it in these words."
    return {
        "text": text, "verdict": "quoted", "reason": reason, "judged": judged,
        "citations": list(citations), **more,
    }  # fmt: skip


def row(case: str, *statements: dict[str, Any], right: float = 1.0, **more: Any) -> dict[str, Any]:
    """Return the line of a case that was answered."""
    return {
        "case": case, "hash": f"h-{case}", "kind": "answerable", "group": case, "tags": ["what"],
        "question": f"What of {case}?", "history": [], "key_facts": [["mill", "windmill"]],
        "note": "", "gold": [], "system": "footnoted", "declined": False, "decline": None,
        "error": None, "statements": list(statements) or [said("It burned.", cited("It burned."))],
        "withheld": [], "passages": [], "prompts": {}, "model": None,
        "scores": {"recall@5": [1.0, 1.0], "faithfulness": [1.0, 1.0], "right": [right, 1.0],
                   "errors": [0.0, 1.0]},
        "usage": {"prompt_tokens": None, "completion_tokens": None, "cost": None},
        "timing": {"seconds": [0.5, 1.0]},
        **more,
    }  # fmt: skip


def no(case: str, kind: str = "unanswerable", **more: Any) -> dict[str, Any]:
    """Return the line of a case that was declined."""
    rightly = float(kind == "unanswerable")
    scores = {"right": [rightly, 1.0], "errors": [0.0, 1.0]}
    base = row(case, kind=kind, declined=True, decline="not_in_sources", scores=scores)
    return {**base, "statements": [], **more}


def run(folder: Path, rows: Sequence[dict[str, Any]], **more: Any) -> Path:
    """Write a run that has ended; `more` goes into its head."""
    judge = {"kind": "wording", "name": f"wording check {standings().version}", "said": "A check."}
    kinds = sorted({one["kind"] for one in rows})
    head = {
        "profile": "embedded", "system": "footnoted", "settings": {"retrieval.k": 12},
        "fingerprint": KEY, "code": KEY, "packages": {}, "judge": judge, "models": [],
        "library": {"content": KEY, "documents": 3, "passages": 9}, "prompts": {},
        "cases": {one["case"]: one["hash"] for one in rows}, "unjudged": 0,
        "began": "2026-01-01T00:00:00+00:00", "ended": "2026-01-01T01:00:00+00:00",
        "kinds": {kind: sum(one["kind"] == kind for one in rows) for kind in kinds},
        "errors": sum(one["error"] is not None for one in rows), "metrics": summary(rows), **more,
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    Store(folder, KEY).settle(head, list(rows))
    return folder


def many(count: int, wrong: Iterable[int] = ()) -> list[dict[str, Any]]:
    """Return so many lines; those that are `wrong` are not dealt with rightly."""
    bad = set(wrong)
    return [row(f"c{n}", right=float(n not in bad)) for n in range(count)]
