"""A language model as the judge of an evaluation: pinned, blind, and read only where it is plain.

It is apart from the judge that has a say in answers (`rag/judge.py`): another prompt, one statement
a call, a grade. It sees a statement and its evidence, nothing of who wrote them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import prompts
from evals.judging.judgement import Judgement, absent
from rag.errors import ModelError, ModelUnusable, SettingsError
from rag.fencing import fence, harmless, one_line
from rag.llm import Message, Model
from rag.reply.plain import plain
from rag.reply.structured import objects
from rag.run import Run

if TYPE_CHECKING:
    from rag.settings import Settings

PROMPT = "judge-eval"
SEED = 20_260_101
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "carried": {"type": "string"},
        "missing": {"type": "string"},
        "grade": {"type": "integer"},
        "verdict": {"type": "string", "enum": ["supported", "not supported"]},
    },
    "required": ["carried", "missing", "grade", "verdict"],
    "additionalProperties": False,
}
_BEARING = ("provider", "model", "base_url", "window", "max_tokens", "options")
_VERDICTS = {"supported": True, "not supported": False}
_BEST, _HALF = 10, 5
_LONGEST, _A_REPLY = 4_000, 300
_SHOWN = 200
_NONSENSE = "what it replied cannot be read as a verdict, twice"
_TOO_LONG = "the evidence does not fit its window"


class ModelJudge:
    """Has a model grade one statement at a time. Safe to share between threads."""

    def __init__(self, model: Model) -> None:
        """Ask nothing yet, but for the model's name. Raises ModelError."""
        self._model = model
        self._prompt = prompts.load(PROMPT)
        self.name = f"{model.name}, prompt {PROMPT} {self._prompt.fingerprint}"

    def judge(self, statement: str, evidence: Sequence[str]) -> Judgement:
        """Return its verdict; none, with the reason, where it fails or replies nonsense twice."""
        texts = [text for text in evidence if text.strip()]
        if not texts:
            return Judgement(0.0, False, "not supported", self.name, "There is no evidence.")
        mark = fence([statement, *texts])
        messages = [
            Message(role, text)
            for role, text in self._prompt.messages(
                evidence=harmless("\n\n".join(texts)),
                mark=mark,
                statement=one_line(statement, _LONGEST),
            )
        ]
        try:
            size = sum(self._model.tokens(message.text) for message in messages)
            if size > self._model.window - self._most:
                return absent(self.name, f"Not judged: {_TOO_LONG}.")
            return self._asked(messages) or self._asked(messages) or self._nonsense()
        except ModelError as error:
            return absent(self.name, f"Not judged: {error}")

    @property
    def _most(self) -> int:
        return max(self._model.most, _A_REPLY)

    def _asked(self, messages: Sequence[Message]) -> Judgement | None:
        try:
            reply = self._model.complete(messages, self._most, SCHEMA, Run())
        except ModelUnusable:
            return None
        return read(reply.text, self.name)

    def _nonsense(self) -> Judgement:
        return absent(self.name, f"Not judged: {_NONSENSE}.")


def build_model_judge(settings: Settings) -> ModelJudge:
    """Return the judge that `check.model`, or else `llm.model`, names; it is asked without chance.

    Raises SettingsError where no model is named: a judge that may change unseen measures nothing.
    Raises ModelError where its server cannot be used.
    """
    from rag.assemble import judging_settings
    from rag.llm import build_model

    chosen = judging_settings(settings)
    if not chosen.model or chosen.provider == "none":
        raise SettingsError("A judge is a model with a name: set check.model or llm.model.")
    pinned = {"temperature": 0.0, "seed": SEED}
    return ModelJudge(build_model(chosen.model_copy(update=pinned), "check"))


def bearing(settings: Settings) -> dict[str, Any]:
    """Return what can change what the judge of these settings says, besides its model's weights."""
    from rag.assemble import judging_settings
    from rag.settings import shown

    chosen = judging_settings(settings)
    return {name: shown(getattr(chosen, name)) for name in _BEARING}


def read(reply: str, by: str) -> Judgement | None:
    """Return the one verdict that a reply holds; None for none, for two, and for a senseless one.

    Senseless is a verdict that its own grade, or what it found missing, speaks against.
    """
    found = [verdict for item in objects(reply) if (verdict := _verdict(item, by))]
    return found[0] if len({(one.supported, one.score) for one in found}) == 1 else None


def _verdict(item: Mapping[str, Any], by: str) -> Judgement | None:
    supported = _VERDICTS.get(" ".join(str(item.get("verdict")).lower().split()))
    grade = item.get("grade")
    if supported is None or isinstance(grade, bool) or not isinstance(grade, int):
        return None
    missing = " ".join(str(item.get("missing") or "").split())
    if not 0 <= grade <= _BEST or (supported and grade <= _HALF):
        return None
    if not supported and grade == _BEST and not missing:
        return None
    label = "supported" if supported else "not supported"
    said = plain(missing)[:_SHOWN]
    reason = f"missing: {said}" if said else "the evidence carries every part"
    if not supported and not said:
        reason = "it names nothing that is missing"
    return Judgement(grade / _BEST, supported, label, by, reason)
