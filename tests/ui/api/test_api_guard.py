"""Who is served: keys, hosts and origins."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from starlette.requests import Request

from rag.errors import SettingsError
from tests.ui.api.asking import QUESTION, Serving, is_sentence
from tests.ui.api.conftest import serving
from ui.api.app import router
from ui.api.desk import Desk
from ui.api.errors import HostRefused, ReadOnly
from ui.api.guard import Access, admit, loopback
from ui.people.person import STATE, Person

KEY = "fn-planted-5e4d3c2b1a"
OTHER = "fn-second-clé"
GUARDED = [
    ("POST", "/api/ask"),
    ("POST", "/api/search"),
    ("POST", "/api/check"),
    ("POST", "/api/ingest"),
    ("GET", "/api/collections"),
    ("GET", "/api/sources"),
    ("GET", "/api/sources/abc"),
    ("POST", "/v1/chat/completions"),
    ("GET", "/v1/models"),
    ("GET", "/metrics"),
    ("POST", "/mcp"),
]


@pytest.fixture(scope="module")
def locked(desk: Desk) -> Iterator[httpx.Client]:
    """A client of an API with two keys, included in somebody else's application."""
    app = FastAPI()
    app.include_router(router(replace(desk, keys=(SecretStr(KEY), SecretStr(OTHER)))))
    with serving(app) as running:
        yield running


@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_nothing_is_served_without_a_key(locked: httpx.Client, method: str, path: str) -> None:
    for body in (b"{}", b"no json"):
        refused = locked.request(method, path, content=body)
        assert is_sentence(refused, 401, "KeyRefused")
        assert refused.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "sent", ["Bearer", f"Bearer {KEY}x", KEY, f"Basic {KEY}", f"Bearer {KEY[:-1]}"]
)
def test_another_key_is_refused_and_shown_nowhere(
    locked: httpx.Client, caplog: pytest.LogCaptureFixture, sent: str
) -> None:
    with caplog.at_level(logging.DEBUG, logger="ui"):
        refused = locked.get("/api/sources", headers={"Authorization": sent})
    assert is_sentence(refused, 401, "KeyRefused")
    assert KEY[:-1] not in refused.text + str(refused.headers) + caplog.text


@pytest.mark.parametrize("key", [KEY, OTHER])
def test_every_key_opens(locked: httpx.Client, key: str) -> None:
    bearer = {"Authorization": f"Bearer {key}".encode()}
    assert locked.get("/v1/models", headers=bearer).status_code == 200
    away = {**bearer, "Host": "library.example.org", "Origin": "https://elsewhere.example"}
    asked = locked.post("/api/ask", json={"question": QUESTION}, headers=away)
    assert asked.status_code == 200
    assert key not in asked.text


def test_health_takes_no_key(locked: httpx.Client) -> None:
    assert locked.get("/health").status_code == 200


def test_keys_are_not_in_what_a_desk_prints(desk: Desk) -> None:
    assert KEY not in repr(replace(desk, keys=(SecretStr(KEY),)))


def test_an_empty_key_is_none(desk: Desk) -> None:
    with pytest.raises(SettingsError):
        replace(desk, keys=(SecretStr(" "),))


HERE = ["localhost", "localhost:8000", "LOCALHOST", "127.0.0.1:1", "127.8.8.8", "[::1]:80", "[::1]"]
AWAY = [
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "0.0.0.0",
    "192.168.1.4:8000",
    "[::1",
    "evil.example@localhost:x",
    "evil.example@localhost",
    "localhost/",
    "",
]


@pytest.mark.parametrize("host", HERE)
def test_this_machine_is_served_without_keys(client: httpx.Client, host: str) -> None:
    assert client.get("/v1/models", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", AWAY)
@pytest.mark.parametrize("path", ["/api/sources", "/v1/models", "/health"])
def test_another_host_is_refused_without_keys(client: httpx.Client, host: str, path: str) -> None:
    assert is_sentence(client.get(path, headers={"Host": host}), 421, "HostRefused")


@pytest.mark.parametrize("path", ["/api/ask", "/api/ingest", "/v1/chat/completions"])
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "http://localhost"])
def test_a_page_from_elsewhere_is_refused(client: httpx.Client, path: str, origin: str) -> None:
    sent = {"Origin": origin, "Content-Type": "application/json"}
    assert is_sentence(client.post(path, content=b"{}", headers=sent), 403, "OriginRefused")


def test_a_page_from_here_is_served(client: httpx.Client) -> None:
    own = {"Origin": str(client.base_url).rstrip("/")}
    asked = client.post("/api/search", json={"query": "ferry"}, headers=own)
    assert asked.status_code == 200


def test_a_key_opens_nothing_from_another_desk(desk: Desk, serve: Serving) -> None:
    with serve(replace(desk, keys=(SecretStr(OTHER),))) as client:
        refused = client.get("/api/sources", headers={"Authorization": f"Bearer {KEY}"})
    assert is_sentence(refused, 401, "KeyRefused")


@pytest.mark.parametrize("peer", ["192.0.2.7", "2001:db8::7", "127.0.0.1", "::1", None])
def test_a_name_of_this_machine_is_believed_from_this_machine_alone(
    desk: Desk, peer: str | None
) -> None:
    scope = {
        "type": "http",
        "scheme": "http",
        "headers": [(b"host", b"localhost:7860")],
        "client": (peer, 5) if peer else None,
    }
    if peer and not loopback(f"[{peer}]" if ":" in peer else peer):
        with pytest.raises(HostRefused):
            admit(Request(scope), desk, Access.STATUS)
    else:
        admit(Request(scope), desk, Access.CHANGE)


@pytest.mark.parametrize("admin", [False, True])
def test_who_is_signed_in_needs_no_key_and_only_an_admin_ingests(desk: Desk, admin: bool) -> None:
    signed_in = Person("user:ines", "ines", admin)
    headers = [(b"host", b"library.example.org")]
    scope = {"type": "http", "scheme": "https", "headers": headers, "state": {STATE: signed_in}}
    locked = replace(desk, keys=(SecretStr(KEY),))
    admit(Request(scope), locked, Access.READ)
    if admin:
        admit(Request(scope), locked, Access.CHANGE)
    else:
        with pytest.raises(ReadOnly):
            admit(Request(scope), locked, Access.CHANGE)
