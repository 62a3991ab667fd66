"""The Bolt app: what Slack sends is written down and told at once; the work is done elsewhere."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize

from ui.slack.clicks import Clicks
from ui.slack.clock import Clock
from ui.slack.inbox import Inbox
from ui.slack.interactions import enterprise_of, place_of, team_of
from ui.slack.manifest import ASK, CHECK, CHECK_MESSAGE
from ui.slack.panes import Panes
from ui.slack.phrases import SlackPhrases
from ui.slack.receiving import Receiving
from ui.slack.thread import plain_words
from ui.slack.views import OPINION_GIVEN
from ui.slack.works import Kind, New, Place
from ui.slack.workspaces import Workspaces

if TYPE_CHECKING:
    from slack_bolt.oauth import OAuthFlow
    from slack_sdk import WebClient

Body = dict[str, Any]
_LOG = logging.getLogger("footnoted.slack")


@dataclass(frozen=True)
class Parts:
    """What the listeners use; `aside` runs what calls Slack, `wake` says that there is work."""

    inbox: Inbox
    receiving: Receiving
    clicks: Clicks
    panes: Panes
    workspaces: Workspaces
    clock: Clock
    words: SlackPhrases
    aside: Executor
    wake: Callable[[], None]


def slack_app(
    parts: Parts, client: WebClient, signing_secret: str | None, oauth: OAuthFlow | None = None
) -> App:
    """Return the app. Every listener returns in no time; an event that fails is sent again."""
    app = App(
        client=client,
        authorize=_Known(parts.workspaces),
        oauth_flow=oauth,
        # Over Socket Mode nothing is signed, and nothing but Slack's own connection is heard.
        signing_secret=signing_secret or "-",
        process_before_response=True,
        logger=logging.getLogger("footnoted.slack.bolt"),
    )
    listeners = _Listeners(parts)
    for name in ("message", "app_mention"):
        app.event(name)(listeners.said)
    app.event("app_home_opened")(listeners.home)
    app.event("assistant_thread_started")(listeners.pane)
    app.event("assistant_thread_context_changed")(listeners.nothing)
    if oauth is None:
        for name in ("app_uninstalled", "tokens_revoked"):
            app.event(name)(listeners.nothing)
    app.command(ASK)(listeners.ask)
    app.command(CHECK)(listeners.check)
    app.shortcut(CHECK_MESSAGE)(listeners.check_message)
    app.action(re.compile("^footnoted_"))(listeners.click)
    app.view(OPINION_GIVEN)(listeners.opinion)
    return app


class _Known(Authorize):
    """Lets in what is signed; no token is looked for, and without a good one the work waits."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    def __call__(
        self, *, enterprise_id: str | None, team_id: str | None, **_: Any
    ) -> AuthorizeResult:
        team = team_id or ""
        self._workspaces.learn(team, enterprise_id or "")
        us = self._workspaces.known(team) or None
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_user_id=us)


@dataclass(frozen=True)
class _Listeners:
    parts: Parts

    def said(self, body: Body) -> None:
        team, enterprise = _learnt(body, self.parts.workspaces)
        self.parts.receiving.event(body["event"], team, enterprise)

    def home(self, body: Body) -> None:
        team, enterprise = _learnt(body, self.parts.workspaces)
        if body["event"].get("tab", "home") == "home":
            self._later(self.parts.panes.home, team, enterprise, body["event"]["user"])

    def pane(self, body: Body) -> None:
        team, enterprise = _learnt(body, self.parts.workspaces)
        if self.parts.panes.new(body["event"], team):
            self._later(self.parts.panes.begin, body["event"], team, enterprise)

    def nothing(self) -> None:
        """Leave an event that changes nothing."""

    def ask(self, ack: Ack, body: Body) -> None:
        self._command(ack, body, Kind.ASK, self.parts.words.usage_ask)

    def check(self, ack: Ack, body: Body) -> None:
        self._command(ack, body, Kind.CHECK, self.parts.words.usage_check)

    def check_message(self, ack: Ack, body: Body) -> None:
        message = body.get("message") or {}
        text, thread = plain_words(message.get("text", "")), message.get("thread_ts", "")
        self._private(body, Kind.CHECK, place_of(body), text, thread)
        ack()

    def click(self, ack: Ack, body: Body) -> None:
        does_something = body.get("actions") and "url" not in body["actions"][0]
        if does_something and (key := self.parts.clicks.take(body)):
            self._later(self.parts.clicks.run, key, body)
        ack()

    def opinion(self, ack: Ack, body: Body) -> None:
        ack(response_action="update", view=self.parts.clicks.opinion(body))

    def _command(self, ack: Ack, body: Body, kind: Kind, usage: str) -> None:
        text = plain_words(body.get("text") or "")
        if not text:
            ack(text=usage, response_type="ephemeral")
            return
        place = Place(body["team_id"], body["channel_id"], "", body.get("enterprise_id") or "")
        self._private(body, kind, place, text)
        ack(text=self.parts.words.working, response_type="ephemeral")

    def _private(self, body: Body, kind: Kind, place: Place, text: str, thread: str = "") -> None:
        trigger = body["trigger_id"]
        user = body.get("user_id") or body["user"]["id"]
        new = New(
            f"{place.team}/{place.channel}/{trigger}",
            kind,
            # Each of them by itself: none waits for what somebody else asks there.
            Place(place.team, place.channel, f"private/{trigger}", place.enterprise),
            user,
            f"{self.parts.clock.now():.6f}",
            text,
            detail={"response_url": body["response_url"], "thread": thread},
        )
        if self.parts.inbox.take(new):
            self.parts.wake()

    def _later(self, done: Callable[..., None], *arguments: object) -> None:
        self.parts.aside.submit(logged, done, *arguments)


def logged(done: Callable[..., None], *arguments: object) -> None:
    """Do something; that it broke is logged."""
    try:
        done(*arguments)
    except Exception:
        _LOG.exception("something aside broke")


def _learnt(body: Mapping[str, Any], workspaces: Workspaces) -> tuple[str, str]:
    """Return the workspace of an event and its organization, as whom the bot is known there."""
    named = (body.get("authorizations") or [{}])[0]
    team = str(body.get("team_id") or named.get("team_id") or team_of(body))
    enterprise = str(named.get("enterprise_id") or enterprise_of(body))
    user = str(named.get("user_id") or "") if named.get("is_bot") else ""
    workspaces.learn(team, enterprise, user)
    return team, enterprise
