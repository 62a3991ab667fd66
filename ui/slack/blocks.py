"""The blocks that messages are made of. Words of others stand only where Slack obeys no marks."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ui.slack import limits
from ui.slack.escape import plain
from ui.wording import Wording

Block = dict[str, Any]
"""A block, or an element of one, as Slack takes it."""


def words(text: str, *, bold: bool = False, code: bool = False, italic: bool = False) -> Block:
    """Return words of a rich text, shown as they are."""
    named = (("bold", bold), ("code", code), ("italic", italic))
    style = {name: True for name, wanted in named if wanted}
    found: Block = {"type": "text", "text": plain(text) or " "}
    return {**found, "style": style} if style else found


def link(text: str, url: str, *, bold: bool = False) -> Block:
    """Return words of a rich text that open an address."""
    found: Block = {"type": "link", "url": url, "text": plain(text) or url}
    return {**found, "style": {"bold": True}} if bold else found


def date(seconds: float, form: str, wording: Wording) -> Block:
    """Return a moment by the clock of whoever reads it; `form` puts its day and its time together.

    `seconds` are since the epoch; what Slack cannot show as a date it shows as that of UTC.
    """
    moment = dt.datetime.fromtimestamp(seconds, dt.UTC)
    return {
        "type": "date",
        "timestamp": int(seconds),
        "format": form.format("{date_short_pretty}", "{time}"),
        "fallback": form.format(wording.day(f"{moment:%Y-%m-%d}"), f"{moment:%H:%M} UTC"),
    }


def section(*elements: Block) -> Block:
    """Return a paragraph of a rich text."""
    return {"type": "rich_text_section", "elements": list(elements)}


def quote(*elements: Block) -> Block:
    """Return an indented quotation of a rich text."""
    return {"type": "rich_text_quote", "elements": list(elements)}


def rich_text(*paragraphs: Block) -> Block:
    """Return a rich text of paragraphs and quotations."""
    return {"type": "rich_text", "elements": list(paragraphs)}


def plain_text(text: str, longest: int = limits.PLAIN) -> Block:
    """Return words shown as they are, shortened where they are too long for their place."""
    return {"type": "plain_text", "text": shortened(plain(text), longest) or " ", "emoji": False}


def context(*texts: str) -> Block:
    """Return a line of small print."""
    return {"type": "context", "elements": [plain_text(text, 2_000) for text in texts]}


def header(text: str) -> Block:
    """Return a heading."""
    return {"type": "header", "text": plain_text(text, 150)}


def actions(elements: Sequence[Block], name: str) -> Block:
    """Return a row of buttons and menus; `name` tells it from the message's other blocks."""
    return {"type": "actions", "block_id": name, "elements": list(elements)}


def button(text: str, action: str, value: Mapping[str, object], *, style: str = "") -> Block:
    """Return a button; `value` comes back with the click."""
    found: Block = {
        "type": "button",
        "text": plain_text(text, limits.BUTTON),
        "action_id": action,
        "value": packed(value),
    }
    return {**found, "style": style} if style else found


def link_button(text: str, action: str, url: str) -> Block:
    """Return a button that opens an address."""
    return {
        "type": "button",
        "text": plain_text(text, limits.BUTTON),
        "action_id": action,
        "url": url,
    }


def menu(text: str, action: str, options: Iterable[tuple[str, Mapping[str, object]]]) -> Block:
    """Return a menu; the value of what is chosen comes back."""
    return {
        "type": "static_select",
        "placeholder": plain_text(text, 150),
        "action_id": action,
        "options": [option(shown, packed(value)) for shown, value in options],
    }


def option(text: str, value: str) -> Block:
    """Return a choice of a menu."""
    return {"text": plain_text(text, limits.BUTTON), "value": value}


def packed(value: Mapping[str, object]) -> str:
    """Return what comes back with a click, as a text."""
    text = json.dumps(value, separators=(",", ":"))
    assert len(text) <= limits.VALUE
    return text


def unpacked(text: str) -> dict[str, Any]:
    """Return what came back with a click; empty where it is none of ours."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def shortened(text: str, longest: int) -> str:
    """Return a text that fits, with an ellipsis for what is left out."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def size(value: object) -> int:
    """Return how many bytes something takes in a request."""
    return len(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
