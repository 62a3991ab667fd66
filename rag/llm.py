"""Settings to a language model, and one way to talk to it: llama-index's LLM interface.

OpenAI and every server that speaks its API are reached through llama-index's OpenAILike over the
openai package; other integrations are named by their class. Importing this module imports neither.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import Any, Literal

from rag.errors import ModelRefused
from rag.models.dialect import Dialect, Options
from rag.models.failures import Translator
from rag.models.openai import OPENAI, connect
from rag.models.stream import Stream
from rag.run import Run, Usage
from rag.settings import LlmSettings

DEFAULT_WINDOW = 8_192
_PIECES = re.compile(r"[A-Za-z]+|\s(?=\d)|[^\sA-Za-z]")
_NO_KEY = "none"
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


def model_wanted(settings: LlmSettings) -> bool:
    """Tell whether the settings, with the environment's OPENAI_API_KEY, ask for a model."""
    match settings.provider:
        case "none":
            return False
        case "openai" | "llama-index":
            return True
    named = settings.model or settings.base_url or settings.api_key
    return bool(named or os.environ.get("OPENAI_API_KEY"))


def build_model(settings: LlmSettings) -> LanguageModel:
    """Return the model the settings name. Raises ModelError when it cannot be had."""
    if settings.provider == "llama-index":
        from rag.models.plugin import load_llm

        return LanguageModel(load_llm(settings), settings, settings.model or "")
    url = settings.base_url or OPENAI
    key = key_of(settings)
    if key is None and url == OPENAI:
        raise ModelRefused("OpenAI needs a key: set OPENAI_API_KEY or llm.api_key.")
    llm, name, window = connect(settings, url, key or _NO_KEY)
    return LanguageModel(llm, settings, name, url, (key,) if key else (), window)


def key_of(settings: LlmSettings) -> str | None:
    """Return the key to send; the environment's goes to OpenAI and to no other address."""
    if settings.api_key:
        return settings.api_key.get_secret_value()
    return os.environ.get("OPENAI_API_KEY") if settings.base_url in (None, OPENAI) else None


class LanguageModel:
    """A model that can be asked. Safe to share between threads.

    `window` is how many tokens it reads and writes at once, `most` the most it may write. `name`
    tells no folder: llama.cpp calls a model by its path.
    """

    def __init__(
        self,
        llm: Any,
        settings: LlmSettings,
        name: str,
        url: str = "",
        secrets: tuple[str, ...] = (),
        window: int | None = None,
    ) -> None:
        self._llm = llm
        self._settings = settings
        self.name = PureWindowsPath(name).name if _PATH.match(name) else name
        self._translator = Translator(settings, self.name, url, secrets)
        self._dialect = Dialect()
        self.window = settings.window or window or _known_window(name, url) or DEFAULT_WINDOW
        self.most = min(settings.max_tokens, self.window // 2)

    def __repr__(self) -> str:
        return f"LanguageModel({self.name})"

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
        """Return the answer as it is written; nothing is asked before the first piece is taken.

        With a JSON schema, structured output is asked for in the form the server is known to take.
        """
        sent: Options = {}

        def begin() -> Iterator[Any]:
            sent.clear()
            if self._speaks_openai:
                sent.update(self._dialect.options(most or self.most, self._settings.seed, schema))
            return iter(self._llm.stream_chat(_chat(messages), **sent))

        def concede(said: str) -> bool:
            return self._dialect.concede(said, sent)

        return Stream(begin, concede, self._translator, self._settings)

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
