"""What a source states about itself, and which statement wins."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import tomllib
from dataclasses import dataclass

from vectorstore.documents import Published, canonical
from vectorstore.errors import ReadingError
from vectorstore.reading import dates
from vectorstore.reading.reading import Reading

SIDECAR_KEYS = ("title", "publisher", "authors", "published", "language", "url")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Facts stated about a source: what is not stated is None, or no authors."""

    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: Published | None = None
    language: str | None = None
    url: str | None = None

    def or_else(self, other: Metadata) -> Metadata:
        """Return these facts, and the other's where these are silent."""
        return Metadata(
            title=self.title or other.title,
            publisher=self.publisher or other.publisher,
            authors=self.authors or other.authors,
            published=self.published or other.published,
            language=self.language or other.language,
            url=self.url or other.url,
        )


def overlay(reading: Reading, metadata: Metadata) -> Reading:
    """Return `reading` with every fact that `metadata` states in place of its own."""
    stated = {
        field.name: value
        for field in dataclasses.fields(Metadata)
        if (value := getattr(metadata, field.name))
    }
    return dataclasses.replace(reading, **stated)


def read_sidecar(data: bytes, name: str) -> Metadata:
    """Read `NAME.meta.toml`: title, publisher, authors, published, language, url; all optional.

    Raises ReadingError naming the key when one is unknown or its value cannot be meant.
    """
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ReadingError(f"{name} is not UTF-8; save it as UTF-8.") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ReadingError(f"{name} is not valid TOML: {error}.") from error
    if unknown := sorted(set(table) - set(SIDECAR_KEYS)):
        raise ReadingError(
            f"{name} has an unknown key {unknown[0]!r}; it may hold {', '.join(SIDECAR_KEYS)}."
        )
    return Metadata(
        title=_text(table, "title", name),
        publisher=_text(table, "publisher", name),
        authors=_authors(table, name),
        published=_published(table, name),
        language=_language(table, name),
        url=_url(table, name),
    )


def one_line(value: object) -> str | None:
    """Return a text on one line, canonical and trimmed; None when it is empty or no text."""
    if not isinstance(value, str):
        return None
    return " ".join(canonical(value).split()) or None


def language_tag(value: object) -> str | None:
    """Return a language tag such as `en` or `pt-BR`; None when `value` is none."""
    tag = one_line(value)
    return tag.replace("_", "-") if tag and _LANGUAGE.fullmatch(tag) else None


def web_address(value: object) -> str | None:
    """Return an absolute http(s) address; None when `value` is none."""
    address = one_line(value)
    return address if address and re.match(r"https?://[^\s/]", address, re.I) else None


def _text(table: dict[str, object], key: str, name: str) -> str | None:
    if key not in table:
        return None
    value = one_line(table[key])
    if value is None:
        raise ReadingError(f"{name}: {key!r} must be text, not {table[key]!r}.")
    return value


def _authors(table: dict[str, object], name: str) -> tuple[str, ...]:
    value = table.get("authors", [])
    listed = [value] if isinstance(value, str) else value
    names = [one_line(each) for each in listed] if isinstance(listed, list) else [None]
    if None in names:
        raise ReadingError(f"{name}: 'authors' must be a list of names, not {value!r}.")
    return tuple(each for each in names if each)


def _published(table: dict[str, object], name: str) -> Published | None:
    value = table.get("published")
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        value = value.date()
    stated = value.isoformat() if isinstance(value, dt.date) else str(value)
    date = None if isinstance(value, bool | float | list | dict) else dates.parse(stated)
    if date is None:
        raise ReadingError(
            f"{name}: 'published' must be a date as YYYY, YYYY-MM or YYYY-MM-DD, not {stated!r}."
        )
    return Published(date, "sidecar")


def _language(table: dict[str, object], name: str) -> str | None:
    stated = _text(table, "language", name)
    tag = language_tag(stated)
    if stated and not tag:
        raise ReadingError(f"{name}: 'language' must be a tag such as 'en', not {stated!r}.")
    return tag


def _url(table: dict[str, object], name: str) -> str | None:
    stated = _text(table, "url", name)
    address = web_address(stated)
    if stated and not address:
        raise ReadingError(f"{name}: 'url' must begin with http:// or https://, not {stated!r}.")
    return address
