"""Reading what data sets are made of: JSON, JSON Lines, tables; also packed with gzip."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals.cases.errors import ImportingError


def text_of(path: Path) -> str:
    """Return a file's text, unpacked where its name ends in .gz. Raises ImportingError."""
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    except (OSError, EOFError) as error:
        said = getattr(error, "strerror", None) or error
        raise ImportingError(f"{path} cannot be read: {said}.") from error
    except UnicodeDecodeError as error:
        raise ImportingError(f"{path} is not UTF-8; save it as that.") from error


def json_of(path: Path) -> Any:
    """Return what a JSON file holds. Raises ImportingError."""
    try:
        return json.loads(text_of(path))
    except ValueError as error:
        raise ImportingError(f"{path} is no JSON: {error}.") from error


def rows_of(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of JSON Lines with their line; of a folder, those of its .jsonl files."""
    for file in files_of(path, (".jsonl", ".jsonl.gz")):
        for number, line in enumerate(text_of(file).split("\n"), start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                raise ImportingError(f"{file}:{number} is no JSON: {error}.") from error
            if not isinstance(row, dict):
                raise ImportingError(f"{file}:{number} is no object.")
            yield number, row


def table_of(path: Path, delimiter: str = ",") -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a table with a heading line, with their line. Raises ImportingError."""
    reader = csv.DictReader(io.StringIO(text_of(path), newline=""), delimiter=delimiter)
    try:
        for row in reader:
            yield reader.line_num, {key: value or "" for key, value in row.items() if key}
    except csv.Error as error:
        raise ImportingError(f"{path}:{reader.line_num} cannot be read: {error}.") from error


def files_of(path: Path, endings: tuple[str, ...]) -> list[Path]:
    """Return a file, or those in a folder with one of the endings. Raises ImportingError."""
    if not path.is_dir():
        return [path]
    found = sorted(p for p in path.iterdir() if p.name.endswith(endings) and p.is_file())
    if not found:
        raise ImportingError(f"{path} has no file that ends in {' or '.join(endings)}.")
    return found


def wanted(row: dict[str, Any], key: str, where: str) -> Any:
    """Return a field of a row. Raises ImportingError where it has none."""
    if key not in row:
        raise ImportingError(f"{where} has no field {key!r}; is it of the shape you named?")
    return row[key]
