"""Every way a model breaks the format, asked through the whole chain: repaired, never made up."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable

import pytest

from rag.answers import Decline, Label, VerdictClass
from rag.assemble import build_chain
from rag.chain import Chain
from rag.settings import LlmSettings, Settings
from tests.rag.scripted import HELD, QUESTION, SAID, judged, judging, label_of
from tests.servers.openai_server import OpenAIServer, Reply, Request, chunks
from vectorstore.collection import Collection

MARKS = [
    "{said} [S{n}].",
    "{said} [{n}].",
    "{said} [{n},{m}].",
    "{said} [{n}, {m}].",
    "{said} [{n}][{m}].",
    "{said} [{n}] [{m}].",
    "{said}【{n}】.",
    "{said}【{n}†source】.",
    "{said} [^{n}].",
    "{said} ({n}).",
    "{said} (S{n}).",
    "{said} [{low}–{high}].",
    "{said} [{low}-{high}].",
    "{said} [S{low}–S{high}].",
    "{said}. [{n}]",
    "{said}.[^{n}]",
    "{said} [99][{n}].",
    "- {said} [{n}].",
    "1. {said} [{n}].",
    "**{said}** [{n}].",
    "Source {n}: {said}.",
    "According to [S{n}], {said}.",
]
Script = Callable[[Request], str | Reply]


def number_of(request: Request, words: str = HELD) -> int:
    return int(label_of(request, words).removeprefix("S"))


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_of_any_kind_cites_what_it_names(
    server: OpenAIServer, chain: Chain, mark: str
) -> None:
    def script(request: Request) -> str:
        n = number_of(request)
        m = n % 8 + 1
        return mark.format(said=SAID, n=n, m=m, low=min(n, m), high=max(n, m))

    server.script = script
    answer = chain.ask(QUESTION)
    (statement,) = answer.statements
    assert statement.text.rstrip(".") == SAID
    assert (statement.verdict.label, statement.recited) == (Label.SUPPORTED, False)
    assert any("4,350" in citation.quote for citation in statement.citations)
    assert (answer.provenance.model, answer.provenance.fallback) == ("small", None)


LEFT_OUT = {
    "a table": "| what | how many |\n|---|---|\n| ships [1] | 12 |\n\n{said} [{n}].",
    "code": "```python\nships = 12  # [1]\nprint(ships)\n```\n{said} [{n}].",
    "code after it": "{said} [{n}].\n\n```sql\nSELECT 12 FROM ships;\n```",
    "code without an end": "{said} [{n}].\n\n```js\nconst ships = 12",
    "a list of sources": "{said} [{n}].\n\nSources:\n[1] ships.example, 12\n[2] boats.example",
    "footnotes": "{said} [^{n}].\n\n[^{n}]: ships.example, 12 ships",
    "thinking": "<think>12 ships [1].</think>{said} [{n}].",
    "a heading": "## 12 ships [1]\n\n{said} [{n}].",
    "phrases": "Sure! Here is the answer:\n\n{said} [{n}].\n\nLet me know if you need 12 ships!",
}


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_is_no_sentence_is_left_out(server: OpenAIServer, chain: Chain, name: str) -> None:
    server.script = lambda r: LEFT_OUT[name].format(said=SAID, n=number_of(r))
    answer = chain.ask(QUESTION)
    assert [statement.text for statement in answer.statements] == [f"{SAID}."]
    assert not answer.withheld
    assert answer.provenance.fallback is None


def in_json(request: Request) -> str:
    return json.dumps({"answer": f"{SAID} [{number_of(request)}]."})


WRAPPED: dict[str, Script] = {
    "a block of text": lambda r: f"```\n{SAID} [{number_of(r)}].\n```",
    "a block of Markdown": lambda r: f"```markdown\n{SAID} [{number_of(r)}].\n```",
    "JSON": in_json,
}


@pytest.mark.parametrize("name", WRAPPED)
def test_an_answer_is_read_out_of_its_wrapping(
    server: OpenAIServer, chain: Chain, name: str
) -> None:
    server.script = WRAPPED[name]
    answer = chain.ask(QUESTION)
    assert [statement.text for statement in answer.statements] == [f"{SAID}."]
    assert answer.provenance.model == "small"


EMPTY = [
    "",
    " \n\n",
    "Sure!",
    "```\n```",
    "<think>4,350 troops.",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "…",
]


@pytest.mark.parametrize("reply", EMPTY)
def test_a_reply_without_a_sentence_is_stood_in_for(
    server: OpenAIServer, chain: Chain, reply: str
) -> None:
    server.script = lambda request: reply
    answer = chain.ask(QUESTION)
    assert answer.provenance.answerer == "extractive"
    assert "no sentence" in (answer.provenance.fallback or "")
    assert "4,350" in " ".join(s.text for s in answer.statements)


FOREIGN = {
    "Chinese": "该特派团目前在奥维萨有四千三百五十名士兵。[S{n}]",
    "German": "Die Truppe in Orvessa zählt heute 4.350 Soldatinnen und Soldaten [S{n}].",
    "Russian": "Сейчас в миссии служит 4350 военных [S{n}].",
}


@pytest.mark.parametrize("language", FOREIGN)
@pytest.mark.parametrize("label", ["supported", "unsupported"])
def test_an_answer_in_the_wrong_language_is_for_the_judge(
    server: OpenAIServer, chain: Chain, language: str, label: str
) -> None:
    def script(request: Request) -> str:
        return judged(label) if judging(request) else FOREIGN[language].format(n=number_of(request))

    server.script = script
    answer = chain.ask(QUESTION)
    verdicts = [item.verdict for item in (*answer.statements, *answer.withheld)]
    assert len(verdicts) == 1
    assert verdicts[0].kind not in (VerdictClass.QUOTED, VerdictClass.CLOSE_WORDING)
    if label == "unsupported":
        assert answer.decline is Decline.NOTHING_SUPPORTED


def repeating(text: str) -> Script:
    """Return what streams the same for ever; the client must hang up."""

    def script(request: Request) -> Reply:
        said = text.format(said=SAID, n=number_of(request))
        events = (e for _ in itertools.count() for e in chunks(said, finish=None) if e["choices"])
        return Reply(events=events)

    return script


REPEATED = {
    "a sentence": "{said} [{n}]. ",
    "a paragraph": "{said} [{n}].\n\n",
    "two sentences": "{said} [{n}]. Belmarch has called home 400 of its men [{n}]. ",
    "words": "{said} and {said} and ",
    "a mark": "[{n}]",
    "a line": "=====",
    "empty lines": "\n",
    "an open bracket": "[",
}


@pytest.mark.parametrize("name", REPEATED)
def test_a_model_that_repeats_itself_for_ever_is_stopped(
    server: OpenAIServer, library: Collection, name: str
) -> None:
    server.script = repeating(REPEATED[name])
    llm = LlmSettings(base_url=server.base_url, timeout=5.0, longest=3.0, retries=0)
    answer = build_chain(Settings(llm=llm), library).ask(QUESTION)
    texts = [statement.text for statement in answer.statements]
    assert len(texts) == len(set(texts)) >= 1
    assert "4,350" in texts[0]
    made = answer.provenance
    stopped = any("repeated itself" in note for note in made.notes)
    assert stopped or "llm.longest" in (made.fallback or "")


def test_cut_off_at_its_most_tokens_half_a_sentence_is_not_shown(
    server: OpenAIServer, chain: Chain
) -> None:
    def script(request: Request) -> Reply:
        half = f"{SAID} [{number_of(request)}]. Belmarch has called home 400"
        return Reply(events=chunks(half, finish="length"))

    server.script = script
    answer = chain.ask(QUESTION)
    assert [statement.text for statement in answer.statements] == [f"{SAID}."]
    assert any("llm.max_tokens" in note for note in answer.provenance.notes)
