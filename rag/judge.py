"""A language model reads statements beside the words they rest on, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import prompts
from rag.answers import Judgement, Label
from rag.errors import ModelUnusable
from rag.fencing import fence, harmless, one_line
from rag.llm import Message, Model
from rag.reply.plain import plain
from rag.reply.structured import objects
from rag.run import Run

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "verdicts": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "id": {"type": "integer"},
                    "quote": {"type": "string"},
                    "differs": {"type": "string"},
                    "label": {
                        "type": "string",
                        "enum": ["supported", "partly", "unsupported", "contradicted"],
                    },
                },
                "required": ["id", "quote", "differs", "label"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["verdicts"],
    "additionalProperties": False,
}
_LABELS = {
    "supported": Label.SUPPORTED,
    "partly": Label.PARTLY,
    "partly supported": Label.PARTLY,
    "partially supported": Label.PARTLY,
    "unsupported": Label.UNSUPPORTED,
    "not supported": Label.UNSUPPORTED,
    "contradicted": Label.CONTRADICTED,
}
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
"""A Chinese or Japanese character is a word: nothing stands between them."""
_GAP = re.compile(r"…|\.{3}")
_LEAST_COPIED = 3
"""So many words in a row, or all there are, must be copied: fewer stand in any source."""
_MOST = 12
_A_VERDICT = 90
_SHARE = 0.7
_LONGEST_REASON = 200

Pair = tuple[str, str]


class ModelJudge:
    """Has a model say of each statement whether its spans support it; it sees no question."""

    def __init__(self, model: Model, prompt: prompts.Prompt | None = None) -> None:
        self._model = model
        self._prompt = prompt or prompts.load("verify")

    @property
    def name(self) -> str:
        """Which model judges."""
        return self._model.name

    def judge(self, pairs: Sequence[Pair], run: Run | None = None) -> list[Judgement | None]:
        """Return what it says of each (statement, spans); None where it said nothing usable.

        One call for all, several where they do not fit its window; a reply nothing can be read from
        is asked for once more. Raises ModelError.
        """
        run = run or Run()
        run.prompts["verify"] = self._prompt.fingerprint
        found: list[Judgement | None] = []
        for batch in self._batches(pairs):
            said = self._asked(batch, run) or self._asked(batch, run)
            found += [said.get(number) for number in range(1, len(batch) + 1)]
        return found

    def _batches(self, pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
        """Yield the pairs in runs that fit the window beside the reply."""
        room = int(self._model.window * _SHARE) - self._model.tokens(str(self._prompt.parts))
        batch: list[Pair] = []
        taken = 0
        for number, pair in enumerate(pairs, start=1):
            size = self._model.tokens(_shown(number, pair, fence([]))) + _A_VERDICT
            if batch and (taken + size > room or len(batch) == _MOST):
                yield batch
                batch, taken = [], 0
            batch.append(pair)
            taken += size
        if batch:
            yield batch

    def _asked(self, batch: Sequence[Pair], run: Run) -> dict[int, Judgement]:
        """Return the usable verdicts by number, none when there is nothing usable."""
        mark = fence(text for pair in batch for text in pair)
        shown = "\n\n".join(_shown(n, pair, mark) for n, pair in enumerate(batch, start=1))
        messages = [Message(role, text) for role, text in self._prompt.messages(pairs=shown)]
        try:
            most = max(self._model.most, _A_VERDICT * len(batch))
            reply = self._model.complete(messages, most, SCHEMA, run)
        except ModelUnusable:
            return {}
        run.spend(reply.usage)
        return verdicts(reply.text, [spans for _, spans in batch], self.name)


def verdicts(reply: str, sources: Sequence[str], by: str) -> dict[int, Judgement]:
    """Return the verdicts that can be read in a reply, by number; `sources` are the pairs' spans.

    A reply cut off in the middle keeps what is whole; of two on one pair, neither is believed. One
    that finds a statement supported must quote its source, three words or all of it.
    """
    found: dict[int, Judgement] = {}
    twice: set[int] = set()
    for item in objects(reply):
        number, label = _number(item.get("id")), _LABELS.get(str(item.get("label")).strip().lower())
        if label is None or not 1 <= number <= len(sources):
            continue
        source = _words(sources[number - 1])
        copied = _copied(item, source)
        if label is Label.SUPPORTED and not 0 < min(_LEAST_COPIED, len(source)) <= copied:
            continue
        if number in found and found[number].label is not label:
            twice.add(number)
        found[number] = Judgement(label, by, _reason(item, quotes=copied > 0))
    return {number: judgement for number, judgement in found.items() if number not in twice}


def _copied(item: Mapping[str, Any], source: Sequence[str]) -> int:
    """Return how many words in a row a verdict copies, 0 where any of them is not its source's."""
    words = f" {' '.join(source)} "
    pieces = [_words(piece) for piece in _GAP.split(str(item.get("quote")))]
    exact = all(f" {' '.join(piece)} " in words for piece in pieces if piece)
    return max(map(len, pieces)) if exact else 0


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _reason(item: Mapping[str, Any], *, quotes: bool) -> str:
    """Return in one line what differs, or the words that say the same."""
    differs = str(item.get("differs") or item.get("reason") or "")
    same = differs.strip(" .").casefold() in ("", "nothing", "none")
    quote = str(item.get("quote") or "")
    said = (f"the source says “{quote}”" if quotes else "it says the same") if same else differs
    return plain(" ".join(said.split()))[:_LONGEST_REASON]


def _number(value: object) -> int:
    digits = re.sub(r"\D", "", str(value))
    return int(digits) if digits and len(digits) < 6 else 0


def _shown(number: int, pair: Pair, mark: str) -> str:
    """Return a pair as the prompt shows it; neither half can end its part."""
    statement, spans = pair
    return (
        f"Pair {number}\n<{mark}>\n{harmless(spans)}\n</{mark}>\n"
        f"Statement {number}: {one_line(statement, 2_000)}"
    )
