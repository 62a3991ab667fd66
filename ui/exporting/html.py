"""An answer with its evidence as one page of HTML, marks and footnotes linked both ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rag.answers import Answer, Statement, VerdictClass, Withheld
from ui.exporting.facts import reason_of
from ui.exporting.page import made, mark, notes, page, text
from ui.rendering import answer_text
from ui.wording import (
    MARKS,
    as_of_words,
    fallback_words,
    missing_words,
    nearest_heading,
    verdict_words,
)


def answer_html(answer: Answer) -> str:
    """Return the answer, its footnotes, what was withheld and what made it, as a page."""
    return page(answer.question, answer_blocks(answer))


def answer_blocks(answer: Answer, space: str = "", tag: str = "main") -> Iterator[str]:
    """Yield the blocks of such a page.

    `space` stands before the name of every anchor, so that two answers can share a page.
    """
    refs: dict[int, list[str]] = defaultdict(list)
    yield f"<{tag}>\n<h1>{text(answer.question)}</h1>"
    for line in (_asked_as(answer), fallback_words(answer)):
        if line:
            yield f'<p class="facts">{text(line)}</p>'
    if answer.declined:
        yield f"<p>{text(answer_text(answer))}</p>"
    for statement in answer.statements:
        yield _statement(statement, refs, space)
    if missing := missing_words(answer):
        yield f"<p>{text(missing)}</p>"
    if as_of := as_of_words(answer):
        yield f'<p class="facts">{as_of}.</p>'
    if answer.citations:
        yield "<h2>Sources</h2>"
        yield from notes(answer.citations, refs, space=space)
    if answer.nearest:
        yield f"<h2>{text(nearest_heading(answer).rstrip(':'))}</h2>"
        yield from notes(answer.nearest, {}, space=space)
    yield from withheld(answer.withheld)
    yield f"</{tag}>"
    yield made(answer.provenance)


def _asked_as(answer: Answer) -> str:
    asked = answer.standalone_question
    return f"Asked as: {asked}" if asked != answer.question else ""


def _statement(statement: Statement, refs: dict[int, list[str]], space: str) -> str:
    marks = []
    for citation in statement.citations:
        anchor = f"{space}ref-{citation.number}-{len(refs[citation.number]) + 1}"
        refs[citation.number].append(anchor)
        marks.append(mark(citation.number, anchor, space=space))
    verdict = statement.verdict
    recited = "; another passage than the one named says so" if statement.recited else ""
    words = f"{MARKS[verdict.kind]}&nbsp;{text(verdict_words(verdict) + recited)}"
    bad = verdict.kind in (VerdictClass.NOT_FOUND, VerdictClass.CONTRADICTED)
    kind = "class alarm" if bad else "class"
    return (
        f'<p dir="auto"><span>{text(statement.text)}</span>{"".join(marks)} '
        f'<span class="{kind}">{words}</span></p>'
    )


def withheld(each: tuple[Withheld, ...]) -> Iterator[str]:
    """Yield a folded section of what was not said, and why; nothing where nothing was withheld."""
    if not each:
        return
    yield f'<details>\n<summary>Withheld: {len(each)}</summary>\n<ul class="list">'
    for one in each:
        held = "".join(
            f"<blockquote>held against <mark>{text(span.of(evidence.document.text))}</mark>"
            "</blockquote>"
            for evidence, span in one.spans
        )
        yield (
            f'<li><span dir="auto">{text(one.text)}</span> '
            f'<span class="class">{text(reason_of(one))}</span>{held}</li>'
        )
    yield "</ul>\n</details>"
