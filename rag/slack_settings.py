"""The settings of the Slack bot: its keys, who may ask, and what is answered from where."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, model_validator

from rag.answers import Filters
from rag.setting_groups import BaseUrl, Group
from vectorstore.documents import Published

_ID = re.compile(r"[A-Z][A-Z0-9]{1,20}")


def names(text: str) -> tuple[str, ...]:
    """Return the names in a text that holds them with commas between."""
    return tuple(name for each in text.split(",") if (name := each.strip()))


def _ids(text: str) -> str:
    for each in names(text):
        if not _ID.fullmatch(each):
            raise ValueError("Slack's ids are written like U012AB3CD, with commas between")
    return text


Ids = Annotated[str, AfterValidator(_ids)]


def _conversation(name: str) -> str:
    if not all(_ID.fullmatch(part) for part in name.split("/")) or name.count("/") > 1:
        raise ValueError("a channel is named by its id like C012AB3CD, or T012AB3CD/C012AB3CD")
    return name


def _person(name: str) -> str:
    return name if name == "everybody" else _conversation(name)


def _date(text: str) -> str:
    Published(text, "settings")
    return text


# In TOML a date needs no quotes, and a year is a number.
Date = Annotated[str, AfterValidator(_date), BeforeValidator(str)]


class Audience(Group):
    """What a conversation is answered from."""

    collection: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",
        description="The library; none means `slack.collection`.",
    )
    sources: tuple[str, ...] = Field(
        default=(),
        description="Only documents whose title, publisher or path has one of these in it.",
    )
    since: Date | None = Field(
        default=None,
        description="Only documents published on this day or later: YYYY, YYYY-MM or YYYY-MM-DD.",
    )
    until: Date | None = Field(
        default=None, description="Only documents published on this day or earlier."
    )
    prompts: tuple[str, ...] = Field(
        default=(),
        description="Questions to begin with; none means those that the library is known to "
        "answer.",
    )

    @property
    def filters(self) -> Filters:
        """Which documents answer."""
        return Filters(
            sources=self.sources,
            published_from=Published(self.since, "since").first if self.since else None,
            published_to=Published(self.until, "until").last if self.until else None,
        )

    @model_validator(mode="after")
    def _has_days(self) -> Self:
        first, last = self.filters.published_from, self.filters.published_to
        if first and last and first > last:
            raise ValueError(f"no day is both since {first} and until {last}")
        return self


class SlackSettings(Group):
    """The bot in Slack."""

    bot_token: SecretStr | None = Field(
        default=None,
        description="The bot's token for one workspace, `xoxb-…`; several workspaces are "
        "installed through `client_id` instead.",
    )
    app_token: SecretStr | None = Field(
        default=None,
        description="The app's token for Socket Mode, `xapp-…`; not needed with `--http`.",
    )
    signing_secret: SecretStr | None = Field(
        default=None, description="What Slack signs requests with; needed with `--http`."
    )
    client_id: str | None = Field(
        default=None, description="The app's client id, to be installed in several workspaces."
    )
    client_secret: SecretStr | None = Field(
        default=None, description="The app's client secret, to be installed in several workspaces."
    )
    encryption_key: SecretStr | None = Field(
        default=None,
        description="What the tokens of several workspaces are encrypted with; "
        "`footnoted slack key` makes one.",
    )
    api_url: BaseUrl = Field(
        default="https://slack.com/api",
        description="The address of Slack's Web API; GovSlack has another.",
    )
    language: Literal["en", "fr"] = Field(
        default="en", description="The language of what the bot itself says."
    )
    follow_threads: Literal["all", "mentions"] = Field(
        default="all",
        description="Whether the bot answers `all` later messages of a thread that it answers in, "
        "or only those that have `mentions` of it.",
    )
    streaming: bool = Field(
        default=True,
        description="Whether answers grow by Slack's streaming calls where the workspace has them; "
        "otherwise by edits.",
    )
    web_url: BaseUrl | None = Field(
        default=None,
        description="The address of the page (`footnoted web`) for people in Slack; numbers then "
        "lead to it, and an answer in a channel can be opened there by who has its link; private "
        "ones have none.",
    )
    collection: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",
        description="The library of conversations that are not named; none means `collection`.",
    )
    others: Literal["answer", "refuse"] = Field(
        default="answer",
        description="Whether conversations that neither `slack.channels` nor `slack.direct` name "
        "are answered.",
    )
    channels: dict[Annotated[str, AfterValidator(_conversation)], Audience] = Field(
        default={},
        description="What channels are answered from: by a channel's id, or a workspace's and its, "
        "`collection`, `sources`, `since`, `until` and `prompts`; in the environment, as JSON.",
    )
    direct: dict[Annotated[str, AfterValidator(_person)], Audience] = Field(
        default={},
        description="The same for direct messages: by a person's id, or `everybody`.",
    )
    users: Ids = Field(
        default="", description="Who may ask, ids with commas between; empty means everybody."
    )
    teams: Ids = Field(
        default="",
        description="Workspaces that are answered, ids with commas between; empty means all.",
    )
    admins: Ids = Field(
        default="",
        description="Who may add files and retry or dismiss what failed, ids with commas between.",
    )
    uploaders: Ids = Field(
        default="", description="Who else may add files to the library, ids with commas between."
    )
    upload_mb: int = Field(
        default=20, ge=1, le=2000, description="The most megabytes of one file that is added."
    )
    workers: int = Field(
        default=4, ge=1, le=64, description="How many questions are worked on at the same time."
    )
