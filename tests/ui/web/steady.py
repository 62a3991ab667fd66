"""Print what questions on the page send and leave, as JSON: `python -m tests.ui.web.steady HOME`.

In a process of its own, since Gradio leaves event loops behind.
"""

from __future__ import annotations

import gc
import json
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from fastapi import APIRouter
from starlette.routing import Mount

from rag.answers import Answer
from rag.settings import Settings
from ui.metering.metrics import Metrics
from ui.people.entrance import entrance
from ui.shelves import Shelves
from ui.web.page import Desk
from ui.web.phrases import ENGLISH
from ui.web.server import application, listening, server

TROOPS = "How many troops does the mission have now?"
QUESTIONS = (TROOPS, "Who is Joss Verrin?", "Who won the football match?", TROOPS)
TABS = 3
_PAST = r"""<ol class=\"past\">"""


@dataclass
class Asking:
    """A page that is served in this process, Gradio's own application in it, and a client."""

    client: httpx.Client
    gradio: Any = None

    def join(self, question: str, tab: str) -> None:
        """Ask as the page does."""
        parts = self.client.get("/config").json()
        names = {part["id"]: part.get("props", {}).get("elem_id") for part in parts["components"]}
        field = next(id_ for id_, name in names.items() if name == "question")
        event = next(d for d in parts["dependencies"] if [field, "submit"] in d["targets"])
        data = [question if id_ == field else None for id_ in event["inputs"]]
        body = {"data": data, "fn_index": event["id"], "session_hash": tab, "trigger_id": field}
        self.client.post("/gradio_api/queue/join", json=body).raise_for_status()

    def ask(self, question: str, tab: str) -> list[str]:
        """Ask; return the messages that show the answer."""
        self.join(question, tab)
        answer = self.client.get("/gradio_api/queue/data", params={"session_hash": tab})
        lines = [line[6:] for line in answer.text.splitlines() if line.startswith("data: ")]
        assert json.loads(lines[-2])["success"], lines
        return [line for line in lines if json.loads(line)["msg"] == "process_generating"]

    def settled(self) -> None:
        """Wait until Gradio has put the last question away, which it does after its answer."""
        queue, until = self.gradio.get_blocks()._queue, time.monotonic() + 60
        while queue.event_ids_to_events:
            assert time.monotonic() < until, [*queue.event_ids_to_events]
            time.sleep(0.01)

    def held(self, tab: str) -> dict[str, int]:
        """Return how much is held of a tab, and of questions that have been answered."""
        self.settled()
        gc.collect()
        state, queue = self.gradio.state_holder[tab], self.gradio.get_blocks()._queue
        return {
            "parts": len(state.blocks_config.blocks),
            "shown": len(state.config_values),
            "answers": sum(isinstance(each, Answer) for each in gc.get_objects()),
            "events": len(queue.event_analytics) + len(queue.event_ids_to_events),
            "streams": len(self.gradio.get_blocks().pending_diff_streams),
            "iterators": sum(each is not None for each in self.gradio.iterators.values()),
        }


def told(page: Asking) -> dict[str, Any]:
    """Ask, and return what came of it."""
    turns = [page.ask(question, "one") for question in QUESTIONS]
    before = page.held("one")
    turns += [page.ask(question, "one") for question in QUESTIONS]
    after = page.held("one")
    holder = page.gradio.state_holder
    kept, holder.capacity = holder.capacity, TABS
    for number in range(TABS + 2):
        page.ask(TROOPS, f"tab{number}")
    page.ask(TROOPS, "tab0")  # it is given another
    return {
        "turns": [
            {"pieces": len(turn), "size": sum(map(len, turn)), "past": _PAST in "".join(turn)}
            for turn in turns
        ],
        "before": before,
        "after": after,
        "kept": kept,
        "tabs": len(holder.session_data),
    }


def main(home: Path) -> None:
    settings = Settings(home=home)
    with Shelves(settings) as shelves, listening("127.0.0.1", 0) as found:
        desk = Desk(shelves, ENGLISH, entrance(settings))
        app = application(desk, APIRouter(), settings.web, Metrics(), here_only=True)
        running = server(app)
        thread = threading.Thread(target=running.run, args=([found],), daemon=True)
        thread.start()
        gradio = next(route.app for route in app.routes if isinstance(route, Mount))
        address = f"http://127.0.0.1:{found.getsockname()[1]}"
        headers = {"Origin": address, "Cookie": f"footnoted-browser={'somebody':-<32}"}
        with httpx.Client(base_url=address, headers=headers, timeout=60, trust_env=False) as client:
            print(json.dumps(told(Asking(client, gradio))))
        running.should_exit = True
        thread.join(60)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
