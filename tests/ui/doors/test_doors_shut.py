"""Whom a door opens to: who has the token of that very collection, and nobody else."""

from __future__ import annotations

import contextlib
import json
import logging
import shutil
import stat
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from rag.settings import Settings
from tests.ui.outcome import Footnoted
from ui.doors import note
from ui.doors.calls import Search
from ui.doors.door import opened
from ui.doors.doorkeeper import Doorkeeper, with_doors
from ui.doors.lines import Sending
from ui.doors.note import Note
from ui.doors.server import doors
from ui.shelves import Shelves
from ui.web.server import listening

SEARCH = b"".join(Sending().lines(Search("ferry", None, 3)))
TROOPS = "How many troops does the mission have now?"


class House(NamedTuple):
    """A server of two collections inside this process."""

    home: Path
    shelves: Shelves
    keeper: Doorkeeper
    client: httpx.Client

    def note(self, name: str) -> Note:
        found = note.read(self.home / "collections" / name)
        assert found is not None
        return found

    def post(self, name: str, headers: dict[str, str]) -> httpx.Response:
        return self.client.post(f"/door/{name}", content=SEARCH, headers=headers)


@contextlib.contextmanager
def housed(home: Path) -> Iterator[House]:
    with (
        listening("127.0.0.1", 0) as found,
        with_doors(Settings(home=home), found) as (shelves, keeper),
    ):
        app = FastAPI()
        app.include_router(doors(keeper))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([found],), daemon=True)
        thread.start()
        for name in ("default", "other"):
            shelves.shelf(name)
        address = f"http://{keeper.address}"
        with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
            yield House(home, shelves, keeper, client)
        server.should_exit = True
        thread.join(60)
        assert not thread.is_alive()


@pytest.fixture(scope="module")
def house(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = Path(shutil.copytree(sample_home, tmp_path_factory.mktemp("house") / "home"))
    shutil.copytree(home / "collections" / "default", home / "collections" / "other")
    with housed(home) as found:
        yield found


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_the_token_of_a_collection_opens_it(house: House) -> None:
    for name in ("default", "other"):
        answer = house.post(name, bearer(house.note(name).token))
        assert answer.status_code == 200
        assert b'{"Found":' in answer.content


def test_nothing_else_opens_it(house: House) -> None:
    token = house.note("default").token
    wrong = [
        *(
            {},
            {"Authorization": "Bearer"},
            bearer("wrong"),
            bearer(token[:-1]),
            bearer("\u00e9\u00e8"),
        ),
        *({"Authorization": token}, {"Authorization": f"Basic {token}"}, {"Cookie": token}),
        bearer(house.note("other").token),
    ]
    for headers in wrong:
        encoded = {name: value.encode("latin-1") for name, value in headers.items()}
        answer = house.client.post("/door/default", content=SEARCH, headers=encoded)
        assert (answer.status_code, answer.json()["error"]["type"]) == (401, "KeyRefused"), headers
        assert token not in answer.text


@pytest.mark.parametrize("name", ["other", "none", "..", "default%00"])
def test_a_token_opens_no_other_collection(house: House, name: str) -> None:
    answer = house.post(name, bearer(house.note("default").token))
    assert answer.status_code in (401, 404)
    assert b'{"Found":' not in answer.content


def test_a_page_is_refused_even_with_the_token(house: House) -> None:
    headers = {**bearer(house.note("default").token), "Origin": "http://evil.example"}
    assert house.post("default", headers).json()["error"]["type"] == "OriginRefused"


def test_what_is_no_call_is_refused_with_a_sentence(house: House) -> None:
    for content in (b"", b"{}", b'{"Ask": {"question": 3}}', b'{"Other": {}}', b"\xff"):
        headers = bearer(house.note("default").token)
        answer = house.client.post("/door/default", content=content, headers=headers)
        assert (answer.status_code, answer.json()["error"]["type"]) == (503, "WireError")


def test_the_note_is_its_owners_alone(house: House) -> None:
    file = house.home / "collections" / "default" / note.NAME
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [left.name for left in file.parent.glob(".door*")] == []
    assert house.note("default").token not in repr(house.note("default")) + repr(house.keeper)


def test_the_token_is_in_no_output_and_no_log(
    house: House, footnoted: Footnoted, caplog: pytest.LogCaptureFixture
) -> None:
    token = house.note("default").token
    with caplog.at_level(logging.DEBUG):
        done = footnoted("--verbose", "ask", TROOPS, "--json", home=house.home)
        failed = footnoted("sources", "remove", "none", home=house.home, code=2)
    assert token not in done.out + done.err + failed.out + failed.err + caplog.text


def test_the_notes_are_gone_when_the_server_has_ended(sample_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(sample_home, tmp_path / "home"))
    shutil.copytree(home / "collections" / "default", home / "collections" / "other")
    with housed(home) as found:
        assert [found.note(name).settings for name in ("default", "other")]
    assert not list(home.rglob("*door*"))
    with pytest.raises(Exception, match=r"door\.json"):
        found.keeper.shelf("default", "")


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b'{"address": "127.0.0.1:',
        b"[]",
        b"\xff\xfe",
        b'{"address": 3, "token": "t", "pid": 1, "version": "0", "settings": ""}',
        b'{"address": "127.0.0.1:9", "token": "t", "pid": 1, "version": "0", "settings": ""}',
        b'{"address": "127.0.0.1:no", "token": "t", "pid": 1, "version": "0", "settings": ""}',
        b'{"address": "\\n", "token": "t", "pid": 1, "version": "0", "settings": ""}',
    ],
)
def test_a_note_that_leads_nowhere_does_no_harm(
    footnoted: Footnoted, sample_home: Path, tmp_path: Path, written: bytes
) -> None:
    home = Path(shutil.copytree(sample_home, tmp_path / "home"))
    (home / "collections" / "default" / note.NAME).write_bytes(written)
    assert footnoted("search", "ferry", "-k", "1", home=home).out.startswith("1   ")


def test_a_stranger_at_the_address_is_told_nothing(
    footnoted: Footnoted, sample_home: Path, tmp_path: Path
) -> None:
    home = Path(shutil.copytree(sample_home, tmp_path / "home"))
    heard: list[str] = []

    class Stranger(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(f"{self.requestline}{self.headers}")
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"yes, it is me")

        do_POST = do_GET  # noqa: N815

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as stranger:
        threading.Thread(target=stranger.serve_forever, args=(0.02,), daemon=True).start()
        address = f"127.0.0.1:{stranger.server_port}"
        told = Note(address, "sesame-4711", 1, "0.1.0", "")
        note.write(home / "collections" / "default", told)
        assert "4,350" in footnoted("ask", TROOPS, home=home).out
        stranger.shutdown()
    assert len(heard) == 1
    assert "sesame" not in heard[0]
    assert "troops" not in heard[0]


def test_a_server_of_another_version_is_told_in_a_sentence(
    footnoted: Footnoted, house: House
) -> None:
    file = house.home / "collections" / "other" / note.NAME
    kept_note = file.read_bytes()
    file.write_text(json.dumps({**json.loads(kept_note), "version": "9.9.9"}), encoding="utf-8")
    try:
        done = footnoted("--collection", "other", "search", "ferry", home=house.home, code=2)
    finally:
        file.write_bytes(kept_note)
    assert done.is_one_sentence
    assert "served by Footnoted 9.9.9" in done.err


def test_what_the_doctor_finds_is_not_mended_under_a_server(
    footnoted: Footnoted, house: House
) -> None:
    library = house.shelves.shelf("other").library
    library.stores.vectors.delete(library.stores.vectors.keys()[:1])
    arguments = ("--collection", "other", "doctor")
    assert "lacks 1 passage" in footnoted(*arguments, home=house.home, code=1).out
    done = footnoted(*arguments, "--repair", home=house.home, code=2)
    assert "is in use by" in done.err


def test_a_server_that_takes_it_in_between_is_found(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The note is not there when it is looked for first, and is there once the lock is taken."""
    folder = house.home / "collections" / "default"
    (folder / note.NAME).rename(folder / "hidden")
    from rag import assemble

    taken = assemble.open_library

    def late(settings: Settings, *, create: bool) -> object:
        (folder / "hidden").rename(folder / note.NAME)
        return taken(settings, create=create)

    monkeypatch.setattr(assemble, "open_library", late)
    with opened(Settings(home=house.home), create=False) as door:
        assert door.search("ferry", None, 1)
