"""The tools over standard input and output, for a client that starts this program."""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
import threading
from typing import Any, cast

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream
from mcp.server.stdio import stdio_server

from ui.mcp.server import server
from ui.mcp.tools import Collections


def serve(there: Collections) -> None:
    """Serve until the client closes its end; whatever else prints goes to standard error."""

    async def run() -> None:
        serving = server(there)
        with _lines() as lines:
            async with stdio_server(stdin=cast("Any", lines)) as (read, write):
                await serving.run(read, write, serving.create_initialization_options())

    anyio.run(run)


def _lines() -> MemoryObjectReceiveStream[str]:
    """Return the lines of standard input, read by a thread that Ctrl-C need not wait for."""
    send, receive = anyio.create_memory_object_stream[str](math.inf)
    loop = asyncio.get_running_loop()

    def read() -> None:
        with contextlib.suppress(RuntimeError), os.fdopen(os.dup(0), "rb") as lines:
            for line in lines:
                loop.call_soon_threadsafe(send.send_nowait, line.decode("utf-8", "replace"))
            loop.call_soon_threadsafe(send.close)

    threading.Thread(target=read, name="standard input", daemon=True).start()
    return receive
