"""How what happens in Slack reaches the app: over Socket Mode, or as signed requests."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tests.slack.local.workspace import APP, US, Workspace

if TYPE_CHECKING:
    from tests.slack.local.socket_mode import Sockets

_EVENTS = itertools.count(1)


class Delivery:
    """Delivers over Socket Mode, or to `http` if that is set."""

    workspace: Workspace
    sockets: Sockets
    http: str = ""
    """Where the app takes requests, if it does not use Socket Mode."""
    secret = "local-signing-secret"

    def deliver(
        self, payload: Mapping[str, Any], kind: str = "events_api", *, attempt: int = 0
    ) -> str:
        """Deliver something; return the envelope it went in, or the status of the request."""
        whole = self.wrapped(payload) if kind == "events_api" else payload
        if not self.http:
            return self.sockets.send(kind, whole, attempt=attempt)
        return str(self.request(whole, kind, attempt=attempt)[0])

    def wrapped(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Return an event as Slack sends it."""
        whole = self.workspace.enterprise
        return {
            "type": "event_callback",
            "team_id": self.workspace.team,
            "enterprise_id": whole or None,
            "api_app_id": APP,
            "event": event,
            "event_id": f"Ev{next(_EVENTS):08d}",
            "event_time": int(time.time()),
            "authorizations": [
                {"team_id": None if whole else self.workspace.team, "user_id": US, "is_bot": True,
                 "enterprise_id": whole or None, "is_enterprise_install": bool(whole)}
            ],
        }  # fmt: skip

    def request(
        self,
        payload: Mapping[str, Any],
        kind: str = "events_api",
        *,
        attempt: int = 0,
        secret: str | None = None,
        age: float = 0.0,
    ) -> tuple[int, str]:
        """Send a signed request to the app; return its status and body.

        `secret` signs in place of the right one; `age` is how many seconds ago it says it was made.
        """
        if kind == "events_api":
            body, sort = json.dumps(payload), "application/json"
        else:
            form = {"payload": json.dumps(payload)} if kind == "interactive" else payload
            body, sort = urlencode(form), "application/x-www-form-urlencoded"
        made = str(int(time.time() - age))
        key = (secret or self.secret).encode()
        signed = hmac.new(key, f"v0:{made}:{body}".encode(), hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": sort,
            "X-Slack-Request-Timestamp": made,
            "X-Slack-Signature": f"v0={signed}",
        }
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"}
        request = urllib.request.Request(self.http, body.encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                return reply.status, reply.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
