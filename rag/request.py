"""What a user typed becomes a question, or a sentence that says why it cannot."""

from __future__ import annotations

from rag.errors import RequestError
from vectorstore.documents import canonical

LONGEST = 10_000


def question_text(typed: str) -> str:
    """Return the question on canonical lines, without white space around it.

    Raises RequestError when nothing is left or when it is longer than `LONGEST` characters.
    """
    text = canonical(typed).strip()
    if not text:
        raise RequestError("The question is empty: say what you want to know.")
    if len(text) > LONGEST:
        raise RequestError(
            f"The question has {len(text):,} characters and at most {LONGEST:,} are read: "
            "ask something shorter, and ingest a long text as a document instead."
        )
    return text
