"""What `--system` names: Footnoted, or where another system's answers come from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evals.running.errors import EvaluationError
from rag.setting_groups import BaseUrl


class Kind(StrEnum):
    """The ways a system is reached."""

    FOOTNOTED = "footnoted"
    FILE = "file"
    CALL = "call"
    OPENAI = "openai"
    CITATION_ENGINE = "citation-query-engine"


FORMS = (
    "footnoted",
    "file:ANSWERS.jsonl",
    "call:package.module:function",
    "openai:BASE_URL or openai:BASE_URL#MODEL",
    "citation-query-engine",
)


@dataclass(frozen=True)
class Spec:
    """A system as it is named; `of` is the file, the function or the address, `model` a model's."""

    kind: Kind
    of: str = ""
    model: str | None = None


def spec_of(text: str) -> Spec:
    """Return what a text names. Raises EvaluationError with the forms there are."""
    kind, colon, of = text.strip().partition(":")
    match kind, bool(colon and of):
        case ((Kind.FOOTNOTED.value | Kind.CITATION_ENGINE.value), False) if not colon:
            return Spec(Kind(kind))
        case Kind.FILE.value, True:
            return _file(of)
        case Kind.CALL.value, True if all(of.partition(":")[::2]):
            return Spec(Kind.CALL, of)
        case Kind.OPENAI.value, True:
            return _endpoint(of)
    raise EvaluationError(f"There is no system {text!r}: name {', '.join(FORMS)}.")


def _file(name: str) -> Spec:
    if not Path(name).is_file():
        raise EvaluationError(f"There is no file of answers {name}: name one with file:FILE.")
    return Spec(Kind.FILE, name)


def _endpoint(text: str) -> Spec:
    url, _, model = text.partition("#")
    try:
        known = TypeAdapter(BaseUrl).validate_python(url)
    except ValidationError as error:
        said = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise EvaluationError(f"The system {text!r} has no address: {said}.") from None
    return Spec(Kind.OPENAI, known, model or None)
