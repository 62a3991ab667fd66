"""Whoever judges sees words and their evidence, not who wrote them; and it may fail."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from evals.cases.case import Placed
from evals.response import Cited, Response, Retrieved, Said
from evals.running.errors import OtherRun
from evals.running.page import page
from evals.systems.answers import Answers
from tests.evals.systems.asked import run, sample_cases, speaking
from tests.servers.openai_server import OpenAIServer, Reply, Request
from vectorstore.collection import Collection

NAMES = ("zebra-rag", "footnoted-of-ours")
TEXTS = ["It rains.", "It pours.", "It snows.", "It hails."]
SAID = (Said("It rains."), Said("It pours."))


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        running.script = lambda request: verdict(True)
        yield running


def verdict(supported: bool) -> str:
    grade, missing = (9, "") if supported else (2, "the rain")
    said = "supported" if supported else "not supported"
    return json.dumps({"carried": "", "missing": missing, "grade": grade, "verdict": said})


def answers(name: str, ids: list[str]) -> Answers:
    """A system that says the same as any other, each sentence with two citations."""
    cited = (Cited("plum-cake.html", quote="900 g of plums"), Cited("x.txt", quote="Bake it."))
    said = tuple(Said(text, cited) for text in TEXTS)
    read = (Retrieved("plum-cake.html", text="900 g of plums", source=f"/{name}/plum-cake.html"),)
    found = {one: Response(one, name, said, passages=read) for one in ids}
    return Answers(name, {"answers": name}, found)


def without_facts(library: Collection, count: int) -> list[Placed]:
    """Some cases of which a judge is asked nothing but statements."""
    return [one for one in sample_cases(library) if not one.case.key_facts][:count]


def sent(server: OpenAIServer) -> list[str]:
    """What was asked, without the mark that is drawn anew each time."""
    asked = [request for request in server.requests if request.method == "POST"]
    server.requests.clear()
    return sorted(re.sub(r"evidence-\w+", "evidence", json.dumps(one.body)) for one in asked)


def statement(request: Request) -> str:
    text = request.body["messages"][-1]["content"]
    return next(one for one in TEXTS if one in text)


def test_a_judge_is_sent_the_same_whoever_wrote_it(
    library: Collection, server: OpenAIServer, tmp_path: Path
) -> None:
    (placed,) = without_facts(library, 1)
    seen = []
    for name in NAMES:
        system = answers(name, [placed.case.id])
        run(system, [placed], library, tmp_path / name, "model", speaking(server.base_url))
        seen.append(sent(server))
    assert seen[0]
    assert seen[0] == seen[1]
    for request in seen[0]:
        assert not any(name in request for name in (*NAMES, "footnoted", "system_name"))
        assert placed.case.question not in request


def test_a_model_finds_facts_in_whatever_words(
    library: Collection, server: OpenAIServer, tmp_path: Path
) -> None:
    placed = next(one for one in sample_cases(library) if one.case.key_facts)
    facts = (("the mill", "a windmill"), ("in May",), ("by fire",))
    placed = replace(placed, case=replace(placed.case, key_facts=facts))
    system = Answers("zebra-rag", {}, {placed.case.id: Response(placed.case.id, "zebra-rag", SAID)})

    def script(request: Request) -> str:
        return (
            "Well." if "in May" in str(request.body) else verdict("fire" not in str(request.body))
        )

    server.script = script
    _, (row,) = run(system, [placed], library, tmp_path / "a", "model", speaking(server.base_url))
    assert row["scores"]["judged_facts"] == [0.5, 1.0]
    asked = [one for one in sent(server) if placed.case.question in one]
    assert len(asked) == 4
    assert all("It rains. It pours." in one and "zebra" not in one for one in asked)
    _, (row,) = run(system, [placed], library, tmp_path / "b", "wording")
    assert "judged_facts" not in row["scores"]


def test_a_judge_that_fails_or_changes_its_mind_is_told(
    library: Collection, server: OpenAIServer, tmp_path: Path
) -> None:
    turns: dict[str, int] = {}

    def script(request: Request) -> str | Reply:
        said = statement(request)
        turns[said] = turns.get(said, 0) + 1
        match TEXTS.index(said):
            case 0:
                return Reply(body={}, delay=6.0)
            case 1:
                return "Well, it depends."
            case 2:
                return verdict(turns[said] % 2 == 1)
        return verdict(True)

    server.script = script
    placed = without_facts(library, 1)
    case, cited = placed[0].case.id, (Cited("x.txt", quote="Bake it."),)
    said = Response(case, "rival", tuple(Said(text, cited) for text in TEXTS))
    settings = speaking(server.base_url, timeout=4.0)
    system = Answers("rival", {}, {case: said})
    head, (row,) = run(system, placed, library, tmp_path, "model", settings, repeat=2, jobs=1)
    judged = [one["judged"] for one in row["statements"]]
    assert [one["supported"] for one in judged[:2]] == [None, None]
    assert "4 seconds" in judged[0]["reason"]
    assert "cannot be read" in judged[1]["reason"]
    assert [one["score"] for one in judged[:2]] == [None, None]
    assert judged[3]["supported"] is True
    assert head["unjudged"] == 2
    noise = head["judge"]["noise"]
    assert (noise["runs"], noise["pairs"], noise["flips"]) == (2, 4, 0.5)
    shown = "\n".join(page(head))
    assert "Asked 2 times, it changed its mind on 50.0% of 4 statements." in shown
    assert "The judge could not judge 2 statements: they are left out." in shown
    assert head["metrics"]["citation_recall"]["value"] == 1


def test_a_run_is_not_gone_on_with_by_another_judge(
    library: Collection, server: OpenAIServer, tmp_path: Path
) -> None:
    placed = without_facts(library, 1)
    system = answers("rival", [placed[0].case.id])
    settings = speaking(server.base_url)
    head, _ = run(system, placed, library, tmp_path, "model", settings)
    assert head["judge"]["settings"]["base_url"] == server.base_url
    slower = speaking(server.base_url, timeout=50.0, api_key="k")
    assert run(system, placed, library, tmp_path, "model", slower)[0]["began"] == head["began"]
    with OpenAIServer() as elsewhere:
        others = [
            speaking(elsewhere.base_url),
            speaking(server.base_url, max_tokens=50),
            speaking(server.base_url, options={"top_k": 1}),
        ]
        for other in others:
            with pytest.raises(OtherRun):
                run(system, placed, library, tmp_path, "model", other)


@dataclass
class Numbered:
    """Says another sentence to each case, and breaks after so many answers."""

    ids: list[str]
    last: float = math.inf
    breaks: type[BaseException] | None = None
    asked: int = 0
    name: str = "rival"

    def answer(self, placed: Placed) -> Response:
        self.asked += 1
        if self.asked > self.last:
            if self.breaks:
                raise self.breaks
            return Response(placed.case.id, self.name, error="it is away")
        cited = (Cited("plum-cake.html", quote="900 g of plums"),)
        said = Said(TEXTS[self.ids.index(placed.case.id)], cited)
        return Response(placed.case.id, self.name, (said,))


def judged(server: OpenAIServer) -> list[int]:
    """How often each text was judged since this was last asked."""
    asked = [statement(one) for one in server.requests if one.method == "POST"]
    server.requests.clear()
    return [asked.count(text) for text in TEXTS[:3]]


def test_every_answer_is_judged_so_often_however_the_run_was_made(
    library: Collection, server: OpenAIServer, tmp_path: Path
) -> None:
    placed = without_facts(library, 3)
    ids = [one.case.id for one in placed]
    settings = speaking(server.base_url)
    # One of three changes its mind: what is left out of the noise changes it.
    turns: list[str] = []

    def script(request: Request) -> str:
        turns.append(statement(request))
        return verdict(turns[-1] != TEXTS[0] or turns.count(TEXTS[0]) % 3 != 0)

    server.script = script
    whole, _ = run(Numbered(ids), placed, library, tmp_path / "whole", "model", settings, 3, 1)
    assert judged(server) == [3, 3, 3]
    noise = whole["judge"]["noise"]
    assert (noise["runs"], noise["pairs"], noise["flips"]) == (3, 3, pytest.approx(1 / 3))
    assert noise["metrics"]["faithfulness"] == pytest.approx(3**0.5 / 9)

    dying = Numbered(ids, 2, KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        run(dying, placed, library, tmp_path / "cut", "model", settings, 3, 1)
    assert judged(server) == [3, 3, 0]
    head, _ = run(Numbered(ids), placed, library, tmp_path / "cut", "model", settings, 3, 1)
    assert judged(server) == [0, 0, 3]
    assert head["judge"]["noise"] == noise

    failing = Numbered(ids, 2)
    head, _ = run(failing, placed, library, tmp_path / "failed", "model", settings, 3, 1)
    assert (head["errors"], head["judge"]["noise"]["pairs"]) == (1, 2)
    head, _ = run(Numbered(ids), placed, library, tmp_path / "failed", "model", settings, 3, 1)
    assert judged(server) == [3, 3, 3]
    assert head["judge"]["noise"] == noise

    head, _ = run(Numbered(ids), placed, library, tmp_path / "once", "model", settings, 1, 1)
    assert "noise" not in head["judge"]
    assert judged(server) == [1, 1, 1]
    turns.clear()
    # Their answers are there, but were judged once: all are asked again.
    head, _ = run(Numbered(ids), placed, library, tmp_path / "once", "model", settings, 3, 1)
    assert judged(server) == [3, 3, 3]
    assert head["judge"]["noise"] == noise
    head, _ = run(Numbered(ids), placed, library, tmp_path / "once", "model", settings, 1, 1)
    assert judged(server) == [0, 0, 0]
    assert head["judge"]["noise"] == noise
    assert sorted(one.name for one in (tmp_path / "cut").iterdir()) == [
        ".lock", "cases.jsonl", "run.json",
    ]  # fmt: skip
