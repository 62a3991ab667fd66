"""Whom `--system` names, and what it says to what it cannot name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.running.errors import EvaluationError
from evals.running.run import Plan
from evals.systems.answers import Answers
from evals.systems.calling import Called
from evals.systems.spec import Kind, Spec, spec_of
from tests.evals.systems.asked import BARE, case, run, sample_cases
from tests.ui.outcome import Footnoted
from vectorstore.collection import Collection


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("footnoted", Spec(Kind.FOOTNOTED)),
        ("citation-query-engine", Spec(Kind.CITATION_ENGINE)),
        ("call:my.rag:answer", Spec(Kind.CALL, "my.rag:answer")),
        ("openai:https://rag.example/v1/", Spec(Kind.OPENAI, "https://rag.example/v1")),
        ("openai:http://h:1/v1#m:7b", Spec(Kind.OPENAI, "http://h:1/v1", "m:7b")),
    ],
)
def test_each_form_is_read(text: str, spec: Spec) -> None:
    assert spec_of(text) == spec


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "There is no system ''"),
        ("rival", "name footnoted, file:"),
        ("footnoted:x", "There is no system"),
        ("file:", "There is no system"),
        ("file:none.jsonl", "There is no file of answers none.jsonl"),
        ("call:my.rag", "There is no system"),
        ("openai:rag.example", "begins with http://"),
        ("openai:https://me:secret@rag.example/v1", "has no user"),
    ],
)
def test_what_cannot_be_meant_is_said(text: str, says: str) -> None:
    with pytest.raises(EvaluationError, match=says):
        spec_of(text)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--system", "rival"], "There is no system"),
        (["--system", "citation-query-engine"], "set llm.model or llm.base_url"),
        (["--profile", "model"], "--profile model answers with a language model"),
        (["--system", "call:json:dumps", "--profile", "model"], "leave it out"),
        (["--key-variable", "X"], "is for a system behind openai:"),
        (["--system", "openai:http://127.0.0.1:9/v1", "--key-variable", "NIX"], "holds no key"),
        (["--system", "openai:http://127.0.0.1:9/v1"], "cannot be reached"),
        (["--system", "call:no.such:thing"], "no.such cannot be imported"),
        (["--system", "call:json:thing"], "json has no function thing"),
    ],
)
def test_the_command_says_in_a_sentence_what_is_wrong(
    footnoted: Footnoted, sample_home: Path, tmp_path: Path, arguments: list[str], says: str
) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text('{"id": "a", "question": "Why?", "kind": "unanswerable"}\n')
    done = footnoted("eval", "run", "--cases", file, *arguments, home=sample_home, code=2)
    assert done.is_one_sentence
    assert says in done.err


def test_a_file_of_answers_is_measured_like_any_run(
    footnoted: Footnoted, sample_home: Path, tmp_path: Path
) -> None:
    cases, answers = tmp_path / "cases.jsonl", tmp_path / "answers.jsonl"
    gold = {"document": "plum-cake.html", "quote": "900 g"}
    rows = [
        {"id": "a", "question": "How many plums?", "kind": "answerable", "gold": [gold]},
        {"id": "b", "question": "Who is the baker?", "kind": "unanswerable"},
        {"id": "c", "question": "Why plums?", "kind": "unanswerable"},
    ]
    cases.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    told = [
        {"id": "a", "system": "rival", "answer": "It takes 900 g [1].", "citations": [gold]},
        {"id": "b", "system": "rival", "answer": "The sources do not say.", "seconds": 2.5},
        {"id": "z", "system": "rival", "answer": "Yes."},
    ]
    answers.write_text("".join(f"{json.dumps(row)}\n" for row in told))
    out = tmp_path / "run"
    command = ("eval", "run", "--cases", cases, "--system", f"file:{answers}", "--out", out)
    head = footnoted(*command, "--json", home=sample_home).json
    assert (head["system"], head["profile"], head["errors"]) == ("rival", "other", 1)
    assert head["metrics"]["quote_exactness"]["value"] == 1
    assert head["metrics"]["gold_cited"]["value"] == 1
    declined = head["metrics"]["decline_recall"]
    assert (declined["value"], declined["cases"]) == (1, 1)
    lines = [json.loads(line) for line in (out / "cases.jsonl").read_text().splitlines()]
    assert [line["system"] for line in lines] == ["rival"] * 3
    assert lines[2]["error"] == "The file has no answer to this case."
    footnoted(*command, home=sample_home)
    answers.write_text(answers.read_text().replace("900 g [1]", "950 g [1]"))
    assert "another folder" in footnoted(*command, home=sample_home, code=2).err
    own = tmp_path / "own"
    footnoted("eval", "run", "--cases", cases, "--out", own, home=sample_home)
    said = footnoted("eval", "compare", own, out).out
    assert "system: footnoted → rival" in said


def test_a_file_that_answers_none_of_the_cases_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_text('{"id": "z", "answer": "Yes."}\n')
    found = Answers.read(file)
    assert found.name == "answers.jsonl"
    with pytest.raises(EvaluationError, match="answers none of the cases"):
        found.covers([case()])


SOURCE = """
def answer(question, history):
    return {reply}
"""


def called(folder: Path, reply: str, name: str) -> Called:
    (folder / f"{name}.py").write_text(SOURCE.replace("{reply}", reply), encoding="utf-8")
    return Called.named(f"{name}:answer")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    import sys

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    return tmp_path


CITED = "'citations': [{'document': 'm.txt', 'quote': 'It burned'}]"


@pytest.mark.parametrize(
    ("name", "reply", "said", "cited"),
    [
        ("rag_text", "'It burned [1]. I ran.'", ["It burned.", "I ran."], 0),
        ("rag_row", f"{{'answer': 'It burned [1].', {CITED}}}", ["It burned."], 1),
        ("rag_none", "'I cannot answer this.'", [], 0),
        (
            "rag_pieces",
            f"iter(['It bur', 'ned [1]. ', 'I ran.', {{{CITED}}}])",
            ["It burned.", "I ran."],
            1,
        ),
    ],
)
def test_a_function_answers(here: Path, name: str, reply: str, said: list[str], cited: int) -> None:
    found = called(here, reply, name).answer(case())
    assert [one.text for one in found.statements] == said
    assert sum(len(one.citations) for one in found.statements) == cited
    assert found.declined is not bool(said)
    assert found.seconds is not None
    assert (found.first_seconds is not None) is reply.startswith("iter")
    assert found.system == f"{name}:answer"


@pytest.mark.parametrize(
    ("name", "reply", "says"),
    [
        ("rag_zero", "1 / 0", "ZeroDivisionError: division by zero"),
        ("rag_leaves", "exit(3)", "SystemExit: 3"),
        ("rag_number", "7", "ValueError: it gave int in place of a text"),
        ("rag_odd", "{'answer': 'x', 'colour': 1}", "ValueError: colour: "),
        ("rag_both", "{'answer': 'x', 'statements': []}", "ValueError: give either"),
        ("rag_mixed", "iter(['x', 7])", "TypeError: it gave int among"),
        ("rag_key", "open('sk-abcdefgh12345')", "FileNotFoundError: "),
        ("rag_index", "history[0]['answer'] + question", None),
    ],
)
def test_a_function_that_fails_is_a_line_with_its_error(
    here: Path, name: str, reply: str, says: str | None
) -> None:
    from rag.answers import Turn

    found = called(here, reply, name).answer(case("?", (Turn("Did it burn?", "It did"),)))
    if says is None:
        assert found.text == "It did?"
        return
    assert (found.error or "").startswith(says)
    assert "abcdefgh" not in (found.error or "")


def test_a_function_is_known_again_by_its_source(here: Path) -> None:
    one, same = called(here, "'x'", "rag_known"), Called.named("rag_known:answer")
    assert one.about == same.about
    assert called(here, "'other'", "rag_known").about != one.about


def test_a_run_that_another_system_began_is_refused(
    here: Path, library: Collection, tmp_path: Path
) -> None:
    placed = sample_cases(library)[:2]
    one, other = called(here, "'x'", "rag_one"), called(here, "'x'", "rag_other")
    head, _ = run(one, placed, library, tmp_path / "run")
    assert head["system_settings"]["function"] == "rag_one:answer"
    with pytest.raises(EvaluationError, match="another folder"):
        run(other, placed, library, tmp_path / "run")
    without = Plan(placed, one, library, BARE, "other", None, "none")
    assert "system_settings" not in without.head()
