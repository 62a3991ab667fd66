"""What Slack takes as texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def length(value: Any, name: str, most: int) -> Iterator[str]:
    """Yield what is wrong with the length of a string that may be empty."""
    if not isinstance(value, str):
        yield f"{name}: must be a string"
    elif len(value) > most:
        yield f"{name}: must be less than {most + 1} characters"


def text_errors(value: Any, name: str, most: int, *, plain: bool = False) -> Iterator[str]:
    """Yield what is wrong with a text object."""
    kinds = ("plain_text",) if plain else ("plain_text", "mrkdwn")
    if not isinstance(value, dict) or value.get("type") not in kinds:
        yield f"{name}: must be a text object of {' or '.join(kinds)}"
        return
    text = value.get("text")
    if not isinstance(text, str) or not text:
        yield f"{name}: must be more than 0 characters"
    else:
        yield from length(text, name, most)
    others = {"emoji"} if value["type"] == "plain_text" else {"verbatim"}
    if unknown := {*value} - {"type", "text"} - others:
        yield f"{name}: unknown fields {sorted(unknown)}"
