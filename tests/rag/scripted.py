"""What a scripted model needs: the label of a source in its prompt, and the replies of a judge."""

from __future__ import annotations

import json

from tests.servers.openai_server import Request

QUESTION = "How many troops does the mission have now?"
HELD = "now has 4,350 troops"
SAID = "The mission in Orvessa now has 4,350 troops"


def label_of(request: Request, words: str) -> str:
    """Return the label under which the prompt shows a source that holds these words."""
    shown = "\n" + request.body["messages"][-1]["content"]
    for part in shown.split("\n[S")[1:]:
        if words in part:
            return f"S{part.partition(']')[0]}"
    raise AssertionError(f"no source with {words!r} was sent")


def judging(request: Request) -> bool:
    return "verdicts" in request.body["messages"][0]["content"]


def judged(label: str, number: int = 1) -> str:
    verdicts = [{"id": n, "differs": "as read", "label": label} for n in range(1, number + 1)]
    return json.dumps({"verdicts": verdicts})
