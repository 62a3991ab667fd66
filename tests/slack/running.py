"""The bot as it runs: real Bolt, over a Slack on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from pydantic import SecretStr

from rag.settings import Settings
from rag.slack_settings import SlackSettings
from tests.slack.local.server import APP_TOKEN, BOT_TOKEN, SECRET
from ui.metering.metrics import Metrics
from ui.shelves import Shelves
from ui.slack.door import SlackDoor
from ui.slack.reporting import inbox_file


def in_slack(settings: Settings, api_url: str, **more: Any) -> Settings:
    """Return settings with the keys of the bot's workspace; `more` are settings of the bot."""
    keys = {
        "bot_token": SecretStr(BOT_TOKEN),
        "app_token": SecretStr(APP_TOKEN),
        "signing_secret": SecretStr(SECRET),
        "api_url": api_url,
    }
    return settings.model_copy(update={"slack": SlackSettings(**{**keys, **more})})


@contextmanager
def open_home(settings: Settings) -> Iterator[Shelves]:
    """Open the collections of a home, the settings' one at once."""
    with Shelves(settings, metrics=Metrics()) as shelves:
        shelves.shelf()
        yield shelves


@contextmanager
def running_door(
    settings: Settings, shelves: Shelves, *, socket: bool = True
) -> Iterator[SlackDoor]:
    """Run the bot over collections that are open; its inbox is in the settings' home."""
    inbox_file(settings).parent.mkdir(parents=True, exist_ok=True)
    door = SlackDoor(settings, shelves, socket=socket)
    with ExitStack() as stack:
        stack.callback(door.stop)
        door.start()
        yield door
