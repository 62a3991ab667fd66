"""`footnoted claims` as a user meets it: files, pipes, and how they end."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.support import COMMAND, Cli
from tests.ui.outcome import Done, Footnoted, schema

TRUE = {"id": "a", "claim": "Nobody was hurt.", "evidence": ["The mill burned. Nobody was hurt."]}
FALSE = {"id": 2, "claim": "The mill cost 9 million.", "evidence": ["The mill cost 3 million."]}


def lines(*rows: Any) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def file(tmp_path: Path, *rows: Any, data: bytes = b"") -> Path:
    path = tmp_path / "claims.jsonl"
    path.write_bytes(data or lines(*rows))
    return path


def read(text: str | bytes) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in text.splitlines()]
    for row in rows:
        jsonschema.validate(row, schema("claims"))
    return rows


def test_rows_come_out_in_order_with_a_score(footnoted: Footnoted, tmp_path: Path) -> None:
    done = footnoted("claims", file(tmp_path, TRUE, FALSE, TRUE | {"id": "é"}))
    first, second, third = read(done.out)
    assert [row["id"] for row in (first, second, third)] == ["a", 2, "é"]
    assert [row["label"] for row in (first, second, third)][::2] == ["supported", "supported"]
    assert second["label"] in ("unsupported", "contradicted")
    assert 0 <= second["score"] < first["score"] == third["score"] <= 1
    assert done.err == ""


def test_no_library_is_made_and_no_model_asked(run_cli: Cli) -> None:
    env = {"FOOTNOTED_LLM__BASE_URL": "http://127.0.0.1:1/v1", "FOOTNOTED_HOME": "home"}
    (run_cli.folder / "c.jsonl").write_bytes(lines(TRUE))
    done = run_cli("claims", "c.jsonl", env=env)
    assert read(done.stdout)[0]["label"] == "supported"
    assert done.stderr == b""
    assert not (run_cli.folder / "home").exists()
    assert run_cli.outside == ""


def test_standard_input_is_read(
    footnoted: Footnoted, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + lines(TRUE))))
    assert read(footnoted("claims", "-").out) == read(footnoted("claims", file(tmp_path, TRUE)).out)


def test_a_file_is_written(footnoted: Footnoted, tmp_path: Path) -> None:
    path, out = file(tmp_path, TRUE, FALSE), tmp_path / "out.jsonl"
    shown = footnoted("claims", path).out
    assert footnoted("claims", path, "--out", out).out == ""
    assert out.read_text(encoding="utf-8") == shown


def test_bad_rows_stop_nothing_and_are_counted(footnoted: Footnoted, tmp_path: Path) -> None:
    data = lines(TRUE) + b"{\n\xff\n" + lines({"id": 3}, FALSE)
    done = footnoted("claims", file(tmp_path, data=data), code=1)
    rows = read(done.out)
    assert [row["id"] for row in rows] == ["a", None, None, 3, 2]
    assert [row.get("line") for row in rows] == [None, 2, 3, 4, None]
    assert done.err == "3 of 5 rows could not be used.\n"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\n", "has no rows"),
        (b"{\n", "None of the 1 rows"),
        ("[{}]".encode("utf-16"), "None of the 1 rows"),
    ],
)
def test_nothing_to_check_is_one_sentence(
    footnoted: Footnoted, tmp_path: Path, data: bytes, says: str
) -> None:
    done = footnoted("claims", file(tmp_path, data=data), code=2)
    assert done.is_one_sentence
    assert says in done.err


def refused(done: Done, says: str) -> None:
    assert done.is_one_sentence
    assert says in done.err
    assert done.out == ""


def test_files_that_cannot_be_used_are_one_sentence(footnoted: Footnoted, tmp_path: Path) -> None:
    path, none = file(tmp_path, TRUE), tmp_path / "none.jsonl"
    refused(footnoted("claims", none, code=2), "cannot be read: No such file")
    refused(footnoted("claims", tmp_path, code=2), "cannot be read: Is a directory")
    refused(footnoted("claims", path, "--out", tmp_path, code=2), "cannot be written")
    refused(footnoted("claims", none, "--out", tmp_path / "out", code=2), "cannot be read")
    assert not (tmp_path / "out").exists()


def test_claims_are_never_written_over(footnoted: Footnoted, tmp_path: Path) -> None:
    path = file(tmp_path, TRUE)
    (tmp_path / "link").symlink_to(path)
    for out in (path, tmp_path / "link"):
        refused(footnoted("claims", path, "--out", out, code=2), "is the file that is read")
    assert path.read_bytes() == lines(TRUE)


def test_a_row_too_long_to_hold_is_one_row(footnoted: Footnoted, tmp_path: Path) -> None:
    long = lines(TRUE | {"evidence": ["x" * 9_000_000]})
    rows = read(footnoted("claims", file(tmp_path, data=long + lines(TRUE)), code=1).out)
    assert [row["label"] for row in rows] == ["unchecked", "supported"]
    assert rows[0]["line"] == 1
    assert "longer than" in rows[0]["error"]


@pytest.fixture
def talking(run_cli: Cli) -> Any:
    """The command between two pipes, one row asked and answered."""
    with subprocess.Popen(
        [COMMAND, "claims", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=run_cli.environment(),
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(lines(TRUE))
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == "a"
        yield process
        process.kill()


def test_a_row_is_answered_before_the_next_is_given(talking: subprocess.Popen[bytes]) -> None:
    out, err = talking.communicate(lines(FALSE), timeout=60)
    assert [row["id"] for row in read(out)] == [2]
    assert (talking.returncode, err) == (0, b"")


def test_ctrl_c_ends_it(talking: subprocess.Popen[bytes]) -> None:
    talking.send_signal(signal.SIGINT)
    assert talking.wait(60) == 130
    assert talking.stderr
    assert talking.stderr.read() == b"\nInterrupted.\n"


def test_a_closed_pipe_is_quiet(talking: subprocess.Popen[bytes]) -> None:
    assert talking.stdin
    assert talking.stdout
    assert talking.stderr
    talking.stdout.close()
    talking.stdin.write(lines(FALSE))
    talking.stdin.close()
    assert talking.wait(60) == 141
    assert talking.stderr.read() == b""
