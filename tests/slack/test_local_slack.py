"""The local Slack behaves as Slack does, seen through Slack's own library."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.slack.local.arguments import response_errors
from tests.slack.local.faults import Break, Fault
from tests.slack.local.server import APP_TOKEN, BOT_TOKEN, LocalSlack, local_slack
from tests.slack.local.workspace import TEAM, US


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with local_slack() as running:
        running.opens("C1", "U1")
        yield running


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    return WebClient(BOT_TOKEN, base_url=f"{slack.api_url}/", retry_handlers=[])


def code(error: pytest.ExceptionInfo[SlackApiError]) -> str:
    return str(error.value.response["error"])


def test_messages_threads_and_metadata(slack: LocalSlack, client: WebClient) -> None:
    root = client.chat_postMessage(channel="C1", text="One.")
    about = {"event_type": "told", "event_payload": {"work": "1"}}
    for number in range(5):
        client.chat_postMessage(
            channel="C1", text=f"{number}", thread_ts=root["ts"], metadata=about
        )
    page = client.conversations_replies(channel="C1", ts=root["ts"], limit=4)
    assert (len(page["messages"]), page["has_more"]) == (4, True)
    assert "metadata" not in page["messages"][-1]
    rest = client.conversations_replies(
        channel="C1",
        ts=root["ts"],
        limit=4,
        cursor=page["response_metadata"]["next_cursor"],
        include_all_metadata=True,
    )
    assert [m["text"] for m in rest["messages"]] == ["3", "4"]
    assert rest["messages"][0]["metadata"] == about
    client.chat_update(channel="C1", ts=root["ts"], text="Two.")
    client.chat_delete(channel="C1", ts=rest["messages"][0]["ts"])
    assert [m["text"] for m in slack.workspace.seen("C1", root["ts"])] == [
        *("Two.", "0", "1", "2", "4")
    ]


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"channel": "C9", "text": "x"}, "channel_not_found"),
        ({"channel": "C2", "text": "x"}, "not_in_channel"),
        ({"channel": "C3", "text": "x"}, "is_archived"),
        ({"channel": "C1", "text": "x", "thread_ts": "1.1"}, "thread_not_found"),
        ({"channel": "C1", "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": "C1", "text": "x", "blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
        ({"channel": "C1", "text": ""}, "no_text"),
    ],
)
def test_what_slack_refuses(
    slack: LocalSlack, client: WebClient, given: dict[str, object], refused: str
) -> None:
    slack.opens("C2", "U1", bot=False)
    slack.opens("C3", "U1", archived=True)
    with pytest.raises(SlackApiError) as error:
        client.api_call("chat.postMessage", json=given)
    assert code(error) == refused
    assert list(slack.workspace.seen("C1")) == []


def test_tokens_scopes_and_methods_it_does_not_have(slack: LocalSlack, client: WebClient) -> None:
    assert "chat:write" in str(client.auth_test().headers["x-oauth-scopes"])
    slack.tokens[BOT_TOKEN] = "token_expired"
    with pytest.raises(SlackApiError) as error:
        client.auth_test()
    assert code(error) == "token_expired"
    slack.tokens[BOT_TOKEN] = ""
    slack.missing.add("chat.startStream")
    root = client.chat_postMessage(channel="C1", text="One.")
    with pytest.raises(SlackApiError) as error:
        client.chat_startStream(
            channel="C1", thread_ts=root["ts"], recipient_team_id=TEAM, recipient_user_id="U1"
        )
    assert code(error) == "unknown_method"


def test_streams(slack: LocalSlack, client: WebClient) -> None:
    root = client.chat_postMessage(channel="C1", text="One.")
    with pytest.raises(SlackApiError) as error:
        client.chat_startStream(channel="C1", thread_ts=root["ts"], markdown_text="A")
    assert code(error) == "missing_recipient_user_id"
    begun = client.chat_startStream(
        channel="C1",
        thread_ts=root["ts"],
        markdown_text="A",
        recipient_team_id=TEAM,
        recipient_user_id="U1",
    )
    client.chat_appendStream(channel="C1", ts=begun["ts"], markdown_text="B")
    with pytest.raises(SlackApiError) as error:
        client.chat_update(channel="C1", ts=begun["ts"], text="C")
    assert code(error) == "streaming_state_conflict"
    client.chat_stopStream(channel="C1", ts=begun["ts"])
    with pytest.raises(SlackApiError) as error:
        client.chat_appendStream(channel="C1", ts=begun["ts"], markdown_text="B")
    assert code(error) == "message_not_in_streaming_state"
    assert [m["text"] for m in slack.workspace.seen("C1", root["ts"])] == ["One.", "AB"]


def test_rate_limits_and_broken_connections(slack: LocalSlack, client: WebClient) -> None:
    slack.faults.limit("chat.postMessage", 2, 60.0)
    for _ in range(2):
        client.chat_postMessage(channel="C1", text="x")
    with pytest.raises(SlackApiError) as error:
        client.chat_postMessage(channel="C1", text="x")
    assert error.value.response.status_code == 429
    assert 1 <= int(error.value.response.headers["Retry-After"]) <= 60
    slack.faults.clear()
    slack.faults.add(Fault("chat.postMessage", Break.AFTER))
    slack.faults.add(Fault("chat.postMessage", Break.BEFORE))
    for _ in range(2):
        with pytest.raises(Exception, match=r"[Cc]losed|reset"):
            client.chat_postMessage(channel="C1", text="y")
    slack.faults.add(Fault("chat.postMessage", "internal_error"))
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel="C1", text="z")
    assert [m["text"] for m in slack.workspace.seen("C1")] == ["x", "x", "y"]


def test_views_need_a_trigger_that_was_not_used(slack: LocalSlack, client: WebClient) -> None:
    words = {"type": "plain_text", "text": "Passage", "emoji": False}
    view = {"type": "modal", "title": words, "blocks": [{"type": "divider"}]}
    trigger = slack.workspace.trigger()
    client.views_open(trigger_id=trigger, view=view)
    for wrong, refused in ((trigger, "exchanged_trigger_id"), ("x", "invalid_trigger_id")):
        with pytest.raises(SlackApiError) as error:
            client.views_open(trigger_id=wrong, view=view)
        assert code(error) == refused
    long = {**view, "title": {**words, "text": "x" * 25}}
    with pytest.raises(SlackApiError) as error:
        client.views_open(trigger_id=slack.workspace.trigger(), view=long)
    assert code(error) == "invalid_arguments"


def test_socket_mode_with_bolt(slack: LocalSlack, client: WebClient) -> None:
    heard: list[str] = []
    app = App(client=client, token=BOT_TOKEN)

    @app.event("app_mention")
    def mentioned(event: dict[str, str]) -> None:
        heard.append(event["text"])

    @app.event("message")
    def said() -> None:
        return

    @app.command("/ask")
    def asked(ack: object, command: dict[str, str]) -> None:
        ack("Wait.")  # type: ignore[operator]
        heard.append(command["text"])

    handler = SocketModeHandler(app, APP_TOKEN, web_client=WebClient(
        APP_TOKEN, base_url=f"{slack.api_url}/"
    ))  # fmt: skip
    threading.Thread(target=handler.connect, daemon=True).start()
    slack.sockets.connected()
    slack.mentions("U1", "C1", "How many?")
    slack.wait(lambda: f"<@{US}> How many?" in heard)
    slack.sockets.refresh()
    slack.wait(lambda: slack.sockets.opened == 2)
    slack.command("U1", "C1", "/ask", "How long?")
    slack.wait(lambda: heard[-1] == "How long?")
    slack.wait(
        lambda: {"text": "Wait."} in [told for _, told in slack.sockets.acknowledged.values()]
    )
    handler.close()


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({}, []),
        ({"text": "Write a question behind it.", "response_type": "ephemeral"}, []),
        ({"text": "", "response_type": "ephemeral"}, ["no_text"]),
        ({"view": {"type": "card"}}, ["unsupported type: card [/type]"]),
    ],
)
def test_what_comes_back_with_an_acknowledgement_is_held_against_the_limits(
    payload: dict[str, object], said: list[str]
) -> None:
    assert response_errors(payload) == said
