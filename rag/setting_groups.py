"""The groups of settings, and what their values must be."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, SecretStr


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("a base URL begins with http:// or https:// and names a host")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("a base URL has no user, no key, no ? and no #; put a key in api_key")
    return url.rstrip("/")


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


BaseUrl = Annotated[str, AfterValidator(_address)]
Folder = Annotated[Path, AfterValidator(_absolute)]


class Group(BaseModel):
    """A table of the settings file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class EmbeddingSettings(Group):
    """What turns text into vectors. A library remembers it and refuses another one."""

    provider: Literal["local", "openai", "llama-index"] = Field(
        default="local",
        description="`local`: the packaged all-MiniLM-L6-v2, no key and no network. `openai`: "
        "OpenAI or any server that speaks its API. `llama-index`: any integration, named in "
        "`embedding.model`.",
    )
    model: str | None = Field(
        default=None,
        description="The model's name at the provider; for `llama-index`, the class to import as "
        "`package.module:Class`. `local` has one model and needs no name.",
    )
    base_url: BaseUrl | None = Field(
        default=None,
        description="The address of an OpenAI-compatible server; none means OpenAI's own.",
    )
    api_key: SecretStr | None = Field(
        default=None,
        description="The provider's key. With none, `OPENAI_API_KEY` is used for `openai`.",
    )
    dimension: int | None = Field(
        default=None,
        ge=1,
        le=100_000,
        description="Shortens the vectors of models that can; none means the model's own length.",
    )
    batch: int = Field(
        default=128, ge=1, le=2048, description="How many texts a server is sent in one request."
    )
    timeout: float = Field(
        default=60.0, gt=0, le=3600, description="Seconds to wait for a server before giving up."
    )
    options: dict[str, JsonValue] = Field(
        default={},
        description="Keyword arguments of the `llama-index` class; in the environment, as JSON. "
        "Of those whose name speaks of a key or a token, the value is never shown.",
    )
    runtime: Literal["auto", "openvino", "onnxruntime"] = Field(
        default="auto",
        description="What runs the local model. `auto` takes OpenVINO where it is installed, the "
        "faster one, and onnxruntime elsewhere; their vectors agree.",
    )


class SplitSettings(Group):
    """How documents are cut into passages. A library remembers it and refuses another one."""

    words: int = Field(
        default=160,
        ge=40,
        le=1000,
        description="About how many words a passage has at most; it ends at a sentence's end.",
    )


class RetrievalSettings(Group):
    """Which passages are read for an answer."""

    k: int = Field(
        default=12, ge=1, le=200, description="How many passages are read for an answer."
    )
    per_document: int = Field(
        default=4, ge=1, le=200, description="The most passages one document may take of them."
    )
    fusion: Literal["scores", "ranks"] = Field(
        default="scores",
        description="How rankings become one: by their `scores`, each in standard deviations, or "
        "by their reciprocal `ranks`.",
    )
    keyword_share: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="How much the keyword ranking counts beside the vectors: from 0, the vectors "
        "alone, to 1, the keywords alone.",
    )
    retriever: str | None = Field(
        default=None,
        description="A further ranking: any llama-index retriever, as `package.module:Class`.",
    )
    retriever_options: dict[str, JsonValue] = Field(
        default={}, description="Keyword arguments of that class; in the environment, as JSON."
    )
    reranker: str | None = Field(
        default=None,
        description="Reorders what was found: any llama-index node postprocessor, as "
        "`package.module:Class`.",
    )
    reranker_options: dict[str, JsonValue] = Field(
        default={}, description="Keyword arguments of that class; in the environment, as JSON."
    )


class AnswerSettings(Group):
    """How an answer is put together."""

    max_statements: int = Field(
        default=4,
        ge=1,
        le=20,
        description="The most sentences the answer in the sources' own words has.",
    )


class LlmSettings(Group):
    """A language model that writes answers. With none, the sources' own sentences answer."""

    provider: Literal["auto", "none", "openai", "llama-index"] = Field(
        default="auto",
        description="`auto`: a model is used when `llm.model`, `llm.base_url` or the environment's "
        "`OPENAI_API_KEY` names one. `none`: never. `openai`: OpenAI or any server that speaks its "
        "API. `llama-index`: any integration, named in `llm.model`.",
    )
    model: str | None = Field(
        default=None,
        description="The model's name at its server. None means `gpt-4.1-mini` at OpenAI, and the "
        "first model a server of your own lists; for `llama-index`, the class to import as "
        "`package.module:Class`.",
    )
    base_url: BaseUrl | None = Field(
        default=None,
        description="The address of an OpenAI-compatible server; none means OpenAI's own.",
    )
    api_key: SecretStr | None = Field(
        default=None,
        description="The server's key. With none, `OPENAI_API_KEY` is used for OpenAI, and sent to "
        "no other address.",
    )
    timeout: float = Field(
        default=300.0,
        gt=0,
        le=3600,
        description="Seconds a server may stay silent: before its first word, which on a machine "
        "without a graphics card can take minutes, and between words.",
    )
    longest: float = Field(
        default=600.0, gt=0, le=36_000, description="Seconds a whole answer may take."
    )
    retries: int = Field(
        default=2,
        ge=0,
        le=10,
        description="How often a request that was turned away is sent again, with growing pauses "
        "or when the server says.",
    )
    window: int | None = Field(
        default=None,
        ge=512,
        le=100_000_000,
        description="How many tokens the model reads and writes at once; none means what is known "
        "of an OpenAI model, and 8,192 for others.",
    )
    max_tokens: int = Field(
        default=700, ge=16, le=100_000, description="The most tokens an answer may have."
    )
    passages: int = Field(
        default=8,
        ge=1,
        le=200,
        description="The most passages the model is sent; fewer where they do not fit its window.",
    )
    temperature: float = Field(
        default=0.0, ge=0, le=2, description="How freely the model chooses its words."
    )
    seed: int | None = Field(
        default=None, description="Makes a model that can repeat itself do so."
    )
    rewrite: bool = Field(
        default=True, description="Whether the model makes follow-up questions stand alone."
    )
    prompts: Folder | None = Field(
        default=None,
        description="A folder of prompts that stand in for those that ship, each under the same "
        "file name: `answer.md`, `rewrite.md`, `verify.md`.",
    )
    price_in: float | None = Field(
        default=None,
        ge=0,
        le=1e6,
        description="What a million prompt tokens cost, to count the cost.",
    )
    price_out: float | None = Field(
        default=None, ge=0, le=1e6, description="What a million completion tokens cost."
    )
    options: dict[str, JsonValue] = Field(
        default={},
        description="Further arguments: of the request for `openai`, of the class for "
        "`llama-index`; in the environment, as JSON.",
    )


class CheckSettings(Group):
    """How statements are checked before they are shown."""

    unsupported: Literal["withhold", "mark"] = Field(
        default="withhold",
        description="What happens to a statement that its sources do not support: `withhold` it, "
        "or show it with a `mark`.",
    )
    judge: bool = Field(
        default=True,
        description="Whether a language model, where there is one, reads statements in other words "
        "than their sources.",
    )
    model: str | None = Field(
        default=None, description="The model that reads them; none means the one that answers."
    )
    base_url: BaseUrl | None = Field(
        default=None, description="The address of its server; none means that of `llm.base_url`."
    )
    api_key: SecretStr | None = Field(
        default=None, description="Its server's key; none means `llm.api_key` at the same address."
    )
