"""The judge at work: every statement held against its evidence once."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from evals.judging.judgement import Judge, Judgement

if TYPE_CHECKING:
    from rag.settings import Settings

WORDING, MODEL, NONE = "wording", "model", "none"


@dataclass
class Memory:
    """A judge that is asked the same thing once. Safe between threads.

    `understands` is whether it goes by what words mean, and not by the words; `settings` are those
    that can change what a model says.
    """

    judge: Judge
    understands: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)
    _said: dict[tuple[str, ...], Judgement] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, statement: str, evidence: Sequence[str]) -> bool | None:
        """Tell whether the texts together support the statement; None where it cannot."""
        return self.of(statement, evidence).supported

    def of(self, statement: str, evidence: Sequence[str]) -> Judgement:
        """Return what the judge says."""
        key = (statement, *evidence)
        with self._lock:
            found = self._said.get(key)
        if found is None:
            found = self.judge.judge(statement, evidence)
            with self._lock:
                found = self._said.setdefault(key, found)
        return found

    def anew(self) -> Memory:
        """Return one that asks the same judge, and knows nothing of what it said before."""
        return Memory(self.judge, self.understands, self.settings)


def judge_of(name: str, settings: Settings) -> Memory | None:
    """Return the judge of that name, None for none. Raises SettingsError, ModelError."""
    if name == NONE:
        return None
    if name == MODEL:
        from evals.judging.model import bearing, build_model_judge

        return Memory(build_model_judge(settings), True, bearing(settings))
    from evals.judging.wording import WordingJudge

    return Memory(WordingJudge())


def standing(memory: Memory | None, name: str) -> dict[str, Any]:
    """Return what judged and how far it can be believed, for the head of a run."""
    if memory is None:
        return {"kind": NONE, "name": None, "said": "Nothing judged the statements."}
    if name == MODEL:
        said = "A model judged the statements."
        settings = dict(memory.settings)
        return {"kind": MODEL, "name": memory.judge.name, "settings": settings, "said": said}
    from evals.judging.standing import standings

    said = f"A wording check, not a verdict. {standings().sentence('wording')}"
    return {"kind": WORDING, "name": memory.judge.name, "said": said}
