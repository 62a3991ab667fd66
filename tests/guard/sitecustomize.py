"""On PYTHONPATH of the processes that tests start: refuses and notes every outside connection.

Python imports `sitecustomize` by itself at its start. What is refused is also written to the file
named by `OUTSIDE_LOG`, because a library may swallow the refusal.
"""

import os
import sys

_LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")
_WATCHED = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
}


def _refuse(event, arguments):
    if event not in _WATCHED:
        return
    address = arguments[_WATCHED[event]]
    host = address[0] if isinstance(address, tuple) else address
    if host is None or str(host).startswith(_LOOPBACK) or (isinstance(host, str) and "/" in host):
        return
    with open(os.environ["OUTSIDE_LOG"], "a", encoding="utf-8") as log:  # noqa: PTH123
        log.write(f"{event} {host!r}\n")
    raise OSError(f"{event} to {host!r} is refused in tests.")


if "OUTSIDE_LOG" in os.environ:
    sys.addaudithook(_refuse)
