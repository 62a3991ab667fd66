"""Signing in and out over HTTP."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support import fill, small_disk
from tests.ui.people.conftest import Serve
from tests.ui.people.signing_in import PASSWORDS, own, sign_in, token_of
from ui.people.users import Users
from ui.web.login import Form, login_html
from ui.web.phrases import ENGLISH, FRENCH


def test_the_right_password_begins_a_session(home: Path, serve: Serve) -> None:
    with serve(home) as client:
        done = sign_in(client, wanted="/answer/x?y=1")
        assert (done.status_code, done.headers["location"]) == (303, "/answer/x?y=1")
        (cookie,) = [c for c in done.headers.get_list("set-cookie") if "footnoted-session" in c]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Max-Age=43200" in cookie
        assert "Path=/" in cookie
        assert client.get("/").json()["name"] == "Anna"
        assert client.get("/login?next=/x").headers["location"] == "/x"


def test_it_lasts_as_long_as_is_set(home: Path, serve: Serve) -> None:
    now = [1_800_000_000.0]
    with serve(home, clock=lambda: now[0], session_hours=0.5) as client:
        assert "Max-Age=1800" in sign_in(client).headers["set-cookie"]
        now[0] += 1800
        assert client.get("/").status_code == 200
        now[0] += 1
        assert client.get("/").status_code == 401


def test_a_wrong_name_and_a_wrong_password_look_the_same(home: Path, serve: Serve) -> None:
    with serve(home) as client:
        wrong = [
            sign_in(client, name, "not the right one") for name in ("Anna", "Nobody", "", "\x00")
        ]
        shown = {page.text.replace('value="Anna"', "").count(ENGLISH.login_wrong) for page in wrong}
        assert shown == {1}
        assert {page.status_code for page in wrong} == {401}
        assert client.get("/").status_code == 401


def test_signing_out_ends_the_cookie_itself(home: Path, serve: Serve) -> None:
    with serve(home) as client:
        sign_in(client)
        held = dict(client.cookies)
        out = client.post("/logout", headers=own(client))
        assert (out.status_code, out.headers["location"]) == (303, "/login")
        assert dict(client.cookies) == {}
        client.cookies.update(held)
        assert client.get("/").status_code == 401
    with serve(home) as client:
        client.cookies.update(held)
        assert client.get("/").status_code == 401
        assert client.post("/logout", headers=own(client)).status_code == 303


def test_signing_out_on_a_full_disk_is_done_and_said(
    home: Path, serve: Serve, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk", 1) as disk:
        shutil.copy(home / "users.json", disk)
        with serve(disk) as client:
            sign_in(client)
            held = dict(client.cookies)
            filler = fill(disk)
            out = client.post("/logout", headers=own(client))
            assert (out.status_code, ENGLISH.login_unwritten in out.text) == (503, True)
            assert not [name for name in client.cookies if name.startswith("footnoted-session")]
            client.cookies.update(held)
            assert client.get("/").status_code == 401
            filler.unlink()
            client.cookies.clear()
            sign_in(client)
            assert client.post("/logout", headers=own(client)).status_code == 303
        with serve(disk) as client:  # the note that could not be taken was taken with the next
            client.cookies.update(held)
            assert client.get("/").status_code == 401


@pytest.mark.parametrize("change", ["password", "removed"])
def test_another_password_and_a_removed_user_end_it(home: Path, serve: Serve, change: str) -> None:
    with serve(home) as client:
        sign_in(client)
        assert client.get("/").status_code == 200
        users = Users(home / "users.json")
        if change == "password":
            users.set_password("Anna", "another password")
        else:
            users.remove("Anna")
        assert client.get("/").status_code == 401


def test_the_form_must_have_been_given_to_this_browser(home: Path, serve: Serve) -> None:
    right = {"name": "Anna", "password": PASSWORDS["Anna"]}
    with serve(home) as client:
        token = token_of(client.get("/login").text)
        client.cookies.clear()
        for sent in (right, {**right, "token": token}, {**right, "token": "x"}):
            page = client.post("/login", data=sent, headers=own(client))
            assert page.status_code == 403
            assert ENGLISH.login_again in page.text
        assert client.get("/").status_code == 401


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"a=1&" * 50, b"name=" + b"x" * 100_000])
def test_what_is_no_form_is_none(home: Path, serve: Serve, body: bytes) -> None:
    with serve(home) as client:
        client.get("/login")
        assert client.post("/login", content=body, headers=own(client)).status_code == 403


def test_too_many_attempts_are_told_to_wait(home: Path, serve: Serve) -> None:
    with serve(home) as client:
        for _ in range(5):
            assert sign_in(client, "Nobody", "guess").status_code == 401
        refused = sign_in(client, "Nobody", "guess")
        assert refused.status_code == 429
        seconds = int(refused.headers["retry-after"])
        assert 1 <= seconds <= 60
        assert f"Wait {seconds} seconds" in refused.text
        assert sign_in(client).status_code == 303


def test_what_was_typed_is_shown_as_text() -> None:
    hostile = '"><script>alert(1)</script>'
    for words in (ENGLISH, FRENCH):
        html = login_html(Form(hostile, hostile, hostile, hostile), words)
        assert "<script" not in html
        assert f'lang="{words.language}"' in html
        assert words.sign_in in html


def test_under_a_path_of_a_proxy_every_way_stays_below_it(home: Path, serve: Serve) -> None:
    html = {"Accept": "text/html"}
    with serve(home, root_path="/documents") as client:
        asked = client.get("/answer/x?y=1", headers=html)
        assert asked.headers["location"] == "/documents/login?next=/documents/answer/x%3Fy%3D1"
        far = client.get("/" + "x" * 3000, headers=html)
        assert far.headers["location"] == "/documents/login?next=/documents/"
        for wanted, found in (
            ("/documents/answer/x?y=1", "/documents/answer/x?y=1"),
            ("/elsewhere", "/documents/"),
            ("/documentsx/", "/documents/"),
            ("https://evil.example", "/documents/"),
        ):
            done = sign_in(client, wanted=wanted)
            assert (done.status_code, done.headers["location"]) == (303, found)
            assert client.get("/login").headers["location"] == "/documents/"
            out = client.post("/logout", headers=own(client))
            assert out.headers["location"] == "/documents/login"
            client.cookies.clear()
        assert client.get("/logout").headers["location"] == "/documents/"
