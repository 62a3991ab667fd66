"""The file of users: what goes into it comes out of it, and nobody else reads it."""

from __future__ import annotations

import stat
import threading
import unicodedata
from pathlib import Path

import pytest

from ui.people import passwords
from ui.people.errors import PeopleError, UnknownUser, Unusable
from ui.people.passwords import hashed, matches, name_of, password_of
from ui.people.users import Users


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_ROUNDS", 4)


@pytest.fixture
def users(tmp_path: Path) -> Users:
    return Users(tmp_path / "home" / "users.json")


@pytest.mark.parametrize("name", ["anna", "Béla Čapek", "佐藤", "o'brien@example.org", "a" * 64])
def test_who_is_added_is_there(users: Users, name: str) -> None:
    users.add(name, "long enough", admin=True)
    found = Users(users.path).get(name)
    assert found is not None
    assert (found.name, found.admin) == (name, True)
    assert matches("long enough", found.hash)
    assert not matches("long enougH", found.hash)
    assert "long enough" not in users.path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["", " ", "a" * 65, "a\nb", "a\x1b[31m", "a\u202eb", "a\u200bb", "\0"]
)
def test_what_is_no_name_is_refused(users: Users, name: str) -> None:
    with pytest.raises(Unusable, match=r"^A name has .*\.$"):
        users.add(name, "long enough")
    assert not users.path.exists()


def test_a_name_is_the_same_however_it_is_composed(users: Users) -> None:
    users.add("Béla", "long enough")
    with pytest.raises(PeopleError, match="'Béla' already"):
        users.add(unicodedata.normalize("NFD", "Béla"), "long enough")
    assert name_of(unicodedata.normalize("NFD", " Béla ")) == "Béla"
    assert users.get("béla") is None


def test_a_password_is_the_same_however_it_is_composed() -> None:
    kept = hashed(password_of("pässwörter"))
    assert matches(unicodedata.normalize("NFD", "pässwörter"), kept)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("seven77", "8 characters or more"),
        ("a" * 73, "73 bytes and 72 are read"),
        ("é" * 37, "74 bytes and 72 are read"),
        ("long\0enough", "one line without NUL"),
        ("long\nenough", "one line without NUL"),
    ],
)
def test_a_password_that_would_not_be_kept_whole_is_refused(password: str, said: str) -> None:
    with pytest.raises(Unusable, match=said):
        password_of(password)


def test_what_follows_the_longest_password_does_not_go_unread() -> None:
    kept = hashed(password_of("a" * 72))
    assert matches("a" * 72, kept)
    assert not matches("a" * 73, kept)


def test_a_password_is_hashed_for_whom_nobody_knows_too(monkeypatch: pytest.MonkeyPatch) -> None:
    import bcrypt

    asked: list[bytes] = []
    check = bcrypt.checkpw

    def counted(password: bytes, kept: bytes) -> bool:
        asked.append(kept)
        return check(password, kept)

    monkeypatch.setattr(bcrypt, "checkpw", counted)
    assert not matches("whatever it is", None)
    assert len(asked) == 1
    assert asked[0].startswith(b"$2b$12$")


def test_the_file_is_for_its_owner_alone(users: Users) -> None:
    users.add("anna", "long enough")
    assert stat.S_IMODE(users.path.stat().st_mode) == 0o600
    left = {path.name for path in users.path.parent.iterdir()}
    assert left <= {"users.json", "users.json.lock"}


def test_a_change_by_somebody_else_is_seen_at_once(users: Users) -> None:
    users.add("anna", "long enough")
    other = Users(users.path)
    before = other.get("anna")
    users.set_password("anna", "another one")
    after = other.get("anna")
    assert before is not None
    assert after is not None
    assert before.hash != after.hash
    users.remove("anna")
    assert other.all() == {}


def test_two_at_once_lose_nobody(users: Users) -> None:
    names = [f"user {n}" for n in range(12)]
    threads = [
        threading.Thread(target=Users(users.path).add, args=(name, "long enough")) for name in names
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(users.all()) == sorted(names)


def test_who_is_not_there_is_said_to_be_not(users: Users) -> None:
    with pytest.raises(UnknownUser, match="no user 'anna'; there is: nobody"):
        users.remove("anna")
    users.add("béla", "long enough")
    with pytest.raises(UnknownUser, match="no user 'anna'; there is: béla"):
        users.set_password("anna", "long enough")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"users": [{"name": "a"}]}', '{"people": []}', "\xff"]
)
def test_a_damaged_file_lets_nobody_in(users: Users, text: str) -> None:
    users.path.parent.mkdir()
    users.path.write_text(text, encoding="latin-1")
    with pytest.raises(PeopleError, match="is no file of users"):
        users.all()
