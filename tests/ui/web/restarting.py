"""A server of the page that can be killed and started again at the same address."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from tests.support import COMMAND, Cli

_OWN = range(20_000, 32_000)
"""Below the ports that a system gives to whoever asks for any: none is taken between two starts."""


def _free() -> int:
    first = os.getpid() * 16 % len(_OWN)
    for port in (*_OWN[first:], *_OWN[:first]):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)):
                return port
    raise AssertionError("No port is free.")


class Serving:
    """`footnoted web` over a copy of a library; `start` it, `end` it, again and again.

    As a context it ends with its block, however that ends.
    """

    def __init__(self, home: Path, folder: Path, extra: Mapping[str, str] | None = None) -> None:
        self.cli = Cli(folder)
        self.home = folder / "home"
        self.address = ""
        shutil.copytree(home, self.home, dirs_exist_ok=True)
        self._extra = {"PYTHONWARNINGS": "ignore", **(extra or {})}
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        assert self.cli.outside == ""

    def start(self, *options: str) -> None:
        port = self.address.rpartition(":")[2] or str(_free())
        self._process = subprocess.Popen(
            [COMMAND, "--home", "home", "web", "--port", port, *options],
            cwd=self.cli.folder,
            env=self.cli.environment(self._extra),
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line
        self.address = found[0]

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait; return the exit code."""
        process, self._process = self._process, None
        if process is None:
            return 0
        os.kill(process.pid, how)
        code = process.wait(60)
        assert process.stdout is not None
        process.stdout.close()
        return code
