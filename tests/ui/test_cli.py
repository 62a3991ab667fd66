"""The command line: help, bad requests, empty libraries, settings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer

from tests.support import ROOT
from tests.ui.outcome import Footnoted, schema
from ui.cli import app


def test_help_names_every_command(footnoted: Footnoted) -> None:
    shown = footnoted("--help").out
    for name in ("ingest", "ask", "chat", "check", "claims", "search", "sources", "settings"):
        assert name in shown
    assert footnoted().out == shown


def documented() -> dict[str, str]:
    """Return the line of `docs/cli.md` on each command; that of the global options under ""."""
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    rows = {}
    named = r"^\| `([a-z]+(?: [a-z-]+){0,2})((?:\\\|[a-z-]+)*)[^`]*` \|.*$"
    for row in re.finditer(named, page, re.MULTILINE):
        others = row[2].split("\\|")[1:]
        group = row[1].rpartition(" ")[0]
        for name in (row[1], *(f"{group} {other}" for other in others)):
            rows[name] = row[0]
    return rows | {"": page[: page.index("| command |")]}


def commands(group: Any, names: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Yield every command with its name, the program itself first under ""."""
    yield " ".join(names), group
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, (*names, name))


def test_the_page_has_every_command_and_option() -> None:
    rows = documented()
    for name, command in commands(typer.main.get_command(app)):
        if name == "sources":
            continue
        options = [option for each in command.params for option in each.opts if option[0] == "-"]
        for option in options:
            assert re.search(rf"`{option}[ `]", rows[name]), f"{name} {option}"


def test_the_version(footnoted: Footnoted) -> None:
    assert re.fullmatch(r"footnoted \d+\.\d+\.\d+\n", footnoted("--version").out)


@pytest.mark.parametrize(
    "arguments", [["ask"], ["ask", "--loud", "x"], ["fly"], ["search", "-k", "many", "x"]]
)
def test_usage_errors(footnoted: Footnoted, arguments: list[str]) -> None:
    done = footnoted(*arguments, code=2)
    assert done.is_one_sentence
    assert "--help" in done.err
    done = footnoted(*arguments, "--json", code=2)
    assert done.json["error"]["type"] == "UsageError"


WAYS_TO_JSON = [["--json"], ["--format", "json"], ["--format=json"]]


@pytest.mark.parametrize("way", WAYS_TO_JSON)
@pytest.mark.parametrize("command", [["ask", ""], ["check", "no-such-draft.md"]])
def test_errors_are_json_however_it_is_asked_for(
    footnoted: Footnoted, command: list[str], way: list[str]
) -> None:
    done = footnoted(*command, *way, code=2)
    assert done.is_one_sentence
    assert done.json["error"]["message"] in done.err
    done = footnoted(command[0], *way, "--loud", code=2)
    assert done.json["error"]["type"] == "UsageError"


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "", "--format", "html"],
        ["ask", "--format", "markdown", ""],
        ["ask", "--since", "json", "--", "--json"],
        ["sources", "show", "--", "--format=json"],
    ],
)
def test_errors_are_no_json_where_none_is_asked_for(
    footnoted: Footnoted, arguments: list[str]
) -> None:
    done = footnoted(*arguments, code=2)
    assert done.is_one_sentence
    assert done.out == ""


JSON_COMMANDS = [
    ["ingest", "no-such-file.md"],
    ["ask", ""],
    ["check", "no-such-draft.md"],
    ["search", ""],
    ["sources", "show", "00"],
    ["sources", "remove", "00"],
]


@pytest.mark.parametrize("command", JSON_COMMANDS)
def test_every_command_with_json_has_its_errors_in_it(
    footnoted: Footnoted, command: list[str]
) -> None:
    done = footnoted(*command, "--json", code=None)
    assert done.code in (1, 2)
    assert done.json["schema"] == 1


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
        (["ask", "--out", "no-such-folder/a.md", "x"], "there is no folder no-such-folder"),
        (["ask", "--out", "/", "x"], "it is a folder"),
        (["search", "-k", "0", "x"], "-k takes a number from 1 to 200"),
    ],
)
def test_requests_that_cannot_be_used(
    footnoted: Footnoted, arguments: list[str], says: str
) -> None:
    done = footnoted(*arguments, code=2)
    assert done.is_one_sentence
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
    assert done.is_one_sentence
    assert "retrieval" in done.err
    monkeypatch.setenv("FOOTNOTED_COLECTION", "x")
    done = footnoted("settings", "--json", code=2)
    assert done.json["error"]["type"] == "SettingsError"
    assert "FOOTNOTED_COLLECTION" in done.json["error"]["message"]
