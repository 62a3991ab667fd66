"""Front matter: the YAML or TOML block on top of a Markdown file."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable

import yaml

from vectorstore.documents import Published
from vectorstore.reading import dates
from vectorstore.reading.metadata import Metadata, language_tag, one_line, web_address

_BLOCK = re.compile(
    r"\s*?(?P<fence>---|\+\+\+)[ \t]*\n(?P<inside>.*?)^(?:(?P=fence)|\.\.\.)[ \t]*(?:\n|\Z)",
    re.DOTALL | re.MULTILINE,
)
# What the common site generators call each fact. A date of change is never one of publication.
_TITLE = ("title",)
_PUBLISHER = ("publisher", "site_name", "site", "publication")
_AUTHORS = ("authors", "author", "by", "byline")
_PUBLISHED = ("published", "published_at", "publishdate", "publish_date", "pubdate", "date")
_LANGUAGE = ("language", "lang", "locale")
_URL = ("canonical_url", "canonicalurl", "canonical", "url", "source_url", "source", "link")


def split_front_matter(text: str) -> tuple[Metadata, str]:
    """Return what the front matter of a canonical text states, and the text after it.

    A block that is no YAML or TOML table is text, and stays.
    """
    block = _BLOCK.match(text)
    if block is None:
        return Metadata(), text
    table = _yaml(block["inside"]) if block["fence"] == "---" else _toml(block["inside"])
    if table is None:
        return Metadata(), text
    return _metadata(table), text[block.end() :].lstrip("\n")


def _yaml(inside: str) -> dict[str, object] | None:
    try:
        # BaseLoader builds text, lists and tables only: `language: no` stays Norwegian, and a
        # date stays as exact as it is written.
        table = yaml.load(inside, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return _folded(table)


def _toml(inside: str) -> dict[str, object] | None:
    try:
        return _folded(tomllib.loads(inside))
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def _folded(table: object) -> dict[str, object] | None:
    if not isinstance(table, dict):
        return None
    return {str(key).lower().replace("-", "_"): value for key, value in table.items()}


def _metadata(table: dict[str, object]) -> Metadata:
    def values(names: Iterable[str]) -> Iterable[object]:
        return (table[name] for name in names if name in table)

    def first(texts: Iterable[str | None]) -> str | None:
        return next((text for text in texts if text), None)

    date = first(_date(value) for value in values(_PUBLISHED))
    return Metadata(
        title=first(one_line(value) for value in values(_TITLE)),
        publisher=first(one_line(value) for value in values(_PUBLISHER)),
        authors=next((named for value in values(_AUTHORS) if (named := _names(value))), ()),
        published=Published(date, "front matter") if date else None,
        language=first(language_tag(value) for value in values(_LANGUAGE)),
        url=first(web_address(value) for value in values(_URL)),
    )


def _date(value: object) -> str | None:
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        value = value.isoformat()
    return dates.parse(str(value)) if isinstance(value, str | int) else None


def _names(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    named = (each.get("name") if isinstance(each, dict) else each for each in listed)
    return tuple(name for each in named if (name := one_line(each)))
