"""Every choice a deployment can make; the defaults need no key and no network.

A `Settings` is a plain value: building one reads neither a file nor the environment.
`rag.configure` builds one from both.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import platformdirs
from pydantic import BaseModel, Field, SecretStr, StringConstraints
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from rag.setting_groups import (
    AnswerSettings,
    CheckSettings,
    EmbeddingSettings,
    Folder,
    LlmSettings,
    RetrievalSettings,
    SplitSettings,
)
from rag.slack_settings import SlackSettings
from rag.web_settings import WebSettings

__all__ = [
    "STARS",
    "AnswerSettings",
    "CheckSettings",
    "EmbeddingSettings",
    "LlmSettings",
    "RetrievalSettings",
    "Settings",
    "SplitSettings",
    "leaves",
    "shown",
    "variable",
]


Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]


class Settings(BaseSettings):
    """Every choice, with its default."""

    model_config = SettingsConfigDict(
        env_prefix="FOOTNOTED_",
        env_nested_delimiter="__",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
    )

    home: Folder = Field(
        default_factory=lambda: platformdirs.user_data_path("footnoted", False).absolute(),
        description="The folder that holds your libraries.",
    )
    collection: Name = Field(default="default", description="Which of the libraries in it is used.")
    embedding: EmbeddingSettings = EmbeddingSettings()
    split: SplitSettings = SplitSettings()
    retrieval: RetrievalSettings = RetrievalSettings()
    answer: AnswerSettings = AnswerSettings()
    llm: LlmSettings = LlmSettings()
    check: CheckSettings = CheckSettings()
    web: WebSettings = WebSettings()
    slack: SlackSettings = SlackSettings()

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits of everything that can change an answer to one library.

        Where the library lies, keys, time limits and who is served cannot.
        """
        choices = {
            name: shown(value)
            for name, value in self.values().items()
            if name not in _NO_BEARING
            and not name.endswith("api_key")
            and not name.startswith(("web.", "slack."))
        }
        text = json.dumps(choices, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def values(self) -> dict[str, object]:
        """Return every setting by its dotted name, in the order of the class."""
        found: dict[str, object] = {}
        for name in leaves():
            value: object = self
            for part in name.split("."):
                value = getattr(value, part)
            found[name] = value
        return found

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read nothing but the arguments: `rag.configure` names the other sources."""
        return (init_settings,)


_NO_BEARING = frozenset(
    {
        *("home", "collection", "embedding.batch", "embedding.timeout"),
        *("llm.timeout", "llm.longest", "llm.retries", "llm.price_in", "llm.price_out"),
    }
)
_SECRET = re.compile("key|token|secret|password|credential|header", re.IGNORECASE)
STARS = "********"


def shown(value: object) -> object:
    """Return a setting's value as JSON can hold it and anybody may read it."""
    match value:
        case SecretStr():
            return STARS
        case dict():
            return {
                name: STARS if _SECRET.search(name) else shown(of) for name, of in value.items()
            }
        case list():
            return [shown(one) for one in value]
        case Path():
            return str(value)
        case BaseModel():
            return value.model_dump(mode="json")
    return value


def leaves() -> dict[str, FieldInfo]:
    """Return every setting's field by its dotted name, in the order of the class."""
    return dict(_leaves(Settings, ""))


def _leaves(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, FieldInfo]]:
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _leaves(field.annotation, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", field


def variable(name: str) -> str:
    """Return the environment variable of a setting: `llm.model` is `FOOTNOTED_LLM__MODEL`."""
    return f"{Settings.model_config['env_prefix']}{name.replace('.', '__').upper()}"
