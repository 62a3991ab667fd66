"""Answers, drafts and whole conversations as files to keep."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rag.answers import Answer
from rag.drafts import CheckedDraft
from ui.exporting.escape import escaped
from ui.exporting.html import answer_blocks
from ui.exporting.markdown import answer_markdown
from ui.exporting.page import page, text
from ui.json_shapes import SCHEMA, answer_json
from ui.keeping.conversations import Asked, Conversation
from ui.terminal import json_text

FORMATS = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}
"""How a file ends, and its media type."""


def saved_work(work: Answer | CheckedDraft, ending: str) -> str:
    """Return an answer or a draft as the file with this ending."""
    from ui.draft_json import draft_json
    from ui.exporting.draft_html import draft_html
    from ui.exporting.draft_markdown import draft_markdown
    from ui.exporting.html import answer_html

    match work, ending:
        case Answer(), "md":
            return answer_markdown(work)
        case Answer(), "html":
            return answer_html(work)
        case Answer(), "json":
            return json_text(answer_json(work))
        case CheckedDraft(), "md":
            return draft_markdown(work)
        case CheckedDraft(), "html":
            return draft_html(work)
        case CheckedDraft(), "json":
            return json_text(draft_json(work))
    raise ValueError(f"Nothing is saved as {ending!r}.")


def saved_conversation(conversation: Conversation, ending: str) -> str:
    """Return a conversation as the file with this ending."""
    match ending:
        case "md":
            return "\n".join(_markdown(conversation))
        case "html":
            return page(conversation.title, _html(conversation))
        case "json":
            return json_text(_shape(conversation))
    raise ValueError(f"Nothing is saved as {ending!r}.")


def _markdown(conversation: Conversation) -> Iterator[str]:
    for number, turn in enumerate(conversation.turns, start=1):
        if turn.answer:
            # Footnotes are named anew, or those of two answers would be one.
            yield answer_markdown(turn.answer, prefix=f"{number}-")
        else:
            yield f"# {escaped(turn.question)}\n\n*{escaped(turn.error)}*\n"


def _html(conversation: Conversation) -> Iterator[str]:
    for number, turn in enumerate(conversation.turns, start=1):
        if turn.answer:
            yield from answer_blocks(turn.answer, f"t{number}-", "section")
        else:
            yield f"<section>\n<h1>{text(turn.question)}</h1>"
            yield f"<p>{text(turn.error)}</p>\n</section>"


def _shape(conversation: Conversation) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "title": conversation.title,
        "turns": [_turn(turn) for turn in conversation.turns],
    }


def _turn(turn: Asked) -> dict[str, Any]:
    filters = turn.filters
    return {
        "question": turn.question,
        "sources": list(filters.sources),
        "since": str(filters.published_from) if filters.published_from else None,
        "until": str(filters.published_to) if filters.published_to else None,
        "error": turn.error or None,
        "answer": answer_json(turn.answer) if turn.answer else None,
    }
