"""Parts of the chain that are broken on purpose, and sound ones that answer the same only once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rag.answers import (
    Citation,
    Claim,
    Evidence,
    Filters,
    Label,
    Spans,
    Verdict,
    VerdictClass,
    Written,
)
from rag.chain import Chain, Standby
from rag.cite import Footnotes
from rag.retrieve import Retrieval
from rag.run import Run
from rag.verify import AligningVerifier, Checked
from vectorstore.documents import Span
from vectorstore.sentences import _ends, sentences

_QUOTED = re.compile('[“”"«»„]')
_BEFORE_SMALL = re.compile("[,a-z](?= (?:and|in|on|at|of|by|for|to|with|from) )")
_FIGURE = re.compile(r"\d+")


@dataclass(frozen=True)
class Once:
    """A sound retriever and answerer; what was found and written is not found and written again."""

    chain: Chain
    name: str = "extractive"
    model: str | None = None
    _known: dict[tuple[object, ...], Any] = field(default_factory=dict)

    def _once(self, key: tuple[object, ...], make: Callable[[], Any]) -> Any:
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]

    def retrieve(
        self, question: str, filters: Filters | None = None, k: int | None = None
    ) -> Retrieval:
        def make() -> Retrieval:
            return self.chain.retriever.retrieve(question, filters, k)

        found: Retrieval = self._once(("find", question, filters, k), make)
        return found

    def write(self, question: str, evidence: Sequence[Evidence], run: Run) -> Iterator[Written]:
        def make() -> list[Written]:
            return [*self.chain.answerer.write(question, evidence, run)]

        yield from self._once(("write", question, *_ids(evidence)), make)

    def nearest(self, question: str, evidence: Sequence[Evidence]) -> Spans:
        def make() -> Spans:
            return self.chain.standby.answerer.nearest(question, evidence)

        found: Spans = self._once(("nearest", question, *_ids(evidence)), make)
        return found


def once(chain: Chain) -> Chain:
    """Return the chain with parts that do the same work once."""
    parts = Once(chain)
    standby = Standby(chain.standby.rewriter, parts)
    return replace(chain, retriever=parts, answerer=parts, standby=standby)


def _ids(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    return tuple(one.passage.id for one in evidence)


@dataclass(frozen=True)
class Reversed:
    """A retriever that gives the worst passages first."""

    retriever: object

    def retrieve(
        self, question: str, filters: Filters | None = None, k: int | None = None
    ) -> Retrieval:
        found = self.retriever.retrieve(question, filters, 40)  # type: ignore[attr-defined]
        worst = tuple(reversed(found.evidence))[: len(found.evidence) // 3]
        return replace(found, evidence=worst)


@dataclass(frozen=True)
class Inventing:
    """An answerer that adds to every figure, as a model does that makes them up."""

    answerer: object
    name: str = "inventing"
    model: str | None = None

    def write(self, question: str, evidence: Sequence[Evidence], run: Run) -> Iterator[Written]:
        for piece in self.answerer.write(question, evidence, run):  # type: ignore[attr-defined]
            # What is quoted stays verbatim: that is held to everywhere in these tests.
            kept = not isinstance(piece, Claim) or _QUOTED.search(piece.text)
            yield piece if kept else replace(piece, text=_FIGURE.sub(_more, piece.text))


def _more(figure: re.Match[str]) -> str:
    return str(int(figure[0]) + 7)


def agreeing(
    verifier: AligningVerifier, text: str, cited: Spans, others: Sequence[Evidence] = ()
) -> Checked:
    """A check for which everything is supported."""
    verdict = Verdict(Label.SUPPORTED, VerdictClass.CLOSE_WORDING, "nobody", "it sounds right")
    return Checked(verdict, tuple(cited))


def refusing(
    verifier: AligningVerifier, text: str, cited: Spans, others: Sequence[Evidence] = ()
) -> Checked:
    """A check for which nothing is supported."""
    verdict = Verdict(Label.UNSUPPORTED, VerdictClass.NOT_FOUND, "nobody", "it sounds wrong")
    return Checked(verdict, tuple(cited))


def cite_elsewhere(
    footnotes: Footnotes, spans: Iterable[tuple[Evidence, Span]]
) -> tuple[Citation, ...]:
    """Cite the sentence of the passage that comes last, or first where that is the right one."""
    return tuple(footnotes._one(evidence, _other(evidence, span)) for evidence, span in spans)


def _other(evidence: Evidence, span: Span) -> Span:
    if _QUOTED.search(span.of(evidence.document.text)):
        return span
    first, *_, last = [*sentences(evidence.document.text, evidence.passage.span)] * 2
    return first if last.start <= span.start < last.end else last


def ends_within(text: str, language: str) -> list[int]:
    """Where sentences end for a splitter that ends them before every small word, too."""
    return sorted(
        {*_ends(text, language), *(found.end() for found in _BEFORE_SMALL.finditer(text))}
    )
