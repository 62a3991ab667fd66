"""Time the Slack bot against a Slack on this machine.

    python -m benchmarks.slack [--rate EVENTS_A_SECOND] [--seconds N] [--questions N]

The bot is the real one, with Bolt and Socket Mode, over a library of `examples/library` and the
embedded answerer; the Slack is that of the tests (`tests/slack/local`), in a process of its own.

Acknowledgement: so many events a second are sent, of which one in ten addresses the bot (the rest
is what people say to each other); from an envelope's sending to its acknowledgement. The answer:
questions asked one after the other; from the event's sending to the first status, and to the whole
answer as it stands in the thread.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from rag.assemble import open_library
from rag.settings import Settings
from tests.slack.local.server import LocalSlack, local_slack
from tests.slack.running import in_slack, open_home, running_door
from ui.slack.door import SlackDoor
from vectorstore.ingest import ingest

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = (
    "How many troops does the mission have now?",
    "How many people died when the Lady Aurel sank?",
    "Who is Joss Verrin?",
    "When is the vote?",
    "How many beds does the hospital in Sorrin lose?",
    "Who won the football match?",
)


def slack_process(pipe: Connection, rate: float, seconds: float, questions: int) -> None:
    """Be the Slack: tell the address, wait for the app, send, and tell what was measured."""
    with local_slack() as slack:
        for number in range(100):
            slack.opens(f"C{number}", "U1", "U2")
        pipe.send(slack.api_url)
        slack.sockets.connected()
        answer_times(slack, 3)  # what is loaded once is loaded
        found = {"answers": answer_times(slack, questions)}
        found["acknowledged"] = acknowledgements(slack, rate, seconds)
        pipe.send(found)
        pipe.recv()


def answer_times(slack: LocalSlack, questions: int) -> list[tuple[float, float]]:
    """Ask one by one; return the seconds until the first status, and until the whole answer."""
    found = []
    for number in range(questions):
        channel, before, began = f"C{number % 100}", len(slack.calls), time.monotonic()
        asked = slack.mentions("U1", channel, QUESTIONS[number % len(QUESTIONS)])
        slack.wait(lambda asked=asked: whole(slack, asked))
        shown = [c for c in slack.calls[before:] if c.method.startswith(("assistant.", "chat."))]
        calls = [c for c in shown if channel in (*c.given.values(),)]
        done = max(c.at for c in calls if c.given.get("metadata"))
        found.append((min(c.at for c in calls) - began, done - began))
    return found


def whole(slack: LocalSlack, asked: dict[str, Any]) -> bool:
    """Tell whether the answer to a question stands."""
    seen = slack.workspace.seen(asked["channel"], asked["ts"])
    return any(m.get("metadata") and not m.get("streaming") for m in seen)


def acknowledgements(slack: LocalSlack, rate: float, seconds: float) -> list[float]:
    """Send events at a steady rate; return the seconds until each was acknowledged."""
    began, known = time.monotonic(), set(slack.sockets.acknowledged)
    for number in range(int(rate * seconds)):
        time.sleep(max(0.0, began + number / rate - time.monotonic()))
        if number % 10:
            slack.says("U2", f"C{number % 100}", "Good morning.")
        else:
            where = f"C{number % 100}"
            slack.says("U1", where, f"<@U0FOOTNOTED> {QUESTIONS[number // 10 % len(QUESTIONS)]}")
    slack.wait(slack.sockets.all_acknowledged)
    every = slack.sockets.acknowledged.items()
    return [took for name, (took, _) in every if name not in known]


@contextmanager
def bot(home: Path, api_url: str) -> Iterator[SlackDoor]:
    """Run the bot over a library of the samples."""
    with open_library(Settings(home=home), create=True) as library:
        ingest(library, [ROOT / "examples" / "library"])
    settings = in_slack(Settings(home=home), api_url)
    with open_home(settings) as shelves, running_door(settings, shelves) as door:
        yield door


def told(name: str, seconds: list[float]) -> str:
    """Return a line with the median and the percentiles, in milliseconds."""
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    at = {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98], "most": max(seconds)}
    figures = "  ".join(f"{label} {1000 * value:6.0f} ms" for label, value in at.items())
    return f"{name:<28} {figures}  ({len(seconds):,})"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rate", type=float, default=50.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--questions", type=int, default=60)
    given = parser.parse_args()
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=slack_process, args=(theirs, given.rate, given.seconds, given.questions)
    )
    process.start()
    theirs.close()  # so that its end is heard
    with tempfile.TemporaryDirectory() as folder, bot(Path(folder) / "home", ours.recv()) as door:
        found: dict[str, Any] = ours.recv()
        print(told("first status", [first for first, _ in found["answers"]]))
        print(told("the whole answer", [whole for _, whole in found["answers"]]))
        print(told(f"acknowledged, {given.rate:g} a second", found["acknowledged"]))
        print(f"left in the inbox meanwhile: {len(door.inbox.unfinished())}")
    ours.send("end")
    process.join()


if __name__ == "__main__":
    main()
