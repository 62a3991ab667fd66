"""The sample library and its questions: what they promise to whoever measures with them."""

from __future__ import annotations

import json
import re
import runpy
import zipfile
from collections import Counter
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from vectorstore.documents import Document
from vectorstore.reading import read

ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "examples" / "library"
HALVES = ("dev", "held")
TAGS = {
    *("who", "when", "where", "which", "why", "what", "how", "how_many"),
    *("yes_no", "definition", "list", "quote"),
}
KINDS = {"answerable", "partly", "unanswerable", "false_premise"}
DECLINED = {"unanswerable", "false_premise"}


def rows(half: str) -> list[dict[str, Any]]:
    lines = (ROOT / "evals" / "data" / f"sample-{half}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def folded(text: str) -> str:
    """White space, and the marks between the cells of a table, as one space."""
    return re.sub(r"[\s|]+", " ", text).strip()


@cache
def document(name: str) -> Document:
    return read(LIBRARY / name)


@cache
def words(name: str) -> str:
    return folded(document(name).text)


ROWS = {half: rows(half) for half in HALVES}
ALL = list(chain.from_iterable(ROWS.values()))
DOCUMENTS = sorted(path.name for path in LIBRARY.iterdir() if path.suffix != ".toml")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_sample_document_is_read_with_a_title_and_a_date(name: str) -> None:
    sample = document(name)
    assert sample.title
    assert sample.published is not None
    assert name.startswith((sample.published.date, "explainer", "plum"))


def test_the_newest_document_answers_the_question_of_the_demo() -> None:
    dated = [(found.date, name) for name in DOCUMENTS if (found := document(name).published)]
    newest = max(dated)[1]
    assert "The mission in Orvessa now has 4,350 troops" in words(newest)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_gold_quotes_stand_in_the_document_they_name(name: str) -> None:
    quotes = [
        gold["quote"] for row in ALL for gold in row.get("gold", ()) if gold["document"] == name
    ]
    assert quotes
    assert [quote for quote in quotes if folded(quote) not in words(name)] == []


def test_every_gold_quote_names_a_sample_document() -> None:
    assert {gold["document"] for row in ALL for gold in row.get("gold", ())} == set(DOCUMENTS)


def test_key_facts_stand_in_the_gold_quotes() -> None:
    """In a list of key facts, a list of its own means that any of it will do."""
    for row in ALL:
        gold = " ".join(quote["quote"] for quote in row.get("gold", ()))
        for fact in row.get("key_facts", ()):
            choices = [fact] if isinstance(fact, str) else fact
            assert any(choice in gold for choice in choices), row["id"]


def test_questions_are_well_formed() -> None:
    for row in ALL:
        assert row["question"].strip() == row["question"] != ""
        assert {*row["tags"]} & TAGS, row["id"]
        assert row["kind"] in KINDS, row["id"]
        assert ("key_facts" in row) == (row["kind"] not in DECLINED), row["id"]
        assert "gold" in row or row["kind"] in DECLINED, row["id"]


def test_no_question_and_no_id_is_given_twice() -> None:
    assert len({row["id"] for row in ALL}) == len(ALL)
    assert len({row["question"].casefold() for row in ALL}) == len(ALL)


def test_there_are_enough_questions_and_the_halves_are_alike() -> None:
    counts = {half: Counter(row["kind"] for row in ROWS[half]) for half in HALVES}
    assert len(ALL) >= 150
    assert sum(row["kind"] in DECLINED for row in ALL) >= 40
    assert all(abs(counts["dev"][each] - counts["held"][each]) <= 1 for each in KINDS)


def test_the_pdf_and_the_docx_are_what_the_script_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = ROOT / "examples" / "make_library.py"
    monkeypatch.setattr("sys.argv", [str(script), str(tmp_path)])
    made = runpy.run_path(str(script), run_name="__main__")

    brief, answers = made["BRIEF_NAME"], made["ANSWERS_NAME"]
    assert (tmp_path / brief).read_bytes() == (LIBRARY / brief).read_bytes()
    with zipfile.ZipFile(tmp_path / answers) as new, zipfile.ZipFile(LIBRARY / answers) as kept:
        assert new.namelist() == kept.namelist()
        assert all(new.read(name) == kept.read(name) for name in new.namelist())
