"""Any system behind an OpenAI-compatible endpoint, asked as its own users ask it."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from evals.response import Response
from evals.running.errors import EvaluationError
from evals.systems.completions import read_completion
from evals.systems.replies import failed
from rag.models.openai import client_of
from rag.models.redaction import redacted

if TYPE_CHECKING:
    from evals.cases.case import Case, Placed
    from evals.cases.place import Names
    from evals.systems.spec import Spec
    from rag.settings import LlmSettings

_NO_KEY = "not-needed"
_SAID = 200


class EndpointFailed(Exception):
    """The endpoint gave no answer; says why, without a key."""


@dataclass(frozen=True)
class Endpoint:
    """Sends a case's question and history as messages. Safe between threads."""

    name: str
    about: Mapping[str, Any]
    client: Any
    model: str
    host: str
    secrets: tuple[str, ...]
    names: Names

    @classmethod
    def of(
        cls, spec: Spec, settings: LlmSettings, key_variable: str | None, names: Names
    ) -> Endpoint:
        """Return the endpoint; `key_variable` is the environment variable that holds its key.

        Where no model is named, the first that the server lists is asked. Raises EvaluationError.
        """
        key = _key(key_variable)
        client = client_of(settings, spec.of, key or _NO_KEY)
        client = client.with_options(max_retries=settings.retries)
        host, secrets = urlsplit(spec.of).netloc, (key,) if key else ()
        try:
            model = spec.model or _first_model(client)
        except Exception as error:
            raise EvaluationError(_why(error, host, secrets)) from None
        about = {"base_url": spec.of, "model": model}
        return cls(f"{model} at {host}", about, client, model, host, secrets, names)

    def answer(self, placed: Placed) -> Response:
        """Return what it answers; whatever goes wrong is a response, too."""
        case = placed.case
        began = time.perf_counter()
        try:
            sent = self.client.chat.completions.create(model=self.model, messages=_messages(case))
            body = sent.model_dump()
        except Exception as error:
            return failed(case.id, self.name, EndpointFailed(_why(error, self.host, self.secrets)))
        seconds = time.perf_counter() - began
        return read_completion(body, case.id, self.name, seconds, self.names)


def _messages(case: Case) -> list[dict[str, str]]:
    messages = []
    for turn in case.history:
        messages.append({"role": "user", "content": turn.question})
        if turn.answer:
            messages.append({"role": "assistant", "content": turn.answer})
    return [*messages, {"role": "user", "content": case.question}]


def _key(variable: str | None) -> str | None:
    if variable is None:
        return None
    key = os.environ.get(variable, "").strip()
    if not key:
        raise EvaluationError(f"The environment variable {variable} holds no key: set it.")
    return key


def _first_model(client: Any) -> str:
    listed = client.models.list().data
    if not listed:
        raise EndpointFailed("It lists no model: name one behind the address, as URL#MODEL.")
    return str(listed[0].id)


def _why(error: Exception, host: str, secrets: tuple[str, ...]) -> str:
    """Return in a sentence what went wrong; what the client raised may quote a key."""
    import openai

    match error:
        case EndpointFailed():
            said = str(error)
        case openai.APITimeoutError():
            said = "It was silent for too long: raise llm.timeout for a slow one."
        case openai.APIStatusError():
            told = " ".join(redacted(str(error.message), secrets).split())[:_SAID]
            said = f"It answered with status {error.status_code}: {told}"
        case openai.APIConnectionError():
            said = "It cannot be reached: is it running, is the address right?"
        case _:
            said = f"What it sent is no chat completion ({type(error).__name__})."
    return f"The system at {host} failed. {said}"
