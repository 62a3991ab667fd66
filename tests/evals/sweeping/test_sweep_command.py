"""`footnoted eval sweep` as a user types it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import prompts
from tests.servers.openai_server import OpenAIServer
from tests.ui.outcome import Footnoted

CASES = [
    {
        "id": "plums",
        "question": "How many plums does the cake take?",
        "kind": "answerable",
        "gold": [{"document": "plum-cake.html", "quote": "900 g"}],
        "key_facts": ["900 g"],
    },
    {"id": "baker", "question": "What is the population of Orvessa?", "kind": "unanswerable"},
]


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    file = tmp_path / "cases.jsonl"
    file.write_text("".join(f"{json.dumps(row)}\n" for row in CASES), encoding="utf-8")
    return file


def written(folder: Path, text: str) -> Path:
    file = folder / "grid.toml"
    file.write_text(text, encoding="utf-8")
    return file


def heads(out: Path) -> dict[str, Any]:
    return {
        file.parent.name: json.loads(file.read_text("utf-8")) for file in out.glob("*/run.json")
    }


def test_points_are_compared_in_one_table_and_never_made_twice(
    footnoted: Footnoted, sample_home: Path, cases: Path, tmp_path: Path
) -> None:
    grid = written(tmp_path, "[grid]\nretrieval.k = [1, 6]\n[[point]]\nsplit.words = 60\n")
    command = ("eval", "sweep", grid, "--out", tmp_path / "out", "--cases", cases)
    done = footnoted(*command, home=sample_home)
    lines = done.out.splitlines()
    assert re.match(r" +retrieval.k +split.words +right +seconds", lines[0])
    assert [re.sub(r"^\*", " ", line).split()[:2] for line in lines[1:4]] == [
        ["1", "160"], ["6", "160"], ["12", "60"],
    ]  # fmt: skip
    assert any(line.startswith("*") for line in lines[1:4])
    assert "* no other point is as good in right and in seconds" in done.out
    first = heads(tmp_path / "out")
    assert len(first) == 3
    passages = {head["settings"]["split.words"]: head["library"] for head in first.values()}
    assert passages[60]["passages"] > passages[160]["passages"]
    assert passages[60]["content"] == passages[160]["content"]
    assert len([*(tmp_path / "out" / "libraries").rglob("of-*")]) == 1
    again = footnoted(*command, "--json", home=sample_home).json
    assert heads(tmp_path / "out") == first
    kept = json.loads((tmp_path / "out" / "sweep.json").read_text("utf-8"))
    assert {**kept, "folder": str(tmp_path / "out")} == again
    assert [point["values"] for point in again["points"]] == [
        {"retrieval.k": 1}, {"retrieval.k": 6}, {"split.words": 60},
    ]  # fmt: skip
    for point in again["points"]:
        assert first[point["run"]]["metrics"] == point["metrics"]
    old, new = (tmp_path / "out" / point["run"] for point in again["points"][:2])
    assert "retrieval.k: 1 → 6" in footnoted("eval", "compare", old, new).out


def test_variants_of_a_prompt_are_points(
    footnoted: Footnoted,
    sample_home: Path,
    cases: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "brief").mkdir()
    variant = prompts.source("answer").replace("# System\n", "# System\nBe brief.\n")
    (tmp_path / "brief" / "answer.md").write_text(variant, encoding="utf-8")
    grid = written(tmp_path, "[[point]]\n[[point]]\nllm.prompts = 'brief'\n")
    with OpenAIServer() as server:
        monkeypatch.setenv("FOOTNOTED_LLM__BASE_URL", server.base_url)
        monkeypatch.setenv("FOOTNOTED_LLM__MODEL", "m")
        found = footnoted(
            *("eval", "sweep", grid, "--out", tmp_path / "out", "--cases", cases, "--json"),
            home=sample_home,
        ).json
    told = [
        request.body["messages"][0]["content"].startswith("Be brief.")
        for request in server.requests
        if request.path.endswith("completions")
    ]
    assert told == [False, False, True, True]
    runs = heads(tmp_path / "out")
    plain, brief = (runs[point["run"]] for point in found["points"])
    assert plain["prompts"]["answer"]["fingerprint"] == prompts.load("answer").fingerprint
    assert brief["prompts"]["answer"]["text"] == variant
    assert (plain["profile"], brief["settings"]["llm.prompts"]) == ("model", "brief")
    assert found["varied"] == ["llm.prompts"]
    assert str(tmp_path) not in json.dumps(found["points"])
    old, new = (tmp_path / "out" / point["run"] for point in found["points"])
    assert "+Be brief." in footnoted("eval", "compare", old, new).out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[grid]\nretrieval.k = [4]\nsplit.word = [1]", "nearest there is: 'split.words'"),
        (f"[grid]\nretrieval.k = {list(range(1, 34))}", "has 33 points, more than 32"),
        ("[[point]]\nsystem = 'citation-query-engine'", "set llm.model"),
        (
            "[[point]]\nllm.prompts = 'none'\nllm.base_url = 'http://127.0.0.1:9/v1'",
            "holds none of answer, rewrite, verify",
        ),
    ],
)
def test_a_grid_that_cannot_be_made_is_a_sentence(
    footnoted: Footnoted, sample_home: Path, cases: Path, tmp_path: Path, text: str, says: str
) -> None:
    command = ("eval", "sweep", written(tmp_path, text), "--out", tmp_path / "out")
    done = footnoted(*command, "--cases", cases, home=sample_home, code=2)
    assert done.is_one_sentence
    assert says in done.err
    assert not [*tmp_path.glob("out/*/cases.jsonl")]
