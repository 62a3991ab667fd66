"""Every call to Slack: waits where Slack says so, tries again what may be, and never posts twice.

A post whose reply was lost is not repeated here: `Lost` tells the caller to look first.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from ui.slack.clock import LONGEST, Clock
from ui.slack.errors import SlackBusy, SlackError, SlackRefused, SlackUnreachable
from vectorstore.errors import FootnotedError

Reply = Mapping[str, Any]

ONCE = frozenset(
    {"chat.postMessage", "chat.postEphemeral", "chat.startStream", "chat.appendStream"}
)
"""Methods that do something more each time they are called."""
PASSING = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
"""Codes of refusals that another attempt may not meet; what was asked may be done all the same."""
KEYS = frozenset(
    {
        *("invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"),
        *("missing_scope", "no_permission", "org_login_required", "ekm_access_denied"),
        *("access_denied", "team_access_not_granted"),
    }
)
"""Codes that say the bot's token is not good now: it may be later."""
LACKING = frozenset(
    {
        *("unknown_method", "missing_scope", "not_allowed_token_type", "feature_not_enabled"),
        *("method_deprecated", "deprecated_endpoint"),
    }
)
"""Codes that say the workspace does not have a method, or not for the bot."""
FORMS = frozenset(
    {
        *("invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long"),
        *("invalid_attachments", "block_mismatch", "invalid_metadata_format"),
        *("metadata_too_large", "invalid_arguments", "too_many_attachments"),
    }
)
"""Codes that say the message cannot be shown as it is."""
_LOG = logging.getLogger("footnoted.slack")
_ATTEMPTS = 4
_LONGEST_WAIT = 120.0


class Slack(Protocol):
    """What the outbox needs of Slack."""

    def call(self, team: str, method: str, arguments: Mapping[str, Any]) -> Reply:
        """Call a method in a workspace. Raises SlackError."""


class KeptPauses(Protocol):
    """Where it is kept how long Slack asks to wait."""

    def left(self) -> dict[tuple[str, str], float]:
        """Return the pauses that are not over: until when, by workspace and method."""

    def note(self, team: str, method: str, until: float) -> None:
        """Keep a pause."""


class Lost(SlackError):
    """Something may have been posted, and Slack did not say so."""


class Outbox:
    """The calls of one bot. Safe between threads.

    `pauses` outlive it: what Slack asked of the bot is asked of the next one, too.
    """

    def __init__(
        self,
        slack: Slack,
        clock: Clock,
        pauses: KeptPauses,
        chance: Callable[[], float] | None = None,
    ) -> None:
        self._slack = slack
        self._clock = clock
        self._pauses = pauses
        self._chance = chance or random.random
        self._free = pauses.left()
        """When a method may be called again in a workspace, where Slack said to wait."""
        self._lock = threading.Lock()

    def call(self, team: str, method: str, **arguments: Any) -> Reply:
        """Call a method until it is done or refused; what Slack bids to wait waits for all.

        Raises SlackRefused, SlackBusy and SlackUnreachable when patience is at its end, Lost for a
        post that may stand, Stopping.
        """
        waited, failed = 0.0, 0
        while True:
            try:
                return self._once(team, method, arguments)
            except SlackBusy as busy:
                waited += busy.pause
                if waited > _LONGEST_WAIT:
                    raise
                self._clock.sleep(busy.pause)
            except SlackUnreachable as gone:
                failed += 1
                if gone.sent and method in ONCE:
                    raise Lost(str(gone)) from gone
                if failed >= _ATTEMPTS:
                    raise
                self._clock.sleep(self._pause(failed))

    def once(self, team: str, method: str, **arguments: Any) -> Reply:
        """Call a method without waiting for anything. Raises SlackError, Lost."""
        try:
            return self._once(team, method, arguments)
        except SlackUnreachable as gone:
            if gone.sent and method in ONCE:
                raise Lost(str(gone)) from gone
            raise

    def attempt(self, team: str, method: str, **arguments: Any) -> Reply | None:
        """Call a method once; None where it does not work now. For what may as well not be done."""
        try:
            return self._once(team, method, arguments)
        except SlackError:
            return None

    def _once(self, team: str, method: str, arguments: Mapping[str, Any]) -> Reply:
        with self._lock:
            pause = self._free.get((team, method), 0.0) - self._clock.now()
        if 0 < pause <= LONGEST:  # a longer one was counted by a clock that was ahead
            raise SlackBusy(method, pause)
        try:
            return self._told(team, method, arguments)
        except SlackBusy as busy:
            until = self._clock.now() + busy.pause
            with self._lock:
                self._free[team, method] = until
            self._note(team, method, until)
            raise

    def _note(self, team: str, method: str, until: float) -> None:
        """Keep a pause for the next start; where that fails, this process knows it all the same."""
        try:
            self._pauses.note(team, method, until)
        except FootnotedError as error:
            _LOG.warning("a pause of %s is not kept: %s", method, error)

    def _told(self, team: str, method: str, arguments: Mapping[str, Any]) -> Reply:
        try:
            return self._slack.call(team, method, arguments)
        except SlackRefused as refused:
            if refused.code in PASSING:
                raise SlackUnreachable(method, refused.code, sent=True) from refused
            if refused.code in ("ratelimited", "rate_limited"):
                raise SlackBusy(method, 1.0) from refused
            raise

    def _pause(self, failed: int) -> float:
        """Return how long to wait: twice as long each time, by chance up to half less."""
        return float(0.5 * 2**failed * (1 - self._chance() / 2))
