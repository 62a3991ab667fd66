"""Gradio's page without what Gradio does in vain for each piece of an answer."""

from __future__ import annotations

import os
import sys
from copy import copy
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import gradio as gr

if TYPE_CHECKING:
    from gradio.block_function import BlockFunction
    from gradio.state_holder import SessionState

ASKING = 64
"""How many events of one kind go on at once; more of them wait unseen, as many again at most."""
TABS = 128
"""How many tabs Gradio keeps a copy of its parts for; a tab beyond them is given another."""
_UNCOUNTED = {
    "GRADIO_ANALYTICS_MAX_EVENTS": "1",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",
}
"""After each event Gradio makes a table of the last 10,000, for a page that is turned off here."""


class Page(gr.Blocks):
    """Blocks that leave alone what a handler skips, where Gradio would make it anew."""

    def __init__(self, **options: Any) -> None:
        for name, value in _UNCOUNTED.items():
            os.environ.setdefault(name, value)
        if find_spec("matplotlib") is None:  # else it is looked for twice for each piece
            sys.modules.setdefault("matplotlib", None)  # type: ignore[arg-type]
        super().__init__(**options)
        self.state_session_capacity = TABS
        self.max_threads = 2 * ASKING  # of its own: what waits here keeps nothing else waiting

    async def postprocess_data(
        self, block_fn: BlockFunction, predictions: Any, state: SessionState | None
    ) -> list[Any]:
        """Return what is sent for the outputs of a handler."""
        skipped = gr.skip()
        if not isinstance(predictions, tuple) or skipped not in predictions:
            return [*await super().postprocess_data(block_fn, predictions, state)]
        left = [n for n, each in enumerate(predictions) if each != skipped]
        sent: list[Any] = [skipped] * len(predictions)
        if left:
            part = copy(block_fn)
            part.outputs = [block_fn.outputs[n] for n in left]
            given = [predictions[n] for n in left]
            made = await super().postprocess_data(part, given if given[1:] else given[0], state)
            for n, value in zip(left, made, strict=True):
                sent[n] = value
        return sent
