"""A connection to OpenAI or a server that speaks its API, as a llama-index LLM."""

from __future__ import annotations

import itertools
import threading
import time
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from rag.errors import ModelError, ModelUnusable
from rag.models.failures import Translator
from rag.models.redaction import keep_out_of_logs
from rag.models.retries import pause_before
from rag.models.sockets import note_request
from rag.settings import LlmSettings

OPENAI = "https://api.openai.com/v1"
DEFAULT_MODEL = "gpt-4.1-mini"
_CONNECT = 10.0
_LISTING = 10.0
_PATIENCE = 2.0


@dataclass(frozen=True, slots=True)
class Connection:
    """A llama-index LLM, the model's name, and its window in tokens where the server tells it."""

    llm: Any = field(repr=False)
    name: str
    window: int | None = None


def begin_import() -> None:
    """Import what `connect` needs in a thread of its own: llama-index and openai take seconds."""
    threading.Thread(
        target=import_module, args=("llama_index.llms.openai_like",), daemon=True
    ).start()


def connect(settings: LlmSettings, url: str, key: str, group: str = "llm") -> Connection:
    """Return the model at an address; the server is asked for its name where none is set.

    Raises ModelError. Neither the client nor llama-index sends anything again: the stream does,
    which can be stopped meanwhile.
    """
    client = client_of(settings, url, key)
    name, window = settings.model or DEFAULT_MODEL, None
    if settings.model is None and url != OPENAI:
        name, window = _first(client, settings, url, key, group)
    from llama_index.llms.openai_like import OpenAILike

    llm = OpenAILike(
        model=name,
        api_base=url,
        api_key=key,
        is_chat_model=True,
        temperature=settings.temperature,
        max_retries=0,
        additional_kwargs=dict(settings.options),
        openai_client=client,
    )
    return Connection(llm, name, window)


def client_of(settings: LlmSettings, url: str, key: str) -> Any:
    """Return a client of the openai package that sends to this address and to no other."""
    import httpx
    from openai import DefaultHttpxClient, OpenAI

    keep_out_of_logs(key)
    timeout = httpx.Timeout(settings.timeout, connect=min(_CONNECT, settings.timeout))
    client = OpenAI(
        api_key=key,
        base_url=url,
        max_retries=0,
        timeout=timeout,
        http_client=DefaultHttpxClient(
            timeout=timeout,
            # A connection a request, so that calling one off breaks no other.
            limits=httpx.Limits(max_keepalive_connections=0),
            # The text goes to the address in the settings and to no other.
            follow_redirects=False,
            event_hooks={"request": [note_request]},
        ),
    )
    if url != OPENAI:
        # What the environment says of an account at OpenAI is nothing to another server.
        client.organization = client.project = client.admin_api_key = None
        client._custom_headers = {}
    return client


def _first(
    client: Any, settings: LlmSettings, url: str, key: str, group: str
) -> tuple[str, int | None]:
    """Return the first model a server lists and its window, as vLLM and llama.cpp tell it."""
    for attempt in itertools.count():
        try:
            with Translator(settings, "", url, (key,), group):
                listed = client.models.list(timeout=min(_LISTING, settings.timeout)).data
            break
        except ModelError as error:
            pause = pause_before(attempt, error, settings.retries)
            if pause is None or pause > _PATIENCE:
                # What the client raised may quote the request's headers.
                error.__context__ = None
                raise
            time.sleep(pause)
    if not listed:
        raise ModelUnusable(
            f"The model server {urlsplit(url).netloc} lists no model: name one in {group}.model."
        )
    more = listed[0].model_extra or {}
    window = more.get("max_model_len") or (more.get("meta") or {}).get("n_ctx")
    return str(listed[0].id), window if isinstance(window, int) else None
