"""Fifty people at once: how long the first statement takes them, and what it costs the server.

    python -m benchmarks.users [--users N] [--seconds N] [--think LEAST MOST] [--door page|api]

Over the sample library, through `footnoted web` in a process of its own. Everybody asks, reads and
types for two to eight seconds, less than people take, and goes on with the conversation; after four
questions they open the page anew and begin another. It goes the page's own way (Gradio's queue) or
with `/api/ask`, streamed. First one person alone, then all together. Printed: p50 and p95 of the
time from the question to the first statement or to the decline, their ratio, errors, the server's
processor time a question, and its memory after it has warmed up, at the end, and its slope between.

A machine that is busy otherwise stretches the times, not the processor time.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
COMMAND = Path(sys.executable).with_name("footnoted")
QUESTIONS = (
    "How many troops does the mission have now?",
    "How many people died when the Lady Aurel sank?",
    "What did Joss Verrin say about the vote in April?",
    "Who is Joss Verrin?",
    "Who is Teodora Brask?",
    "When did the ferry overturn off Halmet?",
    "What happened to the ferry?",
    "Why was the deputy head of the mission expelled?",
    "Who won the football match?",
    "How much does the plum harvest bring?",
)
TURNS = 4
"""Questions of one conversation, in one tab."""
Asked = Callable[[str, str, int], float]


def lines(request: urllib.request.Request) -> Iterator[dict[str, Any]]:
    """Yield the JSON of server-sent events as they come."""
    with urllib.request.urlopen(request, timeout=60) as answer:
        for line in answer:
            if line.startswith(b"data: "):
                yield json.loads(line[6:])


def wanted(
    address: str, who: str, body: object = None, accept: str = "*/*"
) -> urllib.request.Request:
    """Return a request as somebody's browser sends it, with a JSON body where there is one."""
    headers = {"Accept": accept, "Cookie": f"footnoted-browser={who:-<32}"}
    headers["Origin"] = "/".join(address.split("/")[:3])
    if body is None:
        return urllib.request.Request(address, headers=headers)
    headers["Content-Type"] = "application/json"
    return urllib.request.Request(address, json.dumps(body).encode(), headers)


def through_api(address: str) -> Asked:
    """Return what asks through the API; it returns the seconds to the first statement."""

    def asked(question: str, who: str, _number: int) -> float:
        started, first = time.perf_counter(), 0.0
        body = {"question": question}
        request = wanted(f"{address}/api/ask", who, body, "text/event-stream")
        for event in lines(request):
            if not first and ("verdict" in json.dumps(event) or "declined" in event):
                first = time.perf_counter() - started
        assert first, "no answer"
        return first

    return asked


def through_page(address: str) -> Asked:
    """Return what asks as the page does; it returns the seconds to the first statement."""
    with urllib.request.urlopen(f"{address}/config", timeout=60) as answer:
        config = json.load(answer)
    parts = {part["id"]: part.get("props", {}).get("elem_id") for part in config["components"]}
    question = next(id_ for id_, name in parts.items() if name == "question")
    submit = next(d for d in config["dependencies"] if [question, "submit"] in d["targets"])
    names = [parts[id_] for id_ in submit["inputs"]]
    queue = f"{address}{config.get('api_prefix', '')}/queue"
    said = re.compile(r'class=\\*"(statement|declined)\\*"')

    def asked(typed: str, who: str, number: int) -> float:
        tab = f"{who}-{number // TURNS}"
        given = {"question": typed, "collection": "default"}
        body = {
            "data": [given.get(name) for name in names],
            "fn_index": submit["id"],
            "session_hash": tab,
            "event_data": None,
            "trigger_id": question,
        }
        started, first = time.perf_counter(), 0.0
        with urllib.request.urlopen(wanted(f"{queue}/join", who, body), timeout=60) as answer:
            event = json.load(answer)["event_id"]
        for message in lines(wanted(f"{queue}/data?session_hash={tab}", who)):
            if message.get("event_id") == event and message["msg"].startswith("process_"):
                if not first and said.search(json.dumps(message)):
                    first = time.perf_counter() - started
                if message["msg"] == "process_completed":
                    assert message["success"], message
        assert first, "no answer"
        return first

    return asked


@dataclass
class Crowd:
    """People who ask and read, for so many seconds."""

    asked: Asked
    seconds: float
    think: tuple[float, float] = (2.0, 8.0)
    took: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def person(self, number: int) -> None:
        """Ask and read until the time is over."""
        chance, count = random.Random(number), itertools.count()
        until = time.perf_counter() + self.seconds
        time.sleep(chance.uniform(0, self.think[0]))
        while time.perf_counter() < until:
            try:
                question = chance.choice(QUESTIONS)
                self.took.append(self.asked(question, f"person{number}", next(count)))
            except Exception as error:
                self.errors.append(f"{type(error).__name__}: {error}")
            time.sleep(chance.uniform(*self.think))

    def run(self, people: int) -> None:
        """Let so many people ask at once."""
        threads = [threading.Thread(target=self.person, args=(n,)) for n in range(people)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    @property
    def p95(self) -> float:
        """Return the 95th percentile of the milliseconds."""
        return 1000 * statistics.quantiles(self.took, n=20)[-1]

    def line(self, name: str) -> str:
        """Return what is printed of it."""
        p50 = 1000 * statistics.median(self.took)
        return (
            f"{name}: {len(self.took)} questions, {len(self.errors)} errors, "
            f"p50 {p50:,.0f} ms, p95 {self.p95:,.0f} ms"
        )


def megabytes(process: int) -> float:
    """Return the memory of a process, resident, in MB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    found = re.search(r"VmRSS:\s+(\d+)", status)
    assert found
    return int(found[1]) / 1000


def processor(process: int) -> float:
    """Return the seconds of processor time a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass
class Memory:
    """The memory of a process, taken every second while the block runs."""

    process: int
    seen: list[float] = field(default_factory=list)
    _ended: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Memory:
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()

    def _watch(self) -> None:
        while not self._ended.wait(1.0):
            self.seen.append(megabytes(self.process))

    def line(self) -> str:
        """Return what is printed of it; the first third is for warming up."""
        rest = self.seen[len(self.seen) // 3 :]
        slope = statistics.linear_regression(range(len(rest)), rest).slope * 60
        return (
            f"memory: {rest[0]:,.0f} MB warmed up, {rest[-1]:,.0f} MB at the end, "
            f"{slope:+.2f} MB a minute between"
        )


@contextmanager
def served(home: str) -> Iterator[tuple[str, int]]:
    """Yield the address and the process of a server over the sample library."""
    subprocess.run(
        [COMMAND, "--home", home, "ingest", "examples/library"],
        cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    command: list[str | Path] = [COMMAND, "--home", home, "web", "--port", "0"]
    many = {**os.environ, "FOOTNOTED_WEB__QUESTIONS_PER_MINUTE": "100000"}  # all are one person
    with subprocess.Popen(command, cwd=ROOT, env=many, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        found = re.search(r"http://[\w.:]+", server.stdout.readline())
        assert found
        try:
            yield found[0], server.pid
        finally:
            server.terminate()


def main() -> None:
    """Serve, ask alone, ask together, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument("--door", choices=("page", "api"), default="page")
    parser.add_argument("--think", type=float, nargs=2, default=(2, 8), metavar=("LEAST", "MOST"))
    options = parser.parse_args()
    think = tuple(options.think)
    through = through_page if options.door == "page" else through_api
    with tempfile.TemporaryDirectory() as home, served(home) as (address, process):
        asked = through(address)
        Crowd(asked, 5, think=(0.0, 0.1)).run(1)  # it warms up
        alone, together = (
            Crowd(asked, seconds, think) for seconds in (options.seconds / 2, options.seconds)
        )
        alone.run(1)
        assert alone.took, alone.errors[:3]
        print(alone.line("one person"), flush=True)
        before = processor(process)
        with Memory(process) as memory:
            together.run(options.users)
        each = 1000 * (processor(process) - before) / max(1, len(together.took))
        print(together.line(f"{options.users} people"))
        print(f"p95 together / p95 alone: {together.p95 / alone.p95:.1f}")
        print(f"processor time a question: {each:.0f} ms")
        print(memory.line())
        for error in sorted({*alone.errors, *together.errors})[:10]:
            print(f"error: {error}")


if __name__ == "__main__":
    main()
