"""The page: a conversation, drafts and the library beside the source that is open."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from ui.web.conversation import Conversing
from ui.web.deeds import feedback_html
from ui.web.phrases import Phrases
from ui.web.tabs import about_tab, draft_tab, evaluate_tab, library_tab
from ui.web.talk import Past, past_column, talk
from ui.web.who import who

if TYPE_CHECKING:
    import gradio as gr

    from ui.people.entrance import Entrance
    from ui.shelves import Shelf, Shelves

_HERE = Path(__file__).parent
_STYLES = ("page.css", "conversation.css", "library.css", "evaluations.css")
_SCRIPTS = (
    "asking.js", "page.js", "source.js", "past.js", "conversation.js", "feedback.js",
    "library.js", "correcting.js", "intake.js", "evaluations.js",
)  # fmt: skip


@dataclass(frozen=True)
class Desk:
    """What answers the page's questions, and what it shows and changes of the library.

    While `changes` says no, nothing is uploaded, corrected or removed.
    """

    shelves: Shelves
    words: Phrases
    entrance: Entrance
    changes: Callable[[], bool] = lambda: True

    @property
    def shelf(self) -> Shelf:
        """The collection to begin with."""
        return self.shelves.shelf()


def page(desk: Desk) -> gr.Blocks:
    """Return the page."""
    import gradio as gr

    from ui.web.blocks import Page

    with (
        Page(title=desk.words.title, analytics_enabled=False, fill_width=True) as blocks,
        gr.Row(elem_id="reading-room"),
    ):
        past = _past(desk.words)
        _main(desk, blocks, past)
        first = escape(desk.shelves.settings.collection)
        rest = _panel(desk.words) + feedback_html(desk.words, first) + _reaching(desk.words)
        gr.HTML(rest, elem_id="source-column")
    return blocks


def _past(words: Phrases) -> Past:
    import gradio as gr

    with gr.Column(elem_id="past-column", min_width=0):
        gr.HTML(
            f'<h2>{words.conversations}</h2><button type="button" id="fold-past" '
            f'aria-controls="past-column" aria-label="{words.fold_conversations}">‹</button>'
        )
        return past_column(words)


def _main(desk: Desk, blocks: gr.Blocks, past: Past) -> None:
    import gradio as gr

    words, limits = desk.words, desk.entrance.limits
    with gr.Column(elem_id="conversation", min_width=0):
        with gr.Row(elem_id="top"):
            gr.HTML(_heading(words), elem_id="heading")
            who(blocks, desk.entrance, words)
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab(words.ask, elem_id="tab-ask"):
                conversing = Conversing(desk.shelves, words, limits, desk.changes)
                collection = talk(blocks, conversing, past)
            with gr.Tab(words.draft, elem_id="tab-draft"):
                draft_tab(blocks, desk.shelves, collection, words, limits)
            with gr.Tab(words.library, elem_id="tab-library"):
                library_tab()
            with gr.Tab(words.evaluate, elem_id="tab-evaluate"):
                evaluate_tab(words)
            with gr.Tab(words.about, elem_id="tab-about") as chosen:
                about_tab(chosen, desk.shelves, collection, words)


def _heading(words: Phrases) -> str:
    return (
        f"<h1>{words.title}</h1>"
        '<button type="button" id="toggle-past" aria-controls="past-column" aria-expanded="false">'
        f"{words.conversations}</button>"
    )


def _panel(words: Phrases) -> str:
    return (
        f'<aside id="source" aria-label="{words.sources}" hidden tabindex="-1">'
        f'<button type="button" id="close-source" aria-label="{words.close}">×</button>'
        '<div id="source-text" aria-live="polite"></div></aside>'
    )


def _reaching(words: Phrases) -> str:
    said = " ".join(f'data-{name}="{escape(phrase)}"' for name, phrase in words.reaching.items())
    return f'<p id="reaching" role="status" {said}></p>'


def first(state: str) -> str:
    """Return the script that runs before any of Gradio's; `state` is that of the page."""
    return f'window.footnotedPage = "{state}";\n{_text("reaching.js")}'


def state(blocks: gr.Blocks) -> str:
    """Return what is another for every other page: its parts are called by their numbers."""
    parts = json.dumps(blocks.get_config_file()["dependencies"], default=str)
    return hashlib.sha256(f"{parts}{head()}{_text('reaching.js')}".encode()).hexdigest()[:16]


def head() -> str:
    """Return what stands in the page's head: its icon, its style, the scripts of its parts.

    Gradio's own parameter for style puts every rule under its container.
    """
    style, script = ("\n".join(map(_text, names)) for names in (_STYLES, _SCRIPTS))
    icon = '<link rel="icon" type="image/svg+xml" href="favicon.ico">'
    return f"{icon}\n<style>\n{style}\n</style>\n<script>\n{script}\n</script>"


def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
