"""Everything that is said in a language, laid out flat, for tests that compare two languages."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any


def said(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield each text of a value with where it stands; what parts say in English is left out."""
    match value:
        case str():
            yield name, value
        case Mapping():
            for key, each in value.items():
                yield from said(each, f"{name}.{key}")
        case tuple():
            for place, each in enumerate(value):
                yield from said(each, f"{name}.{place}")
        case _ if is_dataclass(value):
            for each in fields(value):
                if each.name != "sentences":
                    yield from said(getattr(value, each.name), f"{name}.{each.name}".lstrip("."))


def places(template: str) -> set[str]:
    """Return the places of a template, those without a name numbered."""
    names = [name for _, name, *_ in string.Formatter().parse(template) if name is not None]
    return {name or str(at) for at, name in enumerate(names)}


def fragments(template: str) -> Iterator[str]:
    """Yield what stands between the places of a template."""
    for words, *_ in string.Formatter().parse(template):
        if trimmed := words.strip(" \u00a0\u202f.,:;?!()“”«»'"):
            yield trimmed
