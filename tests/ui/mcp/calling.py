"""The protocol's own client, from tests that know no event loop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import anyio
from mcp import Client

_Result = TypeVar("_Result")
Server = Any
"""An address, a command to start, or a transport, as the client takes them."""


def connected(
    server: Server, does: Callable[[Client], Awaitable[_Result]], mode: str = "auto"
) -> _Result:
    """Return what comes of a conversation with a server."""

    async def conversation() -> _Result:
        async with Client(server, mode=mode) as client:
            return await does(client)

    return anyio.run(conversation)


def called(server: Server, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """Return what each call of a tool gives, in one connection."""

    async def conversation(client: Client) -> list[Any]:
        await client.list_tools()  # so that the client holds each result to its schema
        return [await client.call_tool(name, arguments) for name, arguments in calls]

    return connected(server, conversation)


def words(result: Any) -> str:
    """Return the text of a result."""
    (said,) = result.content
    assert said.type == "text"
    return str(said.text)
