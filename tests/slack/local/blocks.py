"""What Slack takes as blocks and as views, after https://docs.slack.dev/reference/block-kit.

`block_errors` and `view_errors` return what is wrong, each as Slack would point at it: where, what.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tests.slack.local.elements import element_errors
from tests.slack.local.texts import length, text_errors

Block = Mapping[str, Any]
_MESSAGE, _VIEW = 50, 100
_MARKDOWN = 12_000
"""Characters of all the Markdown blocks of one message."""
_MODAL_ONLY, _MESSAGE_ONLY = {"input"}, {"markdown", "table", "context_actions", "file"}


def block_errors(
    blocks: Sequence[Block], most: int = _MESSAGE, surface: str = "message"
) -> list[str]:
    """Return what is wrong with the blocks of a message, of a modal or of a home."""
    found = [f"no more than {most} items allowed [/blocks]"] if len(blocks) > most else []
    names = [block["block_id"] for block in blocks if block.get("block_id")]
    found += [f"block_id {n!r} stands twice" for n in {*names} if names.count(n) > 1]
    for number, block in enumerate(blocks):
        where = f"/blocks/{number}"
        found += [f"{error} [{where}]" for error in _errors(block, surface)]
    markdown = sum(len(str(b.get("text"))) for b in blocks if b.get("type") == "markdown")
    if markdown > _MARKDOWN:
        found.append(f"more than {_MARKDOWN} characters of markdown [/blocks]")
    if sum(block.get("type") == "table" for block in blocks) > 1:
        found.append("only one table allowed [/blocks]")
    return found


def view_errors(view: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with a modal or a home."""
    kind = view.get("type")
    if kind not in ("modal", "home"):
        return [f"unsupported type: {kind} [/type]"]
    found = block_errors(view.get("blocks") or (), _VIEW, str(kind))
    if kind == "modal":
        found += text_errors(view.get("title"), "title", 24, plain=True)
        for name in ("submit", "close"):
            if name in view:
                found += text_errors(view[name], name, 24, plain=True)
        inputs = any(block.get("type") == "input" for block in view.get("blocks") or ())
        if inputs and "submit" not in view:
            found.append("missing required field: submit [/]")
    for name, most in (("private_metadata", 3_000), ("callback_id", 255), ("external_id", 255)):
        found += length(view.get(name, ""), name, most)
    if len(json.dumps(view).encode()) > 250_000:
        found.append("view is larger than 250 KB [/]")
    return found


def _errors(block: Block, surface: str) -> Iterator[str]:
    kind = str(block.get("type"))
    check = _BLOCKS.get(kind)
    if check is None:
        yield f"unsupported type: {kind}"
        return
    if kind in _MODAL_ONLY and surface == "message":
        yield f"{kind} is for modals and homes only"
    if kind in _MESSAGE_ONLY and surface != "message":
        yield f"{kind} is for messages only"
    yield from length(block.get("block_id", ""), "block_id", 255)
    yield from check(block)


def _section(block: Block) -> Iterator[str]:
    fields = block.get("fields")
    if not block.get("text") and not fields:
        yield "missing required field: text or fields"
    if "text" in block:
        yield from text_errors(block["text"], "text", 3_000)
    if fields is not None and not 1 <= len(fields) <= 10:
        yield "fields: between 1 and 10 items"
    for field in fields or ():
        yield from text_errors(field, "field", 2_000)
    if "accessory" in block:
        yield from element_errors(block["accessory"], "section")


def _header(block: Block) -> Iterator[str]:
    yield from text_errors(block.get("text"), "text", 150, plain=True)


def _context(block: Block) -> Iterator[str]:
    elements = block.get("elements") or ()
    if not 1 <= len(elements) <= 10:
        yield "elements: between 1 and 10 items"
    for each in elements:
        if each.get("type") == "image":
            yield from element_errors(each, "context")
        else:
            yield from text_errors(each, "element", 2_000)


def _actions(block: Block) -> Iterator[str]:
    elements = block.get("elements") or ()
    if not 1 <= len(elements) <= 25:
        yield "elements: between 1 and 25 items"
    yield from _elements(elements, "actions")


def _context_actions(block: Block) -> Iterator[str]:
    elements = block.get("elements") or ()
    if not 1 <= len(elements) <= 5:
        yield "elements: between 1 and 5 items"
    for each in elements:
        if each.get("type") not in ("feedback_buttons", "icon_button"):
            yield f"unsupported element: {each.get('type')}"


def _elements(elements: Sequence[Block], place: str) -> Iterator[str]:
    ids = [each["action_id"] for each in elements if each.get("action_id")]
    yield from (f"action_id {one!r} stands twice" for one in {*ids} if ids.count(one) > 1)
    for each in elements:
        yield from element_errors(each, place)


def _input(block: Block) -> Iterator[str]:
    yield from text_errors(block.get("label"), "label", 2_000, plain=True)
    if "hint" in block:
        yield from text_errors(block["hint"], "hint", 2_000, plain=True)
    yield from element_errors(block.get("element") or {}, "input")


def _image(block: Block) -> Iterator[str]:
    yield from element_errors(block, "block")
    if "title" in block:
        yield from text_errors(block["title"], "title", 2_000, plain=True)


def _markdown(block: Block) -> Iterator[str]:
    if not block.get("text"):
        yield "missing required field: text"


def _table(block: Block) -> Iterator[str]:
    rows = block.get("rows") or ()
    if not 1 <= len(rows) <= 100:
        yield "rows: between 1 and 100 items"
    if any(not 1 <= len(row) <= 20 for row in rows):
        yield "cells: between 1 and 20 items"
    for cell in (cell for row in rows for cell in row):
        if cell.get("type") not in ("raw_text", "raw_number", "rich_text"):
            yield f"unsupported cell: {cell.get('type')}"


def _rich_text(block: Block) -> Iterator[str]:
    if not block.get("elements"):
        yield "elements: at least 1 item"
    for part in block.get("elements") or ():
        yield from _rich_part(part)


def _rich_part(part: Block) -> Iterator[str]:
    kind, inside = part.get("type"), part.get("elements")
    if kind == "rich_text_list":
        if part.get("style") not in ("bullet", "ordered"):
            yield "style: bullet or ordered"
        for each in inside or ():
            yield from _rich_part(each)
        return
    if kind not in ("rich_text_section", "rich_text_quote", "rich_text_preformatted"):
        yield f"unsupported part of rich text: {kind}"
        return
    if inside is None:
        yield "missing required field: elements"
    for each in inside or ():
        yield from _rich_element(each)


def _rich_element(each: Block) -> Iterator[str]:
    kind = each.get("type")
    needed = _RICH.get(str(kind))
    if needed is None:
        yield f"unsupported element of rich text: {kind}"
    elif not each.get(needed):
        yield f"missing required field: {needed} of {kind}"
    if kind == "link":
        yield from length(each.get("url", ""), "url", 3_000)
    if kind == "date":
        yield from _date(each)
    if wrong := {*(each.get("style") or {})} - _STYLES:
        yield f"unsupported style: {sorted(wrong)}"


def _date(each: Block) -> Iterator[str]:
    if not isinstance(each.get("timestamp"), int):
        yield "timestamp: must be an integer"
    named = re.findall(r"\{(\w+)\}", str(each.get("format", "")))
    if not named or {*named} - _DATES:
        yield f"format: unsupported {sorted({*named} - _DATES)}"


def _divider(block: Block) -> Iterator[str]:
    if unknown := {*block} - {"type", "block_id"}:
        yield f"unknown fields: {sorted(unknown)}"


def _anything(block: Block) -> Iterator[str]:
    return iter(())


_STYLES = {
    "bold",
    "italic",
    "strike",
    "code",
    "underline",
    "highlight",
    "client_highlight",
    "unlink",
}
_DATES = {
    *("date_num", "date_slash", "date_long", "date_long_full", "date_long_pretty", "date"),
    *("date_pretty", "date_short", "date_short_pretty", "time", "time_secs", "ago"),
    *("day_divider_pretty",),
}
_RICH = {
    "text": "text",
    "link": "url",
    "emoji": "name",
    "user": "user_id",
    "usergroup": "usergroup_id",
    "channel": "channel_id",
    "broadcast": "range",
    "date": "timestamp",
    "color": "value",
}
_BLOCKS: dict[str, Callable[[Block], Iterator[str]]] = {
    "actions": _actions,
    "context": _context,
    "context_actions": _context_actions,
    "divider": _divider,
    "file": _anything,
    "header": _header,
    "image": _image,
    "input": _input,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "section": _section,
    "table": _table,
    "video": _anything,
}
