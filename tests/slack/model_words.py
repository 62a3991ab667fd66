"""What a model on this machine writes in tests of the bot."""

from __future__ import annotations

import re

from tests.servers.openai_server import Request
from vectorstore.sentences import sentences

_SOURCE = re.compile(r"^\[S(\d+)\]\n.*?^<(text-\w+)>\n(.*?)\n</\2>", re.DOTALL | re.MULTILINE)


def everything(request: Request) -> str:
    """Answer with every sentence of every source that was sent."""
    return " ".join(_labelled(request))


def invention(request: Request) -> str:
    """Answer with some sentences of the sources, and one that stands in none."""
    return " ".join([*_labelled(request)[:5], "The mission has 900 ships. [S1]"])


def _labelled(request: Request) -> list[str]:
    sent = _SOURCE.findall(request.body["messages"][-1]["content"])
    said = [(span.of(body), number) for number, _, body in sent for span in sentences(body)]
    return [f"{' '.join(text.split())} [S{number}]" for text, number in said]
