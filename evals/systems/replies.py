"""What another system said, in the shape of a line of answers, as a response."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pydantic import ValidationError

from evals.response import Response
from evals.response_rows import ResponseRow
from rag.models.redaction import redacted

_LONGEST = 400


def read_reply(said: object, case_id: str, system: str, seconds: float | None = None) -> Response:
    """Return a text with marks like [1], or an object of the response format, as a response.

    `seconds` stands in for a time that it does not tell. What is neither is an error. What else it
    holds under `raw` is left out: it is not what Footnoted means by it.
    """
    if isinstance(said, str):
        said = {"answer": said}
    if not isinstance(said, Mapping):
        what = f"it gave {type(said).__name__} in place of a text or an object"
        return failed(case_id, system, ValueError(what))
    row = {"seconds": seconds, **said, "id": case_id, "system": system}
    try:
        return replace(ResponseRow.model_validate(row).response(), raw={})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        return failed(case_id, system, ValueError(f"{where}: {first['msg']}"))
    except ValueError as error:
        return failed(case_id, system, error)


def failed(case_id: str, system: str, error: BaseException) -> Response:
    """Return that there is no answer, and why, on one line and without a key."""
    said = " ".join(redacted(str(error), ()).split())
    name = type(error).__name__
    return Response(case_id, system, error=f"{name}: {said}"[:_LONGEST] if said else name)
