"""`footnoted doctor`: is the library sound, is the model the right one, what is installed."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.formats import AsJson
from ui.session import Session


def doctor(
    context: typer.Context,
    mend: Annotated[
        bool, typer.Option("--repair", help="Mend what can be mended from the library.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check the library, the model and the packages.

    With --repair, what the library knows is put right in its stores.
    """
    session: Session = context.obj
    from ui.checkup import check, checkup_json, print_checkup
    from ui.terminal import console, print_json

    found = check(session.settings, mend=mend)
    if as_json:
        print_json(checkup_json(found))
    else:
        print_checkup(console(), found)
    if not found.sound:
        raise typer.Exit(1)
