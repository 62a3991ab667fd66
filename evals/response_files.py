"""Files of answers: JSON Lines read and written, with everything that is wrong said at once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from evals.cases.errors import CaseFileError, Problem
from evals.response import Response
from evals.response_rows import ResponseRow


def read_responses(file: Path) -> list[Response]:
    """Return the answers of a file of JSON Lines. Raises CaseFileError with all that is wrong."""
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        said = getattr(error, "strerror", None) or "it is not UTF-8"
        raise CaseFileError([Problem(file, 1, f"It cannot be read: {said}.")]) from error
    found: dict[str, Response] = {}
    problems = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            response = ResponseRow.model_validate(json.loads(line)).response()
        except ValidationError as error:
            one = error.errors()[0]
            where = ".".join(map(str, one["loc"]))
            problems.append(Problem(file, number, f"{where}: {one['msg']}."))
        except ValueError as error:
            problems.append(Problem(file, number, f"This is no answer: {error}."))
        else:
            if response.case_id in found:
                sentence = f"Case {response.case_id} is answered before; keep one answer."
                problems.append(Problem(file, number, sentence))
            found[response.case_id] = response
    if problems:
        raise CaseFileError(problems)
    return list(found.values())


def response_row(response: Response) -> dict[str, Any]:
    """Return a response as a line holds it; reading it gives an equal one."""
    row = asdict(response)
    row["id"] = row.pop("case_id")
    row["statements"] = [
        {"text": said.text, "citations": [_known(asdict(c)) for c in said.citations]}
        for said in response.statements
    ]
    if response.passages is not None:
        row["passages"] = [_known(asdict(passage)) for passage in response.passages]
    return {**_known(row), "declined": response.declined}


def write_responses(file: Path, responses: Iterable[Response]) -> None:
    """Write responses as JSON Lines."""
    lines = (json.dumps(response_row(each), ensure_ascii=False) for each in responses)
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _known(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}
