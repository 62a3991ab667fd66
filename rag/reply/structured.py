"""A reply that is JSON, asked for or not: its objects, or its sentences with their marks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

_TEXTS = ("text", "sentence", "statement", "claim", "fact", "answer", "content", "response")
_MARKS = ("labels", "label", "sources", "source", "citations", "citation", "refs", "ids")
_NUMBER = re.compile(r"\d{1,3}")
_BEGINS = re.compile(r"\s*(?:\{\s*\"|\[\s*[{\"])")
_UNREADABLE = (ValueError, RecursionError)
"""What is no JSON, and what is nested too deep."""
_OBJECT = re.compile(r"\{[^{}]*\}", re.DOTALL)
_MAY_BEGIN = re.compile(r"\s*[{\[]\s*\Z")


def begins(text: str) -> bool | None:
    """Tell whether a reply that begins like this is JSON; None while that is open."""
    if _BEGINS.match(text):
        return True
    return None if not text.strip() or _MAY_BEGIN.match(text) else False


def lines_of(text: str) -> list[str]:
    """Return the lines the JSON stands for, each with its marks as `[1, 2]`; none if unreadable."""
    body = text.strip().removesuffix("```").strip()
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(body)
        return list(_lines(value))
    except _UNREADABLE:
        return []


def objects(reply: str) -> Iterator[dict[str, Any]]:
    """Yield the innermost objects of a reply that are whole, whatever stands round them."""
    for found in _OBJECT.finditer(reply):
        with suppress(*_UNREADABLE):
            yield json.loads(found[0], strict=False)


def _lines(value: object) -> Iterator[str]:
    match value:
        case str():
            yield from value.split("\n")
        case list():
            for one in value:
                yield from _lines(one)
        case dict():
            name = next((n for n in _TEXTS if value.get(n)), None)
            if name is None:
                for other in value.values():
                    if isinstance(other, list | dict):
                        yield from _lines(other)
            elif isinstance(value[name], str):
                yield _marked(value[name], value)
            else:
                yield from _lines(value[name])


def _marked(text: str, beside: dict[str, object]) -> str:
    """Put the labels that stand beside a text in a field of their own behind it."""
    named = next((beside[n] for n in _MARKS if beside.get(n)), None)
    given = named if isinstance(named, list) else [named]
    found = [
        m[0] for one in given if isinstance(one, str | int) and (m := _NUMBER.search(str(one)))
    ]
    return f"{text} [{', '.join(found)}]" if found else text
