"""What any system answered to a case: statements with cited spans, passages, time and cost.

What is not known is None: a system that does not tell its tokens has not used none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rag.answers import Answer, Evidence, Statement
from vectorstore.documents import Span


@dataclass(frozen=True, slots=True)
class Cited:
    """A place that a statement names as its source.

    `document` is whatever the system calls it: an id, a path, a file name. `quote` are the words it
    shows; without offsets the quote alone says where they stand.
    """

    document: str | None = None
    title: str | None = None
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    source: str | None = None
    published: str | None = None

    @property
    def span(self) -> Span | None:
        """Where it stands, if the system says so and it can be."""
        if self.start is None or self.end is None or not 0 <= self.start <= self.end:
            return None
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A passage that was read before answering."""

    document: str | None = None
    start: int | None = None
    end: int | None = None
    text: str | None = None
    score: float | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of an answer and what it cites."""

    text: str
    citations: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Response:
    """An answer to a case, or a decline, or an error; `passages` in the order they were ranked.

    `seconds` is the time to the whole answer, `first_seconds` to its first statement. `raw` is what
    the system itself gave, so that nothing it said is lost.
    """

    case_id: str
    system: str
    statements: tuple[Said, ...] = ()
    declined: bool = False
    passages: tuple[Retrieved, ...] | None = None
    seconds: float | None = None
    first_seconds: float | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cost: float | None = None
    error: str | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.error is not None and (self.statements or self.declined):
            raise ValueError("a response with an error neither states something nor declines")
        if self.declined and self.statements:
            raise ValueError("a response either states something or declines")

    @property
    def text(self) -> str:
        """The answer in words."""
        return " ".join(statement.text for statement in self.statements)

    @property
    def answered(self) -> bool:
        """Whether it states something."""
        return bool(self.statements)


def response_of(
    answer: Answer,
    case_id: str,
    seconds: float | None = None,
    first_seconds: float | None = None,
    system: str = "footnoted",
) -> Response:
    """Return Footnoted's own answer as a response; `raw` is what `footnoted ask --json` prints."""
    from ui.json_shapes import answer_json

    usage = answer.provenance.usage
    return Response(
        case_id=case_id,
        system=system,
        statements=tuple(map(_said, answer.statements)),
        declined=answer.declined,
        passages=tuple(map(_retrieved, answer.evidence)),
        seconds=seconds,
        first_seconds=first_seconds,
        prompt_tokens=usage.prompt_tokens,
        completion_tokens=usage.completion_tokens,
        cost=usage.cost,
        raw=answer_json(answer),
    )


def _said(statement: Statement) -> Said:
    cited = (
        Cited(
            document=c.document.id,
            title=c.evidence.title,
            start=c.span.start,
            end=c.span.end,
            quote=c.quote,
            source=c.document.source,
            published=c.evidence.published.date if c.evidence.published else None,
        )
        for c in statement.citations
    )
    return Said(statement.text, tuple(cited))


def _retrieved(evidence: Evidence) -> Retrieved:
    span = evidence.passage.span
    return Retrieved(
        document=evidence.document.id,
        start=span.start,
        end=span.end,
        text=evidence.text,
        score=evidence.score,
        source=evidence.document.source,
    )
