"""The server: its port, its headers, whom it serves."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.support import COMMAND, ROOT, Cli
from tests.ui.outcome import Footnoted
from ui.web.errors import WebError
from ui.web.server import listening


def test_a_taken_port_gives_way_to_the_next_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with listening("127.0.0.1", port) as found:
            assert port < found.getsockname()[1] <= port + 20
        with pytest.raises(WebError, match=rf"Port {port} of 127\.0\.0\.1 is taken"):
            listening("127.0.0.1", port, exact=True)


def test_others_are_served_only_when_it_is_meant(footnoted: Footnoted) -> None:
    done = footnoted("web", "--host", "0.0.0.0", code=2)
    assert "0.0.0.0 can be reached by others and the page has no login" in done.err


def test_a_language_it_does_not_speak_is_refused(footnoted: Footnoted) -> None:
    assert "en, fr, not xx" in footnoted("web", "--language", "xx", code=2).err


@pytest.mark.parametrize("path", ["source/none?start=0&end=5", "source/..%2F..%2Fx?start=0&end=5"])
def test_a_source_that_is_not_there_is_said_so(address: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{address}/{path}")
    with caught.value as error:
        assert error.code == 404


def test_a_request_under_another_name_is_refused(address: str) -> None:
    request = urllib.request.Request(address, headers={"Host": "elsewhere.example"})
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)
    with caught.value as error:
        assert error.code == 421


def test_every_answer_of_the_server_is_hardened(address: str) -> None:
    for path in ("/", "/config"):
        with urllib.request.urlopen(address + path) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'self'" in policy
            assert "frame-ancestors 'none'" in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_ctrl_c_ends_it_in_peace(sample_home: Path, run_cli: Cli) -> None:
    shutil.copytree(sample_home, run_cli.folder / "home")
    with subprocess.Popen(
        [COMMAND, "--home", "home", "web", "--port", "0"],
        cwd=run_cli.folder,
        env=run_cli.environment({"PYTHONWARNINGS": "ignore"}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as server:
        assert server.stdout is not None
        assert "http://127.0.0.1:" in server.stdout.readline()
        server.send_signal(signal.SIGINT)
        _, errors = server.communicate(timeout=60)
    assert (server.returncode, errors) == (0, "")


INTERRUPTED = """
import os, signal, sys
from pathlib import Path
from rag.settings import Settings
from ui.serving import Place, serving

with serving(Settings(home=Path(sys.argv[1])), Place(port=0)) as server:
    os.kill(os.getpid(), getattr(signal, sys.argv[2]))
    print("nothing was broken off", flush=True)
    server.run()
print("ended", flush=True)
"""


@pytest.mark.parametrize("how", ["SIGINT", "SIGTERM"])
def test_an_end_before_it_serves_breaks_nothing_off(
    sample_home: Path, run_cli: Cli, how: str
) -> None:
    shutil.copytree(sample_home, run_cli.folder / "home")
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, "home", how],
        cwd=run_cli.folder,
        env={**run_cli.environment({"PYTHONWARNINGS": "ignore"}), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("nothing was broken off\nended\n", 0), done.stderr
