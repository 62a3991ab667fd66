"""The bot can be ended at any moment, also while its connection only begins."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

from ui.slack.hang_up import hang_up


class Forgetful:
    """A handler whose session begins while it is closed, as slack_sdk's may: it forgets the end."""

    def __init__(self) -> None:
        self.state = SimpleNamespace(terminated=False)
        self.client: Any = SimpleNamespace(current_session_state=self.state)
        self.closed = False

    def close(self) -> None:
        self.state.terminated = False
        while not self.state.terminated:
            time.sleep(0.001)
        self.closed = True


def test_a_session_that_forgets_its_end_is_told_again() -> None:
    handler = Forgetful()
    hang_up(handler)  # type: ignore[arg-type]
    assert handler.closed
