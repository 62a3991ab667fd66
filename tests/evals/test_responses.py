"""Answers of any system: Footnoted's own without loss, others' from JSON Lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from evals.cases.errors import CaseFileError
from evals.response import Cited, Response, Retrieved, Said, response_of
from evals.response_files import read_responses, response_row, write_responses
from evals.response_marks import marked
from evals.response_rows import ResponseRow
from evals.response_rows import schema as made
from rag.assemble import build_chain
from rag.settings import Settings
from tests.ui.outcome import schema
from ui.json_shapes import answer_json
from vectorstore.collection import Collection

QUESTIONS = ["Who leads the mission at the moment?", "What is the population of Orvessa?"]


def written(folder: Path, *rows: Any) -> Path:
    file = folder / "answers.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def read(row: dict[str, Any]) -> Response:
    return ResponseRow.model_validate({"id": "a", **row}).response()


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_of_footnoted_loses_nothing(
    library: Collection, tmp_path: Path, question: str
) -> None:
    answer = build_chain(Settings(home=tmp_path), library).ask(question)
    response = response_of(answer, "a", seconds=1.5, first_seconds=0.5)
    assert response.raw == answer_json(answer)
    assert response.declined is answer.declined
    assert [said.text for said in response.statements] == [s.text for s in answer.statements]
    for said, statement in zip(response.statements, answer.statements, strict=True):
        for cited, citation in zip(said.citations, statement.citations, strict=True):
            text = library.document(cited.document or "").text
            assert text[cited.start : cited.end] == cited.quote == citation.quote
    assert [p.text for p in response.passages or ()] == [e.text for e in answer.evidence]
    write_responses(tmp_path / "out.jsonl", [response])
    assert read_responses(tmp_path / "out.jsonl") == [response]
    jsonschema.validate(json.loads((tmp_path / "out.jsonl").read_text("utf-8")), schema("response"))


def test_the_published_schema_is_that_of_the_program() -> None:
    assert schema("response") == made()


def test_statements_of_another_system_keep_what_they_cite(tmp_path: Path) -> None:
    row = {
        "id": "a",
        "system": "rival",
        "statements": [
            {"text": "It burned.", "citations": [{"document": "m.txt", "quote": "burned"}]}
        ],
        "passages": [{"document": "m.txt", "text": "The mill burned.", "score": 0.5}],
        "cost": 0.01,
    }
    (response,) = read_responses(written(tmp_path, row))
    assert response == Response(
        "a",
        "rival",
        (Said("It burned.", (Cited("m.txt", quote="burned"),)),),
        passages=(Retrieved("m.txt", text="The mill burned.", score=0.5),),
        cost=0.01,
    )
    assert response_row(response)["id"] == "a"


def test_marks_in_a_text_name_its_citations() -> None:
    one, two = Cited("m.txt"), Cited("n.txt")
    said = list(
        marked("The mill burned [1]. Nobody was hurt.[1, 2] It rained. It poured [7].", [one, two])
    )
    assert said == [
        Said("The mill burned.", (one,)),
        Said("Nobody was hurt.", (one, two)),
        Said("It rained."),
        Said("It poured."),
    ]


@pytest.mark.parametrize(
    ("row", "declined"),
    [
        ({"answer": "The sources do not mention a mill."}, True),
        ({"answer": "I cannot answer this question."}, True),
        ({"answer": ""}, True),
        ({"statements": []}, True),
        ({"answer": "The mill burned [1].", "citations": [{"document": "m"}]}, False),
        ({"answer": "The sources do not mention a mill.", "declined": False}, False),
        ({"answer": "No.", "declined": True}, True),
        ({"answer": "The mill burned. The sources do not mention why."}, False),
    ],
)
def test_a_decline_is_known_by_what_is_said(row: dict[str, Any], declined: bool) -> None:
    response = read(row)
    assert response.declined is declined
    assert response.answered is not declined


def test_an_error_is_neither_an_answer_nor_a_decline() -> None:
    response = read({"error": "it timed out"})
    assert not response.declined
    assert not response.answered
    with pytest.raises(ValueError, match="neither"):
        Response("a", "x", error="e", declined=True)


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    good = {"id": "a", "answer": "Yes."}
    both = {"id": "b", "answer": "Yes.", "statements": []}
    odd = [{**good, "id": "c", "colour": 1}, {**good, "id": "d", "cost": float("inf")}]
    dated = [
        {**good, "id": day, "citations": [{"document": "m", "published": day}]}
        for day in ("2025-05", "3 May 2025", "2025-02-30")
    ]
    file = written(tmp_path, good, "{", good, {"answer": "x"}, both, *odd, *dated)
    with pytest.raises(CaseFileError) as caught:
        read_responses(file)
    assert [p.line for p in caught.value.problems] == [2, 3, 4, 5, 6, 7, 9, 10]
    said = caught.value.problems[-2].sentence
    assert "citations.0.published: " in said
    assert "a date is YYYY, YYYY-MM or YYYY-MM-DD" in said
    assert "'3 May 2025'" in said
    with pytest.raises(CaseFileError, match="cannot be read"):
        read_responses(tmp_path / "none.jsonl")
