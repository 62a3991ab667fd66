"""Files of labelled statements: JSON Lines, JSON, CSV, each gzipped or not."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals.judging.labelled import FIELDS, SHAPES, Labelled, Row
from rag.errors import RequestError

Numbered = tuple[str, Row]


def load(path: Path, kind: str | None = None) -> tuple[str, list[Labelled]]:
    """Return the shape of a file and what it holds; the shape is found out where none is named.

    Raises RequestError that names the place for a file that cannot be read, a row that is not of
    its shape, or a file without labels.
    """
    rows = list(_rows(path))
    if not rows:
        raise RequestError(f"{path} has no rows: name a file of statements with labels.")
    kind = kind or _kind(path, rows[0][1])
    found: list[Labelled] = []
    for place, row in rows:
        found += _labelled(f"{path}, {place}", kind, row)
    if not found:
        raise RequestError(f"{path} has no statement with evidence and a label.")
    return kind, found


def _kind(path: Path, row: Row) -> str:
    for kind, fields in FIELDS.items():
        if fields <= row.keys():
            return kind
    raise RequestError(f"{path} has none of the known shapes: name one with --kind.")


def _labelled(place: str, kind: str, row: Row) -> list[Labelled]:
    if missing := sorted(FIELDS[kind] - row.keys()):
        raise RequestError(f'{place}: a row of {kind} has a field "{missing[0]}"; this has none.')
    try:
        found = list(SHAPES[kind](row))
    except KeyError as error:
        raise RequestError(f"{place}: {error} is not known in a row of {kind}.") from None
    except (TypeError, AttributeError, ValueError) as error:
        raise RequestError(f"{place}: this is no row of {kind} ({error}).") from None
    for one in found:
        texts = (one.statement, one.group, *one.evidence)
        if not all(isinstance(text, str) for text in texts) or not one.statement.strip():
            raise RequestError(f"{place}: statement and evidence must be texts, not empty.")
    return found


def _rows(path: Path) -> Iterator[Numbered]:
    text = _text(path)
    name = path.name.removesuffix(".gz")
    if name.endswith(".csv"):
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        try:
            for row in reader:
                yield f"line {reader.line_num}", {k: v for k, v in row.items() if k is not None}
        except csv.Error as error:
            raise RequestError(f"{path}, line {reader.line_num}: {error}.") from None
        return
    if name.endswith(".json"):
        yield from _from_json(path, text)
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield f"line {number}", _object(f"{path}, line {number}", line)


def _from_json(path: Path, text: str) -> Iterator[Numbered]:
    data = _parsed(str(path), text)
    rows = data.get("samples") if isinstance(data, dict) else data
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise RequestError(f"{path} holds no list of rows: give a list, or JSON Lines.")
    for number, row in enumerate(rows, start=1):
        yield f"row {number}", row


def _object(place: str, line: str) -> dict[str, Any]:
    row = _parsed(place, line)
    if not isinstance(row, dict):
        raise RequestError(f"{place}: this is JSON but no object; write {{…}}, one a line.")
    return row


def _parsed(place: str, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RequestError(f"{place}: this is not JSON ({error}).") from None


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
        if path.suffix == ".gz":
            data = gzip.decompress(data)
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RequestError(f"{path} is not UTF-8: save it as UTF-8.") from None
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or error
        raise RequestError(f"{path} cannot be read: {reason}.") from None
