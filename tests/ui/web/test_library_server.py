"""What the server of the page's library takes, and from whom."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from tests.vectorstore.conftest import article
from tests.vectorstore.hashing import HashingEncoder, ParagraphSplitter
from ui.openings import unknown_collection
from ui.people.person import HERE, STATE, Person
from ui.shelves import Shelf
from ui.web.library.intake import Limits
from ui.web.library.routes import library_routes
from ui.web.phrases import ENGLISH
from ui.web.server import listening, server
from vectorstore.collection import Collection
from vectorstore.ingest import ingest

READER = Person("r", "reader")
KEEPER = Person("k", "keeper", admin=True)


class Reply(NamedTuple):
    """An answer of the server."""

    code: int
    body: str
    going: bool = False

    @property
    def said(self) -> str:
        return str(json.loads(self.body)["said"])


class As:
    """An application in which everybody is one person."""

    def __init__(self, app: FastAPI, person: Person) -> None:
        self.app, self.person = app, person

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})[STATE] = self.person
        await self.app(scope, receive, send)


class One:
    """A home of one collection."""

    def __init__(self, only: Shelf) -> None:
        self.only = only

    @property
    def names(self) -> list[str]:
        return [self.only.name]

    def shelf(self, name: str | None = None) -> Shelf:
        if name not in (None, self.only.name):
            raise unknown_collection(str(name), self.names)
        return self.only


class Server(NamedTuple):
    """A running server, its collection, and who asks."""

    address: str
    library: Collection
    uploads: Path

    def __call__(
        self,
        method: str,
        path: str,
        data: bytes | object = None,
    ) -> Reply:
        body = data if isinstance(data, bytes) or data is None else json.dumps(data).encode()
        headers = {"Content-Type": "application/json"} if body else {}
        request = urllib.request.Request(
            f"{self.address}/page/library/{path}", body, headers, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                going = answer.headers.get("X-Going") == "1"
                return Reply(answer.status, answer.read().decode(), going)
        except urllib.error.HTTPError as error:
            with error:
                return Reply(error.code, error.read().decode())

    def settled(self) -> str:
        """Wait until nothing is on its way; return what is said of the files."""
        until = time.monotonic() + 60
        while (reply := self("GET", "uploads")).going:
            assert time.monotonic() < until
            time.sleep(0.01)
        return reply.body


@contextmanager
def serving(folder: Path, person: Person, limits: Limits, *, changes: bool) -> Iterator[Server]:
    files = folder / "files"
    files.mkdir()
    (files / "alpha.txt").write_text(article("alpha"), encoding="utf-8")
    with (
        Collection.open(
            folder / "home", "default", HashingEncoder(), ParagraphSplitter()
        ) as library,
        listening("127.0.0.1", 0) as found,
    ):
        ingest(library, [files])
        uploads = folder / "uploads"
        shelf = Shelf("default", library, None, uploads, None)  # type: ignore[arg-type]
        app = FastAPI()
        app.include_router(library_routes(One(shelf), ENGLISH, limits, changes=lambda: changes))
        running = server(As(app, person))  # type: ignore[arg-type]
        thread = threading.Thread(target=running.run, kwargs={"sockets": [found]})
        thread.start()
        try:
            yield Server(f"http://127.0.0.1:{found.getsockname()[1]}", library, uploads)
        finally:
            running.should_exit = True
            thread.join(60)


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path, KEEPER, Limits(), changes=True) as found:
        yield found


CHANGES = [
    ("GET", "documents/ID/form", None),
    ("POST", "documents/ID", {"facts": {"title": "Mine"}}),
    ("DELETE", "documents/ID", None),
    ("POST", "failures", {"source": "/x", "what": "forget"}),
    ("GET", "uploads", None),
    ("POST", "samples", None),
    ("PUT", "uploads?name=a.txt", b"The weir is open."),
    ("DELETE", "uploads", None),
    ("DELETE", "uploads/ended", None),
]


@pytest.mark.parametrize(("person", "changes"), [(READER, True), (HERE, False)])
def test_a_reader_reads_and_changes_nothing(tmp_path: Path, person: Person, changes: bool) -> None:
    with serving(tmp_path, person, Limits(), changes=changes) as reader:
        before = reader.library.documents()
        for method, path, data in CHANGES:
            refused = reader(method, path.replace("ID", before[0].id), data)
            assert refused.code == 403, path
            assert "Only whoever keeps the library" in refused.said
        for path in ("shell", "documents", "failures"):
            shown = reader("GET", path)
            assert shown.code == 200
            assert "data-act=" not in shown.body.split("<template", maxsplit=1)[0]
            assert 'id="drop"' not in shown.body
        assert reader.library.documents() == before
        assert not reader.uploads.exists()


def test_a_document_is_corrected_undone_and_removed(keeper: Server) -> None:
    (row,) = keeper.library.documents()
    assert keeper("POST", f"documents/{row.id}", {"facts": {"title": "Put right"}}).said == "Saved."
    assert keeper.library.row(row.id).title == "Put right"
    assert "Put right" in keeper("GET", "documents?find=put").body
    assert "Nothing in the library" in keeper("GET", "documents?find=zebra&page=3&sort=title").body
    refused = keeper("POST", f"documents/{row.id}", {"facts": {"published": "soon"}})
    assert (refused.code, "must be a date" in refused.said) == (422, True)
    keeper("POST", f"documents/{row.id}", {"undo": ["title"]})
    assert keeper.library.row(row.id) == row
    assert keeper("DELETE", f"documents/{row.id}").said == "Removed."
    assert keeper("DELETE", f"documents/{row.id}").code == 404
    assert keeper("GET", f"documents/{row.id}/form").code == 404


def test_a_collection_that_is_not_there_is_said_to_be_so(keeper: Server) -> None:
    assert keeper("GET", "collections").body == ""  # there is nothing to choose
    for method, path, data in [("GET", "documents", None), *CHANGES]:
        sign = "&" if "?" in path else "?"
        refused = keeper(method, f"{path}{sign}collection=none", data)
        assert (refused.code, refused.said) == (
            404,
            "There is no collection 'none'; there are: default.",
        )
    assert not keeper.uploads.exists()


def test_a_file_is_sent_and_read(keeper: Server) -> None:
    name = quote("<b>weir</b>.txt")
    assert keeper("PUT", f"uploads?name={name}", b"The weir is open.").code == 200
    assert "1 passage" in keeper.settled()
    assert "&lt;b&gt;weir" in keeper("GET", "uploads").body
    assert len(keeper.library.documents()) == 2
    keeper("DELETE", "uploads/ended")
    assert keeper("GET", "uploads").body == ""


def test_a_failure_is_tried_again_and_forgotten(keeper: Server) -> None:
    keeper("PUT", "uploads?name=bad.pdf", b"%PDF-1.4 nothing")
    keeper.settled()
    (failure,) = keeper.library.failures()
    assert keeper("POST", "failures", {"source": failure.source, "what": "again"}).code == 200
    assert "bad.pdf" in keeper.settled()
    assert keeper("POST", "failures", {"source": failure.source, "what": "forget"}).code == 200
    assert keeper.library.failures() == []
    nothing = keeper("POST", "failures", {"source": "/etc/hostname", "what": "again"})
    assert nothing.said == "Forgotten."
    assert len(keeper.library.documents()) == 1


def test_what_is_too_large_or_too_much_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with serving(tmp_path, KEEPER, Limits(largest=2_000_000), changes=True) as keeper:
        refused = keeper("PUT", "uploads?name=big.txt", b"x" * 3_000_000)
        assert (refused.code, refused.said) == (
            413,
            "big.txt has 3 MB; files up to 2 MB are taken.",
        )
        assert "files up to 2 MB" in keeper("GET", "uploads").body
        assert not list(keeper.uploads.glob("*"))
    (tmp_path / "other").mkdir()
    with serving(tmp_path / "other", KEEPER, Limits(most=0), changes=True) as keeper:
        refused = keeper("PUT", "uploads?name=a.txt", b"x")
        assert (refused.code, "At most 0 files" in refused.said) == (413, True)
