"""The judge at work: every statement held against its evidence once, and what was said kept."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.judging.judgement import Judge, Judgement
from evals.statistics.noise import Noise, noise

if TYPE_CHECKING:
    from rag.settings import Settings

WORDING, MODEL, NONE = "wording", "model", "none"


@dataclass
class Memory:
    """A judge that is asked the same thing once. Safe between threads.

    `understands` is whether it goes by what words mean, and not by the words.
    """

    judge: Judge
    understands: bool = False
    _said: dict[tuple[str, ...], Judgement] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _file: Path | None = None

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
                if key not in self._said:
                    self._said[key] = found
                    self._write(key, found)
                found = self._said[key]
        return found

    def keep_in(self, file: Path) -> None:
        """Write down what is said from now on, and take for said what is written there."""
        for line in file.read_bytes().split(b"\n") if file.exists() else ():
            try:
                told = json.loads(line)
            except ValueError:
                continue
            self._said[tuple(told["asked"])] = Judgement(**told["said"])
        self._file = file

    def forget(self) -> None:
        """Remove what was written down."""
        if self._file is not None:
            self._file.unlink(missing_ok=True)
            self._file = None

    def _write(self, key: tuple[str, ...], said: Judgement) -> None:
        if self._file is not None:
            line = json.dumps({"asked": key, "said": asdict(said)}) + "\n"
            with self._file.open("a", encoding="utf-8") as file:
                file.write(line)

    def again(self, times: int, jobs: int) -> Noise:
        """Ask all that was asked so often in all; return how much the judge differs from itself."""
        asked = sorted(self._said)
        first = [self._said[key].supported for key in asked]
        with ThreadPoolExecutor(jobs, thread_name_prefix="judge") as pool:
            later = [
                [found.supported for found in pool.map(self._anew, asked)] for _ in range(times - 1)
            ]
        return noise([first, *later])

    def _anew(self, key: tuple[str, ...]) -> Judgement:
        return self.judge.judge(key[0], key[1:])


def judge_of(name: str, settings: Settings) -> Memory | None:
    """Return the judge of that name, None for none. Raises SettingsError, ModelError."""
    if name == NONE:
        return None
    if name == MODEL:
        from evals.judging.model import build_model_judge

        return Memory(build_model_judge(settings), understands=True)
    from evals.judging.wording import WordingJudge

    return Memory(WordingJudge())


def standing(memory: Memory | None, name: str) -> dict[str, Any]:
    """Return what judged and how far it can be believed, for the head of a run."""
    if memory is None:
        return {"kind": NONE, "name": None, "said": "Nothing judged the statements."}
    if name == MODEL:
        return {"kind": MODEL, "name": memory.judge.name, "said": "A model judged the statements."}
    from evals.judging.standing import standings

    said = f"A wording check, not a verdict. {standings().sentence('wording')}"
    return {"kind": WORDING, "name": memory.judge.name, "said": said}
