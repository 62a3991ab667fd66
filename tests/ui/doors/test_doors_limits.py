"""How much commands may ask of a server in a minute: as much as one person."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from fastapi import FastAPI

from rag.manuscript.read import Form, Manuscript
from rag.settings import Settings
from tests.ui.api.conftest import serving
from tests.ui.outcome import Footnoted
from ui.doors import note
from ui.doors.calls import Ask
from ui.doors.door import opened
from ui.doors.doorkeeper import with_doors
from ui.doors.lines import Sending
from ui.doors.server import doors
from ui.people.errors import TooMany
from ui.people.limits import Limits
from ui.web.server import listening

TROOPS = "How many troops does the mission have now?"
SAID = "More than 2 questions were asked in a minute: wait "


def test_questions_and_drafts_are_counted_and_nothing_else(
    two_home: Path, tmp_path: Path, footnoted: Footnoted
) -> None:
    home = Path(shutil.copytree(two_home, tmp_path / "home"))
    app, settings = FastAPI(), Settings(home=home)
    with serving(app) as client, listening("127.0.0.1", 0) as unused:
        with_settings = with_doors(settings, unused)
        with with_settings as (shelves, keeper):
            keeper.address = f"{client.base_url.host}:{client.base_url.port}"
            app.include_router(doors(keeper, Limits(2)))
            for name in ("default", "rivers"):
                shelves.shelf(name)
            with opened(settings, create=False) as door:
                assert door.ask(TROOPS).statements
                *_, checked = door.check(Manuscript("It has 4,350 troops.", Form.TEXT))
                assert checked
                with pytest.raises(TooMany, match=SAID):
                    door.ask(TROOPS)
                with pytest.raises(TooMany, match=SAID):
                    list(door.check(Manuscript("It has 4,350 troops.", Form.TEXT)))
                assert door.search("ferry", None, 3)
            for form in ([], ["--json"]):
                done = footnoted("ask", TROOPS, *form, home=home, code=2)
                assert done.err.startswith(f"Error: {SAID}")
            assert json.loads(done.out)["error"]["type"] == "TooMany"
            other = footnoted("--collection", "rivers", "ask", TROOPS, home=home, code=2)
            assert other.err.startswith(f"Error: {SAID}")
            told = note.read(home / "collections" / "default")
            assert told is not None
            refused = client.post(
                "/door/default",
                content=b"".join(Sending().lines(Ask(TROOPS))),
                headers={"Authorization": f"Bearer {told.token}"},
            )
            assert refused.status_code == 429
            assert 1 <= int(refused.headers["retry-after"]) <= 60
