"""Every address of the whole server is behind the entrance, but those that are named here."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support import ROOT
from tests.ui.people.signing_in import own, sign_in
from tests.ui.web.conftest import served
from ui.api.guard import LONGEST

OPEN = {"/login", "/logout", "/health", "/metrics", "/favicon.ico"}
GUARDED = {"/gradio_api/queue/join", "/gradio_api/queue/data", "/gradio_api/upload", "/config",
           "/gradio_api/file={path_or_url:path}", "/source/{document_id}", "/api/ask",
           "/api/ingest", "/v1/chat/completions", "/gradio_api/run/{api_name}"}  # fmt: skip
DESCRIPTION = ("/api/docs", "/api/openapi.json")
"""What the API says of itself: nothing of the library."""
BEARER = {"Authorization": "Bearer no-such-key"}


@pytest.fixture(scope="module")
def home(sample_home: Path, users_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("whole") / "home"
    shutil.copytree(sample_home, found)
    shutil.copy(users_file, found)
    return found


@pytest.fixture(scope="module")
def client(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    limits = {
        "FOOTNOTED_WEB__QUESTIONS_PER_MINUTE": "2",
        "FOOTNOTED_WEB__UPLOAD_MB": "1",
        "FOOTNOTED_WEB__UPLOAD_FILES": "3",
    }
    with (
        served(home, tmp_path_factory.mktemp("served"), limits) as address,
        httpx.Client(base_url=address, timeout=60, trust_env=False) as found,
    ):
        yield found


@pytest.fixture(autouse=True)
def signed_out(client: httpx.Client) -> None:
    client.cookies.clear()


def addresses(home: Path) -> list[tuple[str, str]]:
    """Return the method and the path of everything that is served."""
    command = [sys.executable, "-m", "tests.ui.people.listing", str(home)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=120)
    return [(method, path) for method, path in json.loads(done.stdout)]


def test_nothing_else_is_served_to_nobody(home: Path, client: httpx.Client) -> None:
    found = addresses(home)
    assert {path for _, path in found} >= GUARDED
    for method, path in found:
        if path in OPEN:
            continue
        address = re.sub(r"\{[^}]*\}", "x", path)
        refused = client.request(method, address)
        assert refused.status_code == 401, (method, path)
        if method in ("GET", "HEAD"):
            page = client.request(method, address, headers={"Accept": "text/html"})
            assert page.headers["location"].startswith("/login?next=/"), path
        keyed = client.request(method, address, headers=BEARER)
        if not path.startswith(DESCRIPTION):
            assert keyed.status_code in (401, 404, 405), (method, path)


def test_a_session_is_enough_for_the_api(client: httpx.Client) -> None:
    sign_in(client, "Béla")
    assert client.get("/api/sources").status_code == 200
    assert client.get("/v1/models").status_code == 200
    away = {**own(client), "Host": "library.example", "Origin": "https://library.example"}
    assert client.post("/api/search", json={"query": "ferry"}, headers=away).status_code == 200


def test_a_key_that_is_none_opens_nothing_whatever_the_cookie(client: httpx.Client) -> None:
    sign_in(client)
    assert client.get("/api/sources", headers=BEARER).status_code == 401


def test_only_an_admin_ingests(client: httpx.Client, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("The weir of Nordhaven is 41 metres long.")
    sent = {"paths": [str(tmp_path / "note.txt")]}
    sign_in(client, "Béla")
    refused = client.post("/api/ingest", json=sent, headers=own(client))
    assert (refused.status_code, refused.json()["error"]["type"]) == (403, "ReadOnly")
    client.cookies.clear()
    sign_in(client)
    assert client.post("/api/ingest", json=sent, headers=own(client)).status_code == 200


def test_a_page_from_elsewhere_changes_nothing_of_the_library(client: httpx.Client) -> None:
    sign_in(client)
    path = "/page/library/uploads"
    refused = client.delete(path, headers={"Origin": "https://evil.example"})
    assert refused.status_code == 403
    assert client.delete(path, headers=own(client)).status_code == 200


def test_a_person_who_asks_too_much_is_told_to_wait(client: httpx.Client) -> None:
    sign_in(client, "Béla")
    asked = {"question": "How many troops does the mission have now?"}
    said = [client.post("/api/ask", json=asked, headers=own(client)) for _ in range(3)]
    assert [each.status_code for each in said] == [200, 200, 429]
    assert said[2].json()["error"]["type"] == "TooMany"
    assert 1 <= int(said[2].headers["retry-after"]) <= 60
    chat = {"model": "footnoted", "messages": [{"role": "user", "content": "Who?"}]}
    assert client.post("/v1/chat/completions", json=chat, headers=own(client)).status_code == 429
    check = {"text": "The mission has 4,350 troops."}
    assert client.post("/api/check", json=check, headers=own(client)).status_code == 429


@pytest.mark.parametrize("path", ["gradio_api/queue/join", "page/default/feedback"])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_is_no_longer_than_is_read(client: httpx.Client, path: str, chunked: bool) -> None:
    sign_in(client, "Béla")
    whole = b'{"work": "' + b"x" * LONGEST + b'"}'
    sent = iter([whole]) if chunked else whole
    kind = {"Content-Type": "application/json", **own(client)}
    try:
        refused = client.post(f"/{path}", content=sent, headers=kind)
    except httpx.WriteError:  # it listens no longer
        return
    assert refused.status_code in (400, 413)


def test_what_gradio_offers_beside_is_not_there(client: httpx.Client) -> None:
    sign_in(client, "Béla")
    file = {"file": ("a.mp4", b"x")}
    recorded = client.post("/gradio_api/process_recording", files=file, headers=own(client))
    assert recorded.status_code == 404


def test_who_may_change_the_library_follows_whether_there_is_a_login(
    sample_home: Path, users_file: Path, tmp_path: Path
) -> None:
    with (
        served(sample_home, tmp_path, options=["--open-to-others"]) as address,
        httpx.Client(base_url=address, timeout=60, trust_env=False) as client,
    ):
        path = "/page/library/uploads"
        assert client.get(path, headers=own(client)).status_code == 403
        shutil.copy(users_file, tmp_path / "home")
        sign_in(client)
        assert client.get(path, headers=own(client)).status_code == 200


def test_an_upload_is_as_large_as_is_allowed(client: httpx.Client, tmp_path: Path) -> None:
    sign_in(client, "Béla")

    def upload(*files: tuple[str, bytes]) -> httpx.Response:
        parts = [("files", file) for file in files]
        return client.post("/gradio_api/upload", files=parts, headers=own(client))

    assert upload(("a.txt", b"x" * 1_000_000), ("b.txt", b"y")).status_code == 200
    large = upload(("b.txt", b"y"), ('<b>"ü".txt', b"x" * 9_000_000))
    assert large.status_code == 413
    assert large.text.endswith("has more than 1 MB: files up to 1 MB are taken.")
    assert large.text.startswith("<b>")
    many = upload(*((f"{n}.txt", b"x") for n in range(500)))
    assert many.status_code == 413
    assert many.text == "At most 3 files are taken at once: send fewer."
    field = client.post(
        "/gradio_api/upload",
        data={"files": "x" * 2_000_000},
        files={"files": ("a.txt", b"x")},
        headers=own(client),
    )
    assert (field.status_code, field.text[:7]) == (413, "A field")


def test_an_upload_that_is_broken_is_said_to_be(client: httpx.Client) -> None:
    sign_in(client, "Béla")
    kind = {"Content-Type": "multipart/form-data; boundary=x", **own(client)}
    broken = client.post("/gradio_api/upload", content=b"no multipart", headers=kind)
    assert (broken.status_code, broken.text) == (400, "The upload is broken: try again.")


def test_uploads_do_not_fill_the_disk(client: httpx.Client) -> None:
    sign_in(client, "Béla")
    said: list[httpx.Response] = []
    for n in range(30):
        file = {"files": (f"{n}.txt", b"x" * 990_000 + f"{n}".encode())}
        said.append(client.post("/gradio_api/upload", files=file, headers=own(client)))
    refused = [each.text for each in said if each.status_code == 413]
    assert 4 <= len(refused) <= 8
    assert set(refused) == {"Too much was uploaded in the last hour: try again later."}
    assert said[-1].status_code == 413
