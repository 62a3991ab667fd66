"""Citations: do they carry their statements, is each needed, and are their words exact.

Recall and precision are those of ALCE (Gao et al. 2023, "Enabling Large Language Models to Generate
Text with Citations"). A declined answer has none of these scores, and neither has an error.
"""

from __future__ import annotations

from collections.abc import Sequence

from evals.metrics.retrieval import overlaps
from evals.metrics.sample import Sample, Score, Supports, TextOf, mean_of, share
from evals.response import Cited, Said
from vectorstore.documents import canonical


def citation_recall(sample: Sample) -> Score | None:
    """Return the share of statements that their citations, taken together, support.

    A statement without a citation is not supported. None without statements or without a judge; a
    statement the judge cannot tell about is left out.
    """
    if sample.supports is None:
        return None
    verdicts = [
        recalled(said, sample.supports, sample.text_of) for said in sample.response.statements
    ]
    return mean_of(float(verdict) for verdict in verdicts if verdict is not None)


def citation_precision(sample: Sample) -> Score | None:
    """Return the share of citations that are needed where they stand.

    As in ALCE a citation counts when its statement is supported by all of its citations together
    and either it supports the statement alone, or the others do not without it. None without
    citations or without a judge.
    """
    if sample.supports is None:
        return None
    found: list[float] = []
    for said in sample.response.statements:
        found += needed(said, sample.supports, sample.text_of)
    return mean_of(found)


def citation_f1(sample: Sample) -> Score | None:
    """Return the harmonic mean of the case's citation recall and precision; None without either."""
    recall, precision = citation_recall(sample), citation_precision(sample)
    if recall is None or precision is None:
        return None
    both = recall.value + precision.value
    return Score(2 * recall.value * precision.value / both if both else 0.0)


def faithfulness(sample: Sample) -> Score | None:
    """Return the share of statements that something the system read supports.

    After RAGAS (Es et al. 2024): a statement is supported by its citations together or by one
    retrieved passage, cited or not. None for a decline, an error, or without a judge.
    """
    if sample.supports is None:
        return None
    verdicts = [_grounded(sample, said, sample.supports) for said in sample.response.statements]
    return mean_of(float(verdict) for verdict in verdicts if verdict is not None)


def quote_exactness(sample: Sample) -> Score | None:
    """Return the share of citations whose words are exactly those of the document.

    With offsets, `text[start:end]` must be the quote; without, the quote must stand in the document
    as it is. A citation of a document that is not there, or of no words, is not exact. None without
    citations or without the library.
    """
    if sample.text_of is None:
        return None
    cited = [c for said in sample.response.statements for c in said.citations]
    return share(sum(exact(c, sample.text_of) for c in cited), len(cited))


def gold_cited(sample: Sample) -> Score | None:
    """Return 1 where a citation overlaps a gold span, else 0; None without gold or an answer."""
    cited = [c for said in sample.response.statements for c in said.citations]
    if not sample.placed.gold or not sample.response.answered:
        return None
    return Score(float(any(overlaps(c, gold) for c in cited for gold in sample.placed.gold)))


def recalled(said: Said, supports: Supports, text_of: TextOf | None = None) -> bool | None:
    """Tell whether a statement's citations together support it."""
    texts = texts_of(said.citations, text_of)
    return supports(said.text, texts) if texts else False


def needed(said: Said, supports: Supports, text_of: TextOf | None = None) -> list[float]:
    """Return 1 or 0 for each citation of a statement, none where the judge cannot tell."""
    together = recalled(said, supports, text_of)
    if together is None:
        return []
    if not together:
        return [0.0] * len(said.citations)
    if len(said.citations) == 1:
        return [1.0]
    found: list[float] = []
    for place, citation in enumerate(said.citations):
        others = [c for at, c in enumerate(said.citations) if at != place]
        alone = supports(said.text, texts_of([citation], text_of))
        without = supports(said.text, texts_of(others, text_of))
        if alone or without is False:
            found.append(1.0)
        elif alone is not None and without is not None:
            found.append(0.0)
    return found


def texts_of(citations: Sequence[Cited], text_of: TextOf | None = None) -> list[str]:
    """Return the words of citations: those of the document where it is there, else the quotes."""
    return [words for c in citations if (words := _words(c, text_of))]


def exact(citation: Cited, text_of: TextOf) -> bool:
    """Tell whether a citation's words are exactly those of its document."""
    name = citation.document or citation.source
    text = text_of(name) if name else None
    if text is None or not (citation.quote or "").strip():
        return False
    if citation.start is None and citation.end is None:
        return canonical(citation.quote or "") in text
    span = citation.span
    return span is not None and span.end <= len(text) and span.of(text) == citation.quote


def _words(citation: Cited, text_of: TextOf | None) -> str:
    name, span = citation.document or citation.source, citation.span
    text = text_of(name) if name and span and text_of else None
    if text is not None and span is not None and span.end <= len(text):
        return span.of(text)
    return citation.quote or ""


def _grounded(sample: Sample, said: Said, supports: Supports) -> bool | None:
    verdicts = [recalled(said, supports, sample.text_of)]
    for passage in sample.response.passages or ():
        if any(verdicts):
            break
        if passage.text:
            verdicts.append(supports(said.text, [passage.text]))
    if any(verdicts):
        return True
    return None if None in verdicts else False
