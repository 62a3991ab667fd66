"""A language model listened to: what it said, and when its latest piece came."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

from rag.llm import LanguageModel, Message
from rag.models.stream import Stream


class Overheard:
    """A model whose replies are kept, with the moment their latest piece came."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self.name, self.window, self.most = model.name, model.window, model.most
        self.tokens = model.tokens
        self.reply = ""
        self.at = 0.0

    def stream(self, messages: Sequence[Message]) -> Any:
        """Return the answer as it is written, listened to."""
        self.reply, self.at = "", time.perf_counter()
        stream = self._model.stream(messages)

        def heard() -> Iterator[str]:
            for piece in stream:
                self.reply += piece
                self.at = time.perf_counter()
                yield piece

        return Echo(stream, heard())


class Echo:
    """A stream whose pieces come through another iterator."""

    def __init__(self, stream: Stream, pieces: Iterator[str]) -> None:
        self._stream = stream
        self._pieces = pieces

    def __iter__(self) -> Iterator[str]:
        return self._pieces

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __enter__(self) -> Echo:
        return self

    def __exit__(self, *raised: object) -> None:
        self._stream.close()
