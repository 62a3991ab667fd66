"""`footnoted mcp`: the library as tools for a program that speaks the Model Context Protocol."""

from __future__ import annotations

import typer

from ui.session import Session


def mcp(context: typer.Context) -> None:
    """Offer the library as tools over the Model Context Protocol, on standard input and output.

    It is started by the program that uses it.
    """
    session: Session = context.obj
    from ui.mcp.opening import Opened
    from ui.mcp.stdio import serve

    with Opened(session.settings) as there:
        with there.held(None):  # what is wrong with it is said before a client waits
            pass
        serve(there)
