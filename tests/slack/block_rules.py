"""What the bot is about to send, held against Slack's limits and our own rules."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.slack.local.blocks import block_errors, view_errors
from ui.slack.messages import Message

_PLACES = {"actions", "context", "divider", "header", "input", "rich_text", "section"}


def broken(message: Message) -> list[str]:
    """Return what Slack, or our own rules, would refuse in a message."""
    found = [*block_errors(message.blocks), *_ours(message.blocks)]
    if not message.text.strip():
        found.append("no text")
    if len(message.text.encode()) > 4_000:
        found.append(f"text of {len(message.text.encode())} bytes")
    if len(json.dumps(message.blocks, ensure_ascii=False).encode()) > 13_000:
        found.append("msg_blocks_too_long")
    return found


def broken_view(view: Mapping[str, Any]) -> list[str]:
    """Return what Slack, or our own rules, would refuse in a view."""
    return [*view_errors(view), *_ours(view["blocks"])]


def _ours(blocks: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield what Slack takes and we do not: kinds of blocks whose text sources could format."""
    for block in blocks:
        if block["type"] not in _PLACES:
            yield f"a block we do not use: {block['type']}"
        if block["type"] == "rich_text" and not block["elements"]:
            yield "empty rich text"
        yield from _texts(block)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if value.get("type") in ("text", "plain_text", "link") and not value.get("text"):
            yield "empty text"
        if value.get("type") == "mrkdwn":
            yield "mrkdwn"
        if value.get("type") == "plain_text" and value.get("emoji") is not False:
            yield "emoji"
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def shown(blocks: Sequence[Mapping[str, Any]]) -> str:
    """Return the words a person sees in rich texts and small print, a paragraph a line."""
    return "\n".join(_shown(block) for block in blocks)


def _shown(value: Any) -> str:
    match value.get("type"):
        case "text" | "link" | "plain_text":
            text: str = value["text"]
            return text
        case "user" | "channel" as kind:
            return str(value[f"{kind}_id"])
        case "date":
            return str(value["fallback"])
        case "rich_text_section" | "rich_text_quote":
            return "".join(map(_shown, value["elements"]))
        case "rich_text" | "context" | "rich_text_list":
            return "\n".join(map(_shown, value["elements"]))
        case "header":
            return _shown(value["text"])
    return ""
