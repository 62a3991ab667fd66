"""What the browser sends beside a question, and what is shown for it."""

from __future__ import annotations

from typing import Any, NamedTuple


class Narrowed(NamedTuple):
    """What stands in the fields beside the question: the collection, sources, two dates."""

    collection: str
    source: str
    since: str
    until: str


class Screen(NamedTuple):
    """What is shown; what is left out stays as it is."""

    before: Any = None
    now: Any = None
    here: Any = None
    """The id of the open conversation."""
    editing: Any = None
    """The turn that the next question is asked in place of."""
    question: Any = None
    examples: Any = None
    past: Any = None
    collection: Any = None
    refused: Any = None
    """Why something was not done; what is shown stays."""

    def updates(self) -> tuple[Any, ...]:
        """Return the screen as Gradio takes it."""
        import gradio as gr

        return tuple(gr.skip() if each is None else each for each in self)
