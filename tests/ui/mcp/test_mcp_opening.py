"""The collections that the tools of one program use: opened, used and let go."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rag.settings import Settings
from ui.mcp.opening import Opened
from vectorstore.collection import Collection
from vectorstore.errors import LibraryBusy, UnknownCollection


@pytest.fixture
def home(two_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(two_home, tmp_path / "home"))


def test_a_collection_is_let_go_when_nothing_uses_it_any_more(home: Path) -> None:
    with Opened(Settings(home=home), idle=0.0) as there:
        with there.held(None) as one, there.held("default") as other:
            assert one.library is other.library
            with pytest.raises(LibraryBusy):
                Collection.open(home)
        with Collection.open(home, wait=20.0), pytest.raises(LibraryBusy), there.held(None):
            pass
        with there.held(None) as again:
            assert again.library is not one.library
            assert again.library.documents()


def test_calls_in_a_row_open_it_once_and_the_end_lets_go(home: Path) -> None:
    with Opened(Settings(home=home)) as there:
        assert there.names == ["default", "rivers"]
        with there.held("rivers") as one:
            pass
        with there.held("rivers") as two:
            assert one.library is two.library
        with pytest.raises(UnknownCollection, match="'none'; there are: default, rivers"):
            there.held("none").__enter__()
    with Collection.open(home, "rivers"):
        pass
