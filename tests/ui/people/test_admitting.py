"""Who a request comes from: a browser, a session, a proxy's word, or nobody."""

from __future__ import annotations

import shutil
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.ui.people.conftest import Serve
from tests.ui.people.signing_in import own, sign_in
from ui.web.phrases import FRENCH

HTML = {"Accept": "text/html,application/xhtml+xml", "Sec-Fetch-Mode": "navigate"}


def test_without_users_each_browser_is_somebody(tmp_path: Path, serve: Serve) -> None:
    with serve(tmp_path) as client:
        first = client.get("/", headers=HTML)
        cookie = first.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Secure" not in cookie
        assert f"Max-Age={400 * 24 * 3600}" in cookie
        again = client.get("/gradio_api/info").json()
        assert again["id"] == first.json()["id"]
        assert again["id"].startswith("browser:")
        assert client.cookies["footnoted-browser"] not in again["id"]
        assert (again["name"], again["admin"]) == (None, True)
        client.cookies.clear()
        assert client.get("/", headers=HTML).json()["id"] != again["id"]


def test_where_others_are_served_without_a_login_nobody_is_an_admin(
    tmp_path: Path, serve: Serve
) -> None:
    with serve(tmp_path, open_=True) as client:
        assert client.get("/", headers=HTML).json()["admin"] is False


def test_others_without_a_login_are_counted_by_their_address(tmp_path: Path, serve: Serve) -> None:
    def counted(client: httpx.Client, address: str) -> str:
        client.cookies.clear()
        told = client.get("/", headers={**HTML, "X-Forwarded-For": address}).json()
        return str(told["counted"])

    with serve(tmp_path, open_=True) as client:
        assert counted(client, "203.0.113.9") == counted(client, "203.0.113.9")
        assert counted(client, "203.0.113.9") != counted(client, "203.0.113.10")
        assert counted(client, "2001:db8::1") == counted(client, "2001:db8::2")
    with serve(tmp_path, open_=True, trusted_proxies="10.0.0.1") as client:
        assert counted(client, "203.0.113.9") == "address:127.0.0.1"
    with serve(tmp_path) as client:
        assert counted(client, "203.0.113.9") == ""


def test_a_page_leads_to_the_form_and_back(home: Path, serve: Serve) -> None:
    with serve(home) as client:
        sent = client.get("/answer/x?a=1&b=é", headers=HTML)
        assert sent.status_code == 303
        assert sent.headers["location"] == "/login?next=/answer/x%3Fa%3D1%26b%3D%25C3%25A9"
        form = client.get(sent.headers["location"])
        assert 'value="/answer/x?a=1&amp;b=%C3%A9"' in form.text
        assert client.get("/" + "x" * 3000, headers=HTML).headers["location"] == "/login?next=/"


@pytest.mark.parametrize("headers", [{}, {"Accept": "application/json"}, {"Accept": "*/*"}])
def test_what_is_no_page_is_told_so(home: Path, serve: Serve, headers: dict[str, str]) -> None:
    with serve(home) as client:
        for method in ("GET", "POST"):
            refused = client.request(method, "/api/ask", headers=headers)
            assert refused.status_code == 401
            assert refused.json()["error"]["type"] == "SignInNeeded"
            assert refused.headers["www-authenticate"] == "Bearer"
            assert refused.headers["cache-control"] == "no-store"


def test_who_signed_in_is_known_everywhere(home: Path, serve: Serve) -> None:
    with serve(home) as client:
        sign_in(client, "Béla")
        for path in ("/", "/api/sources", "/gradio_api/queue/data"):
            told = client.get(path)
            assert (told.json()["id"], told.json()["admin"]) == ("user:Béla", False)
            assert told.headers["cache-control"] == "no-store"
        client.cookies.clear()
        sign_in(client)
        assert client.get("/").json()["admin"] is True


def test_a_key_is_nobody_and_left_to_the_api(home: Path, serve: Serve) -> None:
    bearer = {"Authorization": "Bearer anything"}
    with serve(home) as client:
        for path in ("/api/ask", "/v1/models", "/mcp", "/mcp/x"):
            told = client.post(path, headers={**bearer, "Origin": "https://elsewhere.example"})
            assert told.json()["id"].startswith("key:")
            assert (told.json()["name"], told.json()["admin"]) == (None, False)
            assert "anything" not in told.text
        for path in ("/apis", "/gradio_api/info", "/API/ask", "/"):
            assert client.get(path, headers=bearer).status_code == 401
        assert client.get("/api/x", headers={"Authorization": "Basic QQ=="}).status_code == 401


def test_what_guards_itself_is_let_through_as_nobody(home: Path, serve: Serve) -> None:
    with serve(home) as client:
        for path in ("/health", "/metrics", "/favicon.ico", "/door/stream"):
            told = client.get(path).json()
            assert (told["id"], told["admin"]) == ("nobody", False)
        for path in ("/healthy", "/door", "/metrics/x", "/login/", "//login", "/favicon"):
            assert client.get(path).status_code == 401


def test_the_login_begins_with_the_first_user_and_does_not_end_with_the_last(
    tmp_path: Path, home: Path, serve: Serve
) -> None:
    empty = tmp_path / "empty"
    with serve(empty) as client:
        assert client.get("/").status_code == 200
        shutil.copy(home / "users.json", empty)
        assert client.get("/").status_code == 401
        (empty / "users.json").unlink()
        assert client.get("/").status_code == 401
        assert "with a password here" in client.get("/login").text


def test_a_damaged_file_of_users_lets_nobody_in(home: Path, serve: Serve) -> None:
    with serve(home) as client:
        sign_in(client)
        (home / "users.json").write_text("{", encoding="utf-8")
        refused = client.get("/")
        assert (refused.status_code, refused.json()["error"]["type"]) == (503, "PeopleError")
        assert client.get("/login", headers=HTML).status_code == 503


@pytest.mark.parametrize("proxies", ["127.0.0.1", "10.1.2.3, 127.0.0.0/8", "::1,127.0.0.1"])
def test_a_trusted_proxy_names_the_person(tmp_path: Path, serve: Serve, proxies: str) -> None:
    web = {"trusted_header": "X-Forwarded-User", "trusted_proxies": proxies, "admins": "zoë, anna"}
    with serve(tmp_path, **web) as client:
        for name, admin in (("zoë", True), ("béla", False)):
            told = client.get("/", headers={"X-Forwarded-User": name.encode()}).json()
            assert (told["id"], told["name"], told["admin"]) == (f"user:{name}", name, admin)


def test_nobody_else_names_one(home: Path, serve: Serve) -> None:
    web = {"trusted_header": "X-Forwarded-User", "trusted_proxies": "10.0.0.0/8", "admins": "Anna"}
    with serve(home, **web) as client:
        named = {"X-Forwarded-User": "Anna", "X-Forwarded-For": "10.0.0.1"}
        assert client.get("/", headers=named).status_code == 401
        sign_in(client, "Béla")
        told = client.get("/", headers={**named, "X-Forwarded-Proto": "https"}).json()
        assert (told["name"], told["client"], told["scheme"]) == ("Béla", "127.0.0.1", "http")


@pytest.mark.parametrize("name", [b"", b"a\xff", b"a\xe2\x80\x8bb", b"x" * 65])
def test_what_is_no_name_is_nobody(tmp_path: Path, serve: Serve, name: bytes) -> None:
    with serve(tmp_path, trusted_header="Remote-User") as client:
        assert client.get("/", headers={"Remote-User": name}).status_code == 401
        assert client.get("/").status_code == 401
        assert "with a password here" in client.get("/login").text


def test_two_names_are_nobody(tmp_path: Path, serve: Serve) -> None:
    with serve(tmp_path, trusted_header="Remote-User") as client:
        twice = httpx.Headers([("Remote-User", "anna"), ("Remote-User", "béla".encode())])
        assert client.get("/", headers=twice).status_code == 401


def test_a_proxys_word_counts_for_address_and_https(home: Path, serve: Serve) -> None:
    said = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    with serve(home) as client:
        client.headers.update(said)
        assert "Secure" in sign_in(client).headers["set-cookie"]
        client.cookies.clear()
        told = client.get("/health").json()
        assert (told["client"], told["scheme"]) == ("203.0.113.9", "https")


def test_a_websocket_is_for_who_signed_in_on_a_page_of_ours(home: Path, serve: Serve) -> None:
    with serve(home) as client:
        origin = own(client)["Origin"]
        address = f"{origin.replace('http', 'ws')}/any"

        def status(headers: dict[str, str]) -> int:
            with pytest.raises(InvalidStatus) as caught:
                connect(address, additional_headers=headers, proxy=None)
            return int(caught.value.response.status_code)

        assert status({"Origin": origin}) == 403
        sign_in(client)
        cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        assert status({"Cookie": cookies, "Origin": "https://elsewhere.example"}) == 403
        assert status({"Cookie": cookies}) == 403


def test_a_french_page_is_told_in_french_and_a_program_in_english(home: Path, serve: Serve) -> None:
    with serve(home, words=FRENCH) as client:
        nobody = client.post("/page/library/failures", json={})
        assert nobody.status_code == 401
        assert nobody.json()["error"]["message"].startswith("Personne ne s’est connecté")
        program = client.post("/api/ask", json={})
        assert program.status_code == 401
        assert program.json()["error"]["message"].startswith("Nobody has signed in")
        sign_in(client)
        foreign = client.post("/page/state", headers={"Origin": "https://evil.example"})
        assert foreign.status_code == 403
        assert "la page d’un autre site" in foreign.json()["error"]["message"]
