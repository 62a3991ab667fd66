"""Slack over HTTP: one call, one answer or one error that says what may have been done."""

from __future__ import annotations

import json
import re
import socket
import ssl
from collections.abc import Mapping
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from ui.slack.errors import SlackBusy, SlackError, SlackRefused, SlackUnreachable
from ui.slack.private import RESPOND

if TYPE_CHECKING:
    from slack_sdk import WebClient

_SECONDS = 15
_ASKED = ("conversations.", "users.", "auth.", "files.", "bots.")
"""Methods that only tell something: they take a form, not JSON."""
_DOWNLOAD = "files.download"
_CODE = re.compile(r"\w+")


class Tokens(Protocol):
    """Who the bot is in each workspace."""

    def token(self, team: str) -> str:
        """Return the bot's token. Raises SlackRefused where there is none."""


class WebSlack:
    """Slack's Web API at an address. Safe between threads; a token is in no error."""

    def __init__(self, tokens: Tokens, address: str) -> None:
        self._tokens = tokens
        self._address = f"{address.rstrip('/')}/"

    def call(self, team: str, method: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """Call a method in a workspace. Raises SlackError."""
        if method == RESPOND:
            return self._respond(arguments)
        return called(self.client(self._tokens.token(team)), method, arguments)

    def client(self, token: str | None) -> WebClient:
        """Return a client that tries nothing again by itself."""
        from slack_sdk import WebClient

        return WebClient(token, self._address, timeout=_SECONDS, retry_handlers=[])

    def download(self, team: str, url: str, most: int) -> bytes:
        """Return a file, no larger than `most` bytes. Raises SlackError."""
        parts, own = urlsplit(url), urlsplit(self._address)
        host = parts.hostname or ""
        slacks = parts.scheme == "https" and host.endswith((".slack.com", ".slack-gov.com"))
        if not slacks and parts.netloc != own.netloc:
            raise SlackRefused(_DOWNLOAD, "not_a_file_of_slack")
        headers = {"Authorization": f"Bearer {self._tokens.token(team)}"}
        try:
            opener = build_opener(_NoRedirect)
            with opener.open(Request(url, headers=headers), timeout=_SECONDS) as answer:  # noqa: S310
                data: bytes = answer.read(most + 1)
        except (OSError, HTTPException) as error:
            raise _failure(_DOWNLOAD, error) from None
        page = data[:100].lstrip().lower().startswith((b"<!doctype html", b"<html"))
        if page and not parts.path.lower().endswith((".html", ".htm")):
            # Without a good token Slack shows where one signs in.
            raise SlackRefused(_DOWNLOAD, "missing_scope", "files:read")
        if len(data) > most:
            raise SlackRefused(_DOWNLOAD, "file_too_large")
        return data

    def _respond(self, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        from slack_sdk.webhook import WebhookClient

        content = {name: value for name, value in arguments.items() if name != "url"}
        try:
            client = WebhookClient(arguments["url"], timeout=_SECONDS, retry_handlers=[])
            answer = client.send_dict(content)
        except (OSError, HTTPException) as error:
            raise _failure(RESPOND, error) from None
        _status(RESPOND, answer.status_code, answer.headers)
        if answer.status_code != 200:
            raise SlackRefused(RESPOND, _said(answer.body or ""))
        return {}


class _NoRedirect(HTTPRedirectHandler):
    """A redirect would carry the token elsewhere."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow none."""


def called(client: WebClient, method: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Call a method with a client. Raises SlackError."""
    from slack_sdk.errors import SlackClientError

    form = method.startswith(_ASKED)
    given: dict[str, Any] = {"params" if form else "json": dict(arguments)}
    try:
        answer = client.api_call(method, http_verb="GET" if form else "POST", **given)
    except SlackClientError as error:
        raise _refusal(method, error) from None
    except (OSError, HTTPException) as error:
        raise _failure(method, error) from None
    data = answer.data
    headers = {str(name).lower(): value for name, value in (answer.headers or {}).items()}
    assert isinstance(data, dict)
    return {**data, "_scopes": headers.get("x-oauth-scopes", "")}


def _refusal(method: str, error: Exception) -> SlackError:
    answer: Any = getattr(error, "response", None)
    status = getattr(answer, "status_code", None) or (answer or {}).get("status", 0)
    headers = getattr(answer, "headers", None) or (answer or {}).get("headers", {}) or {}
    try:
        _status(method, int(status or 0), headers)
    except SlackError as found:
        return found
    data = getattr(answer, "data", answer)
    # What is no word of Slack's is slack_sdk's account of a page that came in place of an answer.
    if not isinstance(data, Mapping) or not _CODE.fullmatch(str(data.get("error", ""))):
        return SlackUnreachable(method, "its answer cannot be read", sent=True)
    told = data.get("response_metadata") or {}
    detail = "; ".join(map(str, told.get("messages") or ()))[:300]
    if data.get("needed"):
        detail = f"it needs {data['needed']}"
    return SlackRefused(method, str(data["error"]), detail)


def _said(body: str) -> str:
    """Return why an address refuses a message: JSON with it, or the words alone."""
    try:
        told = json.loads(body)
        body = str(told["error"])
    except (ValueError, KeyError, TypeError):
        pass
    return "_".join(body.lower().split())[:80] or "not_found"


def _status(method: str, status: int, headers: Mapping[str, Any]) -> None:
    named = {str(name).lower(): value for name, value in headers.items()}
    if status == 429:
        after = named.get("retry-after", 1)
        after = after[0] if isinstance(after, list) else after
        raise SlackBusy(method, float(after))
    if status >= 500:
        raise SlackUnreachable(method, f"status {status}", sent=True)


def _failure(method: str, error: Exception) -> SlackError:
    if isinstance(error, HTTPError):
        try:
            _status(method, error.code, dict(error.headers or {}))
        except SlackError as found:
            return found
        return SlackRefused(method, f"status_{error.code}")
    reason = error.reason if isinstance(error, URLError) else error
    never = isinstance(
        reason, ConnectionRefusedError | socket.gaierror | ssl.SSLCertVerificationError
    )
    return SlackUnreachable(method, type(reason).__name__, sent=not never)
