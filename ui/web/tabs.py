"""What stands beside the conversation: a draft to check, the library, evaluations, about."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from ui.people.person import person_of
from ui.web.about import about_html
from ui.web.drafts import checking, failed_html
from ui.web.phrases import Phrases
from ui.web.runs import Runs
from vectorstore.errors import FootnotedError

if TYPE_CHECKING:
    import gradio as gr

    from ui.people.limits import Limits
    from ui.shelves import Shelves


def draft_tab(
    page: gr.Blocks, shelves: Shelves, collection: Any, words: Phrases, limits: Limits
) -> None:
    """Put on the page where a draft is given and comes back footnoted.

    `collection` is the field that says from which collection.
    """
    import gradio as gr

    runs = Runs()
    gr.HTML(f'<p class="welcome">{words.draft_help}</p>')
    typed = gr.Textbox(label=words.draft_label, lines=8, max_lines=20, elem_id="draft")
    file = gr.File(
        label=words.draft_file, type="filepath", elem_id="draft-file", height=76,
        file_types=[".txt", ".md", ".docx"],
    )  # fmt: skip
    with gr.Row(elem_classes="doing"):
        check = gr.Button(words.check, variant="primary", elem_id="check")
        stop = gr.Button(words.stop, elem_id="stop-checking")
    found = gr.HTML("", elem_id="checked")

    def checked(text: str, path: str | None, name: str, request: Any) -> Iterator[str]:
        person = person_of(request)
        may = partial(limits.question, person)
        with runs.begin(str(request.session_hash)) as ticket:
            try:
                shelf = shelves.shelf(name or None)
            except FootnotedError as error:
                yield failed_html(error, words)
                return
            shown = checking(shelf, person.id, text or "", path, words, ticket.run, may)
            meanwhile = f'<p class="status" role="status">{words.waiting} …</p>'
            yield from runs.in_turn(ticket.run, shown, meanwhile)

    def stopped(request: Any) -> None:
        runs.cancel(str(request.session_hash))

    def closed(request: Any) -> None:
        runs.forget(str(request.session_hash))

    for handler in (checked, stopped, closed):
        handler.__annotations__["request"] = gr.Request
    check.click(checked, [typed, file, collection], found, show_progress="hidden")
    stop.click(stopped, None, None, queue=False, show_progress="hidden")
    page.unload(closed)


def library_tab() -> None:
    """Put the library on the page; its own script fills it, and again when its tab is chosen."""
    import gradio as gr

    gr.HTML('<div id="library"></div>')


def evaluate_tab(words: Phrases) -> None:
    """Put the reports of evaluations on the page; its own script fills it when it is chosen."""
    import gradio as gr

    gr.HTML(f'<div id="evaluations" aria-live="polite" data-silent="{words.silent}"></div>')


def about_tab(tab: gr.Tab, shelves: Shelves, collection: Any, words: Phrases) -> None:
    """Put on the page what it says of itself and of the collection that is asked.

    It is said anew whenever `tab` is chosen; `collection` is the field that says which one.
    """
    import gradio as gr

    def told(name: str) -> str:
        try:
            return about_html(shelves.settings, shelves.shelf(name or None), words)
        except FootnotedError as error:
            return failed_html(error, words)

    tab.select(told, collection, gr.HTML("", elem_id="about"), show_progress="hidden")
