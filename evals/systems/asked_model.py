"""The language model of the settings as a llama-index LLM, and what it took.

Importing this module imports llama-index, which takes two seconds.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from llama_index.core.base.llms.types import ChatMessage, ChatResponse, MessageRole
from llama_index.core.llms import CompletionResponse, CompletionResponseGen, CustomLLM, LLMMetadata
from pydantic import PrivateAttr

from rag.llm import LanguageModel, Message
from rag.run import Usage


class AskedModel(CustomLLM):
    """Asks the model with the limits, retries and errors that Footnoted asks it with."""

    _model: LanguageModel = PrivateAttr()
    _taken: threading.local = PrivateAttr()

    def __init__(self, model: LanguageModel) -> None:
        super().__init__()
        self._model = model
        self._taken = threading.local()

    @property
    def metadata(self) -> LLMMetadata:
        """What llama-index fits a prompt by."""
        return LLMMetadata(
            context_window=self._model.window,
            num_output=self._model.most,
            model_name=self._model.name,
            is_chat_model=True,
        )

    def taken(self) -> Usage:
        """Return what was taken in this thread since this was last asked."""
        found: Usage = getattr(self._taken, "usage", Usage())
        self._taken.usage = Usage()
        return found

    def chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponse:
        """Return the whole reply; raises ModelError."""
        reply = self._model.complete([_message(one) for one in messages])
        self._taken.usage = getattr(self._taken, "usage", Usage()) + reply.usage
        said = ChatMessage(role=MessageRole.ASSISTANT, content=reply.text)
        return ChatResponse(message=said)

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        """Return the whole reply to one message."""
        said = self.chat([ChatMessage(role=MessageRole.USER, content=prompt)])
        return CompletionResponse(text=said.message.content or "")

    def stream_complete(
        self, prompt: str, formatted: bool = False, **kwargs: Any
    ) -> CompletionResponseGen:
        """Yield the whole reply at once: nothing here reads it as it grows."""
        yield self.complete(prompt)


def _message(message: ChatMessage) -> Message:
    match message.role:
        case MessageRole.SYSTEM:
            return Message("system", message.content or "")
        case MessageRole.ASSISTANT:
            return Message("assistant", message.content or "")
    return Message("user", message.content or "")
