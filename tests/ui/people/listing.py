"""Print what the whole server serves, as JSON: `python -m tests.ui.people.listing HOME`.

In a process of its own, since Gradio leaves event loops behind.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastapi.routing import iter_route_contexts
from starlette.routing import Mount

from rag.settings import Settings
from ui.api.app import router
from ui.api.desk import Desk as ApiDesk
from ui.metering.metrics import Metrics
from ui.people.entrance import entrance
from ui.shelves import Shelves
from ui.web.page import Desk
from ui.web.phrases import ENGLISH
from ui.web.server import application


def addresses(routes: list[Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield the method and the path of everything that is served, mounted applications too."""
    for route in iter_route_contexts(routes):
        path = f"{prefix}{route.path or ''}"
        if isinstance(route.original_route, Mount):
            yield from addresses(list(route.original_route.routes), path.rstrip("/"))
        for method in route.methods or ():
            yield method, path


def main(home: Path) -> None:
    settings = Settings(home=home)
    with Shelves(settings) as shelves:
        shelf, people = shelves.shelf(), entrance(settings)
        api = router(ApiDesk(shelf.chain, shelf.library, limits=people.limits, shelves=shelves))
        desk = Desk(shelves, ENGLISH, people)
        app = application(desk, api, settings.web, Metrics(), here_only=False)
        print(json.dumps(sorted(set(addresses(app.routes)))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
