"""A run: every case asked once, scored, written down; what was done before is not done again."""

from __future__ import annotations

import datetime as dt
import logging
import os
import re
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.cases.place import Names
from evals.running import versions
from evals.running.judging import standing
from evals.running.repeats import REPEATS, noise_of, rejudged, turns
from evals.running.rows import case_hash, row
from evals.running.store import HEAD, Store, read_head
from evals.running.summary import summary
from evals.systems.replies import failed

if TYPE_CHECKING:
    from evals.cases.case import Placed
    from evals.metrics.sample import TextOf
    from evals.response import Response
    from evals.running.ask import System
    from evals.running.judging import Memory
    from rag.settings import Settings
    from vectorstore.collection import Collection


_LOG = logging.getLogger("footnoted.evals")
Row = dict[str, Any]
_GLANCE = 0.2
"""Seconds after which a Ctrl-C is heeded at the latest."""
_NO_BEARING = re.compile(r"home$|collection$|web\.")


@dataclass(frozen=True)
class Plan:
    """What is asked of whom, and what judges; `about` is what the system says of itself."""

    placed: Sequence[Placed]
    system: System
    library: Collection
    settings: Settings
    profile: str
    memory: Memory | None
    judge: str
    jobs: int = os.cpu_count() or 1
    repeat: int = 1
    about: Mapping[str, Any] = field(default_factory=dict)

    def head(self) -> dict[str, Any]:
        """Return what the run is of: all that could change a result, and what it rests on."""
        from rag.settings import shown

        # A folder is told by its name: nothing here names a place on the machine.
        values = {
            name: value.name if isinstance(value, Path) else shown(value)
            for name, value in self.settings.values().items()
        }
        return {
            "profile": self.profile,
            "system": self.system.name,
            **({"system_settings": dict(self.about)} if self.about else {}),
            "settings": {name: v for name, v in values.items() if not _NO_BEARING.match(name)},
            "fingerprint": self.settings.fingerprint,
            "code": versions.code(self.settings.llm.prompts),
            "scoring": versions.scoring(),
            "arithmetic": versions.arithmetic(self.library.encoder),
            "library": {
                "content": versions.content(self.library.library),
                "documents": len(self.library.documents()),
                "passages": self.library.passage_count,
            },
            "cases": {one.case.id: case_hash(one.case) for one in self.placed},
            "judge": standing(self.memory, self.judge),
            "packages": versions.packages(),
        }

    def judges(self) -> tuple[Memory, ...]:
        """Return the judge for each of its turns, which knows nothing of the others; or nobody."""
        if self.memory is None:
            return ()
        return (self.memory, *(self.memory.anew() for _ in range(self.repeat - 1)))

    def key(self, head: dict[str, Any]) -> str:
        """Return 12 hexadecimal digits of what could change a result."""
        names = (
            "profile", "system", "fingerprint", "code", "scoring", "packages", "arithmetic",
            "library", "cases",
        )  # fmt: skip
        own = [head["system_settings"]] if self.about else []
        judge = [head["judge"]["name"], head["judge"].get("settings")]
        return versions.digest([head[n] for n in names] + judge + own)


def ended(plan: Plan, out: Path) -> dict[str, Any] | None:
    """Return the head of the run in a folder if it is this one and has ended.

    All cases must be answered, and judged as often as is wanted. Raises NotARun.
    """
    if not (out / HEAD).exists():
        return None
    head = read_head(out)
    whole = "metrics" in head and not head["errors"]
    judged = head["judge"].get("noise", {}).get("runs", 1)
    whole = whole and (plan.memory is None or judged >= plan.repeat)
    return head if whole and head["key"] == plan.key(plan.head()) else None


def carry_out(
    plan: Plan, out: Path, on_row: Callable[[int, int], None] | None = None
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Ask every case that has no answer yet; return the head and all the lines, in order.

    `on_row` is told how many of how many are done. Ctrl-C keeps what is done. Raises RunBusy,
    OtherRun, EvaluationError.
    """
    head = plan.head()
    head["began"] = _now()
    store = Store(out, plan.key(head))
    with store.begun(head) as kept:
        names = Names(plan.library)
        judges = plan.judges()
        kept = {case: one for case, one in kept.items() if turns(one) >= len(judges)}
        left = [one for one in plan.placed if one.case.id not in kept]
        with ThreadPoolExecutor(plan.jobs, thread_name_prefix="case") as pool:
            going = [pool.submit(_one, plan, one, judges, names, store) for one in left]
            try:
                for done in _finished(going):
                    found = done.result()
                    kept[found["case"]] = found
                    if on_row:
                        on_row(len(kept), len(plan.placed))
            finally:
                pool.shutdown(wait=True, cancel_futures=True)
        rows = [kept[one.case.id] for one in plan.placed]
        if noise := noise_of(rows):
            head["judge"] = {**head["judge"], "noise": noise}
        head |= _told(rows, plan.settings.llm.prompts) | {"ended": _now()}
        store.settle(head, rows)
    return head, rows


def _finished(going: Sequence[Future[Row]]) -> Iterator[Future[Row]]:
    """Yield futures as they end. Ctrl-C is raised between two of them, and never amid a lock."""
    with _noted() as interrupts:
        left = set(going)
        while left:
            ended, left = wait(left, timeout=_GLANCE, return_when=FIRST_COMPLETED)
            yield from ended
            if interrupts:
                raise KeyboardInterrupt


@contextmanager
def _noted() -> Iterator[list[int]]:
    """Note the first Ctrl-C in place of raising it, where signals come to this thread."""
    noted: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield noted
        return
    before = signal.getsignal(signal.SIGINT)

    def note(number: int, frame: object) -> None:
        noted.append(number)
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, note)
    try:
        yield noted
    finally:
        signal.signal(signal.SIGINT, before)


def _one(plan: Plan, placed: Placed, judges: Sequence[Memory], names: Names, store: Store) -> Row:
    """Ask a case and write its line: here, where Ctrl-C does not come in between."""
    found = _scored(placed, plan.system.answer(placed), judges, names.text)
    store.add(found)
    return found


def _scored(placed: Placed, response: Response, judges: Sequence[Memory], text_of: TextOf) -> Row:
    """Return the line of a case; one that cannot be scored is an error, and stops no other."""
    try:
        found = row(placed, response, judges[0] if judges else None, text_of)
        again = {REPEATS: rejudged(placed, response, judges, text_of)} if len(judges) > 1 else {}
        return {**found, **again}
    except Exception as error:
        _LOG.exception("case %s cannot be scored", placed.case.id)
        told = failed(placed.case.id, response.system, error)
        return row(placed, replace(told, error=f"Not scored: {told.error}"), None, text_of)


def _told(rows: list[dict[str, Any]], prompts: Path | None) -> dict[str, Any]:
    """Return what the lines of a run tell of it as a whole."""
    used = {name for each in rows for name in each["prompts"]}
    unjudged = sum(
        one["judged"] is not None and one["judged"]["supported"] is None
        for each in rows
        for one in each["statements"]
    )
    return {
        "kinds": dict(sorted(Counter(each["kind"] for each in rows).items())),
        "models": sorted({each["model"] for each in rows if each["model"]}),
        "prompts": versions.prompt_texts(used, prompts),
        "errors": sum(each["error"] is not None for each in rows),
        "unjudged": unjudged,
        "fallbacks": sum(each.get("fallback") is not None for each in rows),
        "metrics": summary(rows),
    }


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
