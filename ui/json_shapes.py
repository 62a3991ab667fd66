"""What `--json` prints, as documented by the schemas in `docs/`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rag.answers import (
    Answer,
    Citation,
    Evidence,
    FoundBy,
    Provenance,
    Spans,
    Statement,
    Verdict,
    Withheld,
)
from ui.rendering import answer_text
from vectorstore.documents import Document

if TYPE_CHECKING:
    from vectorstore.events import IngestReport
    from vectorstore.records import DocumentRow

SCHEMA = 1


def answer_json(answer: Answer) -> dict[str, Any]:
    """Return the object of `docs/answer.schema.json`."""
    return {
        "schema": SCHEMA,
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "declined": answer.declined,
        "decline_reason": answer.decline.value if answer.decline else None,
        "text": answer_text(answer),
        "statements": [statement_json(statement) for statement in answer.statements],
        "withheld": [withheld_json(withheld) for withheld in answer.withheld],
        "missing": list(answer.missing),
        "as_of": answer.as_of,
        "citations": [citation_json(citation) for citation in answer.citations],
        "evidence": [_evidence(evidence) for evidence in answer.evidence],
        "nearest": [citation_json(citation) for citation in answer.nearest],
        "provenance": provenance_json(answer.provenance),
    }


def search_json(query: str, hits: tuple[Evidence, ...]) -> dict[str, Any]:
    """Return the object of `docs/search.schema.json`."""
    return {"schema": SCHEMA, "query": query, "hits": [_hit(hit) for hit in hits]}


def error_json(kind: str, message: str) -> dict[str, Any]:
    """Return what `--json` prints when a command cannot do what it was asked."""
    return {"schema": SCHEMA, "error": {"type": kind, "message": message}}


def statement_json(statement: Statement) -> dict[str, Any]:
    """Return a statement as an answer shows it, its footnotes by number."""
    return {
        "text": statement.text,
        "citations": [citation.number for citation in statement.citations],
        "recited": statement.recited,
        "verdict": verdict_json(statement.verdict),
    }


def withheld_json(withheld: Withheld) -> dict[str, Any]:
    """Return a sentence that was not said, and why."""
    return {
        "text": withheld.text,
        "reason": withheld.reason,
        "verdict": verdict_json(withheld.verdict),
        "spans": spans_json(withheld.spans),
    }


def provenance_json(provenance: Provenance) -> dict[str, Any]:
    """Return what produced an answer or a checked draft."""
    return {
        "answerer": provenance.answerer,
        "embedder": provenance.embedder,
        "settings": provenance.settings,
        "prompts": dict(provenance.prompts),
        "library_revision": provenance.library_revision,
        "timings_ms": {step: round(ms, 3) for step, ms in provenance.timings_ms.items()},
        "model": provenance.model,
        "judge": provenance.judge,
        "fallback": provenance.fallback,
        "notes": list(provenance.notes),
        "usage": asdict(provenance.usage),
    }


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as every shape that holds one shows it."""
    judgement = verdict.judgement
    return {
        "label": verdict.label.value,
        "class": verdict.kind.value,
        "score": verdict.score,
        "by": verdict.by,
        "reason": verdict.reason,
        "checks": [asdict(check) for check in verdict.checks],
        "judgement": {
            "label": judgement.label.value,
            "by": judgement.by,
            "reason": judgement.reason,
        }
        if judgement
        else None,
    }


def spans_json(spans: Spans) -> list[dict[str, Any]]:
    """Return spans as every shape that holds some shows them."""
    return [
        {
            "document_id": evidence.document.id,
            "start": span.start,
            "end": span.end,
            "quote": span.of(evidence.document.text),
        }
        for evidence, span in spans
    ]


def citation_json(citation: Citation) -> dict[str, Any]:
    """Return a footnote as every shape that holds some shows it."""
    document, passage = citation.document, citation.evidence.passage
    date = citation.evidence.published
    return {
        "number": citation.number,
        "document_id": document.id,
        "title": citation.evidence.title,
        "publisher": document.publisher,
        "source": document.source,
        "published": date.date if date else None,
        "published_how": date.how if date else None,
        "region": passage.region.value,
        "quote": citation.quote,
        "start": citation.span.start,
        "end": citation.span.end,
        "passage_start": passage.span.start,
        "passage_end": passage.span.end,
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "passage_id": evidence.passage.id,
        "document_id": evidence.document.id,
        "start": evidence.passage.span.start,
        "end": evidence.passage.span.end,
        "score": evidence.score,
        "found_by": _found_by(evidence.found_by),
    }


def _hit(evidence: Evidence) -> dict[str, Any]:
    return {
        "passage_id": evidence.passage.id,
        "document_id": evidence.document.id,
        "title": evidence.title,
        "source": evidence.document.source,
        "start": evidence.passage.span.start,
        "end": evidence.passage.span.end,
        "text": evidence.text,
        "score": evidence.score,
        "found_by": _found_by(evidence.found_by),
    }


def _found_by(found_by: FoundBy) -> dict[str, int | None]:
    return {"dense_rank": found_by.dense_rank, "lexical_rank": found_by.lexical_rank}


def sources_json(rows: Iterable[DocumentRow]) -> dict[str, Any]:
    """Return the object of `docs/sources.schema.json`."""
    return {"schema": SCHEMA, "documents": [_row(row) for row in rows]}


def source_json(row: DocumentRow, document: Document) -> dict[str, Any]:
    """Return one document with all it says about itself, its regions and its canonical text."""
    return {
        "schema": SCHEMA,
        **_row(row),
        "publisher": row.publisher,
        "authors": list(row.authors),
        "published_how": row.published.how if row.published else None,
        "language": row.language,
        "url": row.url,
        "media_type": row.media_type,
        "ingested_at": row.ingested_at,
        "corrected": list(row.corrected),
        "regions": [
            {
                "start": region.span.start,
                "end": region.span.end,
                "kind": region.kind.value,
                "title": region.title,
            }
            for region in document.regions
        ],
        "text": document.text,
    }


def _row(row: DocumentRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "source": row.source,
        "title": row.title,
        "published": row.published.date if row.published else None,
        "passages": row.passages,
        "characters": row.characters,
        "state": row.state.value,
    }


def ingest_json(report: IngestReport) -> dict[str, Any]:
    """Return the object of `docs/ingest.schema.json`."""
    return {
        "schema": SCHEMA,
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "failed": [{"source": f.source, "reason": f.reason} for f in report.failed],
        "gone": list(report.gone),
        "pruned": list(report.pruned),
        "skipped": report.skipped,
        "passages": report.passages,
        "seconds": round(report.seconds, 3),
    }
