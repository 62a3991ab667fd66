"""The bot in Slack from end to end: what people do, and what they see."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rag.answers import Answer
from rag.manuscript.read import Form, Manuscript
from tests.slack.block_rules import broken_view, shown
from tests.slack.conftest import Running, bot
from tests.slack.local.scopes import EVENTS as EVENT_SCOPES
from tests.slack.local.scopes import needed
from tests.slack.local.server import LocalSlack, local_slack
from tests.slack.seeing import buttons
from ui.json_shapes import answer_json
from ui.rendering import answer_text
from ui.slack.draft_messages import draft_messages
from ui.slack.manifest import ASK, CHECK, CHECK_MESSAGE, manifest
from ui.slack.phrases import ENGLISH
from ui.terminal import one_line

TROOPS = "How many troops does the mission have now?"
UNKNOWN = "Who won the cup final in Ruritania?"


@pytest.fixture(scope="module")
def running(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A bot that all tests of this module speak to, each in a channel of its own."""
    home = tmp_path_factory.mktemp("slack") / "home"
    shutil.copytree(sample_home, home)
    with local_slack() as slack:
        for name in ("C1", "C2", "C3", "C4", "C5", "C6", "C7", "D1", "D2"):
            slack.opens(name, "U1", "U2")
        channels = {"C2": {"collection": "secret"}, "C6": {"sources": ["no such source"]}}
        settings: dict[str, Any] = {"admins": "UADMIN", "uploaders": "U1", "channels": channels}
        with bot(home, slack, **settings) as found:
            yield found


def direct_answer(running: Running, question: str) -> Answer:
    return running.shelves.shelf().chain.ask(question)


def test_a_mention_is_answered_as_everywhere_else(running: Running) -> None:
    event = running.slack.mentions("U1", "C1", TROOPS)
    (message,) = running.said("C1", event["ts"])
    answer = direct_answer(running, TROOPS)
    assert not answer.declined
    assert message["text"] == answer_text(answer)
    said = shown(message["blocks"])
    told = answer_json(answer)
    for citation in told["citations"]:
        assert f"[{citation['number']}] {citation['title']}" in said
        assert one_line(citation["quote"]) in said
    statements = [s["text"] for s in told["statements"]]
    assert all(text in said for text in statements)


def test_a_follow_up_is_asked_as_a_whole_question(running: Running) -> None:
    event = running.slack.mentions("U1", "C1", TROOPS)
    running.idle()
    followed = running.slack.says("U2", "C1", "And in 2020?", event["ts"])
    assert len(running.said("C1", event["ts"])) == 2
    work = running.door.inbox.get(f"T0LOCAL/C1/{followed['ts']}")
    assert work is not None
    assert work.kept is not None
    kept = running.shelves.shelf().kept.works.get(work.kept[1], "slack:T0LOCAL:C1")
    assert isinstance(kept, Answer)
    assert "mission" in kept.standalone_question


def test_a_decline_shows_what_comes_closest(running: Running) -> None:
    running.slack.says("U1", "D1", UNKNOWN)
    (message,) = running.said("D1")
    assert message["text"] == "The sources do not answer this question."
    assert "Closest, but not an answer:" in shown(message["blocks"])
    near = buttons(message)["Passage 1"]
    running.slack.clicks("U1", "D1", message, near)
    view = running.slack.wait(lambda: running.slack.workspace.views)[-1]
    assert view["title"]["text"] == "Passage 1"


def test_buttons_show_the_passage_and_take_an_opinion(running: Running) -> None:
    event = running.slack.mentions("U1", "C3", TROOPS)
    (message,) = running.said("C3", event["ts"])
    views = running.slack.workspace.views
    views.clear()
    found = buttons(message)
    running.slack.clicks("U2", "C3", message, found["Passage 1"])
    view = running.slack.wait(lambda: views)[-1]
    citation = direct_answer(running, TROOPS).citations[0]
    assert f"«{citation.quote}»" in shown(view["blocks"])
    assert broken_view(view) == []
    running.slack.clicks("U2", "C3", message, found["Not helpful"])
    form = running.slack.wait(lambda: len(views) > 1 and views)[-1]
    values = {
        "reason": {"reason": {"selected_option": {"value": "out_of_date"}}},
        "comment": {"comment": {"value": "It is old."}},
    }
    envelope = running.slack.submits("U2", form, values)
    told = running.slack.sockets.wait(envelope)
    assert "Thank you" in str(told)
    (said,) = running.shelves.shelf().kept.feedback.all()
    assert (said["verdict"], said["reason"], said["comment"]) == (
        "down",
        "out_of_date",
        "It is old.",
    )
    assert said["question"] == TROOPS


def test_ask_is_private_until_it_is_shared_once(running: Running) -> None:
    running.slack.command("U1", "C4", ASK, TROOPS)
    (message,) = running.private()
    assert running.said("C4") == []
    share = buttons(message)["Share here"]
    for _ in range(2):
        running.slack.clicks("U1", "C4", {}, share)
    running.slack.wait(lambda: list(running.slack.workspace.seen("C4")))
    (shared,) = running.said("C4")
    assert answer_text(direct_answer(running, TROOPS)) in shared["text"]
    assert "Share here" not in buttons(shared)
    running.slack.says("U2", "C4", "And in 2020?", shared["ts"])
    assert len(running.said("C4", shared["ts"])) == 2


def test_somebody_elses_words_are_checked(running: Running) -> None:
    texts = ("The mission in Orvessa now has 4,350 troops. It has 900 ships.", "It has 900 ships.")
    said = running.slack.says("U2", "C5", texts[0])
    running.slack.workspace.private.clear()
    running.slack.shortcut("U1", "C5", said, CHECK_MESSAGE)
    assert len(running.private()) == 1
    running.slack.command("U1", "C5", CHECK, texts[1])
    assert len(running.private()) == 2
    # The same as everywhere else: tests/slack/test_slack_alike.py.
    for text, message in zip(texts, running.private(), strict=True):
        draft = running.shelves.shelf().chain.check(Manuscript(text, Form.TEXT))
        (expected,) = draft_messages(draft, None, ENGLISH)
        assert shown(expected.blocks) in shown(message["blocks"])
    assert running.said("C5") == []


def test_a_channel_sees_only_its_own_library(running: Running) -> None:
    event = running.slack.mentions("U1", "C1", TROOPS)
    (message,) = running.said("C1", event["ts"])
    views = running.slack.workspace.views
    views.clear()
    for channel in ("C2", "C6", "C3"):
        running.slack.clicks("U1", channel, message, buttons(message)["Passage 1"])
        view = running.slack.wait(lambda: views)[-1]
        assert "There is nothing to see here" in shown(view["blocks"])
        views.clear()
    event = running.slack.mentions("U1", "C2", TROOPS)
    (said,) = running.said("C2", event["ts"])
    assert said["text"].startswith("I do not answer in this channel")
    event = running.slack.mentions("U1", "C6", TROOPS)
    (said,) = running.said("C6", event["ts"])
    assert said["text"] == "The sources do not answer this question."


def test_files_are_added_by_who_may_and_only_once(running: Running) -> None:
    text = b"The lighthouse at Kalm was lit again on 3 March 2024 by Odile Brandt.\n"
    running.slack.drops("U2", "D2", "kalm.txt", text)
    (refused,) = running.said("D2")
    assert "only some people may add files" in refused["text"]
    running.slack.drops("U1", "D2", "kalm.txt", text)
    message = running.said("D2")[-1]
    add = buttons(message)["Add to the library"]
    running.slack.clicks("U2", "D2", message, add)
    for _ in range(2):
        running.slack.clicks("U1", "D2", message, add)
    running.slack.wait(lambda: "is in the library now" in running.said("D2")[-1]["text"])
    assert len(running.said("D2")) == 2
    running.slack.says("U1", "D2", "Who lit the lighthouse at Kalm again?")
    assert "Odile Brandt" in running.said("D2")[-1]["text"]


def test_edits_and_deletions_are_followed(running: Running) -> None:
    event = running.slack.mentions("U1", "C3", TROOPS)
    running.idle()
    running.slack.edits(event, f"<@U0FOOTNOTED> {UNKNOWN}")
    told = "The sources do not answer this question."
    assert [m["text"] for m in running.said("C3", event["ts"])] == [told]
    running.slack.deletes(event)
    assert running.said("C3", event["ts"]) == []


def test_the_home_and_the_assistant_pane(running: Running) -> None:
    running.slack.opens_home("UADMIN")
    homes = running.slack.workspace.homes
    running.slack.wait(lambda: "UADMIN" in homes)
    assert "In the library:" in shown(homes["UADMIN"]["blocks"])
    assert "For admins" in shown(homes["UADMIN"]["blocks"])
    root = running.slack.opens_assistant("U1", "D1")
    prompts = running.slack.workspace.prompts
    running.slack.wait(lambda: ("D1", root["ts"]) in prompts)
    running.slack.says("U1", "D1", TROOPS, root["ts"])
    assert len(running.said("D1", root["ts"])) == 3
    assert running.slack.workspace.titles[("D1", root["ts"])] == TROOPS


def test_the_manifest_asks_for_what_is_used_and_no_more(running: Running) -> None:
    slack = running.slack
    slack.opens("G1", "U1")
    for channel in ("C7", "G1"):
        asked = slack.mentions("U1", channel, TROOPS)
        running.idle()
        slack.says("U1", channel, "And in 2020?", asked["ts"])
    slack.says("U1", "D1", TROOPS)
    slack.drops("U1", "D2", "veld.txt", b"The mill at Veld was built in 1804.\n")
    message = running.said("D2")[-1]
    slack.clicks("U1", "D2", message, buttons(message)["Add to the library"])
    slack.wait(lambda: "is in the library now" in running.said("D2")[-1]["text"])
    root = slack.opens_assistant("U1", "D1")
    slack.wait(lambda: ("D1", root["ts"]) in slack.workspace.prompts)
    made = manifest()
    used = {needed(call.method, call.given) for call in slack.calls}
    used |= {EVENT_SCOPES[each] for each in made["settings"]["event_subscriptions"]["bot_events"]}
    used |= {"commands"} if made["features"]["slash_commands"] else set()
    used |= {"files:read"} if slack.requests else set()
    assert used - {""} == {*made["oauth_config"]["scopes"]["bot"]}


def test_french_speaks_french(home: Path, slack: LocalSlack) -> None:
    with bot(home, slack, language="fr", follow_threads="mentions", users="U1") as running:
        slack.says("U1", "D1", UNKNOWN)
        (message,) = running.said("D1")
        assert message["text"] == "Les sources ne répondent pas à cette question."
        event = slack.mentions("U2", "C1", TROOPS)
        (refused,) = running.said("C1", event["ts"])
        assert refused["text"].startswith("Je ne vous réponds pas ici")
