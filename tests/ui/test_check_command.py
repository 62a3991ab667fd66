"""`footnoted check` as a user meets it."""

from __future__ import annotations

import io
import json
import shutil
import sys
from pathlib import Path

import docx
import jsonschema
import pytest

from tests.support import Cli
from tests.ui.outcome import Footnoted, schema

SAID = "The deputy head is Joss Verrin of the Oster Isles."
GOOD = f"# Who is who\n\n{SAID} I think this is a pity.\n"
BAD = GOOD + "\nThe Republic of Kitea sells its railways to a bank in Lisbon.\n"


@pytest.fixture
def home(sample_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_home, tmp_path / "own"))


def draft(tmp_path: Path, text: str, name: str = "draft.md") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


def test_a_draft_with_sources_is_done(footnoted: Footnoted, home: Path, tmp_path: Path) -> None:
    done = footnoted("check", draft(tmp_path, GOOD), home=home)
    assert done.out.startswith(f"# Who is who\n\n{SAID} [1]")
    assert "[1] The mission in Orvessa, explained\n    Lake States Primer, 6 Oct 2025" in done.out
    assert done.out.splitlines()[-1].startswith("1 claim · ")
    assert done.err == ""


def test_a_claim_without_source_needs_attention(
    footnoted: Footnoted, home: Path, tmp_path: Path
) -> None:
    done = footnoted("check", draft(tmp_path, BAD), home=home, code=1)
    assert "Lisbon. [no source found]" in " ".join(done.out.split())
    assert "line 5: no source found: " in done.out
    assert done.err == ""


def test_each_format_is_the_draft_with_its_footnotes(
    footnoted: Footnoted, home: Path, tmp_path: Path
) -> None:
    path = draft(tmp_path, GOOD)
    markdown = footnoted("check", path, "--format", "markdown", home=home).out
    assert markdown.startswith(f"# Who is who\n\n{SAID}[^1]")
    html = footnoted("check", path, "--format", "html", home=home).out
    assert html.startswith("<!doctype html>")
    assert f"<p>{SAID}&#8288;<sup>" in html
    shape = footnoted("check", path, "--json", home=home).json
    jsonschema.validate(shape, schema("check"))
    assert shape["text"] == GOOD
    assert shape["provenance"]["answerer"] == "draft"
    other = footnoted("check", path, "--format", "json", home=home).json
    assert [s["citations"] for s in other["sentences"]] == [[], [1], []]


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_a_file_is_written_instead(
    footnoted: Footnoted, home: Path, tmp_path: Path, form: str
) -> None:
    out = tmp_path / "out"
    done = footnoted(
        "check", draft(tmp_path, BAD), "--format", form, "--out", out, home=home, code=1
    )
    assert done.out == ""
    assert "no source found" in out.read_text(encoding="utf-8") or form == "json"
    assert SAID in out.read_text(encoding="utf-8")


def test_the_draft_in_markdown_is_byte_for_byte(
    footnoted: Footnoted, home: Path, tmp_path: Path
) -> None:
    text = "\ufeff" + GOOD.replace("\n", "\r\n")
    out = tmp_path / "out.md"
    footnoted("check", draft(tmp_path, text), "--format", "markdown", "--out", out, home=home)
    written = out.read_bytes().decode()
    marks = written[: len(text) + 20].replace("[^1]≈", "").replace("[^1]", "")
    assert marks.startswith(text)


def test_standard_input_is_markdown(
    footnoted: Footnoted, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = io.TextIOWrapper(io.BytesIO(f"> **{SAID}**\n".encode()))
    monkeypatch.setattr(sys, "stdin", given)
    shape = footnoted("check", "-", "--json", home=home).json
    assert shape["form"] == "markdown"
    assert [s["words"] for s in shape["sentences"]] == [SAID]


def test_a_docx_is_read(footnoted: Footnoted, home: Path, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Who is who", 0)
    document.add_paragraph(SAID)
    document.add_paragraph("What now?", style="List Bullet")
    document.save(str(tmp_path / "draft.docx"))
    done = footnoted("check", tmp_path / "draft.docx", home=home)
    assert f"{SAID} [1]" in done.out
    shape = footnoted("check", tmp_path / "draft.docx", "--json", home=home).json
    assert shape["form"] == "docx"
    assert [s["standing"] for s in shape["sentences"]] == [
        *("no_source_needed", "footnoted", "no_source_needed"),
    ]


def test_an_ingested_draft_is_no_source_of_its_own(footnoted: Footnoted, tmp_path: Path) -> None:
    path = draft(tmp_path, "The Republic of Kitea sells its railways to a bank in Lisbon.\n")
    footnoted("ingest", path)
    shape = footnoted("check", path, "--json", code=1).json
    assert shape["sentences"][0]["standing"] == "no_source"
    copy = draft(tmp_path, path.read_text(encoding="utf-8"), "copy.md")
    assert footnoted("check", copy, "--json").json["sentences"][0]["standing"] == "footnoted"


def test_filters_say_which_sources_count(footnoted: Footnoted, home: Path, tmp_path: Path) -> None:
    path = draft(tmp_path, SAID)
    footnoted("check", path, "--source", "Primer", home=home)
    footnoted("check", path, "--until", "2024", home=home, code=1)


BAD_DRAFTS = [
    ("none.md", None, "none.md"),
    ("empty.md", b"", "empty"),
    ("blank.txt", b" \r\n\t", "no text"),
    ("page.html", b"<!doctype html><p>Hello there.", "HTML"),
    ("paper.pdf", b"%PDF-1.7\n%", "PDF"),
    ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Office file"),
    ("broken.docx", b"PK\x03\x04" + b"\0" * 40, "damaged"),
    ("blob.txt", bytes(range(32)) * 40, "binary"),
]


@pytest.mark.parametrize(("name", "data", "word"), BAD_DRAFTS)
def test_what_cannot_be_checked_is_one_sentence(
    footnoted: Footnoted, home: Path, tmp_path: Path, name: str, data: bytes | None, word: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    done = footnoted("check", tmp_path / name, home=home, code=2)
    assert done.is_one_sentence
    assert word in done.err
    assert done.out == ""


def test_a_folder_is_no_draft(footnoted: Footnoted, home: Path, tmp_path: Path) -> None:
    done = footnoted("check", tmp_path, home=home, code=2)
    assert done.is_one_sentence
    assert "folder" in done.err


def test_an_empty_library_is_said_to_be_empty(footnoted: Footnoted, tmp_path: Path) -> None:
    done = footnoted("check", draft(tmp_path, GOOD), "--json", code=2)
    assert done.is_one_sentence
    assert "footnoted ingest" in done.err
    assert done.json["error"]["type"] == "RequestError"


def test_a_file_that_cannot_be_written_is_one_sentence(
    footnoted: Footnoted, home: Path, tmp_path: Path
) -> None:
    done = footnoted(
        "check", draft(tmp_path, GOOD), "--out", tmp_path / "no" / "out", home=home, code=2
    )
    assert done.is_one_sentence
    assert "cannot be written" in done.err


def test_a_draft_is_never_written_over(footnoted: Footnoted, home: Path, tmp_path: Path) -> None:
    path = draft(tmp_path, GOOD)
    done = footnoted("check", path, "--out", path, home=home, code=2)
    assert done.is_one_sentence
    assert "is the file that is read" in done.err
    assert path.read_text(encoding="utf-8") == GOOD


def test_the_command_as_a_process(run_cli: Cli, home: Path) -> None:
    shutil.copytree(home, run_cli.folder / "home")
    (run_cli.folder / "draft.md").write_text(BAD, encoding="utf-8")
    done = run_cli("--home", "home", "check", "draft.md", "--json", code=1)
    assert json.loads(done.stdout)["attention"] is True
    assert done.stderr == b""
    assert run_cli.outside == ""
