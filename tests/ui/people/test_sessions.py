"""Sessions: what begins one, and everything that ends it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.ui.people.clock import Clock
from ui.people.errors import PeopleError
from ui.people.sessions import Ended, Session, Sessions, signing_key
from ui.people.users import Users


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(home: Path, clock: Clock) -> Sessions:
    return at(home, clock)


def at(home: Path, clock: Clock) -> Sessions:
    key = signing_key(home / "session.key")
    ended = Ended(home / "signed-out.json")
    return Sessions(key, Users(home / "users.json"), ended, 12, clock)


def begun(sessions: Sessions, name: str = "Anna") -> tuple[str, Session]:
    cookie = sessions.begin(sessions.users.known(name))
    session = sessions.of(cookie)
    assert session is not None
    assert session.user.name == name
    return cookie, session


def test_it_lasts_twelve_hours_from_its_beginning(sessions: Sessions, clock: Clock) -> None:
    cookie, _ = begun(sessions)
    clock.now += 12 * 3600
    assert sessions.of(cookie)
    clock.now += 1
    assert sessions.of(cookie) is None


def test_it_survives_a_restart(sessions: Sessions, home: Path, clock: Clock) -> None:
    cookie, session = begun(sessions)
    again = at(home, clock)
    assert again.of(cookie) == session
    assert again.cookie == sessions.cookie


def test_signing_out_ends_it_and_no_other(sessions: Sessions, home: Path, clock: Clock) -> None:
    (cookie, session), (other, _) = begun(sessions), begun(sessions)
    sessions.end(session)
    assert sessions.of(cookie) is None
    assert at(home, clock).of(cookie) is None
    assert sessions.of(other)


def test_what_has_ended_by_itself_is_not_kept(sessions: Sessions, home: Path, clock: Clock) -> None:
    sessions.end(begun(sessions)[1])
    kept = (home / "signed-out.json").read_bytes()
    clock.now += 13 * 3600
    sessions.end(begun(sessions)[1])
    assert len((home / "signed-out.json").read_bytes()) == len(kept)


def test_another_password_ends_it(sessions: Sessions) -> None:
    (cookie, _), (other, _) = begun(sessions), begun(sessions, "Béla")
    sessions.users.set_password("Anna", "something else")
    assert sessions.of(cookie) is None
    assert sessions.of(other)


def test_it_ends_with_its_user(sessions: Sessions) -> None:
    cookie, _ = begun(sessions)
    sessions.users.remove("Anna")
    assert sessions.of(cookie) is None
    sessions.users.add("Anna", "correct horse 1")
    assert sessions.of(cookie) is None


def test_what_was_not_signed_here_is_none(sessions: Sessions, tmp_path: Path, clock: Clock) -> None:
    cookie, _ = begun(sessions)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "users.json").write_bytes(sessions.users.path.read_bytes())
    other = at(tmp_path / "other", clock)
    assert other.of(cookie) is None
    assert other.cookie != sessions.cookie
    for value in (None, "", "x", cookie[:-1], f"{cookie}x", sessions.form("nonce")):
        assert sessions.of(value) is None


def test_a_form_is_for_one_browser_and_an_hour(sessions: Sessions, clock: Clock) -> None:
    token = sessions.form("nonce")
    assert sessions.is_form(token, "nonce")
    assert not sessions.is_form(token, "another")
    assert not sessions.is_form(token, None)
    assert not sessions.is_form(begun(sessions)[0], "nonce")
    clock.now += 3601
    assert not sessions.is_form(token, "nonce")


def test_the_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "session.key"
    key = signing_key(path)
    assert len(key) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    assert signing_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "session.key"
    path.write_bytes(b"short")
    with pytest.raises(PeopleError, match="too short"):
        signing_key(path)


def test_who_has_signed_out_stays_out_when_the_list_is_damaged(sessions: Sessions) -> None:
    cookie, session = begun(sessions)
    sessions.end(session)
    (sessions.users.path.parent / "signed-out.json").write_text("[")
    with pytest.raises(PeopleError, match="damaged"):
        sessions.of(cookie)
