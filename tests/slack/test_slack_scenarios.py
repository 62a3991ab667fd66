"""The scenarios in `scenarios/`, carried out by the real bot over the local Slack."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import SecretStr

from rag.settings import LlmSettings, Settings
from rag.slack_settings import SlackSettings
from tests.servers.openai_server import OpenAIServer, Request
from tests.slack.block_rules import broken
from tests.slack.conftest import nothing_left
from tests.slack.local.server import APP_TOKEN, BOT_TOKEN, LocalSlack, local_slack
from tests.slack.scenario import Stage
from ui.metering.metrics import Metrics
from ui.shelves import Shelves
from ui.slack.door import SlackDoor
from ui.slack.messages import Message
from ui.slack.reporting import inbox_file
from vectorstore.sentences import sentences

_SOURCE = re.compile(r"^\[S(\d+)\]\n.*?^<(text-\w+)>\n(.*?)\n</\2>", re.DOTALL | re.MULTILINE)
FILES = sorted((Path(__file__).parent / "scenarios").glob("*.yaml"))
SCENARIOS: list[dict[str, Any]] = [
    each for file in FILES for each in yaml.safe_load(file.read_text(encoding="utf-8"))
]


@pytest.fixture(scope="module")
def library(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelves]:
    """The sample library, which all scenarios without a model answer from."""
    home = tmp_path_factory.mktemp("scenarios") / "home"
    shutil.copytree(sample_home, home)
    with Shelves(Settings(home=home), metrics=Metrics()) as shelves:
        shelves.shelf()
        yield shelves


class Playing:
    """One scenario: a Slack, and a bot that can be ended and started again."""

    def __init__(self, scenario: dict[str, Any], shelves: Shelves, folder: Path) -> None:
        self.scenario, self.shelves, self.folder = scenario, shelves, folder

    def play(self) -> LocalSlack:
        with ExitStack() as stack:
            self.slack = stack.enter_context(local_slack())
            for name, *people in (
                ("C1", "U1", "U2"),
                ("C2", "U1", "U2"),
                ("D1", "U1"),
                ("D2", "U2"),
            ):
                self.slack.opens(name, *people)
            self.start()
            stack.callback(lambda: self.door.stop())
            Stage(self.slack, self.restart, self.idle, self.opinions).play(self.scenario["steps"])
        return self.slack

    def start(self) -> None:
        own = SlackSettings(
            bot_token=SecretStr(BOT_TOKEN),
            app_token=SecretStr(APP_TOKEN),
            api_url=self.slack.api_url,
            **self.scenario.get("settings", {}),
        )
        settings = Settings(home=self.folder, slack=own)
        inbox_file(settings).parent.mkdir(parents=True, exist_ok=True)
        self.door = SlackDoor(settings, self.shelves, socket=True)
        self.door.start()
        self.slack.sockets.connected()

    def restart(self) -> None:
        self.door.stop()
        self.start()

    def idle(self) -> None:
        self.slack.wait(self._nothing_left)

    def _nothing_left(self) -> bool:
        return self.slack.sockets.all_acknowledged() and nothing_left(self.door)

    def opinions(self) -> list[dict[str, Any]]:
        return list(self.shelves.shelf().kept.feedback.all())


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: each["name"].replace(" ", "-"))
def test_scenario(
    scenario: dict[str, Any], library: Shelves, sample_home: Path, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        shelves = library
        if kind := scenario.get("model"):
            home = tmp_path / "home"
            shutil.copytree(sample_home, home)
            model = stack.enter_context(OpenAIServer())
            model.models, model.script = ["small"], _everything
            if kind == "down":
                model.fail(500, times=99)
            llm = LlmSettings(base_url=model.base_url, model="small", retries=0)
            settings = Settings(home=home, llm=llm)
            shelves = stack.enter_context(Shelves(settings, metrics=Metrics()))
        slack = Playing(scenario, shelves, tmp_path).play()
    for channel in slack.workspace.channels:
        for message in slack.workspace.channels[channel].messages:
            if message.get("blocks"):
                assert broken(Message(message["text"], tuple(message["blocks"]))) == []
            assert not message.get("streaming")


def _everything(request: Request) -> str:
    """Answer with every sentence of every source that was sent."""
    sent = _SOURCE.findall(request.body["messages"][-1]["content"])
    said = [(span.of(body), number) for number, _, body in sent for span in sentences(body)]
    return " ".join(f"{' '.join(text.split())} [S{number}]" for text, number in said)
