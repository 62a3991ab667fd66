"""What a model cites and what it quotes, asked through the whole chain: exact, or not shown."""

from __future__ import annotations

import pytest

from rag.answers import Decline
from rag.chain import Chain
from tests.rag.scripted import QUESTION, SAID, judged, judging, label_of
from tests.servers.openai_server import OpenAIServer, Request

UNCITED: dict[str, tuple[str, bool]] = {
    "no mark, and a source says it": (f"{SAID}.", True),
    "a mark of no source, and a source says it": (f"{SAID} [S99].", True),
    "no mark, and no source says it": ("The mission in Orvessa now has 12 ships.", False),
    "a mark of no source, and no source says it": ("Orvessa has 12 ships [S99].", False),
    "another source's mark, and none says it": ("Orvessa has 12 ships [S1].", False),
}


@pytest.mark.parametrize("name", UNCITED)
def test_a_citation_is_found_or_there_is_none(
    server: OpenAIServer, chain: Chain, name: str
) -> None:
    reply, said = UNCITED[name]
    server.script = lambda r: judged("unsupported") if judging(r) else reply
    answer = chain.ask(QUESTION)
    if said:
        (statement,) = answer.statements
        assert statement.recited
        assert "4,350" in statement.citations[0].quote
    else:
        assert answer.decline is Decline.NOTHING_SUPPORTED


ASKED = "What did Ruth Amadi-Voss say about fewer of us on the river?"
WORDS = "Fewer of us does not mean less of us on the river"
QUOTES = {
    "as it stands": ("“Fewer of us does not mean less of us on the river,” she said", True),
    "straight marks": ('"Fewer of us does not mean less of us on the river," she said', True),
    "other marks": (
        "« Fewer of us does not mean less of us on the river », she said",
        True,
    ),
    "a word changed": ("“Fewer of us does not mean less of us on the lake,” she said", False),
    "single marks": ("‘Fewer of us does not mean less of us on the river,’ she said", True),
    "single marks, a word changed": (
        "‘Fewer of us does not mean less of us on the lake,’ she said",
        False,
    ),
    "one mark, a word changed": (
        "Fewer of us does not mean less of us on the lake,” she said",
        False,
    ),
    "a word left out": ("“Fewer of us does not mean less on the river,” she said", False),
    "a negation dropped": ("“Fewer of us does mean less of us on the river,” she said", False),
    "words made up": ("“We will never leave the river to the front,” she said", False),
}


@pytest.mark.parametrize("name", QUOTES)
def test_a_quotation_is_verbatim_or_withheld(server: OpenAIServer, chain: Chain, name: str) -> None:
    text, shown = QUOTES[name]

    def script(request: Request) -> str:
        if judging(request):
            return judged("supported")
        return f"{text} [{label_of(request, WORDS)}]."

    server.script = script
    answer = chain.ask(ASKED)
    assert [statement.text for statement in answer.statements] == ([f"{text}."] if shown else [])
    assert [withheld.text for withheld in answer.withheld] == ([] if shown else [f"{text}."])
