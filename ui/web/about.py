"""What the page says of itself: who answers, and how often the checker is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rag.support import measured
from ui.checkup import versions
from ui.exporting.page import phrase
from ui.rates import rate_lines
from ui.roles import role_lines, roles
from ui.web.phrases import Phrases

if TYPE_CHECKING:
    from rag.settings import Settings
    from ui.shelves import Shelf


def about_html(settings: Settings, shelf: Shelf, words: Phrases) -> str:
    """Return models, a library as it is now, settings, versions, error rates and keys."""
    return "\n".join(_lines(settings, shelf, words))


def _lines(settings: Settings, shelf: Shelf, words: Phrases) -> Iterator[str]:
    library = shelf.library
    held = (("documents", len(library.documents())), ("passages", library.passage_count))
    facts = [
        *role_lines(roles(settings), words.wording),
        (words.embedder, shelf.chain.embedder),
        (words.library, " · ".join(words.counted(what, number) for what, number in held)),
        (words.collection, shelf.name),
        (words.settings, shelf.chain.settings),
    ]
    packages = [(name, number) for name, number in versions().items() if number]
    named = [*((_begun(name), value) for name, value in facts), *packages]
    yield '<dl class="about">'
    yield from (f"<dt>{phrase(name)}</dt><dd>{phrase(value)}</dd>" for name, value in named)
    yield f"</dl>\n<p>{phrase(_begun(words.wording.rates))}</p>\n<ul>"
    yield from (f"<li>{phrase(line)}</li>" for line in rate_lines(measured(), words.wording))
    yield f'</ul>\n<p>{words.keyboard}</p>\n<dl class="about">'
    yield from (f"<dt><kbd>{keys}</kbd></dt><dd>{said}</dd>" for keys, said in words.keys.values())
    yield "</dl>"


def _begun(words: str) -> str:
    """Return words with the capital letter that they begin with on a page."""
    return words[:1].upper() + words[1:]
