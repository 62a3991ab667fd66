"""Systems behind an OpenAI-compatible endpoint, Footnoted's own among them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evals.cases.place import Names
from evals.response import Cited, Response
from evals.running.ask import Footnoted
from evals.running.errors import EvaluationError
from evals.systems.completions import read_completion
from evals.systems.endpoint import Endpoint
from evals.systems.spec import Spec, spec_of
from rag.answers import Turn
from rag.assemble import build_chain
from rag.settings import Settings
from tests.evals.systems.asked import BARE, case, run, sample_cases, speaking
from tests.servers.openai_server import OpenAIServer, Reply
from tests.ui.api.conftest import serving
from ui.api.app import api
from ui.api.desk import Desk
from vectorstore.collection import Collection


@pytest.fixture
def names(library: Collection) -> Names:
    return Names(library)


def endpoint(url: str, names: Names, key: str | None = None, model: str = "#m") -> Endpoint:
    return Endpoint.of(spec_of(f"openai:{url}{model}"), speaking(url).llm, key, names)


def completion(content: str, *annotations: dict[str, Any], **more: Any) -> dict[str, Any]:
    message = {"role": "assistant", "content": content, "annotations": [*annotations]}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    shape = {"id": "c", "object": "chat.completion", "created": 0, "model": "m"}
    return {**shape, "choices": [choice], **more}


def read(body: dict[str, Any], names: Names) -> Response:
    return read_completion(body, "a", "rival", 1.5, names)


def test_it_is_asked_as_its_users_ask_it(names: Names, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIVAL_KEY", "rival-secret")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-not-theirs-1234")
    usage = {"prompt_tokens": 7, "completion_tokens": 2, "total_tokens": 9, "cost": 0.25}
    with OpenAIServer() as server:
        server.key, server.models = "rival-secret", ["rag-1"]
        server.script = lambda request: Reply(body=completion("It burned.", usage=usage))
        system = endpoint(server.base_url, names, "RIVAL_KEY", "")
        found = system.answer(case("Where?", (Turn("Did it burn?", "It did."), Turn("When?"))))
    (sent,) = [one for one in server.requests if one.method == "POST"]
    assert sent.body == {
        "model": "rag-1",
        "messages": [
            {"role": "user", "content": "Did it burn?"},
            {"role": "assistant", "content": "It did."},
            {"role": "user", "content": "When?"},
            {"role": "user", "content": "Where?"},
        ],
    }
    assert (found.text, found.prompt_tokens, found.completion_tokens) == ("It burned.", 7, 2)
    assert (found.cost, found.first_seconds) == (0.25, None)
    assert system.name == f"rag-1 at {server.base_url[7:-3]}"
    assert "rival-secret" not in str(system.about)


def test_no_key_is_sent_that_was_not_named(names: Names, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-not-theirs-1234")
    with OpenAIServer() as server:
        server.script = lambda request: Reply(body=completion("Yes."))
        assert endpoint(server.base_url, names).answer(case()).text == "Yes."
    assert "not-theirs" not in str(server.requests)


def test_what_fails_is_a_response_without_a_key(
    names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIVAL_KEY", "rival-secret")
    with OpenAIServer() as server:
        server.key = "another"
        refused = endpoint(server.base_url, names, "RIVAL_KEY").answer(case())
        server.key = None
        server.script = lambda request: Reply(body=[1])
        nonsense = endpoint(server.base_url, names).answer(case())
        server.script = lambda request: Reply(body={"choices": []})
        empty = endpoint(server.base_url, names).answer(case())
        server.models = []
        with pytest.raises(EvaluationError, match="lists no model"):
            endpoint(server.base_url, names, model="")
        url = server.base_url
    assert "status 401" in (refused.error or "")
    assert "rival-secret" not in (refused.error or "")
    assert "no chat completion" in (nonsense.error or "")
    assert "no completion" in (empty.error or "")
    gone = endpoint(url, names).answer(case())
    assert "cannot be reached" in (gone.error or "")


def test_an_annotation_is_of_the_sentence_it_stands_in(names: Names) -> None:
    mark = "([burned](https://n.example/m))"
    text = f"The mill burned {mark}. Nobody was hurt. It rained."

    def note(start: int, end: int, **more: Any) -> dict[str, Any]:
        told = {"url": "https://n.example/m", "title": "M", **more}
        place = {"start_index": start, "end_index": end}
        return {"type": "url_citation", "url_citation": {**told, **place}}

    at, hurt = text.index(mark), text.index("Nobody")
    found = read(
        completion(
            text,
            note(at, at + len(mark)),
            note(hurt, hurt + 16, content="Nobody was hurt."),
            {"type": "audio"},
        ),
        names,
    )
    cited = Cited("https://n.example/m", "M")
    assert [(one.text, one.citations) for one in found.statements] == [
        ("The mill burned.", (cited,)),
        ("Nobody was hurt.", (Cited("https://n.example/m", "M", quote="Nobody was hurt."),)),
        ("It rained.", ()),
    ]
    everywhere = {"type": "file_citation", "filename": "m.txt"}
    found = read(completion("It burned. It rained.", everywhere), names)
    assert [one.citations for one in found.statements] == [(Cited("m.txt"),)] * 2


def test_a_plain_text_cites_nothing_and_may_decline(names: Names) -> None:
    found = read(completion("It burned [1]."), names)
    assert [(one.text, one.citations) for one in found.statements] == [("It burned.", ())]
    assert read(completion("None of the provided sources mention a mill."), names).declined
    assert read(completion(""), names).declined


def test_footnoted_measured_through_its_own_door_is_footnoted(
    library: Collection, names: Names, tmp_path: Path
) -> None:
    placed = [
        one
        for one in sample_cases(library)
        if not (one.case.as_of or one.within) and (one.case.history or one.case.kind.declines)
    ][:3]
    placed += [one for one in sample_cases(library) if one.case.key_facts][:2]
    chain = build_chain(Settings(), library)
    _, direct = run(Footnoted(build_chain(BARE, library)), placed, library, tmp_path / "a")
    with serving(api(Desk(chain, library))) as client:
        spec = Spec(spec_of("openai:http://h/v1").kind, f"{str(client.base_url).rstrip('/')}/v1")
        system = Endpoint.of(spec, Settings().llm, None, names)
        _, through = run(system, placed, library, tmp_path / "b")
    assert any(row["statements"] for row in direct)
    assert any(row["declined"] for row in direct)
    for one, other in zip(direct, through, strict=True):
        left_out = ("system", "timing")
        assert {k: v for k, v in one.items() if k not in left_out} == {
            k: v for k, v in other.items() if k not in left_out
        }


def test_an_answer_of_another_version_of_footnoted_is_an_error(names: Names) -> None:
    found = read(completion("It burned.", footnoted={"schema": 99}), names)
    assert "no completion (KeyError)" in (found.error or "")
