"""Case files: what is read, and everything that is wrong with one, each with file and line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.cases.case import Case, Gold, Kind, Status
from evals.cases.errors import CaseFileError
from evals.cases.read import read_cases, write_cases
from evals.cases.row import CaseRow, row_of
from evals.cases.row import schema as made
from rag.answers import Turn
from tests.ui.outcome import schema

GOOD = {"id": "a", "question": "Who?", "kind": "answerable", "key_facts": ["Ann"]}


def lines(folder: Path, *rows: Any, name: str = "cases.jsonl") -> Path:
    file = folder / name
    texts = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    file.write_text("\n".join(texts), encoding="utf-8")
    return file


def wrong(file: Path) -> list[str]:
    with pytest.raises(CaseFileError) as caught:
        read_cases([file])
    return [f"{p.line}: {p.sentence}" for p in caught.value.problems]


def test_a_case_has_all_its_fields(tmp_path: Path) -> None:
    row = {
        **GOOD,
        "history": [{"question": "Where?", "answer": "Here."}],
        "gold": [
            {"document": "a.txt", "quote": "Ann did"},
            {"document": "b", "start": 1, "end": 3},
        ],
        "key_facts": ["Ann", ["12", "twelve"]],
        "wrong_facts": ["Bob"],
        "answers": ["Ann did it."],
        "within": ["a.txt"],
        "as_of": "2025-10",
        "speaker": "Ann Lee",
        "date": "2025-10-03",
        "tags": ["who"],
        "note": "easy",
        "group": "g",
    }
    case = read_cases([lines(tmp_path, row)])[0].case
    assert case.history == (Turn("Where?", "Here."),)
    assert case.gold == (Gold("a.txt", "Ann did"), Gold("b", None, 1, 3))
    assert case.key_facts == (("Ann",), ("12", "twelve"))
    assert row_of(case) == row
    jsonschema.validate(row, schema("case"))


def test_the_published_schema_is_that_of_the_program() -> None:
    assert schema("case") == made()


def test_yaml_is_read_like_json_lines(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(
        "# two cases\n- id: a\n  question: Who?\n  kind: answerable\n  key_facts: [12, Ann]\n"
        "  as_of: 2025-10-03\n\n- id: b\n  question: What?\n  kind: unanswerable\n",
        encoding="utf-8",
    )
    first, second = read_cases([file])
    assert (first.line, second.line) == (2, 8)
    assert first.case.key_facts == (("12",), ("Ann",))
    assert first.case.as_of == "2025-10-03"
    assert second.case.kind is Kind.UNANSWERABLE


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    file = lines(
        tmp_path,
        GOOD,
        {**GOOD, "id": "b", "colour": "red"},
        '{"id": "c", ',
        "",
        {"id": "d", "question": "Who?"},
        {**GOOD, "id": "e", "kind": "maybe"},
        GOOD,
        {**GOOD, "id": "f", "as_of": "last week"},
        "[1]",
    )
    said = wrong(file)
    assert [line.partition(":")[0] for line in said] == ["2", "3", "5", "6", "7", "8", "9"]
    assert "there is no field 'colour'" in said[0]
    assert "no JSON at character 13" in said[1]
    assert "the field 'kind' is missing" in said[2]
    assert "Case e: kind cannot be 'maybe'" in said[3]
    assert "Case a: this id is given before" in said[4]
    assert "as_of is YYYY, YYYY-MM or YYYY-MM-DD, not 'last week'" in said[5]
    assert "an object with id, question and kind" in said[6]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"gold": [{"document": "a.txt"}]}, "needs a quote"),
        ({"gold": [{"document": "a.txt", "start": 4}]}, "both a start and an end"),
        ({"gold": [{"document": "a.txt", "start": 4, "end": 4}]}, "0 <= start < end"),
        ({"gold": [{"quote": "x"}]}, "gold.0.document' is missing"),
        ({"key_facts": []}, "needs gold, key facts or answers"),
        ({"kind": "unanswerable"}, "has no key facts"),
        ({"id": "a b"}, "id cannot be 'a b'"),
        ({"date": "2025-02-30"}, "day is out of range"),
        ({"question": " "}, "the question is empty"),
        ({"key_facts": [[]]}, "key_facts"),
        ({"status": "perhaps"}, "status cannot be"),
    ],
)
def test_what_does_not_go_together_is_named(
    tmp_path: Path, change: dict[str, Any], words: str
) -> None:
    said = wrong(lines(tmp_path, {**GOOD, **change}))
    assert len(said) == 1
    assert words in said[0]


def test_a_draft_may_lack_its_answer(tmp_path: Path) -> None:
    file = lines(tmp_path, {**GOOD, "key_facts": [], "status": "draft"})
    assert read_cases([file])[0].case.status is Status.DRAFT


def test_broken_yaml_has_its_line(tmp_path: Path) -> None:
    file = tmp_path / "cases.yml"
    file.write_text("- id: a\n  question: [Who?\n", encoding="utf-8")
    assert [line for line in wrong(file) if "no YAML" in line]
    file.write_text("id: a\n", encoding="utf-8")
    assert wrong(file) == ["1: A YAML file holds a list of cases."]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    assert "cannot be read" in wrong(tmp_path / "none.jsonl")[0]
    (tmp_path / "latin.jsonl").write_bytes(b"\xe9\n")
    assert "not UTF-8" in wrong(tmp_path / "latin.jsonl")[0]


def test_an_id_is_used_once_over_all_files(tmp_path: Path) -> None:
    first, second = lines(tmp_path, GOOD), lines(tmp_path, GOOD, name="more.jsonl")
    with pytest.raises(CaseFileError, match=r"more.jsonl:1: .*cases.jsonl:1"):
        read_cases([first, second])


FACT = st.lists(st.text(min_size=1), min_size=1, max_size=3).map(tuple)
WORDS = st.text(min_size=1).filter(str.strip)


@given(
    st.builds(
        Case,
        id=st.from_regex(r"[a-z0-9-]+", fullmatch=True),
        question=WORDS,
        kind=st.sampled_from([Kind.ANSWERABLE, Kind.PARTLY]),
        history=st.lists(st.builds(Turn, WORDS, st.text()), max_size=2).map(tuple),
        gold=st.lists(st.builds(Gold, WORDS, WORDS), max_size=2).map(tuple),
        key_facts=st.lists(FACT, min_size=1, max_size=3).map(tuple),
        note=st.text(),
        as_of=st.none() | st.dates().map(str),
        status=st.sampled_from(Status),
    )
)
def test_what_is_written_is_read_again(case: Case) -> None:
    assert CaseRow.model_validate(json.loads(json.dumps(row_of(case)))).case() == case


def test_written_files_are_read_again(tmp_path: Path) -> None:
    cases = [one.case for one in read_cases([lines(tmp_path, GOOD, {**GOOD, "id": "b"})])]
    write_cases(tmp_path / "out.jsonl", cases)
    assert [one.case for one in read_cases([tmp_path / "out.jsonl"])] == cases
