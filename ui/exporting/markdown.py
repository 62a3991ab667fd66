"""An answer with its evidence as Markdown, with footnotes as GitHub and Pandoc know them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rag.answers import Answer, Citation, Provenance, Statement, Withheld
from ui.exporting.escape import escaped
from ui.exporting.facts import made_by, place_of, quote_of, reason_of
from ui.origins import origin_of, title_of
from ui.rendering import answer_text
from ui.wording import (
    MARKS,
    as_of_words,
    fallback_words,
    missing_words,
    nearest_heading,
    verdict_words,
)


def answer_markdown(answer: Answer, prefix: str = "") -> str:
    """Return the answer, its footnotes, what was withheld and what made it, as Markdown.

    `prefix` stands before every footnote's number, so that two answers can share a document.
    """
    return "\n\n".join(_blocks(answer, prefix)) + "\n"


def _blocks(answer: Answer, prefix: str) -> Iterator[str]:
    yield f"# {escaped(answer.question)}"
    if answer.standalone_question != answer.question:
        yield f"*Asked as: {escaped(answer.standalone_question)}*"
    if fallback := fallback_words(answer):
        yield f"*{escaped(fallback)}*"
    if answer.declined:
        yield escaped(answer_text(answer))
    yield from (_statement(statement, prefix) for statement in answer.statements)
    if missing := missing_words(answer):
        yield escaped(missing)
    if as_of := as_of_words(answer):
        yield f"{as_of}."
    if answer.nearest:
        yield f"**{escaped(nearest_heading(answer))}**"
        yield from (f"{c.number}. {note(c)}" for c in answer.nearest)
    yield from folded(answer.withheld)
    yield from provenance(answer.provenance)
    yield from footnotes(answer.citations, prefix)


def _statement(statement: Statement, prefix: str) -> str:
    marks = "".join(f"[^{prefix}{citation.number}]" for citation in statement.citations)
    recited = "; another passage than the one named says so" if statement.recited else ""
    mark = MARKS[statement.verdict.kind]
    words = escaped(f"{mark} {verdict_words(statement.verdict)}{recited}")
    return f"{escaped(statement.text)}{marks} *({words})*"


def footnotes(citations: Iterable[Citation], prefix: str = "") -> Iterator[str]:
    """Yield the definition of each footnote; `prefix` stands before its number in the label."""
    for citation in citations:
        yield f"[^{prefix}{citation.number}]: {note(citation)}"


def note(citation: Citation) -> str:
    """Return what a footnote says: title, origin, the words in their surroundings, the place."""
    evidence, quote = citation.evidence, quote_of(citation)
    around = (escaped(quote.before), f"«**{escaped(quote.words)}**»", escaped(quote.after))
    return (
        f"**{escaped(title_of(evidence))}**, {escaped(origin_of(evidence))}. "
        f"{' '.join(filter(None, around))} ({escaped(place_of(citation))})"
    )


def folded(withheld: tuple[Withheld, ...]) -> Iterator[str]:
    """Yield a folded section of what was not said, and why; nothing where nothing was withheld."""
    if not withheld:
        return
    yield f"<details>\n<summary>Withheld: {len(withheld)}</summary>"
    for each in withheld:
        said = f"- {escaped(each.text)}\n  *({escaped(reason_of(each))})*"
        held = (escaped(span.of(evidence.document.text)) for evidence, span in each.spans)
        yield said + "".join(f"\n  - held against «{words}»" for words in held)
    yield "</details>"


def provenance(made: Provenance) -> Iterator[str]:
    """Yield how a document was made."""
    yield "---"
    yield " ".join(map(escaped, made_by(made)))
