"""Claims in bulk: rows in, rows out, in order, and a sentence for each row that cannot be used."""

from __future__ import annotations

import itertools
import json
import tracemalloc
from collections.abc import Iterator, Sequence
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.answers import Label
from rag.claims import LONGEST_CLAIM, LONGEST_LINE, ClaimChecker, check_lines
from tests.ui.outcome import schema

MILL = "The mill burned down on Sunday night. Nobody was hurt."
LOSS = "Insurers put the loss at 3.5 million crowns."


def share_of_words(claim: str, evidence: Sequence[str]) -> float:
    """Return the share of the claim's words that stand in the evidence: a score easy to foresee."""
    words, there = claim.split(), set(" ".join(evidence).split())
    return sum(word in there for word in words) / len(words) if words else 0.0


CHECKER = ClaimChecker(share_of_words)
VALID = jsonschema.Draft202012Validator(schema("claims"))


def line(**row: Any) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"


def good(number: int = 1) -> bytes:
    return line(id=number, claim="Nobody was hurt.", evidence=[MILL])


def rows(*lines: bytes) -> list[dict[str, Any]]:
    found = list(check_lines(lines, CHECKER))
    for row in found:
        VALID.validate(row)
    return found


def test_a_row_says_how_the_claim_stands() -> None:
    row, other = rows(
        good(7), line(id="b", claim="The mill did not burn down.", evidence=[LOSS, MILL])
    )
    assert list(row) == ["id", "label", "class", "score", "reason", "checks"]
    assert (row["id"], row["label"], row["class"], row["score"]) == (7, "supported", "quoted", 1.0)
    assert row["checks"] == [{"code": "verbatim", "passed": True, "detail": "word for word"}]
    assert (other["id"], other["label"]) == ("b", "contradicted")
    assert other["score"] == round(share_of_words("The mill did not burn down.", [LOSS, MILL]), 4)
    assert [check["code"] for check in other["checks"] if not check["passed"]]


def test_evidence_counts_together() -> None:
    claim = "Nobody was hurt. Insurers put the loss at 3.5 million crowns."
    verdict = CHECKER.check(claim, [MILL, "Nothing else.", LOSS])
    assert verdict.label is Label.SUPPORTED
    assert CHECKER.check(claim, [MILL]).label is not Label.SUPPORTED


def test_order_is_kept_and_bad_rows_lose_nothing() -> None:
    numbers = range(60)
    lines = [good(n) if n % 3 else b'{"id": %d, "claim": "x"}\n' % n for n in numbers]
    found = rows(*lines)
    assert [row["id"] for row in found] == list(numbers)
    assert [row["id"] for row in found if "error" in row] == list(numbers[::3])
    assert all(row["line"] == row["id"] + 1 for row in found if "error" in row)


def test_a_row_comes_out_before_the_next_is_read() -> None:
    read: list[int] = []

    def reading() -> Iterator[bytes]:
        for number in range(3):
            read.append(number)
            yield good(number)

    seen = [(row["id"], len(read)) for row in check_lines(reading(), CHECKER)]
    assert seen == [(0, 1), (1, 2), (2, 3)]


def test_thousands_of_rows_take_no_more_memory_than_some() -> None:
    """Of 30 MB in 3,000 different rows, nothing but ids and what was learnt of words is kept."""

    def row(number: int) -> bytes:
        claim = f"Ferry {number} sank."
        return line(id=number, claim=claim, evidence=[claim], title="x" * 10_000)

    found = check_lines(map(row, range(3_300)), CHECKER)
    assert len(list(itertools.islice(found, 300))) == 300
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        assert sum(row["class"] == "quoted" for row in found) == 3_000
        after, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 5_000_000
    assert most - before < 8_000_000


MALFORMED = [
    (b"{", "not JSON"),
    (b'{"id": 1, "claim": "x", "evidence": ["y"]', "not JSON"),
    (b"id,claim,evidence", "not JSON"),
    (b'{"id": 1} {"id": 2}', "not JSON"),
    (b"[1, 2]", "no object"),
    (b"null", "no object"),
    (b"[" * 100_000, "nested too deeply"),
    (b'{"id": ' + b"9" * 5_000 + b"}", "too long a number"),
    ('{"id": 1, "claim": "é"}'.encode("latin-1"), "not UTF-8"),
    (good().decode().encode("utf-16"), "not UTF-8"),
    (b" " * LONGEST_LINE + b"{}", "longer than"),
    (line(), 'no "id" and no "claim" and no "evidence"'),
    (line(id=1, claim="x"), 'no "evidence"'),
    (line(id=1, evidence=["x"]), 'no "claim"'),
    (line(claim="x", evidence=["x"]), 'no "id"'),
    (line(id=None, claim="x", evidence=["x"]), '"id" must be'),
    (line(id=True, claim="x", evidence=["x"]), '"id" must be'),
    (line(id=1.5, claim="x", evidence=["x"]), '"id" must be'),
    (line(id=[1], claim="x", evidence=["x"]), '"id" must be'),
    (line(id=1, claim=3, evidence=["x"]), '"claim" must be'),
    (line(id=1, claim=" \n\t", evidence=["x"]), '"claim" must be'),
    (b'{"id": 1, "claim": "\\ufeff\\ud800", "evidence": ["x"]}', '"claim" must be'),
    (line(id=1, claim="x " * LONGEST_CLAIM, evidence=["x"]), '"claim" is longer'),
    (line(id=1, claim="x", evidence="x"), "square brackets"),
    (line(id=1, claim="x", evidence=None), '"evidence" must be a list of texts'),
    (line(id=1, claim="x", evidence=["x", 4]), '"evidence" must be a list of texts'),
    (line(id=1, claim="x", evidence={"a": "x"}), '"evidence" must be a list of texts'),
]


@pytest.mark.parametrize(("bad", "says"), MALFORMED, ids=[says for _, says in MALFORMED])
def test_a_line_that_cannot_be_used_is_one_sentence(bad: bytes, says: str) -> None:
    before, row, after = rows(good(0), bad + b"\n", good(2))
    assert (before["label"], after["label"]) == ("supported", "supported")
    assert says in row["error"]
    assert row["error"].endswith(".")
    assert "\n" not in row["error"]
    assert row["line"] == 2
    assert (row["label"], row["score"], row["checks"]) == ("unchecked", None, [])


def test_the_id_of_a_bad_row_is_told_where_it_has_one() -> None:
    assert rows(line(id="a", claim="x"))[0]["id"] == "a"
    assert rows(line(id=1.5, claim="x"))[0]["id"] is None
    assert rows(b"{")[0]["id"] is None


@pytest.mark.parametrize("evidence", [[], [""], [" \n", "\ufeff"]])
def test_without_evidence_nothing_supports_a_claim(evidence: list[str]) -> None:
    (row,) = rows(line(id=1, claim="The mill burned down.", evidence=evidence))
    assert (row["label"], row["class"], row["score"]) == ("unsupported", "not_found", 0.0)
    assert row["reason"] == (
        "There is no evidence to hold the claim against: give at least one text."
    )
    assert "error" not in row


def test_an_id_that_comes_twice_is_checked_twice_and_told() -> None:
    first, text, second, third = rows(
        good(1), line(id="1", claim="x", evidence=["x"]), good(), good()
    )
    assert "note" not in first
    assert "note" not in text
    assert second["note"] == third["note"] == "Line 1 has the same id."
    assert second["label"] == "supported"


def test_blank_lines_and_a_byte_order_mark_are_passed_over() -> None:
    found = rows(
        b"\xef\xbb\xbf" + good(1), b"\n", b" \t\r\n", good(2).replace(b"\n", b"\r\n"), b"{"
    )
    assert [row["id"] for row in found] == [1, 2, None]
    assert found[2]["line"] == 5
    assert rows(b"\xef\xbb\xbf\n", b"") == []


def test_further_keys_are_left_alone() -> None:
    (row,) = rows(line(id=1, claim="Nobody was hurt.", evidence=[MILL], source="x", label="?"))
    assert row["label"] == "supported"


INPUT = jsonschema.Draft202012Validator(schema("claims")["$defs"]["input"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
ROWS = st.fixed_dictionaries(
    {},
    optional={
        "id": st.integers() | st.text(max_size=9) | JSON,
        "claim": st.text(max_size=60) | JSON,
        "evidence": st.lists(st.text(max_size=60), max_size=4) | JSON,
    },
)


@given(ROWS)
@settings(max_examples=200, deadline=None)
def test_what_the_schema_allows_is_checked_and_the_rest_is_told(row: dict[str, Any]) -> None:
    (found,) = rows(json.dumps(row).encode())
    if not INPUT.is_valid(row):
        assert "error" in found
    elif "error" in found:
        assert found["error"] == '"claim" must be a text with words in it.'


@given(st.lists(st.binary(max_size=40), max_size=5))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_answered(lines: list[bytes]) -> None:
    assert len(rows(*lines)) <= len(lines)


def test_where_the_json_breaks_off_is_counted_in_the_line() -> None:
    (found,) = rows(b'{"id": 2, "claim": "x"\n')
    assert "at character 23" in found["error"]
