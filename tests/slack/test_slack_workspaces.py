"""Several workspaces: tokens that nobody reads on the disk; who may ask and see what."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from pydantic import SecretStr, ValidationError
from slack_sdk.oauth.installation_store import Installation
from starlette.applications import Starlette
from starlette.testclient import TestClient

from rag.answers import Decline
from rag.settings import Settings
from rag.slack_settings import Audience, SlackSettings
from tests.ui.examples import answered, cite, declined, evidence
from ui.shelves import Shelves
from ui.slack.audience import Audiences, Scope
from ui.slack.door import SlackDoor
from ui.slack.errors import SlackRefused, SlackSetup
from ui.slack.installations import EncryptedInstallations, new_key
from ui.slack.manifest import SCOPES
from ui.slack.works import Place
from ui.slack.workspaces import Workspaces


def _installed(team: str | None, enterprise: str | None = None) -> Installation:
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


def test_conversations_are_mapped() -> None:
    settings = SlackSettings(
        collection="common",
        channels={
            "C1": Audience(collection="press"),
            "T2/C1": Audience(sources=("Wire",)),
        },
        direct={"U1": Audience(collection="own"), "everybody": Audience(collection="help")},
    )
    audiences = Audiences(settings, "default")

    def scope(place: Place, user: str = "U9") -> Scope | None:
        return audiences.scope(place, user)

    assert scope(Place("T1", "C1")) == Scope("press")
    assert scope(Place("T2", "C1")) == Scope("common", ("Wire",))
    assert scope(Place("T1", "C2")) == Scope("common")
    assert scope(Place("T1", "D1"), "U1") == Scope("own")
    assert scope(Place("T1", "D1")) == Scope("help")
    strict = Audiences(settings.model_copy(update={"others": "refuse"}), "default")
    assert strict.scope(Place("T1", "C2"), "U1") is None


def test_people_are_let_in() -> None:
    settings = SlackSettings(users="U1, U2", teams="T1,E1", admins="U1", uploaders="U2")
    audiences = Audiences(settings, "default")
    assert audiences.may_ask(Place("T1", "C1"), "U1")
    assert audiences.may_ask(Place("T5", "C1", "", "E1"), "U2")
    assert not audiences.may_ask(Place("T2", "C1"), "U1")
    assert not audiences.may_ask(Place("T1", "C1"), "U3")
    assert audiences.may_add(Place("T1", "C1"), "U2")
    assert not audiences.may_add(Place("T2", "C1"), "U2")
    assert (audiences.admin("U1"), audiences.admin("U2")) == (True, False)


@pytest.mark.parametrize(
    ("scope", "collection", "seen"),
    [
        (Scope("default"), "default", True),
        (Scope("default"), "other", False),
        (Scope("default", ("dranje",)), "default", True),
        (Scope("default", ("nobody", "ferry")), "default", True),
        (Scope("default", ("nobody",)), "default", False),
    ],
)
def test_an_answer_is_seen_where_all_of_it_may_be(
    scope: Scope, collection: str, seen: bool
) -> None:
    cited = cite(evidence("The ferry ran aground."), "The ferry ran aground.")
    assert scope.holds(collection, answered(cited)) is seen
    assert scope.holds(collection, declined(Decline.NOT_IN_SOURCES, cited)) is seen


@pytest.mark.parametrize(
    "wrong",
    [
        {"channels": {"general": {}}},
        {"users": "@ada"},
        {"channels": {"C1": {"library": "x"}}},
        {"direct": {"nobody": {}}},
        {"collection": "../x"},
    ],
)
def test_what_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SlackSettings.model_validate(wrong)


def test_who_asks_in_slack_changes_no_answer() -> None:
    token = SlackSettings(bot_token=SecretStr("xoxb-1"), users="U1")
    assert Settings(slack=token).fingerprint == Settings().fingerprint


def test_the_app_is_installed_from_a_page(home: Path) -> None:
    slack = SlackSettings(
        client_id="1.2",
        client_secret=SecretStr("hidden"),
        signing_secret=SecretStr("signs"),
        encryption_key=SecretStr(new_key()),
    )
    settings = Settings(home=home, slack=slack)
    with Shelves(settings) as shelves:
        door = SlackDoor(settings, shelves, socket=False)
        door.start()
        try:
            page = TestClient(Starlette(routes=door.routes()))
            told = page.get("/slack/install")
            assert told.status_code == 200
            assert "https://slack.com/oauth/v2/authorize?state=" in told.text
            assert quote(",".join(SCOPES), safe="") in told.text or ",".join(SCOPES) in told.text
            assert "hidden" not in told.text
            assert page.post("/slack/events", content=b"x" * 2_100_000).status_code == 413
            assert page.post("/slack/events", content=b"\xff").status_code == 400
            assert page.post("/slack/events", content=b"{}").status_code == 401
        finally:
            door.stop()
