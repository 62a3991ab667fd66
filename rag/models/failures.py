"""What a client library raises, as one sentence a user can act on, without a key in it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from types import TracebackType
from typing import Literal
from urllib.parse import urlsplit

from rag.errors import (
    ContextTooLong,
    ModelBusy,
    ModelError,
    ModelRefused,
    ModelTimedOut,
    ModelUnreachable,
    ModelUnusable,
    RequestRefused,
)
from rag.models.redaction import redacted
from rag.models.retries import named_pause
from rag.settings import LlmSettings
from vectorstore.errors import FootnotedError

_TOO_LONG = re.compile(
    r"context[ _](?:length|size|window)|maximum context|too many tokens|exceed\w* .{0,40}context"
    r"|prompt is too long|input is too long",
    re.IGNORECASE,
)
_OF_REQUEST = re.compile(r"grammar|schema|response_format", re.IGNORECASE)
_QUOTED = 200


class Translator:
    """A context manager: errors of client libraries leave it as ModelError, cause left behind.

    The cause may quote a request with its headers, so it is never chained. `group` is that of the
    settings which name the server.
    """

    def __init__(
        self,
        settings: LlmSettings,
        name: str,
        url: str,
        secrets: tuple[str, ...],
        group: str = "llm",
    ) -> None:
        self._settings = settings
        self._group = group
        self._name = name
        self._url = url
        self._secrets = secrets

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> Literal[False]:
        if isinstance(error, Exception) and not isinstance(error, FootnotedError):
            raise self.translated(error) from None
        return False

    @property
    def where(self) -> str:
        """The server as it is named to users: its host, or the integration's class."""
        host = urlsplit(self._url).netloc if self._url else ""
        return f"The model server {host}" if host else f"The model {self._name}"

    def clean(self, text: str) -> str:
        """Return a server's words on one line, short, with whatever looks like a key struck out."""
        return " ".join(redacted(text, self._secrets).split())[:_QUOTED]

    def translated(self, error: Exception) -> ModelError:
        """Return the error as one of ours."""
        import httpx
        import openai

        match error:
            case openai.APITimeoutError() | httpx.TimeoutException():
                return ModelTimedOut(
                    f"{self.where} was silent for {self._settings.timeout:g} seconds: ask again, "
                    "or raise llm.timeout for a slow one."
                )
            case openai.APIStatusError():
                return self._status(
                    error.status_code, str(error.message), error.body, error.response.headers
                )
            case openai.APIConnectionError() | httpx.TransportError():
                return self._connection(error)
            case openai.APIError():
                return self._said(str(error.message))
            case json.JSONDecodeError() | UnicodeDecodeError():
                return ModelUnusable(
                    f"{self.where} sent something that is not JSON: is {self._group}.base_url the "
                    "address of its API (it mostly ends in /v1)?"
                )
        if type(error).__name__ in ("ReadTimeout", "Timeout", "TimeoutError"):
            return ModelTimedOut(f"{self.where} was silent for too long: ask again.")
        return ModelUnusable(f"{self.where} failed with {type(error).__name__}: ask again.")

    def _status(
        self, status: int, message: str, body: object, headers: Mapping[str, str]
    ) -> ModelError:
        said = self.clean(message)
        if _TOO_LONG.search(f"{message} {body}"):
            return ContextTooLong(
                f"{self.where} can read fewer tokens than it was sent: set llm.window to what it "
                "was started with."
            )
        match status:
            case 401 | 403:
                own = " or OPENAI_API_KEY" if "//api.openai.com/" in self._url else ""
                return ModelRefused(
                    f"{self.where} refused the key: check {self._group}.api_key{own}."
                )
            case 404:
                unknown = f"model {self._name!r}" if self._name else "list of models"
                return ModelRefused(
                    f"{self.where} knows no {unknown} at this address: check {self._group}.model "
                    f"and {self._group}.base_url (it mostly ends in /v1)."
                )
            case 429:
                return self._busy(named_pause(headers))
        if status < 400:
            to = urlsplit(headers.get("location", "")).netloc or "another address"
            return ModelRefused(
                f"{self.where} sends requests on to {to}; nothing was sent there: set "
                f"{self._group}.base_url to the address meant."
            )
        if status >= 500 and not _OF_REQUEST.search(message):
            return ModelBusy(f"{self.where} failed (status {status}): {said}", named_pause(headers))
        return RequestRefused(
            f"{self.where} refused the request (status {status}), check llm.options: {said}", said
        )

    def _busy(self, pause: float | None) -> ModelBusy:
        when = "later" if pause is None else f"in {math.ceil(pause)} seconds"
        return ModelBusy(
            f"{self.where} turned the request away as one too many: ask again {when}.", pause
        )

    def _connection(self, error: Exception) -> ModelError:
        chain = f"{error} {error.__cause__} {error.__context__}"
        if "CERTIFICATE" in chain.upper() or "SSL" in chain:
            return ModelUnreachable(
                f"{self.where} showed a certificate that cannot be trusted: correct it, or "
                "name its authority in SSL_CERT_FILE.",
                passing=False,
            )
        if "peer closed" in chain or "incomplete" in chain:
            return ModelUnusable(f"{self.where} broke off in the middle of its answer: ask again.")
        return ModelUnreachable(
            f"{self.where} cannot be reached: is it running, is {self._group}.base_url right?"
        )

    def _said(self, message: str) -> ModelError:
        if _TOO_LONG.search(message):
            return self._status(400, message, None, {})
        return ModelUnusable(f"{self.where} broke off its answer: {self.clean(message)}")
