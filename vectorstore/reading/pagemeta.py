"""What an HTML page states about itself in its head: JSON-LD, Open Graph and meta tags."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from vectorstore.documents import Published
from vectorstore.reading import dateline, dates
from vectorstore.reading.jsonld import linked_data
from vectorstore.reading.metadata import Metadata, language_tag, one_line, web_address

# Names of a day of publication. Days of change (`article:modified_time`, `last-modified`,
# `dateModified`) are none, and neither is `revised`.
_PUBLISHED = (
    *("article:published_time", "og:published_time", "datepublished", "og:article:published_time"),
    *("article.published", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime"),
    *("citation_publication_date", "citation_date", "prism.publicationdate", "rnews:datepublished"),
    *("dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date"),
    *("dcterms.date", "publication_date", "publish-date", "publishdate", "pubdate", "pub_date"),
    *("article_date_original", "originalpublicationdate", "ptime", "date"),
)
_AUTHORS = (
    *("citation_author", "article:author", "author", "byl", "parsely-author", "sailthru.author"),
    *("dc.creator", "dcterms.creator", "article.author"),
)
_PUBLISHERS = ("og:site_name", "application-name", "dc.publisher", "citation_journal_title")
_EMPTY_DAYS = ("1970-01-01", "1900-01-01")
_SUFFIX = re.compile(r"\s+[|·•»–—-]\s+|\s*\|\s*")
_NO_NAME = re.compile(
    r"https?://|www\.|@|^\W*$|^(?:admin|administrator|root|user|staff|guest|unknown|null|none)$",
    re.IGNORECASE,
)


def page_metadata(root: HtmlElement) -> Metadata:
    """Return what the head and the JSON-LD of a page state; call before scripts are dropped."""
    tags = _tags(root)
    social = _first(tags, ("og:title", "twitter:title", "dc.title", "citation_title"))
    data = linked_data(root, social)
    publisher = _first(tags, _PUBLISHERS) or data.publisher
    stated = Metadata(
        title=_without_site(social or data.title, publisher),
        publisher=publisher,
        authors=_people(data.authors, publisher) or _authors(tags, publisher),
        published=data.published or _published(tags) or _marked_time(root),
        language=_language(root, tags) or data.language,
        url=_address(root, tags) or data.url,
    )
    return _unescaped(stated)


def title_tag(root: HtmlElement, publisher: str | None) -> str | None:
    """Return the page's title tag without the name of its site behind the last bar or dash."""
    title = one_line(root.findtext(".//title"))
    if title is None:
        return None
    named = _without_site(title, publisher) or title
    if named != title:
        return named
    *kept, last = _SUFFIX.split(title)
    words = len(" ".join(kept).split())
    if words > 2 and len(last.split()) <= min(4, words):
        return title[: -len(last)].rstrip(" |·•»–—-")
    return title


def _tags(root: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = one_line(meta.get("content"))
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _first(tags: dict[str, list[str]], names: Iterable[str]) -> str | None:
    return next((tags[name][0] for name in names if name in tags), None)


def _authors(tags: dict[str, list[str]], publisher: str | None) -> tuple[str, ...]:
    stated = (tuple(tags.get(name, ())) for name in _AUTHORS)
    return next((named for names in stated if (named := _people(names, publisher))), ())


def _people(names: Iterable[str], publisher: str | None) -> tuple[str, ...]:
    """Return the names without `By`, the house behind a comma, addresses and repeats."""
    house = {word.lower() for word in (publisher or "").split()}
    found: dict[str, None] = {}
    for stated in names:
        line = re.sub(r"^(?:by|par)\s+", "", html.unescape(stated), flags=re.IGNORECASE)
        first, *others = dateline.people(line) or (re.split(r",| [|] ", line)[0].strip(),)
        more = (name for name in others if not house & {word.lower() for word in name.split()})
        found |= dict.fromkeys(name for name in (first, *more) if not _NO_NAME.search(name))
    return tuple(found)


def _published(tags: dict[str, list[str]]) -> Published | None:
    for name in _PUBLISHED:
        for stated in tags.get(name, ()):
            date = dates.parse(stated)
            if date and date not in _EMPTY_DAYS:
                return Published(date, "page metadata")
    return None


def _marked_time(root: HtmlElement) -> Published | None:
    """Return the day of the elements marked as the publication's; none where they name several."""
    marked = root.xpath(".//*[@itemprop='datePublished' or @pubdate][not(self::meta)]")
    stated = {
        dates.parse(one_line(element.get("datetime") or element.get("content")) or "")
        for element in marked
    }
    days = {date for date in stated if date and date not in _EMPTY_DAYS}
    return Published(days.pop(), "page metadata") if len(days) == 1 else None


def _language(root: HtmlElement, tags: dict[str, list[str]]) -> str | None:
    http = root.find(".//meta[@http-equiv='content-language']")
    stated = (
        root.get("lang"),
        root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        http.get("content") if http is not None else None,
        _first(tags, ("language", "dc.language", "og:locale")),
    )
    return next((tag for value in stated if (tag := language_tag(value))), None)


def _address(root: HtmlElement, tags: dict[str, list[str]]) -> str | None:
    for link in root.iter("link"):
        canonical = "canonical" in link.get("rel", "").lower().split()
        if canonical and (address := web_address(link.get("href"))):
            return address
    return web_address(_first(tags, ("og:url",)))


def _without_site(title: str | None, publisher: str | None) -> str | None:
    if title is None or publisher is None:
        return title
    for piece in (publisher, publisher.removeprefix("The ")):
        end = re.search(rf"\s*[|·•»–—:-]+\s*{re.escape(piece)}\s*\Z", title, re.IGNORECASE)
        if end and end.start():
            return title[: end.start()]
    return title


def _unescaped(stated: Metadata) -> Metadata:
    """Undo entities that were escaped twice, as `&amp;#39;` in a meta tag."""
    return Metadata(
        title=one_line(html.unescape(stated.title or "")),
        publisher=one_line(html.unescape(stated.publisher or "")),
        authors=stated.authors,
        published=stated.published,
        language=stated.language,
        url=stated.url,
    )
