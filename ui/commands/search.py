"""`footnoted search`: the passages nearest to some words, without an answer."""

from __future__ import annotations

from typing import Annotated

import typer

from rag.errors import RequestError
from rag.request import question_text
from ui.commands.ask import read
from ui.filters import MOST, Since, Source, Until, filters
from ui.formats import AsJson
from ui.session import Session


def search(
    context: typer.Context,
    query: Annotated[
        str,
        typer.Argument(
            metavar="QUERY", help="Words to look for; - reads them from standard input."
        ),
    ],
    k: Annotated[int, typer.Option("-k", help="How many passages to show.", metavar="N")] = 10,
    source: Source = None,
    since: Since = None,
    until: Until = None,
    as_json: AsJson = False,
) -> None:
    """Show the passages nearest to some words.

    Best first, and without an answer.
    """
    session: Session = context.obj
    if not 1 <= k <= MOST:
        raise RequestError(f"-k takes a number from 1 to {MOST}, not {k}.")
    words = question_text(read(query))
    wanted = filters(source, since, until)
    from ui.doors.door import opened

    with opened(session.settings, create=False) as door:
        hits = door.search(words, wanted, k)
    if as_json:
        from ui.json_shapes import search_json
        from ui.terminal import print_json

        print_json(search_json(words, hits))
        return
    from ui.rendering import print_hits
    from ui.terminal import console

    print_hits(console(), hits)
