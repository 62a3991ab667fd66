"""`footnoted web`: the page in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.session import Session

Host = Annotated[str, typer.Option(help="The address to serve on.", metavar="ADDRESS")]
Port = Annotated[
    int | None,
    typer.Option(help="The port; without it, the first free one from 7860.", min=0, max=65535),
]
Language = Annotated[str, typer.Option(help="The language of the page: en or fr.", metavar="CODE")]
OpenToOthers = Annotated[
    bool,
    typer.Option(
        "--open-to-others", help="Serve on an address that others reach, also without a login."
    ),
]


def web(
    context: typer.Context,
    host: Host = "127.0.0.1",
    port: Port = None,
    language: Language = "en",
    open_to_others: OpenToOthers = False,
) -> None:
    """Ask in the browser, and see the source of every sentence.

    Serves until it is interrupted, the API too.
    """
    session: Session = context.obj
    from ui.serving import Place, serving

    with serving(session.settings, Place(host, port, language, open_to_others)) as server:
        typer.echo(f"Footnoted is at {server.address}  (Ctrl-C ends it)")
        server.run()
