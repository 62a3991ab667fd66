"""One case as a report shows it: answer, numbered footnotes, verdicts, scores, what it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evals.cases.case import Kind
from evals.comparing.compare import Moved
from evals.comparing.recorded import Outcome
from evals.metrics.registry import METRICS
from evals.metrics.sample import Score
from evals.running.summary import GROUPS
from rag.answers import Decline, VerdictClass
from ui.wording import ENGLISH, MARKS

WEIGHED = (*GROUPS["citations"], *GROUPS["correctness"], *GROUPS["declining"], "errors")
"""The metrics that say how bad an answer is."""
OUTCOMES = ("answered", "answered, to be declined", "declined", "declined, to be answered", "error")
CHANGES = ("worse", "better", "worse and better", "other words", "same", "new")


def case_json(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a line of a run as a report has it."""
    notes: list[dict[str, Any]] = []
    statements = [_statement(one, notes) for one in row["statements"]]
    scores = values(row)
    return {
        "id": row["case"],
        "kind": row["kind"],
        "outcome": outcome(row),
        "tags": row["tags"],
        "question": row["question"],
        "history": row["history"],
        "note": row["note"],
        "key_facts": row["key_facts"],
        "gold": row["gold"],
        "declined": _decline(row),
        "error": row["error"],
        "fallback": row.get("fallback"),
        "statements": statements,
        "notes": notes,
        "withheld": row["withheld"],
        "scores": scores,
        "shortfall": shortfall(scores),
    }


def outcome(row: Mapping[str, Any]) -> str:
    """Return what became of a case, one of OUTCOMES."""
    if row["error"] is not None:
        return OUTCOMES[4]
    to_decline = Kind(row["kind"]).declines
    if row["declined"]:
        return OUTCOMES[2 if to_decline else 3]
    return OUTCOMES[1 if to_decline else 0]


def values(row: Mapping[str, Any]) -> dict[str, float]:
    """Return the case's own value of each metric that it has."""
    found = {**row["scores"], **row["timing"]}
    return {name: round(Score(*found[name]).value, 6) for name in METRICS if name in found}


def shortfall(scores: Mapping[str, float]) -> float:
    """Return how far a case is from the best it could be, 0 to 1, over the metrics it has."""
    lost = [
        value if METRICS[name].better == "lower" else 1 - value
        for name, value in scores.items()
        if name in WEIGHED
    ]
    return round(sum(lost) / len(lost), 6) if lost else 0.0


def old_json(old: Outcome, moved: Moved | None) -> dict[str, Any]:
    """Return what a case came to before, and on which metrics it lost and gained."""
    return {
        "answer": old.answer,
        "scores": {name: round(Score(*score).value, 6) for name, score in old.scores.items()},
        "worse": list(moved.worse) if moved else [],
        "better": list(moved.better) if moved else [],
    }


def change(old: Outcome | None, moved: Moved | None) -> str:
    """Return what became of a case since, one of CHANGES."""
    if old is None:
        return "new"
    if moved is None:
        return "same"
    if moved.worse and moved.better:
        return "worse and better"
    return "worse" if moved.worse else "better" if moved.better else "other words"


def _decline(row: Mapping[str, Any]) -> str | None:
    if not row["declined"]:
        return None
    said = row["decline"]
    return ENGLISH.declines[Decline(said)] if said in set(Decline) else "Declined."


def _statement(one: Mapping[str, Any], notes: list[dict[str, Any]]) -> dict[str, Any]:
    kind = one["verdict"]
    known = VerdictClass(kind) if kind in set(VerdictClass) else None
    return {
        "text": one["text"],
        "notes": [_note(citation, notes) for citation in one["citations"]],
        "verdict": kind,
        "mark": MARKS[known] if known else "",
        "words": ENGLISH.verdicts[known] if known else "no verdict",
        "reason": one["reason"],
        "judged": one["judged"],
    }


def _note(citation: Mapping[str, Any], notes: list[dict[str, Any]]) -> int:
    """Return the number of a citation, which is added to the notes where it is new."""
    for note in notes:
        if all(note[name] == citation[name] for name in ("document", "start", "end", "quote")):
            return int(note["number"])
    notes.append({"number": len(notes) + 1, **citation})
    return len(notes)
