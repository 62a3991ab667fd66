from __future__ import annotations

import os
import platform
import re
import subprocess
import sys

import pytest

from tests.support import missing

THREADS = """
import ctypes, sys, threading
from ui.allocator import few_arenas
assert few_arenas() is (sys.argv[1] == "few")
meet = threading.Barrier(9)

def hold():
    kept = [ctypes.create_string_buffer(2000) for _ in range(50)]
    meet.wait(60)
    meet.wait(60)
    del kept

threads = [threading.Thread(target=hold) for _ in range(8)]
for thread in threads: thread.start()
meet.wait(60)
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
libc.malloc_info(0, ctypes.c_void_p(libc.fopen(b"/dev/stdout", b"w")))
libc.fflush(None)
meet.wait(60)
"""


@pytest.mark.parametrize(
    ("told", "environment"), [("few", {}), ("many", {"MALLOC_ARENA_MAX": "5"})]
)
def test_all_threads_allocate_from_two_arenas(told: str, environment: dict[str, str]) -> None:
    if platform.libc_ver()[0] != "glibc":
        missing("It takes glibc.")
    found = subprocess.run(
        [sys.executable, "-c", THREADS, told],
        env={**{k: v for k, v in os.environ.items() if k != "MALLOC_ARENA_MAX"}, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    ).stdout
    assert len(re.findall(r"<heap nr=", found)) == (2 if told == "few" else 5)
