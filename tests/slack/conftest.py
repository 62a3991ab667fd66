"""The bot as it runs: real Bolt over the local Slack, the real chain over the sample library."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rag.settings import Settings
from tests.slack.core_bot import Bot
from tests.slack.local.server import LocalSlack, local_slack
from tests.slack.local.workspace import Message
from tests.slack.running import in_slack, open_home, running_door
from ui.shelves import Shelves
from ui.slack.door import SlackDoor


@dataclass
class Running:
    """A bot, the Slack it is in, and the collections it answers from."""

    slack: LocalSlack
    door: SlackDoor
    shelves: Shelves

    def said(self, channel: str, thread: str = "") -> list[Message]:
        """Return what the bot says, once everything is done."""
        self.idle()
        return list(self.slack.workspace.seen(channel, thread))

    def idle(self) -> None:
        """Wait until what was sent is acknowledged and no work is left."""
        self.slack.wait(lambda: self.slack.sockets.all_acknowledged() and nothing_left(self.door))

    def private(self) -> list[dict[str, Any]]:
        """Return what one person alone sees, once everything is done."""
        self.idle()
        return [dict(each.message) for each in self.slack.workspace.private]


def nothing_left(door: SlackDoor) -> bool:
    """Tell whether a bot has carried out every click and settled every work."""
    return not door.inbox.errands.left() and not door.inbox.unfinished()


@contextmanager
def bot(home: Path, slack: LocalSlack, *, socket: bool = True, **more: Any) -> Iterator[Running]:
    """Run the bot over a home; `more` are its settings."""
    settings = in_slack(Settings(home=home), slack.api_url, **more)
    with open_home(settings) as shelves, running_door(settings, shelves, socket=socket) as door:
        if socket:
            slack.sockets.connected()
        yield Running(slack, door, shelves)


@pytest.fixture
def home(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of a test's own, with the sample library."""
    own = tmp_path_factory.mktemp("slack") / "home"
    shutil.copytree(sample_home, own)
    return own


@pytest.fixture(name="bot")
def core_bot(tmp_path: Path) -> Iterator[Bot]:
    """The core alone, over a Slack in memory."""
    with closing(Bot(tmp_path / "slack.sqlite3")) as found:
        yield found


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with local_slack() as running:
        running.opens("C1", "U1", "U2")
        running.opens("D1", "U1")
        yield running
        assert running.sockets.wrong == []
