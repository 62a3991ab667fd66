"""`footnoted ask`: one question, one answer, its footnotes."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.request import LONGEST, question_text
from ui.filters import Since, Source, Until, filters
from ui.session import Session

if TYPE_CHECKING:
    from rag.answers import Answer


class Format(StrEnum):
    """What an answer is written as."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


def ask(
    context: typer.Context,
    question: Annotated[
        str,
        typer.Argument(
            metavar="QUESTION", help="What you want to know; - reads it from standard input."
        ),
    ],
    source: Source = None,
    since: Since = None,
    until: Until = None,
    form: Annotated[
        Format, typer.Option("--format", help="Write the answer with its evidence as this.")
    ] = Format.TEXT,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it to this file instead.")
    ] = None,
    withheld: Annotated[
        bool, typer.Option("--withheld", help="Show what was not said, and why.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Ask your documents a question.

    Every sentence of the answer has a footnote, or there is no answer.
    """
    session: Session = context.obj
    asked = question_text(read(question))
    wanted = filters(source, since, until)
    from rag.assemble import build_chain, open_library
    from ui.live import watched

    with open_library(session.settings, create=False) as library:
        chain = build_chain(session.settings, library)
        answer = watched(chain.stream(asked, filters=wanted))
    if form is not Format.TEXT or as_json or out:
        _export(answer, Format.JSON if as_json else form, out)
    else:
        _show(answer, withheld=withheld)
    if session.verbose:
        from ui.rendering import print_provenance
        from ui.terminal import console

        print_provenance(console(stderr=True), answer)


def _show(answer: Answer, *, withheld: bool) -> None:
    from ui.rendering import print_answer
    from ui.terminal import console

    print_answer(console(), answer, withheld=withheld)


def _export(answer: Answer, form: Format, out: Path | None) -> None:
    """Write the answer as a document, to a file or to standard output."""
    from ui.terminal import write_bytes, write_file

    text = _written(answer, form)
    if out is None:
        write_bytes(text.encode("utf-8", "backslashreplace"))
    else:
        write_file(out, text)


def _written(answer: Answer, form: Format) -> str:
    match form:
        case Format.JSON:
            from ui.json_shapes import answer_json
            from ui.terminal import json_text

            return json_text(answer_json(answer))
        case Format.HTML:
            from ui.exporting.html import answer_html

            return answer_html(answer)
        case Format.MARKDOWN:
            from ui.exporting.markdown import answer_markdown

            return answer_markdown(answer)
        case Format.TEXT:
            from ui.rendering import answer_page

            return answer_page(answer)


def read(question: str) -> str:
    """Return the question; `-` reads standard input, and no more of it than could be asked."""
    if question != "-":
        return question
    return sys.stdin.buffer.read(LONGEST * 8).decode("utf-8", "replace")
