"""The scenarios in `scenarios/`, carried out by the real bot over the local Slack."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from rag.answers import Answer
from rag.settings import LlmSettings, Settings
from tests.servers.openai_server import OpenAIServer
from tests.slack.block_rules import broken
from tests.slack.conftest import nothing_left
from tests.slack.local.server import LocalSlack, local_slack
from tests.slack.model_words import everything, invention
from tests.slack.running import in_slack, open_home, running_door
from tests.slack.scenario import Stage
from ui.shelves import Shelves
from ui.slack.audience import owner
from ui.slack.clock import Clock
from ui.slack.messages import Message

WORDS = {"long": everything, "invents": invention}
FILES = sorted((Path(__file__).parent / "scenarios").glob("*.yaml"))
SCENARIOS: list[dict[str, Any]] = [
    each for file in FILES for each in yaml.safe_load(file.read_text(encoding="utf-8"))
]


@pytest.fixture(scope="module")
def library(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelves]:
    """The sample library, which all scenarios without a model answer from."""
    home = tmp_path_factory.mktemp("scenarios") / "home"
    shutil.copytree(sample_home, home)
    with open_home(Settings(home=home)) as shelves:
        yield shelves


@dataclass
class Hasty:
    """The bot's clock, by which a second passes whenever somebody looks."""

    clock: Clock
    looked: int = 0

    def now(self) -> float:
        self.looked += 1
        return self.clock.now() + self.looked

    def sleep(self, seconds: float) -> None:
        self.clock.sleep(seconds)


class Playing:
    """One scenario: a Slack, and a bot that can be ended and started again."""

    def __init__(self, scenario: dict[str, Any], shelves: Shelves, folder: Path) -> None:
        self.scenario, self.shelves, self.folder = scenario, shelves, folder
        self.running = ExitStack()

    def play(self) -> LocalSlack:
        with local_slack() as self.slack:
            for name, *people in (
                ("C1", "U1", "U2"),
                ("C2", "U1", "U2"),
                ("D1", "U1"),
                ("D2", "U2"),
            ):
                self.slack.opens(name, *people)
            self.start()
            stage = Stage(self.slack, self.restart, self.idle, self.opinions, self.answer)
            try:
                stage.play(self.scenario["steps"])
            finally:
                self.running.close()
        return self.slack

    def start(self) -> None:
        more = self.scenario.get("settings", {})
        settings = in_slack(Settings(home=self.folder), self.slack.api_url, **more)
        self.door = self.running.enter_context(running_door(settings, self.shelves))
        if self.scenario.get("slow"):
            self.door.desk.clock = Hasty(self.door.clock)
        self.slack.sockets.connected()

    def restart(self) -> None:
        self.running.close()
        self.start()

    def idle(self) -> None:
        self.slack.wait(self._nothing_left)

    def _nothing_left(self) -> bool:
        return self.slack.sockets.all_acknowledged() and nothing_left(self.door)

    def answer(self, id_: str) -> Answer:
        work = self.door.inbox.by_id(id_)
        assert work is not None
        assert work.kept is not None
        collection, kept = work.kept
        works = self.shelves.shelf(collection).kept.works
        return works.answer(kept, owner(work.place, work.user))

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
            model.models, model.script = ["small"], WORDS.get(kind, everything)
            if kind == "down":
                model.fail(500, times=99)
            llm = LlmSettings(base_url=model.base_url, model="small", retries=0)
            shelves = stack.enter_context(open_home(Settings(home=home, llm=llm)))
        slack = Playing(scenario, shelves, tmp_path).play()
    assert slack.sockets.wrong == []
    for channel in slack.workspace.channels:
        for message in slack.workspace.channels[channel].messages:
            if message.get("blocks"):
                assert broken(Message(message["text"], tuple(message["blocks"]))) == []
            assert not message.get("streaming")
    for alone in slack.workspace.private:
        assert (
            broken(Message(alone.message["text"], tuple(alone.message.get("blocks") or ()))) == []
        )
