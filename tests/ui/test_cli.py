"""The command line as a user meets it: every command, every kind of bad input, every exit code."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest

from rag.settings import leaves, variable
from tests.support import COMMAND, ROOT, SAMPLES, Cli
from ui.cli import run


class Done(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Footnoted = Callable[..., Done]


@pytest.fixture
def footnoted(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Footnoted:
    """The command line inside this process, on a home of its own unless one is given."""
    for name in [*map(variable, leaves()), "FOOTNOTED_SETTINGS"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")

    def call(*arguments: str | Path, home: Path | None = None, code: int | None = 0) -> Done:
        capfd.readouterr()
        ended = run(["--home", str(home or tmp_path / "home"), *map(str, arguments)])
        sys.stdout.flush()
        done = Done(ended, *capfd.readouterr())
        if code is not None:
            assert done.code == code, done
        return done

    return call


def schema(name: str) -> Any:
    return json.loads((ROOT / "docs" / f"{name}.schema.json").read_text(encoding="utf-8"))


def is_one_sentence(done: Done) -> bool:
    """Tell whether standard error is one line that begins with Error and ends as a sentence."""
    return re.fullmatch(r"Error: \S.*[.?]\n(Try '.*'\.\n)?", done.err) is not None


# Help, version, usage


def test_help_names_every_command(footnoted: Footnoted) -> None:
    shown = footnoted("--help").out
    for name in ("ingest", "ask", "chat", "search", "sources", "settings", "doctor"):
        assert name in shown
    assert footnoted().out == shown


def test_the_version(footnoted: Footnoted) -> None:
    assert re.fullmatch(r"footnoted \d+\.\d+\.\d+\n", footnoted("--version").out)


@pytest.mark.parametrize(
    "arguments", [["ask"], ["ask", "--loud", "x"], ["fly"], ["search", "-k", "many", "x"]]
)
def test_usage_errors(footnoted: Footnoted, arguments: list[str]) -> None:
    done = footnoted(*arguments, code=2)
    assert is_one_sentence(done)
    assert "--help" in done.err
    done = footnoted(*arguments, "--json", code=2)
    assert done.json["error"]["type"] == "UsageError"


# Bad questions and filters


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask", ""], "The question is empty"),
        (["ask", " \n\t"], "The question is empty"),
        (["search", ""], "The question is empty"),
        (["ask", "why " * 25_000], "at most 10,000"),
        (["ask", "--since", "yesterday", "x"], "--since takes a date"),
        (["ask", "--until", "2025-13", "x"], "--until takes a date"),
        (["ask", "--since", "2026", "--until", "2025", "x"], "No day is both"),
        (["search", "-k", "0", "x"], "-k takes a number from 1 to 200"),
    ],
)
def test_requests_that_cannot_be_used(
    footnoted: Footnoted, arguments: list[str], says: str
) -> None:
    done = footnoted(*arguments, code=2)
    assert is_one_sentence(done)
    assert says in done.err
    assert done.out == ""
    done = footnoted(*arguments, "--json", code=2)
    assert done.json["schema"] == 1
    assert done.json["error"]["type"] == "RequestError"
    assert says in done.json["error"]["message"]


@pytest.mark.parametrize("question", ["🙂🙃", "the of and", "?", "NOT ( \"a:b' U.N. (", "שלום?"])
def test_odd_questions_are_declined_usefully(
    footnoted: Footnoted, sample_home: Path, question: str
) -> None:
    done = footnoted("ask", question, home=sample_home)
    assert done.out.splitlines()[0].endswith(".")
    asked = footnoted("ask", question, "--json", home=sample_home).json
    jsonschema.validate(asked, schema("answer"))
    assert asked["declined"]


# Empty and missing libraries


@pytest.mark.parametrize("made", [False, True])
def test_an_empty_library_says_what_to_do(footnoted: Footnoted, tmp_path: Path, made: bool) -> None:
    if made:
        (tmp_path / "folder").mkdir()
        footnoted("ingest", tmp_path / "folder", code=None)
    done = footnoted("ask", "Who leads the mission?")
    assert "footnoted ingest" in done.out
    asked = footnoted("ask", "Who leads the mission?", "--json").json
    jsonschema.validate(asked, schema("answer"))
    assert asked["declined"]
    assert asked["decline_reason"] == "empty_library"
    assert footnoted("search", "mission", "--json").json["hits"] == []


def test_asking_makes_no_library(footnoted: Footnoted, tmp_path: Path) -> None:
    footnoted("ask", "Who leads the mission?")
    footnoted("search", "mission")
    assert not (tmp_path / "home").exists()


# Ask and search


def test_an_answer_is_exact(footnoted: Footnoted, sample_home: Path) -> None:
    asked = footnoted("ask", "Who leads the mission now?", "--json", home=sample_home).json
    jsonschema.validate(asked, schema("answer"))
    assert not asked["declined"]
    for citation in asked["citations"]:
        shown = footnoted("sources", "show", citation["document_id"], "--json", home=sample_home)
        assert shown.json["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_filters_keep_to_their_documents(footnoted: Footnoted, sample_home: Path) -> None:
    hits = footnoted(
        *("search", "mission troops", "--source", "Primer", "--until", "2024", "--json"),
        home=sample_home,
    ).json["hits"]
    assert hits
    assert all("explainer-stamor-2024" in hit["source"] for hit in hits)


def test_search_shows_as_many_as_asked(footnoted: Footnoted, sample_home: Path) -> None:
    found = footnoted("search", "ferry", "-k", "3", "--json", home=sample_home).json
    jsonschema.validate(found, schema("search"))
    assert len(found["hits"]) == 3
    assert footnoted("search", "ferry", "-k", "3", home=sample_home).out.startswith("1   ")


def test_a_question_from_standard_input(run_cli: Cli, sample_home: Path) -> None:
    done = run_cli(
        *("--home", sample_home, "ask", "-", "--json"), stdin=b"Who leads the mission?\n"
    )
    assert json.loads(done.stdout)["question"] == "Who leads the mission?"
    done = run_cli("--home", sample_home, "ask", "-", stdin=b"x" * 500_000, code=2)
    assert b"at most 10,000" in done.stderr
    assert run_cli("--home", sample_home, "ask", "-", stdin=b"\xff\xfe?", code=0).stdout


# Sources


def test_sources(footnoted: Footnoted, sample_home: Path) -> None:
    listed = footnoted("sources", "list", "--json", home=sample_home).json
    jsonschema.validate(listed, schema("sources"))
    assert len(listed["documents"]) == len(
        [file for file in SAMPLES.iterdir() if not file.name.endswith(".meta.toml")]
    )
    first = listed["documents"][0]
    page = footnoted("sources", home=sample_home).out
    assert first["id"][:8] in page
    shown = footnoted("sources", "show", first["id"][:8], home=sample_home).out
    assert first["title"].split()[0] in shown
    assert "headline" in shown


def test_the_canonical_text_is_printed_byte_for_byte(run_cli: Cli, sample_home: Path) -> None:
    listed = json.loads(run_cli("--home", sample_home, "sources", "list", "--json").stdout)
    for document in listed["documents"][:3]:
        shown = run_cli("--home", sample_home, "sources", "show", document["id"], "--json")
        text = run_cli("--home", sample_home, "sources", "show", document["id"], "--text")
        assert text.stdout.decode("utf-8") == json.loads(shown.stdout)["text"]


@pytest.mark.parametrize("start", ["zzz", ""])
def test_unknown_documents(footnoted: Footnoted, sample_home: Path, start: str) -> None:
    done = footnoted("sources", "show", start, home=sample_home, code=2)
    assert is_one_sentence(done)
    assert "No document has an id" in done.err


def test_removing_a_document(footnoted: Footnoted, sample_home: Path, tmp_path: Path) -> None:
    home = shutil.copytree(sample_home, tmp_path / "copy")
    first = footnoted("sources", "list", "--json", home=home).json["documents"][0]
    footnoted("sources", "remove", first["id"][:10], home=home)
    left = footnoted("sources", "list", "--json", home=home).json["documents"]
    assert first["id"] not in {document["id"] for document in left}
    assert footnoted("sources", "remove", first["id"], home=home, code=2).err.startswith("Error:")


# Settings


def test_settings_hide_keys(
    footnoted: Footnoted, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FOOTNOTED_LLM__API_KEY", "sk-very-secret")
    for arguments in (["settings"], ["settings", "--json"], ["--verbose", "settings"]):
        done = footnoted(*arguments)
        assert "very-secret" not in done.out + done.err
        assert "********" in done.out
    shown = footnoted("settings", "--json").json["settings"]
    assert shown["llm.api_key"] == {"value": "********", "origin": "environment"}
    assert shown["home"] == {"value": str(tmp_path / "home"), "origin": "flag"}
    assert shown["retrieval.k"]["origin"] == "default"


def test_unknown_settings_are_refused(
    footnoted: Footnoted, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "s.toml"
    file.write_text("[retrival]\nk = 3\n", encoding="utf-8")
    done = footnoted("--settings", file, "settings", code=2)
    assert is_one_sentence(done)
    assert "retrieval" in done.err
    monkeypatch.setenv("FOOTNOTED_COLECTION", "x")
    done = footnoted("settings", "--json", code=2)
    assert done.json["error"]["type"] == "SettingsError"
    assert "FOOTNOTED_COLLECTION" in done.json["error"]["message"]


# Ends


def test_a_closed_pipe_is_quiet(run_cli: Cli, sample_home: Path) -> None:
    with subprocess.Popen(
        [COMMAND, "--home", sample_home, "sources", "list", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=run_cli.environment(),
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) in (0, 141)


def test_an_encoding_that_cannot_hold_the_answer(run_cli: Cli, sample_home: Path) -> None:
    env = {"LANG": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = run_cli("--home", sample_home, "sources", "list", env=env)
    assert done.stdout.isascii()
    done = run_cli("--home", sample_home, "sources", "list", "--json", env=env)
    json.loads(done.stdout.decode("utf-8"))


def test_no_warning_and_no_colour_where_nobody_looks(run_cli: Cli, sample_home: Path) -> None:
    done = run_cli("--home", sample_home, "ask", "Who leads the mission now?")
    assert done.stderr == b""
    assert b"\x1b" not in done.stdout
    assert max(map(len, done.stdout.decode().splitlines())) <= 80


def test_a_home_that_is_a_file(footnoted: Footnoted, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    done = footnoted("ingest", SAMPLES, home=file, code=2)
    assert is_one_sentence(done)


def test_a_library_in_use(run_cli: Cli, sample_home: Path, tmp_path: Path) -> None:
    home = shutil.copytree(sample_home, tmp_path / "copy")
    with subprocess.Popen(
        [COMMAND, "--home", home, "chat"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=run_cli.environment(),
    ) as chat:
        assert chat.stdin
        assert chat.stdout
        assert chat.stdout.readline()
        done = run_cli("--home", home, "ask", "Who leads the mission?", code=2)
        assert str(chat.pid).encode() in done.stderr
        assert run_cli("--home", home, "sources", "list").stdout
        chat.stdin.close()
        assert chat.wait(60) == 0
