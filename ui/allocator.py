"""How much memory the C library keeps of what threads have freed."""

from __future__ import annotations

import ctypes
import os
import platform

_M_ARENA_MAX = -8
_ARENAS = 2


def few_arenas() -> bool:
    """Let all threads allocate from two arenas of glibc; tell whether it was done (mallopt(3)).

    Left to itself it makes eight a core, each of which keeps what its threads have freed: a server
    of many threads grows by that. What MALLOC_ARENA_MAX says in the environment stands.
    """
    if platform.libc_ver()[0] != "glibc" or "MALLOC_ARENA_MAX" in os.environ:
        return False
    return bool(ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS))
