"""A request that changes something comes from a page of the same server, or is refused."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.ui.people.conftest import Serve
from tests.ui.people.signing_in import sign_in
from ui.people.origins import own_path

ELSEWHERE = "https://elsewhere.example"
CHANGING = ["POST", "PUT", "DELETE"]
OWN: list[dict[str, str]] = [
    {"Origin": "OWN"},
    {"Referer": "OWN/library?x=1"},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://behind.example"},
    {"Origin": "https://library.example:8443", "Host": "library.example:8443"},
    {"Origin": "https://LIBRARY.example", "Host": "library.EXAMPLE"},
]
FOREIGN: list[dict[str, str]] = [
    {"Origin": ELSEWHERE},
    {"Origin": "null"},
    {"Origin": "OWN.evil.example"},
    {"Origin": "https://library.example", "Host": "library.example:8443"},
    {"Origin": ELSEWHERE, "Referer": "OWN/"},
    {"Referer": f"{ELSEWHERE}/?OWN"},
    {"Referer": "http://[broken"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "OWN"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "OWN"},
]


def sent(client: httpx.Client, method: str, headers: dict[str, str]) -> httpx.Response:
    own = str(client.base_url).rstrip("/")
    given = {name: value.replace("OWN", own) for name, value in headers.items()}
    return client.request(method, "/gradio_api/queue/join", headers=given)


def test_who_signed_in_changes_things_from_our_own_pages_alone(home: Path, serve: Serve) -> None:
    with serve(home) as client:
        sign_in(client)
        for method in CHANGING:
            for headers in OWN:
                assert sent(client, method, headers).status_code == 200, headers
            for headers in [*FOREIGN, {}]:
                refused = sent(client, method, headers)
                assert refused.status_code == 403, headers
                assert refused.json()["error"]["type"] == "ForeignRequest"
                assert refused.json()["error"]["message"].endswith(".")
        for headers in FOREIGN:
            assert sent(client, "GET", headers).status_code == 200


def test_without_a_login_a_program_needs_no_page(tmp_path: Path, serve: Serve) -> None:
    with serve(tmp_path) as client:
        assert sent(client, "POST", {}).status_code == 200
        for headers in FOREIGN:
            assert sent(client, "POST", headers).status_code == 403, headers
        client.get("/", headers={"Accept": "text/html"})
        assert sent(client, "POST", {}).status_code == 403
        assert sent(client, "POST", {"Origin": "OWN"}).status_code == 200


def test_a_proxys_login_is_carried_as_a_cookie_is(tmp_path: Path, serve: Serve) -> None:
    with serve(tmp_path, trusted_header="Remote-User") as client:
        client.headers["Remote-User"] = "anna"
        assert sent(client, "POST", {}).status_code == 403
        assert sent(client, "POST", {"Origin": ELSEWHERE}).status_code == 403
        assert sent(client, "POST", {"Origin": "OWN"}).status_code == 200


def test_nobody_is_signed_out_by_a_page_from_elsewhere(home: Path, serve: Serve) -> None:
    with serve(home) as client:
        sign_in(client)
        assert client.post("/logout", headers={"Origin": ELSEWHERE}).status_code == 403
        assert client.get("/logout").headers["location"] == "/"
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/a", "/a?b=/c//d", "/é", "/?next=//x"])
def test_ones_own_paths_are_gone_to(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "address",
    ["", "//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil", "javascript:x",
     "/\t/evil.example", "/\n//evil", " //evil.example", "evil.example"],
)  # fmt: skip
def test_no_other_address_is(address: str) -> None:
    assert own_path(address) == "/"
