"""An answer as it is written: pieces of text, what they took, and a way to stop it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

from rag.errors import (
    ModelError,
    ModelRefused,
    ModelTimedOut,
    ModelUnusable,
    RequestRefused,
)
from rag.models.failures import Translator
from rag.models.retries import pause_before
from rag.models.sockets import Sockets
from rag.run import Usage
from rag.settings import LlmSettings


class Stream:
    """Iterates over pieces of an answer; raises ModelError. `usage` is known at the end.

    `begin` sends the request; it is sent again, before the first piece, where `pause_before` or
    `concede` (given what the server refused) says so. `close` may be called from another thread: it
    breaks the connection or the pause, and the reader's next piece does not come.
    """

    def __init__(
        self,
        begin: Callable[[], Iterator[Any]],
        concede: Callable[[str], bool],
        translator: Translator,
        settings: LlmSettings,
    ) -> None:
        self._begin = begin
        self._concede = concede
        self._translator = translator
        self._settings = settings
        self._sockets = Sockets()
        self._stopped = threading.Event()
        self._closed = False
        self._late = False
        self.usage = Usage()
        self.finish: str | None = None

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop the answer; a second time does nothing."""
        self._closed = True
        self._stop()

    def _stop(self) -> None:
        self._stopped.set()
        self._sockets.break_off()

    def __iter__(self) -> Iterator[str]:
        responses: Iterator[Any] = iter(())
        failure: ModelError | None = None
        limit = threading.Timer(self._settings.longest, self._run_late)
        limit.daemon = True
        limit.start()
        try:
            responses, response = self._begun()
            while response is not None:
                self._take(response)
                if response.delta:
                    yield str(response.delta)
                response = self._next(responses)
            self._whole()
        except ModelError as error:
            failure = self._too_late() if self._late else error
            # A client that stumbles over a piece leaves its connection open.
            self._sockets.break_off()
        finally:
            limit.cancel()
            close = getattr(responses, "close", None)
            if close is not None:
                close()
            self._sockets.release()
        if failure is not None and (self._late or not self._closed):
            # Raised out here, and bare: what the client raised may quote the request's headers.
            failure.__context__ = None
            raise failure

    def _begun(self) -> tuple[Iterator[Any], Any]:
        """Return the pieces and the first of them, None when it was stopped."""
        attempt = 0
        while not self._stopped.is_set():
            try:
                with self._translator:
                    responses = self._begin()
                return responses, self._next(responses)
            except RequestRefused as error:
                if not self._concede(error.said):
                    raise
            except ModelError as error:
                pause = pause_before(attempt, error, self._settings.retries)
                if pause is None:
                    raise
                attempt += 1
                self._stopped.wait(pause)
        return iter(()), None

    def _next(self, responses: Iterator[Any]) -> Any:
        """Return the next piece, None at the end or when it was stopped."""
        with self._translator, self._sockets.noted():
            response = next(responses, None)
        return None if self._stopped.is_set() else response

    def _take(self, response: Any) -> None:
        raw = response.raw
        found = counted(raw, self._settings)
        if found != Usage():
            self.usage = found
        for choice in getattr(raw, "choices", None) or ():
            self.finish = choice.finish_reason or self.finish

    def _run_late(self) -> None:
        self._late = True
        self._stop()

    def _too_late(self) -> ModelTimedOut:
        return ModelTimedOut(
            f"{self._translator.where} took more than {self._settings.longest:g} seconds: ask "
            "again, or raise llm.longest for a slow one."
        )

    def _whole(self) -> None:
        """Raise when the answer ended without saying that it did."""
        if self._late:
            raise self._too_late()
        if self._closed or self._settings.provider == "llama-index":
            return
        if self.finish is None:
            raise ModelUnusable(
                f"{self._translator.where} broke off in the middle of its answer: ask again."
            )
        if self.finish == "content_filter":
            raise ModelRefused(f"{self._translator.where} refuses to answer this.")


def counted(raw: Any, settings: LlmSettings) -> Usage:
    """Return what a response says it took; its cost where the settings give prices."""
    usage = getattr(raw, "usage", None)
    if usage is None:
        return Usage()
    prompt = getattr(usage, "prompt_tokens", None)
    completion = getattr(usage, "completion_tokens", None)
    return Usage(prompt, completion, _cost(prompt, completion, settings))


def _cost(prompt: int | None, completion: int | None, settings: LlmSettings) -> float | None:
    if settings.price_in is None or settings.price_out is None:
        return None
    if prompt is None or completion is None:
        return None
    return (prompt * settings.price_in + completion * settings.price_out) / 1e6
