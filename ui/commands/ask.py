"""`footnoted ask`: one question, one answer, its footnotes."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from rag.request import LONGEST, question_text
from ui.filters import Since, Source, Until, filters
from ui.session import Session


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
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Ask your documents a question.

    Every sentence of the answer has a footnote, or there is no answer.
    """
    session: Session = context.obj
    asked = question_text(read(question))
    wanted = filters(source, since, until)
    from rag.assemble import build_chain, open_library

    with open_library(session.settings, create=False) as library:
        answer = build_chain(session.settings, library).ask(asked, filters=wanted)
    if as_json:
        from ui.json_shapes import answer_json
        from ui.terminal import print_json

        print_json(answer_json(answer))
        return
    from ui.rendering import print_answer, print_provenance
    from ui.terminal import console

    print_answer(console(), answer)
    if session.verbose:
        print_provenance(console(stderr=True), answer)


def read(question: str) -> str:
    """Return the question; `-` reads standard input, and no more of it than could be asked."""
    if question != "-":
        return question
    return sys.stdin.buffer.read(LONGEST * 8).decode("utf-8", "replace")
