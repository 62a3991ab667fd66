"""What the tools found, as words with numbered sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rag.answers import Answer, Evidence
from ui.api.messages import blocks
from ui.origins import origin_of, title_of
from ui.terminal import one_line, visible

if TYPE_CHECKING:
    from vectorstore.records import DocumentRow


def answer_words(answer: Answer) -> str:
    """Return the answer as Markdown, its numbered sources below."""
    return "\n\n".join(blocks(answer))


def passages_words(hits: Sequence[Evidence]) -> str:
    """Return the passages, numbered, each with its document and its offsets."""
    if not hits:
        return "No passage was found."
    return "\n\n".join(_passage(number, hit) for number, hit in enumerate(hits, start=1))


def _passage(number: int, hit: Evidence) -> str:
    span = hit.passage.span
    head = f"[{number}] {title_of(hit)}, {origin_of(hit)}"
    return f"{head} ({hit.document.id}, {span.start}..{span.end})\n{visible(hit.text)}"


def sources_words(rows: Sequence[DocumentRow]) -> str:
    """Return the documents, a line each."""
    if not rows:
        return "The library holds no documents yet."
    return "\n".join(_source(row) for row in rows)


def _source(row: DocumentRow) -> str:
    date = row.published.date if row.published else "no date"
    title, publisher = one_line(row.title or row.source), one_line(row.publisher or "")
    return f"{row.id}  {', '.join(filter(None, (title, publisher, date)))}"


def excerpt_words(shape: dict[str, Any]) -> str:
    """Return the text of an excerpt, its span between guillemets."""
    text, start = shape["text"], shape["start"] - shape["text_start"]
    end = start + len(shape["quote"])
    words = f"{text[:start]}«{text[start:end]}»{text[end:]}"
    head = f"{one_line(shape['title'] or '(no title)')} ({shape['document_id']}, "
    return f"{head}{shape['start']}..{shape['end']})\n\n{visible(words)}"
