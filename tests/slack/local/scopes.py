"""Which scopes the methods need."""

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
_HISTORY = ("conversations.history", "conversations.info", "conversations.replies")
_KINDS = {"D": "im", "G": "groups"}


def hold(method: str, given: Mapping[str, Any], provided: str) -> None:
    """Refuse a call for which a scope is missing. Raises missing_scope."""
    needed = _NEEDED.get(method, "")
    if method in _HISTORY:
        kind = _KINDS.get(str(given.get("channel", ""))[:1], "channels")
        needed = f"{kind}:{'read' if method == 'conversations.info' else 'history'}"
    if needed and needed not in provided.split(","):
        raise Refused("missing_scope", needed=needed, provided=provided)
