"""Keys with names: made and taken away beside a server that runs."""

from __future__ import annotations

import json
import re
import stat
import threading
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from rag.errors import RequestError, SettingsError
from tests.ui.api.asking import Serving, is_sentence
from tests.ui.outcome import Footnoted
from ui.api.desk import Desk
from ui.api.keys import KeyFile


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def status(client: httpx.Client, key: str) -> int:
    return client.get("/api/sources", headers=bearer(key)).status_code


def test_a_key_is_shown_once_and_kept_as_a_digest(footnoted: Footnoted, tmp_path: Path) -> None:
    key = footnoted("keys", "add", "newsroom").out.strip()
    assert re.fullmatch(r"fn-[\w-]{43}", key)
    file = tmp_path / "home" / "api-keys.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert key not in file.read_text() + footnoted("keys", "list").out
    footnoted("keys", "add", "reader", "--read-only")
    shown = footnoted("keys", "list", "--json").json["keys"]
    assert [(one["name"], one["read_only"]) for one in shown] == [
        ("newsroom", False),
        ("reader", True),
    ]
    assert "reader  reads  (made 20" in footnoted("keys", "list").out
    footnoted("keys", "remove", "newsroom")
    assert "newsroom" not in footnoted("keys", "list").out


def test_names_are_taken_once_and_must_be_there(footnoted: Footnoted) -> None:
    assert "There is no key" in footnoted("keys", "list").out
    footnoted("keys", "add", "one")
    for arguments in (["add", "one"], ["remove", "two"], ["add", ""], ["add", "a\nb"]):
        assert footnoted("keys", *arguments, code=2).is_one_sentence


def test_keys_count_at_once_on_a_server_that_runs(
    desk: Desk, serve: Serving, tmp_path: Path
) -> None:
    file = KeyFile.of(tmp_path / "made" / "later")
    with serve(replace(desk, named=file)) as client:
        assert client.get("/api/sources").status_code == 200
        key = KeyFile(file.path).add("one")
        assert is_sentence(client.get("/api/sources"), 401, "KeyRefused")
        assert status(client, key) == 200
        other = KeyFile(file.path).add("two")
        KeyFile(file.path).remove("one")
        assert (status(client, key), status(client, other)) == (401, 200)
        KeyFile(file.path).remove("two")
        assert client.get("/api/sources").status_code == 200


def test_a_read_only_key_may_ask_and_not_ingest(desk: Desk, serve: Serving, tmp_path: Path) -> None:
    file = KeyFile.of(tmp_path)
    reads, writes = file.add("reads", read_only=True), file.add("writes")
    body = {"paths": [str(tmp_path / "none.txt")]}
    with serve(replace(desk, named=file)) as client:
        assert status(client, reads) == 200
        refused = client.post("/api/ingest", json=body, headers=bearer(reads))
        assert is_sentence(refused, 403, "ReadOnly")
        assert client.post("/api/ingest", json=body, headers=bearer(writes)).status_code == 200


def test_a_damaged_file_opens_nothing(desk: Desk, serve: Serving, tmp_path: Path) -> None:
    file = KeyFile.of(tmp_path)
    key = file.add("one")
    with serve(replace(desk, named=file)) as client:
        file.path.write_text("[{")
        for headers in ({}, bearer(key)):
            refused = client.get("/api/sources", headers=headers)
            assert is_sentence(refused, 503, "SettingsError")
            assert key not in refused.text
    with pytest.raises(SettingsError):
        file.add("two")


def test_keys_added_at_the_same_moment_are_all_kept(tmp_path: Path) -> None:
    threads = [
        threading.Thread(target=KeyFile.of(tmp_path).add, args=(f"key {n}",)) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    kept = json.loads((tmp_path / "api-keys.json").read_text())
    assert sorted(one["name"] for one in kept) == [f"key {n}" for n in range(8)]
    with pytest.raises(RequestError):
        KeyFile.of(tmp_path).add("key 3")
