"""Who the bot is in each workspace: its token, and the user that people mention."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ui.slack.errors import SlackError, SlackRefused

if TYPE_CHECKING:
    from slack_sdk import WebClient
    from slack_sdk.oauth.installation_store import Bot, InstallationStore
    from slack_sdk.oauth.token_rotation import TokenRotator

    from rag.slack_settings import SlackSettings

_LOG = logging.getLogger("footnoted.slack")
_AGAIN = 30.0
"""Seconds after which it is asked again who the bot is, where that could not be learnt."""


class Workspaces:
    """The bot's tokens and names. Safe between threads.

    With a token in the settings it is the bot of one workspace; with `store` of all that installed
    it. `ask` asks Slack who a token belongs to.
    """

    def __init__(
        self,
        settings: SlackSettings,
        ask: Callable[[str], Mapping[str, Any]],
        store: InstallationStore | None = None,
        rotator: TokenRotator | None = None,
    ) -> None:
        self._settings = settings
        self._ask = ask
        self._store = store
        self._rotator = rotator
        self._users: dict[str, str] = {}
        self._tried: dict[str, float] = {}
        self._enterprises: dict[str, str] = {}
        self._lock = threading.Lock()
        self._renewing = threading.Lock()

    def learn(self, team: str, enterprise: str = "", user: str = "") -> None:
        """Take in what an event tells of its workspace."""
        with self._lock:
            if enterprise:
                self._enterprises[team] = enterprise
            if user:
                self._users[team] = user

    def known(self, team: str) -> str:
        """Return the id of the bot's user as far as it was learnt; nobody is asked."""
        with self._lock:
            return self._users.get(team, "")

    def token(self, team: str) -> str:
        """Return the bot's token, a new one where it expires.

        Raises SlackRefused where the workspace has none, SlackSetup where it cannot be read.
        """
        if self._settings.bot_token is not None:
            return self._settings.bot_token.get_secret_value()
        bot = self._bot(team)
        if bot is None:
            raise SlackRefused("auth.test", "not_authed", "the app is not installed there")
        if self._rotator is not None and bot.bot_refresh_token:
            with self._renewing:
                # Somebody else may have renewed it meanwhile, and a refresh token is good once.
                bot = self._renewed(self._bot(team) or bot)
        return bot.bot_token

    def user(self, team: str) -> str:
        """Return the id of the bot's user; empty where it is not known."""
        with self._lock:
            if found := self._users.get(team):
                return found
            if time.monotonic() - self._tried.get(team, -_AGAIN) < _AGAIN:
                return ""
            self._tried[team] = time.monotonic()
        try:
            bot = None if self._settings.bot_token else self._bot(team)
            found = bot.bot_user_id if bot else str(self._ask(self.token(team)).get("user_id", ""))
        except SlackError:
            return ""
        self.learn(team, user=found)
        return found

    def _bot(self, team: str) -> Bot | None:
        if self._store is None:
            return None
        enterprise = self._enterprises.get(team) or None
        found = self._store.find_bot(enterprise_id=enterprise, team_id=team)
        if found is None and enterprise:
            found = self._store.find_bot(
                enterprise_id=enterprise, team_id=None, is_enterprise_install=True
            )
        return found

    def _renewed(self, bot: Bot) -> Bot:
        """Return the bot with a token that is still good for two hours, where tokens expire."""
        assert self._rotator is not None
        assert self._store is not None
        from slack_sdk.errors import SlackTokenRotationError

        try:
            fresh = self._rotator.perform_bot_token_rotation(bot=bot)
        except (SlackTokenRotationError, OSError) as error:
            _LOG.warning("the token of %s is not renewed: %s", bot.team_id, type(error).__name__)
            return bot
        if fresh is None:
            return bot
        self._store.save_bot(fresh)
        return fresh


def asked(client: Callable[[str], WebClient]) -> Callable[[str], Mapping[str, Any]]:
    """Return what asks Slack who a token belongs to."""

    def ask(token: str) -> Mapping[str, Any]:
        from ui.slack.web_slack import called

        return called(client(token), "auth.test", {})

    return ask
