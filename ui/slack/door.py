"""The Slack door of a process that has the collections open: everything put together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from ui.slack.answering import ChainAnswering
from ui.slack.app import Parts, logged, slack_app
from ui.slack.audience import Audiences
from ui.slack.clicks import Clicks
from ui.slack.clock import RealClock
from ui.slack.crew import Crew
from ui.slack.desk import Desk
from ui.slack.errors import SlackSetup
from ui.slack.files import Files
from ui.slack.given_up import GivenUp
from ui.slack.hang_up import hang_up
from ui.slack.inbox import Inbox
from ui.slack.installations import STORE, EncryptedInstallations
from ui.slack.kept import KeptWorks
from ui.slack.manifest import SCOPES
from ui.slack.outbox import Outbox
from ui.slack.panes import Panes
from ui.slack.phrases import LANGUAGES
from ui.slack.receiving import Receiving
from ui.slack.reporting import inbox_file
from ui.slack.web_slack import WebSlack
from ui.slack.workspaces import Workspaces, asked

if TYPE_CHECKING:
    from pydantic import SecretStr
    from slack_bolt.adapter.socket_mode import SocketModeHandler
    from slack_bolt.oauth import OAuthFlow
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from rag.settings import Settings
    from ui.shelves import Shelves

EVENTS = "/slack/events"
INSTALL = "/slack/install"
_INSTALLED = "/slack/oauth_redirect"
_ASIDE = 8
_REMEMBERED = 180 * 24 * 3600.0
"""Seconds for which it is known what was asked."""
_LARGEST = 2_000_000
"""Bytes of a request; Slack sends far less."""


class SlackDoor:
    """The bot over collections that this process has open, of which nothing may be `missing`.

    `start` and `stop` it; with `socket` it connects to Slack by itself, otherwise `routes` are to
    be served where Slack reaches them. Raises SlackSetup where a key is none.
    """

    def __init__(self, settings: Settings, shelves: Shelves, *, socket: bool) -> None:
        slack = settings.slack
        self._settings = settings
        self._socket: SocketModeHandler | None = None
        self.clock = RealClock()
        store = installations(settings)
        self.workspaces = Workspaces(slack, self._asked, store, self._rotator())
        self._web = WebSlack(self.workspaces, slack.api_url)
        words = LANGUAGES[slack.language]
        self.inbox = Inbox(inbox_file(settings), self.clock.now)
        outbox = Outbox(self._web, self.clock, self.inbox.pauses)
        audiences = Audiences(slack, settings.collection)
        files = Files(shelves, audiences, words, self._web.download, slack.upload_mb)
        answering = ChainAnswering(shelves, audiences, words, files, slack.web_url)
        receiving = Receiving(self.inbox, self.workspaces, slack.follow_threads)
        self.desk = Desk(
            self.inbox,
            outbox,
            self.clock,
            answering,
            self.workspaces,
            words,
            slack.streaming,
            receiving.heard,
        )
        self.crew = Crew(self.desk, self.clock, slack.workers)
        receiving.wake, receiving.call_off = self.crew.wake, self.desk.call_off
        kept = KeptWorks(shelves, audiences, words)
        panes = Panes(self.inbox, GivenUp(self.inbox, words), outbox, kept, words)
        self._aside = ThreadPoolExecutor(_ASIDE, thread_name_prefix="slack-aside")
        self._clicks = Clicks(self.inbox, outbox, self.clock, kept, panes, words, self.crew.wake)
        parts = Parts(
            self.inbox,
            receiving,
            self._clicks,
            panes,
            self.workspaces,
            self.clock,
            words,
            self._aside,
            self.crew.wake,
        )
        client = self._web.client(None)
        self.app = slack_app(parts, client, _secret(slack.signing_secret), self._oauth(store))
        if store is not None:
            self.app.enable_token_revocation_listeners()
        if socket:
            self._socket = self._handler()

    def start(self) -> None:
        """Go on with what is left, and, with Socket Mode, connect. Raises SlackSetup."""
        for work in self.inbox.unfinished():
            self.workspaces.learn(work.place.team, work.place.enterprise)
        self.inbox.hurry()
        self.inbox.forget(self.clock.now() - _REMEMBERED)
        for key, body in self.inbox.errands.left():
            self._aside.submit(logged, self._clicks.run, key, body)
        if self._socket is not None:
            from slack_sdk.errors import SlackApiError

            try:
                self._socket.connect()
            except SlackApiError as error:
                code = error.response.get("error", "")
                raise SlackSetup(
                    f"Slack refuses the connection: {code}. `footnoted slack check` says more."
                ) from None
            except OSError as error:
                raise SlackSetup(
                    f"Slack cannot be reached ({error}): is this machine on the network?"
                ) from None
        self.crew.start()

    def stop(self) -> None:
        """Hear nothing more, and finish what is under way or leave it for the next start."""
        if self._socket is not None:
            hang_up(self._socket)
        self.crew.stop()
        self._aside.shutdown(wait=True, cancel_futures=True)
        self.inbox.close()

    def routes(self) -> list[Route]:
        """Return what Slack sends requests to, and where the app is installed from."""
        from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import PlainTextResponse
        from starlette.routing import Route

        async def events(request: Request) -> Response:
            body = bytearray()
            async for part in request.stream():
                body += part
                if len(body) > _LARGEST:
                    return PlainTextResponse("too large", status_code=413)
            try:
                bolt = to_bolt_request(request, bytes(body))
            except UnicodeDecodeError:
                return PlainTextResponse("not text", status_code=400)
            return to_starlette_response(await run_in_threadpool(self.app.dispatch, bolt))

        return [Route(EVENTS, events, methods=["POST"]), *self.installing()]

    def installing(self) -> list[Route]:
        """Return where the app is installed from; none where its one token is in the settings."""
        from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
        from starlette.concurrency import run_in_threadpool
        from starlette.routing import Route

        if (flow := self.app.oauth_flow) is None:
            return []
        steps = {INSTALL: flow.handle_installation, _INSTALLED: flow.handle_callback}

        async def install(request: Request) -> Response:
            bolt, step = to_bolt_request(request, b""), steps[request.url.path]
            return to_starlette_response(await run_in_threadpool(step, bolt))

        return [Route(path, install, methods=["GET"]) for path in steps]

    def _asked(self, token: str) -> Any:
        return asked(self._web.client)(token)

    def _handler(self) -> SocketModeHandler:
        from slack_bolt.adapter.socket_mode import SocketModeHandler

        return SocketModeHandler(self.app, _secret(self._settings.slack.app_token))

    def _rotator(self) -> Any:
        slack = self._settings.slack
        if not (slack.client_id and slack.client_secret):
            return None
        from slack_sdk import WebClient
        from slack_sdk.oauth.token_rotation import TokenRotator

        return TokenRotator(
            client_id=slack.client_id,
            client_secret=slack.client_secret.get_secret_value(),
            client=WebClient(None, f"{slack.api_url}/"),
        )

    def _oauth(self, store: EncryptedInstallations | None) -> OAuthFlow | None:
        slack = self._settings.slack
        if store is None or not (slack.client_id and slack.client_secret):
            return None
        from slack_bolt.oauth import OAuthFlow
        from slack_bolt.oauth.oauth_settings import OAuthSettings
        from slack_sdk.oauth.state_store.sqlite3 import SQLite3OAuthStateStore

        states = SQLite3OAuthStateStore(
            database=str(self._settings.home / STORE), expiration_seconds=600
        )
        states.init()
        return OAuthFlow(
            client=self._web.client(None),
            settings=OAuthSettings(
                client_id=slack.client_id,
                client_secret=slack.client_secret.get_secret_value(),
                scopes=[*SCOPES],
                installation_store=store,
                state_store=states,
            ),
        )


def installations(settings: Settings) -> EncryptedInstallations | None:
    """Return the workspaces that installed the app; None where a token is in the settings."""
    slack = settings.slack
    if slack.bot_token is not None or slack.client_id is None or slack.encryption_key is None:
        return None
    key = slack.encryption_key.get_secret_value()
    return EncryptedInstallations(settings.home / STORE, slack.client_id, key)


def missing(settings: Settings, *, socket: bool, install: bool = False) -> None:
    """Raise SlackSetup where a token or a key is missing; `install` asks for an install page."""
    slack = settings.slack
    if install and (slack.bot_token is not None or not slack.client_id):
        raise SlackSetup(
            "The app is installed from a page where client_id and client_secret are set in place "
            "of a bot token; docs/slack.md says where they are."
        )
    if slack.bot_token is None and not (slack.client_id and slack.client_secret):
        raise SlackSetup(
            "The bot has no token: set FOOTNOTED_SLACK__BOT_TOKEN to the one that begins with "
            "xoxb-, or client_id and client_secret to be installed in several workspaces; "
            "docs/slack.md says where they are."
        )
    if slack.bot_token is None and slack.encryption_key is None:
        raise SlackSetup(
            "Tokens of several workspaces are kept encrypted: set FOOTNOTED_SLACK__ENCRYPTION_KEY "
            "to what `footnoted slack key` prints."
        )
    if socket and slack.app_token is None:
        raise SlackSetup(
            "Socket Mode needs a token of the app: set FOOTNOTED_SLACK__APP_TOKEN to the one that "
            "begins with xapp-, or serve requests with --http HOST:PORT."
        )
    if not socket and slack.signing_secret is None:
        raise SlackSetup(
            "Requests are only believed when they are signed: set "
            "FOOTNOTED_SLACK__SIGNING_SECRET to the app's signing secret."
        )


def _secret(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
