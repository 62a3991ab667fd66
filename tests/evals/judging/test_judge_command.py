"""`footnoted eval judge` as its users run it: figures for people and programs, errors in words."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.openai_server import OpenAIServer, Reply
from tests.support import Cli

TEXT = "The ferry sank near Halmet on Friday. Divers found 61 bodies, the harbour police said."
ROWS = [
    ("Divers found 61 bodies.", "yes"),
    ("The ferry sank near Halmet.", "yes"),
    ("The mayor of Orvessa resigned over 12 contracts.", "no"),
    ("Fuel prices rose in Sorrin in 2031.", "no"),
]


@pytest.fixture
def labelled(run_cli: Cli) -> Path:
    file = run_cli.folder / "mine.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        table = csv.writer(out)
        table.writerow(["statement", "evidence", "supported", "group"])
        for at, (statement, supported) in enumerate(ROWS):
            table.writerow([statement, TEXT, supported, f"g{at}"])
    return file


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        running.models = ["grader-1"]
        running.script = lambda request: json.dumps(
            {"carried": "", "missing": "all", "grade": 0, "verdict": "not supported"}
        )
        yield running


def test_the_wording_check_and_the_verifier_are_measured(run_cli: Cli, labelled: Path) -> None:
    done = run_cli("eval", "judge", labelled, "--json", "--out", "said.jsonl")
    report = json.loads(done.stdout)
    wording, verifier = report["trials"]
    assert wording["by"].startswith("wording check ")
    assert verifier["by"] == "verifier"
    assert wording["kind"] == "csv"
    assert (wording["statements"], wording["groups"], wording["supported"]) == (4, 4, 0.5)
    assert wording["judged"] == 1.0
    assert wording["figures"]["auc"]["value"] == 1.0
    assert wording["figures"]["auc"]["low"] <= 1.0
    assert wording["noise"] is None
    rows = [json.loads(line) for line in (run_cli.folder / "said.jsonl").read_text().splitlines()]
    assert [row["people"] for row in rows] == [True, True, False, False] * 2
    assert {row["by"] for row in rows} == {wording["by"], "verifier"}
    assert run_cli.outside == ""


def test_people_read_what_was_measured_and_what_it_is_not(run_cli: Cli, labelled: Path) -> None:
    page = run_cli("eval", "judge", labelled, "--judge", "wording").stdout.decode()
    assert "mine.csv (csv): 4 statements in 4 groups, 50% supported" in page
    assert "AUC             1.000" in page
    assert "not a verdict" in page


def test_a_set_that_was_fitted_on_is_said_to_flatter(run_cli: Cli) -> None:
    rows = [
        {"id": n, "claim": said, "evidence": TEXT, "label": label}
        for n, (said, label) in enumerate(
            [("Divers found 61 bodies.", "SUPPORTS"), ("Fuel rose.", "REFUTES")]
        )
    ]
    file = run_cli.folder / "pairs.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    page = run_cli("eval", "judge", file).stdout.decode()
    assert page.count("flatters") == 2


def test_a_model_is_measured_with_its_noise(
    run_cli: Cli, labelled: Path, server: OpenAIServer
) -> None:
    model = {"FOOTNOTED_LLM__BASE_URL": server.base_url, "FOOTNOTED_LLM__MODEL": "grader-1"}
    done = run_cli(
        *("eval", "judge", labelled, "--judge", "model", "--repeats", "2", "--json"), env=model
    )
    (trial,) = json.loads(done.stdout)["trials"]
    assert trial["by"].startswith("grader-1, prompt judge-eval ")
    assert trial["noise"] == {"runs": 2, "pairs": 4, "flips": 0.0, "spread": 0.0}
    assert trial["figures"]["recall"]["value"] == 0
    assert len(server.asked) == 8


def test_reports_state_what_their_model_reached_as_a_judge(
    run_cli: Cli, labelled: Path, server: OpenAIServer
) -> None:
    model = {"FOOTNOTED_LLM__BASE_URL": server.base_url, "FOOTNOTED_LLM__MODEL": "grader-1"}
    folder = run_cli.folder
    (folder / "texts").mkdir()
    (folder / "texts" / "ferry.txt").write_text(TEXT, encoding="utf-8")
    case = {"id": "a", "question": "Where did the ferry sink?", "kind": "answerable"}
    (folder / "cases.jsonl").write_text(json.dumps({**case, "key_facts": ["Halmet"]}))
    asked = ("--cases", "cases.jsonl", "--documents", "texts", "--judge", "model", "--out", "run")
    run_cli("eval", "run", *asked, env=model)
    report = ("eval", "report", "run", "--format")
    assert b"was not measured here" in run_cli(*report, "markdown").stdout
    run_cli("eval", "judge", labelled, "--judge", "model", "--limit", "3", env=model)
    run_cli("eval", "judge", labelled, "--judge", "model", env=model)
    (one,) = json.loads(run_cli(*report, "json").stdout)["judge"]["measured"]
    assert (one["set"], one["statements"], one["fitted_on"]) == ("mine.csv", 4, False)
    assert one["balanced_accuracy"]["value"] == 0.5
    told = run_cli(*report, "markdown").stdout.decode()
    assert "human labels, with 95 % intervals: mine.csv 0.50" in told
    assert "was not measured here" not in told


def test_a_model_that_fails_is_said_not_to_have_judged(
    run_cli: Cli, labelled: Path, server: OpenAIServer
) -> None:
    server.script = lambda request: Reply(401, {"error": {"message": "wrong key \x1b[31m"}})
    model = {"FOOTNOTED_LLM__BASE_URL": server.base_url, "FOOTNOTED_LLM__MODEL": "grader-1"}
    command = ("eval", "judge", labelled, "--judge", "model")
    done = run_cli(*command, env=model, code=2)
    assert done.stderr.startswith(b"Error: Nothing was judged: ")
    assert b"refused the key" in done.stderr
    assert b"\x1b" not in done.stderr
    page = run_cli(*command, "--judge", "wording", env=model).stdout.decode()
    assert "not judged 100.0%" in page
    assert "not defined" in page
    assert "\x1b" not in page


def test_a_limit_takes_the_first_statements(run_cli: Cli, labelled: Path) -> None:
    done = run_cli("eval", "judge", labelled, "--limit", "3", "--judge", "verifier", "--json")
    assert json.loads(done.stdout)["trials"][0]["statements"] == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none.csv"], "none.csv cannot be read"),
        (["mine.csv", "--kind", "paper"], "There is no kind 'paper'"),
        (["mine.csv", "--kind", "wice"], "mine.csv, line 2: a row of wice has a field"),
        (["mine.csv", "--judge", "model"], "set check.model or llm.model"),
        (["mine.csv", "--out", "mine.csv"], "is the file that is read"),
        (["mine.csv", "--out", "no/where.jsonl"], "there is no folder"),
    ],
)
def test_what_cannot_be_done_is_said(
    run_cli: Cli, labelled: Path, arguments: list[str], said: str
) -> None:
    done = run_cli("eval", "judge", *arguments, "--json", code=2)
    assert said in json.loads(done.stdout)["error"]["message"]
    assert said in done.stderr.decode()
