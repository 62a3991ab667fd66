"""`footnoted ask`: one question, one answer, its footnotes."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from rag.request import LONGEST, question_text
from ui.filters import Since, Source, Until, filters
from ui.formats import AsJson, Form, Format, Out, deliver, usable
from ui.session import Session

if TYPE_CHECKING:
    from rag.answers import Answer


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
    form: Form = Format.TEXT,
    out: Out = None,
    withheld: Annotated[
        bool, typer.Option("--withheld", help="Show what was not said, and why.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Ask your documents a question.

    Every sentence of the answer has a footnote, or there is no answer.
    """
    session: Session = context.obj
    asked = question_text(read(question))
    wanted = filters(source, since, until)
    usable(out)
    from ui.doors.door import opened
    from ui.live import watched

    with opened(session.settings, create=False) as door:
        answer = watched(door.stream(asked, filters=wanted))
    deliver(
        Format.JSON if as_json else form,
        out,
        partial(_written, answer),
        partial(_show, answer, withheld=withheld),
    )
    if session.verbose:
        from ui.rendering import print_provenance
        from ui.terminal import console

        print_provenance(console(stderr=True), answer)


def _show(answer: Answer, *, withheld: bool) -> None:
    from ui.rendering import print_answer
    from ui.terminal import console

    print_answer(console(), answer, withheld=withheld)


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
