"""The local Slack takes the blocks that Slack takes, and names what is wrong with others."""

from __future__ import annotations

from typing import Any

import pytest

from tests.slack.local.blocks import block_errors, view_errors


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def marked(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def button(**more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain("Go"), "action_id": "go", **more}


def options(count: int, text: str = "One") -> list[dict[str, Any]]:
    return [{"text": plain(text), "value": f"v{number}"} for number in range(count)]


def rich(*elements: dict[str, Any], kind: str = "rich_text_section") -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(elements)}]}


def block(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, **more}


SELECT = {"type": "static_select", "action_id": "pick", "placeholder": plain("Pick")}
IMAGE = {"type": "image", "image_url": "https://local.example/a.png", "alt_text": "a"}
BULLETS = {"type": "rich_text_list", "style": "bullet", "elements": []}
CONFIRM = {"title": plain("Sure?"), "text": plain("Really?"), "confirm": plain("Yes"),
           "deny": plain("No")}  # fmt: skip
TITLE = plain("Passage")
FIELD = {"type": "plain_text_input", "action_id": "x"}

GOOD = [
    block("divider"),
    block("header", text=plain("x" * 150)),
    block("section", text=marked("x" * 3_000), accessory=button(confirm=CONFIRM)),
    block("section", fields=[plain("x" * 2_000)] * 10),
    block("context", elements=[marked("x" * 2_000)] * 9 + [IMAGE]),
    block("actions", elements=[button(action_id=f"{n}") for n in range(25)]),
    block("actions", elements=[{**SELECT, "options": options(100, "x" * 75)}]),
    block("actions", elements=[button(value="x" * 2_000, url="h" * 3_000, style="danger")]),
    block("image", **{name: IMAGE[name] for name in ("image_url", "alt_text")}, title=TITLE),
    block("markdown", text="x" * 12_000),
    block("table", rows=[[{"type": "raw_text", "text": "x"}] * 20] * 100),
    block("context_actions", elements=[{"type": "feedback_buttons"}]),
    rich({"type": "text", "text": "x", "style": {"bold": True}}, {"type": "link", "url": "h"}),
    rich({"type": "user", "user_id": "U1"}, kind="rich_text_quote"),
    rich({"type": "date", "timestamp": 1, "format": "{date_short_pretty}, {time}"}),
]
BAD = [
    (block("carrousel"), "unsupported type"),
    (block("divider", text="x"), "unknown fields"),
    (block("divider", block_id="x" * 256), "block_id"),
    (block("header", text=plain("x" * 151)), "less than 151"),
    (block("header", text=marked("x")), "text object of plain_text"),
    (block("header", text=plain("")), "more than 0"),
    (block("section"), "text or fields"),
    (block("section", text=marked("x" * 3_001)), "less than 3001"),
    (block("section", fields=[plain("x")] * 11), "between 1 and 10"),
    (block("section", fields=[plain("x" * 2_001)]), "less than 2001"),
    (block("section", text={**plain("x"), "verbatim": True}), "unknown fields"),
    (block("section", text=plain("x"), accessory=FIELD), "not for section"),
    (block("context", elements=[]), "between 1 and 10"),
    (block("context", elements=[plain("x" * 2_001)]), "less than 2001"),
    (block("actions", elements=[button(action_id=f"{n}") for n in range(26)]), "1 and 25"),
    (block("actions", elements=[button(), button()]), "stands twice"),
    (block("actions", elements=[button(text=plain("x" * 76))]), "less than 76"),
    (block("actions", elements=[button(text=marked("x"))]), "plain_text"),
    (block("actions", elements=[button(value="x" * 2_001)]), "less than 2001"),
    (block("actions", elements=[button(url="x" * 3_001)]), "less than 3001"),
    (block("actions", elements=[button(style="green")]), "primary or danger"),
    (block("actions", elements=[button(confirm={**CONFIRM, "deny": plain("x" * 31)})]), "than 31"),
    (block("actions", elements=[{**SELECT, "options": []}]), "between 1 and 100"),
    (block("actions", elements=[{**SELECT, "options": options(101)}]), "between 1 and 100"),
    (block("actions", elements=[{**SELECT, "options": options(1, "x" * 76)}]), "less than 76"),
    (block("actions", elements=[{**SELECT, "options": options(1) * 2}]), "a value stands twice"),
    (block("image", image_url="h"), "alt_text"),
    (block("markdown", text=""), "missing required"),
    (block("markdown", text="x" * 12_001), "12000 characters of markdown"),
    (block("table", rows=[[{"type": "raw_text", "text": "x"}] * 21]), "between 1 and 20"),
    (block("rich_text", elements=[]), "at least 1"),
    (block("rich_text", elements=[{**BULLETS, "style": "stars"}]), "bullet or ordered"),
    (rich({"type": "text", "text": ""}), "missing required field: text"),
    (rich({"type": "text", "text": "x", "style": {"big": True}}), "unsupported style"),
    (rich({"type": "marquee"}), "unsupported element"),
    (rich({"type": "date", "timestamp": 1, "format": "{day}"}), "unsupported ['day']"),
    (rich({"type": "date", "timestamp": "1", "format": "{date}"}), "must be an integer"),
    (block("input", label=plain("x"), element=FIELD), "modals and homes only"),
]


@pytest.mark.parametrize("given", GOOD, ids=lambda given: str(given["type"]))
def test_what_is_within_the_limits_is_taken(given: dict[str, Any]) -> None:
    assert block_errors([given]) == []


@pytest.mark.parametrize(("given", "said"), BAD, ids=lambda given: str(given)[:40])
def test_what_is_not_is_named(given: dict[str, Any], said: str) -> None:
    assert any(said in error for error in block_errors([given]))


def test_what_stands_together() -> None:
    assert block_errors([block("divider")] * 50) == []
    assert "no more than 50" in block_errors([block("divider")] * 51)[0]
    assert "stands twice" in block_errors([block("divider", block_id="a")] * 2)[0]
    table = block("table", rows=[[{"type": "raw_text", "text": "x"}]])
    assert "only one table" in block_errors([table, table])[0]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, ""),
        ({"title": plain("x" * 25)}, "less than 25"),
        ({"submit": plain("x" * 25)}, "less than 25"),
        ({"type": "window"}, "unsupported type"),
        ({"blocks": [block("divider")] * 101}, "no more than 100"),
        ({"blocks": [block("input", label=TITLE, element=FIELD)]}, "submit"),
        ({"blocks": [block("input", label=TITLE, element=FIELD)], "submit": plain("Send")}, ""),
        ({"blocks": [block("markdown", text="x")]}, "messages only"),
        ({"private_metadata": "x" * 3_001}, "less than 3001"),
        ({"callback_id": "x" * 256}, "less than 256"),
        ({"blocks": [block("section", text=plain("x" * 2_900))] * 90}, "250 KB"),
    ],
)
def test_views(more: dict[str, Any], said: str) -> None:
    view = {"type": "modal", "title": TITLE, "blocks": [block("divider")], **more}
    found = view_errors(view)
    assert any(said in error for error in found) if said else found == []
