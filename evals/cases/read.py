"""Case files: JSON Lines, or YAML with a list of cases. All that is wrong is said at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from evals.cases.case import Case
from evals.cases.errors import CaseFileError, Problem
from evals.cases.row import CaseRow, row_of
from vectorstore.errors import FootnotedError

YAML = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Located:
    """A case and where it was read."""

    case: Case
    file: Path
    line: int

    def wrong(self, sentence: str) -> Problem:
        """Return that something is wrong with it."""
        return Problem(self.file, self.line, f"Case {self.case.id}: {sentence}")


def read_cases(files: Iterable[Path]) -> list[Located]:
    """Return the cases of files in order, drafts too. Raises CaseFileError with all problems."""
    found, problems = collected(files)
    if problems:
        raise CaseFileError(in_order(problems))
    return found


def collected(files: Iterable[Path]) -> tuple[list[Located], list[Problem]]:
    """Return the cases of files that can be read, in order, and all that is wrong with others."""
    found: list[Located] = []
    problems: list[Problem] = []
    for file in files:
        for entry in _entries(file):
            if isinstance(entry, Problem):
                problems.append(entry)
                continue
            case, wrong = _case(entry[1])
            problems += [Problem(file, entry[0], sentence) for sentence in wrong]
            if case is not None:
                found.append(Located(case, file, entry[0]))
    problems += _twice(found)
    return found, problems


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems by file and line."""
    return sorted(problems, key=lambda problem: (str(problem.file), problem.line))


def write_cases(file: Path, cases: Iterable[Case]) -> None:
    """Write cases as JSON Lines, to a file all or nothing; a device or a pipe is left in its place.

    Raises CaseFileError where it cannot be done.
    """
    text = "".join(f"{json.dumps(row_of(case), ensure_ascii=False)}\n" for case in cases)
    taken = file.exists() and not file.is_file()
    part = file if taken else file.with_name(f"{file.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        if not taken:
            part.replace(file)
    except OSError as error:
        sentence = f"it cannot be written: {error.strerror}; name another file."
        raise CaseFileError([Problem(file, 1, sentence)]) from error


def _entries(file: Path) -> Iterator[tuple[int, Any] | Problem]:
    """Yield what a file holds with the line it begins on."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        yield Problem(file, 1, f"It cannot be read: {error.strerror}; name a file of cases.")
        return
    except UnicodeDecodeError:
        yield Problem(file, 1, "It is not UTF-8; save it as that.")
        return
    yield from _yaml(file, text) if file.suffix.lower() in YAML else _json_lines(file, text)


def _json_lines(file: Path, text: str) -> Iterator[tuple[int, Any] | Problem]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except ValueError as error:
            where = f" at character {error.pos + 1}" if hasattr(error, "pos") else ""
            yield Problem(file, number, f"This is no JSON{where}; give one object a line.")


def _yaml(file: Path, text: str) -> Iterator[tuple[int, Any] | Problem]:
    import yaml

    loader = yaml.SafeLoader(text)
    try:
        root = loader.get_single_node()
        if not isinstance(root, yaml.SequenceNode):
            yield Problem(file, 1, "A YAML file holds a list of cases.")
            return
        for node in root.value:
            yield node.start_mark.line + 1, loader.construct_object(node, deep=True)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or "it breaks off"
        yield Problem(file, mark.line + 1 if mark else 1, f"This is no YAML: {said}.")
    finally:
        loader.dispose()


def _case(row: Any) -> tuple[Case | None, list[str]]:
    """Return the case a row holds, or sentences that say why it holds none."""
    if not isinstance(row, dict):
        return None, ["A case is an object with id, question and kind."]
    name = f"Case {row['id']}: " if isinstance(row.get("id"), str) else ""
    try:
        return CaseRow.model_validate(row).case(), []
    except ValidationError as error:
        return None, [f"{name}{_sentence(found)}" for found in _once(error.errors())]
    except (ValueError, FootnotedError) as error:
        return None, [f"{name}{str(error).rstrip('.')}."]


def _once(errors: Iterable[Any]) -> list[Any]:
    """Return one error a field: each branch of a choice has one of its own."""
    fields = {error["loc"][:2]: error for error in reversed(list(errors))}
    return list(reversed(fields.values()))


def _sentence(error: Any) -> str:
    field = ".".join(str(part) for part in error["loc"])
    match error["type"]:
        case "extra_forbidden":
            return f"there is no field {field!r}; see docs/case.schema.json."
        case "missing":
            return f"the field {field!r} is missing."
        case "string_pattern_mismatch" if error["loc"][-1] in ("date", "as_of"):
            return f"{field} is YYYY, YYYY-MM or YYYY-MM-DD, not {error['input']!r}."
    return (
        f"{field} cannot be {_short(error['input'])}: {error['msg'][0].lower()}{error['msg'][1:]}."
    )


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}…"


def _twice(found: list[Located]) -> Iterator[Problem]:
    first: dict[str, Located] = {}
    for located in found:
        before = first.setdefault(located.case.id, located)
        if before is not located:
            place = f"{before.file}:{before.line}"
            yield located.wrong(f"this id is given before, at {place}; give it another.")
