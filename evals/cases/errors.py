"""What can go wrong with cases; all of it is found before anything runs.

FootnotedError
|-- CaseFileError    lines of a file cannot be used; each is named with what to correct
|-- ImportingError   what is imported is not of the shape that was named; name another
`-- DraftingError    drafts cannot be made or accepted as asked; says what to change
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vectorstore.errors import FootnotedError


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a file: where, and a sentence that says what to do."""

    file: Path
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


class CaseFileError(FootnotedError):
    """Lines of a case file cannot be used; `problems` has each with its line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        files = ", ".join(dict.fromkeys(str(problem.file) for problem in problems))
        count = "one thing is" if len(problems) == 1 else f"{len(problems)} things are"
        listed = "\n".join(map(str, problems))
        super().__init__(f"{count[0].upper()}{count[1:]} wrong in {files}; correct it:\n{listed}")


class ImportingError(FootnotedError):
    """A file or folder is not of the shape that was named; says what is missing."""


class DraftingError(FootnotedError):
    """Drafts cannot be made or accepted as asked; says why."""
