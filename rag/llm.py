"""Settings to a language model, and one way to talk to it: llama-index's LLM interface.

OpenAI and every server that speaks its API are reached through llama-index's OpenAILike over the
openai package; other integrations are named by their class. Importing this module imports neither.
"""

from __future__ import annotations

import math
import os
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import Any, Literal, Protocol

from rag.errors import ModelRefused
from rag.models.dialect import Dialect, Options
from rag.models.failures import Translator
from rag.models.openai import OPENAI, Connection, begin_import, connect
from rag.models.stream import Stream
from rag.run import Run, Usage
from rag.settings import LlmSettings

DEFAULT_WINDOW = 8_192
_PIECES = re.compile(r"[A-Za-z]+|\s(?=\d)|[^\sA-Za-z]")
_NO_KEY = "not-needed"
_PATH = re.compile(r"/|\./|[A-Za-z]:[\\/]")


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a model."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer of a model and what it took."""

    text: str
    usage: Usage


class Model(Protocol):
    """A language model as those who ask it see it; all but `tokens` may raise ModelError."""

    @property
    def name(self) -> str:
        """What it is called at its server."""

    @property
    def window(self) -> int:
        """How many tokens it reads and writes at once."""

    @property
    def most(self) -> int:
        """The most tokens it may write, thinking aloud included."""

    def tokens(self, text: str) -> int:
        """Return about how many tokens a text has."""

    def stream(self, messages: Sequence[Message]) -> Stream:
        """Return the answer as it is written."""

    def complete(
        self,
        messages: Sequence[Message],
        most: int | None = None,
        schema: Mapping[str, Any] | None = None,
        run: Run | None = None,
    ) -> Reply:
        """Return the whole answer."""


def model_wanted(settings: LlmSettings) -> bool:
    """Tell whether the settings, with the environment's OPENAI_API_KEY, ask for a model."""
    match settings.provider:
        case "none":
            return False
        case "openai" | "llama-index":
            return True
    named = settings.model or settings.base_url or settings.api_key
    return bool(named or os.environ.get("OPENAI_API_KEY"))


def build_model(settings: LlmSettings, group: Literal["llm", "check"] = "llm") -> LanguageModel:
    """Return the model the settings name. No server is asked for anything yet; imports begin.

    `group` is that of the settings which name the server, for errors to point at.
    Raises SettingsError for an integration that cannot be loaded, ModelRefused for OpenAI without a
    key.
    """
    if settings.provider == "llama-index":
        from rag.models.plugin import load_llm

        plugged = Connection(load_llm(settings), settings.model or "")
        return LanguageModel(settings, lambda: plugged)
    url = settings.base_url or OPENAI
    key = key_of(settings)
    if key is None and url == OPENAI:
        raise ModelRefused(f"OpenAI needs a key: set OPENAI_API_KEY or {group}.api_key.")
    begin_import()
    return LanguageModel(
        settings,
        lambda: connect(settings, url, key or _NO_KEY, group),
        url,
        (key,) if key else (),
        group,
    )


def key_of(settings: LlmSettings) -> str | None:
    """Return the key to send; the environment's goes to OpenAI and to no other address."""
    if settings.api_key:
        return settings.api_key.get_secret_value()
    return os.environ.get("OPENAI_API_KEY") if settings.base_url in (None, OPENAI) else None


class LanguageModel:
    """A model that can be asked. Safe to share between threads.

    The server is reached when it is first needed, and tried anew each time until it is: a chain can
    be made while it is down. `name`, `window` and `most` may therefore raise ModelError.
    """

    def __init__(
        self,
        settings: LlmSettings,
        connecting: Callable[[], Connection],
        url: str = "",
        secrets: tuple[str, ...] = (),
        group: str = "llm",
    ) -> None:
        self._settings = settings
        self._connecting = connecting
        self._url = url
        self._secrets = secrets
        self._group = group
        self._found: Connection | None = None
        self._lock = threading.Lock()
        self._dialect = Dialect()

    def __repr__(self) -> str:
        return f"LanguageModel({self._settings.model or self._url or OPENAI})"

    @property
    def name(self) -> str:
        """What it is called at its server, without a folder: llama.cpp names a model by path."""
        name = self._connection.name
        return PureWindowsPath(name).name if _PATH.match(name) else name

    @property
    def window(self) -> int:
        """How many tokens it reads and writes at once."""
        found = self._connection
        known = found.window or _known_window(found.name, self._url)
        return self._settings.window or known or DEFAULT_WINDOW

    @property
    def most(self) -> int:
        """The most tokens it may write."""
        return min(self._settings.max_tokens, self.window // 2)

    @property
    def _connection(self) -> Connection:
        with self._lock:
            if self._found is None:
                self._found = self._connecting()
            return self._found

    def tokens(self, text: str) -> int:
        """Return about how many tokens a text has, rather too many than too few.

        Four letters a token, and one for every figure, mark and letter that is not ASCII. It needs
        no tokenizer and so no download. Finnish and the like may take a tenth more, and so may
        other scripts of a model with an English vocabulary.
        """
        return sum(math.ceil(len(piece) / 4) for piece in _PIECES.findall(text))

    def stream(
        self,
        messages: Sequence[Message],
        most: int | None = None,
        schema: Mapping[str, Any] | None = None,
    ) -> Stream:
        """Return the answer as it is written; it is asked for when the first piece is taken.

        With a JSON schema, structured output is asked for in the form the server is known to take.
        """
        llm, limit = self._connection.llm, most or self.most
        translator = Translator(self._settings, self.name, self._url, self._secrets, self._group)
        sent: Options = {}

        def begin() -> Iterator[Any]:
            sent.clear()
            if self._speaks_openai:
                sent.update(self._dialect.options(limit, self._settings.seed, schema))
            return iter(llm.stream_chat(_chat(messages), **sent))

        def concede(said: str) -> bool:
            return self._dialect.concede(said, sent)

        return Stream(begin, concede, translator, self._settings)

    def complete(
        self,
        messages: Sequence[Message],
        most: int | None = None,
        schema: Mapping[str, Any] | None = None,
        run: Run | None = None,
    ) -> Reply:
        """Return the whole answer; `run` may call it off. The caller parses structured output.

        A server that does not know `response_format` is asked for plain JSON, then for text, from
        then on.
        """
        run = run or Run()
        with self.stream(messages, most, schema) as stream, run.closing(stream.close):
            text = "".join(stream)
        return Reply(text, stream.usage)

    @property
    def _speaks_openai(self) -> bool:
        return self._settings.provider != "llama-index"


def _chat(messages: Sequence[Message]) -> list[Any]:
    from llama_index.core.llms import ChatMessage

    return [ChatMessage(role=message.role, content=message.text) for message in messages]


def _known_window(name: str, url: str) -> int | None:
    if url != OPENAI:
        return None
    from llama_index.llms.openai.utils import openai_modelname_to_contextsize

    try:
        return int(openai_modelname_to_contextsize(name))
    except ValueError:
        return None
