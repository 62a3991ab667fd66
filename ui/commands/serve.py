"""`footnoted serve`: everything that is served over one home, in one process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.web import Host, Language, OpenToOthers, Port
from ui.session import Session

if TYPE_CHECKING:
    from ui.serving import Beside, Serving
    from ui.slack.serving import Where


def serve(
    context: typer.Context,
    web: Annotated[bool, typer.Option("--web", help="Serve the page and the API.")] = False,
    slack: Annotated[bool, typer.Option("--slack", help="Answer in Slack.")] = False,
    slack_http: Annotated[
        str | None,
        typer.Option(
            help="Serve Slack's requests here instead of connecting to it (Socket Mode).",
            metavar="HOST:PORT",
        ),
    ] = None,
    host: Host = "127.0.0.1",
    port: Port = None,
    language: Language = "en",
    open_to_others: OpenToOthers = False,
) -> None:
    """Serve a library through several doors at once: --web, --slack.

    Until it is interrupted.
    """
    session: Session = context.obj
    from ui.serving import Place, serving
    from ui.slack.serving import address_of

    if not web:
        instead = "; the bot alone is `footnoted slack`" if slack or slack_http is not None else ""
        raise typer.BadParameter(f"say what to serve: --web, also with --slack{instead}.", context)
    where = None if slack_http is None else address_of(slack_http, "--slack-http")
    with serving(session.settings, Place(host, port, language, open_to_others)) as server:
        beside: list[Beside] = []
        if slack or where is not None:
            beside.append(_bot(session, server, where))
        typer.echo(f"Footnoted is at {server.address}  (Ctrl-C ends it)")
        server.run(*beside)


def _bot(session: Session, server: Serving, where: Where | None) -> Beside:
    from ui.commands.slack import needs_bolt
    from ui.slack.beside import BesideThePage

    needs_bolt()
    return BesideThePage(session.settings, server.shelves, where, typer.echo)
