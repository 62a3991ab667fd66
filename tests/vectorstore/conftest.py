"""A home with files to ingest and a cheap encoder, for the tests of the stores."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.vectorstore.hashing import HashingEncoder, ParagraphSplitter
from vectorstore.collection import Collection

Opener: TypeAlias = Callable[..., Collection]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with three documents of three passages each."""
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("alpha", "beta", "gamma"):
        (folder / f"{name}.txt").write_text(article(name), encoding="utf-8")
    return folder


@pytest.fixture
def open_collection(home: Path) -> Iterable[Opener]:
    """Open the default collection with the cheap encoder; whatever is left open is closed."""
    opened: list[Collection] = []

    def opener(encoder: HashingEncoder | None = None, version: int = 1) -> Collection:
        splitter = ParagraphSplitter(version)
        collection = Collection.open(home, "default", encoder or HashingEncoder(), splitter)
        opened.append(collection)
        return collection

    yield opener
    for collection in opened:
        collection.close()


@pytest.fixture
def collection(open_collection: Opener) -> Collection:
    return open_collection()


def article(name: str, paragraphs: int = 3, version: int = 1) -> str:
    """Return a text whose every paragraph is one passage and names itself."""
    return "\n\n".join(
        f"Paragraph {n} of {name} stands here in version {version}. It says that the {name} "
        f"committee met on day {n} and that item{n}{name} was agreed upon by everyone who came. "
        f"Nothing else of {name} was decided in part {n}, as its minutes state."
        for n in range(paragraphs)
    )
