"""The bot beside the page, in one process, over the same collections."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.settings import Settings
    from ui.shelves import Shelves
    from ui.slack.serving import Where


class BesideThePage:
    """The bot as a part of what is served: connected to Slack, or at `where` for its requests.

    Raises SlackSetup where a token or a key is missing, and `start` what keeps it from Slack.
    """

    def __init__(
        self,
        settings: Settings,
        shelves: Shelves,
        where: Where | None,
        say: Callable[[str], object],
    ) -> None:
        from ui.slack.door import SlackDoor, missing

        missing(settings, socket=where is None)
        self._where = where
        self._say = say
        self._bot = SlackDoor(settings, shelves, socket=where is None)
        self._running = ExitStack()

    def start(self) -> None:
        """Go on with what is left, and hear what is new."""
        with ExitStack() as begun:
            begun.callback(self._bot.stop)
            if self._where is None:
                self._bot.start()
                self._say("Footnoted answers in Slack")
            else:
                from ui.slack.serving import requests_at

                address = begun.enter_context(requests_at(self._bot, self._where))
                self._say(f"Footnoted takes Slack's requests at {address}")
            self._running = begun.pop_all()

    def stop(self) -> None:
        """Hear nothing more; what is under way is finished or left for the next start."""
        self._running.close()
