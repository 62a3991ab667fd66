"""A chain whose questions, drafts and searches are counted and timed."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from typing import TypeVar, cast

from prometheus_client import Counter, Histogram

from rag.answers import Answer, Decline, Evidence, Filters, Turn
from rag.chain import Chain
from rag.drafts import CheckedDraft, SentenceChecked
from rag.errors import Cancelled
from rag.events import Done, Event, FellBack, StatementChecked
from rag.manuscript.read import Manuscript
from rag.run import Run
from ui.metering.labels import Door, Outcome
from ui.metering.metrics import Metrics

_Item = TypeVar("_Item")


@dataclass
class _Ended:
    """How something came to its end; called off where nothing came of it."""

    outcome: Outcome = Outcome.CALLED_OFF
    reason: str = ""

    def well(self, decline: Decline | None = None) -> None:
        """Take it that it came to an answer, or to a decline."""
        self.outcome = Outcome.DECLINED if decline else Outcome.ANSWERED
        self.reason = decline.value if decline else ""


@dataclass(frozen=True)
class Metered(Chain):
    """A chain as it is asked through one door: what it answers goes through unchanged."""

    asked: Chain
    metrics: Metrics
    door: Door

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        run: Run | None = None,
    ) -> Iterator[Event]:
        """Yield what happens, and count how it ended."""
        run, started, first = run or Run(), time.perf_counter(), True
        with (
            self.metrics.busy(self.door),
            self._ended(self.metrics.questions, run) as ended,
            _closed(self.asked.stream(question, history, filters, run)) as events,
        ):
            for event in events:
                match event:
                    case StatementChecked() if first:
                        first = False
                        self._took(self.metrics.first_statement, started)
                    case FellBack():
                        self.metrics.fallbacks.inc()
                    case Done(answer):
                        ended.well(answer.decline)
                        self._took(self.metrics.whole_answer, started)
                        self._count(answer)
                yield event

    def checking(
        self, draft: str | Manuscript, filters: Filters | None = None, run: Run | None = None
    ) -> Iterator[SentenceChecked | CheckedDraft]:
        """Yield each sentence, and count how the draft ended."""
        run, started = run or Run(), time.perf_counter()
        with (
            self._ended(self.metrics.drafts, run) as ended,
            _closed(self.asked.checking(draft, filters, run)) as events,
        ):
            for event in events:
                if isinstance(event, CheckedDraft):
                    ended.well()
                    self._took(self.metrics.draft_seconds, started)
                yield event

    def search(
        self, query: str, filters: Filters | None = None, k: int | None = None
    ) -> tuple[Evidence, ...]:
        """Return the passages, and count the search."""
        self.metrics.searches.labels(self.door).inc()
        return self.asked.search(query, filters, k)

    def _count(self, answer: Answer) -> None:
        for statement in answer.statements:
            self.metrics.statements.labels(statement.verdict.kind).inc()
        for withheld in answer.withheld:
            self.metrics.withheld.labels(withheld.verdict.kind).inc()

    def _took(self, histogram: Histogram, started: float) -> None:
        histogram.labels(self.door).observe(time.perf_counter() - started)

    @contextmanager
    def _ended(self, counter: Counter, run: Run) -> Iterator[_Ended]:
        """Count how the block ended, and what a model took for it."""
        ended = _Ended()
        try:
            yield ended
        except Cancelled:
            raise
        except Exception as error:
            ended.outcome, ended.reason = Outcome.FAILED, type(error).__name__
            raise
        finally:
            counter.labels(self.door, ended.outcome, ended.reason).inc()
            self._spent(run)

    def _spent(self, run: Run) -> None:
        self.metrics.calls.inc(run.calls)
        for kind in ("prompt", "completion"):
            self.metrics.tokens.labels(kind).inc(getattr(run.usage, f"{kind}_tokens") or 0)


def metered(chain: Chain, metrics: Metrics, door: Door) -> Metered:
    """Return the chain as it is asked through a door."""
    parts = {each.name: getattr(chain, each.name) for each in fields(Chain)}
    return Metered(**parts, asked=chain, metrics=metrics, door=door)


@contextmanager
def _closed(items: Iterator[_Item]) -> Iterator[Iterator[_Item]]:
    """Close a generator at the end of the block, so that its work ends there too."""
    with closing(cast("Generator[_Item]", items)):
        yield items
