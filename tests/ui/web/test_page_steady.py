"""Many questions and many tabs leave nothing in the server, and little goes over for each."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support import ROOT, Cli
from tests.ui.web.steady import TABS as FEW
from ui.web.blocks import TABS as COPIES
from ui.web.runs import TABS, Runs


def test_questions_leave_nothing_and_send_little(sample_home: Path, run_cli: Cli) -> None:
    home = run_cli.folder / "home"
    shutil.copytree(sample_home, home)
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.web.steady", str(home)],
        cwd=ROOT,
        env=run_cli.environment({"PYTHONWARNINGS": "ignore"}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["before"] == found["after"]
    for nothing in ("answers", "streams", "iterators"):
        assert found["after"][nothing] == 0, nothing
    assert found["after"]["events"] <= 1
    for turn in found["turns"]:
        assert turn["pieces"] <= 3, "searching, the first statement, the whole"
    assert [turn["past"] for turn in found["turns"]] == [True] + 7 * [False]
    sizes = [turn["size"] for turn in found["turns"]]
    assert max(sizes) < 100_000
    assert found["kept"] == COPIES
    assert found["tabs"] == FEW


def test_runs_forget_the_tab_that_was_silent_the_longest() -> None:
    runs = Runs()
    with runs.begin("waiting") as waiting:
        for number in range(TABS + 3):
            with runs.begin(str(number)) as ticket:
                pass
        assert runs.is_last("waiting", waiting)
        assert runs.is_last(str(TABS + 2), ticket)
        assert len(runs._tickets) == TABS
