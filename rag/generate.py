"""Answers written by a language model from the evidence, sentence by sentence as they come.

Nothing here believes the model: what it writes becomes claims, and what it cites a place to look.
The examiner holds every claim against the sources before it is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import prompts
from rag.alignment.windows import Window, best_windows
from rag.answers import Claim, Decline, Evidence, Growth, Outcome, Spans, Written
from rag.budget import Shown, fit
from rag.errors import ContextTooLong, ModelUnusable
from rag.fencing import fence, harmless
from rag.llm import Message, Model
from rag.parts import named
from rag.reply.plain import plain, wordless
from rag.reply.read import Growing, LeftOut, Otherwise, Piece, Reader, Said, Silent
from rag.reply.repetition import Repetition
from rag.run import Run
from rag.sources_block import block, source

_LEAST_ROOM = 200
_NEAREST = 3
_HELD = 0.5
"""A premise takes back sentences only where the sources have more than this of what denies it."""


class GeneratedAnswerer:
    """Has a model write from at most so many passages; fewer where its window is small."""

    name = "generated"

    def __init__(
        self, model: Model, passages: int = 8, prompt: prompts.Prompt | None = None
    ) -> None:
        self._model = model
        self._passages = passages
        self._prompt = prompt or prompts.load("answer")

    @property
    def model(self) -> str | None:
        """Which model writes; raises ModelError while its server must be asked and cannot be."""
        return self._model.name

    def write(self, question: str, evidence: Sequence[Evidence], run: Run) -> Iterator[Written]:
        """Yield sentences as they grow and claims as they end, at the end how it ended.

        A claim's spans are the whole passages its labels name. Raises ModelError; what no sentence
        can be read from is ModelUnusable.
        """
        run.prompts["answer"] = self._prompt.fingerprint
        shown = self._fitting(question, evidence)
        try:
            yield from self._written(question, shown, run)
        except ContextTooLong:
            fewer = self._fitting(question, evidence[: max(1, len(shown) // 2)], share=0.5)
            run.note("The model was sent fewer passages than were found: its window is small.")
            yield from self._written(question, fewer, run)

    def _fitting(
        self, question: str, evidence: Sequence[Evidence], share: float = 1.0
    ) -> tuple[Shown, ...]:
        bare = self._model.tokens("".join(m.text for m in self._messages(question, ())))
        room = int((self._model.window - self._model.most - bare) * share)
        return fit(evidence, max(room, _LEAST_ROOM), self._cost, self._passages)

    def _cost(self, shown: Shown) -> int:
        return self._model.tokens(source(1, shown, fence([])) + "\n\n")

    def _messages(self, question: str, shown: Sequence[Shown]) -> list[Message]:
        values = {"sources": block(shown), "question": harmless(question)}
        return [Message(role, text) for role, text in self._prompt.messages(**values)]

    def _written(self, question: str, shown: tuple[Shown, ...], run: Run) -> Iterator[Written]:
        reading = _Reading(question, shown, run)
        with self._model.stream(self._messages(question, shown)) as stream:
            try:
                with run.closing(stream.close):
                    for delta in stream:
                        yield from reading.take(reading.reader.feed(delta))
                        if reading.done:
                            stream.close()
                            break
                    cut = stream.finish == "length"
                    if not reading.done:
                        yield from reading.take(reading.reader.end(cut=cut))
            finally:
                run.spend(stream.usage)
        if cut:
            run.note("The answer was cut off at the most tokens it may have (llm.max_tokens).")
        yield reading.outcome()


class _Reading:
    """What has been read of one answer: claims, refusals, and whether to read on."""

    def __init__(self, question: str, shown: tuple[Shown, ...], run: Run) -> None:
        self.reader = Reader(len(shown), shown[0].evidence.document.language)
        self.done = False
        self._question = question
        self._evidence = [one.evidence for one in shown]
        self._words = "\n".join(item.text for item in self._evidence)
        self._run = run
        self._repetition = Repetition()
        self._claims = 0
        self._silent: list[str] = []
        self._otherwise: list[Otherwise] = []

    def take(self, pieces: Iterator[Piece]) -> Iterator[Written]:
        """Yield what the chain is told of the pieces."""
        for piece in pieces:
            match piece:
                case Growing(text):
                    self._stop(if_true=Repetition.runs_on(text))
                    yield Growth(plain(text, self._words))
                case Said(text, labels):
                    yield from self._said(text, labels)
                case Silent(what):
                    self._silent.append(what)
                    self.done = self.done or not (what or self._claims)
                case Otherwise():
                    self._otherwise.append(piece)
                case LeftOut(what):
                    self._run.note(f"The model wrote a piece of {what}, which was left out.")
            if self.done:
                return

    def outcome(self) -> Outcome:
        """Return how it ended. Raises ModelUnusable when nothing was said, not even no."""
        missing = tuple(dict.fromkeys(named(what, self._question) for what in self._silent if what))
        told = self._told()
        if self._otherwise and (not self._claims or any(w.share > _HELD for w in told)):
            return Outcome(Decline.PREMISE_NOT_IN_SOURCES, _places(told))
        if self._claims:
            return Outcome(missing=missing)
        if self._silent:
            return Outcome(Decline.NOT_IN_SOURCES)
        raise ModelUnusable("The model's reply holds no sentence of an answer: ask again.")

    def _said(self, text: str, labels: tuple[int, ...]) -> Iterator[Claim]:
        sentence = plain(text, self._words)
        if not wordless(sentence) and not self._repetition.again(sentence):
            self._claims += 1
            yield Claim(sentence, self._spans(labels))
        self._stop(if_true=self._repetition.endless)

    def _stop(self, *, if_true: bool) -> None:
        if if_true and not self.done:
            self.done = True
            self._run.note("The model repeated itself and was stopped.")

    def _spans(self, labels: Sequence[int]) -> Spans:
        """Return the passages the labels name; a label of no source names nothing."""
        named = [self._evidence[n - 1] for n in labels if 0 < n <= len(self._evidence)]
        return tuple((evidence, evidence.passage.span) for evidence in named)

    def _told(self) -> list[Window]:
        """Return the sentences of the sources that say what the question has otherwise."""
        found: list[Window] = []
        for told in self._otherwise:
            cited = self._spans(told.labels) or self._spans(range(1, len(self._evidence) + 1))
            found += best_windows(told.text, cited)[:1]
        return found


def _places(windows: Sequence[Window]) -> Spans:
    return tuple(dict.fromkeys((w.evidence, w.span) for w in windows))[:_NEAREST]
