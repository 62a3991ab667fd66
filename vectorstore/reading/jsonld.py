"""The schema.org description that a page carries as JSON-LD: the article's, not its site's."""

from __future__ import annotations

import json
from collections.abc import Iterator

from lxml.html import HtmlElement

from vectorstore.documents import Published
from vectorstore.reading import dates
from vectorstore.reading.metadata import Metadata, language_tag, one_line, web_address

_ARTICLE = ("Article", "BlogPosting", "Report", "Recipe", "Book", "Review", "Posting", "Event")
_DEEPEST = 6


def linked_data(root: HtmlElement, headline: str | None) -> Metadata:
    """Return what the JSON-LD of a page states of its article.

    Where it describes several articles, `headline` says which is meant; else the first is.
    """
    nodes = [node for script in root.iter("script") for node in _nodes(script)]
    articles = [node for node in nodes if _is_a(node, *_ARTICLE)]
    pages = [node for node in nodes if _is_a(node, "WebPage")]
    same = [node for node in articles if headline and one_line(node.get("headline")) == headline]
    chosen = (same or articles or pages or [{}])[0]
    site = next((node for node in nodes if _is_a(node, "WebSite", "Organization")), {})
    by_id = {str(node["@id"]): node for node in nodes if "@id" in node}
    stated = _metadata(chosen, by_id)
    if chosen in articles and pages and not same:
        stated = stated.or_else(Metadata(language=language_tag(pages[0].get("inLanguage"))))
    return stated.or_else(Metadata(publisher=_name(site, by_id)))


def _nodes(script: HtmlElement) -> Iterator[dict[str, object]]:
    if "ld+json" not in script.get("type", "").lower():
        return
    try:
        parsed = json.loads(script.text or "", strict=False)
    except (ValueError, RecursionError):
        return
    stack = [(parsed, 0)]
    while stack:
        value, depth = stack.pop(0)
        if isinstance(value, list) and depth < _DEEPEST:
            stack += [(each, depth + 1) for each in value[:200]]
        elif isinstance(value, dict):
            yield value
            if "@graph" in value and depth < _DEEPEST:
                stack.append((value["@graph"], depth + 1))
            if isinstance(value.get("mainEntity"), dict):
                stack.append((value["mainEntity"], _DEEPEST))


def _is_a(node: dict[str, object], *kinds: str) -> bool:
    stated = node.get("@type")
    types = [str(each) for each in stated] if isinstance(stated, list) else [str(stated)]
    return any(kind == each or each.endswith(kind) for each in types for kind in kinds)


def _metadata(node: dict[str, object], by_id: dict[str, dict[str, object]]) -> Metadata:
    published = node.get("datePublished")
    date = dates.parse(published) if isinstance(published, str) else None
    title = one_line(node.get("headline")) or one_line(node.get("name"))
    address = web_address(node.get("url")) or web_address(node.get("mainEntityOfPage"))
    return Metadata(
        title=title,
        publisher=_name(node.get("publisher"), by_id),
        authors=_names(node.get("author"), by_id),
        published=Published(date, "page metadata") if date else None,
        language=language_tag(node.get("inLanguage")),
        url=address,
    )


def _names(value: object, by_id: dict[str, dict[str, object]]) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    return tuple(name for each in listed if (name := _name(each, by_id)))


def _name(value: object, by_id: dict[str, dict[str, object]]) -> str | None:
    if isinstance(value, list):
        return next(iter(_names(value, by_id)), None)
    if isinstance(value, dict):
        full = value if "name" in value else by_id.get(str(value.get("@id")), {})
        return one_line(full.get("name"))
    return one_line(value)
