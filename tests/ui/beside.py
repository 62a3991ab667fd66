"""Serve the page with something beside it, as JSON: `python -m tests.ui.beside HOME`.

In a process of its own, since the server takes the signals and Gradio leaves event loops behind.
"""

from __future__ import annotations

import json
import sys
import threading
import urllib.request
from pathlib import Path

from rag.settings import Settings
from ui.metering.labels import Door
from ui.serving import Place, Serving, serving


class Asking:
    """Asks the page's server and its collection once, then lets the server end."""

    def __init__(self, server: Serving) -> None:
        self.server = server
        self.seen: list[object] = []
        self.thread = threading.Thread(target=self.work)

    def start(self) -> None:
        self.seen.append("started")
        self.thread.start()

    def work(self) -> None:
        with urllib.request.urlopen(f"{self.server.address}/health", timeout=60) as answer:
            self.seen.append(json.load(answer)["status"])
        shelf = self.server.shelves.shelf()
        answered = shelf.through(Door.API).ask("How many troops does the mission have now?")
        self.seen.append(answered.declined)
        self.server.end()

    def stop(self) -> None:
        self.thread.join(60)
        self.seen.append(self.thread.is_alive())


def main(home: Path) -> None:
    with serving(Settings(home=home), Place(port=0)) as server:
        beside = Asking(server)
        server.run(beside)
    print(json.dumps(beside.seen))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
