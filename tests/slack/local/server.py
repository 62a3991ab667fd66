"""A Slack on this machine: its Web API over HTTP, its Socket Mode over a WebSocket."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from typing import Any

from tests.slack.local.arguments import content_of
from tests.slack.local.faults import Break, Faults
from tests.slack.local.http_door import Answered, handler
from tests.slack.local.methods import Methods
from tests.slack.local.people import People
from tests.slack.local.refusals import Refused
from tests.slack.local.scopes import hold
from tests.slack.local.socket_mode import Sockets
from tests.slack.local.workspace import APP, US, Private, Workspace

BOT_TOKEN = "xoxb-local-bot"
APP_TOKEN = "xapp-local-app"
SECRET = "local-signing-secret"
SCOPES = (
    "app_mentions:read,assistant:write,channels:history,chat:write,commands,files:read,"
    "groups:history,im:history,mpim:history"
)


@dataclass(frozen=True)
class Call:
    """A call as it came, what was answered (`ok` or a code), and when (monotonic seconds).

    `pause` is for how many seconds it was told to wait.
    """

    method: str
    given: Mapping[str, Any]
    answered: str
    at: float
    pause: int = 0


class LocalSlack(People):
    """One workspace with its doors; `with local_slack() as slack` runs it."""

    def __init__(self) -> None:
        self.workspace = Workspace()
        self.faults = Faults()
        self.scopes = SCOPES
        self.tokens = {BOT_TOKEN: "", APP_TOKEN: ""}
        """Tokens, each with the code with which it is refused, or nothing."""
        self.missing: set[str] = set()
        """Methods that this workspace does not have."""
        self.calls: list[Call] = []
        self.requests: list[str] = []
        """What was asked of it that is no method: files, addresses for responses."""
        self.sockets = Sockets()
        self.methods = Methods(self.workspace, lambda: self.url)
        self.elsewhere: list[Elsewhere] = []
        """Other workspaces of the same Slack."""
        self.codes: dict[str, str] = {}
        """What people bring back who installed the app, each with the token it is good for; and
        refresh tokens."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self._server.daemon_threads = True
        self.changed = threading.Condition()

    @property
    def url(self) -> str:
        """Where it is, with a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    @property
    def api_url(self) -> str:
        """Where its Web API is."""
        return f"{self.url}api"

    def start(self) -> None:
        self.sockets.start()
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self.sockets.stop()
        self._server.shutdown()
        self._server.server_close()

    def visible(self, channel: str, thread: str = "") -> list[tuple[str, str]]:
        """Return who says what in a thread, or in a channel beside all threads, as it stands."""
        with self.workspace.lock:
            return [
                (message["user"], message["text"])
                for message in self.workspace.channels[channel].messages
                if message.get("thread_ts", message["ts"]) == (thread or message["ts"])
            ]

    def called(self, method: str) -> list[Call]:
        """Return the calls of a method so far."""
        return [call for call in list(self.calls) if call.method == method]

    def wait(self, until: Any, seconds: float = 60.0) -> Any:
        """Return what `until` returns once that is something. Raises TimeoutError."""
        ends = time.monotonic() + seconds
        with self.changed:
            while not (found := until()):
                left = ends - time.monotonic()
                if left <= 0:
                    last = [(call.method, call.answered) for call in self.calls[-12:]]
                    raise TimeoutError(f"nothing came; the last calls: {last}")
                self.changed.wait(min(left, 0.25))
        return found

    def answer(
        self, method: str, token: str, given: Mapping[str, Any]
    ) -> tuple[int, Any, dict[str, str]]:
        """Carry out a call; return the status, the body (a Break for none) and the headers."""
        wrong = self.faults.next(method, given)
        if wrong in (Break.BEFORE, Break.UNAVAILABLE, Break.NONSENSE):
            self._note(method, given, wrong.name)
            status = 503 if wrong is Break.UNAVAILABLE else 200
            return status, wrong, {}
        if wrong is Break.HELD:
            self._note(method, given, wrong.name)
            self.faults.cleared.wait(60)
        if (pause := self.faults.pause(method)) > 0:
            seconds = int(pause + 0.999)
            self._note(method, given, "ratelimited", seconds)
            body = {"ok": False, "error": "ratelimited"}
            return 429, body, {"Retry-After": str(seconds)}
        try:
            if isinstance(wrong, str):
                raise Refused(wrong)
            body = {"ok": True, **self._done(method, token, given)}
        except Refused as refused:
            body = {"ok": False, "error": refused.code, **refused.more}
            if refused.details:
                body["response_metadata"] = {"messages": list(refused.details)}
        self._note(method, given, "ok" if body["ok"] else str(body["error"]))
        return 200, wrong if wrong is Break.AFTER else body, {"x-oauth-scopes": self.scopes}

    def _done(self, method: str, token: str, given: Mapping[str, Any]) -> dict[str, Any]:
        if method == "oauth.v2.access":
            if refresh := given.get("refresh_token"):
                return self._installed(str(refresh), renewed=True)
            return self._installed(str(given.get("code")))
        if token not in self.tokens:
            raise Refused("invalid_auth" if token else "not_authed")
        if code := self.tokens[token]:
            raise Refused(code)
        if method == "apps.connections.open":
            if not token.startswith("xapp-"):
                raise Refused("not_allowed_token_type")
            return {"url": self.sockets.address()}
        where = self._where(token, given)
        done = getattr(where.methods, method.replace(".", "_").lower(), None)
        if done is None or method in self.missing:
            raise Refused("unknown_method")
        hold(method, given, self.scopes)
        with where.workspace.lock:
            return done(given)  # type: ignore[no-any-return]

    def _where(self, token: str, given: Mapping[str, Any]) -> People:
        """Return the workspace that a call is about: an organization's token is good for all."""
        own = [each for each in self.elsewhere if each.token == token]
        channel = given.get("channel") or given.get("channel_id")
        trigger, user = given.get("trigger_id"), given.get("user_id")
        found = [
            each
            for each in own
            if channel in each.workspace.channels
            or trigger in each.workspace.triggers
            or user in each.workspace.people
        ]
        return (found or own or [self])[0]

    def _installed(self, code: str, *, renewed: bool = False) -> dict[str, Any]:
        token = self.codes.pop(code, "")
        if not token:
            raise Refused("invalid_code")
        workspace = self._where(token, {}).workspace
        whole = workspace.enterprise
        return {
            "access_token": token,
            "token_type": "bot",
            "scope": self.scopes,
            "bot_user_id": US,
            "app_id": APP,
            "team": None if whole else {"id": workspace.team, "name": workspace.team.lower()},
            "enterprise": {"id": whole, "name": "grid"} if whole else None,
            "is_enterprise_install": bool(whole),
            "authed_user": {"id": "U1"},
            **({"refresh_token": "xoxe-next", "expires_in": 43_200} if renewed else {}),
        }

    def _note(self, method: str, given: Mapping[str, Any], answered: str, pause: int = 0) -> None:
        with self.changed:
            self.calls.append(Call(method, given, answered, time.monotonic(), pause))
            self.changed.notify_all()

    def respond(self, name: str, given: Mapping[str, Any]) -> Answered:
        """Take in what is sent to the address that came with a command or a click."""
        wrong = self.faults.next("response_url", given)
        if isinstance(wrong, Break) and wrong is not Break.AFTER:
            return 503 if wrong is Break.UNAVAILABLE else 200, wrong, {}
        try:
            if isinstance(wrong, str):
                raise Refused(wrong)
            if not given.get("delete_original"):
                content_of(given)
        except Refused as refused:
            self._note("response_url", given, refused.code)
            return 400, refused.code.encode(), {}
        found = [each.workspace for each in (self, *self.elsewhere)]
        place = next((each for each in found if name in each.responses), self.workspace)
        with place.lock:
            if name not in place.responses:
                return 404, {"ok": False, "error": "no_service"}, {}
            channel, user, uses = place.responses[name]
            if uses >= 5:
                return 404, {"ok": False, "error": "used_url"}, {}
            place.responses[name] = (channel, user, uses + 1)
            replaces = given.get("replace_original") or given.get("delete_original")
            if replaces and name not in place.commanded:
                place.private[:] = [
                    each for each in place.private if each.message.get("url") != name
                ]
            if not given.get("delete_original"):
                message = {**given, "url": name}
                place.private.append(Private(channel, user, message))
        self._note("response_url", given, "ok")
        return 200, wrong if wrong is Break.AFTER else {"ok": True}, {}

    def bytes_of(self, path: str, token: str) -> bytes:
        """Return a file; without a good token the page on which one signs in, as Slack does."""
        self.requests.append(path)
        found = self.workspace.files.get(path.removeprefix("/files/"))
        if found is None or self.tokens.get(token) != "":
            return b"<!DOCTYPE html><title>Sign in</title>"
        return found[1]


class Elsewhere(People):
    """Another workspace of the same Slack, with the same app in it.

    Workspaces of one organization share the bot's token.
    """

    def __init__(self, slack: LocalSlack, team: str, token: str, enterprise: str = "") -> None:
        self.workspace, self.token = Workspace(team, enterprise), token
        self.sockets, self.http = slack.sockets, slack.http
        self.url = slack.url
        self.methods = Methods(self.workspace, lambda: slack.url)
        slack.tokens[token] = ""
        slack.elsewhere.append(self)


@contextmanager
def local_slack() -> Iterator[LocalSlack]:
    """Run a Slack until the block ends."""
    slack = LocalSlack()
    slack.start()
    try:
        yield slack
    finally:
        slack.stop()
