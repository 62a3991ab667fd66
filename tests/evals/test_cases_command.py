"""`footnoted eval cases` as a user types it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from evals.cases.case import Kind, Status
from evals.cases.drafting.feedback import drafts
from evals.cases.errors import CaseFileError
from evals.cases.read import read_cases
from tests.servers.openai_server import OpenAIServer
from tests.support import ROOT
from tests.ui.outcome import Footnoted

DATA = ROOT / "evals" / "data"
CASES = ("eval", "cases")


def written(folder: Path, *rows: dict[str, Any]) -> Path:
    file = folder / "cases.jsonl"
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return file


def test_the_sample_cases_are_in_the_sample_library(
    footnoted: Footnoted, sample_home: Path
) -> None:
    files = (DATA / "sample-dev.jsonl", DATA / "sample-more.jsonl")
    done = footnoted(*CASES, "check", *files, home=sample_home)
    assert "gold spans, all in the library." in done.out
    counted = footnoted(*CASES, "check", *files, "--json", home=sample_home).json
    assert counted["cases"] == sum(counted["kinds"].values())
    assert counted["drafts"] == 0


def test_what_is_wrong_is_said_with_file_and_line(
    footnoted: Footnoted, sample_home: Path, tmp_path: Path
) -> None:
    gold = [
        {"document": "plum-cake.html", "quote": "900 g of cherries"},
        {"document": "x", "quote": "y"},
    ]
    good = {"id": "a", "question": "How many?", "kind": "answerable", "gold": gold}
    file = written(tmp_path, good)
    done = footnoted(*CASES, "check", file, home=sample_home, code=2)
    assert done.err.startswith(f"Error: 2 things are wrong in {file}; correct it:\n")
    assert f"{file}:1: Case a: plum-cake.html does not say “900 g of cherries”." in done.err
    assert f"{file}:1: Case a: no document of the library is named 'x'." in done.err
    file = written(tmp_path, {**good, "colour": 1}, {**good, "kind": 2}, good, good)
    done = footnoted(*CASES, "check", file, "--json", home=sample_home, code=2)
    assert "cases.jsonl:1: Case a: there is no field 'colour'" in done.json["error"]["message"]
    assert "cases.jsonl:2:" in done.err
    assert "cases.jsonl:4: Case a: this id is given before" in done.err
    assert "cases.jsonl:4: Case a: plum-cake.html does not say “900 g of cherries”." in done.err


def test_what_is_malformed_is_said_without_a_library(footnoted: Footnoted, tmp_path: Path) -> None:
    file = written(tmp_path, {"id": "a", "colour": 1})
    assert f"wrong in {file}" in footnoted(*CASES, "check", file, code=2).err
    whole = footnoted(*CASES, "check", DATA / "sample-more.jsonl", code=2)
    assert "There is no collection" in whole.err


def test_cases_are_listed_without_a_library(footnoted: Footnoted) -> None:
    listed = footnoted(*CASES, "list", DATA / "sample-more.jsonl")
    assert "sample-more-001  answerable  And how many of them came from Rask?" in listed.out
    rows = footnoted(*CASES, "list", DATA / "sample-more.jsonl", "--json").json["cases"]
    assert rows[0]["group"] == "dialogue-ferry"


def test_an_import_is_ingested_and_checked(footnoted: Footnoted, tmp_path: Path) -> None:
    table = tmp_path / "cases.csv"
    table.write_text("question,quote,context\nWhat burned?,The mill,The mill burned down.\n")
    out, folder = tmp_path / "out.jsonl", tmp_path / "documents"
    arguments = (*CASES, "import", "csv", table, "--out", out, "--documents", folder)
    assert footnoted(*arguments).out == f"1 case in {out}, 1 document in {folder}.\n"
    footnoted("ingest", folder)
    assert footnoted(*CASES, "check", out).out.startswith(
        "1 case (1 answerable), 1 gold span, all in the library."
    )
    assert f"{out} is there already" in footnoted(*arguments, code=2).err
    arguments = (*arguments[:6], tmp_path / "other.jsonl", *arguments[7:])
    assert "is not empty" in footnoted(*arguments, code=2).err
    assert (
        "There is no"
        in footnoted(*CASES, "import", "csv", tmp_path / "x", *arguments[5:], code=2).err
    )
    assert "'tsv'" in footnoted(*CASES, "import", "tsv", *arguments[4:], code=2).err


def test_drafts_are_made_checked_and_accepted(
    footnoted: Footnoted, sample_home: Path, tmp_path: Path
) -> None:
    out = tmp_path / "drafts.jsonl"
    footnoted(*CASES, "draft", "--out", out, "--limit", "5", home=sample_home)
    assert "5 of them are drafts" in footnoted(*CASES, "check", out, home=sample_home).out
    assert all("/" not in one.case.gold[0].document for one in read_cases([out]))
    asked = ("eval", "run", "--cases", out, "--out", tmp_path / "run")
    assert "Every case is a draft" in footnoted(*asked, home=sample_home, code=2).err
    first, *others = [one.case.id for one in read_cases([out])]
    assert footnoted(*CASES, "accept", out, first).out == "1 of 5 drafts accepted.\n"
    assert [one.case.status for one in read_cases([out])].count(Status.DRAFT) == 4
    assert "has no draft" in footnoted(*CASES, "accept", out, first, code=2).err
    footnoted(*CASES, "accept", out, "--all")
    assert {one.case.status for one in read_cases([out])} == {Status.ACCEPTED}
    assert footnoted(*CASES, "accept", out, code=2).is_one_sentence
    assert others


def test_drafts_alone_are_said_before_a_library_is_made(
    footnoted: Footnoted, tmp_path: Path
) -> None:
    row = {"id": "a", "question": "Who?", "kind": "unanswerable", "status": "draft"}
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "a.txt").write_text("The mill burned down.")
    asked = ("eval", "run", "--cases", written(tmp_path, row), "--documents", documents)
    assert "Every case is a draft" in footnoted(*asked, code=2).err
    assert not (tmp_path / "home" / "evaluations").exists()


def test_drafts_take_the_place_of_no_file(
    footnoted: Footnoted, sample_home: Path, tmp_path: Path
) -> None:
    out = tmp_path / "drafts.jsonl"
    out.write_text("what somebody reworded\n")
    feedback = tmp_path / "feedback.json"
    feedback.write_text("[]")
    for command in (("draft",), ("from-feedback", feedback)):
        done = footnoted(*CASES, *command, "--out", out, home=sample_home, code=2)
        assert f"{out} is there already" in done.err
        assert done.is_one_sentence
    assert out.read_text() == "what somebody reworded\n"


def test_drafts_are_written_to_a_pipe_which_stays(footnoted: Footnoted, tmp_path: Path) -> None:
    pipe, feedback = tmp_path / "pipe", tmp_path / "feedback.json"
    os.mkfifo(pipe)
    answer = {"question": "Who?", "declined": True, "statements": [], "citations": []}
    feedback.write_text(json.dumps([entry(answer)]))
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    done = footnoted(*CASES, "from-feedback", feedback, "--out", pipe)
    assert (done.out, done.err.startswith("1 draft in")) == ("", True)
    assert json.loads(os.read(reading, 10_000))["id"] == "feedback-f1"
    os.close(reading)
    assert pipe.is_fifo()


def test_a_draft_without_its_answer_is_not_accepted(footnoted: Footnoted, tmp_path: Path) -> None:
    row = {"id": "a", "question": "Who?", "kind": "answerable", "status": "draft"}
    file = written(tmp_path, row)
    done = footnoted(*CASES, "accept", file, "--all", code=2)
    assert "needs gold, key facts or answers; complete it before you accept it." in done.err
    assert json.loads(file.read_text()) == row


def test_an_empty_library_and_no_model_are_said(
    footnoted: Footnoted, sample_home: Path, tmp_path: Path
) -> None:
    out = tmp_path / "drafts.jsonl"
    assert footnoted(*CASES, "draft", "--out", out, code=2).is_one_sentence
    said = footnoted(*CASES, "draft", "--out", out, "--with-model", home=sample_home, code=2)
    assert "No model is set" in said.err


def test_a_model_drafts_through_the_settings(
    footnoted: Footnoted, sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quote = "Divers have located the hull at a depth of 19 metres"
    item = {"question": "How deep does the wreck lie?", "quote": quote, "answer": "19 metres"}
    with OpenAIServer() as server:
        server.models = ["small"]
        server.script = lambda request: json.dumps({"questions": [item]})
        monkeypatch.setenv("FOOTNOTED_LLM__BASE_URL", server.base_url)
        monkeypatch.setenv("FOOTNOTED_LLM__MODEL", "small")
        out = tmp_path / "drafts.jsonl"
        done = footnoted(*CASES, "draft", "--out", out, "--with-model", home=sample_home)
    assert "questions without an exact quote were dropped" in done.err
    (drafted,) = read_cases([out])
    assert drafted.case.gold[0].quote == quote
    assert drafted.case.status is Status.DRAFT


def entry(answer: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": "f1",
        "at": "2025-11-20T10:00:00Z",
        "verdict": "up",
        "reason": "",
        "comment": "",
        "question": answer["question"],
        "history": [],
        "statement": None,
        "answer": answer,
        **more,
    }


def test_feedback_becomes_drafts(footnoted: Footnoted, sample_home: Path, tmp_path: Path) -> None:
    answer = footnoted("ask", "Who leads the mission now?", "--json", home=sample_home).json
    no = footnoted("ask", "What is the population of Orvessa?", "--json", home=sample_home).json
    assert (answer["declined"], no["declined"]) == (False, True)
    about = {"number": 1, "text": answer["statements"][0]["text"]}
    entries = [
        entry(answer, history=[{"question": "What is STAMOR?", "answer": "A mission."}]),
        entry(no, id="f2"),
        entry(no, id="f3", verdict="down", reason="missing", comment="It is 4 million."),
        entry(answer, id="f4", verdict="down", reason="wrong_citation", statement=about),
    ]
    exported = tmp_path / "feedback.json"
    exported.write_text(json.dumps(entries))
    out = tmp_path / "cases.jsonl"
    footnoted(*CASES, "from-feedback", exported, "--out", out)
    liked, rightly, missing, blamed = (one.case for one in read_cases([out]))
    assert liked.kind is Kind.ANSWERABLE
    assert liked.history[0].question == "What is STAMOR?"
    assert [gold.quote for gold in liked.gold] == [c["quote"] for c in answer["citations"]]
    names = [Path(c["source"]).name for c in answer["citations"]]
    assert [gold.document for gold in liked.gold] == names
    assert rightly.kind is Kind.UNANSWERABLE
    assert (missing.kind, missing.gold) == (Kind.ANSWERABLE, ())
    assert "It is 4 million." in missing.note
    assert about["text"] in blamed.note
    assert blamed.tags == ("feedback", "down", "wrong_citation")
    assert "4 of them are drafts" in footnoted(*CASES, "check", out, home=sample_home).out


def test_feedback_of_another_shape_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "feedback.json"
    for text in ("{", "{}", '[{"id": "a"}]', "[1]"):
        file.write_text(text)
        with pytest.raises(CaseFileError):
            drafts(file)
    bad = entry({"question": "Who?", "declined": False}, reason="")
    file.write_text(json.dumps([bad, {**bad, "verdict": "sideways"}]))
    with pytest.raises(CaseFileError) as caught:
        drafts(file)
    assert len(caught.value.problems) == 2
