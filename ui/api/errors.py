"""What is answered when a request cannot be: a status, a name and a sentence, never a trace."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any, NamedTuple

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from rag.errors import RequestError
from ui.keeping.errors import UnknownConversation, UnknownWork
from ui.people.errors import TooMany
from vectorstore.errors import FootnotedError, ReadingError, UnknownCollection, UnknownDocument

_log = logging.getLogger(__name__)
_SAID = {
    404: "There is nothing at this address: what is served begins with /api/ or /v1/.",
    405: "This address is not asked this way: use the method that Allow names.",
}


class ApiError(FootnotedError):
    """A request that is not served; `status` is what HTTP calls that."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class KeyRefused(ApiError):
    """The request has no key, or not one of ours."""

    status = HTTPStatus.UNAUTHORIZED


class ReadOnly(ApiError):
    """Who sends the request may read, and change nothing."""

    status = HTTPStatus.FORBIDDEN


class HostRefused(ApiError):
    """The request was not made to this machine by its own name."""

    status = HTTPStatus.MISDIRECTED_REQUEST


class OriginRefused(ApiError):
    """A page of somebody else makes the request."""

    status = HTTPStatus.FORBIDDEN


class BodyTooLong(ApiError):
    """The request is longer than is read."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class UnknownModel(ApiError):
    """The request names a model that is not here."""

    status = HTTPStatus.NOT_FOUND


class Failure(NamedTuple):
    """An error as a client is told of it."""

    status: int
    kind: str
    message: str


def failure(error: Exception) -> Failure:
    """Return what a client is told; what nobody foresaw goes to the log and is named to nobody."""
    if isinstance(error, HTTPException) and isinstance(error.__cause__, ApiError):
        error = error.__cause__
    match error:
        case FootnotedError():
            return Failure(_status(error), type(error).__name__, str(error))
        case RequestValidationError():
            return Failure(422, "RequestError", unusable(error.errors()[0]))
        case HTTPException(status_code=400):
            return Failure(422, "RequestError", "The body cannot be read: send JSON in UTF-8.")
        case HTTPException():
            message = _SAID.get(error.status_code, f"{error.detail}.")
            return Failure(error.status_code, "RequestError", message)
    _log.error("A request failed.", exc_info=error)
    message = "Something went wrong here that should not have: the server's log says what."
    return Failure(500, "InternalError", message)


def _status(error: FootnotedError) -> int:
    match error:
        case ApiError():
            return error.status
        case TooMany():
            return HTTPStatus.TOO_MANY_REQUESTS
        case UnknownDocument() | UnknownCollection() | UnknownWork() | UnknownConversation():
            return HTTPStatus.NOT_FOUND
        case RequestError() | ReadingError():
            return HTTPStatus.UNPROCESSABLE_ENTITY
    return HTTPStatus.SERVICE_UNAVAILABLE


def unusable(found: dict[str, Any]) -> str:
    """Return the sentence for the first thing that is wrong with a request."""
    where, *inside = found["loc"]
    if found["type"] == "json_invalid":
        return f"The body is no JSON at character {inside[0]}: {found['ctx']['error']}."
    name = ".".join(map(str, inside)) or str(where)
    match found["type"]:
        case "missing" if not inside:
            return "The request has no body: send a JSON object."
        case "missing":
            return f"The request has no {name!r}: give it."
        case "extra_forbidden":
            return f"The request has {name!r}, which is not known here: leave it out."
    if not inside:
        return "The body is not a JSON object: send one as application/json."
    if found["type"].startswith("model_"):
        return f"{name!r} is not a JSON object: send one, or leave it out."
    return f"{name!r} cannot be used: {found['msg'].removeprefix('Value error, ')}."
