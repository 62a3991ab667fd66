"""A Python function as a system: any that takes a question and what was said before."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.response import Response
from evals.response_marks import marked
from evals.running.errors import EvaluationError
from evals.systems.replies import failed, read_reply

if TYPE_CHECKING:
    from evals.cases.case import Placed

Function = Callable[[str, list[dict[str, str]]], Any]


@dataclass(frozen=True)
class Called:
    """Asks a function. It is called from several threads where several cases are asked at once."""

    name: str
    about: Mapping[str, Any]
    function: Function

    @classmethod
    def named(cls, path: str) -> Called:
        """Return the function `package.module:function`; the working folder is searched last.

        Raises EvaluationError.
        """
        module_name, _, name = path.partition(":")
        here = str(Path.cwd())
        if here not in sys.path:
            sys.path.append(here)
        try:
            module = import_module(module_name)
        except Exception as error:
            why = f"{type(error).__name__}: {error}"
            raise EvaluationError(f"{module_name} cannot be imported: {why}.") from error
        function = getattr(module, name, None)
        if not callable(function):
            raise EvaluationError(f"{module_name} has no function {name}.")
        return cls(path, {"function": path, "source": _source(module)}, function)

    def answer(self, placed: Placed) -> Response:
        """Return what the function says; an error it raises is a response, too."""
        case = placed.case
        history = [{"question": t.question, "answer": t.answer} for t in case.history]
        began = time.perf_counter()
        first = None
        try:
            said = self.function(case.question, history)
            if isinstance(said, Iterator):
                said, first = _collected(said, began)
        except (Exception, SystemExit) as error:
            return failed(case.id, self.name, error)
        if first is not None and isinstance(said, dict):
            said.setdefault("first_seconds", first)
        return read_reply(said, case.id, self.name, time.perf_counter() - began)


def _collected(pieces: Iterator[Any], began: float) -> tuple[Any, float | None]:
    """Return what an iterator gave, and the seconds to the end of its first sentence.

    Texts are put together; an object is taken for the rest of the answer.
    """
    text, first, rest = "", None, dict[str, Any]()
    for piece in pieces:
        if isinstance(piece, Mapping):
            rest |= piece
            continue
        if not isinstance(piece, str):
            raise TypeError(f"it gave {type(piece).__name__} among the pieces of its answer")
        text += piece
        if first is None and len(list(marked(text, []))) > 1:
            first = time.perf_counter() - began
    if text and first is None:
        first = time.perf_counter() - began
    whole = rest if "answer" in rest or "statements" in rest else {**rest, "answer": text}
    return whole, first


def _source(module: Any) -> str | None:
    """Return a digest of a module's own file, by which a changed one is known."""
    file = getattr(module, "__file__", None)
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()[:12] if file else None
