"""An answer inspected from outside: is every footnote exact, every quotation verbatim.

Nothing of what made the answer is trusted or used: quotation marks are found and compared here by
the kinds Unicode gives to characters, and not as `rag.alignment.quotes` does it, so that a mistake
in one is seen by the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from rag.answers import Answer, Citation, Label, Spans, Statement

_SAYABLE = frozenset({Label.SUPPORTED, Label.UNCHECKED})
_OPENING, _CLOSING, _EITHER = "“„«‟", "”»", '"'
_MARKS = re.compile(f"[{_OPENING}{_CLOSING}{_EITHER}]")
_SINGLE = re.compile(r"(?<!\w)(?:‘(.+?)’|'([^']+)')(?!\w)")
_ENDS = " .,;:!?'"


def faults(answer: Answer, *, withholding: bool = True) -> list[str]:
    """Return a sentence for each breach of exactness, none for an answer as it should be.

    `withholding` tells that what is not supported is withheld; without it such a statement may be
    shown, and neither its citations nor its quotations are promised.
    """
    found = [*_footnotes(answer), *_places(answer)]
    for statement in answer.statements:
        if statement.verdict.label in _SAYABLE:
            found += _said(statement)
        elif withholding:
            found.append(f"“{statement.text}” is shown as {statement.verdict.label}.")
    return found


def quoted(text: str) -> list[str]:
    """Return what stands in quotation marks, also in those open where the sentence ends."""
    found = [next(filter(None, m.groups())) for m in _SINGLE.finditer(text)]
    begun: int | None = None
    pairs = 0
    for mark in _MARKS.finditer(text):
        at = mark.start()
        if begun is not None and (mark[0] in _EITHER or mark[0] in _closes(text[begun - 1])):
            found.append(text[begun:at])
            begun, pairs = None, pairs + 1
        elif begun is None and _opens(text, at):
            begun = at + 1
        elif begun is None and not pairs and not text[:at][-1:].isdigit():
            found.append(text[:at])
            pairs += 1
    if begun is not None:
        found.append(text[begun:])
    return [words for words in found if any(c.isalnum() for c in words)]


def verbatim(words: str, source: str) -> bool:
    """Tell whether words stand in a source but for the kind of marks, dashes, spaces, ellipses."""
    return _bare(words).strip(_ENDS) in _bare(source)


def exact(citation: Citation) -> bool:
    """Tell whether a citation's words are the slice, not empty, and inside their passage."""
    return not _inexact(citation)


def _said(statement: Statement) -> Iterator[str]:
    if not statement.citations:
        yield f"“{statement.text}” is shown without a footnote."
    sources = [citation.quote for citation in statement.citations]
    for words in quoted(statement.text):
        if not any(verbatim(words, source) for source in sources):
            yield f"“{words}” stands in quotation marks and is not verbatim in its footnotes."


def _footnotes(answer: Answer) -> Iterator[str]:
    """Yield what is wrong with the numbers: each span one, in the order of first use."""
    given: dict[int, object] = {}
    for citation in (c for statement in answer.statements for c in statement.citations):
        number, place = citation.number, (citation.document.id, citation.span)
        if number in given:
            if given[number] != place:
                yield f"Footnote {number} names two places."
            continue
        if place in given.values():
            yield f"Footnote {number} repeats a place that has a number."
        if number != len(given) + 1:
            yield f"Footnote {number} comes where {len(given) + 1} should."
        given[number] = place
    nearest = [citation.number for citation in answer.nearest]
    if nearest != list(range(1, len(nearest) + 1)):
        yield f"The nearest passages are numbered {nearest}."


def _places(answer: Answer) -> Iterator[str]:
    """Yield the citations and spans that are no exact places of what was retrieved."""
    retrieved = {item.passage.id for item in answer.evidence}
    cited = [c for statement in answer.statements for c in statement.citations]
    for citation in (*cited, *answer.nearest):
        yield from _inexact(citation)
        if citation.evidence.passage.id not in retrieved:
            yield f"Footnote {citation.number} cites a passage that was not retrieved."
    for withheld in answer.withheld:
        yield from _outside(withheld.spans, f"of “{withheld.text}”")


def _inexact(citation: Citation) -> list[str]:
    span, which = citation.span, f"of footnote {citation.number}"
    found = list(_outside(((citation.evidence, span),), which))
    if citation.document.text[span.start : span.end] != citation.quote:
        found.append(f"The words {which} are not those of its document.")
    if not citation.quote.strip():
        found.append(f"The words {which} are empty.")
    return found


def _outside(spans: Spans, which: str) -> Iterator[str]:
    for evidence, span in spans:
        passage = evidence.passage
        if passage.document_id != evidence.document.id:
            yield f"The passage {which} is of another document."
        if not (passage.span.start <= span.start <= span.end <= passage.span.end):
            yield f"The span {which} is outside its passage."
        elif passage.span.end > len(evidence.document.text):
            yield f"The passage {which} ends after its document."


def _opens(text: str, at: int) -> bool:
    """Tell whether a mark begins a quotation: by its kind, or by standing before a word."""
    if text[at] in _EITHER:
        return at == 0 or not (text[at - 1].isalnum() or text[at - 1] in ".,;:!?%)]…")
    return text[at] in _OPENING


def _closes(opening: str) -> str:
    return {"„": "“”", "«": "»"}.get(opening, "”")


def _bare(text: str) -> str:
    """Return the text with marks, dashes and ellipses of one kind, and spaces only between words.

    A mark of any kind is an apostrophe; a soft hyphen and what else cannot be seen is nothing.
    """
    shown = []
    for c in unicodedata.normalize("NFC", text).replace("…", "..."):
        kind = unicodedata.category(c)
        if kind in ("Pi", "Pf") or c in "\"'`´„‚‟‛":
            c = "'"
        elif kind == "Pd" or c == "\u2212":
            c = "-"
        elif kind in ("Zs", "Zl", "Zp", "Cc"):
            c = " "
        if kind != "Cf":
            shown.append(c)
    even = re.sub(r"-+", "-", "".join(shown))
    return re.sub(r"\s+", " ", re.sub(r"\s*(-|\.\.\.)\s*", r"\1", even)).strip()
