"""Several workspaces: tokens that nobody reads on the disk, that expire, that cannot be read."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.token_rotation import TokenRotator
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.testclient import TestClient

from rag.settings import Settings
from rag.slack_settings import SlackSettings
from tests.slack.local.faults import Break, Fault
from tests.slack.local.server import SECRET, LocalSlack
from ui.shelves import Shelves
from ui.slack.checkup import findings
from ui.slack.door import EVENTS, SlackDoor
from ui.slack.errors import SlackRefused, SlackSetup
from ui.slack.installations import STORE, EncryptedInstallations, new_key
from ui.slack.works import State
from ui.slack.workspaces import Workspaces


def _installed(team: str | None, enterprise: str | None = None, **more: Any) -> Installation:
    return Installation(
        app_id="A1",
        enterprise_id=enterprise,
        team_id=team,
        bot_token=f"xoxb-secret-{team or enterprise}",
        bot_id="B1",
        bot_scopes="chat:write",
        bot_user_id=f"U{team or enterprise}",
        user_id="U1",
        user_token="xoxp-secret",
        is_enterprise_install=team is None,
        **more,
    )


def test_tokens_are_encrypted_and_found_again(tmp_path: Path) -> None:
    file, key = tmp_path / "home" / "store.sqlite3", new_key()
    store = EncryptedInstallations(file, "client", key)
    store.save(_installed("T1"))
    store.save(_installed(None, "E1"))
    assert b"secret" not in b"".join(p.read_bytes() for p in file.parent.iterdir())
    assert file.stat().st_mode & 0o077 == 0
    bots = Workspaces(SlackSettings(), lambda token: {}, store)
    assert bots.token("T1") == "xoxb-secret-T1"
    assert bots.user("T1") == "UT1"
    bots.learn("T2", "E1")
    assert bots.token("T2") == "xoxb-secret-E1"
    found = store.find_installation(enterprise_id=None, team_id="T1")
    assert found is not None
    assert found.user_token == "xoxp-secret"
    with pytest.raises(SlackRefused, match="not installed"):
        bots.token("T3")
    store.delete_bot(enterprise_id=None, team_id="T1")
    store.delete_installation(enterprise_id=None, team_id="T1")
    with pytest.raises(SlackRefused):
        bots.token("T1")


def test_another_key_is_said_to_be_another(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite3"
    EncryptedInstallations(file, "client", new_key()).save(_installed("T1"))
    other = EncryptedInstallations(file, "client", new_key())
    with pytest.raises(SlackSetup, match="another key"):
        other.find_bot(enterprise_id=None, team_id="T1")
    with pytest.raises(SlackSetup, match="no key"):
        EncryptedInstallations(file, "client", "no key")


def installable(slack: LocalSlack) -> SlackSettings:
    """The settings of an app that workspaces install."""
    return SlackSettings(
        client_id="1.2",
        client_secret=SecretStr("hidden"),
        signing_secret=SecretStr(SECRET),
        encryption_key=SecretStr(new_key()),
        api_url=slack.api_url,
    )


def test_events_of_a_workspace_whose_token_cannot_be_read_wait_for_it(
    home: Path, slack: LocalSlack
) -> None:
    own = installable(slack)
    settings = Settings(home=home, slack=own)
    EncryptedInstallations(home / STORE, "1.2", new_key()).save(_installed("T0LOCAL"))
    with Shelves(settings) as shelves:
        door = SlackDoor(settings, shelves, socket=False)
        page = TestClient(Starlette(routes=door.routes()))
        event = {"type": "message", "user": "U1", "text": "How many?", "channel": "D1", "ts": "1.1"}
        body, now = json.dumps(slack.wrapped(event)), str(int(time.time()))
        signature = SignatureVerifier(SECRET).generate_signature(timestamp=now, body=body)
        assert signature
        headers = {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": signature}
        headers["Content-Type"] = "application/json"
        assert page.post(EVENTS, content=body, headers=headers).status_code == 200
        door.desk.settle(door.inbox.due()[0])
        (held,) = door.inbox.unfinished()
        assert (held.state, held.text) == (State.HELD, "How many?")
        assert "another key" in held.why
        door.stop()
    told = [finding.said for finding in findings(settings) if not finding.good]
    assert "1 of 1 workspaces were encrypted with another key" in told[0]


def test_the_check_asks_about_every_workspace(tmp_path: Path, slack: LocalSlack) -> None:
    own = installable(slack)
    assert own.encryption_key is not None
    key = own.encryption_key.get_secret_value()
    store = EncryptedInstallations(tmp_path / STORE, "1.2", key)
    for team, more in (("T1", {}), ("T2", {}), ("T3", {"bot_refresh_token": "xoxe-1"})):
        store.save(_installed(team, **more))
    slack.tokens |= {"xoxb-secret-T1": "", "xoxb-secret-T3": "token_expired"}
    slack.scopes = slack.scopes.replace("commands,", "")
    found = list(findings(Settings(home=tmp_path, slack=own)))
    assert "footnoted in Local" in " ".join(each.said for each in found if each.good)
    assert "The bot's token of T3 has expired, and is renewed when it is needed." in [
        each.said for each in found if each.good
    ]
    wrong = " ".join(each.said for each in found if not each.good)
    assert "It lacks the scope commands" in wrong
    assert "The bot's token of T2 is refused (invalid_auth)" in wrong
    assert "secret" not in wrong


def test_nothing_waits_while_a_token_is_renewed_but_who_needs_it(
    tmp_path: Path, slack: LocalSlack
) -> None:
    store = EncryptedInstallations(tmp_path / "store.sqlite3", "client", new_key())
    store.save(_installed("T1", bot_refresh_token="xoxe-first", bot_token_expires_at=1))
    client = WebClient(None, f"{slack.api_url}/")
    rotator = TokenRotator(client_id="client", client_secret="hidden", client=client)
    bots = Workspaces(SlackSettings(), lambda token: {}, store, rotator)
    slack.codes["xoxe-first"] = "xoxb-fresh"
    slack.faults.add(Fault("oauth.v2.access", Break.HELD))
    with ThreadPoolExecutor(3) as threads:
        needed = [threads.submit(bots.token, "T1") for _ in range(2)]
        slack.wait(lambda: slack.called("oauth.v2.access"))
        event = threads.submit(lambda: (bots.learn("T1", user="U9"), bots.user("T1")))
        try:
            assert event.result(20)[1] == "U9"
        finally:
            slack.faults.clear()
        assert [each.result(20) for each in needed] == ["xoxb-fresh"] * 2
    assert [call.answered for call in slack.called("oauth.v2.access")] == ["HELD", "ok"]
