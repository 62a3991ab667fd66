"""One case asked of Footnoted, as any surface asks: `Chain.stream`, and how long it took."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from evals.response import Response, response_of
from rag.answers import Filters
from rag.events import Done, StatementChecked
from vectorstore.documents import Published
from vectorstore.errors import FootnotedError

if TYPE_CHECKING:
    from evals.cases.case import Placed
    from rag.chain import Chain

_LOG = logging.getLogger("footnoted.evals")


class System(Protocol):
    """Whatever answers cases."""

    @property
    def name(self) -> str:
        """What reports call it."""

    def answer(self, placed: Placed) -> Response:
        """Return what it answers; an error of its own is a response, too."""


@dataclass(frozen=True)
class Footnoted:
    """The chain itself. Safe between threads."""

    chain: Chain
    name: str = "footnoted"

    def answer(self, placed: Placed) -> Response:
        """Return what it answers, and when the first statement was there."""
        case = placed.case
        began, first = time.perf_counter(), None
        try:
            for event in self.chain.stream(case.question, case.history, filters_of(placed)):
                if first is None and isinstance(event, StatementChecked):
                    first = time.perf_counter() - began
                if isinstance(event, Done):
                    seconds = time.perf_counter() - began
                    return response_of(event.answer, case.id, seconds, first, self.name)
        except FootnotedError as error:
            return self._failed(placed, error)
        except Exception as error:
            _LOG.exception("case %s broke", case.id)
            return self._failed(placed, error)
        raise AssertionError("Answering ends with an answer.")

    def _failed(self, placed: Placed, error: Exception) -> Response:
        told = f"{type(error).__name__}: {error}"
        return Response(placed.case.id, self.name, error=told)


def filters_of(placed: Placed) -> Filters:
    """Return which documents may answer a case."""
    as_of = placed.case.as_of
    last = Published(as_of, "case").last if as_of else None
    return Filters(document_ids=placed.within, published_to=last)
