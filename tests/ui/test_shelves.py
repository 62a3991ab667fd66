"""A server answers from several collections, each opened when it is first wanted."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from rag.settings import Settings
from ui.shelves import Shelf, Shelves
from vectorstore.errors import LibraryBusy, UnknownCollection


def test_collections_are_opened_once_and_closed_together(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, collection="news")
    opened: list[Shelf] = []
    with Shelves(Settings(home=tmp_path, collection="archive")) as before:
        before.shelf()
    with Shelves(settings, opened.append) as shelves:
        assert shelves.names == ["news", "archive"]
        first = shelves.shelf()
        assert (first.name, first) == ("news", shelves.shelf("news"))
        assert shelves.shelf("archive").library is not first.library
        assert [shelf.name for shelf in opened] == ["news", "archive"]
        with Shelves(settings) as others, pytest.raises(LibraryBusy):
            others.shelf()
    with Shelves(settings) as again:
        again.shelf("archive")


def test_what_is_open_is_found_while_another_one_is_opened(tmp_path: Path) -> None:
    going, begun = threading.Event(), threading.Event()

    def opened(shelf: Shelf) -> None:
        if shelf.name == "archive":
            begun.set()
            assert going.wait(60)

    with Shelves(Settings(home=tmp_path, collection="archive")) as before:
        before.shelf()
    with Shelves(Settings(home=tmp_path), opened) as shelves:
        first = shelves.shelf()
        opening = threading.Thread(target=shelves.shelf, args=("archive",))
        opening.start()
        assert begun.wait(60)
        found: list[list[Shelf]] = []
        looking = threading.Thread(target=lambda: found.append([shelves.shelf(), *shelves.open()]))
        looking.start()
        looking.join(60)
        going.set()
        opening.join(60)
        looking.join(60)
        assert found == [[first, first]]
        assert len(shelves.open()) == 2


def test_a_collection_that_is_not_there_is_named(tmp_path: Path) -> None:
    with Shelves(Settings(home=tmp_path)) as shelves:
        with pytest.raises(UnknownCollection, match="'other'; there are: default"):
            shelves.shelf("other")
        with pytest.raises(UnknownCollection):
            shelves.shelf("../default")
