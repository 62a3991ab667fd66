"""What a conversation begins with over an empty library: who may add documents is offered some."""

from __future__ import annotations

from pathlib import Path

from rag.settings import Settings
from ui.people.entrance import entrance
from ui.shelves import Shelves
from ui.web.asking import Desk
from ui.web.conversation import Conversing
from ui.web.phrases import ENGLISH


def test_the_sample_library_is_offered_to_whoever_may_add_documents(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    with Shelves(settings) as shelves:
        conversing = Conversing(shelves, ENGLISH, entrance(settings).limits)
        for adds in (True, False):
            begins = conversing.welcome(Desk(shelves.shelf(), "anna", ENGLISH, adds))
            assert "holds no documents yet" in begins
            assert ("Load the sample library" in begins) is adds
