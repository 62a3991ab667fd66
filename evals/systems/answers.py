"""A file of answers as a system: what another one said, whenever that was."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.response import Response
from evals.response_files import read_responses
from evals.running.errors import EvaluationError

if TYPE_CHECKING:
    from evals.cases.case import Placed


@dataclass(frozen=True)
class Answers:
    """Gives each case the answer that the file has for it; without one, that is its error."""

    name: str
    about: Mapping[str, Any]
    responses: Mapping[str, Response]

    @classmethod
    def read(cls, file: Path) -> Answers:
        """Return the answers of a file. Raises CaseFileError with all that is wrong."""
        responses = read_responses(file)
        names = {one.system for one in responses}
        content = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
        named = names.pop() if len(names) == 1 else "other"
        return cls(
            name=file.name if named == "other" else named,
            about={"answers": content},
            responses={one.case_id: one for one in responses},
        )

    def covers(self, cases: list[Placed]) -> None:
        """Raise EvaluationError where the file answers none of the cases."""
        if not any(one.case.id in self.responses for one in cases):
            raise EvaluationError(
                f"{self.name} answers none of the cases: the id of an answer is that of its case."
            )

    def answer(self, placed: Placed) -> Response:
        """Return what the file says."""
        found = self.responses.get(placed.case.id)
        if found is None:
            return Response(placed.case.id, self.name, error="The file has no answer to this case.")
        return replace(found, system=self.name, raw={})
