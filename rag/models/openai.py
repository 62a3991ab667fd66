"""A connection to OpenAI or a server that speaks its API, as a llama-index LLM."""

from __future__ import annotations

from typing import Any

from rag.errors import ModelUnusable
from rag.models.failures import Translator
from rag.models.sockets import note_request
from rag.settings import LlmSettings

OPENAI = "https://api.openai.com/v1"
DEFAULT_MODEL = "gpt-4.1-mini"
_CONNECT = 10.0


def connect(settings: LlmSettings, url: str, key: str) -> tuple[Any, str]:
    """Return the llama-index LLM and the model's name; asks the server for it where none is set.

    Raises ModelError. The openai client retries with growing pauses and honours Retry-After;
    llama-index's own retries are off, so that nothing is tried the square of the times.
    """
    import httpx
    from openai import DefaultHttpxClient, OpenAI

    timeout = httpx.Timeout(settings.timeout, connect=min(_CONNECT, settings.timeout))
    client = OpenAI(
        api_key=key,
        base_url=url,
        max_retries=settings.retries,
        timeout=timeout,
        # A connection a request, so that calling one off breaks no other.
        http_client=DefaultHttpxClient(
            timeout=timeout,
            limits=httpx.Limits(max_keepalive_connections=0),
            event_hooks={"request": [note_request]},
        ),
    )
    name = settings.model or (
        DEFAULT_MODEL if url == OPENAI else _first(client, settings, url, key)
    )
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
    return llm, name


def _first(client: Any, settings: LlmSettings, url: str, key: str) -> str:
    """Return the first model a server lists."""
    with Translator(settings, "", url, (key,)):
        listed = [str(model.id) for model in client.models.list().data]
    if not listed:
        raise ModelUnusable(f"The server {url} lists no model: name one in llm.model.")
    return listed[0]
