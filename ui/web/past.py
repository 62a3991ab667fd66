"""The list of what somebody asked before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ui.exporting.page import text
from ui.keeping.conversations import Listed
from ui.web.deeds import exports_html
from ui.web.phrases import Phrases


def past_html(listed: Sequence[Listed], open_: str, collection: str, words: Phrases) -> str:
    """Return the conversations as links, the open one marked and offered to be saved."""
    return "\n".join(_blocks(listed, open_, collection, words))


def _blocks(listed: Sequence[Listed], open_: str, collection: str, words: Phrases) -> Iterator[str]:
    if not listed:
        yield f'<p class="facts">{words.no_conversations}</p>'
        return
    yield '<ol class="past">'
    yield from (_row(each, each.id == open_, collection, words) for each in listed)
    yield "</ol>"
    if open_:
        address = f"page/{collection}/conversations/{open_}"
        yield f'<p class="facts">{exports_html(address, words.this_conversation, words)}</p>'


def _row(each: Listed, is_open: bool, collection: str, words: Phrases) -> str:
    current = ' aria-current="page"' if is_open else ""
    name = text(each.title)
    return (
        f'<li><a href="?conversation={each.id}&amp;collection={text(collection)}" '
        f'data-conversation="{each.id}"{current} dir="auto" title="{name}">{name}</a>'
        f'<button type="button" data-do="forget" data-conversation="{each.id}" '
        f'aria-label="{words.named.format(words.forget, name)}">×</button></li>'
    )
