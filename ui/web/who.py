"""Who is signed in, in the page's heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.people.person import person_of
from ui.web.login import who_html
from ui.web.phrases import Phrases

if TYPE_CHECKING:
    import gradio as gr

    from ui.people.entrance import Entrance


def who(page: gr.Blocks, entrance: Entrance, words: Phrases) -> None:
    """Put the name of whoever signed in on the page, and the way out; nothing without a login."""
    import gradio as gr

    shown = gr.HTML("", elem_id="who")

    def told(request: gr.Request) -> str:
        name = person_of(request).name
        if name is None:
            return ""
        return who_html(name, words, leaves=entrance.session(request.request) is not None)

    told.__annotations__["request"] = gr.Request  # Gradio looks among the module's own names
    page.load(told, None, shown, show_progress="hidden", queue=False)
