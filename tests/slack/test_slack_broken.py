"""A library that cannot be opened, and clicks that break: nobody is left without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.slack.block_rules import shown
from tests.slack.conftest import Running, bot
from tests.slack.local.server import LocalSlack
from ui.slack.answer_messages import PASSAGE
from ui.slack.given_up import DISMISS
from ui.slack.kept import KeptWorks
from vectorstore.layout import LIBRARY, collection_folder


def _home(running: Running) -> str:
    homes = running.slack.workspace.homes
    running.slack.opens_home("UADMIN")
    return shown(running.slack.wait(lambda: homes.get("UADMIN"))["blocks"])


@pytest.mark.parametrize(
    ("library", "said"), [(b"no library", "is damaged"), (b"", "You have no library here")]
)
def test_the_home_and_the_pane_say_what_is_wrong_with_the_library(
    home: Path, slack: LocalSlack, library: bytes, said: str
) -> None:
    if library:
        folder = collection_folder(home, "broken")
        folder.mkdir(parents=True)
        (folder / LIBRARY).write_bytes(library * 100)
    direct = {"everybody": {"collection": "broken"}}
    with bot(home, slack, admins="UADMIN", direct=direct) as running:
        seen = _home(running)
        assert said in seen
        assert "For admins" in seen
        root = slack.opens_assistant("U1", "D1")
        slack.wait(lambda: any(said in m["text"] for m in slack.workspace.seen("D1", root["ts"])))


@pytest.mark.parametrize("action", [PASSAGE, DISMISS])
def test_a_click_that_breaks_says_so_and_is_not_carried_out_again(
    home: Path, slack: LocalSlack, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("ui.slack.clicks.Clicks._given_up", broken)
    monkeypatch.setattr(KeptWorks, "passage", broken)
    with bot(home, slack) as running:
        slack.clicks("U1", "C1", {}, {"action_id": action, "value": "{}"})
        view = slack.wait(lambda: slack.workspace.views)[-1]
        assert "something broke inside Footnoted (ZeroDivisionError)" in shown(view["blocks"])
        slack.wait(lambda: not running.door.inbox.errands.left())
