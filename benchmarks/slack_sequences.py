"""Carry out generated sequences of what may happen to the Slack bot.

    python -m benchmarks.slack_sequences [--count N] [--first SEED]

Each sequence is drawn by its seed (`tests/slack/sequences.py`): what people ask, edit, delete and
share; each event delivered once or more often, in any order, also amid an answer; restarts;
and every call to Slack may fail before it is done, after, or end the process. Counted is every
question without exactly one visible outcome.
"""

from __future__ import annotations

import argparse
import logging
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.slack.sequences import Sequence


def main() -> None:
    """Carry them out; print what is wrong, and what was done."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    counted: Counter[str] = Counter()
    began = time.process_time()
    for seed in range(given.first, given.first + given.count):
        with tempfile.TemporaryDirectory() as folder:
            sequence = Sequence(seed, Path(folder) / "slack.sqlite3")
            wrong = sequence.run()
            sequence.close()
        for each in wrong:
            print(f"seed {seed}: {each}")
        counted["wrong"] += bool(wrong)
        counted["questions"] += len(sequence.questions) + len(sequence.asked)
        counted["restarts"] += sequence.crashes
        counted["events"] += sequence.delivered
        counted["calls"] += len(sequence.slack.calls)
        counted["failed"] += sequence.failed
    print(
        f"{given.count:,} sequences, {counted['wrong']:,} of them with anything lost or doubled: "
        f"{counted['questions']:,} questions, {counted['events']:,} events delivered, "
        f"{counted['restarts']:,} restarts, {counted['calls']:,} calls of which "
        f"{counted['failed']:,} failed; {time.process_time() - began:.0f} s of CPU"
    )


if __name__ == "__main__":
    main()
