"""Several workspaces: who may ask and see what, and how the app comes into them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from pydantic import SecretStr, ValidationError
from starlette.applications import Starlette
from starlette.testclient import TestClient

from rag.answers import Decline, Filters, Withheld
from rag.claiming import Kind
from rag.drafts import CheckedDraft, CheckedSentence
from rag.manuscript.prose import Place as Part
from rag.manuscript.read import Form
from rag.settings import Settings
from rag.slack_settings import Audience, SlackSettings
from tests.ui.examples import answered, cite, declined, evidence
from ui.shelves import Shelves
from ui.slack.audience import Audiences, Scope
from ui.slack.door import SlackDoor
from ui.slack.installations import new_key
from ui.slack.manifest import SCOPES
from ui.slack.works import Place
from vectorstore.documents import Published, Span

DAY, ONE = dt.date(2025, 2, 3), dt.timedelta(days=1)


def test_conversations_are_mapped() -> None:
    settings = SlackSettings(
        collection="common",
        channels={
            "C1": Audience(collection="press"),
            "T2/C1": Audience(sources=("Wire",), since="2024", until="2025-02"),
        },
        direct={"U1": Audience(collection="own"), "everybody": Audience(collection="help")},
    )
    audiences = Audiences(settings, "default")

    def scope(place: Place, user: str = "U9") -> Scope | None:
        return audiences.scope(place, user)

    assert scope(Place("T1", "C1")) == Scope("press")
    dated = Filters((), ("Wire",), dt.date(2024, 1, 1), dt.date(2025, 2, 28))
    assert scope(Place("T2", "C1")) == Scope("common", dated)
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
        (Scope("default", Filters(sources=("dranje",))), "default", True),
        (Scope("default", Filters(sources=("nobody", "ferry"))), "default", True),
        (Scope("default", Filters(sources=("nobody",))), "default", False),
        (Scope("default", Filters(published_from=DAY)), "default", True),
        (Scope("default", Filters(published_from=DAY + ONE)), "default", False),
        (Scope("default", Filters(published_to=DAY)), "default", True),
        (Scope("default", Filters(published_to=DAY - ONE)), "default", False),
    ],
)
def test_an_answer_is_seen_where_all_of_it_may_be(
    scope: Scope, collection: str, seen: bool
) -> None:
    found = evidence("The ferry ran aground.", published=Published(DAY.isoformat(), "dateline"))
    cited = cite(found, "The ferry ran aground.")
    assert scope.holds(collection, answered(cited)) is seen
    assert scope.holds(collection, declined(Decline.NOT_IN_SOURCES, cited)) is seen


def test_what_was_withheld_is_seen_where_its_source_may_be() -> None:
    cited = cite(evidence("The ferry ran aground."), "The ferry ran aground.")
    other = evidence("It sank.", source="/secret/log.txt", title="The log")
    verdict = answered(cited).statements[0].verdict
    held = Withheld("It sank twice.", verdict, ((other, other.passage.span),))
    answer = replace(answered(cited), withheld=(held,))
    sentence = CheckedSentence(
        Span(0, 8), "It sank.", Part.TEXT, Kind.CLAIM, verdict=verdict, spans=held.spans
    )
    draft = CheckedDraft("It sank.", Form.TEXT, (sentence,), answer.provenance)
    for work in (answer, draft):
        assert Scope("default", Filters(sources=("ferry", "log"))).holds("default", work)
        assert not Scope("default", Filters(sources=("ferry",))).holds("default", work)


@pytest.mark.parametrize(
    "wrong",
    [
        {"channels": {"general": {}}},
        {"users": "@ada"},
        {"channels": {"C1": {"library": "x"}}},
        {"direct": {"nobody": {}}},
        {"channels": {"C1": {"since": "yesterday"}}},
        {"channels": {"C1": {"since": "2025", "until": "2024-12-31"}}},
        {"collection": "../x"},
    ],
)
def test_what_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SlackSettings.model_validate(wrong)


def test_dates_are_taken_as_toml_has_them() -> None:
    found = Audience.model_validate({"since": 2024, "until": dt.date(2025, 2, 3)})
    assert found.filters == Filters(
        published_from=dt.date(2024, 1, 1), published_to=dt.date(2025, 2, 3)
    )


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
