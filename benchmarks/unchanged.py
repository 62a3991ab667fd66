"""How often the gate passes where nothing was changed, and whether all times come to the same.

    python -m benchmarks.unchanged [--times 20]

Each time is a process of its own with a new home, so that nothing is left of the time before: the
sample library is made, all cases that ship are asked of the embedded answerer, and the gate holds
the answers against the baseline that ships, case by case. On a processor that rounds otherwise
than the one of the baseline a few cases may move; they must be the same ones each time.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

_FOOTNOTED = "import sys; from ui.cli import main; sys.exit(main())"


@dataclass(frozen=True, slots=True)
class Time:
    """What came of one time: how the gate ended, what it found, and seconds."""

    code: int
    found: str
    seconds: float

    @property
    def moved(self) -> list[str]:
        """The cases that came to something else than in the baseline."""
        found = json.loads(self.found) if self.found else {}
        return [each["case"] for each in found.get("moved", [])]


def once() -> Time:
    """Run the suite in a new home and gate it."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("FOOTNOTED_")}
    with tempfile.TemporaryDirectory() as home:
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", _FOOTNOTED, "--home", home, "eval", "gate", "--json"],
            capture_output=True,
            text=True,
            check=False,
            cwd=home,
            env=own | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        seconds = time.perf_counter() - began
    if done.returncode not in (0, 1):
        print(done.stderr.strip(), file=sys.stderr)
    return Time(done.returncode, done.stdout, seconds)


def main() -> None:
    """Print what came of each time, and of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    times = parser.parse_args().times
    if times < 1:
        parser.error("--times takes a number from 1.")
    all_times = []
    for number in range(1, times + 1):
        all_times.append(one := once())
        moved = ", ".join(one.moved) or "none"
        print(f"{number:3}  code {one.code}  {one.seconds:4.0f} s  moved: {moved}", flush=True)
    passed = sum(one.code == 0 for one in all_times)
    same = sum(one.found == all_times[0].found for one in all_times)
    middle = statistics.median(one.seconds for one in all_times)
    print(f"passes: {passed} of {times}; the same as the first: {same}; median {middle:.0f} s")
    raise SystemExit(0 if passed == same == times else 1)


if __name__ == "__main__":
    main()
