"""What `footnoted check --json` prints."""

from __future__ import annotations

from typing import Any

from rag.answers import VerdictClass
from rag.drafts import CheckedDraft, CheckedSentence, Standing
from ui.json_shapes import SCHEMA, citation_json, provenance_json, spans_json, verdict_json


def draft_json(draft: CheckedDraft) -> dict[str, Any]:
    """Return the object of `docs/check.schema.json`."""
    return {
        "schema": SCHEMA,
        "form": draft.form.value,
        "text": draft.text,
        "attention": draft.attention,
        "summary": {
            "sentences": {each.value: draft.counts.get(each, 0) for each in Standing},
            "claims": {each.value: draft.classes.get(each, 0) for each in VerdictClass},
        },
        "sentences": [_sentence(sentence) for sentence in draft.sentences],
        "citations": [citation_json(citation) for citation in draft.citations],
        "provenance": provenance_json(draft.provenance),
    }


def _sentence(sentence: CheckedSentence) -> dict[str, Any]:
    return {
        "start": sentence.span.start,
        "end": sentence.span.end,
        "words": sentence.words,
        "place": sentence.place.value,
        "kind": sentence.kind.value,
        "why": sentence.why or None,
        "standing": sentence.standing.value,
        "citations": [citation.number for citation in sentence.citations],
        "verdict": verdict_json(sentence.verdict) if sentence.verdict else None,
        "spans": spans_json(sentence.spans),
    }
