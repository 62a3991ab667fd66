"""The command as a user runs it, for tests."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "examples" / "library"
COMMAND = Path(sys.executable).with_name("footnoted")
_NOBODY = 65534


@dataclass(frozen=True)
class Cli:
    """The console script in a process of its own: a fresh HOME, a bare environment, no outside."""

    folder: Path

    @property
    def outside(self) -> str:
        """Every attempt to reach another machine, a line each."""
        log = self.folder / "outside.log"
        return log.read_text(encoding="utf-8") if log.exists() else ""

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return what the process is given: nothing of ours but the path."""
        (self.folder / "user").mkdir(exist_ok=True)
        return {
            "PATH": f"{COMMAND.parent}:{os.defpath}",
            "HOME": str(self.folder / "user"),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT / "tests" / "guard"),
            "PYTHONWARNINGS": "default",
            "OUTSIDE_LOG": str(self.folder / "outside.log"),
            **(extra or {}),
        }

    def __call__(
        self,
        *arguments: str | bytes | Path,
        stdin: bytes = b"",
        env: Mapping[str, str] | None = None,
        code: int | None = 0,
    ) -> subprocess.CompletedProcess[bytes]:
        """Run `footnoted` with the arguments in `folder` and check its exit code."""
        done = subprocess.run(
            [COMMAND, *arguments],
            input=stdin,
            env=self.environment(env),
            cwd=self.folder,
            capture_output=True,
            timeout=120,
            check=False,
        )
        if code is not None:
            assert done.returncode == code, done.stderr.decode() + done.stdout.decode()
        return done


def missing(said: str) -> NoReturn:
    """Skip a test for what can be installed and is not, or fail it where all was promised."""
    if os.environ.get("TESTS_NEED_ALL"):
        pytest.fail(said)
    pytest.skip(said)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Make a folder a disk of so many megabytes; who may not mount one skips the test.

    No set-up makes up for it: in many containers not even root may.
    """
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """Write until nothing more fits; return what has to be removed to make room."""
    filler = disk / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        for size in (1_000_000, 4096, 1):
            with suppress(OSError):
                while file.write(b"x" * size):
                    pass
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        (disk / "more").write_bytes(b"x" * 8192)
    (disk / "more").unlink()
    return filler


@contextmanager
def as_nobody(folder: Path) -> Iterator[None]:
    """Give up root, where the tests run as root, so that permissions mean something.

    `folder` and all in it become nobody's; the folders above may be passed through meanwhile.
    """
    if os.geteuid():
        yield
        return
    closed = {p: mode for p in folder.parents if (mode := p.stat().st_mode) & 0o011 != 0o011}
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, _NOBODY, _NOBODY)
    for parent, mode in closed.items():
        parent.chmod(mode | 0o011)
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        for parent, mode in closed.items():
            parent.chmod(mode)
