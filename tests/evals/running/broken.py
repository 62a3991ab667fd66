"""Parts of the chain that are broken on purpose, and sound ones that answer the same only once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rag.answers import Claim, Evidence, Filters, Label, Spans, Verdict, VerdictClass, Written
from rag.answers import Outcome as Ended
from rag.chain import Chain, Standby
from rag.retrieve import Retrieval
from rag.run import Run
from rag.verify import Checked
from vectorstore.documents import Span
from vectorstore.sentences import iter_sentences

_QUOTED = re.compile('[“”"«»„]')


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
class Rewritten:
    """An answerer whose claims are changed on their way."""

    answerer: object
    change: Callable[[Claim, Sequence[Evidence]], Claim]
    declines: bool = True
    name: str = "changed"
    model: str | None = None

    def write(self, question: str, evidence: Sequence[Evidence], run: Run) -> Iterator[Written]:
        said = 0
        for piece in self.answerer.write(question, evidence, run):  # type: ignore[attr-defined]
            if isinstance(piece, Claim):
                said += 1
                # What is quoted stays verbatim: that is held to everywhere in these tests.
                yield piece if _QUOTED.search(piece.text) else self.change(piece, evidence)
            elif isinstance(piece, Ended) and piece.decline and not said and not self.declines:
                near = piece.nearest or self.nearest(question, evidence)
                found, span = near[0]
                yield Claim(span.of(found.document.text), ((found, span),))
                yield Ended()
            else:
                yield piece

    def nearest(self, question: str, evidence: Sequence[Evidence]) -> Spans:
        found: Spans = self.answerer.nearest(question, evidence)  # type: ignore[attr-defined]
        return found


def elsewhere(claim: Claim, evidence: Sequence[Evidence]) -> Claim:
    """Cite the passage that comes last instead."""
    wrong = evidence[-1]
    there = next(iter_sentences(wrong.document.text, wrong.passage.span))
    return replace(claim, spans=((wrong, there),))


def half(claim: Claim, evidence: Sequence[Evidence]) -> Claim:
    """Cut a sentence in the middle, as a splitter does that ends it at any comma."""
    cut = claim.text.rfind(",")
    if cut < 1:
        return claim
    found, span = claim.spans[0]
    end = span.start + cut
    if end > span.end:
        return claim
    return Claim(claim.text[:cut], ((found, Span(span.start, end)),))


def as_it_is(claim: Claim, evidence: Sequence[Evidence]) -> Claim:
    return claim


def more(claim: Claim, evidence: Sequence[Evidence]) -> Claim:
    """Add to every figure, as a model does that makes them up."""
    return replace(claim, text=re.sub(r"\d+", lambda found: str(int(found[0]) + 7), claim.text))


class Agreeing:
    """A verifier for which everything is supported."""

    def check(self, text: str, cited: Spans, others: Sequence[Evidence] = ()) -> Checked:
        verdict = Verdict(Label.SUPPORTED, VerdictClass.CLOSE_WORDING, "nobody", "it sounds right")
        return Checked(verdict, tuple(cited))
