"""The list of what somebody asked before."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ui.exporting.page import text
from ui.keeping.conversations import Listed
from ui.web.deeds import exports_html
from ui.web.phrases import Phrases
from ui.web.runs import TABS


@dataclass
class Searches:
    """What each tab looks for in its conversations, of those that did so last; thread-safe."""

    _words: dict[str, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def put(self, tab: str, words: str) -> None:
        """Remember what stands in the search field of a tab."""
        with self._lock:
            self._words.pop(tab, None)
            if words:
                self._words[tab] = words
            if len(self._words) > TABS:
                del self._words[next(iter(self._words))]

    def of(self, tab: str) -> str:
        """Return what stands in the search field of a tab."""
        with self._lock:
            return self._words.get(tab, "")


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
