"""Asking, searching and listing a real library from the command line."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.support import SAMPLES, Cli
from tests.ui.outcome import Footnoted, schema


def test_an_answer_is_exact(footnoted: Footnoted, sample_home: Path) -> None:
    asked = footnoted("ask", "Who leads the mission now?", "--json", home=sample_home).json
    jsonschema.validate(asked, schema("answer"))
    assert not asked["declined"]
    for citation in asked["citations"]:
        shown = footnoted("sources", "show", citation["document_id"], "--json", home=sample_home)
        assert shown.json["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_verbose_says_what_made_the_answer(footnoted: Footnoted, sample_home: Path) -> None:
    done = footnoted("--verbose", "ask", "Who leads the mission now?", home=sample_home)
    assert "retrieve" in done.err
    assert "library revision" in done.err


def test_text_on_a_terminal_is_not_obeyed(
    footnoted: Footnoted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "evil.txt").write_text("The ferry \x1b[2Jsank.\u202e Really.\n", encoding="utf-8")
    footnoted("ingest", tmp_path / "evil.txt")
    document = footnoted("sources", "list", "--json").json["documents"][0]["id"]
    show = ("sources", "show", document)
    assert footnoted(*show, "--text").out == footnoted(*show, "--json").json["text"]
    for arguments in (show, ("search", "ferry"), ("ask", "What happened to the ferry?")):
        assert not {"\x1b", "\u202e"} & set(footnoted(*arguments).out)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert "\x1b" not in footnoted(*show, "--text").out


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
    assert done.is_one_sentence
    assert "No document has an id" in done.err


def test_removing_a_document(footnoted: Footnoted, sample_home: Path, tmp_path: Path) -> None:
    home = shutil.copytree(sample_home, tmp_path / "copy")
    first = footnoted("sources", "list", "--json", home=home).json["documents"][0]
    footnoted("sources", "remove", first["id"][:10], home=home)
    left = footnoted("sources", "list", "--json", home=home).json["documents"]
    assert first["id"] not in {document["id"] for document in left}
    assert footnoted("sources", "remove", first["id"], home=home, code=2).err.startswith("Error:")


def test_correcting_a_document(footnoted: Footnoted, sample_home: Path, tmp_path: Path) -> None:
    home = shutil.copytree(sample_home, tmp_path / "copy")
    first = footnoted("sources", "list", "--json", home=home).json["documents"][0]
    before = footnoted("sources", "show", first["id"], "--json", home=home).json
    done = footnoted(
        *("sources", "correct", first["id"][:10], "--title", "A better title"),
        *("--published", "3 May 2021", "--author", "Ines Calder", "--author", "Joss Verrin"),
        home=home,
    )
    assert "A better title" in done.out
    assert "3 May 2021 (corrected by hand)" in done.out
    after = footnoted("sources", "show", first["id"], "--json", home=home).json
    assert after["authors"] == ["Ines Calder", "Joss Verrin"]
    assert set(after["corrected"]) == {"title", "authors", "published"}
    assert after["text"] == before["text"]
    hits = footnoted("search", "the", "--since", "2021-05-03", "--until", "2021-05-03", "--json",
                     home=home).json["hits"]  # fmt: skip
    assert {hit["document_id"] for hit in hits} == {first["id"]}
    undone = ("sources", "correct", first["id"], "--undo", "title", "--undo", "authors", "--json")
    assert footnoted(*undone, home=home).json["corrected"] == ["published"]
    footnoted("sources", "correct", first["id"], "--undo", "all", home=home)
    assert footnoted("sources", "show", first["id"], "--json", home=home).json == before


@pytest.mark.parametrize(
    "wrong",
    [(), ("--published", "soon"), ("--undo", "text"), ("--title", "x", "--undo", "title")],
)
def test_a_correction_that_cannot_be_meant_is_a_sentence(
    footnoted: Footnoted, sample_home: Path, tmp_path: Path, wrong: tuple[str, ...]
) -> None:
    home = shutil.copytree(sample_home, tmp_path / "copy")
    first = footnoted("sources", "list", "--json", home=home).json["documents"][0]
    assert footnoted("sources", "correct", first["id"], *wrong, home=home, code=2).is_one_sentence
