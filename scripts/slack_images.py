"""Take pictures of what the bot says in Slack, for `docs/images/`.

    python scripts/slack_images.py [NAME …]

The bot runs over a library of `examples/library` and the Slack of the tests; its messages, as they
were sent, are drawn as HTML of our own (`scripts/slack_html.py`) by Debian's Chromium.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rag.assemble import open_library
from rag.settings import LlmSettings, Settings
from scripts import slack_html as html
from tests.servers.openai_server import OpenAIServer
from tests.slack.local.server import LocalSlack, local_slack
from tests.slack.model_words import everything
from tests.slack.running import in_slack, open_home, running_door
from ui.slack.desk import Reply
from ui.slack.door import SlackDoor
from ui.slack.manifest import CHECK_MESSAGE
from ui.slack.works import Work
from vectorstore.ingest import ingest

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
TROOPS = "How many troops does the mission have now?"


@dataclass
class Scene:
    """A Slack with the bot in it."""

    slack: LocalSlack
    door: SlackDoor

    def idle(self) -> None:
        """Wait until everything is done."""
        acknowledged = self.slack.sockets.all_acknowledged
        self.slack.wait(lambda: acknowledged() and not self.door.inbox.unfinished())

    def asked(self, question: str, *, cut: bool = False) -> str:
        """Ask in a channel; return the thread."""
        event = self.slack.mentions("U1", "C1", question)
        self.idle()
        said = self.slack.workspace.seen("C1", event["ts"])
        answers = [html.message(each, time="10:42", cut=cut) for each in said]
        head = html.channel("Thread", "# reporting")
        return html.page(head, html.message(event, time="10:42"), *answers)

    def view(self) -> dict[str, Any]:
        """Return the view that is open."""
        found: dict[str, Any] = self.slack.wait(lambda: self.slack.workspace.views)[-1]
        return found


class Broken:
    """Something inside that breaks."""

    def reply(self, *_: Any) -> Reply:
        """Break."""
        raise MemoryError

    def again(self, work: Work) -> Reply | None:
        """Return nothing."""

    def withdraw(self, *_: Any) -> None:
        """Take nothing back."""


def answer(scene: Scene) -> str:
    """Show a statement, its source and the buttons."""
    return scene.asked(TROOPS)


def declined(scene: Scene) -> str:
    """Show a plain no with what comes closest."""
    return scene.asked("Who won the football match?")


def contested(scene: Scene) -> str:
    """Show sources that do not say the same."""
    return scene.asked("How many people died when the Lady Aurel sank?")


def error(scene: Scene) -> str:
    """Show a question that could not be answered."""
    scene.door.desk.answering = Broken()
    return scene.asked(TROOPS)


def long(scene: Scene) -> str:
    """Show an answer that takes several messages."""
    return scene.asked(TROOPS, cut=True)


def check(scene: Scene) -> str:
    """Show somebody's words held against the library."""
    text = "The mission in Orvessa now has 4,350 troops. It has 900 ships."
    said = scene.slack.says("U2", "C1", text)
    scene.slack.shortcut("U1", "C1", said, CHECK_MESSAGE)
    scene.idle()
    found = scene.slack.workspace.private[-1].message
    return html.page(
        html.channel("# reporting"),
        html.message(said, time="10:40"),
        html.message(found, time="10:41", alone=True),
    )


def passage(scene: Scene) -> str:
    """Show the cited words where they stand."""
    event = scene.slack.mentions("U1", "C1", TROOPS)
    scene.idle()
    (said,) = scene.slack.workspace.seen("C1", event["ts"])
    rows = [block for block in said["blocks"] if block["type"] == "actions"]
    scene.slack.clicks("U1", "C1", said, rows[0]["elements"][0])
    return html.page(html.modal(scene.view()))


def home(scene: Scene) -> str:
    """Show the app's home."""
    scene.slack.opens_home("U1")
    homes = scene.slack.workspace.homes
    return html.page(html.home(scene.slack.wait(lambda: homes.get("U1"))))


PICTURES: dict[str, Callable[[Scene], str]] = {
    each.__name__: each
    for each in (answer, declined, contested, check, passage, home, error)  # the last breaks it
}


def drawn(names: list[str]) -> dict[str, str]:
    """Return the pages; the long answer is a model's, all others the sources' own words."""
    with tempfile.TemporaryDirectory() as folder:
        home_ = Path(folder) / "home"
        with open_library(Settings(home=home_), create=True) as library:
            ingest(library, [Path("examples/library")])
        found = _scenes(Settings(home=home_), {n: PICTURES[n] for n in names if n in PICTURES})
        if "long" in names:
            with OpenAIServer() as model:
                model.models, model.script = ["small"], everything
                llm = LlmSettings(base_url=model.base_url, model="small")
                found |= _scenes(Settings(home=home_, llm=llm), {"long": long})
    return found


def _scenes(settings: Settings, pictures: dict[str, Callable[[Scene], str]]) -> dict[str, str]:
    with local_slack() as slack:
        slack.opens("C1", "U1", "U2")
        settings = in_slack(settings, slack.api_url)
        with open_home(settings) as shelves, running_door(settings, shelves) as door:
            slack.sockets.connected()
            return {name: draw(Scene(slack, door)) for name, draw in pictures.items()}


def main() -> None:
    """Draw, and take the pictures."""
    pages = drawn(sys.argv[1:] or [*PICTURES, "long"])
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, text in pages.items():
            sheet = browser.new_page(viewport={"width": 760, "height": 200}, color_scheme="light")
            sheet.set_content(text)
            sheet.screenshot(path=IMAGES / f"slack-{name}.png", full_page=True)
            sheet.close()
        browser.close()


if __name__ == "__main__":
    main()
