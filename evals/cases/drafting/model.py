"""Questions a language model writes about passages; what it does not quote exactly is dropped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import prompts
from evals.cases.case import Case
from evals.cases.drafting.material import Sentence
from evals.cases.place import find
from rag.errors import ModelUnusable
from rag.fencing import fence, harmless, one_line
from rag.llm import Message, Model
from rag.reply.structured import objects
from vectorstore.documents import Document, Passage

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "questions": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "question": {"type": "string"},
                    "quote": {"type": "string"},
                    "answer": {"type": "string"},
                },
                "required": ["question", "quote", "answer"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["questions"],
    "additionalProperties": False,
}
_A_PASSAGE = 2
"""How many questions are asked for at a time."""


@dataclass
class ModelDrafter:
    """Has a model write questions, passage by passage; `dropped` counts what could not be used."""

    model: Model
    dropped: int = 0
    silent: int = 0
    _prompt: prompts.Prompt = field(default_factory=lambda: prompts.load("draft_case"))

    def drafts(self, passages: Iterable[tuple[Document, Passage]]) -> Iterator[Case]:
        """Yield drafts. Raises ModelError for a model that cannot be had."""
        for document, passage in passages:
            text = passage.span.of(document.text)
            for number, item in enumerate(self._asked(document, text)):
                case = _case(document, passage, item, number)
                if case is None:
                    self.dropped += 1
                else:
                    yield case

    def _asked(self, document: Document, text: str) -> list[dict[str, Any]]:
        mark = fence([text])
        values = {
            "count": str(_A_PASSAGE),
            "title": one_line(document.title or "(none)", 300),
            "passage": f"<{mark}>\n{harmless(text)}\n</{mark}>",
        }
        messages = [Message(role, said) for role, said in self._prompt.messages(**values)]
        try:
            reply = self.model.complete(messages, self.model.most, SCHEMA)
        except ModelUnusable:
            self.silent += 1
            return []
        return [item for item in objects(reply.text) if "question" in item]


def _case(document: Document, passage: Passage, item: dict[str, Any], number: int) -> Case | None:
    """Return a draft; None where the quote is not in the passage or the answer not in the quote."""
    question, quote, answer = (
        str(item.get(k) or "").strip() for k in ("question", "quote", "answer")
    )
    text = passage.span.of(document.text)
    span = next(find(quote, text), None)
    if not question or not answer or span is None:
        return None
    if next(find(answer, span.of(text)), None) is None or next(find(answer, question), None):
        return None
    sentence = Sentence(document, span.shifted(passage.span.start))
    return sentence.draft(f"model-{number + 1}", question, (answer,))
