"""`footnoted feedback`: what people said of answers, given out."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from ui.formats import AsJson, Out, usable
from ui.session import Session


def feedback(
    context: typer.Context,
    out: Out = None,
    as_json: AsJson = False,
    since: Annotated[
        str | None, typer.Option(help="Only what was said on this day or later.", metavar="DATE")
    ] = None,
) -> None:
    """Count what people said of answers, or write it as JSON, to make cases of it.

    Who said it is not given out.
    """
    session: Session = context.obj
    usable(out)
    from ui.filters import filters
    from ui.keeping.keeper import Keeper
    from ui.terminal import json_text, print_json, write_file
    from vectorstore.layout import collection_folder

    first = filters(None, since, None).published_from
    folder = collection_folder(session.settings.home, session.settings.collection)
    keeper = Keeper(folder)
    try:
        told = keeper.feedback.all() if keeper.exists else []
    finally:
        keeper.close()
    told = [each for each in told if first is None or each["at"][:10] >= first.isoformat()]
    if out is not None:
        write_file(out, json_text(told))
    elif as_json:
        print_json(told)
    else:
        _count(told)


def _count(told: list[dict[str, str]]) -> None:
    if not told:
        print("Nobody has said anything of an answer yet.")
        return
    counts = Counter((each["verdict"], each["reason"]) for each in told)
    for (verdict, reason), count in counts.most_common():
        print(f"{count:>6,}  {verdict}{f'  {reason}' if reason else ''}".replace("_", " "))
