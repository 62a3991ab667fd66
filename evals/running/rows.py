"""One case's result as a line of a run: what was asked and answered, and every score."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from evals.cases.row import row_of
from evals.metrics.registry import METRICS, scores
from evals.metrics.sample import Sample, Score, TextOf
from evals.running.versions import digest

if TYPE_CHECKING:
    from evals.cases.case import Case, Placed
    from evals.response import Cited, Response
    from evals.running.judging import Memory

TIMED = ("seconds", "first_seconds")
"""Metrics that are never the same twice."""
_AROUND = 300


def case_hash(case: Case) -> str:
    """Return 12 hexadecimal digits of everything a case says."""
    return digest(row_of(case))


def row(
    placed: Placed, response: Response, memory: Memory | None, text_of: TextOf
) -> dict[str, Any]:
    """Return the line of a case. All that depends on the clock is under `timing`."""
    understands = memory if memory is not None and memory.understands else None
    found = scores(Sample(placed, response, memory, text_of, understands))
    timed = {name: score for name, score in found.items() if name in TIMED}
    case, raw = placed.case, response.raw
    return {
        "case": case.id,
        "hash": case_hash(case),
        "kind": case.kind.value,
        "group": case.cluster,
        "tags": list(case.tags),
        "question": case.question,
        "history": [{"question": t.question, "answer": t.answer} for t in case.history],
        "key_facts": [list(fact) for fact in case.key_facts],
        "note": case.note,
        "gold": [
            {
                "document": _name(g.source),
                "start": g.span.start,
                "end": g.span.end,
                "quote": g.quote,
            }
            for g in placed.gold
        ],
        "system": response.system,
        "declined": response.declined,
        "decline": raw.get("decline_reason"),
        "error": response.error,
        "statements": [
            _statement(response, place, memory, text_of)
            for place in range(len(response.statements))
        ],
        "withheld": [
            {"text": one["text"], "reason": one["reason"]} for one in raw.get("withheld", ())
        ],
        "passages": [
            {"document": _name(p.source or p.document), "start": p.start, "end": p.end}
            for p in response.passages or ()
        ],
        "prompts": dict(raw.get("provenance", {}).get("prompts", {})),
        "model": raw.get("provenance", {}).get("model"),
        "fallback": raw.get("provenance", {}).get("fallback"),
        "scores": _plain({name: s for name, s in found.items() if name not in TIMED}),
        "usage": {
            "prompt_tokens": response.prompt_tokens,
            "completion_tokens": response.completion_tokens,
            "cost": response.cost,
        },
        "timing": _plain(timed),
    }


def _plain(found: Mapping[str, Score | None]) -> dict[str, list[float]]:
    return {
        name: [round(score.got, 9), round(score.of, 9)]
        for name in METRICS
        if (score := found.get(name)) is not None
    }


def _name(source: str | None) -> str | None:
    """Return a document's name wherever its library lies."""
    if source is None or "://" in source:
        return source
    return PurePath(source).name


def _statement(
    response: Response, place: int, memory: Memory | None, text_of: TextOf
) -> dict[str, Any]:
    from evals.metrics.citations import texts_of

    said = response.statements[place]
    told = response.raw.get("statements") or []
    verdict = told[place].get("verdict", {}) if place < len(told) else {}
    judged = None
    texts = texts_of(said.citations, text_of)
    if memory is not None and texts:
        found = memory.of(said.text, texts)
        judged = {
            "supported": found.supported,
            "score": None if found.score is None else round(found.score, 6),
            "label": found.label,
            "reason": found.reason,
        }
    return {
        "text": said.text,
        "verdict": verdict.get("class") or verdict.get("kind"),
        "reason": verdict.get("reason"),
        "citations": [_cited(citation, text_of) for citation in said.citations],
        "judged": judged,
    }


def _cited(citation: Cited, text_of: TextOf) -> dict[str, Any]:
    text = text_of(citation.document or citation.source or "") if citation.span else None
    before = after = ""
    if text is not None and citation.span is not None:
        span = citation.span
        before = text[max(0, span.start - _AROUND) : span.start]
        after = text[span.end : span.end + _AROUND]
    return {
        "document": _name(citation.source or citation.document),
        "title": citation.title,
        "published": citation.published,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "before": before,
        "after": after,
    }
