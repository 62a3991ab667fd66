"""A follow-up question made to stand alone by a language model; the history is never a source."""

from __future__ import annotations

import re
from collections.abc import Sequence

import prompts
from rag.answers import Turn
from rag.fencing import one_line
from rag.llm import Message, Model
from rag.reply.plain import plain
from rag.reply.thinking import Thinking
from rag.rewrite import RuleRewriter
from rag.run import Run

_TURNS = 6
_LONGEST_TURN = 600
_LONGEST = 400
_NAME = re.compile(r"\w*(?:[A-ZÀ-ÖØ-Þ]|\d)\w*(?:[.,:]\d+)*")
_LEAD = re.compile(
    r"(?:(?:rewritten|standalone|new|last)(?: standalone)? question|question|q|answer)\s*:\s*", re.I
)
_MARK = re.compile(r"\s*\[\^?S?\d{1,3}\]")
_QUOTES = "\"'“”‘’«»` "


class ModelRewriter:
    """Asks a model, believes it only within bounds, and else goes by the rules."""

    def __init__(self, model: Model, prompt: prompts.Prompt | None = None) -> None:
        self._model = model
        self._prompt = prompt or prompts.load("rewrite")
        self._rules = RuleRewriter()

    def rewrite(self, question: str, history: Sequence[Turn], run: Run | None = None) -> str:
        """Return the question as it reads without its history; without one, byte for byte.

        No name or number is used that stands neither in the history nor in the question. Raises
        ModelError when the model cannot be asked.
        """
        turns = [turn for turn in history if turn.question.strip()][-_TURNS:]
        if not turns or not question.strip() or len(question) > _LONGEST:
            return self._rules.rewrite(question, history, run)
        run = run or Run()
        run.prompts["rewrite"] = self._prompt.fingerprint
        said = "\n".join(_line(turn) for turn in turns)
        values = {"history": said, "question": one_line(question, _LONGEST)}
        messages = [Message(role, text) for role, text in self._prompt.messages(**values)]
        reply = self._model.complete(messages, run=run)
        run.spend(reply.usage)
        rewritten = cleaned(reply.text)
        if usable(rewritten, question, said):
            return rewritten
        run.note("The question was made to stand alone by rules: the model's form is not usable.")
        return self._rules.rewrite(question, history, run)


def cleaned(reply: str) -> str:
    """Return the question a reply holds, without what stands round it; "" where it is not one."""
    thinking = Thinking()
    lines = [line.strip() for line in (thinking.feed(reply) + thinking.end()).splitlines()]
    lines = [line for line in lines if line and not line.endswith(":")]
    if len(lines) != 1:
        return ""
    return plain(_LEAD.sub("", lines[0], count=1)).strip(_QUOTES)


def usable(rewritten: str, question: str, history: str) -> bool:
    """Tell whether a rewritten question is one, of its kind, and brings in nothing new."""
    if not 3 <= len(rewritten) <= _LONGEST or "\n" in rewritten:
        return False
    if question.rstrip().endswith("?") and not rewritten.endswith(("?", "？", "؟")):
        return False
    if len(rewritten) > 3 * len(question) + 200:
        return False
    known = _words(f"{question} {history}")
    named = _NAME.findall(rewritten)
    opening = rewritten.split(maxsplit=1)[0]
    return all(_bare(name) in known or name == opening.strip("¿¡") for name in named)


def _words(text: str) -> set[str]:
    return {_bare(word) for word in re.findall(r"\w+(?:[.,:]\d+)*", text)}


def _bare(word: str) -> str:
    return re.sub(r"['’]s$", "", word.casefold())


def _line(turn: Turn) -> str:
    answer = _MARK.sub("", one_line(turn.answer, _LONGEST_TURN))
    return f"- Asked: {one_line(turn.question, _LONGEST)}\n  Answered: {answer or '(nothing)'}"
