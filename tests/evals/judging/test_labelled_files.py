"""Sets of human labels are read in their own shapes, and what is wrong with a file is said."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from evals.judging.files import load
from evals.judging.labelled import FIELDS, SHAPES, Labelled
from rag.errors import RequestError

TEXT = "The council may close the pool in May."
SAID = "The pool may close in May."
ATTRIBUTION = {
    "question": "Will the pool close?",
    "claim": SAID,
    "claim_raw_string": SAID,
    "references": [TEXT, "Sixty people swim there."],
    "attribution_label": "attributable",
}
WICE = {"label": "partially_supported", "claim": SAID, "evidence": [TEXT], "meta": {"id": "1"}}
CLAIMS = [
    {"claim_string": SAID, "evidence": [f"[1] https://x.example\n\n{TEXT}"], "support": "Complete"},
    {"claim_string": SAID, "evidence": [f"[1] https://x.example\n\n{TEXT}"], "support": "N/A"},
    {"claim_string": SAID, "evidence": ["[1] https://x.example"], "support": "Missing"},
    {"claim_string": SAID, "evidence": [f"[2] y\n\n{TEXT}"], "support": "Partial"},
]
EXPERTQA = {"question": "Will it?", "answers": {"a system": {"claims": CLAIMS}}}
FEVER = {"id": "1730000001", "claim": SAID, "evidence": TEXT, "label": "REFUTES"}


def faithbench(*labels: list[str]) -> dict[str, Any]:
    """Return a sample with every field that a batch of FaithBench has."""
    notes = [
        {
            "annot_id": number,
            "annotator_id": "a3ac21668e6249b7978617da547f2708",
            "annotator_name": "a reader",
            "label": label,
            "note": "when?",
            "summary_span": "May",
            "summary_start": 23,
            "summary_end": 26,
            "source_span": None if number else "in May",
            "source_start": None if number else 30,
            "source_end": None if number else 36,
        }
        for number, label in enumerate(labels)
    ]
    found = {"summarizer": "a/model", "hhemv1": 0.9, "true_nli": None, "gpt_4o": 1}
    about = {"annotations": notes, "metadata": {**found, "raw_sample_id": 15}}
    return {"sample_id": 0, "source": TEXT, "summary": f" {SAID}\n", **about}


def qags(*votes: str) -> dict[str, Any]:
    """Return a line of QAGS, a sentence for each three votes."""
    sentences = [
        {
            "sentence": SAID,
            "responses": [{"worker_id": n, "response": vote} for n, vote in enumerate(one.split())],
        }
        for one in votes
    ]
    return {"article": TEXT, "summary_sentences": sentences}


def read(tmp_path: Path, *rows: object, kind: str | None = None) -> tuple[str, list[Labelled]]:
    file = tmp_path / "set.jsonl"
    file.write_text("".join(json.dumps(row) + "\n\n" for row in rows), encoding="utf-8")
    return load(file, kind)


@pytest.mark.parametrize(
    ("row", "kind", "supported"),
    [
        (ATTRIBUTION, "attributionbench", [True]),
        ({**ATTRIBUTION, "attribution_label": "not attributable"}, "attributionbench", [False]),
        (WICE, "wice", [False]),
        ({**WICE, "label": "supported"}, "wice", [True]),
        (EXPERTQA, "expertqa", [True, False]),
        (FEVER, "fever-symmetric", [False]),
        ({**FEVER, "label": "SUPPORTS"}, "fever-symmetric", [True]),
        (faithbench(), "faithbench", [True]),
        (faithbench(["Benign"]), "faithbench", [True]),
        (faithbench(["Benign"], ["Unwanted", "Unwanted.Intrinsic"]), "faithbench", [False]),
        (faithbench(["Unwanted"], ["Benign"]), "faithbench", [False]),
        (faithbench(["Questionable"]), "faithbench", [False]),
        (qags("yes no yes"), "qags", [True]),
        (qags("yes no no", "yes yes yes"), "qags", [False, True]),
    ],
)
def test_every_shape_is_recognised_and_read(
    tmp_path: Path, row: dict[str, Any], kind: str, supported: list[bool]
) -> None:
    found, rows = read(tmp_path, row)
    assert found == kind
    assert [one.supported for one in rows] == supported
    assert {one.statement for one in rows} == {SAID}
    assert all(one.evidence[0] == TEXT for one in rows)


def test_every_shape_says_what_its_rows_must_have() -> None:
    assert SHAPES.keys() == FIELDS.keys()


def test_the_two_claims_of_a_pair_are_one_group(tmp_path: Path) -> None:
    _, rows = read(tmp_path, {**FEVER, "id": 173}, FEVER, {**FEVER, "id": "1730000002"})
    assert len({row.group for row in rows}) == 1


def test_the_samples_of_a_json_file_are_read(tmp_path: Path) -> None:
    file = tmp_path / "batch_1.json"
    for data in ({"samples": [faithbench()]}, [faithbench()]):
        file.write_text(json.dumps(data), encoding="utf-8")
        assert load(file) == ("faithbench", [Labelled(SAID, (TEXT,), True, TEXT)])


def test_a_table_is_read_gzipped_or_not(tmp_path: Path) -> None:
    table = f'statement,evidence,evidence_2,supported,group\n{SAID},{TEXT},"More, there.",Yes,g\n'
    plain, packed = tmp_path / "set.csv", tmp_path / "set.csv.gz"
    plain.write_text("\ufeff" + table, encoding="utf-8")
    packed.write_bytes(gzip.compress(table.encode()))
    known = Labelled(SAID, (TEXT, "More, there."), True, "g")
    assert load(plain) == load(packed) == ("csv", [known])


def test_without_a_group_what_rests_on_one_text_is_one(tmp_path: Path) -> None:
    file = tmp_path / "set.csv"
    file.write_text("statement,evidence,supported\na b,x,1\nc d,x,0\ne f,y,no\n", encoding="utf-8")
    assert [row.group for row in load(file)[1]] == ["x", "x", "y"]


WRONG = [
    ({**ATTRIBUTION, "attribution_label": "perhaps"}, None, "'perhaps' is not known"),
    ({**WICE, "evidence": [1]}, None, "must be texts"),
    ({**WICE, "claim": "  "}, None, "must be texts, not empty"),
    (FEVER, "wice", 'a field "meta"'),
    ({**EXPERTQA, "answers": []}, None, "no row of expertqa"),
    (qags("maybe"), None, "'maybe' is not known"),
    ({"text": SAID}, None, "none of the known shapes"),
    ([1], None, "no object"),
]


@pytest.mark.parametrize(("row", "kind", "said"), WRONG)
def test_a_row_that_cannot_be_used_is_named(
    tmp_path: Path, row: object, kind: str | None, said: str
) -> None:
    with pytest.raises(RequestError, match=said) as error:
        read(tmp_path, row, kind=kind)
    assert "set.jsonl" in str(error.value)


def test_the_line_of_the_mistake_is_named(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="line 3: 'x' is not known"):
        read(tmp_path, WICE, {**WICE, "label": "x"})


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.jsonl", b"", "has no rows"),
        ("a.jsonl", b"{", "line 1: this is not JSON"),
        ("a.json", b'{"rows": []}', "no list of rows"),
        ("a.json", b"[" * 100_000, "not JSON"),
        ("a.jsonl", b"\xff\xfe", "not UTF-8"),
        ("a.jsonl.gz", b"no gzip", "cannot be read"),
        ("a.csv", b"statement,evidence,supported\na,b,perhaps\n", "line 2.*write yes or no"),
        ("a.csv", b"claim,evidence\na,b\n", "none of the known shapes"),
        ("a.csv", b'statement,evidence,supported\n"a"b,c,1\n', "line"),
        ("a.csv", b"statement,evidence,supported\n,b,yes\n", "not empty"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(RequestError, match=said):
        load(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="cannot be read: No such file"):
        load(tmp_path / "none.jsonl")


def test_a_set_without_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="no statement with evidence and a label"):
        read(tmp_path, {"question": "?", "answers": {}})
