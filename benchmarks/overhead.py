"""Time what checking adds to an answer that a model streams at a given rate.

    python -m benchmarks.overhead [--rate TOKENS_PER_SECOND] [--answers N]

A scripted server on the loopback interface writes the answers about the sample library, a word or
mark at a time: of the first sources it is sent a sentence each, in turn as it stands, with its end
cut off, and with a figure and a name that no source holds, so that every passage is searched. No
model judges. Nothing else of the chain is replaced.

A wait runs from the moment the server has sent the last byte of a sentence and its mark to the
event that shows or withholds it. Checking's share is the time in the verifier over the whole time
of the answer, from the question to the last event; the model's own reading of the prompt, minutes
on some machines, is left out, so that the share is rather too large.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.assemble import build_chain, open_library
from rag.chain import Chain
from rag.events import Done, StatementChecked, StatementWithheld
from rag.settings import CheckSettings, LlmSettings, Settings
from tests.servers.openai_server import OpenAIServer, Reply, Request, chunks
from vectorstore.ingest import ingest
from vectorstore.sentences import sentences

ROOT = Path(__file__).resolve().parent.parent
SENTENCES = 4
_SOURCE = re.compile(r"^\[S(\d+)\]\n.*?^<(text-\w+)>\n(.*?)\n</\2>", re.DOTALL | re.MULTILINE)
_TOKEN = re.compile(r"\s*(?:\w{1,6}|[^\w\s])")


@dataclass(frozen=True)
class Timed:
    """One answer: milliseconds of each wait, of checking and of it all, and what was shown."""

    waits: list[float]
    checking: float
    whole: float
    shown: int


class Writer:
    """The scripted model; `ends` are the moments at which its sentences were sent whole."""

    def __init__(self, rate: float) -> None:
        self._pause = 1 / rate
        self._turn = 0
        self.ends: list[float] = []

    def __call__(self, request: Request) -> Reply:
        """Answer from the sources of the prompt."""
        self.ends = []
        self._turn += 1
        return Reply(events=self._events(self._written(request.body["messages"][-1]["content"])))

    def _written(self, prompt: str) -> list[str]:
        texts = [(n, body) for n, _, body in _SOURCE.findall(prompt) if len(body.split()) > 12]
        said = []
        for place, (number, body) in enumerate(texts[:SENTENCES]):
            span = max(sentences(body), key=len)
            said.append(f"{_changed(span.of(body), place + self._turn)} [S{number}].")
        return said

    def _events(self, said: list[str]) -> Iterator[Any]:
        for sentence in said:
            for token in _TOKEN.findall(sentence):
                time.sleep(self._pause)
                yield next(chunks(token, piece=len(token), finish=None))
            # The server asks for the next event when it has sent this one.
            self.ends.append(time.perf_counter())
            yield next(chunks(" ", piece=1, finish=None))
        yield from list(chunks("", finish="stop"))


def _changed(sentence: str, turn: int) -> str:
    words = " ".join(sentence.split()).rstrip('.!?”"').split(" ")
    match turn % 3:
        case 0:
            return " ".join(words)
        case 1:
            return " ".join(words[: max(6, len(words) * 2 // 3)])
    return " ".join([*words, "and", "9,713", "in", "Zembla"])


def timed(chain: Chain, writer: Writer, question: str) -> Timed | None:
    """Ask one question; None when the model was not asked or wrote nothing."""
    started = time.perf_counter()
    verdicts: list[float] = []
    for event in chain.stream(question):
        now = time.perf_counter()
        match event:
            case StatementChecked() | StatementWithheld():
                verdicts.append(now)
            case Done(answer) if answer.provenance.model and verdicts:
                waits = [(v - e) * 1000 for v, e in zip(verdicts, writer.ends, strict=True)]
                checking = answer.provenance.timings_ms["verify"]
                shown = len(answer.statements)
                return Timed(waits, checking, (now - started) * 1000, shown)
    return None


def report(rate: float, answers: list[Timed]) -> str:
    """Return the figures as Markdown."""
    waits = [wait for answer in answers for wait in answer.waits]
    firsts = [answer.waits[0] for answer in answers]
    shares = [answer.checking / answer.whole for answer in answers]
    share = sum(a.checking for a in answers) / sum(a.whole for a in answers)
    rows = {
        "tokens a second": f"{rate:g}",
        "answers, sentences, of them shown": (
            f"{len(answers)}, {len(waits)}, {sum(a.shown for a in answers)}"
        ),
        "first sentence, from its last byte to its verdict: median, p95": _two(firsts),
        "every sentence, the same": _two(waits),
        "an answer from question to end, median": (
            f"{statistics.median(a.whole for a in answers):.0f} ms"
        ),
        "checking, share of the wall time: of all, p95 of an answer": (
            f"{share:.1%}, {_p95(shares):.1%}"
        ),
    }
    lines = [f"| {name} | {value} |" for name, value in rows.items()]
    return "\n".join(["| | |", "|---|---|", *lines])


def _two(values: list[float]) -> str:
    return f"{statistics.median(values):.0f} ms, {_p95(values):.0f} ms"


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[18]


def main() -> None:
    """Ingest, ask, report."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--rate", type=float, default=30.0, help="tokens a second")
    options.add_argument("--answers", type=int, default=40)
    chosen = options.parse_args()
    rows = (ROOT / "evals/data/sample-dev.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(row)["question"] for row in rows][: chosen.answers]
    writer = Writer(chosen.rate)
    with tempfile.TemporaryDirectory() as home, OpenAIServer() as server:
        server.script = writer
        llm = LlmSettings(base_url=server.base_url, model="scripted", window=8192)
        settings = Settings(home=Path(home), llm=llm, check=CheckSettings(judge=False))
        with open_library(settings, create=True) as library:
            ingest(library, [ROOT / "examples/library"])
            chain = build_chain(settings, library)
            timed(chain, writer, questions[0])  # what is loaded once is not counted
            answers = [found for q in questions if (found := timed(chain, writer, q))]
    print(report(chosen.rate, answers))


if __name__ == "__main__":
    main()
