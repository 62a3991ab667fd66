"""A run in its folder: a head, and a line for each case that is written before the next begins."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from evals.running.errors import EvaluationError, NotARun, OtherRun, RunBusy

SCHEMA = 1
HEAD, LINES = "run.json", "cases.jsonl"


class Store:
    """A run that is being made. Safe between threads; another process is kept out."""

    def __init__(self, folder: Path, key: str) -> None:
        self.folder = folder
        self._key = key
        self._writing = threading.Lock()

    @contextmanager
    def begun(self, head: dict[str, Any]) -> Iterator[dict[str, dict[str, Any]]]:
        """Give the answers that are there already, by case; the folder is this process's meanwhile.

        `head` is told when the run began first. Raises RunBusy, OtherRun, EvaluationError where the
        folder cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / ".lock")
            lock.acquire(timeout=0)
        except Timeout:
            raise RunBusy(f"Another process is at the run in {self.folder}: wait for it.") from None
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            head |= self._began()
            self.write_head(head)
            yield self._kept()
        finally:
            lock.release()

    def add(self, row: dict[str, Any]) -> None:
        """Write the line of one case, for good."""
        try:
            with self._writing, (self.folder / LINES).open("ab") as file:
                file.write(_line(row).encode("utf-8", "surrogatepass"))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise self._unwritable(error) from error

    def settle(self, head: dict[str, Any], rows: list[dict[str, Any]]) -> None:
        """Write the lines in the order of the cases, and the head of a run that is done."""
        self._replace(LINES, "".join(map(_line, rows)))
        self.write_head(head)

    def write_head(self, head: dict[str, Any]) -> None:
        """Write what the run is of."""
        whole = {"schema": SCHEMA, "key": self._key, **head}
        self._replace(HEAD, json.dumps(whole, ensure_ascii=False, indent=1) + "\n")

    def _replace(self, name: str, text: str) -> None:
        part = self.folder / f".{name}.part"
        try:
            part.write_text(text, encoding="utf-8", errors="surrogatepass")
            part.replace(self.folder / name)
        except OSError as error:
            raise self._unwritable(error) from error

    def _began(self) -> dict[str, Any]:
        """Return when this run began, if it did."""
        if not (self.folder / HEAD).exists():
            return {}
        head = read_head(self.folder)
        if head["key"] != self._key:
            raise OtherRun(
                f"{self.folder} holds a run of another system, other cases, settings, code or "
                "library: name another folder with --out, or remove it."
            )
        return {"began": head["began"]}

    def _kept(self) -> dict[str, dict[str, Any]]:
        """Return the lines of answers; one that was cut short is dropped, and so are errors."""
        file = self.folder / LINES
        if not file.exists():
            return {}
        lines = map(_row, file.read_bytes().split(b"\n"))
        kept = [row for row in lines if row is not None and row["error"] is None]
        self._replace(LINES, "".join(map(_line, kept)))
        return {row["case"]: row for row in kept}

    def _unwritable(self, error: OSError) -> EvaluationError:
        why = error.strerror or str(error)
        return EvaluationError(f"The run cannot be written to {self.folder}: {why}.")


def read_head(folder: Path) -> dict[str, Any]:
    """Return the head of a run; raises NotARun."""
    try:
        head: dict[str, Any] = json.loads((folder / HEAD).read_text(encoding="utf-8"))
        schema = head["schema"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotARun(f"{folder} holds no run of an evaluation.") from error
    if schema != SCHEMA:
        raise NotARun(f"The run in {folder} {other_version(schema, 'make it anew')}")
    return head


def other_version(schema: object, otherwise: str) -> str:
    """Return what is said of results of another version, and what to do."""
    newer = isinstance(schema, int) and schema > SCHEMA
    advice = f"update Footnoted, or {otherwise} with this one" if newer else otherwise
    return (
        f"has version {schema} of the result files, and this Footnoted reads version {SCHEMA}: "
        f"{advice}."
    )


def read_lines(folder: Path) -> list[dict[str, Any]]:
    """Return the lines of a run; raises NotARun."""
    try:
        return [json.loads(line) for line in (folder / LINES).read_bytes().split(b"\n") if line]
    except (OSError, ValueError) as error:
        raise NotARun(f"The lines of the run in {folder} cannot be read: {error}.") from error


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


def _row(line: bytes) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return row if isinstance(row, dict) else None
