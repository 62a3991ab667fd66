"""What methods are given, held against the limits, and what they give back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.slack.local.blocks import block_errors, view_errors
from tests.slack.local.refusals import Refused
from tests.slack.local.workspace import Message

Arguments = Mapping[str, Any]
Done = dict[str, Any]
_LONGEST_TEXT = 40_000
_LONGEST_MARKDOWN = 12_000
_LONGEST_BLOCKS = 13_000
"""Bytes; Slack names no number, and refuses from a little above this on."""


def need(given: Arguments, name: str) -> str:
    if not given.get(name):
        raise Refused("invalid_arguments", [f"[ERROR] missing required field: {name}"])
    return str(given[name])


def blocks_of(given: Arguments) -> list[Any]:
    blocks = list(given.get("blocks") or ())
    if wrong := block_errors(blocks):
        raise Refused("invalid_blocks", [f"[ERROR] {each}" for each in wrong])
    if len(json.dumps(blocks, ensure_ascii=False).encode()) > _LONGEST_BLOCKS:
        raise Refused("msg_blocks_too_long")
    return blocks


def content_of(given: Arguments, most: int = _LONGEST_TEXT) -> dict[str, Any]:
    text, blocks = given.get("text") or "", blocks_of(given)
    if not text and not blocks:
        raise Refused("no_text")
    if len(text) > most:
        raise Refused("msg_too_long")
    found = {"text": text, "blocks": blocks, "parse": given.get("parse")}
    if metadata := given.get("metadata"):
        if not {"event_type", "event_payload"} <= set(metadata):
            raise Refused("invalid_metadata_format")
        found["metadata"] = metadata
    return found


def markdown_of(given: Arguments, *, optional: bool = False) -> str:
    text = str(given.get("markdown_text") or "")
    if not text and not optional:
        raise Refused("no_text")
    if len(text) > _LONGEST_MARKDOWN:
        raise Refused("msg_too_long")
    return text


def view_of(given: Arguments, kind: str) -> Mapping[str, Any]:
    view: Mapping[str, Any] = given.get("view") or {}
    if view.get("type") != kind:
        raise Refused("invalid_arguments", ["[ERROR] the view has another type"])
    if wrong := view_errors(view):
        raise Refused("invalid_arguments", [f"[ERROR] {each}" for each in wrong])
    return view


def response_errors(payload: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with what comes back with an acknowledgement: a message or a view."""
    if view := payload.get("view"):
        return view_errors(view)
    try:
        content_of(payload) if payload else None
    except Refused as refused:
        return [refused.code, *refused.details]
    return []


def page_of(found: list[Message], given: Arguments) -> Done:
    most, begin = int(given.get("limit") or 100), int(given.get("cursor") or 0)
    metadata = str(given.get("include_all_metadata", "")).lower() in ("true", "1")
    shown = [told(each, metadata=metadata) for each in found[begin : begin + most]]
    more = str(begin + most) if begin + most < len(found) else ""
    return {
        "messages": shown,
        "has_more": bool(more),
        "response_metadata": {"next_cursor": more},
    }


def told(message: Message, *, metadata: bool) -> Message:
    hidden = {"streaming", "parse", *(() if metadata else ("metadata",))}
    return {name: value for name, value in message.items() if name not in hidden}
