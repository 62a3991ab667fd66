"""The app manifest: what the bot is called, what it hears, and the least it may do."""

from __future__ import annotations

from typing import Any

ASK = "/ask"
CHECK = "/check"
CHECK_MESSAGE = "footnoted_check_message"

SCOPES: dict[str, str] = {
    "app_mentions:read": "hear when it is mentioned",
    "assistant:write": "answer in the assistant pane: status, title, prompts",
    "channels:history": "read back the threads it answers in, in public channels",
    "chat:write": "answer",
    "commands": "/ask, /check and the message shortcut",
    "files:read": "read files that people add to the library",
    "groups:history": "the same in private channels it was invited to",
    "im:history": "hear and read back direct messages",
    "mpim:history": "the same in group messages",
}
"""The scopes, each with what it is needed for."""
EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "assistant_thread_context_changed",
    "assistant_thread_started",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "tokens_revoked",
)
"""What the bot is told of."""


def manifest(
    name: str = "Footnoted", address: str | None = None, install: str | None = None
) -> dict[str, Any]:
    """Return the manifest: for Socket Mode, or for requests to an address like https://HOST.

    `install` is the address that the app is installed from where it takes no requests.
    """
    events: dict[str, Any] = {"bot_events": [*EVENTS]}
    interactivity: dict[str, Any] = {"is_enabled": True}
    command: dict[str, Any] = {"should_escape": True}
    oauth: dict[str, Any] = {"scopes": {"bot": [*SCOPES]}}
    if address is not None:
        url = f"{address.rstrip('/')}/slack/events"
        events = {"request_url": url, **events}
        interactivity["request_url"] = url
        command["url"] = url
    base = install if address is None else address
    if base is not None:
        oauth["redirect_urls"] = [f"{base.rstrip('/')}/slack/oauth_redirect"]
    return {
        "display_information": {
            "name": name,
            "description": "Answers from your own documents, every sentence with a footnote.",
            "background_color": "#1b1b1a",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "assistant_view": {
                "assistant_description": "Ask about your documents; every sentence of an answer "
                "has a footnote.",
            },
            "bot_user": {"display_name": name, "always_online": True},
            "shortcuts": [
                {
                    "name": "Footnote this message",
                    "type": "message",
                    "callback_id": CHECK_MESSAGE,
                    "description": "Hold a message against the library",
                }
            ],
            "slash_commands": [
                {
                    "command": ASK,
                    "description": "Ask your documents; only you see the answer",
                    "usage_hint": "How many troops does the mission have now?",
                    **command,
                },
                {
                    "command": CHECK,
                    "description": "Check a text against your documents; only you see it",
                    "usage_hint": "The mission has 900 troops.",
                    **command,
                },
            ],
        },
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": events,
            "interactivity": interactivity,
            "org_deploy_enabled": True,
            "socket_mode_enabled": address is None,
            "token_rotation_enabled": False,
        },
    }
