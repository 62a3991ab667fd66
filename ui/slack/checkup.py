"""Is the bot set up: its tokens, what it may do, the connection, the libraries it answers from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.slack.door import installations, missing
from ui.slack.errors import SlackError, SlackRefused, SlackSetup
from ui.slack.manifest import SCOPES
from ui.slack.web_slack import WebSlack, called
from ui.slack.workspaces import Workspaces, asked
from vectorstore.layout import collection_names

if TYPE_CHECKING:
    from rag.settings import Settings

_REMEDIES = {
    "invalid_auth": "copy the token again from the app's page, OAuth & Permissions",
    "not_authed": "copy the token again from the app's page, OAuth & Permissions",
    "account_inactive": "the app was removed from the workspace: install it again",
    "token_revoked": "the app was removed from the workspace: install it again",
    "token_expired": "install the app again, and leave token rotation off for a single workspace",
    "not_allowed_token_type": "app_token wants the one that begins with xapp-",
    "missing_scope": "the app-level token needs the scope connections:write",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tested, whether it is good, and what it means."""

    good: bool
    said: str


def findings(settings: Settings) -> Iterator[Finding]:
    """Yield what was found, a test after the other. No token is in it."""
    slack = settings.slack
    try:
        missing(settings, socket=slack.app_token is not None or slack.signing_secret is None)
    except SlackSetup as error:
        yield Finding(False, str(error))
    web = WebSlack(Workspaces(slack, lambda token: {}), slack.api_url)
    if slack.bot_token is not None:
        yield from _bot(web, slack.bot_token.get_secret_value(), "The bot's token")
    elif slack.client_id and slack.encryption_key:
        yield from _workspaces(web, settings)
    if slack.app_token is not None:
        yield _connection(web, slack.app_token.get_secret_value())
    yield from _libraries(settings)


def _bot(web: WebSlack, token: str, whose: str, *, renewed: bool = False) -> Iterator[Finding]:
    """Yield who a token belongs to and what it may do; one that is `renewed` may have expired."""
    try:
        told = asked(web.client)(token)
    except SlackError as error:
        if renewed and isinstance(error, SlackRefused) and error.code == "token_expired":
            yield Finding(True, f"{whose} has expired, and is renewed when it is needed.")
        else:
            yield Finding(False, _explained(f"{whose} is refused", error))
        return
    yield Finding(True, f"The bot is {told.get('user')} in {told.get('team')}.")
    granted = {scope.strip() for scope in str(told.get("_scopes", "")).split(",")}
    lacking = [scope for scope in SCOPES if scope not in granted]
    for scope in lacking:
        yield Finding(False, f"It lacks the scope {scope}, to {SCOPES[scope]}.")
    if lacking:
        yield Finding(
            False, "Paste what `footnoted slack manifest` prints, and install the app again."
        )
    else:
        yield Finding(True, "It may do what it needs.")


def _workspaces(web: WebSlack, settings: Settings) -> Iterator[Finding]:
    try:
        store = installations(settings)
        assert store is not None
        found = store.bots()
    except SlackSetup as error:
        yield Finding(False, str(error))
        return
    bots = [bot for bot in found if bot is not None]
    if len(bots) < len(found):
        yield Finding(
            False,
            f"The tokens of {len(found) - len(bots)} of {len(found)} workspaces were encrypted "
            "with another key: bring back slack.encryption_key, or install the app in them again. "
            "Questions from there wait for a day.",
        )
    else:
        yield Finding(
            True, f"The tokens of several workspaces are kept encrypted: {len(found)} so far."
        )
    for bot in bots:
        name = bot.team_name or bot.team_id or bot.enterprise_name or bot.enterprise_id
        renewed = bool(bot.bot_refresh_token)
        yield from _bot(web, bot.bot_token, f"The bot's token of {name}", renewed=renewed)


def _connection(web: WebSlack, token: str) -> Finding:
    try:
        called(web.client(token), "apps.connections.open", {})
    except SlackError as error:
        return Finding(False, _explained("Socket Mode does not connect", error))
    return Finding(True, "Socket Mode connects.")


def _libraries(settings: Settings) -> Iterator[Finding]:
    slack = settings.slack
    wanted = {slack.collection or settings.collection}
    for audience in (*slack.channels.values(), *slack.direct.values()):
        wanted.add(audience.collection or slack.collection or settings.collection)
    there = collection_names(settings.home)
    for name in sorted(wanted):
        if name in there:
            yield Finding(True, f"The library {name} is there.")
        else:
            remedy = f"footnoted --collection {name} ingest PATH"
            yield Finding(False, f"There is no library {name}: make it with `{remedy}`.")


def _explained(what: str, error: SlackError) -> str:
    if isinstance(error, SlackRefused) and (remedy := _REMEDIES.get(error.code)):
        return f"{what} ({error.code}): {remedy}."
    return f"{what}: {error}"
