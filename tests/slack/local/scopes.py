"""Which scopes methods and events need.

After https://docs.slack.dev/reference/methods and https://docs.slack.dev/reference/events.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.slack.local.refusals import Refused

_NEEDED = {
    "assistant.threads.setStatus": "assistant:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "assistant.threads.setTitle": "assistant:write",
    "chat.appendStream": "chat:write",
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.startStream": "chat:write",
    "chat.stopStream": "chat:write",
    "chat.update": "chat:write",
    "conversations.open": "im:write",
    "files.info": "files:read",
    "reactions.add": "reactions:write",
    "users.info": "users:read",
}
EVENTS = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "app_uninstalled": "",
    "assistant_thread_context_changed": "assistant:write",
    "assistant_thread_started": "assistant:write",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "tokens_revoked": "",
}
_HISTORY = ("conversations.history", "conversations.info", "conversations.replies")
_KINDS = {"D": "im", "G": "groups"}


def needed(method: str, given: Mapping[str, Any]) -> str:
    """Return the scope that a call needs; empty for none."""
    if method in _HISTORY:
        kind = _KINDS.get(str(given.get("channel", ""))[:1], "channels")
        return f"{kind}:{'read' if method == 'conversations.info' else 'history'}"
    return _NEEDED.get(method, "")


def hold(method: str, given: Mapping[str, Any], provided: str) -> None:
    """Refuse a call for which a scope is missing. Raises missing_scope."""
    scope = needed(method, given)
    if scope and scope not in provided.split(","):
        raise Refused("missing_scope", needed=scope, provided=provided)
