"""The parts of the page that asking takes, wired to what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ui.samples import QUESTIONS
from ui.web.conversation import Conversing
from ui.web.phrases import Phrases
from ui.web.screen import Narrowed

if TYPE_CHECKING:
    import gradio as gr


_SENT = "(...given) => { window.footnoted.sent(); return given; }"
"""Empties the field at once: what is typed while the answer comes is the next question."""


@dataclass(frozen=True)
class Past:
    """The column of earlier conversations."""

    new: Any
    find: Any
    listed: Any


def past_column(words: Phrases) -> Past:
    """Put the earlier conversations on the page."""
    import gradio as gr

    new = gr.Button(words.new, elem_id="new")
    find = gr.Textbox(
        placeholder=words.find_conversation, label=words.find_conversation, show_label=False,
        lines=1, container=False, elem_id="past-find",
    )  # fmt: skip
    return Past(new, find, gr.HTML("", elem_id="past"))


def talk(page: gr.Blocks, conversing: Conversing, past: Past) -> Any:
    """Put a conversation on the page and wire it; what the browser holds of it is its id.

    Returns the field that says which collection is asked.
    """
    import gradio as gr

    words = conversing.words
    before = gr.HTML("", elem_id="before")
    now, refused = gr.HTML("", elem_id="now"), gr.HTML("", elem_id="refused")
    samples, buttons = _samples(words)
    here, editing, deed = (
        gr.Textbox(elem_id=name, visible="hidden", label=name)
        for name in ("here", "editing", "deed")
    )
    with gr.Column(elem_id="asking"):
        question, ask, stop = _ask_row(words)
        narrowing, narrowed = _narrowing(conversing)
    collection = narrowed[0]
    screen = [before, now, here, editing, question, samples, past.listed, collection, refused]

    def asked(typed: str, here: str, editing: str, *rest: Any) -> Iterator[Any]:
        *narrowed, request = rest
        for each in conversing.asked(typed, here, editing, Narrowed(*narrowed), request):
            yield each.updates()

    def example(it: str) -> Callable[..., Iterator[Any]]:
        def chosen(*rest: Any) -> Iterator[Any]:
            yield from asked(it, "", "", *rest)

        return chosen

    def done(told: str, here: str, *rest: Any) -> Iterator[Any]:
        *narrowed, request = rest
        for each in conversing.deed(told, here, Narrowed(*narrowed), request):
            yield each.updates()

    def loaded(request: Any) -> Any:
        return conversing.loaded(request).updates()

    def cleared(chosen: str, request: Any) -> Any:
        return conversing.changed(chosen, request).updates()

    # What is text on both sides needs no thread of Gradio's that makes it text.
    quiet: dict[str, Any] = {"show_progress": "hidden", "preprocess": False, "postprocess": False}
    typed = [question, here, editing, *narrowed]
    for start in (question.submit, ask.click):
        start(_asking(asked, len(typed)), typed, screen, trigger_mode="multiple", js=_SENT, **quiet)
    for it, button in zip(QUESTIONS, buttons, strict=True):
        button.click(_asking(example(it), len(narrowed)), [*narrowed], screen, **quiet)
    told = [deed, here, *narrowed]
    deed.change(_asking(done, len(told)), told, screen, trigger_mode="multiple", **quiet)
    stop.click(_asking(conversing.left, 0), None, None, queue=False, **quiet)
    past.new.click(_asking(cleared, 1), collection, screen, **quiet)
    collection.input(_asking(cleared, 1), collection, screen, **quiet)
    for looked in (narrowing.expand, collection.focus):
        looked(conversing.offered, collection, collection, **quiet)
    past.find.change(
        _asking(conversing.found, 3), [past.find, here, collection], past.listed, **quiet
    )
    page.load(_asking(loaded, 0), None, screen, **quiet)
    page.unload(_asking(conversing.closed, 0))
    return collection


def _asking(handler: Callable[..., Any], inputs: int) -> Callable[..., Any]:
    """Return a handler that is given so many inputs and the request, as Gradio finds it out.

    Gradio reads a parameter list, and looks for what an annotation names in its module. What is
    given is taken for text, and an empty field of Gradio, which is None, for an empty one.
    """
    import inspect

    import gradio as gr

    def generator(*given: Any) -> Iterator[Any]:
        yield from handler(*map(_text, given[:inputs]), *given[inputs:])

    def plain(*given: Any) -> Any:
        return handler(*map(_text, given[:inputs]), *given[inputs:])

    found: Any = generator if inspect.isgeneratorfunction(handler) else plain
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    names = [inspect.Parameter(f"input_{n}", kind) for n in range(inputs)]
    asker = inspect.Parameter("request", kind, annotation=gr.Request)
    found.__signature__ = inspect.Signature([*names, asker])
    found.__annotations__ = {"request": gr.Request}
    return found  # type: ignore[no-any-return]


def _text(given: Any) -> str:
    return "" if given is None else str(given)


def _samples(words: Phrases) -> tuple[Any, list[Any]]:
    import gradio as gr

    with gr.Column(elem_id="examples", visible=False) as column:
        gr.HTML(f"<p>{words.examples}</p>")
        buttons = [gr.Button(example) for example in QUESTIONS]
    return column, buttons


def _ask_row(words: Phrases) -> tuple[Any, Any, Any]:
    import gradio as gr

    with gr.Row(elem_id="ask"):
        question = gr.Textbox(
            placeholder=words.placeholder, label=words.placeholder, show_label=False, lines=1,
            max_lines=6, autofocus=True, container=False, elem_id="question", scale=1,
        )  # fmt: skip
        ask = gr.Button(words.ask, variant="primary", elem_id="send", min_width=80)
        stop = gr.Button(words.stop, elem_id="stop", min_width=80)
    return question, ask, stop


def _narrowing(conversing: Conversing) -> tuple[Any, list[Any]]:
    import gradio as gr

    words, names = conversing.words, conversing.shelves.names
    with gr.Accordion(words.narrow, open=False, elem_id="narrow") as narrowing, gr.Row():
        collection = gr.Dropdown(
            names, value=names[0], label=words.collection, elem_id="collection",
            visible=len(names) > 1, min_width=140,
        )  # fmt: skip
        source = gr.Textbox(
            label=words.only_sources, placeholder=words.source_parts, elem_id="only", lines=1,
            min_width=200,
        )  # fmt: skip
        days = [
            gr.Textbox(label=label, elem_id=name, lines=1, min_width=120, placeholder="2025-09")
            for label, name in ((words.since, "since"), (words.until, "until"))
        ]
    return narrowing, [collection, source, *days]
